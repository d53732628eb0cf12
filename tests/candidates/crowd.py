"""Many clients who move, edit, merge, read again and delete the same few people at the same time.

Used by a test with few operations and by the figures with many. What must be true afterwards is told by
`broken`; what filters said in the meantime, by `Watch`.
"""

from __future__ import annotations

import random
import time
from collections import Counter
from collections.abc import Iterator
from uuid import UUID

from django.core.cache import cache
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import DatabaseError, OperationalError
from rest_framework.test import APIClient

from accounts import audit
from candidates.caches import filters_of
from candidates.facets.counting import count_members
from candidates.facets.members import Subject
from candidates.fields import edited
from candidates.models import (
    Application,
    Candidate,
    Duplicate,
    FieldEdit,
    JobProfile,
    Label,
    Merge,
    Removal,
    Stage,
)
from candidates.services.curation import facts_read_of
from candidates.services.facts import columns_of
from candidates.tasks import find_duplicates, label_candidates, update_index
from parsing import runner
from parsing.models import Parse, Resume
from tests.people import at_once

CV = """{name}
{email}
+43 316 {phone}

Experience
{title}, {employer}, 2019 - 2023

Skills
Python, SQL
"""
NAMES = ("Ana Ruiz", "Anna Ruiz", "Ben Okafor", "Cleo Novak", "Dina Weiss", "Emil Berg")
TITLES = ("Nurse", "Carer", "Engineer")
LABELS = ("nursing", "social-work", "software-developer", "therapy")
"""Such as the classifier gives too, so that it and people are at odds."""
TRIES = 3
"""A client that is told to try again does."""
STAGES = list(Stage.values)
BESIDE = (find_duplicates, label_candidates, update_index)
"""Tasks that beat would ask for; each tells how much there was to do."""


