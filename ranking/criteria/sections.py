"""Which sentences of an advertisement ask for something: its headings, labels and manners of speech."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from typing import Final, Literal, NamedTuple

from ranking.criteria.plain import any_of, listed, plain

Section = Literal["", "must", "should", "nice", "tasks", "benefits", "about", "place", "start", "kept"]
ASKED: Final = ("must", "should", "nice")
_FIRST: Final[tuple[Section, ...]] = (
    "nice", "should", "benefits", "about", "tasks", "must", "place", "start", "kept",
)  # fmt: skip
"""Which kind of heading wins where a line could be two."""

_BULLET: Final = re.compile(r"[ \t]*(?:[^\w\s(¿¡#£$€\"'\-+–*]\s*|[-–*+]+\s+|\(?\d{1,2}[.)]\s+|o\s+)")
_MARKUP: Final = re.compile(r"\A[\s#*_=>]*|[\s*_:.!?…=¿¡-]*\Z")
_LABEL: Final = re.compile(r"[\s*#>]*([^:;.!?\n]{2,45}?)[\s*]*:[\s*]+(?=\S)")
_SENTENCE: Final = re.compile(r"(?<![\s(][A-Z])[.!?…]+[)\"”»]?\s+(?=[^a-zß-ÿ\s\d(])|(?<=[.!?])\s+(?=[¿¡])")
_ABBREVIATED: Final = re.compile(
    r"(?:\b(?:min|mind|max|ca|z\.b|bzw|inkl|ggf|e\.g|i\.e|exp|std|nr|no|usw|etc|p\.ej|ej|abgeschl)\.)\s*\Z"
)
_LONGEST_HEADING: Final = 9
_OPENERS: Final = (
    "about ", "why ", "uber ", "warum ", "sobre ", "a propos ", "pourquoi ", "por que ", "life at ",
)  # fmt: skip
_SMALL_WORDS: Final = frozenset(
    "a an and the of your our you we us for to in at this is are with from role position job who what as on "
    "der die das und ihr ihre dein deine unser unsere fur bei im in zur sie du wir uns als mit sind "
    "le la les l' d' de du des et vos votre ton nos notre pour au aux en a vous nous un une que qui "
    "el los las y tu tus su sus nuestro nuestra para con en lo por es que se del al".split()
)


class Sentence(NamedTuple):
    """`text[start:end]` of the advertisement under a heading of a kind; `line` counts lines from 0."""

    start: int
    end: int
    section: Section
    line: int


@dataclass(slots=True)
class _Line:
    start: int
    end: int
    bulleted: bool
    after_blank: bool


def sentences_of(text: str) -> list[Sentence]:
    """All sentences in order, headings and labels left out, each under the section that it stands in."""
    lines = list(_lines(text))
    folded = plain(text)
    found: list[Sentence] = []
    section: Section = ""
    seen_bullets = False
    for number, line in enumerate(lines):
        following = lines[number + 1] if number + 1 < len(lines) else None
        heading = _heading(folded, line, following) if number else None
        if heading is not None:
            section, seen_bullets = heading, False
            continue
        if seen_bullets and line.after_blank and not line.bulleted and not _is_list_item(folded, line):
            section, seen_bullets = "", False  # a paragraph after a list belongs to no heading any more
        seen_bullets = seen_bullets or line.bulleted
        for sentence in _sentences(text, folded, line, section, number):
            found.append(sentence)
            section = sentence.section if sentence.section not in ("place", "start", "kept") else section
    return found


def heading_kind(folded: str) -> Section | None:
    """What a heading says comes below it, None for what is no heading we know; plain text, marks taken off.

    The longest phrase decides ("about the role" is not "about"), then what wants less.
    """
    found = [
        (match.end() - match.start(), kind) for kind in _FIRST if (match := _pattern(kind).search(folded))
    ]
    return max(found, key=lambda each: each[0])[1] if found else None


def _lines(text: str) -> Iterator[_Line]:
    at, blank = 0, False
    for raw in text.splitlines(keepends=True):
        bare = raw.rstrip()
        if bare.strip():
            bullet = _BULLET.match(bare)
            begin = bullet.end() if bullet else len(bare) - len(bare.lstrip())
            if begin < len(bare):
                yield _Line(at + begin, at + len(bare), bullet is not None, blank)
            blank = False
        else:
            blank = True
        at += len(raw)


def _heading(folded: str, line: _Line, following: _Line | None) -> Section | None:
    """The section that a line opens; "" for a heading of no kind we know; None for no heading."""
    raw = folded[line.start : line.end]
    bare = _MARKUP.sub("", raw)
    words = re.findall(r"[\w'-]+", bare)
    if not words or len(words) > _LONGEST_HEADING or (line.bulleted and not raw.endswith(":")):
        return None
    opens_list = following is not None and following.bulleted and not line.bulleted
    is_marked = (
        raw.endswith((":", "?", ",", "...", "…"))
        or raw.startswith("#")
        or (raw.startswith("**") and raw.endswith("**"))
        or opens_list
    )
    exact = _exact(bare)
    if exact is not None and exact not in ("place", "start", "kept"):
        return exact
    if line.after_blank and len(words) <= 5 and bare.startswith(_OPENERS) and not raw.endswith((".", "!")):
        return "about" if heading_kind(bare) in (None, "about") else heading_kind(bare)
    if not is_marked or (raw.endswith((".", "!")) and not opens_list):
        return None
    if raw.endswith(",") and not opens_list:
        return None
    if exact == "kept" or re.search(r"[\d€£$]{2}", bare):
        return None
    return heading_kind(bare) or ""


def _exact(bare: str) -> Section | None:
    """The kind of a heading that says nothing else, small words aside."""
    kind = heading_kind(bare)
    found = _pattern(kind).search(bare) if kind else None
    if found is None:
        return None
    rest = re.findall(r"[\w']+", bare[: found.start()] + " " + bare[found.end() :])
    return kind if all(word in _SMALL_WORDS for word in rest) else None


def _is_list_item(folded: str, line: _Line) -> bool:
    """True for what may go on with a list: short, no full stop."""
    raw = folded[line.start : line.end]
    return len(raw.split()) <= 7 and not raw.endswith(".")


def _sentences(text: str, folded: str, line: _Line, section: Section, number: int) -> Iterator[Sentence]:
    """The sentences of a line; a label at the beginning of one opens a section."""
    own: Section = section
    for start, end in _cuts(text, line):
        label = _LABEL.match(folded, start, end)
        kind = _exact(label[1].strip()) if label else None
        if label and kind is None and re.search(r"\w", label[1]):
            found = heading_kind(label[1].strip())
            kind = found if found in (*ASKED, "tasks", "benefits") and len(label[1].split()) <= 4 else None
        if label and kind is not None:
            if kind == "kept":
                own = section or "must"
            elif kind in ("place", "start"):
                yield Sentence(label.end(), end, kind, number)
                continue
            else:
                own = section = kind
            start = label.end()
        yield Sentence(start, end, own, number)


def _cuts(text: str, line: _Line) -> Iterator[tuple[int, int]]:
    start = line.start
    for stop in _SENTENCE.finditer(text, line.start, line.end):
        if _ABBREVIATED.search(plain(text[max(start, stop.start() - 8) : stop.start() + 1])):
            continue
        yield start, stop.end()
        start = stop.end()
    if start < line.end:
        yield start, line.end


@cache
def _pattern(kind: Section) -> re.Pattern[str]:
    return re.compile(any_of(listed("headings.txt")[kind]))
