"""The candidate's own pages: the whole way, what is kept on it, and that nobody else gets in."""

from __future__ import annotations

from pathlib import Path
from uuid import UUID

import pytest
from django.core.cache import cache
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

from cvimprover import tasks
from cvimprover.models import CvDocument, Improvement, Questionnaire
from parsing import runner
from tests.api.test_cvs import CV
from tests.people import person


@pytest.fixture(autouse=True)
def _own_files(settings, tmp_path: Path, db, warm_engines: None):
    settings.MEDIA_ROOT = tmp_path
    cache.clear()


def logged_in(name: str) -> Client:
    client = Client()
    client.force_login(person(name), backend="accounts.logins.RoleBackend")
    return client


@pytest.fixture
def charlie() -> Client:
    return logged_in("charlie")


def page(client: Client, path: str, status: int = 200) -> str:
    """The page, which must answer so."""
    answer = client.get(path)
    assert answer.status_code == status, (path, answer.status_code)
    return answer.content.decode()


def sent(client: Client, path: str, **data: object) -> str:
    """Where the form leads."""
    answer = client.post(path, data)
    assert answer.status_code == 302, answer.content.decode()
    return str(answer["Location"])


def begun(client: Client) -> str:
    """The path of what was read of an uploaded résumé."""
    path = sent(client, "/cv/", file=SimpleUploadedFile("cv.txt", CV))
    assert "reading your résumé" in page(client, path, 202)
    parse = Questionnaire.objects.get(pk=path.split("/")[2]).resume.latest_parse
    runner.run(parse.stage, parse.pk)
    return path


def filled(client: Client, path: str) -> dict[str, object]:
    """The forms of a page as they come, as a browser would send them back."""
    data: dict[str, object] = {}
    forms = client.get(path).context["forms"]
    management = (forms.work.management_form, forms.education.management_form)
    for form in (forms.basics, forms.lists, *management, *forms.work, *forms.education):
        for name, field in form.fields.items():
            data[form.add_prefix(name)] = form.get_initial_for_field(field, name)
    return {name: "" if value is None else value for name, value in data.items() if value is not False}


def test_the_whole_way(charlie):
    read = begun(charlie)
    assert "Erika Beispiel" in page(charlie, read)
    forms = filled(charlie, read)
    job = sent(charlie, read, **{**forms, "basics-city": "Leeds", "work-0-position": "Warehouse Lead"})
    better = sent(charlie, job, position="Warehouse Manager", job_description="Stock control")
    assert "looking at every line" in page(charlie, better, 202)
    tasks.improve(better.split("/")[3])
    shown = page(charlie, better)
    assert "What only you know" in shown
    found = charlie.get(better).context["found"]
    look = sent(charlie, better, taken=[each.id for each in found.changes])
    preview = sent(charlie, look, template="modern", page="A4")
    assert "printing your CV" in page(charlie, preview, 202)
    document = preview.split("/")[3]
    assert tasks.print_cv(document) == "done"
    assert "came back exactly" in page(charlie, preview)
    picture = charlie.get(f"/cv/files/{document}/pages/1/")
    assert (picture["Content-Type"], picture.content[:4]) == ("image/png", b"\x89PNG")
    file = charlie.get(f"/cv/files/{document}/download/")
    assert file.content.startswith(b"%PDF")
    assert file["Content-Disposition"].startswith("attachment;")
    other = sent(charlie, preview, kind="docx")
    tasks.print_cv(other.split("/")[3])
    assert charlie.get(other).content.startswith(b"PK")
    version = Improvement.objects.get()
    assert version.profile["basics"]["location"]["city"] == "Leeds"
    assert version.profile["work"][0]["position"] == "Warehouse Lead"


def test_what_has_no_field_is_kept_and_entries_come_and_go(charlie):
    profile = {
        "basics": {"name": "Erika Beispiel", "url": "https://example.org"},
        "work": [
            {
                "name": "Acme",
                "position": "Clerk",
                "url": "https://acme.example",
                "highlights": ["One", "Two"],
            },
            {"name": "Gone Ltd"},
        ],
        "projects": [{"name": "Stock"}],
        "skills": [{"name": "Excel", "level": "Expert"}],
    }
    row = Questionnaire.objects.create(owner=person("charlie"), profile=profile)
    path = f"/cv/{row.pk}/read/"
    forms = filled(charlie, path)
    changed = {"work-0-highlights": "• One\n\nThree", "work-1-DELETE": "on", "work-2-name": "New Ltd"}
    assert sent(charlie, path, **{**forms, **changed, "more": "1"}) == path
    row.refresh_from_db()
    first, second = row.profile["work"]
    assert first == {**profile["work"][0], "highlights": ["One", "Three"]}
    assert second == {"name": "New Ltd"}
    assert (row.profile["projects"], row.profile["skills"]) == (profile["projects"], profile["skills"])
    assert row.profile["basics"]["url"] == "https://example.org"


