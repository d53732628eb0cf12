"""Printed résumés as the stages read them: lines, each with its section and the fields of its words."""

from __future__ import annotations

import multiprocessing
import random
import re
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import partial
from typing import Final

from parsing.stages.flow import Engines, convert_document
from parsing.stages.layout import layout_of
from parsing.stages.lines import lines_of
from parsing.stages.ner import culture_of, entities_of
from parsing.stages.types import Box, Entity, Line, Word
from parsing.training.types import Printed, PrintedWord, Split

ENTRY_KINDS: Final = frozenset(
    ("work", "education", "projects", "certificates", "publications", "awards", "volunteer", "references")
)
NONE: Final = "none"
"""The kind of a line that no section has: page numbers, running heads, ornaments."""
_ENGINES: Final = Engines()
_ENTRY = re.compile(r"(\w+)\.(\d+)\.")
_ROW_PT: Final = 12.0
_SLACK_PT: Final = 1.5


@dataclass(frozen=True, slots=True)
class Labelled:
    """A document's lines, each with a label: `h:work` a heading, `b:work` where an entry begins, `i:work`.

    `fields` has, for each line, the JSON Resume path of each of its words, "" for none.
    """

    lines: tuple[Line, ...]
    entities: tuple[Entity, ...]
    culture: str
    labels: tuple[str, ...]
    fields: tuple[tuple[str, ...], ...]


def labelled(printed: Printed, lines: Sequence[Line]) -> Labelled:
    """The lines that were read in a printed résumé, with the truth of its words at their places."""
    at = _by_place(printed.words)
    words = [[_printed_at(at, line.page, word) for word in line.words] for line in lines]
    entities = tuple(entities_of(lines))
    return Labelled(
        lines=tuple(lines),
        entities=entities,
        culture=culture_of(lines, entities),
        labels=tuple(_labels(words)),
        fields=tuple(tuple(word.field if word else "" for word in row) for row in words),
    )


def as_flow(document: Labelled) -> Labelled:
    """The document as a format without pages has it: no boxes, no columns, no gaps; looks stay."""
    lines = tuple(
        replace(line, box=None, gap_above=0.0, column=0, region=0, role="body", page=1, words=())
        for line in document.lines
    )
    return replace(document, lines=lines)


def as_scan(document: Labelled, rng: random.Random) -> Labelled:
    """The document as a scan shows it: bold and italic unknown, sizes waver, bullets lost now and then."""
    lines = tuple(
        replace(
            line,
            bold=False,
            italic=False,
            words=tuple(word._replace(bold=False, italic=False) for word in line.words),
            size=round(line.size * rng.uniform(0.93, 1.07), 1),
            is_list_item=line.is_list_item and rng.random() < 0.7,
            source="ocr",
        )
        for line in document.lines
    )
    return replace(document, lines=lines)


def without_heading_lines(document: Labelled, rng: random.Random) -> Labelled:
    """The document with some of its headings cut away, as résumés without headings are set."""
    kept = [
        i for i, label in enumerate(document.labels) if not (label.startswith("h:") and rng.random() < 0.5)
    ]
    number = {old: new for new, old in enumerate(kept)}
    return replace(
        document,
        lines=tuple(replace(document.lines[i], id=number[i]) for i in kept),
        entities=tuple(
            entity._replace(line=number[entity.line]) for entity in document.entities if entity.line in number
        ),
        labels=tuple(document.labels[i] for i in kept),
        fields=tuple(document.fields[i] for i in kept),
    )


def _by_place(words: Iterable[PrintedWord]) -> Mapping[tuple[int, int], list[PrintedWord]]:
    """Page and row of some points' height → the printed words that stand there."""
    at: defaultdict[tuple[int, int], list[PrintedWord]] = defaultdict(list)
    for word in words:
        first, last = int(word.box[1] // _ROW_PT), int(word.box[3] // _ROW_PT)
        for row in range(first, last + 1):
            at[word.page, row].append(word)
    return at


def _printed_at(at: Mapping[tuple[int, int], list[PrintedWord]], page: int, word: Word) -> PrintedWord | None:
    """The printed word at the middle of what was read, None where nothing was printed."""
    x, y = _middle(word.box)
    near = at.get((page, int(y // _ROW_PT)), ())
    hits = [
        printed
        for printed in near
        if printed.box[0] - _SLACK_PT <= x <= printed.box[2] + _SLACK_PT
        and printed.box[1] - _SLACK_PT <= y <= printed.box[3] + _SLACK_PT
    ]
    return min(hits, key=lambda printed: abs(_middle(Box(*printed.box))[0] - x), default=None)


def _middle(box: Box) -> tuple[float, float]:
    return (box.x0 + box.x1) / 2, (box.y0 + box.y1) / 2


def _labels(rows: Sequence[Sequence[PrintedWord | None]]) -> list[str]:
    seen: set[tuple[str, str]] = set()
    labels: list[str] = []
    opened = ""
    for row in rows:
        known = [word for word in row if word is not None and (word.section or word.field)]
        if not known:
            labels.append(f"i:{NONE}")
            continue
        kind = Counter(word.section or _section_of(word.field) for word in known).most_common(1)[0][0]
        labels.append(_label(kind, known, seen, opened))
        opened = kind
    return labels


def _label(kind: str, known: Sequence[PrintedWord], seen: set[tuple[str, str]], opened: str) -> str:
    if all(_is_heading(word) for word in known):
        return f"h:{kind}"
    if kind in ENTRY_KINDS:
        entries = {(match[1], match[2]) for word in known if (match := _ENTRY.match(word.field))}
        if entries - seen:
            seen |= entries
            return f"b:{kind}"
    return f"i:{kind}"


def _is_heading(word: PrintedWord) -> bool:
    return word.field == "heading"


def _section_of(field: str) -> str:
    """The kind of section that a field without one is of."""
    head = field.partition(".")[0]
    return "contact" if head == "basics" else head


def documents(count: int, *, seed: int, split: Split, jobs: int = 1) -> Iterator[Labelled]:
    """Fictional résumés as the stages read them, by designs of the split. 0.3 CPU s each.

    The same count, seed and split give the same documents, whatever the number of processes.
    """
    make = partial(_document, seed=seed, split=split)
    if jobs <= 1:
        yield from map(make, range(count))
        return
    with multiprocessing.get_context("fork").Pool(jobs) as pool:
        yield from pool.imap(make, range(count), chunksize=4)


def _document(number: int, *, seed: int, split: Split) -> Labelled:
    from parsing.training.careers import LANGUAGES
    from parsing.training.cases import Choice, case
    from parsing.training.designs import DESIGNS

    designs = [design for design in DESIGNS if design.split == split]
    return read(case(seed, number, Choice(LANGUAGES, designs, ("pdf",))).printed)


def read(printed: Printed) -> Labelled:
    """The printed résumé as the stages before the models read it, with the truth of every line."""
    document = convert_document(printed.pdf, "pdf", engines=_ENGINES)
    layouts = [layout_of(page, _ENGINES.layout) for page in document.pages]
    return labelled(printed, lines_of(document, layouts))
