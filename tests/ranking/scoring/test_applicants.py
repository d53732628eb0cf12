from __future__ import annotations

import copy
import dataclasses
import types
import typing

import pytest

from parsing.stages.json_resume import json_resume
from ranking.scoring import types as scoring_types
from ranking.scoring.applicants import applicant_of, placed, seen_of
from ranking.scoring.masking import Masker
from ranking.scoring.packing import pack
from tests.ranking.scoring.people import AS_OF, DEVELOPER, NURSE, applicant

PROTECTED = (
    "gender", "sex", "age", "birth", "born", "nationality", "citizen", "photo", "image", "picture", "marital",
    "married", "children", "address", "street", "postal", "email", "phone", "religion", "pronoun", "given",
    "family", "employer", "school", "institution", "ethnic", "race", "disab",
)  # fmt: skip


def test_the_type_has_no_field_for_who_somebody_is() -> None:
    fields = dict(_fields_of(scoring_types.Applicant))
    assert len(fields) > 30
    for path in fields:
        assert not set(path.rpartition(".")[2].split("_")) & set(PROTECTED), path
    names = {path for path in fields if path.rpartition(".")[2] == "name"}
    assert names == {"skills.name", "certificates.name", "licences.name"}


def test_nothing_of_who_somebody_is_passes() -> None:
    packed = pack(applicant(NURSE)).decode("utf-8", "replace").casefold()
    for word in ("ottilie", "brandauer", "1988", "austrian", "mill lane", "graz", "1010", "married", "mother",
                 "38-year", "larchmont", "elm c", "she ", "her team", "mrs"):  # fmt: skip
        assert word not in packed, word
    assert "acute surgical ward" in packed


@pytest.mark.parametrize(
    "change",
    [
        {"name": "Mbali Dlamini", "x-name": {"given": "Mbali", "family": "Dlamini"}},
        {"gender": "male"},
        {"birthDate": "1960-01-01"},
        {"nationality": "Kenyan"},
        {"image": ""},
        {"location": {"city": "Lagos", "countryCode": "NG", "address": "1 High Street"}},
        {"maritalStatus": "single"},
        {"email": "x@example.org", "phone": "+1 202 555 0143", "url": "https://example.org/x"},
        {"summary": "He is a 24-year-old Kenyan nurse, single, no children. Available immediately."},
    ],
)
def test_whoever_it_is_the_bytes_are_the_same(change: dict[str, object]) -> None:
    other = copy.deepcopy(NURSE)
    other["basics"] = {**typing.cast("dict[str, object]", NURSE["basics"]), **change}
    if "name" in change:
        other = _renamed(other, {"Ottilie": "Mbali", "Brandauer": "Dlamini"})
    assert pack(applicant(other)) == pack(applicant(NURSE))


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("She led her team of 5", "He led his team of 5"),
        ("Sie leitete ihr Team", "Er leitete sein Team"),
        ("Elle a dirigé une équipe de 5", "Il a dirigé une équipe de 5"),
        ("A 35-year-old engineer who led 5 people", "A 58-year-old engineer who led 5 people"),
        ("Geboren am 3.4.1980; führte 5 Leute", "Geboren am 30.11.1962; führte 5 Leute"),
        ("Née le 3 mai 1990 à Paris; chef de rang", "Né le 12 mars 1970 à Lille; chef de rang"),
        ("A proud German nurse", "A proud Nigerian nurse"),
        ("Stolze österreichische Pflegekraft", "Stolze türkische Pflegekraft"),
        ("Enfermera española con vocación", "Enfermera peruana con vocación"),
        ("Married; led 5 people", "Divorced; led 5 people"),
        ("Ms Okafor led the ward", "Mr Okafor led the ward"),
        ("Ngozi Okafor led the ward", "Okafor led the ward"),
        ("Mail ngozi@example.org, led the ward", "Mail x.y@example.com, led the ward"),
    ],
)
def test_texts_say_the_same_whoever_they_are_about(one: str, other: str) -> None:
    masker = Masker(["Ngozi Okafor"])
    assert masker.masked(one) == masker.masked(other)


@pytest.mark.parametrize(
    "text",
    [
        "Worked in the ER and in IT", "Grant writing for NGOs", "5 ans d'expérience avec 12 patients",
        "M&A deals", "Sr. Developer", "Built 3 services in 2 years", "Single sign-on for 20 apps",
    ],
)  # fmt: skip
def test_other_words_stay(text: str) -> None:
    assert Masker(["Grant Young"]).masked(text) == text


def test_in_titles_and_studies_a_nationality_is_what_the_work_is_about() -> None:
    resume = {
        "work": [
            {"position": "English Teacher", "highlights": ["A proud English teacher"]},
            {"position": "Sage-femme"},
        ],
        "education": [{"studyType": "BA", "area": "German Studies"}],
    }
    someone = applicant(resume)
    assert [each.title for each in someone.positions] == ["English Teacher", "Sage-femme"]
    assert someone.positions[0].lines[0].evidence.text == "A proud … teacher"
    assert someone.studies[0].field == "German Studies"


