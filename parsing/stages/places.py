"""Cities, regions, countries and postal codes as people write them in addresses."""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Iterator
from functools import lru_cache
from importlib import resources
from typing import Final, NamedTuple

from parsing.stages.text import fold, trimmed
from parsing.stages.words import table


class Part(NamedTuple):
    """`text[start:end]` of an address; `code` is the ISO country or the region's short form, where known."""

    start: int
    end: int
    code: str = ""


class Place(NamedTuple):
    """What an address says; parts that it leaves out are None. `score` is 0–1, how sure it is a place."""

    street: Part | None
    postal_code: Part | None
    city: Part | None
    region: Part | None
    country: Part | None
    score: float


_US_STATES: Final = table("us_states")
_REGIONS: Final = table("regions")
_CODES: Final = frozenset(_US_STATES.values()) | {
    "ON",
    "QC",
    "BC",
    "AB",
    "MB",
    "SK",
    "NS",
    "NSW",
    "VIC",
    "QLD",
    "ST",
}
_POSTAL = re.compile(
    r"(?<![\w+(.-])(?:[A-Z]{1,2}-)?(?:\d{5}(?:-\d{3,4})?|\d{4}\s?[A-Z]{2}|\d{2}-\d{3}|\d{3}\s\d{2}|\d{4}-\d{3}"
    r"|[A-Z]\d[A-Z]\s?\d[A-Z]\d|[A-Z]\d[\dW]\s?(?=\d*[A-Z])[A-Z\d]{4}|[A-Z]{1,2}\d[A-Z\d]?\s\d[A-Z]{2}|\d{6}|\d{4})(?![\w-])"
)
_YEAR = re.compile(r"(?:19|20)\d\d")
_STREET = re.compile(
    r"\d+\s*(?:bis|ter)?,?\s+\w+|\b\w*(?:stra(?:ß|ss)e|str\.|gasse|weg|platz|allee)\b|\b(?:rue|avenue|av\.|boulevard|bd|"
    r"calle|via|viale|piazza|rua|avenida|street|st\.|road|rd\.?|lane|drive|ulica|ul\.|laan|straat|gatan|vej|gate|"
    r"katu|cad\.|sok\.|apt|unit|suite|résidence|p\.?o\.? box)\b"
    r"|\bc/\s?(?=\w)|\b(?:ul|al|cad|sok|mah|blvd|priv)\.(?=\s)|\b\w{3,}(?:gatan|vägen|straat|laan|plein|veien|vegen|vej|gade|katu|utca)\b",
    re.IGNORECASE,
)
_NAME_AND_NUMBER = re.compile(
    r"[^\W\d][^,|·;\n\t]{2,40}?[\s,/]+(?:n[oº°.]*:?\s*)?\d{1,4}\s?[a-zA-Z]?(?:\s?[/-]\s?\d{1,4})?"
)
_LABEL = re.compile(
    r"\W*(?:address|location|based in|lives? in|adresse|anschrift|wohnort|adresa|dirección|direccion|"
    r"endereço|indirizzo|adres|adress|osoite|standort|residence|résidence|residenza|residencia|domicile|domicilio|"
    r"morada|i̇?kamet|ville|ciudad|city|lieu|ort|home)\s*[:：\t]\s*",
    re.IGNORECASE,
)
_SPLIT = re.compile(
    r"\s*(?:[,|•·◆◇◊♦■□▪●○;()\n\t«»°¢©®]|(?<!\b[Cc])/)\s*|\s+[–—+*&-]\s+|\s*[\uf000-\uf8ff]\s*|\s{3,}"
)
_OCR_ICON = re.compile(r"\A(?:[^\W\dA]|[^\w\s]{1,2})\s+(?=[A-ZÀ-Þ][a-zà-ÿ])")
_OCR_ICON_OF_CITY = re.compile(r"\A(?:[A-Z\d]{1,2}\s+|\w)(?=[A-ZÀ-Þ][a-zà-ÿ])")
"""What an icon may be read as too; that it is no word is told by the city behind it."""
_MONTHS: Final = frozenset(
    [
        "january",
        "february",
        "march",
        "april",
        "may",
        "june",
        "july",
        "august",
        "september",
        "october",
        "november",
        "december",
    ]
)
_MOST_PIECES: Final = 12
_REMOTE: Final = frozenset({"remote", "worldwide", "hybrid"})


@lru_cache(maxsize=1)
def _countries() -> dict[str, str]:
    text = resources.files("parsing").joinpath("data/countries.json").read_text(encoding="utf-8")
    names: dict[str, list[str]] = json.loads(text)
    return {fold(name): code for code, tongues in names.items() for name in tongues}


@lru_cache(maxsize=1)
def _cities() -> dict[str, str]:
    """Folded city name → "CC" or "CC-REGION" of the largest place of that name."""
    text = resources.files("parsing").joinpath("data/cities.tsv").read_text(encoding="utf-8")
    table = {}
    for row in text.splitlines():
        name, country, region = row.split("\t")
        table[name] = f"{country}-{region}" if region else country
    return table


