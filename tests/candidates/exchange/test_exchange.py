"""In and out: what is carried comes back, what is not is named, and no file does harm."""

from __future__ import annotations

import csv
import io
import json
import zipfile

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from hypothesis import given
from hypothesis import strategies as st
from openpyxl import Workbook, load_workbook

from candidates.exchange import tables
from candidates.exchange.json_resume import export_json, import_json, standard
from candidates.exchange.tables import export_csv, export_xlsx, harmless, import_csv, import_xlsx
from candidates.exchange.types import Refused
from candidates.exchange.vcard import export_vcard, import_vcard
from candidates.models import (
    Application,
    ApplicationEvent,
    Candidate,
    CandidateLabel,
    FieldEdit,
    JobProfile,
    Label,
    Note,
    Tag,
)
from tests.api.conftest import CV, bring, problem, read
from tests.people import client_of, person

RESUME = {
    "basics": {
        "name": "Ana Ruiz",
        "label": "Nurse",
        "email": "ana@example.org",
        "phone": "+34 600 000 001",
        "location": {"city": "Málaga", "countryCode": "ES"},
        "profiles": [{"network": "LinkedIn", "username": "ana"}],
    },
    "work": [
        {"name": "Old clinic", "position": "Carer", "endDate": "2018-01"},
        {"name": "Hospital; Norte, S.A.", "position": "Nurse", "startDate": "2018-02"},
    ],
    "education": [{"institution": "U", "studyType": "Grado en Enfermería", "endDate": "2014-06"}],
    "skills": [{"name": "Care", "keywords": ["Triage", "triage", "Wound care"]}, {"name": "Excel"}],
    "languages": [{"language": "es"}],
}
FORMULAS = (
    "=1+1", "+1", "-1", "@SUM(A1)", "\t=1", "\r=1", "=cmd|' /C calc'!A0", " =HYPERLINK(\"x\")", "|x",
    "%1", "'=1+1", "＝1",
)  # fmt: skip


def row(**more: object) -> dict[str, object]:
    return {"id": "00000000-0000-4000-8000-000000000001", **dict.fromkeys(tables.COLUMNS[1:], ""), **more}


# --- JSON Resume


def test_a_json_resume_comes_back_as_it_was():
    imported = import_json(json.dumps(RESUME).encode())
    assert imported.losses == []
    (facts,) = imported.people
    assert (facts.name, facts.headline, facts.email) == ("Ana Ruiz", "Nurse", "ana@example.org")
    assert (facts.current_title, facts.current_employer) == ("Nurse", "Hospital; Norte, S.A.")
    assert (facts.city, facts.country_code) == ("Málaga", "ES")
    assert (facts.education_level, facts.graduation_year) == (6, 2014)
    assert facts.skills == ("Triage", "Wound care", "Excel")
    told = json.loads(export_json([facts.profile]).data)
    assert {key: told[key] for key in RESUME} == RESUME
    assert told["meta"] == {"version": "v1.0.0"}


def test_what_the_standard_lacks_is_named_on_the_way_out():
    exported = export_json([{**RESUME, "x-derived": {"a": 1}, "gaps": []}, RESUME])
    assert exported.not_carried == ("gaps", "x-derived")
    first, second = json.loads(exported.data)
    assert first["meta"]["notCarried"] == ["x-derived", "gaps"]
    assert "notCarried" not in second["meta"]
    assert standard({})[0].keys() == {"$schema", "meta"}


def test_what_the_standard_lacks_is_named_on_the_way_in():
    told = {**RESUME, "hobbies": [], "work": [*RESUME["work"], "baker"]}
    told["basics"] = {**RESUME["basics"], "gender": "f", "name": "A" * 300, "summary": "s" * 30_000}
    imported = import_json(json.dumps([told, {"name": "x"}, 7]).encode())
    assert len(imported.people) == 1
    assert {loss.where for loss in imported.losses} == {
        "0.hobbies", "0.work", "0.basics.gender", "0.basics.name", "0.basics.summary", "1", "2",
    }  # fmt: skip
    assert "gender" not in imported.people[0].profile["basics"]


