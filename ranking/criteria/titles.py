"""What an advertisement is headed with: the title of the job."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Final

from parsing.stages.entries.lexicon import title_score
from parsing.stages.places import city_country
from ranking.criteria.items import Item
from ranking.criteria.plain import plain
from ranking.criteria.sections import is_heading

_LINES: Final = 5
"""Behind so many lines no title is looked for."""
_LONGEST: Final = 9
_GENDERS: Final = re.compile(
    r"\s*[(\[]?\s*(?<!\w)(?:[mwfdxhi]\s?[/|]\s?[mwfdxhi](?:\s?[/|]\s?[mwfdxi*])?|all genders|gn\*?"
    r"|m/f/x)\s*(?!\w)[)\]]?",
    re.IGNORECASE,
)
_LABEL: Final = re.compile(
    r"\s*(?:job title|title|position|role|vacancy|stelle|position|stellenbezeichnung|beruf|poste"
    r"|intitule du poste|intitule|emploi"
    r"|puesto|cargo|titulo del puesto|vacante|oferta)\s*:\s*(?=\S)"
)
_SPLIT: Final = re.compile(
    r"\s+[-–—|·@]\s+|\s+/\s+(?=secteur|region|standort)|\s*\|\s*|\s+·\s*|\s+\(|\s+\d+(?:\s?[-–]\s?\d+)?\s?%"
    r"|,\s*(?=(?:region|standort|raum|part|full|teilzeit|vollzeit|temps|jornada|media|cdi|cdd"
    r"|befristet|unbefristet|permanent|\d)\b)"
)
_WANTED: Final = re.compile(
    r"\b(?:urgent\s+|urge\s+)?(?:we (?:need|seek|want)|(?:we are |we're )?(?:looking for|hiring"
    r"|recruiting|seeking)|wanted:|(?:wir )?suchen?|gesucht:"
    r"|recherch(?:e|ons)|cherch(?:e|ons)|recrut(?:e|ons)|(?:se )?busca(?:mos)?"
    r"|(?:se )?necesita(?:mos)?|selecciona(?:mos)?"
    r"|(?:se )?solicita(?:mos)?|incorpora(?:mos)?|contrata(?:mos)?)[\s:]+"
    r"(?:for\s+|a\s+)?(?:notre futur\w*(?:\(e\))?\s+|(?:son|sa) (?:ou (?:sa|son) )?(?:futur\w*(?:\(e\))?\s+)?"
    r"|our (?:next|new)\s+|unser\w*\s+)?(?:an?\s+|eine?n?\s+|un[.·(]?e?\)?\s+|una?\s+|une\s+)?"
)
_CONTRACT: Final = re.compile(
    r"(?:interim|cdi|cdd|befristet|unbefristet|permanent|temporary|temp|contrat|contrato|stage"
    r"|alternance|vollzeit|teilzeit|full[- ]time|part[- ]time)\b"
)
_STOP: Final = re.compile(
    r"\s+(?:for|pour|fur|para|in|a|en|wanted|gesucht|needed|at|to|bei|chez|im raum|ab|gsucht|who"
    r"|which|que|qui|mit|with|"
    r"zum|sucht|m/w/d)\b|\s(?:oder eine?n?|or an?|ou une?|o una?)\s"
    r"|[,!?:]|\((?!(?:e|se|r|in|ne|a|s|trice)\))|\.(?![a-z])"
)
_TAIL: Final = re.compile(
    r",?\s+(?:wanted|gesucht|needed|required|fur unser\w*|in teilzeit|in vollzeit|gsucht|for our"
    r"|para [a-z].*|pour [a-z].*|en cdi|en cdd|en alternance)\b.*"
)
_EMPLOYER: Final = re.compile(r",\s+(?=[A-ZÀ-Þ\d])|\s+(?:at|bei|chez)\s+(?=[A-ZÀ-Þ])|\s*@\s*")
_ARTICLE: Final = re.compile(r"(?:eine?n?|une?|una?|an?)\s+(?=\w)", re.IGNORECASE)
_PLACE: Final = re.compile(r"\s+(?:in|im|à|a|en)\s+([A-ZÀ-Þ][\w' -]+)\Z|,\s*([A-ZÀ-Þ][\w' -]+)(?=,|\Z)")


def title_of(text: str) -> Item | None:
    """The title of the job in the first lines, without marks for genders, place and employer.

    A line that is labelled or marked "(m/w/d)" comes first, then what is "wanted", then what reads like a
    job. None where the first lines are headings or sentences.
    """
    folded = plain(text)
    lines = [(match.start(), match.end()) for match in re.finditer(r"[^\n]*\S[^\n]*", text)][:_LINES]
    lines = [(_begin(text, start, end), end) for start, end in lines]
    found = (
        *_labelled(text, folded, lines),
        *_marked(text, folded, lines),
        *_wanted(text, folded, lines[:1]),
        *_read(text, folded, lines[:1], least=0),
        *_plain_first(text, folded, lines[:1]),
        *_wanted(text, folded, lines[1:3]),
        *_read(text, folded, lines[1:], least=1),
    )
    return next((item for item in found if item is not None), None)


def _begin(text: str, start: int, end: int) -> int:
    while start < end and not text[start].isalnum():
        start += 1
    return start


def _labelled(text: str, folded: str, lines: list[tuple[int, int]]) -> Iterator[Item | None]:
    for start, end in lines:
        label = _LABEL.match(folded, start, end)
        if label:
            yield _titled(text, label.end(), (_pieces(folded, label.end(), end) or [(0, end)])[0][1])


def _marked(text: str, folded: str, lines: list[tuple[int, int]]) -> Iterator[Item | None]:
    for start, end in lines:
        mark = _GENDERS.search(text, start, end)
        if not mark or len(text[start:end].split()) > 2 * _LONGEST:
            continue
        wanted = _WANTED.search(folded, start, mark.start())
        begin = wanted.end() if wanted else start
        pieces = _pieces(folded, begin, mark.start()) or [(begin, mark.start())]
        scored = [piece for piece in pieces if title_score(text[slice(*piece)]) > 0]
        yield _titled(text, *(scored or pieces)[0])


def _wanted(text: str, folded: str, lines: list[tuple[int, int]]) -> Iterator[Item | None]:
    for start, end in lines:
        wanted = _WANTED.search(folded, start, end)
        if wanted and wanted.end() < end:
            stop = _STOP.search(folded, wanted.end(), end)
            yield _titled(text, wanted.end(), stop.start() if stop else end)


def _read(text: str, folded: str, lines: list[tuple[int, int]], *, least: int) -> Iterator[Item | None]:
    """What reads like a job: a piece of a line; below the first line of a short one."""
    for start, end in lines:
        if least and (len(text[start:end].split()) > _LONGEST or text[end - 1] in ".:"):
            continue
        for begin, stop in _pieces(folded, start, end):
            if title_score(text[begin:stop]) > least:
                yield _titled(text, begin, stop)


def _plain_first(text: str, folded: str, lines: list[tuple[int, int]]) -> Iterator[Item | None]:
    for start, end in lines:
        begin, stop = (_pieces(folded, start, end) or [(start, end)])[0]
        if text[begin : begin + 1].isdigit() or len(text[begin:stop].split()) > _LONGEST - 2:
            continue
        if not text[start:end].rstrip().endswith((".", ":")) and not is_heading(folded[begin:stop]):
            yield _titled(text, begin, stop)


def _pieces(folded: str, start: int, end: int) -> list[tuple[int, int]]:
    found, at = [], start
    for match in _SPLIT.finditer(folded, start, end):
        found.append((at, match.start()))
        at = match.end()
    found.append((at, end))
    return [piece for piece in found if piece[1] > piece[0] and not _CONTRACT.match(folded, *piece)]


def _titled(text: str, start: int, end: int) -> Item | None:
    """The title with the words behind it cut off that say where and that somebody is looked for."""
    article = _ARTICLE.match(text, start, end)
    start = article.end() if article else start
    shown = _without_employer(text[start:end])
    mark = _GENDERS.search(shown)
    if mark and mark.start() > 2:
        shown = shown[: mark.start()]
    cut = _TAIL.search(plain(shown))
    shown = shown[: cut.start()] if cut and cut.start() > 2 else shown
    place = next((found for found in _PLACE.finditer(shown) if city_country(found[1] or found[2])), None)
    shown = shown[: place.start()] if place else shown
    shown = shown.rstrip(" *#-–:,.!/").rstrip("(")
    if not any(map(str.isalpha, shown)) or len(shown.split()) > _LONGEST:
        return None
    value = " ".join(shown.split())
    if value.isupper() and len(value) > 4:
        value = value.title()
    return Item(start, start + len(shown), "title", value)


def _without_employer(shown: str) -> str:
    """What stands before "at", or before a comma behind which a town is named."""
    for match in _EMPLOYER.finditer(shown):
        head, tail = shown[: match.start()], shown[match.end() :]
        pieces = [piece.strip() for piece in re.split(r"[,(–|-]", tail) if piece.strip()]
        is_told = "," not in match[0] or any(
            city_country(piece) or city_country(piece.split()[-1]) for piece in pieces
        )
        if is_told and title_score(head) > 0 and title_score(tail) <= 0:
            return head
    return shown
