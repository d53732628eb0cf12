"""Positions: who the employer was and what the title, decided for all entries of a section together."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Literal

from parsing.stages.dates import OPEN, Period
from parsing.stages.entries.body import body_of, joined, listed
from parsing.stages.entries.fragments import Fragment, split_at_commas
from parsing.stages.entries.header import Header, date_leaf, header_and_body, main_period, set_place_and_url
from parsing.stages.entries.lexicon import labels, org_score, title_score
from parsing.stages.entries.types import Entry
from parsing.stages.entries.views import View, label_of
from parsing.stages.leaf import Leaf

_SURE = 2.0
_TOLD = 0.7
"""From how sure on a model's word counts where no lexicon tells."""
_DASHES = frozenset("–—-")
_PLACE_WORDS = 4
_ENOUGH_PLACED = {"employer": 1, "title": 2}
"""How many places are known, at least, before an unknown one is believed: titles go on with other things."""


@dataclass(slots=True)
class _Draft:
    """A position on its way: the header with two of its names chosen."""

    header: Header
    body: list[View]
    names: list[Fragment]
    title: Fragment | None = None
    employer: Fragment | None = None
    inherited: Fragment | None = None
    labelled: bool = False


def work_entries(
    groups: Sequence[Sequence[View]], kind: Literal["work", "volunteer"], as_of: date
) -> list[Entry]:
    """One entry a position; several positions under one employer each carry it.

    A position whose end lies after `as_of` goes on, and keeps that end.
    """
    drafts = _with_stray_lines([_draft(group) for group in groups])
    order = _order(drafts)
    for draft in drafts:
        _choose(draft, order)
    _place_alike(drafts)
    drafts = _with_shared_employers(drafts)
    entries = [_entry(draft, kind) for draft in drafts]
    _date(entries, drafts, as_of)
    return [entry for entry in entries if entry.fields]


def lean(fragment: Fragment) -> float:
    """Above 0 the text reads like a title, below 0 like an organisation."""
    return title_score(fragment.text) - org_score(fragment.text)


def _told_title(names: Sequence[Fragment]) -> Fragment | None:
    """The one name that a model takes for a title, where it takes another for an employer; else None."""
    titles = [name for name in names if name.told("TITLE") >= _TOLD]
    is_told_apart = any(name.told("EMPLOYER", "SCHOOL") >= _TOLD for name in names)
    return titles[0] if len(titles) == 1 and is_told_apart else None


def _draft(group: Sequence[View]) -> _Draft:
    header, body = header_and_body(group)
    names = [name for i, name in enumerate(header.names) if not _describes(name, header.names[:i])]
    draft = _Draft(header, body, names)
    _take_labelled(draft)
    return draft


def _with_stray_lines(drafts: Sequence[_Draft]) -> list[_Draft]:
    """Lines that name nothing and date nothing go with the position above them."""
    kept: list[_Draft] = []
    for draft in drafts:
        if kept and not (draft.names or draft.header.dates or draft.title or draft.employer):
            kept[-1].header.places += draft.header.places
            kept[-1].header.notes += draft.header.notes
            kept[-1].body += draft.body
        else:
            kept.append(draft)
    return kept


def _order(drafts: Sequence[_Draft]) -> float:
    """Above 0 the section's headers name the title first; the sum of what each entry says for itself."""
    votes = 0.0
    for draft in drafts:
        if len(draft.names) >= 2:
            votes += lean(draft.names[0]) - lean(draft.names[1])
        elif len(draft.names) == 1:
            votes += max(
                (lean(left) - lean(right) for left, right in split_at_commas(draft.names[0])),
                key=abs,
                default=0,
            )
    return votes


def _describes(name: Fragment, above: Sequence[Fragment]) -> bool:
    """True for "Tech lead for the core product" below a title: words about the job, no name."""
    words = [word for word in name.text.split() if word[0].isalpha()]
    if len(words) < 6 or org_score(name.text) > 0 or not any(title_score(each.text) >= 1.2 for each in above):
        return False
    return sum(word[0].islower() for word in words) * 2 >= len(words)


def _take_labelled(draft: _Draft) -> None:
    """Take what a label names: "Employer: …", "Position: …"."""
    for name in list(draft.names):
        kind, part = _labelled(name)
        if part is None:
            continue
        if kind == "title" and draft.title is None:
            draft.title = part
        elif kind == "employer" and draft.employer is None:
            draft.employer = part
        elif kind == "client":
            draft.header.notes.append(name)
            draft.names.remove(name)
            continue
        elif kind == "place":
            draft.header.places.append(part)
        else:
            continue
        draft.names.remove(name)
        draft.labelled = True


def _labelled(name: Fragment) -> tuple[str, Fragment | None]:
    """The kind of the label before the name or above its cell, and the name without it; None without one."""
    if name.label:
        return name.label, name
    label, value_at = label_of(name.text)
    kinds = [kind for kind in ("title", "employer", "client", "place") if label in labels(kind)]
    return (kinds[0], name.part(value_at, len(name.text))) if kinds else ("", None)


