"""Header lines cut into the pieces that each say one thing: a name, a place, an address on the web."""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from functools import lru_cache
from html import unescape
from typing import Literal, NamedTuple

from parsing.stages.dates import is_duration
from parsing.stages.entries.lexicon import labels, org_score, title_score
from parsing.stages.entries.views import View
from parsing.stages.leaf import Leaf, evidence_over
from parsing.stages.places import place_in
from parsing.stages.text import fold

Role = Literal["name", "place", "url", "note"]

_HARD = re.compile(r"\t+|\s*[|¦]\s*|\s+[·•∙⋅▪●◦–—―/~→»]\s*|\s*[·•∙●]\s+|\s+:\s+|\s+-{1,2}\s+|\s+@\s+|\s{3,}")
_MISREAD = re.compile(r"(?<=\w)\s\+\s(?=[^\W\d_])")
"""What a scan's reader makes of a dot between two names."""
_AT = re.compile(
    r",?\s+(?:(?P<sure>bei(?:\s+der)?|chez|presso|bij|hos)|(?P<behind_title>at|w|på|na|no|nas|nos)"
    r"|(?P<before_firm>en|em))\s+(?=[A-Z0-9ÄÖÜÉÅÁÍÓÚİŞŁŚ\"„])"
)
_LINKING = re.compile(r"at|bei|chez|presso|bij|hos|to|by|@|na|no|em|en|på", re.IGNORECASE)
_WORD = re.compile(r"\w")
_COMMA = re.compile(r"\s*(?:[,;،؛]\s+|[，、；])")
_URL = re.compile(
    r"(?:https?://|www\.)\S+"
    r"|\b[\w-]+(?:\.[\w-]+)*\.(?:com|org|net|io|dev|me|de|fr|ai|co|edu|gov|app|inc)(?:/\S*)?(?=\s|$)",
    re.I,
)
_ADDRESS = re.compile(r"://|www\.|/", re.IGNORECASE)
"""What an address has that is not just a name with an ending ("Scrum.org")."""
_REMOTE = re.compile(
    r"^(?:(?:fully |100 )?remote|hybrid|home ?office|telecommute|teletravail|(?:a )?distance|teletrabajo|"
    r"(?:da )?remoto|remotamente|(?:a )?distancia|teletrabalho|telelavoro|op afstand|thuiswerk|"
    r"(?:pa )?distans|zdalnie|praca zdalna|zdalna|uzaktan|etatyo|hjemmekontor|na dalku|worldwide|on ?site|"
    r"virtual|freelance remote)(?: (?:work|us|usa|uk|eu|europe|worldwide|\w+))?$"
)
_NOTE = re.compile(
    r"^\(?(?:full|part)[ -]?time\)?$|^\(?(?:vollzeit|teilzeit|temps plein|temps partiel|contract|permanent|"
    r"befristet|unbefristet|cdi|cdd|tiempo completo|medio tiempo)\)?$",
    re.IGNORECASE,
)
_TAG = re.compile(r"</?(?:[a-z][a-z0-9]{0,9})(?:\s[^<>]*)?/?>")
_REGION = re.compile(r"\s*[,(]\s*[A-Z]{2,3}\)?\W*\Z")
"""A state's letters behind a town that is known: no list holds all the world's."""
_HYPHENS = ("-", "\u00ad", "\u2010")
_TRIM = " \t\u00a0|,;:·•∙–—―-/~→»"


class Piece(NamedTuple):
    """`view.text[start:end]`, standing at `at` in its fragment's text."""

    view: View
    start: int
    end: int
    at: int