@pytest.mark.parametrize(
    "data", [b"", b"{", b"\xff\xfe", b"[" * 100_000, json.dumps([{}] * 1001).encode()], ids=range(5)
)
def test_what_is_no_json_resume_is_refused(data):
    with pytest.raises(Refused):
        import_json(data)


@pytest.mark.parametrize(
    "resume",
    [
        {"basics": {"name": 7, "location": [1], "email": None}},
        {"basics": {"name": "a\x00b \ud800", "profiles": [[[[[[[["deep"]]]]]]]]}},
        {"basics": {}, "work": [{"position": ["x"], "endDate": 3}], "skills": [{"keywords": [None, 3]}]},
        {"basics": {"summary": float("inf")}, "education": [{"endDate": "99999-01"}, {"endDate": "soon"}]},
    ],
    ids=range(4),
)
def test_an_odd_json_resume_harms_nobody(db, resume):
    imported = import_json(json.dumps(resume).encode("utf-8", "surrogatepass"))
    from candidates.services.bringing import bring as bring_people

    assert len(bring_people(imported, actor=None)) == 1


# --- tables


@pytest.mark.parametrize("text", FORMULAS)
def test_no_spreadsheet_runs_what_somebody_wrote(text):
    rows = [row(name=text, skills=text)]
    (_, line) = csv.reader(io.StringIO(export_csv(rows).data.decode("utf-8-sig"), newline=""))
    assert line[1].startswith("'")
    sheet = load_workbook(io.BytesIO(export_xlsx(rows).data)).worksheets[0]
    assert sheet["B2"].data_type == "s"
    assert (
        sheet["B2"].value.lstrip("'") == text.replace("\r", "\n").lstrip("'") or sheet["B2"].value[0] == "'"
    )
    (facts,) = import_csv(export_csv(rows).data).people
    assert facts.name == " ".join(text.split()), "the mark is taken off again"


@given(st.text(max_size=40))
def test_what_is_told_never_begins_a_formula(text):
    told = harmless(text).lstrip()
    assert not told.startswith(("=", "+", "-", "@", "|", "%", "＝", "＋", "－", "＠"))


@pytest.mark.parametrize(("out", "back"), [(export_csv, import_csv), (export_xlsx, import_xlsx)])
def test_a_table_comes_back_as_it_was(out, back):
    told = row(
        name="Ana Ruiz", email="ana@example.org", phone="+34600000001", city="Málaga", country_code="ES",
        current_title="Nurse, \"ICU\"\nnights", current_employer="Clinic; Norte", skills="Triage; Wound care",
        experience_months_min=10, experience_months_max=14, education_level=6, graduation_year=2014,
        labels="nursing", headline="-",
    )  # fmt: skip
    exported = out([told])
    assert "profile" in exported.not_carried
    imported = back(exported.data)
    assert imported.losses == []
    (facts,) = imported.people
    assert (facts.name, facts.phone, facts.country_code) == ("Ana Ruiz", "+34600000001", "ES")
    assert (facts.current_title, facts.current_employer) == ('Nurse, "ICU" nights', "Clinic; Norte")
    assert facts.skills == ("Triage", "Wound care")
    assert (facts.experience_months_min, facts.experience_months_max) == (10, 14)
    assert (facts.education_level, facts.graduation_year) == (6, 2014)
    assert facts.headline == "-"


