"""The lines of every position, rewritten: what changes, and what about them remains doubtful."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping
from typing import Final, NamedTuple

from cvimprover.writing.english import english_lines
from cvimprover.writing.german import german_lines
from cvimprover.writing.pointers import entries_at, joined, strings_of
from cvimprover.writing.romance import french_lines, spanish_lines
from cvimprover.writing.saying import why
from cvimprover.writing.sources import LONGEST
from cvimprover.writing.tidying import Rewritten, tidied, with_stop
from cvimprover.writing.types import Change, Json
from parsing.stages.text import fold

SECTIONS: Final = ("work", "volunteer", "projects")
_WRITERS: Final[Mapping[str, Callable[..., Rewritten]]] = {
    "en": english_lines,
    "de": german_lines,
    "fr": french_lines,
    "es": spanish_lines,
}
_AND: Final = {"en": "and", "de": "und", "fr": "et"}
_AND_I: Final = {
    "en": re.compile(r",?\s+and\s+(?=I\b)"),
    "de": re.compile(r",?\s+und\s+(?=ich\b)"),
    "fr": re.compile(r",?\s+et\s+(?=j['’]|je\b)"),
}
_PARAGRAPH: Final = 110
_FEWEST_TO_LIST: Final = 2
_MAY_BE_LISTED: Final = frozenset({"weak_verb", "passive"})


class Line(NamedTuple):
    """A line of work where it stands, and whether the position lasts."""

    pointer: str
    text: str
    is_current: bool


class Doubt(NamedTuple):
    """A finding about a line by its code."""

    pointer: str
    code: str


def lines_of(profile: Json) -> Iterator[Line]:
    """Every highlight and every summary of positions and projects, in reading order."""
    for section in SECTIONS:
        for number, entry in enumerate(entries_at(profile, f"/{section}")):
            is_current = is_current_entry(entry)
            for pointer, text in strings_of(entry, f"/{section}/{number}"):
                name = pointer.split("/")[3]
                is_told = name in ("summary", "description", "highlights") and text.strip()
                if is_told and len(text) <= LONGEST:
                    yield Line(pointer, text, is_current)


def is_current_entry(entry: Mapping[str, object]) -> bool:
    """True for an entry that has begun and not ended."""
    return bool(entry.get("startDate")) and not entry.get("endDate")


def rewritten_line(text: str, language: str, *, is_current: bool) -> Rewritten:
    """One line by all rules of its language."""
    clean, rules = tidied(text, language)
    told = _of_clauses(clean, language, is_current=is_current) or _WRITERS[language](
        clean, is_current=is_current
    )
    if not rules and not told.rules:
        return Rewritten((text,), (), told.doubts)  # a lone capital letter is nobody's business
    return Rewritten(told.lines, (*rules, *told.rules), told.doubts)


def _of_clauses(text: str, language: str, *, is_current: bool) -> Rewritten | None:
    """A line that says "I" twice, each deed by itself; as it was where not all of it can be said without.

    None for other lines. "Served guests and I was in charge of the till" would be worse than what was there.
    """
    cut = _AND_I.get(language)
    clauses = cut.split(text) if cut else [text]
    if len(clauses) < 2 or any(len(clause.split()) < 2 for clause in clauses):
        return None
    told = [_WRITERS[language](clause[:1].upper() + clause[1:], is_current=is_current) for clause in clauses]
    if not all(each.rules and len(each.lines) == 1 and "first_person" not in each.doubts for each in told):
        return Rewritten((text,), (), ("first_person",))
    first, *others = (each.lines[0].rstrip(".") for each in told)
    joined_up = [first, *(_lowered(other, language) for other in others)]
    rules = dict.fromkeys(rule for each in told for rule in each.rules)
    return Rewritten((f" {_AND[language]} ".join(joined_up),), tuple(rules), told[0].doubts)


def _lowered(text: str, language: str) -> str:
    """The text as it goes on within a sentence; German nouns and acronyms stay large."""
    return text if language == "de" or text[:2].isupper() else text[:1].lower() + text[1:]


def rewrite_lines(profile: Json, language: str) -> tuple[list[Change], list[Doubt]]:
    """The changes to every line of work, and the doubts that remain about the lines as they then are."""
    changes: list[Change] = []
    doubts: list[Doubt] = []
    lines = list(lines_of(profile))
    stop = _stops(lines)
    seen: set[tuple[str, str]] = set()
    for line in lines:
        key = (line.pointer.rpartition("/")[0], fold(line.text))
        if key in seen and "/highlights/" in line.pointer:
            changes.append(Change(line.pointer, "remove", line.text, (), ("doubled",), why(("doubled",))))
            continue
        seen.add(key)
        told = _rewritten(line, language)
        is_listed = "/highlights/" in line.pointer
        doubts += [Doubt(line.pointer, code) for code in told.doubts if is_listed or code != "no_verb"]
        change = _change(line, told, profile, language, stop)
        if change is not None:
            changes.append(change)
    return changes, doubts


def _rewritten(line: Line, language: str) -> Rewritten:
    """The line rewritten; a text of several lines line by line, as one."""
    if "\n" not in line.text or "/highlights/" in line.pointer:
        return rewritten_line(line.text, language, is_current=line.is_current)
    told = [rewritten_line(part, language, is_current=line.is_current) for part in line.text.split("\n")]
    rules = dict.fromkeys(rule for each in told for rule in each.rules)
    doubts = dict.fromkeys(code for each in told for code in each.doubts)
    return Rewritten(("\n".join(" ".join(each.lines) for each in told),), tuple(rules), tuple(doubts))


def _change(line: Line, told: Rewritten, profile: Json, language: str, stop: bool) -> Change | None:
    is_listed = "/highlights/" in line.pointer
    if not is_listed:
        listed = _as_bullets(line, profile, language, stop)
        if listed is not None:
            return listed
        if len(told.lines) > 1:
            told = told._replace(lines=(" ".join(with_stop(part, stop=True) for part in told.lines),))
    after = tuple(with_stop(part, stop=stop) if is_listed else part for part in told.lines)
    rules = told.rules
    if after == (line.text,):
        return None
    if not rules:
        rules = ("punctuation",)
    return Change(line.pointer, "text", line.text, after, rules, why(rules))


def _as_bullets(line: Line, profile: Json, language: str, stop: bool) -> Change | None:
    """A paragraph about a position as highlights, where each of its sentences opens with a deed."""
    section, number, name = line.pointer.split("/")[1:4]
    entry = entries_at(profile, f"/{section}")[int(number)]
    if name != "summary" or entry.get("highlights"):
        return None
    parts = [part for part in re.split(r"\s*\n\s*", line.text) if part.strip()]
    told = [rewritten_line(part, language, is_current=line.is_current) for part in parts]
    texts = [text for each in told for text in each.lines]
    doubts = {code for each in told for code in each.doubts} - _MAY_BE_LISTED
    if (
        len(texts) < _FEWEST_TO_LIST
        or doubts
        or (len(parts) == 1 and len(line.text) < _PARAGRAPH and len(texts) < _FEWEST_TO_LIST + 1)
    ):
        return None
    rules = (
        "list",
        *dict.fromkeys(rule for each in told for rule in each.rules if rule != "split.sentences"),
    )
    return Change(
        line.pointer,
        "bullets",
        line.text,
        tuple(with_stop(text, stop=stop) for text in texts),
        rules,
        why(rules),
    )


def _stops(lines: list[Line]) -> bool:
    """Whether the candidate ends highlights with a full stop: most of them decide."""
    listed = [line.text.rstrip() for line in lines if "/highlights/" in line.pointer]
    return sum(text.endswith(".") for text in listed) * 2 > len(listed)


def entry_pointer(pointer: str) -> str:
    """The entry of a line."""
    return "/".join(pointer.split("/")[:3])


def highlight_pointer(entry: str) -> str:
    """The place behind the highlights of an entry."""
    return joined(joined(entry, "highlights"), "-")