@dataclass(slots=True)
class Fragment:
    """A piece of a header; `pieces` are several where it runs over lines, `text` is what they say together.

    `line` counts the header's lines from 0, `bold` tells its looks, `separator` what stood before it.
    """

    pieces: list[Piece]
    text: str
    line: int
    role: Role = "name"
    bold: bool = False
    separator: str = ""

    @property
    def view(self) -> View:
        return self.pieces[0].view

    @property
    def label(self) -> str:
        """The kind of label that the fragment stands under or behind in its table, "" for none."""
        first = self.pieces[0]
        return next((kind for start, end, kind in first.view.labels if start <= first.start < end), "")

    def told(self, *labels: str) -> float:
        """How surely a model takes the fragment for one of the labels, 0–1; 0 where none was asked."""
        length = sum(piece.end - piece.start for piece in self.pieces)
        shared = sum(
            entity.confidence * max(0, min(piece.end, entity.end) - max(piece.start, entity.start))
            for piece in self.pieces
            for entity in piece.view.told
            if entity.label in labels
        )
        return shared / length if length else 0.0

    def leaf(self, confidence: float, rule: str, *, value: str | None = None) -> Leaf:
        """The fragment as a leaf, entities and tags that were left in its text cleaned away."""
        shown = plain(self.text) if value is None else value
        trust = round(confidence * min(piece.view.line.confidence for piece in self.pieces), 3)
        evidence = evidence_over([(piece.view.line, piece.start, piece.end) for piece in self.pieces])
        return Leaf(shown, self.text, trust, "rule", rule, evidence)

    def part(self, start: int, end: int, role: Role | None = None) -> Fragment | None:
        """What `text[start:end]` says, None where nothing is left of it."""
        start, end = trim(self.text, start, end)
        if end <= start:
            return None
        pieces = [
            Piece(
                p.view, p.start + max(start - p.at, 0), min(p.end, p.start + end - p.at), max(p.at - start, 0)
            )
            for p in self.pieces
            if p.at < end and p.at + (p.end - p.start) > start
        ]
        return Fragment(pieces, self.text[start:end], self.line, role or self.role, self.bold, self.separator)

    def joined_with(self, other: Fragment, separator: str | None = None) -> Fragment:
        """Both as one; a word broken at the line's end is mended unless a separator is given."""
        text = self.text
        if (
            separator is None
            and text.endswith(_HYPHENS)
            and text[-2:-1].isalpha()
            and other.text[:1].islower()
        ):
            text = text[:-1]
        else:
            text += " " if separator is None else separator
        moved = [piece._replace(at=piece.at + len(text)) for piece in other.pieces]
        return replace(self, pieces=[*self.pieces, *moved], text=text + other.text)


def plain(text: str) -> str:
    """The text without HTML entities and tags that its source left in."""
    if "&" in text and ";" in text:
        text = unescape(text)
    return _TAG.sub("", text) if "<" in text else text


def fragments_of(view: View, line: int) -> list[Fragment]:
    """What a header line says beside its dates, piece by piece, in order."""
    found: list[Fragment] = []
    for start, end, separator in _cut(view):
        start, end = trim(view.text, start, end)
        if end <= start or not _WORD.search(view.text[start:end]) or _LINKING.fullmatch(view.text[start:end]):
            continue
        piece = Piece(view, start, end, 0)
        bold = _is_bold(view, start, end)
        whole = Fragment([piece], view.text[start:end], line, bold=bold, separator=separator)
        found += _told_apart(whole)
    return found


def trim(text: str, start: int, end: int) -> tuple[int, int]:
    """The span without separators at its ends, and without brackets that have no partner."""
    while True:
        before = (start, end)
        while start < end and text[start] in _TRIM:
            start += 1
        while end > start and text[end - 1] in _TRIM:
            end -= 1
        piece = text[start:end]
        if piece[:1] in "([" and (piece.count("(") + piece.count("[") != piece.count(")") + piece.count("]")):
            start += 1
        if piece[-1:] in ")]" and (piece.count("(") + piece.count("[") < piece.count(")") + piece.count("]")):
            end -= 1
        if piece[:1] == "(" and piece[-1:] == ")" and piece.count("(") == 1:
            start, end = start + 1, end - 1
        if piece[-1:] in "([":
            end -= 1
        if (start, end) == before or start >= end:
            return start, end


def split_at_commas(fragment: Fragment) -> list[tuple[Fragment, Fragment]]:
    """Every way to cut the fragment in two at a comma outside brackets."""
    text = fragment.text
    pairs: list[tuple[Fragment, Fragment]] = []
    for match in _COMMA.finditer(text):
        if text.count("(", 0, match.start()) != text.count(")", 0, match.start()):
            continue
        left = fragment.part(0, match.start())
        right = fragment.part(match.end(), len(text))
        if left and right:
            pairs.append((left, right))
    return pairs


def _cut(view: View) -> list[tuple[int, int, str]]:
    """Spans between separators, with what stood before each."""
    text = view.rest
    cuts = [
        (match.start(), match.end(), match[0].strip() or "\t")
        for match in _HARD.finditer(text)
        if match[0].strip() != ":" or not _is_label(text[: match.start()])
    ]
    if view.line.source == "ocr" and "+" in text:
        cuts += [(*match.span(), "·") for match in _MISREAD.finditer(text)]
    cuts += [(at, at, "style") for at in _style_changes(view) if not _is_label(text[:at])]
    spans: list[tuple[int, int, str]] = []
    at, separator = 0, ""
    for start, end, mark in sorted(cuts):
        if start >= at:
            spans.append((at, start, separator))
            at, separator = end, mark
        else:
            at = max(at, end)
    spans.append((at, len(text), separator))
    return [part for span in spans for part in _cut_at_words(text, *span)]


