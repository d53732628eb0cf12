"""What the writer says: the same things in every language, and nothing of it in what is stored."""

from __future__ import annotations

import re
from dataclasses import asdict, fields, replace

import pytest

from cvimprover.writing import Questionnaire, improve, quotes_of, worded
from cvimprover.writing.finding import _severities, finding
from cvimprover.writing.saying import Said, finding_in_words, notice_in_words, said_in, why
from parsing import packing
from ranking.scoring.words import LANGUAGES

OTHERS = LANGUAGES[1:]
TABLES = [field.name for field in fields(Said)]
SLOT = re.compile(r"\{\w*\}")
PROFILE = {
    "basics": {"name": "Erika Beispiel", "email": "erika@example.org"},
    "work": [
        {
            "position": "Warehouse Clerk",
            "name": "Acme Ltd",
            "startDate": "2019-03",
            "endDate": "2020-06",
            "highlights": ["responsible for the stock of 1,200 articles", "Led the team of the night shift"],
        }
    ],
    "meta": {"x-profile": {"as_of": "2026-03-01"}},
}


def slots(told: object) -> list[list[str]]:
    """The slots of a sentence, or of each sentence of a pair."""
    return [sorted(SLOT.findall(each)) for each in ((told,) if isinstance(told, str) else told)]  # type: ignore[attr-defined]


@pytest.mark.parametrize("language", OTHERS)
@pytest.mark.parametrize("table", TABLES)
def test_every_language_says_the_same_with_the_same_slots(language, table):
    english, told = getattr(said_in("en"), table), getattr(said_in(language), table)
    assert told.keys() == english.keys()
    for code, said in told.items():
        assert slots(said) == slots(english[code]), code
        assert all(each.strip() for each in ((said,) if isinstance(said, str) else said)), code


@pytest.mark.parametrize("language", OTHERS)
def test_no_sentence_is_left_in_english(language):
    for table in ("findings", "why", "refused", "questions", "notices"):
        english, told = getattr(said_in("en"), table), getattr(said_in(language), table)
        assert [code for code in told if told[code] == english[code]] == []


def test_every_finding_has_a_severity():
    assert _severities().keys() == said_in("en").findings.keys()


def improved():
    return improve(PROFILE, questionnaire=Questionnaire(), job_text="", answers={})


def test_an_improvement_is_said_anew_in_any_language():
    found = packing.unpack(packing.pack(improved()), type(improved()))
    german = worded(found, "de")
    gap = next(each for each in german.findings if each.code == "gap")
    assert gap.message == "Über die Zeit von Juli 2020 bis März 2026 (69 Monate) steht nichts da."
    assert german.changes[0].why == why(german.changes[0].rules, "de") != found.changes[0].why
    assert "Wie viele Personen?" in {each.text for each in german.questions}
    assert worded(german, "en") == found
    assert worded(found, "xx") == found
    assert asdict(replace(german, changes=(), findings=(), questions=(), removed=())) == asdict(
        replace(found, changes=(), findings=(), questions=(), removed=())
    )


def test_what_was_stored_before_values_were_kept_stays_as_it_was_said():
    found = finding("gap", "/work", start="2020-07", end="2026-03", count=69)
    old = replace(improved(), findings=(replace(found, values={}),))
    assert worded(old, "fr").findings == old.findings


def test_dates_are_written_out_and_long_words_shortened():
    assert finding_in_words("gap", {"start": "2020-01", "end": "2021", "count": "9"}, "es")[0] == (
        "No se dice nada del periodo entre enero de 2020 y 2021 (9 meses)."
    )
    assert "…" in finding_in_words("no_lines", {"text": "word " * 30}, "fr")[0]


def test_places_are_named_in_the_language_of_the_page():
    found = improved()
    where = {quote.where for quotes in quotes_of(PROFILE, {}, found, "fr").values() for quote in quotes}
    assert "Expérience\u00a0: Acme Ltd" in where


@pytest.mark.parametrize(
    ("notice", "language", "said"),
    [
        ({"code": "not_one_page", "values": {"pages": "3"}}, "de",
         ("Der Lebenslauf passt nicht auf eine Seite; er hat 3 Seiten. "
          "Kürzen Sie etwas oder lassen Sie etwas weg.")),
        ({"code": "photo_not_shown", "values": {"template": "plain"}}, "es",
         "La plantilla «Sencilla» no muestra foto."),
        ({"code": "photo_not_shown", "message": "As it was said once."}, "es", "As it was said once."),
    ],
)  # fmt: skip
def test_notices_of_files(notice, language, said):
    assert notice_in_words(notice, language) == said
