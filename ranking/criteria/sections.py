"""Which sentences of an advertisement ask for something: its headings, labels and manners of speech."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from typing import Final, NamedTuple

from ranking.criteria.headings import Section, exact_kind, heading_kind, is_covered, kind_by_words
from ranking.criteria.plain import any_of, listed, plain
from ranking.criteria.years import EXPERIENCE

ASKED: Final = ("must", "should", "nice")
_BULLET: Final = re.compile(
    r"[ \t]*(?:[^\w\s(¿¡#£$€\"'\-+–*]\s*|[-–*+]+\s+|[A-Z]{1,2}\d{1,2}[.):]\s+|\d{1,2}\.\d{1,2}\.?\s+"
    r"|[a-z]\)\s+|\(?\d{1,2}[.)]\s+|o\s+)"
)
_MARKUP: Final = re.compile(r"\A[\s#*_=>]*|[\s*_:.!?…=¿¡-]*\Z")
_LABEL: Final = re.compile(r"[\s*#>]*([^:;.!?\n]{2,45}?)[\s*]*:[\s*]+(?=\S)")
_SENTENCE: Final = re.compile(
    r"(?<![\s(][A-Z])[.!?…]+[)\"”»]?\s+(?=[«¿¡*]?[^\W\d_a-zß-ÿ])|(?<=[.!?])\s+(?=[¿¡])"
)
_ABBREVIATED: Final = re.compile(
    r"(?:\b(?:min|mind|max|ca|z\.b|bzw|inkl|ggf|e\.g|i\.e|exp|std|nr|no|usw|etc|p\.ej|ej|abgeschl|kl"
    r"|wg|bspw|evtl|vgl|zzgl|bzgl|sog|approx|incl|esp|aprox|niv|env|u\.a|resp|gem|lt)\.)\s*\Z"
)
_SHORT_ANSWER: Final = re.compile(r"(?:[^\s.!?:]+\s+){0,4}[^\s.!?:]+\s?[.!…]*\s*(?=\Z|\s[A-ZÀ-Þ¿¡])")
LONGEST_SENTENCE: Final = 600
"""Longer ones are read in parts, so that no text takes its reader long."""
_LONGEST_HEADING: Final = 9
_LIST_BULLETS: Final = (
    "-",
    "–",
    "*",
    "•",
    "·",
    "1",
    "(",
    "o",
    "▪",
    "◦",
    "‣",
    "+",
    "▸",
    "►",
    "✔",
    "✓",
    "✅",
    "➕",
)
_LENIENT: Final = ("nice", "should", "benefits", "tasks")
"""Sections whose headings need no mark: what is asked for is not lost if a line of it is taken for one."""
_OPENERS: Final = (
    "about ", "why ", "uber ", "warum ", "sobre ", "a propos ", "pourquoi ", "por que ", "life at ",
)  # fmt: skip


class Sentence(NamedTuple):
    """`text[start:end]` of the advertisement under a heading of a kind.

    `line` counts lines from 0, `block` headings; 0 is what stands under none. `guess` is what a heading of no
    kind that we know seems to say.
    """

    start: int
    end: int
    section: Section
    line: int
    block: int
    guess: Section = ""


@dataclass(slots=True)
class _Line:
    start: int
    end: int
    bullet: str
    after_blank: bool

    @property
    def bulleted(self) -> bool:
        """Whether it is an item of a list."""
        return self.bullet != ""


def sentences_of(text: str) -> list[Sentence]:
    """All sentences in order, headings and labels left out, each under the section that it stands in."""
    lines = list(_lines(text))
    folded = plain(text)
    outline = _Outline()
    found: list[Sentence] = []
    for number, line in enumerate(lines):
        following = lines[number + 1] if number + 1 < len(lines) else None
        heading = _heading(text, folded, line, following) if number else _first_heading(folded, line)
        if heading is not None:
            bare = _MARKUP.sub("", folded[line.start : line.end])
            outline.open(heading, "" if heading else kind_by_words(bare))
            continue
        outline.go_on(line, is_item=_is_list_item(folded, line))
        for sentence in _sentences(
            text, folded, line, outline.section, number, outline.block, outline.is_wish_label
        ):
            found.append(sentence._replace(guess=outline.guess))
            outline.follow(sentence.section)
    return found


def _first_heading(folded: str, line: _Line) -> Section | None:
    """The section that a first line opens; only one that says nothing else is no title."""
    kind = exact_kind(_MARKUP.sub("", folded[line.start : line.end]))
    return kind if kind in (*ASKED, "tasks", "benefits", "about") else None


@dataclass(slots=True)
class _Outline:
    """The section that the lines read so far are in."""

    section: Section = ""
    block: int = 0
    guess: Section = ""
    _headings: int = 0
    _has_bullets: bool = False
    _is_labelled: bool = False

    def open(self, heading: Section, guess: Section) -> None:
        """A heading begins a section; `guess` is what it seems to say."""
        self._headings += 1
        self.section, self.block, self.guess = heading, self._headings, guess
        self._has_bullets = self._is_labelled = False

    @property
    def is_wish_label(self) -> bool:
        """Whether what counts is a label within the text that speaks of wishes."""
        return self._is_labelled and self.section in ("should", "nice")

    def go_on(self, line: _Line, *, is_item: bool) -> None:
        """A line of text; behind an empty line it may belong to no heading any more."""
        is_paragraph = line.after_blank and not line.bulleted
        ends_label = self._is_labelled and is_paragraph
        ends_list = self._has_bullets and is_paragraph and not is_item
        if ends_label or ends_list:
            self.section, self.block = "", 0
            self._has_bullets = self._is_labelled = False
        if line.bulleted and not self.block and self.section == "":
            self._headings += 1
            self.block = self._headings  # a list under no heading is told by its lines too
        self._has_bullets = self._has_bullets or line.bulleted

    def follow(self, section: Section) -> None:
        """What a label within a line says counts on, unless it is one thing or one wish among others."""
        is_aside = section in ("place", "start", "kept")
        is_wish_among_wishes = section in ASKED and self.section in ASKED and self.block > 0
        if not (is_aside or is_wish_among_wishes) and section != self.section:
            self.section, self._is_labelled = section, True


def is_heading(folded: str) -> bool:
    """Whether a line is the heading of a section and nothing else; plain text."""
    return exact_kind(_MARKUP.sub("", folded)) is not None


def _lines(text: str) -> Iterator[_Line]:
    at, blank = 0, False
    for raw in text.splitlines(keepends=True):
        bare = raw.rstrip()
        if bare.strip():
            bullet = _BULLET.match(bare)
            begin = bullet.end() if bullet else len(bare) - len(bare.lstrip())
            if begin < len(bare):
                mark = re.sub(r"\d+", "1", bullet[0].strip())[:1] if bullet else ""
                yield _Line(at + begin, at + len(bare), mark, blank)
            blank = False
        else:
            blank = True
        at += len(raw)


def _heading(text: str, folded: str, line: _Line, following: _Line | None) -> Section | None:
    """The section that a line opens; "" for a heading of no kind we know; None for no heading."""
    raw = folded[line.start : line.end]
    bare = _MARKUP.sub("", raw).replace(",", "")
    is_shouted = text[line.start : line.end].isupper() and heading_kind(bare) is not None
    words = re.findall(r"[\w'-]+", bare)
    if not words or len(words) > _LONGEST_HEADING:
        return None
    is_item = line.bullet in _LIST_BULLETS or (
        following is not None and following.bullet == line.bullet != ""
    )
    if is_item and not raw.endswith(":"):
        return None
    opens_list = following is not None and following.bullet not in ("", line.bullet)
    is_marked = (
        is_shouted
        or raw.endswith((":", "?", ",", "...", "…"))
        or raw.startswith("#")
        or (raw.startswith("**") and raw.endswith("**"))
        or opens_list
    )
    exact = exact_kind(bare)
    if exact is not None and exact not in ("place", "start", "kept"):
        return exact
    kind = (
        heading_kind(bare)
        if line.after_blank and len(words) <= 6 and not raw.endswith((".", "!", ","))
        else None
    )
    if kind in _LENIENT and following is not None and not following.after_blank and is_covered(bare, kind):
        return kind
    if line.after_blank and len(words) <= 5 and bare.startswith(_OPENERS) and not raw.endswith((".", "!")):
        return "about" if heading_kind(bare) in (None, "about") else heading_kind(bare)
    if not is_marked or (raw.endswith((".", "!")) and not opens_list):
        return None
    if raw.endswith(",") and not opens_list:
        return None
    if exact == "kept" or re.search(r"[\d€£$]{2}", bare):
        return None
    known = heading_kind(bare)
    return "" if known is None or (known in ("kept", "place", "start") and len(words) > 2) else known


def _is_list_item(folded: str, line: _Line) -> bool:
    """True for what may go on with a list: short, no full stop."""
    raw = folded[line.start : line.end]
    return len(raw.split()) <= 7 and not raw.endswith(".")


def _sentences(
    text: str, folded: str, line: _Line, section: Section, number: int, block: int, is_wish_label: bool
) -> Iterator[Sentence]:
    """The sentences of a line; a label at the beginning of one opens a section."""
    own: Section = section
    for start, end in _cuts(text, line):
        asked = folded[start:end].rstrip()
        if (
            asked.endswith("?")
            and len(asked.split()) <= 7
            and (question := heading_kind(_MARKUP.sub("", asked)))
            and question != "kept"
        ):
            own = section = question
            continue
        label = _LABEL.match(folded, start, end)
        kind = exact_kind(label[1].strip()) if label else None
        if label and kind is None and re.search(r"\w", label[1]):
            found = heading_kind(label[1].strip())
            kind = found if found in (*ASKED, "tasks", "benefits") and len(label[1].split()) <= 4 else None
        if label and kind is None and is_wish_label and start == line.start and len(label[1].split()) <= 3:
            own = section = "must"  # "Desirable: SAP", then "English: B2"
        if label and kind is not None:
            if kind == "kept" or EXPERIENCE.search(label[1]):
                is_own = is_wish_label and start == line.start  # "Desirable: SAP", then "Languages: English"
                own = section = "must" if is_own else section or "must"
                yield Sentence(start, end, own, number, block)
                continue
            elif kind in ("place", "start"):
                yield Sentence(label.end(), end, kind, number, block)
                continue
            else:
                own = section = kind
            start = label.end()
        yield Sentence(start, end, own, number, block)


def _cuts(text: str, line: _Line) -> Iterator[tuple[int, int]]:
    start = line.start
    for match in _SENTENCE.finditer(text, line.start, line.end):
        if match[0][0] == "?" and (
            _SHORT_ANSWER.match(text, match.end(), line.end)
            or _wishes().match(plain(text[match.end() : line.end]))
        ):
            continue  # "Welsh speaker? Even better!" is one wish
        if _ABBREVIATED.search(plain(text[max(start, match.start() - 8) : match.start() + 1])):
            continue
        yield from _parts(text, start, match.end())
        start = match.end()
    yield from _parts(text, start, line.end)


def _parts(text: str, start: int, end: int) -> Iterator[tuple[int, int]]:
    while end - start > LONGEST_SENTENCE:
        stop = text.rfind(" ", start, start + LONGEST_SENTENCE) + 1 or start + LONGEST_SENTENCE
        yield start, stop
        start = stop
    if start < end:
        yield start, end


@cache
def _wishes() -> re.Pattern[str]:
    return re.compile(any_of(listed("cues.txt")["nice"]))
