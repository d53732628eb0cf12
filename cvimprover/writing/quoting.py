"""The candidate's own words that each change stands on, as a page shows them."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterator, Mapping
from typing import Final, NamedTuple

from cvimprover.writing.assembling import assembled, entry_of
from cvimprover.writing.pointers import steps_of, text_at
from cvimprover.writing.saying import said_in
from cvimprover.writing.types import Improvement, Json

_NAMES: Final = ("name", "institution", "organization", "position", "title")
_WIDEST: Final = 70
"""Characters between words that count; of more only the ends are shown."""
_KEPT: Final = 30


class Piece(NamedTuple):
    """Some characters of a text, and whether the change stands on them."""

    text: str
    is_used: bool


class Quote(NamedTuple):
    """A text of the candidate, where it stands ("Work: Acme Ltd"), and its pieces in order."""

    where: str
    pieces: tuple[Piece, ...]

    @property
    def used(self) -> str:
        """The words that count, without the rest."""
        return " ".join(piece.text for piece in self.pieces if piece.is_used)


def quotes_of(
    profile: Json, answers: Mapping[str, str], found: Improvement, language: str = "en"
) -> dict[str, tuple[Quote, ...]]:
    """The id of each change that writes a text → what the candidate said for it, in the order of the lines.

    `profile` and `answers` are those that the improvement was made of; places are named in `language`.
    Changes of order have no words.
    """
    _, origins = assembled(profile, found.changes)
    spans: dict[str, dict[tuple[str, str], set[int]]] = defaultdict(lambda: defaultdict(set))
    for trace in found.traces:
        origin = origins.get(trace.pointer)
        if origin is not None and origin.change is not None:
            for source in trace.sources:
                places = spans[origin.change.id][source.answer, source.pointer]
                places.update(range(source.start, source.end))
    return {
        identity: tuple(
            Quote(_where(profile, answer, pointer, language), tuple(_pieces(text, used)))
            for (answer, pointer), used in places.items()
            if (text := answers.get(answer, "") if answer else text_at(profile, pointer))
        )
        for identity, places in spans.items()
    }


def _where(profile: Json, answer: str, pointer: str, language: str) -> str:
    places = said_in(language).places
    if answer:
        return places["answer"]
    section = places.get((steps_of(pointer) or [""])[0], "")
    entry = entry_of(pointer)
    name = next((text for key in _NAMES if (text := text_at(profile, f"{entry}/{key}"))), "")
    if not name or section == places["basics"]:
        return section
    return places["within"].format(section=section, name=name)


def _pieces(text: str, used: set[int]) -> Iterator[Piece]:
    """The text in pieces; what stands between two used words and is no word counts with them."""
    marks = "".join("x" if at in used else "." if sign.isalnum() else " " for at, sign in enumerate(text))
    for match in re.finditer(r"x(?:[x ]*x)?|[^x]+", marks):
        piece, is_used = text[match.start() : match.end()], "x" in match[0]
        is_long = not is_used and len(piece) > _WIDEST
        yield Piece(_shortened(piece, match.start(), match.end() == len(text)) if is_long else piece, is_used)


def _shortened(piece: str, start: int, is_end: bool) -> str:
    """A long piece with only the words beside those that count."""
    before = piece[:_KEPT].rpartition(" ")[0] + " " if start else ""
    after = " " + piece[-_KEPT:].partition(" ")[2] if not is_end else ""
    return f"{before}…{after}"
