"""What is found, and what is not: one small résumé a case."""

from __future__ import annotations

import copy
from typing import Any

import pytest

from cvimprover.writing import Finding, Questionnaire, improve
from cvimprover.writing.pointers import steps_of
from tests.cvimprover.writing.people import AS_OF

SOUND: dict[str, Any] = {
    "basics": {
        "name": "Ada Fenn",
        "email": "ada.fenn@example.com",
        "phone": "+44 20 7946 0958",
        "location": {"city": "Leeds", "countryCode": "GB"},
        "summary": "Carpenter with 9 years of experience in timber frames.",
    },
    "work": [
        {
            "name": "Oak & Ash",
            "position": "Carpenter",
            "startDate": "2016-03",
            "highlights": [
                "Built 40 timber frames a year for houses and barns across the county",
                "Trained 3 apprentices in joints, tools and safety on site",
                "Reduced offcuts by 12 % by planning cuts on the computer before sawing",
            ],
        }
    ],
    "education": [
        {
            "institution": "Leeds City College",
            "studyType": "NVQ",
            "area": "Carpentry",
            "startDate": "2014-09",
            "endDate": "2016-02",
        }
    ],
    "skills": [{"name": "Joinery"}, {"name": "Timber framing"}, {"name": "Estimating"}],
    "x-document": {"language": "en", "culture": "en-GB"},
}


def findings(changes: dict[str, Any], job: str = "", **told: str) -> list[Finding]:
    """The findings about the sound résumé with values put at pointers; None removes."""
    profile = copy.deepcopy(SOUND)
    for pointer, value in changes.items():
        *way, last = steps_of(pointer)
        node: Any = profile
        for step in way:
            node = node[int(step)] if isinstance(node, list) else node.setdefault(step, {})
        if value is None:
            del node[last]
        elif isinstance(node, list):
            node.insert(int(last), value)
        else:
            node[last] = value
    answer = improve(profile, questionnaire=Questionnaire(**told), job_text=job, answers={}, as_of=AS_OF)
    return list(answer.findings)


def test_a_sound_resume_has_hardly_a_finding() -> None:
    assert [finding.code for finding in findings({}) if finding.code != "too_short"] == []


LINE = "/work/0/highlights/0"
CASES: list[tuple[str, dict[str, Any], str]] = [
    ("no_name", {"/basics/name": ""}, "/basics/name"),
    ("no_email", {"/basics/email": None}, "/basics/email"),
    ("bad_email", {"/basics/email": "ada.fenn(at)example"}, "/basics/email"),
    ("odd_email", {"/basics/email": "sexy.kitty@example.com"}, "/basics/email"),
    ("no_phone", {"/basics/phone": None}, "/basics/phone"),
    ("bad_phone", {"/basics/phone": "+44 20"}, "/basics/phone"),
    ("no_location", {"/basics/location": {}}, "/basics/location"),
    ("full_address", {"/basics/location/address": "4 Mill Row"}, "/basics/location/address"),
    ("bad_link", {"/basics/profiles": [{"network": "GitHub", "url": "git hub"}]}, "/basics/profiles/0/url"),
    ("no_summary", {"/basics/summary": None}, "/basics/summary"),
    ("long_summary", {"/basics/summary": "I like wood. " * 40}, "/basics/summary"),
    ("cliche", {"/basics/summary": "Highly motivated carpenter."}, "/basics/summary"),
    ("no_work", {"/work": []}, "/work"),
    ("no_education", {"/education": []}, "/education"),
    ("no_skills", {"/skills": []}, "/skills"),
    ("no_title", {"/work/0/position": None}, "/work/0"),
    ("no_employer", {"/work/0/name": None}, "/work/0"),
    ("undated", {"/work/0/startDate": None}, "/work/0"),
    ("no_months", {"/work/0/startDate": "2016"}, "/work/0"),
    ("end_before_start", {"/work/0/endDate": "2015-01"}, "/work/0"),
    ("future_date", {"/work/0/startDate": "2031-01"}, "/work/0"),
    ("gap", {"/work/0/endDate": "2023-01"}, "/work"),
    ("no_lines", {"/work/0/highlights": []}, "/work/0"),
    ("many_lines", {"/work/0/highlights": [f"Built {n} frames for barns" for n in range(12)]}, "/work/0"),
    ("long_line", {LINE: "Built " + "very " * 40 + "large barns"}, LINE),
    ("short_line", {LINE: "Barns"}, LINE),
    (
        "no_numbers",
        {"/work/0/highlights": ["Built frames for barns", "Trained apprentices on site"]},
        "/work/0",
    ),
    ("repeated_verb", {"/work/0/highlights": [f"Built frames for {n} barns" for n in range(5)]}, LINE),
    ("weak_verb", {LINE: "Worked on frames for 3 barns"}, LINE),
    ("passive", {LINE: "Frames were delivered on time to 30 clients"}, LINE),
    ("first_person", {LINE: "Frames for my 3 clients"}, LINE),
    ("we", {LINE: "We built 3 barns"}, LINE),
    ("filler", {LINE: "Responsible for marketing campaigns"}, LINE),
    ("vague", {LINE: "Sawed, planed, sanded, etc."}, LINE),
    ("spelling", {LINE: "Recieved 3 prizes for barns"}, LINE),
    ("mixed_spelling", {LINE: "Organised 3 fairs and organized 4 markets"}, ""),
    ("shouting", {LINE: "BUILT 40 BARNS IN A YEAR"}, LINE),
    ("exclamation", {LINE: "Built 40 barns in a year!"}, LINE),
    ("acronym", {LINE: "Led the QZX rollout on 3 sites"}, LINE),
    ("punctuation_mix", {LINE: "Built 41 barns in a year."}, "/work"),
    ("doubled", {LINE: "Trained 3 apprentices in joints, tools and safety on site"}, "/work/0/highlights/2"),
    ("many_skills", {"/skills": [{"name": f"Skill {n}"} for n in range(50)]}, "/skills"),
    ("skill_bars", {"/skills/0": {"name": "Excel ●●●○○"}}, "/skills/0/name"),
    ("symbols", {LINE: "Built 40 barns \U0001f680 in a year"}, LINE),
    ("scanned", {"/x-document/ocr_used": True}, ""),
    ("hidden_text", {"/x-document/findings": [{"code": "hidden_text"}]}, ""),
    (
        "references_line",
        {"/references": [{"reference": "References available on request"}]},
        "/references/0/reference",
    ),
    ("marital_status", {"/interests": [{"name": "Married, 2 children"}]}, "/interests/0/name"),
    ("identity_number", {"/interests": [{"name": "Passport No: X1234567"}]}, "/interests/0/name"),
    ("religion", {"/interests": [{"name": "Religion: none"}]}, "/interests/0/name"),
    ("salary", {"/interests": [{"name": "Salary expectation: 40,000"}]}, "/interests/0/name"),
    ("too_long", {LINE: "Built a barn. " * 500}, ""),
]


