"""The profile: every value with its place, nothing lost, and JSON Resume from it."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

import pytest

from parsing.stages.classify import sections_of
from parsing.stages.json_resume import json_resume
from parsing.stages.leaf import leaf_at
from parsing.stages.ner import culture_of, entities_of
from parsing.stages.profile import profile_of
from parsing.stages.types import Box, Document, Line, Page, Word

AS_OF = date(2026, 1, 1)
TEXT = """
# Ana Berg
Software Engineer
ana.berg@example.org | +44 20 7946 0182 | Leeds, United Kingdom | github.com/anaberg
Builds payment systems that keep their promises to people and to their banks.
## Experience
Senior Engineer, Acme Ltd
Mar 2021 – Present
Moved the ledger to Python and PostgreSQL.
Engineer, Beta Ltd
2018 – 2020
## Education
BSc Computer Science, University of Leeds
2014 – 2018
## Skills
Languages: Python, Go
Databases: PostgreSQL, Redis
## Languages
English (native), German (B2)
## Interests
Chess, Owls
## Membership
Guild of Bakers, since 2019
"""
SIZES = {"#": 22.0, "##": 14.0}


def lines_of_text(text: str) -> list[Line]:
    """Lines of one page; `#` and `##` set larger bold type."""
    lines = []
    for i, raw in enumerate(text.strip().splitlines()):
        mark, _, content = raw.partition(" ")
        size = SIZES.get(mark, 10.0)
        content = content if mark in SIZES else raw
        top = 40.0 + 22.0 * i
        words = []
        left = 50.0
        for word in content.split(" "):
            words.append(
                Word(word, Box(left, top, left + 5 * len(word), top + size), size=size, bold=mark in SIZES)
            )
            left += 5 * len(word) + 3
        lines.append(
            Line(
                i,
                content,
                box=Box(50, top, left, top + size),
                words=tuple(words),
                size=size,
                bold=mark in SIZES,
            )
        )
    return lines


def profile_from(text: str) -> dict[str, object]:
    lines = lines_of_text(text)
    entities = entities_of(lines)
    document = Document("pdf", pages=(Page(1, 595, 842),))
    return profile_of(document, lines, entities, sections_of(lines, entities), as_of=AS_OF)


@pytest.fixture(scope="module")
def profile() -> dict[str, object]:
    return profile_from(TEXT)


@pytest.fixture(scope="module")
def resume(profile: dict[str, object]) -> dict[str, object]:
    return json_resume(profile)


def leaves(value: object) -> Iterator[dict[str, object]]:
    if isinstance(value, dict):
        if "evidence" in value and "value" in value:
            yield value
            return
        for item in value.values():
            yield from leaves(item)
    elif isinstance(value, list):
        for item in value:
            yield from leaves(item)


def at(value: object, *path: str | int) -> object:
    for step in path:
        value = value[step]  # type: ignore[index]
    return value


def test_the_basics_are_read(resume: dict[str, object]) -> None:
    basics = at(resume, "basics")
    assert [at(basics, key) for key in ("name", "label", "email", "phone")] == [
        "Ana Berg",
        "Software Engineer",
        "ana.berg@example.org",
        "+44 20 7946 0182",
    ]
    assert at(basics, "location") == {"city": "Leeds", "countryCode": "GB"}
    assert at(basics, "profiles") == [
        {"network": "GitHub", "username": "anaberg", "url": "https://github.com/anaberg"}
    ]
    assert str(at(basics, "summary")).startswith("Builds payment systems")


def test_sections_come_under_the_names_of_json_resume(resume: dict[str, object]) -> None:
    assert [at(job, "name") for job in resume["work"]] == ["Acme Ltd", "Beta Ltd"]  # type: ignore[attr-defined]
    assert at(resume, "work", 0, "startDate") == "2021-03"
    assert "endDate" not in at(resume, "work", 0)  # type: ignore[operator]
    assert at(resume, "education", 0, "institution") == "University of Leeds"
    assert at(resume, "skills", 0) == {"name": "Languages", "keywords": ["Python", "Go"]}
    assert resume["languages"] == [
        {"language": "English", "fluency": "native"},
        {"language": "German", "fluency": "B2"},
    ]
    assert resume["interests"] == [{"name": "Chess"}, {"name": "Owls"}]
    assert at(resume, "meta", "version") == "v1.0.0"


def test_every_leaf_says_where_it_stands(profile: dict[str, object]) -> None:
    lines = lines_of_text(TEXT)
    found = list(leaves(profile))
    assert len(found) > 30
    for leaf in found:
        assert leaf.keys() == {
            "value", "raw", "normalized", "confidence", "confidence_parts", "source", "rule", "evidence",
            "alternatives", "status", "sensitive",
        }  # fmt: skip
        assert 0 < leaf["confidence"] <= 1  # type: ignore[operator]
        for each in leaf["evidence"]:  # type: ignore[attr-defined]
            assert lines[each["line"]].text[each["char_start"] : each["char_end"]] == each["text"]
            assert all(0 <= side <= 1 for side in each["bbox"])


def test_a_phone_keeps_what_was_written_beside_its_standard_form(profile: dict[str, object]) -> None:
    phone = at(profile, "basics", "phone")
    assert (at(phone, "raw"), at(phone, "normalized")) == ("+44 20 7946 0182", "+442079460182")


def test_no_line_is_lost(profile: dict[str, object]) -> None:
    lines = lines_of_text(TEXT + "\nA stray remark about owls\n")
    entities = entities_of(lines)
    sections = sections_of(lines, entities)
    profile = profile_of(Document("pdf"), lines, entities, sections, as_of=AS_OF)
    seen = {each["line"] for leaf in leaves(profile) for each in leaf["evidence"]}  # type: ignore[attr-defined]
    seen |= {at(line, "line") for line in at(profile, "extras", "unmapped_text")}  # type: ignore[attr-defined]
    seen |= {section.heading for section in sections}
    assert {line.id for line in lines} <= seen


def test_a_section_of_its_own_is_kept_under_extras(profile: dict[str, object]) -> None:
    assert at(profile, "extras", "custom_sections", 0, "heading") == "Membership"
    assert at(profile, "extras", "custom_sections", 0, "text") == "Guild of Bakers, since 2019"


def test_what_follows_from_the_fields_is_derived(profile: dict[str, object]) -> None:
    derived = profile["derived"]
    assert at(derived, "current_title") == "Senior Engineer"
    assert at(derived, "current_employer") == "Acme Ltd"
    assert at(derived, "positions_count") == 2
    assert at(derived, "top_skills", 0, "name") in ("Python", "PostgreSQL")
    assert at(derived, "top_skills", 0, "mentions") == 2


@pytest.mark.parametrize(
    "text",
    [
        "# Ana Berg\n## About me\nLeeds, United Kingdom\nana.berg@example.org\n+44 20 7946 0182",
        "# Ana Berg\n## Interests\nChess, Owls\n7 Mill Lane, Leeds, United Kingdom\nana.berg@example.org",
    ],
)
def test_a_place_by_the_email_is_the_person_s_wherever_it_stands(text: str) -> None:
    basics = at(json_resume(profile_from(text)), "basics")
    assert at(basics, "location", "city") == "Leeds"


def test_a_name_set_over_three_lines_has_evidence_on_each() -> None:
    profile = profile_from("# Ana\n# Berg\n# Lund\nArchivist\nana.berg@example.org\nLeeds\nWork\nSkills")
    assert at(profile, "basics", "name", "value") == "Ana Berg Lund"
    assert len(at(profile, "basics", "name", "evidence")) == 3  # type: ignore[arg-type]
    assert at(profile, "basics", "label", "value") == "Archivist"


def test_a_phone_above_the_town_is_no_street() -> None:
    basics = at(json_resume(profile_from("# Ana Berg\n+49 711 5550182\nStuttgart")), "basics")
    assert "address" not in at(basics, "location")  # type: ignore[operator]


def test_missing_contact_data_is_a_finding() -> None:
    codes = {at(finding, "code") for finding in profile_from("# Ana Berg\nBaker")["quality_findings"]}  # type: ignore[attr-defined]
    assert {"no_email", "no_phone", "no_work", "no_skills"} <= codes


def test_the_culture_follows_language_and_address() -> None:
    lines = lines_of_text(
        "Ana Berg\nana@example.org\n8004 Zürich, Schweiz\n"
        "Leitung der Bäckerei und des Ladens für die Stadt mit dem Team"
    )
    assert culture_of(lines, entities_of(lines)) == "de-CH"


def test_a_json_resume_passes_through_as_imported() -> None:
    given = {
        "basics": {"name": "Ana Berg", "phone": "+44 20 7946 0182"},
        "work": [{"name": "Acme", "position": "Baker", "startDate": "2020-01"}],
    }
    profile = profile_of(Document("json", json_resume=given), (), (), (), as_of=AS_OF)
    assert at(profile, "basics", "name", "source") == "import"
    assert at(profile, "basics", "phone", "normalized") == "+442079460182"
    assert at(profile, "derived", "current_title") == "Baker"
    resume = json_resume(profile)
    assert resume["basics"] == given["basics"]
    assert resume["work"] == given["work"]


def test_an_empty_document_makes_an_empty_profile() -> None:
    profile = profile_of(Document("pdf"), (), (), (), as_of=AS_OF)
    assert "name" not in profile["basics"]  # type: ignore[operator]
    assert json_resume(profile)["meta"]


def test_a_leaf_s_box_is_cut_to_its_words() -> None:
    line = lines_of_text("Acme Ltd Leeds")[0]
    leaf = leaf_at(line, 5, 8, confidence=1.0, rule="test")
    box = leaf.evidence[0].box
    assert leaf.value == "Ltd"
    assert box is not None
    assert (box.x0, box.x1) == (line.words[1].box.x0, line.words[1].box.x1)