@pytest.mark.parametrize(
    ("text", "names", "lost"),
    [
        ("name,email\nAna,a@example.org\n,\nBen,\n", ["Ana", "Ben"], 0),
        ("Vorname;Nachname;E-Mail;Schuhgröße\nAna;Ruiz;a@example.org;38\n", ["Ana Ruiz"], 1),
        ("Full name\tCompany\nAna\tAcme\n", ["Ana"], 0),
        ("name,country\nAna,Spain\nBen,es\n", ["Ana", "Ben"], 1),
        ("name,graduation_year\nAna,soon\nBen,2014\nCleo,2014.0\n", ["Ana", "Ben", "Cleo"], 1),
        ("name\n" + "A" * 300 + "\n", ["A" * 300], 1),
        ("name,name\nAna,Ben\n", ["Ana"], 1),
    ],
)
def test_tables_of_others_are_understood_and_losses_named(text, names, lost):
    imported = import_csv(text.encode())
    assert [facts.name for facts in imported.people] == names
    assert len(imported.losses) == lost, imported.losses


def test_an_older_code_page_is_read_and_said():
    imported = import_csv("name\nAna Peñalosa\n".encode("cp1252"))
    assert imported.people[0].name == "Ana Peñalosa"
    assert [loss.where for loss in imported.losses] == ["file"]


@pytest.mark.parametrize(
    "text", ["", "a,b\n1,2\n", "\n\n", "name\n" + "Ana\n" * 5001, 'name\n"' + "x" * 200_000]
)
def test_a_table_that_tells_of_nobody_or_too_many_is_refused(text):
    with pytest.raises(Refused):
        import_csv(text.encode())


def bomb() -> bytes:
    data = io.BytesIO()
    with zipfile.ZipFile(data, "w", zipfile.ZIP_DEFLATED) as packed:
        packed.writestr("xl/workbook.xml", b" " * 70_000_000)
    return data.getvalue()


def entity() -> bytes:
    """A workbook whose strings are an entity that doubles and doubles."""
    data = io.BytesIO()
    book = Workbook()
    book.active.append(["name"])
    book.active.append(["Ana"])
    book.save(data)
    old = zipfile.ZipFile(data)
    new = io.BytesIO()
    evil = (
        '<?xml version="1.0"?><!DOCTYPE l [<!ENTITY a "aaaaaaaaaa"><!ENTITY b "&a;&a;&a;&a;">]><sst>&b;</sst>'
    )
    with zipfile.ZipFile(new, "w") as packed:
        for each in old.infolist():
            packed.writestr(each, evil if "sharedStrings" in each.filename else old.read(each))
    return new.getvalue()


@pytest.mark.parametrize("data", [b"", b"PK\x03\x04", b"name\nAna", bomb()], ids=range(4))
def test_a_workbook_that_is_none_or_harmful_is_refused(data):
    with pytest.raises(Refused):
        import_xlsx(data)


def test_entities_of_a_workbook_are_not_opened():
    try:
        told = str(import_xlsx(entity()))
    except Refused:
        told = ""
    assert "aaaaaaaaaa" not in told


# --- vCard


def test_a_card_comes_back_as_it_was():
    told = row(
        name="Ana María Ruiz", email="ana@example.org", phone="+34600000001", city="Málaga; centro",
        country_code="ES", current_title="Nurse\nBEGIN:VCARD",
        current_employer="Clinic, Norte \\ Sur " + "ü" * 80,
    )  # fmt: skip
    data = export_vcard([told]).data
    assert all(len(line) <= 75 for line in data.split(b"\r\n"))
    assert data.count(b"\r\nBEGIN:VCARD") == 0, "nobody writes a second card into the first"
    imported = import_vcard(data)
    assert imported.losses == []
    (facts,) = imported.people
    assert (facts.name, facts.email, facts.phone) == ("Ana María Ruiz", "ana@example.org", "+34600000001")
    assert (facts.city, facts.country_code) == ("Málaga; centro", "ES")
    assert facts.current_title == "Nurse BEGIN:VCARD"
    assert facts.current_employer.startswith("Clinic, Norte \\ Sur ü")


