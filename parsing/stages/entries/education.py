"""Schooling: which name is the school, which the degree, and what was studied."""

from __future__ import annotations

import re
from collections.abc import Sequence

from parsing.stages.entries.body import body_of, joined, listed
from parsing.stages.entries.fragments import Fragment, split_at_commas, trim
from parsing.stages.entries.header import Header, header_and_body, set_dates, set_place_and_url
from parsing.stages.entries.lexicon import degree_score, labels, org_score, school_score
from parsing.stages.entries.types import Entry
from parsing.stages.entries.views import View, label_of
from parsing.stages.entries.work import summed
from parsing.stages.grades import grade_in
from parsing.stages.leaf import Leaf, leaf_at
from parsing.stages.text import fold

_TOLD = 0.9
"""From how sure on a model's word for the school counts where no lexicon knows one."""
_LABELLED = 4.0
"""What the label of a table's cell counts for."""
_NEAR_START = 12
"""A grade that a line of text gives further on is told of something else."""
_OF_SUBJECT = (
    r"of(?=\s+(?!science|arts|engineering|laws|business|philosophy|education|fine|applied|technology|commerce|"
    r"music|medicine|public|data))"
)
_IN = re.compile(
    rf"^(?P<degree>.+?)(?:\s+(?:in|en|im|em|der|für|{_OF_SUBJECT}|w|i(?!\s+stopnia))\s+|\s*[,:]\s+|\s+[-–—·]\s+)(?P<area>.+)$",
    re.IGNORECASE,
)
_ABBREVIATED = re.compile(r"^(?P<degree>(?:[A-Z][A-Za-z]{0,4}\.?){1,4})\s+(?P<area>[^\W\d(].+)$")
_FIELD = re.compile(
    r"\b(?:sciences?|engineering|studies|mathemati\w+|physics|physik|physique|chemi\w+|biolog\w+|econom\w+|"
    r"informati\w+|business|administration|management|marketing|laws?|medicine|psycholog\w+|philosoph\w+|history|"
    r"literature|design|arts|architecture|computing|finance|accounting|journalism|sociolog\w+|linguistics|"
    r"maschinenbau|elektrotechnik|betriebswirtschaft\w*|wirtschaft\w*|droit|gestion|ingenieria|derecho|education|"
    r"nursing|statistics|communication\w*)\b"
)


def education_entries(groups: Sequence[Sequence[View]]) -> list[Entry]:
    """One entry a school visited or a degree taken."""
    drafts = [header_and_body(group) for group in groups]
    order = _order([header.names for header, _ in drafts])
    return [entry for header, body in drafts if (entry := _entry(header, body, order)).fields]


def lean(fragment: Fragment) -> float:
    """Above 0 the text reads like a school, below 0 like a degree."""
    if fragment.label in ("school", "degree", "area"):
        return _LABELLED if fragment.label == "school" else -_LABELLED
    school = max(school_score(fragment.text), 0.6 * org_score(fragment.text))
    return school - degree_score(fragment.text)


def _order(headers: Sequence[Sequence[Fragment]]) -> float:
    """Above 0 the section's headers name the school first."""
    parted = [[piece for name in names for piece in _parted(name)] for names in headers]
    return sum(lean(names[0]) - lean(names[1]) for names in parted if len(names) > 1)


def _entry(header: Header, body: list[View], order: float) -> Entry:
    entry = Entry("education")
    names = _without_scores(entry, [piece for name in _rejoined(header.names) for piece in _parted(name)])
    school, degrees, rest = _assigned(_halved(names, order), order)
    if school:
        entry.fields["institution"] = school.leaf(
            0.65 + 0.15 * min(school_score(school.text), 2.0), "entries.school"
        )
    _set_degree(entry, degrees)
    set_dates(entry, header)
    set_place_and_url(entry, header)
    _set_body(entry, header, body, rest)
    return entry


def _rejoined(names: Sequence[Fragment]) -> list[Fragment]:
    """The names, "3.6 / 4.0" as one of them."""
    kept: list[Fragment] = []
    for name in names:
        is_ratio = kept and name.separator == "/" and kept[-1].text[-1:].isdigit() and name.text[:1].isdigit()
        kept[-1:] = [kept[-1].joined_with(name, " / ")] if is_ratio else [*kept[-1:], name]
    return kept


def _parted(name: Fragment) -> list[Fragment]:
    """A name cut at the commas that part school, degree and field; a school keeps its campus."""
    text = name.text
    label, value_at = label_of(text)
    if value_at and label in labels("degree") | labels("school") | labels("area"):
        part = name.part(value_at, len(text))
        return [part] if part else []
    if school_score(text) == 0 and degree_score(text) == 0 and not grade_in(text):
        return [name]
    for left, right in split_at_commas(name):
        is_school = school_score(right.text) > 0 and (
            school_score(left.text) == 0 or degree_score(left.text) > 0
        )
        is_field = school_score(left.text) > 0 and _is_field(right.text)
        if degree_score(right.text) > 0 or is_school or is_field or _begins_with_grade(right.text):
            return [left, *_parted(right)]
    return [name]


def _is_field(text: str) -> bool:
    return bool(_FIELD.search(fold(text)))


def _halved(names: list[Fragment], order: float) -> list[Fragment]:
    """One name of which no word tells anything, cut at its comma as the section's others are ordered."""
    if len(names) != 1 or lean(names[0]) != 0:
        return names
    pairs = split_at_commas(names[0])
    return list(pairs[0 if order > 0 else -1]) if pairs else names