def test_a_name_that_is_a_word_too_is_taken_out_beside_the_rest_of_it() -> None:
    masker = Masker(["Grant Young"])
    assert masker.masked("Grant Young wrote grant proposals") == "… wrote grant proposals"
    assert masker.masked("Mr Young wrote") == "… wrote"


def test_evidence_has_its_place_on_the_page() -> None:
    def leaf(text: str, box: list[float] | None, confidence: float = 0.9) -> dict[str, object]:
        evidence = [{"page": 2, "bbox": box, "text": text}]
        return {"value": text, "confidence": confidence, "evidence": evidence}

    profile = {
        "work": [
            {"position": leaf("Nurse", [0.1, 0.2, 0.3, 0.25]), "highlights": [leaf("Wound care", None)]}
        ],
        "skills": [{"name": leaf("Wound care", [0.5, 0.5, 0.6, 0.6], 0.8)}],
    }
    someone = applicant_of(json_resume(profile), seen_of(profile), AS_OF)
    title = someone.positions[0].evidence
    assert (title.text, title.pointer, title.page, title.box) == (
        "Nurse", "/work/0/position", 2, (0.1, 0.2, 0.3, 0.25),
    )  # fmt: skip
    assert title.confidence == 0.9
    assert [each.pointer for each in someone.skills[0].evidence] == ["/skills/0/name", "/work/0/highlights/0"]


def test_a_value_of_several_lines_has_the_box_around_them_on_its_first_page() -> None:
    evidence = [
        {"page": 1, "bbox": [0.1, 0.8, 0.9, 0.82]}, {"page": 1, "bbox": [0.2, 0.82, 0.5, 0.84]},
        {"page": 2, "bbox": [0.1, 0.1, 0.2, 0.2]},
    ]  # fmt: skip
    seen = seen_of({"a": {"value": "text", "confidence": 1, "evidence": evidence}})
    assert seen["text"].box == (0.1, 0.8, 0.9, 0.84)


def test_a_position_without_an_end_is_the_present_one_where_it_stands_first() -> None:
    resume = {
        "work": [
            {"position": "Nurse", "startDate": "2016-01"},
            {"position": "Tutor", "startDate": "2018-01", "endDate": "2018-12"},
        ]
    }
    first = applicant(resume).positions[0]
    assert first.is_current
    assert first.stretch is not None
    assert first.stretch.least == 126


def test_a_place_is_added_only_on_purpose() -> None:
    someone = applicant(NURSE)
    assert (someone.city, someone.country_code) == ("", "")
    assert placed(someone, " Graz ", "at").city == "Graz"
    assert placed(someone, "Graz", "at").country_code == "AT"


@pytest.mark.parametrize(
    "resume",
    [{}, {"work": "no list"}, {"work": [7, None, {"startDate": 5, "highlights": "x"}]}, {"basics": []},
     {"skills": [{"keywords": [None, 3, ""]}]}, {"education": [{"studyType": None}]}],
)  # fmt: skip
def test_whatever_the_json_holds_somebody_comes_out(resume: dict[str, object]) -> None:
    assert applicant(resume).as_of == AS_OF


def test_texts_are_short_enough_and_lists_have_an_end() -> None:
    resume = {
        "work": [{"position": "x" * 5000, "highlights": ["word " * 2000] * 100}] * 200,
        "skills": [{"keywords": [f"skill {n}" for n in range(3000)]}],
    }
    someone = applicant(resume)
    assert len(someone.positions) == 60
    assert len(someone.skills) <= 500
    assert all(len(line.evidence.text) <= 600 for each in someone.positions for line in each.lines)


def test_months_of_skills_come_from_the_positions_that_name_them() -> None:
    found = {known.name: known for known in applicant(DEVELOPER).skills}
    assert found["Django"].least == 66
    assert found["Perl"].last_used == 2014 * 12 + 11
    assert found["Terraform"].is_listed_only
    assert not found["Kubernetes"].is_listed_only


def _fields_of(kind: object, path: str = "") -> typing.Iterator[tuple[str, object]]:
    if typing.get_origin(kind) in (tuple, typing.Union, types.UnionType):
        for each in typing.get_args(kind):
            if each is not Ellipsis:
                yield from _fields_of(each, path)
    elif dataclasses.is_dataclass(kind):
        hints = typing.get_type_hints(kind)
        for field in dataclasses.fields(kind):
            inner = f"{path}.{field.name}".strip(".")
            yield inner, hints[field.name]
            yield from _fields_of(hints[field.name], inner)


def _renamed(value: typing.Any, names: dict[str, str]) -> typing.Any:
    if isinstance(value, str):
        for old, new in names.items():
            value = value.replace(old, new)
        return value
    if isinstance(value, dict):
        return {key: _renamed(item, names) for key, item in value.items()}
    return [_renamed(item, names) for item in value] if isinstance(value, list) else value