@pytest.mark.parametrize(
    ("card", "name", "lost"),
    [
        (
            "BEGIN:VCARD\nVERSION:3.0\nN:Ruiz;Ana;;;\nEMAIL;TYPE=work:a@example.org\nEND:VCARD\n",
            "Ana Ruiz",
            0,
        ),
        ("begin:vcard\r\nfn:Ana\r\nitem1.TEL:1\r\nTEL:2\r\nPHOTO:x\r\nend:vcard\r\n", "Ana", 2),
        ("BEGIN:VCARD\nFN;ENCODING=QUOTED-PRINTABLE:Ana Pe=C3=B1=\nalosa\nEND:VCARD", "Ana Peñalosa", 0),
        ("BEGIN:VCARD\nFN:Ana\nADR:;;x;Bern;;;Switzerland\nEND:VCARD", "Ana", 1),
    ],
)
def test_cards_of_others_are_understood_and_losses_named(card, name, lost):
    imported = import_vcard(card.encode())
    assert [facts.name for facts in imported.people] == [name]
    assert len(imported.losses) == lost, imported.losses


def test_a_file_without_cards_is_refused_and_an_empty_card_is_told():
    with pytest.raises(Refused):
        import_vcard(b"Dear Ana")
    imported = import_vcard(b"BEGIN:VCARD\nVERSION:4.0\nEND:VCARD")
    assert (imported.people, len(imported.losses)) == ([], 1)


@given(st.binary(max_size=300))
def test_any_bytes_are_read_or_refused(data):
    for reader in (import_csv, import_json, import_vcard):
        try:
            reader(b"BEGIN:VCARD\n" + data + b"\nEND:VCARD" if reader is import_vcard else data)
        except Refused:
            continue


# --- through the API


@pytest.fixture(autouse=True)
def _own_files(settings, tmp_path):
    settings.MEDIA_ROOT = tmp_path / "media"


def send(client, name: str, data: bytes, **more: object):
    return client.post(
        "/api/v1/candidates/import/", {"file": SimpleUploadedFile(name, data), **more}, format="multipart"
    )


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("name", "data"),
    [
        ("people.csv", b"name,email\nAna Ruiz,ana@example.org\nBen Okafor,ben@example.org\n"),
        ("people.tsv", b"name\temail\nAna Ruiz\tana@example.org\nBen Okafor\tb@example.org\n"),
        ("people.vcf", b"BEGIN:VCARD\nFN:Ana Ruiz\nEND:VCARD\nBEGIN:VCARD\nFN:Ben Okafor\nEND:VCARD\n"),
        (
            "people.json",
            json.dumps([{"basics": {"name": "Ana Ruiz"}}, {"basics": {"name": "Ben Okafor"}}]).encode(),
        ),
    ],
)
def test_people_come_from_a_file(name, data):
    answer = send(client_of("alice"), name, data)
    assert (answer.status_code, answer.json()["made"]) == (201, 2), answer.content
    assert set(Candidate.objects.values_list("name", flat=True)) == {"Ana Ruiz", "Ben Okafor"}
    assert all(Candidate.objects.get(pk=each).profile["basics"] for each in answer.json()["ids"])


@pytest.mark.django_db
def test_a_file_that_cannot_be_read_is_a_problem_and_makes_nobody():
    alice = client_of("alice")
    problem(send(alice, "people.csv", b"shoe size\n38\n"), 400, "file_unreadable")
    problem(send(alice, "people.docx", b"x"), 400, "file_unreadable")
    problem(send(alice, "people.csv", b"name\nAna", kind="pdf"), 400, "invalid")
    problem(alice.post("/api/v1/candidates/import/", {}, format="multipart"), 400, "invalid")
    assert not Candidate.objects.exists()