def country_code(text: str) -> str:
    """ISO 3166-1 code of a country named in any of our languages, "" when it names none."""
    stripped = text.strip(" .()")
    if stripped in (
        "US",
        "GB",
        "DE",
        "FR",
        "CH",
        "AT",
        "ES",
        "NL",
        "BE",
        "IE",
        "PT",
        "SE",
        "NO",
        "DK",
        "PL",
        "JP",
    ):
        return stripped
    return _countries().get(fold(stripped), "")


def city_country(text: str) -> str:
    """ISO code of the country whose largest city of that name it is, "" when no city is called so."""
    return _cities().get(fold(text), "").partition("-")[0]


def region_code(text: str) -> str:
    """ "CA" for "California" or "CA", "" when it names no region that we know."""
    stripped = text.strip(" .()")
    if stripped in _CODES:
        return stripped
    folded = fold(stripped)
    return _US_STATES.get(folded) or _REGIONS.get(folded, "")


@lru_cache(maxsize=256)  # several stages ask about the same line
def place_in(text: str, start: int = 0) -> Place | None:
    """The place that one line names, best guess first; None when nothing in it is known as a place.

    Understands "City, ST 12345", "City, Region, Country", "12345 City", "Street 1, 12345 City" and
    "City (Country)".
    """
    if text.islower() or not any(character.isalpha() for character in text):
        return None
    pieces = list(_pieces(text, start))
    spans = [span for span, _ in pieces]
    best: Place | None = None
    for i, (span, labelled) in enumerate(pieces[:_MOST_PIECES]):
        place = _place_from(text, spans, i, labelled=labelled) or _without_commas(text, *span)
        if place and (best is None or place.score > best.score):
            best = place
    return best


def _without_commas(text: str, start: int, end: int) -> Place | None:
    """The place in "123 High Street San Jose California 95112 US": a known city right before its region."""
    words = [(start + match.start(), start + match.end()) for match in re.finditer(r"\S+", text[start:end])]
    if not 2 <= len(words) <= 12:
        return None
    for i in range(1, len(words)):
        region = _known_at(text, words, i, region_code, sizes=(2, 1))
        if region is None:
            continue
        first = _city_before(text, words, i)
        if first is None or len(text[region.end : end].split()) > 3:
            continue
        postal = _POSTAL.search(text, region.end, end)
        street = Part(start, trimmed(text, start, first)[1]) if is_street(text[start:first]) else None
        code = Part(postal.start(), postal.end()) if postal else None
        city = Part(first, words[i - 1][1])
        return Place(street, code, city, region, _country_among(text, words, region.end), 0.9)
    return None


def _city_before(text: str, words: list[tuple[int, int]], i: int) -> int | None:
    """Where the known city begins that ends right before word `i`."""
    for size in (3, 2, 1):
        if i >= size and city_country(text[words[i - size][0] : words[i - 1][1]]):
            return words[i - size][0]
    return None


def _country_among(text: str, words: list[tuple[int, int]], start: int) -> Part | None:
    for word in words:
        code = country_code(text[slice(*word)]) if word[0] > start else ""
        if code:
            return Part(*word, code)
    return None


def _known_at(
    text: str, words: list[tuple[int, int]], i: int, known: Callable[[str], str], *, sizes: tuple[int, ...]
) -> Part | None:
    for size in sizes:
        if i + size <= len(words):
            span = (words[i][0], words[i + size - 1][1])
            code = known(text[slice(*span)])
            if code:
                return Part(*span, code)
    return None


def _pieces(text: str, start: int) -> Iterator[tuple[tuple[int, int], bool]]:
    """The spans between commas and the like, and whether each stands behind a label such as "Address:"."""
    label = _LABEL.match(text, start)
    at = label.end() if label else start
    for match in _SPLIT.finditer(text, at):
        if match.start() > at:
            yield _without_label(text, at, match.start(), labelled=bool(label))
        at = match.end()
    if at < len(text):
        yield _without_label(text, at, len(text), labelled=bool(label))


def _without_label(text: str, start: int, end: int, *, labelled: bool) -> tuple[tuple[int, int], bool]:
    """A piece without its own label and without an icon, and whether it or the line has a label."""
    label = _LABEL.match(text, start, end)
    begin = label.end() if label else start
    return _without_icon(text, *trimmed(text, begin, end)), labelled or bool(label)


def _without_icon(text: str, start: int, end: int) -> tuple[int, int]:
    """The span without the stray character that OCR made of an icon."""
    icon = _OCR_ICON.match(text[start:end])
    if icon is None:
        icon = _OCR_ICON_OF_CITY.match(text[start:end])
        if icon and (city_country(text[start:end]) or not city_country(text[start + icon.end() : end])):
            icon = None
    return (start + icon.end(), end) if icon else (start, end)


