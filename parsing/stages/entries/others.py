"""Projects, certificates, awards, publications and references: a name first, then who, when and what."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, field

from parsing.stages.date_tokens import date_words
from parsing.stages.dates import Period
from parsing.stages.entries.body import Body, body_of, joined, listed, spans_of
from parsing.stages.entries.fragments import Fragment, split_at_commas
from parsing.stages.entries.header import Header, header_and_body, set_dates, set_place_and_url
from parsing.stages.entries.lexicon import labels, org_score, title_score
from parsing.stages.entries.types import Entry, EntryKind
from parsing.stages.entries.views import View, label_of
from parsing.stages.entries.work import summed
from parsing.stages.leaf import Leaf, evidence_of
from parsing.stages.text import fold

_BY = re.compile(
    r"^(?:issued by|issuer|awarded by|awarded at|awarded|given by|granted by|conferred by|by|published by|"
    r"published in|publisher|from|at|presented by|verliehen von|par|von|bei|ausgestellt von|awarder|provider|"
    r"organization|organisation|issuing organization|issuing authority|chez|décerné par|délivré par|"
    r"otorgado por|emitido por|expedido por|concedido por|presso|da|rilasciato da|door|uitgegeven door)"
    r"\b\s*[:：]?(?:\s+|$)",
    re.IGNORECASE,
)
_LABEL_ONLY = re.compile(
    r"^(?:(?:date|issued|awarded|published|received|name|title|year|datum|verliehen|ausgestellt|délivré|obtenu|"
    r"otorgado|expedido|emitido|rilasciato|conseguito|uitgegeven)(?:\s+(?:on|in|am|le|en|el|il|em|op|of|date))?|on|\d{1,2})\W*$",
    re.IGNORECASE,
)
_DIGIT = re.compile(r"\d")
_LONGEST_GIVER = 6
_LEVEL = re.compile(r"[A-Z]{1,2}|[IVX]+")
_AROUND = " \t()[],;:|·•–—-"
_CITATION = re.compile(
    r"^(?P<authors>.{3,300}?)\s*\((?P<year>(?:19|20)\d\d)[a-z]?(?:,[^)]*)?\)\.?\s+"
    r"(?P<title>[^.?!]{8,}[?!]?)\.?\s*(?P<venue>.*)$"
)
_QUOTED = re.compile(r"[“\"„«](?P<title>[^”\"“»]{8,}?)[,.]?[”\"“»]")


@dataclass(frozen=True, slots=True)
class _Shape:
    """The names of a kind's fields: what it is called, who gave it, when, and its text."""

    name: str
    by: str
    date: str
    text: str


_SHAPES: dict[str, _Shape] = {
    "projects": _Shape("name", "entity", "startDate", "description"),
    "certificates": _Shape("name", "issuer", "date", "summary"),
    "awards": _Shape("title", "awarder", "date", "summary"),
    "publications": _Shape("name", "publisher", "releaseDate", "summary"),
    "references": _Shape("name", "position", "date", "reference"),
}


@dataclass(slots=True)
class _Draft:
    header: Header
    body: list[View]
    names: list[Fragment]
    group: list[View] = field(default_factory=list)


def other_entries(groups: Sequence[Sequence[View]], kind: EntryKind) -> list[Entry]:
    """One entry a project, certificate, award, publication or reference."""
    drafts = [_draft(group, kind) for group in groups]
    if kind in ("awards", "publications", "certificates"):
        _part_at_commas(drafts)
    if kind in ("awards", "publications", "certificates"):
        for draft in drafts:
            _part_from_giver(draft, kind)
    is_giver_first = kind in ("awards", "certificates") and _order(drafts) < 0
    entries = [_entry(draft, kind, is_giver_first) for draft in drafts]
    return [entry for entry in entries if entry.fields]


def _draft(group: Sequence[View], kind: EntryKind) -> _Draft:
    header, body = header_and_body(group)
    names = _names_of(header, kind)
    if body and (not names or _BY.match(body[0].text)):
        body = _with_more(header, names, body, kind)
    if kind == "publications" and body and _is_title_alone(names, body[0]):
        body = _with_more(header, names, body, kind)
    if not header.dates:
        header.dates = [
            (view, each) for view in header.views for each in view.periods if _is_at_edge(view, each)
        ]
    return _Draft(header, body, names, list(group))


def _with_more(header: Header, names: list[Fragment], body: Sequence[View], kind: EntryKind) -> list[View]:
    """The body without its first lines, read as more of the header."""
    below, rest = header_and_body(body)
    names += _names_of(below, kind)
    header.dates += below.dates
    return rest


def _is_title_alone(names: Sequence[Fragment], below: View) -> bool:
    """Whether a title reads like a sentence and so ended the header before the line of who printed it."""
    is_alone = len(names) == 1 and names[0].pieces[0].view.is_prose
    return is_alone and not (below.is_body or below.is_label)


