"""What the writer says to people, in their language: findings, reasons, refusals, questions.

It finds codes and the words that go with them; sentences stand in `data/said_*.toml`, one file a language.
What is stored is in English and can be said in any other language at any time.
"""

from __future__ import annotations

import tomllib
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from functools import cache
from importlib import resources
from typing import Final, cast

from cvimprover.writing.types import Finding, Improvement, Question, Removed
from ranking.scoring.words import LANGUAGES, date_in_words

_LONGEST_SHOWN: Final = 60
_DATES: Final = ("start", "end")


@dataclass(frozen=True, slots=True)
class Said:
    """The tables of one language, each by code.

    `findings` hold what is wrong and what to do, `templates` their title and what they are for.
    """

    findings: Mapping[str, tuple[str, str]]
    why: Mapping[str, str]
    refused: Mapping[str, str]
    questions: Mapping[str, str]
    places: Mapping[str, str]
    notices: Mapping[str, str]
    templates: Mapping[str, tuple[str, str]]


@cache
def said_in(language: str) -> Said:
    """What is said in a language; in English where nothing is known of it."""
    known = language if language in LANGUAGES else LANGUAGES[0]
    text = resources.files("cvimprover").joinpath(f"data/said_{known}.toml").read_text(encoding="utf-8")
    tables = cast(dict[str, dict[str, str]], tomllib.loads(text))
    pairs = {
        name: {code: (told[0], told[1]) for code, told in tables.pop(name).items()}
        for name in ("findings", "templates")
    }
    return Said(findings=pairs["findings"], templates=pairs["templates"], **tables)


def finding_in_words(code: str, values: Mapping[str, str], language: str = "en") -> tuple[str, str]:
    """What is wrong and what to do; long values are shortened, dates written out."""
    message, fix = said_in(language).findings[code]
    shown = {
        name: date_in_words(value, language) if name in _DATES else _shortened(value)
        for name, value in values.items()
    }
    return message.format_map(shown), fix


def why(rules: Iterable[str], language: str = "en") -> str:
    """Why a line was changed: the sentences of the rules, each once."""
    told = said_in(language).why
    return " ".join(dict.fromkeys(told[rule] for rule in rules))


def question_in_words(code: str, title: str, language: str = "en") -> str:
    """What is asked of a line or position."""
    return said_in(language).questions[code].format(title=title)


def notice_in_words(notice: Mapping[str, object], language: str = "en") -> str:
    """What to know about a file; `notice` is as stored, of old with a `message` instead of values."""
    values = notice.get("values")
    if not isinstance(values, Mapping):
        return str(notice.get("message") or "")
    said = said_in(language)
    shown = {name: str(value) for name, value in values.items()}
    if "template" in shown:
        shown["template"] = said.templates[shown["template"]][0]
    return said.notices[str(notice["code"])].format_map(shown)


def worded(found: Improvement, language: str) -> Improvement:
    """The improvement with all that it says to people in this language.

    What was stored before codes and values were kept with it stays as it was said then.
    """
    return replace(
        found,
        changes=tuple(replace(each, why=why(each.rules, language)) for each in found.changes),
        findings=tuple(_finding(each, language) for each in found.findings),
        questions=tuple(_question(each, language) for each in found.questions),
        removed=tuple(_removed(each, language) for each in found.removed),
    )


def _finding(found: Finding, language: str) -> Finding:
    try:
        message, fix = finding_in_words(found.code, found.values, language)
    except KeyError:
        return found
    return replace(found, message=message, fix=fix)


def _question(asked: Question, language: str) -> Question:
    return replace(asked, text=question_in_words(asked.code, asked.about, language))


def _removed(removed: Removed, language: str) -> Removed:
    return replace(removed, why=said_in(language).refused.get(removed.code, removed.why))


def _shortened(text: str) -> str:
    return text if len(text) <= _LONGEST_SHOWN else text[:_LONGEST_SHOWN].rsplit(" ", 1)[0] + " …"