def _place_from(text: str, spans: list[tuple[int, int]], i: int, *, labelled: bool) -> Place | None:
    """The place whose city stands in piece `i`, told by its own words and by the pieces behind it."""
    start, end = spans[i]
    postal, city = _postal_and_city(text, start, end)
    if city is None:
        return None
    region = country = None
    for j in range(i + 1, min(i + 4, len(spans))):
        piece = text[spans[j][0] : spans[j][1]]
        bare, code_postal = _without_postal(text, *spans[j])
        if region is None and country is None and (code := region_code(text[bare[0] : bare[1]])):
            region = Part(*bare, code)
            postal = postal or code_postal
        elif country is None and (code := country_code(piece)):
            country = Part(*spans[j], code)
        elif postal is None and code_postal and bare[1] <= bare[0]:
            postal = code_postal
        else:
            break
    known = city_country(text[city.start : city.end])
    street = _street(text, spans, i, postal)
    is_code = postal is not None and not _YEAR.fullmatch(text[postal.start : postal.end])
    words = len(text[city.start : city.end].split())
    score = (
        0.5 * bool(known)
        + 0.45 * bool(region)
        + 0.45 * bool(country)
        + 0.3 * bool(postal)
        + 0.3 * labelled
        + 0.2 * bool(street and is_code)
        - 0.15 * max(0, words - 3) * (not known)
    )
    if score < 0.45 or (not known and not _looks_like_name(text[city.start : city.end])):
        return None
    return Place(street, postal, city, region, country, min(score, 1.0))


def _postal_and_city(text: str, start: int, end: int) -> tuple[Part | None, Part | None]:
    piece, postal = _without_postal(text, start, end)
    if piece[1] - piece[0] < 2:
        return postal, None
    words = text[piece[0] : piece[1]]
    if words[:1].islower() or any(map(str.isdigit, words)) or len(words) > 40:
        # "Hauptstraße 5 10115 Berlin": the city is what stands behind the postal code.
        return (postal, _behind(text, postal, end)) if postal else (None, None)
    if fold(words) in _MONTHS or (
        postal and _YEAR.fullmatch(text[postal.start : postal.end]) and postal.start > piece[0]
    ):
        return None, None
    if country_code(words) and not city_country(words):
        return postal, None
    if region_code(words) and (words.isupper() and len(words) < 4):
        return postal, None
    tail = re.search(r"\s([A-Z]{2,3})\Z", words)
    if tail and tail[1] in _CODES and tail.start() > 2:
        return postal, Part(piece[0], piece[0] + tail.start())
    if postal and postal.start > piece[0]:
        ahead = trimmed(text, piece[0], postal.start)
        behind = _behind(text, postal, end)
        if (
            behind
            and not region_code(text[behind.start : behind.end])
            and (_STREET.search(text[ahead[0] : ahead[1]]))
        ):
            return postal, behind
    return postal, Part(*piece)


def _behind(text: str, postal: Part, end: int) -> Part | None:
    start, end = trimmed(text, postal.end, end)
    return Part(start, end) if end - start > 1 and text[start].isalpha() else None


def _without_postal(text: str, start: int, end: int) -> tuple[tuple[int, int], Part | None]:
    match = _POSTAL.search(text, start, end)
    if match is None:
        return (start, end), None
    postal = Part(match.start(), match.end())
    ahead, behind = trimmed(text, start, match.start()), trimmed(text, match.end(), end)
    return (ahead if ahead[1] - ahead[0] >= behind[1] - behind[0] else behind), postal


def _looks_like_name(text: str) -> bool:
    words = text.split()
    if not words or len(words) > 4 or fold(text) in _REMOTE:
        return False
    return all(
        word[0].isupper() or word in ("de", "la", "am", "an", "der", "sur", "of", "upon", "do")
        for word in words
    )


def _street(text: str, spans: list[tuple[int, int]], i: int, postal: Part | None) -> Part | None:
    if i == 0:
        return None
    (start, _), (last, end) = spans[max(0, i - 2)], spans[i - 1]
    if _STREET.search(text[start:end]):
        first = text[start : spans[max(0, i - 2)][1]]
        if not (_STREET.search(first) or first.isdigit()):  # "3, rue de la Paix" begins with its number
            start = last
        return Part(start, end)
    return _before_postal(text, start, last, end) if postal and postal.start >= end else None


def _before_postal(text: str, start: int, last: int, end: int) -> Part | None:
    """The street of "Kwiatowa 16, 23-128 Gdańsk" in any language: a name and a number before a postal code.

    The number may stand behind a comma or a slash; `last` begins the last piece, `start` the one before.
    """
    for begin in (last, start):
        if _NAME_AND_NUMBER.fullmatch(text, begin, end):
            return Part(begin, end)
    return None


def is_street(text: str) -> bool:
    """True when the text looks like a street with its number."""
    return len(text) < 80 and bool(_STREET.search(text)) and any(character.isdigit() for character in text)