def _choose(draft: _Draft, order: float) -> None:
    if draft.labelled and (draft.title or draft.employer):
        draft.title = draft.title or next(iter(draft.names), None)
        draft.employer = draft.employer or next(
            (name for name in draft.names if name is not draft.title), None
        )
        return
    names = _names_on_one_line(draft.names, order)
    if len(names) == 1:
        if lean(names[0]) > 0 or (lean(names[0]) == 0 and order < 0 and title_score(names[0].text) > 0):
            draft.title = names[0]
        else:
            draft.employer = names[0]
        return
    if len(names) < 2:
        return
    title = _title_among(names, order)
    others = [name for name in names if name is not title]
    employer = _employer_among(others, title)
    draft.title, draft.employer = title, _with_department(employer, others, title)


def _names_on_one_line(names: Sequence[Fragment], order: float) -> list[Fragment]:
    """The names, the only one cut in two where a comma parts a title and an employer."""
    if len(names) != 1:
        return list(names)
    pairs = split_at_commas(names[0])
    if not pairs:
        return list(names)

    def fit(pair: tuple[Fragment, Fragment]) -> float:
        contrast = lean(pair[0]) - lean(pair[1])
        agreement = 0.5 if contrast * order > 0 else 0.0
        both = title_score(pair[0].text) > 0 and title_score(pair[1].text) > 0
        told = 1.0 if _told_title(pair) is not None else 0.0
        return (
            abs(contrast)
            + agreement
            + told
            - 1.0 * both
            + 0.2 * (contrast > 0 and _ends_in_field(pair[0].text))
        )

    best = max(pairs, key=fit)
    return list(best) if fit(best) > 0.4 else list(names)


def _ends_in_field(text: str) -> bool:
    """ "Engineer, Payments" goes on with what the job is about; "Teacher, BBC" with who gave it."""
    chunk = text.rpartition(", ")[2]
    return chunk != text and not chunk.isupper() and org_score(chunk) == 0 and title_score(text) >= 1.2


def _title_among(names: Sequence[Fragment], order: float) -> Fragment:
    """The name that is the title: the likeliest by words, the usual place where words do not tell."""
    ranked = sorted(names, key=lean, reverse=True)
    if lean(ranked[0]) - lean(ranked[1]) >= _SURE and lean(ranked[0]) >= 1.0:
        return ranked[0]
    told = _told_title(names)
    if told is not None:
        return told
    first, second = names[0], names[1]
    if order > 0 or (order == 0 and lean(first) >= lean(second)):
        return first
    return second


def _employer_among(others: Sequence[Fragment], title: Fragment) -> Fragment:
    """The likeliest organisation; between equals the one beside the title on its own line's neighbours."""

    def fit(name: Fragment) -> float:
        distance = abs(name.line - title.line)
        return org_score(name.text) - title_score(name.text) - 0.3 * distance

    best = others[0]
    for name in others[1:]:
        if fit(name) >= fit(best) + 1.2:
            best = name
    return best


def _place_alike(drafts: Sequence[_Draft]) -> None:
    """Where a place follows most employers, or most titles, an unknown name in that position is one too."""
    for slot in ("employer", "title"):
        _place_behind(slot, drafts)


def _place_behind(slot: Literal["employer", "title"], drafts: Sequence[_Draft]) -> None:
    placed = sum(_is_placed(getattr(draft, slot), draft) for draft in drafts)
    if placed * 2 < len(drafts) or placed < _ENOUGH_PLACED[slot]:
        return
    for draft in drafts:
        name: Fragment | None = getattr(draft, slot)
        if name is None or draft.header.places:
            continue
        for left, right in split_at_commas(name)[-1:]:
            if _may_be_place(right.text):
                setattr(draft, slot, left)
                draft.header.places.append(right)


def _is_placed(name: Fragment | None, draft: _Draft) -> bool:
    """Whether a place stands right behind the name."""
    if name is None:
        return False
    view, end = name.pieces[-1].view, name.pieces[-1].end
    return any(
        place.view is view
        and place.pieces[0].start > end
        and not any(end < other.pieces[0].start < place.pieces[0].start for other in _in_line(draft, view))
        for place in draft.header.places
    )


def _in_line(draft: _Draft, view: View) -> list[Fragment]:
    return [name for name in draft.names if name.view is view]


def _may_be_place(text: str) -> bool:
    return (
        len(text.split()) <= _PLACE_WORDS
        and text[:1].isupper()
        and org_score(text) == 0
        and title_score(text) == 0
    )


def _with_department(employer: Fragment, others: Sequence[Fragment], title: Fragment) -> Fragment:
    """ "University — IT Service" on a line of its own names one employer."""
    if employer.line == title.line:
        return employer
    for other in others:
        if other is employer or other.line != employer.line or len(others) > 3:
            continue
        first, second = (
            (employer, other) if others.index(employer) < others.index(other) else (other, employer)
        )
        if second.separator in _DASHES:
            return first.joined_with(second, f" {second.separator} ")
    return employer