class Crowd:
    """Clients and what they do; the same seed does the same things, in whatever order threads have them."""

    def __init__(self, clients: list[APIClient], seed: int) -> None:
        self.clients, self.seed = clients, seed
        self.answers: Counter[str] = Counter()
        self.failures: list[str] = []

    def bring(self, number: int) -> None:
        """Bring one résumé and read it."""
        choose = random.Random(f"{self.seed} {number}")
        text = CV.format(
            name=choose.choice(NAMES),
            email=f"person{choose.randrange(8)}@example.org",
            phone=100_000 + choose.randrange(8),
            title=choose.choice(TITLES),
            employer=f"Acme {number}",
        )
        client = self.clients[number % len(self.clients)]
        resume = client.post("/api/v1/resumes/", {"file": _file(number, text)}, format="multipart").json()
        read(resume["id"])

    def act(self, number: int) -> None:
        """Do one thing, chosen by its number, to whoever is there."""
        choose = random.Random(f"{self.seed} act {number}")
        client = self.clients[number % len(self.clients)]
        verb = choose.choices(
            (self.move, self.edit, self.decide, self.merge, self.unmerge, self.again, self.delete, self.mark),
            (30, 20, 8, 12, 8, 12, 4, 6),
        )[0]
        for _ in range(TRIES):
            answer = verb(client, choose)
            status = getattr(answer, "status_code", 0)
            self.answers[f"{verb.__name__} {status}"] += 1
            if status != 503:
                break
            time.sleep(float(answer["Retry-After"]))
        if status >= 500:
            self.failures.append(f"{verb.__name__}: {status} {answer.content!r}")

    def tend(self, watch: Watch) -> None:
        """Do what workers do beside all this: look for duplicates, label, tell the index."""
        while not watch.stop:
            for task in BESIDE:
                try:
                    task()
                except OperationalError:  # a lock that was not given in time: beat asks again
                    self.answers[f"{task.__name__} again"] += 1
                except DatabaseError as error:
                    self.failures.append(f"{task.__name__}: {type(error).__name__} {error}")
            time.sleep(0.05)

    def move(self, client: APIClient, choose: random.Random) -> object:
        """Some people, to a job profile, into a stage, to or from a label."""
        jobs = list(JobProfile.objects.values_list("pk", flat=True))
        people = list(Candidate.objects.values_list("pk", flat=True))
        sent: dict[str, object] = {"candidates": [*map(str, choose.sample(people, min(len(people), 12)))]}
        if choose.random() < 0.8:
            one, other = choose.sample(jobs, 2)
            sent["job_profile"] = str(one)
            if choose.random() < 0.7:
                sent["stage"] = choose.choice(STAGES)
            if choose.random() < 0.4:
                sent["from_job_profile"] = str(other)
        if choose.random() < 0.4 or len(sent) == 1:
            sent[choose.choice(["label", "from_label"])] = choose.choice(LABELS)
        return client.post("/api/v1/applications/move/", sent)

    def edit(self, client: APIClient, choose: random.Random) -> object:
        """Correct a field or two."""
        sent = {"name": choose.choice(NAMES), "city": choose.choice(["Graz", "Wien", ""])}
        if choose.random() < 0.3:
            sent = {"current_title": choose.choice(TITLES)}
        return client.patch(f"/api/v1/candidates/{_anybody(choose)}/", sent)

    def decide(self, client: APIClient, choose: random.Random) -> object:
        """Decide a corrected field."""
        edits = list(FieldEdit.objects.values_list("candidate_id", "field"))
        person, field = choose.choice(edits) if edits else (_anybody(choose), "name")
        sent = {"field": field, "choice": choose.choice(["ours", "theirs"])}
        return client.post(f"/api/v1/candidates/{person}/diff/", sent)

    def merge(self, client: APIClient, choose: random.Random) -> object:
        """Merge two, likely ones if there are any."""
        find_duplicates()
        pairs = list(Duplicate.objects.filter(state="open").values_list("first_id", "second_id"))
        one, other = choose.choice(pairs) if pairs else (_anybody(choose), _anybody(choose))
        return client.post(f"/api/v1/candidates/{one}/merge/", {"absorb": str(other)})

    def unmerge(self, client: APIClient, choose: random.Random) -> object:
        """Take two apart."""
        merges = list(Merge.objects.values_list("pk", flat=True))
        return client.post(f"/api/v1/merges/{choose.choice(merges) if merges else 0}/undo/")

    def again(self, client: APIClient, choose: random.Random) -> object:
        """Read a résumé again."""
        resume = _any_resume(choose)
        answer = client.post(f"/api/v1/resumes/{resume}/retry/")
        if answer.status_code < 400:
            read(str(resume))
        return answer

    def delete(self, client: APIClient, choose: random.Random) -> object:
        """Take a résumé back."""
        return client.delete(f"/api/v1/resumes/{_any_resume(choose)}/")

    def mark(self, client: APIClient, choose: random.Random) -> object:
        """A star, tags, a note."""
        person = f"/api/v1/candidates/{_anybody(choose)}"
        if choose.random() < 0.5:
            return client.put(f"{person}/tags/", {"tags": choose.sample(["graz", "nights", "days"], 2)})
        return client.post(f"{person}/notes/", {"text": "Called."})


class Watch:
    """Reads filters all the time and remembers for how long any of them disagreed with the database."""

    def __init__(self) -> None:
        self.reads, self.longest, self.stop = 0, 0.0, False
        self._since: dict[Subject, float] = {}

    def go_on(self) -> None:
        """Read until told to stop."""
        subjects = [Subject("job_profile", str(pk)) for pk in JobProfile.objects.values_list("pk", flat=True)]
        subjects += [Subject("label", str(pk)) for pk in Label.objects.values_list("pk", flat=True)]
        while not self.stop:
            for subject in subjects:
                self.look(subject)
            time.sleep(0.005)

    def look(self, subject: Subject) -> None:
        """Read one set of filters between two counts of the database."""
        before, told, after = count_members(subject), filters_of(subject), count_members(subject)
        self.reads += 1
        changed_meanwhile = before != after
        if told in (before, after) or changed_meanwhile:
            self._since.pop(subject, None)
            return
        since = self._since.setdefault(subject, time.monotonic())
        self.longest = max(self.longest, time.monotonic() - since, 0.001)