def _is_label(text: str) -> bool:
    """Whether the text is nothing but a label, whose value follows it: "Employer:"."""
    return fold(text) in labels("")


def _cut_at_words(text: str, start: int, end: int, separator: str) -> list[tuple[int, int, str]]:
    """ "Engineer at Acme" says two things; "Head of Data at scale" and "Ingeniera en Sistemas" say one."""
    for match in _AT.finditer(text[:end], start):
        title, firm = text[start : match.start()], text[match.end() : end]
        is_title = title_score(title) >= 1.2
        is_firm = is_title and org_score(firm) > 0
        parts = match["sure"] or (is_title and match["behind_title"]) or (is_firm and match["before_firm"])
        if parts and re.search(r"\w", title):
            return [(start, match.start(), separator), (match.end(), end, "at")]
    return [(start, end, separator)]


def _style_changes(view: View) -> list[int]:
    """Offsets where bold type begins or ends, when that happens once or twice in the line."""
    changes: list[int] = []
    offset = 0
    words = view.line.words
    for i, word in enumerate(words):
        if i and word.bold != words[i - 1].bold and any(map(str.isalnum, word.text)):
            changes.append(offset)
        offset += len(word.text) + 1
    return changes if len(changes) <= 2 else []


def _is_bold(view: View, start: int, end: int) -> bool:
    if not view.line.words:
        return view.line.bold
    offset = 0
    flags: list[bool] = []
    for word in view.line.words:
        if offset < end and offset + len(word.text) > start:
            flags.append(word.bold)
        offset += len(word.text) + 1
    return bool(flags) and all(flags)


def _told_apart(whole: Fragment) -> list[Fragment]:
    """The fragment with its role; a place at its end becomes a fragment of its own."""
    text = whole.text
    first = whole.pieces[0]
    if any(start < first.end and end > first.start for start, end in whole.view.contacts):
        whole.role = "note"
        return [whole]
    url = _URL.search(text)
    is_named_so = url and whole.view.is_wrapped and not _ADDRESS.search(text)
    if url and not is_named_so and not re.search(r"\w{3}", text[: url.start()] + text[url.end() :]):
        whole.role = "url"
        return [whole]
    if _NOTE.match(text) or is_duration(text) or (first.start > 0 and _is_sentence(text)):
        whole.role = "note"
        return [whole]
    if text.count("(") > text.count(")"):
        open_at = text.rindex("(")
        name, note = whole.part(0, open_at), whole.part(open_at + 1, len(text), "note")
        return [piece for piece in (name, note) if piece is not None]
    start = place_start(text)
    if start is None:
        return [whole]
    if start == 0:
        whole.role = "place"
        return [whole]
    name = whole.part(0, start)
    place = whole.part(start, len(text), "place")
    return [piece for piece in (name, place) if piece is not None]


def _is_sentence(text: str) -> bool:
    """True for what somebody did, told behind the dates ("Leads the guild.")."""
    words = text.split()
    return (
        len(words) >= 4 and text.endswith(".") and sum(word[0].islower() for word in words) * 2 > len(words)
    )


@lru_cache(maxsize=4096)
def place_start(text: str) -> int | None:
    """The offset at which a place begins that lasts to the text's end; None where it ends in no place.

    A city behind a university counts only with its region or country: so campuses are named.
    """
    if len(text) > 120:
        return None
    if _REMOTE.match(fold(text)):
        return 0
    comma = max(text.rfind(","), text.rfind("("))
    if comma > 0 and _REMOTE.match(fold(text[comma:])):
        return comma
    place = place_in(text)
    if place is None or place.city is None:
        return None
    parts = [part for part in place[:5] if part is not None]
    start, end = min(part.start for part in parts), max(part.end for part in parts)
    region = _REGION.match(text, end)
    if re.search(r"\w", text[region.end() if region else end :]):
        return None
    has_more = place.region is not None or place.country is not None or region is not None
    if not re.search(r"\w", text[:start]):
        looks_otherwise = title_score(text) >= 1.2 or org_score(text) >= 1.5
        return 0 if (has_more or place.score >= 0.45) and not looks_otherwise else None
    owner = _COMMA.split(text[:start].rstrip(" ,"))[-1]
    is_city_of_firm = "university" not in fold(owner).split()
    return (
        start
        if (has_more or is_city_of_firm) and text[:start].rstrip().endswith((",", "(", "–", "-", "—"))
        else None
    )
