"""What the linter says of advertisements, and what it lets pass."""

from __future__ import annotations

import datetime

import pytest

from ranking.criteria import Finding, criteria_of, lint
from tests.ranking.criteria.annotated import criteria

AS_OF = datetime.date(2026, 1, 1)


def found(text: str, language: str = "") -> list[Finding]:
    return list(lint(text, criteria_of(text, language), language, as_of=AS_OF))


def codes(text: str, language: str = "") -> list[str]:
    return [finding.code for finding in found(text, language)]


GOOD = """Accountant (m/f/d)

Requirements:
- 3 years of experience in accounting
- Excel or Google Sheets
- English B2

Nice to have:
- SAP
"""


def test_a_fair_advertisement_has_no_findings() -> None:
    assert codes(GOOD, "en") == []


@pytest.mark.parametrize(
    ("language", "line", "code", "words"),
    [
        ("en", "Our salesmen love it", "coded_gender", "salesmen"),
        ("en", "A young team", "coded_age", "young team"),
        ("en", "English native speaker", "coded_origin", "native speaker"),
        ("en", "Must be physically fit", "coded_health", "physically fit"),
        ("en", "Send a recent photo", "asks_private", "recent photo"),
        ("de", "Du passt in unser junges Team", "coded_age", "junges Team"),
        ("de", "Deutsch als Muttersprache", "coded_origin", "Deutsch als Muttersprache"),
        ("de", "Bewerbung mit Lichtbild", "asks_private", "Lichtbild"),
        ("de", "Sie sind belastbar", "coded_health", "belastbar"),
        ("fr", "Une équipe jeune et dynamique", "coded_age", "équipe jeune"),
        ("fr", "De nationalité française", "coded_origin", "De nationalité française"),
        ("fr", "CV avec photo", "asks_private", "avec photo"),
        ("es", "Buena presencia", "coded_health", "Buena presencia"),
        ("es", "Menor de 30 años", "coded_age", "Menor de 30"),
        ("es", "Inglés nativo", "coded_origin", "Inglés nativo"),
    ],
)
def test_coded_words_are_told_with_their_place(language: str, line: str, code: str, words: str) -> None:
    text = f"Clerk\n\n{line}.\n"
    told = [finding for finding in found(text, language) if finding.code == code]
    assert [finding.span.text for finding in told if finding.span] == [words]
    assert all(words in finding.sentence and finding.fix for finding in told)


def test_promises_of_equal_treatment_are_no_coded_words() -> None:
    assert codes(GOOD + "\nWe welcome everybody regardless of age, religion, young or old.\n", "en") == []


def test_a_heap_of_words_of_one_side_is_told_once() -> None:
    text = GOOD + "\nYou are ambitious, assertive, competitive, decisive and dominant.\n"
    told = [finding for finding in found(text, "en") if finding.code == "gender_balance"]
    assert len(told) == 1
    assert "masculine" in told[0].sentence


@pytest.mark.parametrize(
    ("language", "title", "is_told"),
    [
        ("de", "Buchhalter", True), ("de", "Buchhalter (m/w/d)", False), ("de", "Buchhalter:in", False),
        ("de", "Lehrkraft", False), ("fr", "Infirmier", True), ("fr", "Infirmier H/F", False),
        ("es", "Cocinero", True), ("es", "Cocinero/a", False), ("es", "Analista junior", False),
        ("en", "Accountant", False),
    ],
)  # fmt: skip
def test_a_title_of_one_gender_is_told(language: str, title: str, is_told: bool) -> None:
    assert ("title_of_one_gender" in codes(f"{title}\n\nExcel.\n", language)) is is_told


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("Clerk\n\nFully remote.\n\nAttendance: 100% on-site.\n", "contradiction_place"),
        (
            "Clerk\n\nRequirements:\n- Bachelor's degree in law\n- Master's degree in law\n",
            "contradiction_degrees",
        ),
        ("Clerk\n\nRequirements:\n- 3 years of experience\n- 5 years of Python\n", "contradiction_years"),
        ("Junior Clerk\n\nRequirements:\n- 5 years of experience\n", "contradiction_entry"),
        ("Clerk\n\nRequirements:\n- 15 years of Kubernetes\n", "impossible_years"),
        ("Clerk\n\nRequirements:\n- 20 years of experience\n", "too_many_years"),
        ("Clerk\n\nRequirements:\n- Degree or equivalent experience\n", "experience_without_years"),
        ("Clerk\n\nRequirements:\n- Bachelor's degree in law\n", "degree_without_way_around"),
        ("Clerk\n\nCome and join us.\n", "nothing_asked"),
    ],
)
def test_contradictions_and_impossible_demands(text: str, code: str) -> None:
    assert code in codes(text, "en")


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("Clerk\n\nHybrid: two days remote, three on-site.\n", "contradiction_place"),
        ("Clerk\n\nRequirements:\n- Bachelor's or Master's degree in law\n", "contradiction_degrees"),
        ("Clerk\n\nRequirements:\n- 11 years of Kubernetes\n", "impossible_years"),
        ("Clerk\n\nRequirements:\n- Degree or 3 years of experience\n", "experience_without_years"),
        ("Clerk\n\nRequirements:\n- 5 years of experience\n- 5 years of Python\n", "contradiction_years"),
        (GOOD, "too_many_musts"),
        ("Clerk\n\nRequirements:\n- React Native and single sign-on\n", "coded_origin"),
        ("Teacher\n\nYou teach young children, and keep them healthy.\n", "coded_age"),
        ("Clerk\n\nAn attractive salary and healthy food.\n", "coded_health"),
        ("Waiter / waitress\n\nTwo years of experience.\n", "coded_gender"),
    ],
)
def test_what_only_looks_like_one_passes(text: str, code: str) -> None:
    assert code not in codes(text, "en")


def test_an_impossible_demand_says_what_is_possible() -> None:
    text = "Clerk\n\nRequirements:\n- 15 years of Kubernetes\n"
    told = next(finding for finding in found(text, "en") if finding.code == "impossible_years")
    assert (told.severity, told.span and told.span.text) == ("error", "Kubernetes")
    assert "15 years" in told.sentence
    assert "2014" in told.sentence
    assert "12 years" in told.fix
    assert set(told.criteria) <= {one.id for one in criteria(criteria_of(text))}


def test_more_than_fifteen_musts_are_too_many() -> None:
    names = [
        "Python",
        "Java",
        "Kotlin",
        "Swift",
        "PHP",
        "Docker",
        "Kubernetes",
        "Terraform",
        "Ansible",
        "Jenkins",
        "PostgreSQL",
        "MySQL",
        "MongoDB",
        "Redis",
        "Kafka",
        "GraphQL",
    ]
    text = "Clerk\n\nRequirements:\n" + "".join(f"- {name}\n" for name in names)
    assert "too_many_musts" in codes(text, "en")
    assert "too_many_musts" not in codes(text.replace("- GraphQL\n", ""), "en")


def test_errors_come_first() -> None:
    severities = [finding.severity for finding in found("Clerk\n\nA young team. Degree required.\n", "en")]
    assert severities == sorted(severities, key=["error", "warning", "note"].index)