def _with_shared_employers(drafts: Sequence[_Draft]) -> list[_Draft]:
    """An employer alone above several titles is no position: it is handed down to them."""
    kept: list[_Draft] = []
    above: Fragment | None = None
    for i, draft in enumerate(drafts):
        following = drafts[i + 1] if i + 1 < len(drafts) else None
        is_heading = draft.title is None and draft.employer is not None and not draft.body
        if is_heading and following and following.title and not following.employer:
            above = draft.employer
            following.header.places = following.header.places or draft.header.places
            following.header.dates = following.header.dates or draft.header.dates
            continue
        if draft.title and not draft.employer and above:
            draft.inherited = above
        elif draft.employer:
            above = draft.employer if draft.employer.line < (draft.title.line if draft.title else 0) else None
        kept.append(draft)
    return kept


def _entry(draft: _Draft, kind: Literal["work", "volunteer"]) -> Entry:
    entry = Entry(kind)
    employer_field = "name" if kind == "work" else "organization"
    employer = draft.employer or draft.inherited
    if employer:
        confidence = 0.6 + 0.1 * min(org_score(employer.text), 3.0) - 0.1 * (draft.inherited is not None)
        confidence = _after_vote(confidence, employer, "EMPLOYER", "TITLE")
        entry.fields[employer_field] = employer.leaf(round(confidence, 2), "entries.employer")
    if draft.title:
        confidence = 0.6 + 0.15 * min(title_score(draft.title.text), 2.0)
        confidence = _after_vote(confidence, draft.title, "TITLE", "EMPLOYER")
        entry.fields["position"] = draft.title.leaf(round(confidence, 2), "entries.title")
    set_place_and_url(entry, draft.header)
    _set_body(entry, draft)
    return entry


def _after_vote(confidence: float, name: Fragment, own: str, other: str) -> float:
    """What rules claim, raised where a model agrees and lowered where it takes the name for the other."""
    if name.told(other) >= _TOLD:
        return 0.6 * confidence
    return min(0.95, confidence + 0.1) if name.told(own) >= _TOLD else confidence


def _set_body(entry: Entry, draft: _Draft) -> None:
    body = body_of(draft.body)
    if body.highlights:
        entry.fields["highlights"] = [
            joined(item, confidence=0.85, rule="entries.highlight") for item in body.highlights
        ]
    left = [name for name in draft.header.names if not _is_used(name, draft)]
    paragraphs = [joined(item, confidence=0.75, rule="entries.summary") for item in body.summary]
    keywords = listed(body.keywords, rule="entries.keywords")
    notes = [name.leaf(0.5, "entries.rest") for name in (*left, *draft.header.notes)]
    summary = summed([*notes, *paragraphs])
    if summary:
        entry.fields["summary"] = summary
    if keywords:
        entry.fields["keywords"] = keywords


def _is_used(name: Fragment, draft: _Draft) -> bool:
    taken = [draft.title, draft.employer, *draft.header.places, *draft.header.notes]
    used = [piece for fragment in taken if fragment for piece in fragment.pieces]
    return any(
        piece.view is own.view and piece.start < own.end and piece.end > own.start
        for piece in used
        for own in name.pieces
    )


def summed(leaves: Sequence[Leaf]) -> Leaf | None:
    """One leaf that says all of these, a line each; None for none."""
    if not leaves:
        return None
    text = "\n".join(leaf.value for leaf in leaves)
    evidence = tuple(each for leaf in leaves for each in leaf.evidence)
    return Leaf(text, text, min(leaf.confidence for leaf in leaves), "rule", "entries.summary", evidence)


def _date(entries: Sequence[Entry], drafts: Sequence[_Draft], as_of: date) -> None:
    """Write the dates. A lone month is the start of what goes on if no other position began later."""
    starts = [dated[1].start for draft in drafts if (dated := main_period(draft.header))]
    latest = max(starts, default="")
    for entry, draft in zip(entries, drafts, strict=True):
        dated = main_period(draft.header)
        if dated is None:
            continue
        view, period = dated
        entry.period = period
        confidence = 0.95 if period.is_range else 0.7
        end = period.end
        if not period.is_range:
            end = OPEN if period.start == latest and _has_month(period) else period.start
        _put_dates(entry, view, period, end, confidence)
        entry.is_current = end == OPEN or end > as_of.isoformat()


def _has_month(period: Period) -> bool:
    return period.precision in ("month", "day")


def _put_dates(entry: Entry, view: View, period: Period, end: str, confidence: float) -> None:
    for name, edtf in (("startDate", period.start), ("endDate", "" if end == OPEN else end)):
        leaf = date_leaf(view, period, edtf, confidence)
        if leaf.value:
            entry.fields[name] = leaf
