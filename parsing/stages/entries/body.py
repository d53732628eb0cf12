"""What stands below an entry's header: bullets become highlights, the rest the summary."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field, replace

from parsing.stages.entries.fragments import plain
from parsing.stages.entries.lexicon import labels
from parsing.stages.entries.views import View, label_of
from parsing.stages.leaf import Leaf, evidence_of, evidence_over
from parsing.stages.text import fold
from parsing.stages.types import Line


@dataclass(slots=True)
class Body:
    """The text of an entry by what it is for. Each item is a list of lines that belong together."""

    highlights: list[list[View]] = field(default_factory=list)
    summary: list[list[View]] = field(default_factory=list)
    courses: list[tuple[list[View], int]] = field(default_factory=list)
    keywords: list[tuple[list[View], int]] = field(default_factory=list)


def body_of(views: Sequence[View]) -> Body:
    """The lines sorted by use; labels such as "Highlights" steer what follows and are not kept."""
    body = Body()
    mode = ""
    for item in _items(views):
        first = item[0]
        kind, value_at = _kind_of(first)
        if first.is_label and not value_at and not first.labels:
            mode = _steers(fold(first.text))
        elif kind == "courses" or (mode == "courses" and not kind):
            body.courses.append((item, value_at))
        elif kind == "keywords" or (mode == "keywords" and not kind):
            body.keywords.append((item, value_at))
        elif first.is_bullet or "highlights" in (mode, kind if first.labels else ""):
            body.highlights.append(item)
        else:
            body.summary.append(item)
    return body


def _kind_of(view: View) -> tuple[str, int]:
    """The kind of the label in the line or before its cell, and where its value begins; ("", 0) for none."""
    if view.labels:
        start, _, kind = view.labels[0]
        return kind, start
    label, value_at = label_of(view.text)
    return (_steers(label) or label, value_at)


def _steers(label: str) -> str:
    """The kind of a label that says what the lines below it are for, "" for others."""
    return next((kind for kind in ("courses", "keywords", "highlights") if label in labels(kind)), "")


def joined(views: Sequence[View], *, confidence: float, rule: str, start: int = 0) -> Leaf:
    """One leaf for several lines: text from `start` of the first, joined by spaces, broken words mended."""
    value = ""
    spans = spans_of(views, start)
    for line, begin, end in spans:
        value = _mended(value, plain(line.text[begin:end].replace("\t", " ").strip()))
    trust = round(confidence * min(view.line.confidence for view in views), 3)
    return Leaf(value, value, trust, "rule", rule, evidence_over(spans))


def spans_of(views: Sequence[View], start: int = 0) -> list[tuple[Line, int, int]]:
    """The views' lines whole, the first from `start`."""
    return [(view.line, start if i == 0 else 0, len(view.text)) for i, view in enumerate(views)]


def listed(items: Sequence[tuple[list[View], int]], *, rule: str) -> list[Leaf]:
    """One leaf for each item of lists told by commas, bars or dots; the numbers say where lists begin."""
    return [leaf for views, start in items for leaf in _listed(views, start, rule)]


def _listed(views: Sequence[View], start: int, rule: str) -> list[Leaf]:
    whole = joined(views, confidence=0.7, rule=rule, start=start)
    separator = next((mark for mark in "|;·" if mark in whole.value), ",")
    items = [piece.strip(" .") for piece in whole.value.split(separator)]
    spans = spans_of(views, start)
    return [replace(whole, value=item, raw=item, evidence=evidence_of(item, spans)) for item in items if item]


def _mended(text: str, piece: str) -> str:
    if (
        len(text) > 1
        and text.endswith(("-", "\u00ad", "\u2010"))
        and text[-2].isalpha()
        and piece[:1].islower()
    ):
        return text[:-1] + piece
    return f"{text} {piece}".strip()


def _items(views: Sequence[View]) -> list[list[View]]:
    """Lines with those that continue them."""
    items: list[list[View]] = []
    for view in views:
        if view.is_continuation and items:
            items[-1].append(view)
        else:
            items.append([view])
    return items