def run(
    clients: list[APIClient], *, people: int, operations: int, threads: int, seed: int
) -> tuple[Crowd, Watch]:
    """A crowd that is done, and the watch over what it could read meanwhile."""
    cache.clear()
    crowd, watch = Crowd(clients, seed), Watch()
    for number, slug in enumerate(LABELS):
        JobProfile.objects.create(title=f"Job {number}")
        Label.objects.get_or_create(slug=slug, defaults={"name": slug})
    for number in range(people):
        crowd.bring(number)

    def work(number: int) -> None:
        if number == 0:
            watch.go_on()
            return
        if number == 1:
            crowd.tend(watch)
            return
        try:
            for each in range(number - 2, operations, threads):
                crowd.act(each)
        finally:
            done.append(number)
            watch.stop = len(done) == threads

    done: list[int] = []
    at_once(work, threads + 2, threads=threads + 2)
    while any(task() for task in BESIDE):
        pass
    return crowd, watch


def broken() -> Iterator[str]:
    """Every sentence that should be true of people and is not."""
    yield from audit.faults_in_chain()
    living = set(Candidate.objects.values_list("pk", flat=True))
    for gone in Removal.objects.filter(candidate_id__in=living):
        yield f"{gone.candidate_id} is here and to be forgotten"
    for resume in Resume.objects.filter(deleted_at=None, candidate=None, parses__status__in=Parse.GOOD):
        yield f"résumé {resume.pk} was read and belongs to nobody"
    for candidate in Candidate.objects.filter(resumes=None):
        yield f"{candidate.pk} has no résumé"
    for candidate in Candidate.objects.all():
        yield from _wrong_with(candidate)
    for application in Application.objects.prefetch_related("events"):
        last = max(application.events.all(), key=lambda event: event.pk, default=None)
        if last is None or (last.to_stage, last.to_job_profile_id) != (
            application.stage,
            application.job_profile_id,
        ):
            yield f"application {application.pk} is not where its history ends"
    if Parse.objects.filter(status__in=Parse.OPEN).exists():
        yield "something is still being read"


def _wrong_with(candidate: Candidate) -> Iterator[str]:
    edits = list(candidate.edits.all())
    readings = candidate.read_facts.count()
    is_curated = bool(edits) or readings > 1 or candidate.merges.exists()
    if candidate.is_curated != is_curated:
        yield f"{candidate.pk} is {'' if candidate.is_curated else 'not '}curated and should be otherwise"
    if not candidate.is_curated:
        if readings:
            yield f"{candidate.pk} is not curated and has {readings} read facts"
        return
    if readings != candidate.resumes.count():
        yield f"{candidate.pk} has {readings} read facts for {candidate.resumes.count()} résumés"
    shown = columns_of(edited(facts_read_of(candidate.pk), [(each.field, each.value) for each in edits]))
    for name, value in shown.items():
        if getattr(candidate, name) != value:
            yield f"{candidate.pk} shows {name} {getattr(candidate, name)!r}, not {value!r}"


def read(resume_id: str) -> None:
    """Read a résumé here and now, as a worker would; who is faster may have done it, or deleted it."""
    parse = Resume.objects.select_related("latest_parse").get(pk=UUID(resume_id)).latest_parse
    assert parse is not None
    runner.run(parse.stage, parse.pk)


def _anybody(choose: random.Random) -> UUID:
    return choose.choice(list(Candidate.objects.order_by("pk").values_list("pk", flat=True)))


def _any_resume(choose: random.Random) -> UUID:
    standing = Resume.objects.filter(deleted_at=None).order_by("pk").values_list("pk", flat=True)
    return choose.choice(list(standing))


def _file(number: int, text: str) -> SimpleUploadedFile:
    return SimpleUploadedFile(f"cv-{number}.txt", text.encode())
