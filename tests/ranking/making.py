"""Jobs, people and rankings for tests, and a way to rank without workers."""

from __future__ import annotations

import uuid
from datetime import date

from candidates.models import Candidate, JobProfile
from ranking import criteria_versions, planning, shards, upkeep
from ranking.models import CriteriaVersion, RankedCandidate, Ranking, Shard
from tests.people import person

Json = dict[str, object]
DAY = date(2026, 6, 15)
TREE: Json = {
    "id": "root",
    "mode": "all",
    "members": [
        {"id": "c1", "kind": "skill", "value": "Python", "tier": "must"},
        {"id": "c2", "kind": "skill", "value": "SQL", "tier": "should"},
        {"id": "c3", "kind": "years", "value": "", "tier": "must", "months": 36, "knock_out": True},
    ],
}


def job(title: str = "Engineer", tree: Json | None = None) -> JobProfile:
    """A job with criteria."""
    made = JobProfile.objects.create(title=title, description="We look for an engineer who knows Python.")
    criteria_versions.edit(made, tree or TREE, actor=person("alice"))
    return made


def criteria(of: JobProfile | None = None) -> CriteriaVersion:
    """The newest criteria of a job."""
    return criteria_versions.current(of or job())


def profile(
    name: str = "Erika Beispiel", skills: tuple[str, ...] = ("Python", "SQL"), since: str = "2016-01"
) -> Json:
    """A JSON Resume."""
    work = {
        "name": "Acme Ltd",
        "position": "Engineer",
        "startDate": since,
        "highlights": [f"Built services with {' and '.join(skills)}."],
    }
    return {
        "basics": {"name": name, "email": "e@example.org"},
        "work": [work],
        "skills": [{"name": each} for each in skills],
    }


def candidate(
    name: str = "Erika Beispiel",
    *,
    skills: tuple[str, ...] = ("Python", "SQL"),
    since: str = "2016-01",
    **more: object,
) -> Candidate:
    """Somebody without a résumé, who has these skills and has worked since then."""
    return Candidate.objects.create(
        name=name, profile=profile(name, skills, since), skills=list(skills), skill_names=list(skills), **more
    )


def crowd(count: int) -> list[uuid.UUID]:
    """So many people, some better than others."""
    sets = (("Python", "SQL"), ("Python",), ("SQL",), ("Excel",))
    return [
        candidate(f"Person {n}", skills=sets[n % 4], since=f"{2010 + n % 16}-0{1 + n % 9}").pk
        for n in range(count)
    ]


def run(ranking: Ranking | str) -> Ranking:
    """The ranking, worked on here and now until nothing of it waits, as workers would."""
    pk = ranking.pk if isinstance(ranking, Ranking) else uuid.UUID(ranking)
    planning.plan(pk)
    while open_shards := list(Shard.objects.filter(ranking=pk, state="ready").values_list("pk", flat=True)):
        for each in open_shards:
            shards.work_on(each)
    upkeep.go_on()
    return Ranking.objects.get(pk=pk)


def scores(ranking: Ranking) -> list[tuple[int | None, float | None, uuid.UUID | None]]:
    """(rank, score, candidate) in their order."""
    rows = RankedCandidate.objects.filter(ranking=ranking, state="scored").order_by("rank")
    return list(rows.values_list("rank", "score", "candidate_id"))
