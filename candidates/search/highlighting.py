"""Which lines of a person say what was asked for, and where in them."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final, NamedTuple

from rapidfuzz.distance import OSA

from candidates.search.base import Line
from candidates.search.query import Phrase, Query, Term, leaves
from candidates.search.words import Token, fold, tokens_of

_FIELDS_OF: Final = {
    "title": ("position", "label"), "employer": ("work", "name"), "skill": ("skills", "keywords"),
    "city": ("city", "location"), "school": ("institution",), "name": ("basics.name",),
    "language": ("language",), "email": ("email",),
}  # fmt: skip
"""Field of a query → what the path of a line must have in it."""
MOST: Final = 3
LONGEST: Final = 240
"""Characters of a piece that is shown."""


class Highlight(NamedTuple):
    """A piece of a line, [start, end) of what was asked for in it, and the whole line."""

    path: str
    text: str
    marks: tuple[tuple[int, int], ...]
    line: str


class _Matcher:
    """Tells which words of a line are asked for."""

    def __init__(self, query: Query) -> None:
        asked = list(dict.fromkeys(leaves(query)))
        self._odd = [each for each in asked if isinstance(each, Term) and not _is_plain(each)]
        self._words: dict[str, list[Term]] = {}
        self._phrases: dict[str, list[Phrase]] = {}
        for each in asked:
            if isinstance(each, Phrase):
                self._phrases.setdefault(each.words[0], []).append(each)
            elif _is_plain(each):
                self._words.setdefault(each.word, []).append(each)
        self._first = {*self._words, *self._phrases, *(each.word for each in self._odd)}
        self._has_fuzzy = any(each.edits for each in self._odd)
        self.is_empty = not asked

    def worth_a_look(self, lines: Sequence[Line]) -> Sequence[Line]:
        """The lines in which the letters of a word stand, or of the first of a phrase: told all at once."""
        if self._has_fuzzy:
            return lines
        folded = fold("\f".join([line.text for line in lines]))  # no line has a form feed in it
        found: set[int] = set()
        for letters in self._first:
            at = folded.find(letters)
            while at >= 0:
                found.add(folded.count("\f", 0, at))
                end = folded.find("\f", at)
                at = folded.find(letters, end) if end >= 0 else -1
        return [lines[number] for number in sorted(found)]

    def marked(self, line: Line) -> list[Token]:
        """The words of the line that are asked for, in order."""
        tokens = tokens_of(line.text)
        found: dict[int, Token] = {}
        for at, token in enumerate(tokens):
            for term in self._words.get(token.text, ()):
                if _belongs(term, line):
                    found[at] = token
            for term in self._odd:
                if _is_like(term, token, line):
                    found[at] = token
            for phrase in self._phrases.get(token.text, ()):
                span = tokens[at : at + len(phrase.words)]
                if tuple(each.text for each in span) == phrase.words and _belongs(phrase, line):
                    found.update(enumerate(span, at))
        return [found[at] for at in sorted(found)]


def all_highlights(
    query: Query, people: Sequence[Sequence[Line]], *, most: int = MOST
) -> list[list[Highlight]]:
    """For each person the lines that say most of what is asked for, with its words marked."""
    matcher = _Matcher(query)
    return [[] if matcher.is_empty else _highlights(matcher, lines, most) for lines in people]


def _highlights(matcher: _Matcher, lines: Sequence[Line], most: int) -> list[Highlight]:
    found = [(line, marks) for line in matcher.worth_a_look(lines) if (marks := matcher.marked(line))]
    found.sort(key=lambda each: -len({token.text for token in each[1]}))
    return [_cut(line, marks) for line, marks in found[:most]]


def _is_plain(leaf: Term | Phrase) -> bool:
    return isinstance(leaf, Term) and not leaf.is_prefix and not leaf.edits


def _is_like(term: Term, token: Token, line: Line) -> bool:
    if not _belongs(term, line):
        return False
    if term.is_prefix:
        return token.text.startswith(term.word)
    return bool(OSA.distance(term.word, token.text, score_cutoff=term.edits) <= term.edits)


def _belongs(leaf: Term | Phrase, line: Line) -> bool:
    """Whether the line can be of the field that was asked for."""
    parts = _FIELDS_OF.get(leaf.field)
    return not leaf.field or (parts is not None and any(part in line.path for part in parts))


def _cut(line: Line, marks: Sequence[Token]) -> Highlight:
    """A long line is cut around its first mark, at blanks."""
    text, start = line.text, 0
    if len(text) > LONGEST:
        start = max(0, marks[0].start - LONGEST // 3)
        start = text.find(" ", start) + 1 if start else 0
        start = min(start, marks[0].start)
        text = text[start : start + LONGEST]
    shown = ((mark.start - start, mark.end - start) for mark in marks)
    inside = tuple(each for each in shown if each[0] >= 0 and each[1] <= len(text))
    return Highlight(line.path, text, inside, line.text)
