"""An entry's header: which of its lines name things, and the dates, places and addresses beside the names."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, field, replace

from parsing.stages.dates import Period, json_resume_date
from parsing.stages.entries.forms import HEADER_KINDS
from parsing.stages.entries.fragments import Fragment, Role, fragments_of, place_start
from parsing.stages.entries.lexicon import labels, org_score, title_score
from parsing.stages.entries.types import Entry
from parsing.stages.entries.views import View, label_of
from parsing.stages.grades import is_grade
from parsing.stages.leaf import Leaf, evidence_at, evidence_over, leaf_at
from parsing.stages.text import fold

_MAX_HEADER_LINES = 7
_LONG = 50
"""Characters of a name that may have been broken for want of room."""


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
    size = next((i for i, view in enumerate(group) if i and _ends_header(group[i - 1], view)), len(group))
    if group[0].is_prose and not group[0].anchors and len(group) > 1:
        size = 1
    size = min(size, _MAX_HEADER_LINES)
    if size < len(group) and not any(view.rest.strip("\t ") for view in group[:size]):
        text = group[size].text
        if len(text.split()) <= 10 and (title_score(text) >= 1.2 or org_score(text) >= 1.5):
            size += 1
    header, body = _read(group[:size]), list(group[size:])
    last = _closing(header, body)
    if last is not None:
        body.remove(last)
        closing = _read([last])
        header.names += [replace(name, line=name.line + size) for name in closing.names]
        header.places += closing.places
        header.dates += closing.dates
    for view in body:
        header.dates += [(view, period) for period in view.anchors]
    return header, body


def _closing(header: Header, body: Sequence[View]) -> View | None:
    """The line below the text that says where and when, where the header above it gives only one name."""
    if header.dates or len(header.names) != 1:
        return None
    dated = [view for view in body if view.anchors]
    if len(dated) != 1 or dated[0].is_bullet or dated[0].is_prose or not body[0].is_prose:
        return None
    return dated[0] if re.search(r"\w{3}", dated[0].rest) and len(dated[0].rest) <= _LONG + 20 else None


def _ends_header(before: View, view: View) -> bool:
    """True where the text begins: a bullet, a sentence, a label, or what follows a grade."""
    if view.labels:
        return view.labels[0][2] not in HEADER_KINDS
    return view.is_body or view.is_label or (label_of(before.text)[0] in labels("grade") and not view.anchors)


def _read(views: Sequence[View]) -> Header:
    header = Header(views=list(views))
    last: Fragment | None = None
    for i, view in enumerate(views):
        header.dates += [(view, period) for period in view.anchors]
        fragments = fragments_of(view, i)
        if last and fragments and _runs_on(last, fragments[0]):
            header.names[-1] = _joined(last, fragments.pop(0))
        if fragments and header.places and _names_region(header.places[-1], fragments[0]):
            header.places[-1] = header.places[-1].joined_with(fragments.pop(0), ", ")
        for fragment in fragments:
            _collection(header, fragment.role).append(fragment)
        last = header.names[-1] if header.names and header.names[-1].pieces[-1].view is view else None
    return header


def _names_region(place: Fragment, following: Fragment) -> bool:
    """Whether the place's region, behind a comma, is what its line had no room for."""
    end, begin = place.pieces[-1], following.pieces[0]
    is_last = end.view.text[end.end :].strip() == "," and begin.view.is_wrapped and begin.start == 0
    return is_last and place_start(f"{place.text}, {following.text}") == 0


def _joined(name: Fragment, following: Fragment) -> Fragment:
    """The name with what stands of it in the next line; "Saint-" keeps its hyphen before a capital."""
    if not _is_broken(name):
        return name.joined_with(following)
    return name.joined_with(following, "" if following.text[:1].islower() else "-")


def _is_broken(name: Fragment) -> bool:
    """True where the name's last word goes on in the next line ("docu-")."""
    end = name.pieces[-1]
    return end.view.text[end.end :].strip() in ("-", "\u00ad", "\u2010")


def _collection(header: Header, role: Role) -> list[Fragment]:
    return {"name": header.names, "place": header.places, "url": header.urls, "note": header.notes}[role]


def _runs_on(name: Fragment, following: Fragment) -> bool:
    """True where a name is broken at the end of its line and goes on below."""
    end, begin = name.pieces[-1], following.pieces[0]
    reaches_end = _is_broken(name) or not end.view.text[end.end :].strip()
    is_cut = len(name.text.split()) > 1 and fold(name.text.split()[-1]) in labels("of")
    if (
        not (following.role == "name" or (following.role == "place" and (is_cut or begin.view.is_wrapped)))
        or is_grade(following.text)
        or begin.start > 0
        or not reaches_end
        or end.view.line.box is None
    ):
        return False
    if not begin.view.style.is_like(end.view.style, loose=True):
        return False
    is_open = name.text.count("(") > name.text.count(")")
    if (
        begin.view.is_wrapped
        or is_open
        or is_cut
        or _is_broken(name)
        or (following.text[:1].islower() and not end.view.had_room)
        or name.text.endswith("&")
    ):
        return True
    is_wrapped = end.view.is_full and len(name.text) > _LONG and begin.view.style.is_like(end.view.style)
    names_more = max(title_score(following.text), org_score(following.text)) >= 1.0
    return is_wrapped and not names_more and not begin.view.periods


def main_period(header: Header) -> tuple[View, Period] | None:
    """The dates of the entry: the first range, else the first date."""
    ranges = [dated for dated in header.dates if dated[1].is_range]
    return next(iter(ranges or header.dates), None)


def date_leaf(view: View, period: Period, edtf: str, confidence: float) -> Leaf:
    """The leaf for one end of a period, in JSON Resume's form, EDTF beside it."""
    evidence = [*evidence_over([(view.line, period.span_start, period.span_end)])]
    if view.tail is not None and period.span_end == len(view.text):
        evidence.append(evidence_at(view.tail.line, *view.tail.spans[0]))
    return Leaf(
        value=json_resume_date(edtf),
        raw=period.raw,
        confidence=round(confidence * view.line.confidence, 3),
        source="rule",
        rule="entries.date",
        evidence=tuple(evidence),
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