def test_skills_are_told_alone_or_in_groups(charlie):
    skills = [{"name": "Tools", "keywords": ["SQL", "Excel"]}, {"name": "Driving"}]
    row = Questionnaire.objects.create(
        owner=person("charlie"), profile={"basics": {"name": "Erika"}, "skills": skills}
    )
    path = f"/cv/{row.pk}/read/"
    forms = filled(charlie, path)
    assert forms["lists-skills"] == "Tools: SQL, Excel\nDriving"
    told = {"lists-skills": "Tools: SQL\nDriving\nC++", "lists-languages": "French: B2\nGreek"}
    sent(charlie, path, **{**forms, **told})
    row.refresh_from_db()
    group = {"name": "Tools", "keywords": ["SQL"]}
    assert row.profile["skills"] == [group, {"name": "Driving"}, {"name": "C++"}]
    assert row.profile["languages"] == [{"language": "French", "fluency": "B2"}, {"language": "Greek"}]


def test_answers_make_another_version(charlie):
    job = f"/cv/{begun(charlie).split('/')[2]}/job/"
    better = sent(charlie, job, position="Warehouse Manager")
    tasks.improve(better.split("/")[3])
    question = charlie.get(better).context["found"].questions[0]
    again = sent(charlie, better, **{f"answer:{question.id}": "12 people", "again": "1"})
    assert again != better
    assert Questionnaire.objects.get().answers == {question.id: "12 people"}


def test_declined_changes_stay_declined(charlie):
    job = f"/cv/{begun(charlie).split('/')[2]}/job/"
    better = sent(charlie, job)
    tasks.improve(better.split("/")[3])
    found = charlie.get(better).context["found"]
    sent(charlie, better, taken=[found.changes[0].id])
    assert Improvement.objects.get().declined == sorted({each.id for each in found.changes[1:]})


def test_mistakes_are_told_beside_their_field(charlie):
    row = Questionnaire.objects.create(owner=person("charlie"), profile={"basics": {"name": "Erika"}})
    path = f"/cv/{row.pk}/read/"
    forms = filled(charlie, path)
    answer = charlie.post(path, {**forms, "basics-email": "nobody", "work-0-startDate": "May"})
    assert answer.status_code == 200
    assert answer.content.decode().count('class="errorlist"') == 2
    refused = charlie.post("/cv/", {"file": SimpleUploadedFile("a.exe", b"MZ\x90\x00" * 50)})
    assert "errorlist" in refused.content.decode()


def test_the_plan_holds_on_these_pages_too(charlie, settings):
    settings.PLANS = {**settings.PLANS, "free": {**settings.PLANS["free"], "improvements": "1/day"}}
    job = f"/cv/{begun(charlie).split('/')[2]}/job/"
    sent(charlie, job)
    assert sent(charlie, job) == job
    assert "as many versions as your plan gives" in page(charlie, job)


def test_what_people_wrote_is_shown_literally(charlie):
    evil = "<script>alert(1)</script>"
    profile = {
        "basics": {"name": evil},
        "work": [{"position": evil, "highlights": [f"responsible for {evil}"]}],
    }
    row = Questionnaire.objects.create(owner=person("charlie"), profile=profile, position=evil)
    better = sent(charlie, f"/cv/{row.pk}/job/", position=evil)
    tasks.improve(better.split("/")[3])
    for path in ("/cv/", f"/cv/{row.pk}/read/", f"/cv/{row.pk}/job/", better):
        assert "<script" not in page(charlie, path)


def test_nobody_else_gets_in(charlie):
    better = sent(charlie, f"/cv/{begun(charlie).split('/')[2]}/job/")
    row, version = Questionnaire.objects.get(), Improvement.objects.get()
    document = CvDocument.objects.create(improvement=version, kind="pdf")
    paths = [
        f"/cv/{row.pk}/read/",
        f"/cv/{row.pk}/job/",
        better,
        f"{better}look/",
        f"/cv/files/{document.pk}/",
        f"/cv/files/{document.pk}/download/",
        f"/cv/files/{document.pk}/pages/1/",
    ]
    for name in ("dora", "alice"):
        other = logged_in(name)
        assert [other.get(path).status_code for path in paths] == [404] * len(paths)
        assert other.post(f"/cv/{row.pk}/delete/").status_code == 404
    for path in ["/cv/", *paths]:
        answer = Client().get(path)
        assert answer["Location"].startswith("/cv/login/?next=")
    assert logged_in("vera").post("/cv/", {"file": SimpleUploadedFile("cv.txt", CV)}).status_code == 403


def test_a_cv_is_deleted_with_everything(charlie):
    begun(charlie)
    row = Questionnaire.objects.get()
    assert sent(charlie, f"/cv/{row.pk}/delete/") == "/cv/"
    assert not Questionnaire.objects.filter(pk=UUID(str(row.pk))).exists()