@pytest.mark.django_db
def test_a_list_is_exported_with_its_filters(django_assert_max_num_queries):
    label = Label.objects.create(slug="x-care", name="Care")
    for number in range(30):
        one = Candidate.objects.create(name=f"P{number}", current_title="Nurse" if number % 2 else "Cook")
        CandidateLabel.objects.create(candidate=one, label=label, stands=bool(number % 3))
        Tag.objects.create(candidate=one, name="later")
    alice = client_of("alice")
    with django_assert_max_num_queries(14):
        answer = alice.get("/api/v1/candidates/export/?kind=csv&title=nurse")
    assert answer["Content-Disposition"] == 'attachment; filename="candidates.csv"'
    assert "profile" in answer["Not-Carried"]
    rows = list(csv.DictReader(io.StringIO(answer.content.decode("utf-8-sig"))))
    assert len(rows) == 15
    assert {each["labels"] for each in rows} == {"x-care", ""}
    assert {each["tags"] for each in rows} == {"later"}
    for kind in ("json", "xlsx", "vcard"):
        assert alice.get(f"/api/v1/candidates/export/?kind={kind}").status_code == 200
    problem(alice.get("/api/v1/candidates/export/?kind=doc"), 400, "invalid")


@pytest.mark.django_db
def test_the_whole_of_a_person_is_in_the_zip():
    charlie, alice = client_of("charlie"), client_of("alice")
    resume = bring(charlie, name="../../évil\\cv.txt")
    read(resume)
    candidate = Candidate.objects.get()
    Note.objects.create(candidate=candidate, author=person("alice"), text="Called her.")
    Tag.objects.create(candidate=candidate, name="later")
    FieldEdit.objects.create(candidate=candidate, field="city", base="", value="Bern", theirs="")
    application = Application.objects.create(
        candidate=candidate, job_profile=JobProfile.objects.create(title="Any"), stage="interview"
    )
    ApplicationEvent.objects.create(application=application, to_stage="new")
    answer = alice.get(f"/api/v1/candidates/{candidate.pk}/export/?kind=zip")
    assert answer.status_code == 200
    with zipfile.ZipFile(io.BytesIO(answer.content)) as packed:
        names = packed.namelist()
        assert all(".." not in name and "\\" not in name and not name.startswith("/") for name in names)
        (original,) = [name for name in names if name.startswith("originals/")]
        assert packed.read(original) == CV
        parts = {name: json.loads(packed.read(name)) for name in names if name.endswith(".json")}
    assert parts["candidate.json"]["name"] == "Erika Beispiel"
    assert parts["resume.json"]["basics"]["name"] == "Erika Beispiel"
    assert parts["notes.json"][0]["text"] == "Called her."
    assert parts["tags.json"][0]["name"] == "later"
    assert parts["edits.json"][0]["value"] == "Bern"
    assert parts["applications.json"][0]["history"][0]["to_stage"] == "new"
    assert isinstance(parts["not_carried.json"], list)


@pytest.mark.django_db
def test_a_candidate_takes_what_is_theirs_and_no_opinion():
    charlie, dora = client_of("charlie"), client_of("dora")
    read(bring(charlie))
    address = f"/api/v1/candidates/{Candidate.objects.get().pk}/export/"
    assert charlie.get(address).json()["basics"]["name"] == "Erika Beispiel"
    assert b"FN:Erika Beispiel" in charlie.get(address + "?kind=vcard").content
    for kind in ("csv", "xlsx"):
        problem(charlie.get(f"{address}?kind={kind}"), 403, "permission_denied")
    with zipfile.ZipFile(io.BytesIO(charlie.get(address + "?kind=zip").content)) as packed:
        names = {name for name in packed.namelist() if not name.startswith("originals/")}
        assert len(packed.namelist()) == len(names) + 1
    assert names == {
        "candidate.json", "resume.json", "profile.json", "declarations.json", "not_carried.json",
    }  # fmt: skip
    problem(dora.get(address), 404, "not_found")


@pytest.mark.django_db
def test_a_file_that_storage_lost_is_named(settings):
    read(bring(client_of("charlie")))
    settings.MEDIA_ROOT = settings.MEDIA_ROOT / "elsewhere"
    answer = client_of("alice").get(f"/api/v1/candidates/{Candidate.objects.get().pk}/export/?kind=zip")
    assert answer.status_code == 200
    assert "storage does not give it" in answer["Not-Carried"]
