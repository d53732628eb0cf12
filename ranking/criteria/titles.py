"""What an advertisement is headed with: the title of the job."""

from __future__ import annotations

import re
from typing import Final

from parsing.stages.entries.lexicon import title_score
from parsing.stages.places import city_country
from ranking.criteria.items import Item
from ranking.criteria.plain import plain

_GENDERS: Final = re.compile(
    r"\s*[(\[]?\s*\b(?:[mwfdxhi]\s?[/|]\s?[mwfdxhi](?:\s?[/|]\s?[mwfdxi*])?|all genders|gn\*?|m/f/x)\b\s*[)\]]?",
    re.IGNORECASE,
)
_SPLIT: Final = re.compile(
    r"\s+[-–—|·]\s+|\s+/\s+(?=secteur|region|standort)|\s*[|·]\s*|\s+\(|,\s*(?=(?:region|standort|raum)\b)"
)
_WANTED: Final = re.compile(
    r"\b(?:urgent\s+|urge\s+)?(?:we (?:need|seek|want)|(?:we are |we're )?looking for|seeking|hiring|wanted:|(?:wir )?suchen?|gesucht:|recherch(?:e|ons)|cherch(?:e|ons)"
    r"|(?:se )?busca(?:mos)?|(?:se )?necesita(?:mos)?)[\s:]+(?:for\s+)?(?:an?\s+|eine?n?\s+|une?\s+|un\(e\)\s+|una?\s+)?"
)  # fmt: skip
_STOP: Final = re.compile(
    r"\s+(?:for|pour|fur|para|in|a|en|wanted|gesucht|needed|at|to|bei|chez|im raum|ab|gsucht|who|which|que|qui|mit|with|m/w/d)\b|[,.!?:]"
)
_LONGEST: Final = 9


def title_of(text: str) -> Item | None:
    """The title in the first line, without marks for genders, place and employer; None where none is told."""
    first = next((match for match in re.finditer(r"[^\n]*\S[^\n]*", text)), None)
    if first is None:
        return None
    start, end = first.span()
    folded = plain(text)
    while start < end and not (text[start].isalnum() or text[start] in "("):
        start += 1
    wanted = _WANTED.search(folded, start, end)
    if wanted and wanted.end() < end:
        start = wanted.end()
        stopped = _STOP.search(folded, start, end)
        return _titled(text, start, stopped.start() if stopped else end)
    pieces = _pieces(text, folded, start, end)
    for begin, stop in pieces:
        if title_score(text[begin:stop]) > 0:
            return _titled(text, begin, stop)
    return _titled(text, *pieces[0]) if pieces and len(text[slice(*pieces[0])].split()) <= _LONGEST else None


def _pieces(text: str, folded: str, start: int, end: int) -> list[tuple[int, int]]:
    found, at = [], start
    for match in _SPLIT.finditer(folded, start, end):
        if match.start() > at:
            found.append((at, match.start()))
        at = match.end()
    return [*found, *([(at, end)] if at < end else [])]


def _titled(text: str, start: int, end: int) -> Item | None:
    """The title with the words behind it cut off that say where and that somebody is looked for."""
    shown = text[start:end]
    mark = _GENDERS.search(shown)
    if mark and mark.start() > 2:
        shown = shown[: mark.start()]
    folded = plain(shown)
    cut = re.search(
        r"\s+(?:wanted|gesucht|needed|required|fur unser\w*|in teilzeit|in vollzeit|gsucht|for our)\b.*|\s+para academia\b.*",
        folded,
    )
    if cut and cut.start() > 2:
        shown = shown[: cut.start()]
    place = re.search(r"\s+(?:in|im|à|a|en)\s+([A-ZÀ-Þ][\w' -]+)\Z", shown)
    if place and city_country(place[1]):
        shown = shown[: place.start()]
    shown = shown.rstrip(" *#-–:,.!(/")
    if not any(map(str.isalpha, shown)) or len(shown.split()) > _LONGEST:
        return None
    value = (
        shown.capitalize()
        if shown.isupper() and " " not in shown
        else shown.title()
        if shown.isupper()
        else shown
    )
    return Item(start, start + len(shown), "title", " ".join(value.split()))
