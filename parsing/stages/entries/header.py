"""An entry's header: which of its lines name things, and the dates, places and addresses beside the names."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field

from parsing.stages.dates import Period, json_resume_date
from parsing.stages.entries.fragments import Fragment, fragments_of
from parsing.stages.entries.lexicon import org_score, title_score
from parsing.stages.entries.types import Entry
from parsing.stages.entries.views import View
from parsing.stages.leaf import Leaf, leaf_at

_MAX_HEADER_LINES = 7


@dataclass(slots=True)
class Header:
    """What the lines above an entry's text say. `names` are the fragments whose meaning is still open."""

    names: list[Fragment] = field(default_factory=list)
    places: list[Fragment] = field(default_factory=list)
    urls: list[Fragment] = field(default_factory=list)
    notes: list[Fragment] = field(default_factory=list)
    dates: list[tuple[View, Period]] = field(default_factory=list)
    views: list[View] = field(default_factory=list)


def header_and_body(group: Sequence[View]) -> tuple[Header, list[View]]:
    """The entry's lines as its header and the lines of its text.

    The header ends at the first bullet, sentence or label. A bullet right below bare dates that reads
    like a title belongs to it.
    """
    size = next((i for i, view in enumerate(group) if i and (view.is_body or view.is_label)), len(group))
    if group[0].is_prose and not group[0].anchors and len(group) > 1:
        size = 1
    size = min(size, _MAX_HEADER_LINES)
    if size < len(group) and not any(view.rest.strip("\t ") for view in group[:size]):
        text = group[size].text
        if len(text.split()) <= 10 and (title_score(text) >= 1.2 or org_score(text) >= 1.5):
            size += 1
    header = _read(group[:size])
    for view in group[size:]:
        header.dates += [(view, period) for period in view.anchors]
    return header, list(group[size:])


def _read(views: Sequence[View]) -> Header:
    header = Header(views=list(views))
    for i, view in enumerate(views):
        header.dates += [(view, period) for period in view.anchors]
        for fragment in fragments_of(view, i):
            {"name": header.names, "place": header.places, "url": header.urls, "note": header.notes}[
                fragment.role
            ].append(fragment)
    return header


def main_period(header: Header) -> tuple[View, Period] | None:
    """The dates of the entry: the first range, else the first date."""
    ranges = [dated for dated in header.dates if dated[1].is_range]
    return next(iter(ranges or header.dates), None)


def date_leaf(view: View, period: Period, edtf: str, confidence: float) -> Leaf:
    """The leaf for one end of a period, in JSON Resume's form, EDTF beside it."""
    return leaf_at(
        view.line,
        period.span_start,
        period.span_end,
        value=json_resume_date(edtf),
        confidence=confidence,
        rule="entries.date",
        normalized=edtf,
    )


def set_dates(entry: Entry, header: Header, *, lone: str = "endDate") -> None:
    """Write startDate and endDate; `lone` is the field for a date that stands alone."""
    dated = main_period(header)
    if dated is None:
        return
    view, period = dated
    entry.period, entry.is_current = period, period.is_current
    confidence = 0.95 if period.is_range else 0.75
    if not period.is_range:
        _set(entry, lone, date_leaf(view, period, period.start, confidence))
        return
    _set(entry, "startDate", date_leaf(view, period, period.start, confidence))
    if not period.is_current:
        _set(entry, "endDate", date_leaf(view, period, period.end, confidence))


def _set(entry: Entry, name: str, leaf: Leaf) -> None:
    if leaf.value:
        entry.fields[name] = leaf


def set_place_and_url(entry: Entry, header: Header) -> None:
    """Write location and url from the header, or from the link under a name."""
    if header.places:
        entry.fields["location"] = header.places[0].leaf(0.85, "entries.place")
    if header.urls:
        entry.fields["url"] = header.urls[0].leaf(0.95, "entries.url")
        return
    for view in header.views:
        for link in view.line.links:
            if link.target.startswith(("http://", "https://")):
                entry.fields["url"] = leaf_at(
                    view.line, link.start, link.end, value=link.target, confidence=0.9, rule="entries.link"
                )
                return
