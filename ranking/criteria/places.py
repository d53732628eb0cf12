"""Where the work is, whether it matters, and when it begins."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from functools import cache
from typing import Final

from parsing.stages.dates import periods_in
from parsing.stages.places import city_country, country_code
from ranking.criteria.items import Item
from ranking.criteria.plain import any_of, listed
from ranking.criteria.sections import Sentence

_NAME: Final = re.compile(
    r"[A-ZÀ-Þ][\w'’.-]+(?:[ -](?:(?:of|upon|am|an|der|im|de|del|la|las|los|sur|le"
    r"|en)[ -])?[A-ZÀ-Þ][\w'’.-]+){0,3}"
)
_SPLIT: Final = re.compile(r"\s*[,;|·•/(]\s*|\s*\)\s*[-–—,|·]?\s*|\s+[-–—]\s+|\.\s|\s*\n\s*")
_OTHER_REMOTE: Final = re.compile(r"remote (?:control|sens|teams?|server|access|monitor|working tools)")
_OFFICE: Final = re.compile(
    r"([A-ZÀ-Þ][\w'-]+(?: [A-ZÀ-Þ][\w'-]+)?)(?:-based|\s+(?:head office|office|branch|site|team"
    r"|headquarters|HQ|studio|store|depot|warehouse))\b"
)
_NO_TOWNS: Final = (
    "Centro",
    "Union",
    "Media",
    "Mobile",
    "Nice",
    "Most",
    "Bar",
    "Sur",
    "Male",
    "Deal",
    "Central",
    "Salud",
)
_OF: Final = re.compile(r"\b(?:de |d'|à |en |in |aus |von )(?=[A-ZÀ-Þ])")
_LONGEST_LINE: Final = 200
_HEAD_LINES: Final = 6
_REGION: Final = re.compile(r"(?:region|raum|territory|secteur|zona)\b:?\s+", re.IGNORECASE)


def place_of(text: str, folded: str, sentences: Sequence[Sentence], language: str) -> list[Item]:
    """The place of work, as one item or none; remote where the advertisement says so and no office is meant.

    It is looked for behind a label ("Location:"), in the first lines, then behind words such as "based in".
    A place is known by GeoNames, or taken as written behind a label.
    """
    remote = _remote(folded, text)
    labelled = next(_labelled(text, folded, sentences), None)
    if remote is not None and (labelled is None or "remote" in folded[remote.start : remote.end]):
        return [remote]
    for find in (_labelled, _in_head, _in_text):
        item = next(find(text, folded, sentences), None)
        if item is not None:
            return [item]
    return []


def living_in(text: str, folded: str, start: int, end: int) -> list[Item]:
    """The place in which an applicant must live by this sentence."""
    found = _words("living").search(folded, start, end)
    name = _NAME.search(text, found.end(), end) if found else None
    return [_item(text, name.start(), name.end())] if name and name.start() - found.end() < 4 else []  # type: ignore[union-attr]


def start_of(text: str, folded: str, sentences: Sequence[Sentence], language: str) -> list[Item]:
    """When the work begins, as one item or none: "now", or the day or month in EDTF."""
    for match in _words("from").finditer(folded):
        tail = text[match.end() : match.end() + 32].split("\n")[0]
        for period in periods_in(tail, language or "en")[:1]:
            if period.start and period.span_start <= 12 and re.match(r"20\d\d-\d\d", str(period.start)):
                at = match.end()
                return [Item(match.start(), at + period.span_end, "availability", str(period.start))]
    now = _words("now").search(folded)
    return [Item(now.start(), now.end(), "availability", "now")] if now else []


def says_remote(folded: str) -> tuple[int, int] | None:
    """Where the plain text says that all work is remote; some days from home are not."""
    for match in _words("remote").finditer(folded):
        line_start = folded.rfind("\n", 0, match.start()) + 1
        line_end = folded.find("\n", match.end())
        line = folded[line_start : line_end if line_end > 0 else len(folded)]
        if not _words("partly").search(line) and not _OTHER_REMOTE.search(line):
            return match.span()
    return None


def says_on_site(folded: str) -> tuple[int, int] | None:
    """Where the plain text says that all work is on site; beside "hybrid" or "or" it does not."""
    for match in _words("onsite").finditer(folded):
        start, end = folded.rfind("\n", 0, match.start()) + 1, folded.find("\n", match.end())
        near = folded[max(start, match.start() - 30) : min(match.end() + 30, end if end > 0 else len(folded))]
        if not re.search(r"hybrid|hibrid|\b(?:or|oder|ou|o|gym|parking|kita|canteen|kantine)\b|remote", near):
            return match.span()
    return None


def _remote(folded: str, text: str) -> Item | None:
    """Remote work all week, with the country in which one must be where it stands beside."""
    found = says_remote(folded)
    if found:
        start, end = found
        line_start = text.rfind("\n", 0, start) + 1
        beside = text[end : end + 30].partition("\n")[0] + " | " + text[max(line_start, start - 25) : start]
        names = [
            country_code(name[0].strip()) for name in re.finditer(r"[A-ZÀ-Þ][\w]+(?: [A-ZÀ-Þ]\w+)*", beside)
        ]
        code = next((name for name in names if name), "")
        return Item(start, end, "location", "", remote=True, country_code=code)
    return None


def _labelled(text: str, folded: str, sentences: Sequence[Sentence]) -> Iterator[Item]:
    for sentence in sentences:
        if sentence.section == "place":
            yield from _known(text, sentence.start, sentence.end)
            name = _NAME.search(text, sentence.start, sentence.end)
            if name:
                yield _item(text, name.start(), name.end())


def _in_head(text: str, folded: str, sentences: Sequence[Sentence]) -> Iterator[Item]:
    """A known place that is a part of one of the first lines: "Acme Ltd, Leeds", "Cook – Bristol"."""
    first = [
        sentence
        for sentence in sentences
        if sentence.line < _HEAD_LINES and sentence.section in ("", "about")
    ]
    for sentence in first:
        pieces = list(_pieces(text, sentence.start, sentence.end))
        short = [piece for piece in pieces if piece[1] - piece[0] < 40]
        for start, end in short[1:] if sentence.line == 0 else short:
            start = region.end() if (region := _REGION.match(text, start, end)) else start
            postal = re.match(r"(?:[A-Z]-?)?\d{4,5}\s+", text[start:end])
            start += postal.end() if postal else 0
            if _is_town(text[start:end].rstrip(" .")) or (region and _NAME.match(text, start, end)):
                yield _item(text, start, start + len(text[start:end].rstrip(" .")))
            elif sentence.line == 0:
                yield from _town_at(text, start, end)
        yield from _led(text, folded, sentence.start, sentence.end)


def _in_text(text: str, folded: str, sentences: Sequence[Sentence]) -> Iterator[Item]:
    """A known place behind "based in", "our office in" and the like, anywhere."""
    for sentence in sentences:
        if sentence.section in ("", "about", "must", "tasks"):
            yield from _led(text, folded, sentence.start, sentence.end)
            yield from (
                item
                for item in _known(text, sentence.start, sentence.end)
                if sentence.section in ("", "about")
            )
    for sentence in sentences:
        yield from _led(text, folded, sentence.start, sentence.end)
    yield from _in_line(text)
    for sentence in sentences:
        if sentence.section in ("", "about") and sentence.line < _HEAD_LINES:
            for lead in _OF.finditer(text, sentence.start, sentence.end):
                yield from _town_at(text, lead.end(), sentence.end)


def _in_line(text: str) -> Iterator[Item]:
    """A town behind a postal code, as in the address below an advertisement."""
    for match in re.finditer(r"\b\d{5}\s+(?=[A-ZÀ-Þ])", text):
        name = _NAME.match(text, match.end())
        if name and _is_town(name[0]):
            yield _item(text, name.start(), name.end())


def _led(text: str, folded: str, start: int, end: int) -> Iterator[Item]:
    yield from _at_office(text, start, end)
    for lead in _words("works").finditer(folded, start, end):
        at = lead.end() + 1
        name = re.compile(r"(?:the\s+|der\s+|la\s+|l')?").match(text, at)
        at = name.end() if name else at
        yield from _town_at(text, at, end)


def _at_office(text: str, start: int, end: int) -> Iterator[Item]:
    """The town of "our Dublin head office"."""
    for match in _OFFICE.finditer(text, start, end):
        if _is_town(match[1]):
            yield _item(text, *match.span(1))


def _town_at(text: str, at: int, end: int) -> Iterator[Item]:
    """The longest known town that begins at `at`; the first letter may be small in sloppy texts."""
    words = list(re.finditer(r"[\w'’-]+", text[at : min(end, at + 50)]))[:4]
    if not words or words[0].start() > 0:
        return
    for size in range(len(words), 0, -1):
        stop = at + words[size - 1].end()
        shown = text[at:stop]
        if not shown[0].isupper() and _is_careless(text, at):
            shown = shown.title()
        if "\n" not in shown and _is_town(shown):
            yield _item(text, at, stop)
            return


def _is_careless(text: str, at: int) -> bool:
    """True where a line is written without capitals, but for words all in capitals."""
    start = text.rfind("\n", 0, at) + 1
    line = text[start : start + _LONGEST_LINE].partition("\n")[0]
    return not any(word.istitle() for word in line.split()[1:])


def _known(text: str, start: int, end: int) -> Iterator[Item]:
    for begin, stop in _pieces(text, start, end):
        shown = text[begin:stop].rstrip(" .!")
        if _is_town(shown):
            yield _item(text, begin, begin + len(shown))


def _pieces(text: str, start: int, end: int) -> Iterator[tuple[int, int]]:
    at = start
    for match in _SPLIT.finditer(text, start, end):
        if match.start() > at:
            yield at, match.start()
        at = match.end()
    if at < end:
        yield at, end


def _is_town(name: str) -> bool:
    if name in _NO_TOWNS or not name or not name[0].isupper() or len(name) > 30 or country_code(name):
        return False
    return bool(city_country(name))


def _item(text: str, start: int, end: int) -> Item:
    name = text[start:end].strip(" .,")
    return Item(start, end, "location", name, country_code=city_country(name))


@cache
def _words(kind: str) -> re.Pattern[str]:
    return re.compile(any_of(listed("places.txt")[kind]))