def _without_scores(entry: Entry, names: Sequence[Fragment]) -> list[Fragment]:
    """The names without grades; the first grade is kept as `score`."""
    left: list[Fragment] = []
    for name in names:
        grade = grade_in(name.text)
        score = name.part(grade.start, grade.end) if grade else None
        if grade is None or score is None:
            left.append(name)
            continue
        entry.fields.setdefault("score", score.leaf(0.9, "entries.score"))
        before, after = name.part(0, grade.begin), name.part(grade.end, len(name.text))
        left += [part for part in (before, after) if part and re.search(r"\w{2}", part.text)]
    return left


def _begins_with_grade(text: str) -> bool:
    grade = grade_in(text)
    return grade is not None and grade.begin == 0


def _assigned(
    names: Sequence[Fragment], order: float
) -> tuple[Fragment | None, list[Fragment], list[Fragment]]:
    """The school, the names that make up the degree, and what is left."""
    schools = [name for name in names if lean(name) >= 1.0]
    degrees = [name for name in names if lean(name) <= -1.0]
    unknown = [name for name in names if name not in schools and name not in degrees]
    school = max(schools, key=lean, default=None)
    if school is None and not unknown:
        school = _named_after(degrees)
        degrees = [name for name in degrees if name is not school]
    rest = [name for name in schools if name is not school]
    told = [name for name in unknown if name.told("SCHOOL") >= _TOLD]
    if school is None and len(told) == 1:
        school = told[0]
        unknown.remove(school)
    elif school is None and unknown:
        at = 0 if order >= 0 or degrees else min(1, len(unknown) - 1)
        if degrees and order <= 0 and names[0] is degrees[0] and len(unknown) == 2:
            at = 1  # "Degree — Field — School"
        if not degrees and len(unknown) > 1 and order < 0:
            at = 1
        school = unknown.pop(at)
    if unknown and len(degrees) < 2 and not any(_names_field(name.text) for name in degrees):
        degrees.append(unknown.pop(0))
        degrees.sort(key=names.index)
    return school, degrees, rest + unknown


def _named_after(degrees: Sequence[Fragment]) -> Fragment | None:
    """Of two names the school that is called after its degree: "Lyceum Baran" beside "Lyceum"."""
    whole = {fold(name.text) for name in degrees}
    called = [name for name in degrees if fold(name.text).partition(" ")[0] in whole - {fold(name.text)}]
    return called[0] if len(called) == 1 else None


def _names_field(text: str) -> bool:
    """True for a degree that says what was studied ("BSc in Physics")."""
    return _IN.match(text) is not None or len(text.split()) > 4


def _set_degree(entry: Entry, degrees: Sequence[Fragment]) -> None:
    """Write studyType and area from one name ("BSc in Physics") or two ("PhD", "Computer Science")."""
    named = [name for name in degrees if degree_score(name.text) > 0]
    fields = [name for name in degrees if degree_score(name.text) == 0]
    if not named:
        if fields:
            entry.fields["area"] = fields[0].leaf(0.6, "entries.area")
        return
    best = max(named, key=lambda name: len(name.text))
    spans = degree_and_area(best.text)
    if spans is None:
        entry.fields["studyType"] = best.leaf(0.85, "entries.degree")
    else:
        for span, field in zip(spans, ("studyType", "area"), strict=True):
            part = best.part(*span)
            if part:
                entry.fields[field] = part.leaf(0.85, "entries.degree")
    if fields and "area" not in entry.fields:
        entry.fields["area"] = fields[0].leaf(0.75, "entries.area")


def degree_and_area(text: str) -> tuple[tuple[int, int], tuple[int, int]] | None:
    """Where a name says which degree and in what ("BSc in Physics"); None where it says one of the two."""
    match = _IN.match(text) or _ABBREVIATED.match(text)
    if match is None or (match.re is _ABBREVIATED and degree_score(match["degree"]) == 0):
        return None
    first, second = ("degree", "area") if degree_score(match["degree"]) > 0 else ("area", "degree")
    return match.span(first), match.span(second)


def _set_body(entry: Entry, header: Header, views: list[View], rest: Sequence[Fragment]) -> None:
    body = body_of(views)
    courses = listed(body.courses, rule="entries.courses")
    if courses:
        entry.fields["courses"] = courses
    highlights: list[Leaf] = []
    for item in body.highlights:
        _score_from(entry, item)
        highlights.append(joined(item, confidence=0.8, rule="entries.highlight"))
    if highlights:
        entry.fields["highlights"] = list(highlights)
    paragraphs: list[Leaf] = []
    for item in body.summary:
        _score_from(entry, item)
        paragraphs.append(joined(item, confidence=0.7, rule="entries.summary"))
    summary = summed([*(name.leaf(0.5, "entries.rest") for name in (*rest, *header.notes)), *paragraphs])
    if summary:
        entry.fields["summary"] = summary


def _score_from(entry: Entry, item: Sequence[View]) -> None:
    view = item[0]
    grade = grade_in(view.text)
    if grade and grade.begin < _NEAR_START:
        start, end = trim(view.text, grade.start, grade.end)
        entry.fields.setdefault("score", leaf_at(view.line, start, end, confidence=0.9, rule="entries.score"))