@pytest.mark.parametrize(("code", "changes", "pointer"), CASES, ids=[case[0] for case in CASES])
def test_each_finding_is_found_where_it_is_and_says_what_to_do(
    code: str, changes: dict[str, Any], pointer: str
) -> None:
    told = [finding for finding in findings(changes) if finding.code == code]
    assert told, code
    assert told[0].pointer == pointer
    assert told[0].message.endswith((".", "”", ":")) or code == "symbols"
    assert told[0].fix.endswith(".")
    assert "{" not in told[0].message


@pytest.mark.parametrize(
    ("location", "code"),
    [
        ("New York, United States", "photo"),
        ("London, United Kingdom", "photo"),
        ("Berlin, Deutschland", "photo_optional"),
        ("Lyon, France", "photo_optional"),
    ],
)
def test_a_photograph_is_unwanted_or_optional_by_country(location: str, code: str) -> None:
    codes = {finding.code for finding in findings({"/basics/image": "photo.jpg"}, location=location)}
    assert code in codes
    assert not {"photo", "photo_optional"} - {code} & codes


@pytest.mark.parametrize(
    ("text", "location", "code"),
    [
        ("Date of birth: 4 May 1990", "Boston, United States", "birth_date"),
        ("Geboren am 4.5.1990 in Kiel", "Hamburg, Germany", "birth_date_optional"),
        ("Né le 4 mai 1990", "Paris, France", "birth_date_optional"),
        ("Fecha de nacimiento: 4/5/1990", "Madrid, España", "birth_date_optional"),
    ],
)
def test_a_date_of_birth_is_judged_by_country(text: str, location: str, code: str) -> None:
    changes = {"/x-extras/unmapped_text": [{"text": text}]}
    assert code in {finding.code for finding in findings(changes, location=location)}


def test_findings_come_gravest_first() -> None:
    told = findings({"/basics/email": None, LINE: "Barns", "/work/0/startDate": "2016"})
    order = ["major", "minor", "info"]
    ranks = [order.index(finding.severity) for finding in told]
    assert ranks == sorted(ranks)


def test_what_the_job_asks_for_and_the_resume_lacks_is_told() -> None:
    told = findings({}, job="You know Joinery, AutoCAD and SketchUp.")
    missing = {finding.evidence for finding in told if finding.code == "job_term_missing"}
    assert "AutoCAD" in missing
    assert "Joinery" not in missing


def test_a_skill_shown_in_a_line_but_not_listed_is_told() -> None:
    told = findings({LINE: "Drew 30 barns in AutoCAD"}, job="You know AutoCAD.")
    assert "AutoCAD" in {finding.evidence for finding in told if finding.code == "skill_not_listed"}


def test_study_and_volunteering_leave_no_gap() -> None:
    changes = {
        "/work/0/endDate": "2023-01",
        "/volunteer": [{"organization": "Shelter", "startDate": "2023-02", "endDate": "2024-06"}],
        "/education/1": {"institution": "Open College", "startDate": "2024-06"},
    }
    assert "gap" not in {finding.code for finding in findings(changes)}