def _is_at_edge(view: View, period: Period) -> bool:
    """True for a date at the head or the end of its line, however long that is."""
    text = view.text
    return not text[: period.span_start].strip(_AROUND) or not text[period.span_end :].strip(_AROUND)


def _names_of(header: Header, kind: EntryKind) -> list[Fragment]:
    parted = [part for name in header.names for part in _parted_at_giver(name)]
    inner = ("-", "/", ":") if kind == "publications" else ("-", "/")
    return [name for name in _rejoined(parted, inner) if not _says_nothing(name.text)]


def _parted_at_giver(name: Fragment) -> list[Fragment]:
    """The name cut where a line that it runs over begins with "issued by" and the like."""
    for piece in name.pieces[1:]:
        if _BY.match(name.text[piece.at :]):
            parts = (name.part(0, piece.at), name.part(piece.at, len(name.text)))
            return [part for part in parts if part]
    return [name]


def _says_nothing(text: str) -> bool:
    """True for a label without its value, and for a month whose year stands elsewhere."""
    return _LABEL_ONLY.match(text) is not None or date_words().kinds.get(fold(text)) == "m"


def _rejoined(names: Sequence[Fragment], inner: Sequence[str]) -> list[Fragment]:
    """The names, these marks between words taken as part of them ("Architect - Professional")."""
    kept: list[Fragment] = []
    for name in names:
        if kept and name.separator in inner and kept[-1].line == name.line:
            kept[-1] = kept[-1].joined_with(name, f" {name.separator} ")
        else:
            kept.append(name)
    return kept


def _part_at_commas(drafts: Sequence[_Draft]) -> None:
    """ "Best Paper, Example Conference" in every entry: a name, and who gave it."""
    whole = [draft for draft in drafts if not _is_parted(draft)]
    if len(drafts) < 2 or any(len(draft.names) != 1 for draft in whole):
        return
    pairs = [split_at_commas(draft.names[0])[-1:] for draft in whole]
    if all(pair and len(pair[0][1].text.split()) <= 4 and pair[0][1].text[:1].isupper() for pair in pairs):
        for draft, pair in zip(whole, pairs, strict=True):
            draft.names = list(pair[0])


def _is_parted(draft: _Draft) -> bool:
    """True where the comma between a name and its giver ends a line."""
    return len(draft.names) == 2 and draft.names[0].pieces[-1].view.text.rstrip().endswith(",")


def _part_from_giver(draft: _Draft, kind: EntryKind) -> None:
    """ "Mentor in Practice, Royal College of Baking": a name and, behind its only comma, who gave it."""
    pairs = split_at_commas(draft.names[0]) if len(draft.names) == 1 else []
    if len(pairs) == 1 and (
        _is_giver(pairs[0][1].text, pairs[0][0].text, kind) or _is_triple(draft, pairs[0][1].text, kind)
    ):
        draft.names = list(pairs[0])


def _is_triple(draft: _Draft, text: str, kind: EntryKind) -> bool:
    """Whether a certificate, whose only comma parts it from a name, is followed by a comma and its date."""
    words = text.split()
    piece = draft.names[0].pieces[-1]
    is_dated = any(
        view is piece.view and period.span_start >= piece.end for view, period in draft.header.dates
    )
    is_name = text[:1].isupper() and 1 < len(words) <= _LONGEST_GIVER and not _DIGIT.search(text)
    behind = piece.view.text[piece.end :].lstrip()
    return kind == "certificates" and is_dated and is_name and behind.startswith(",")


def _is_giver(text: str, name: str, kind: EntryKind) -> bool:
    """True where the words behind a comma say who gave what stands before it."""
    words = text.split()
    if _DIGIT.search(text) or len(words) > _LONGEST_GIVER or not text[:1].isupper():
        return False
    if org_score(text) > 0 or set(fold(text).split()) < set(fold(name).split()):
        return True
    if kind == "publications":
        is_title = all(word[:1].isupper() or fold(word) in labels("of") for word in words)
        return len(words) <= 3 < len(name.split()) and is_title
    is_acronym = words[0].isupper() and len(words) <= 2 and not _LEVEL.fullmatch(words[0])
    return is_acronym or (len(words) > 1 and _award_lean(name) > 0 >= _award_lean(text))


def _order(drafts: Sequence[_Draft]) -> float:
    """Below 0 the entries name the giver first."""
    told = [draft for draft in drafts if len(draft.names) > 1 and not _is_parted(draft)]
    pairs = [draft.names for draft in told if not _BY.match(draft.names[1].text)]
    return sum(_lean(names[0]) - _lean(names[1]) for names in pairs)


