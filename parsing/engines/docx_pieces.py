"""The pieces that a paragraph of a DOCX is made of: runs of text in one look, put together as lines."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import NamedTuple

from parsing.engines.docx_styles import Look
from parsing.stages.types import Link


class Piece(NamedTuple):
    """Text in one look; `target` is where a click on it leads, "" for plain text."""

    text: str
    look: Look
    target: str


def split_at_breaks(pieces: Iterable[Piece]) -> Iterator[list[Piece]]:
    """The pieces of each line of a paragraph."""
    line: list[Piece] = []
    for piece in pieces:
        if "\n" not in piece.text:
            line.append(piece)
            continue
        first, *rest = piece.text.split("\n")
        line.append(piece._replace(text=first))
        for text in rest:
            yield line
            line = [piece._replace(text=text)]
    yield line


def main_look(pieces: Iterable[Piece]) -> Look:
    """The look that most of the characters have, property by property."""
    sizes: dict[float, int] = {}
    total = bold = italic = 0
    for piece in pieces:
        count = len(piece.text) - piece.text.count(" ")
        total += count
        bold += count if piece.look.bold else 0
        italic += count if piece.look.italic else 0
        size = piece.look.size or 0.0
        sizes[size] = sizes.get(size, 0) + count
    return Look(size=max(sizes, key=sizes.__getitem__), bold=2 * bold > total, italic=2 * italic > total)


def links_of(pieces: Iterable[Piece]) -> Iterator[Link]:
    """Where links stand in the text of the pieces together; pieces with one target are one link."""
    at = 0
    start, target = 0, ""
    for piece in pieces:
        if piece.target != target:
            if target and at > start:
                yield Link(start, at, target)
            start, target = at, piece.target
        at += len(piece.text)
    if target and at > start:
        yield Link(start, at, target)