def _lean(name: Fragment) -> float:
    """Above 0 the text reads like an award or a certificate, below 0 like who gives them."""
    return _award_lean(name.text) - org_score(name.text) + 0.3 * (title_score(name.text) > 0)


def _award_lean(text: str) -> float:
    """2 for a word that names an award; awards that are several are who gives them ("City Film Awards")."""
    words = fold(text).split()
    if words[-1:] in (["awards"], ["prizes"]) and len(words) > 1:
        return -1.0
    return 2.0 * bool(set(words) & labels("award"))


def _entry(draft: _Draft, kind: EntryKind, is_giver_first: bool) -> Entry:
    entry, shape = Entry(kind), _SHAPES[kind]
    names = _referee(draft.names) if kind == "references" else list(draft.names)
    if kind == "publications" and _set_citation(entry, draft.group):
        return entry
    if is_giver_first and len(names) > 1:
        names[0], names[1] = names[1], names[0]
    name = next((name for name in names if not _BY.match(name.text)), None)
    if name:
        entry.fields[shape.name] = name.leaf(0.75, f"entries.{kind}")
        names.remove(name)
    _set_giver(entry, shape, names, kind)
    set_dates(entry, draft.header, lone=shape.date)
    if kind != "projects":
        _only_date(entry, shape)
    set_place_and_url(entry, draft.header)
    _set_text(entry, shape, draft.header, names, body_of(draft.body))
    return entry


def _referee(names: Sequence[Fragment]) -> list[Fragment]:
    """The names, "Head of Sales at Tide plc" as one of them: it says who the referee is."""
    kept: list[Fragment] = []
    for name in names:
        is_place = kept and name.separator == "at" and kept[-1].line == name.line
        kept[-1:] = [kept[-1].joined_with(name, " at ")] if is_place else [*kept[-1:], name]
    return kept


def _set_giver(entry: Entry, shape: _Shape, names: list[Fragment], kind: EntryKind) -> None:
    """Write who issued, awarded or published it, and take that from the names."""
    for i, name in enumerate(names):
        match = _BY.match(name.text)
        if match is None:
            continue
        by = name.part(match.end(), len(name.text)) or (names[i + 1] if i + 1 < len(names) else None)
        names[i : i + (1 if match.end() < len(name.text) else 2)] = []
        if by:
            entry.fields[shape.by] = by.leaf(0.9, f"entries.{kind}")
        return
    if names and kind != "projects":
        entry.fields[shape.by] = names.pop(0).leaf(0.65, f"entries.{kind}")


def _only_date(entry: Entry, shape: _Shape) -> None:
    """Things that were given on a day keep that day; of a range, its start."""
    for name in ("startDate", "endDate"):
        leaf = entry.fields.pop(name, None)
        if leaf is not None:
            entry.fields.setdefault(shape.date, leaf)


def _set_text(entry: Entry, shape: _Shape, header: Header, names: Sequence[Fragment], body: Body) -> None:
    if body.highlights:
        entry.fields["highlights"] = [
            joined(item, confidence=0.8, rule="entries.highlight") for item in body.highlights
        ]
    keywords = listed(body.keywords, rule="entries.keywords")
    if keywords:
        entry.fields["keywords"] = keywords
    told = _without_roles(entry, body) if entry.kind == "projects" else body.summary
    left = [name.leaf(0.5, "entries.rest") for name in (*names, *header.notes)]
    text = summed([*left, *(joined(item, confidence=0.75, rule="entries.text") for item in told)])
    if text:
        entry.fields[shape.text] = text


def _without_roles(entry: Entry, body: Body) -> list[list[View]]:
    """The body's text without lines like "Role: Tester", which become the project's roles."""
    roles = [item for item in body.summary if label_of(item[0].text)[0] in labels("title")]
    if roles:
        starts = [(item, label_of(item[0].text)[1]) for item in roles]
        entry.fields["roles"] = listed(starts, rule="entries.roles")
    return [item for item in body.summary if item not in roles]


def _set_citation(entry: Entry, group: Sequence[View]) -> bool:
    """Write a publication that is given as a reference: authors (year). Title. Venue — or "title"."""
    whole = joined(group, confidence=0.8, rule="entries.citation")
    match = _CITATION.match(whole.value)
    quoted = _QUOTED.search(whole.value)
    if match is None and (quoted is None or len(group[0].text.split()) < 6):
        return False
    title = quoted["title"] if quoted else match["title"] if match else ""
    parts = {"name": title.strip(), "summary": whole.value}
    if match:
        parts |= {"releaseDate": match["year"], "publisher": match["venue"].strip(" .") if not quoted else ""}
    for name, value in parts.items():
        if value:
            evidence = evidence_of(value, spans_of(group))
            entry.fields[name] = Leaf(value, value, whole.confidence, "rule", whole.rule, evidence)
    return True
