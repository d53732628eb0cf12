"""Licences and certificates by their usual names; the words stand in `data/credentials.txt`."""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import cache
from typing import Final, NamedTuple

from ranking.criteria.items import Item, apart
from ranking.criteria.plain import any_of, plain, rows
from ranking.scoring.types import Kind

_CERTIFIED: Final = (
    re.compile(
        r"\b(?:certification|certificacion|zertifizierung|zertifikat|certificat|certificado)"
        r"\s+(?:en |de |in |als )?([a-z][\w+-]+)"
    ),
    re.compile(
        r"\b([a-z][\w+]+)[\s-](?:certification|certified|zertifizierung|zertifikat|certificate"
        r"|qualification|accreditation|membership)\b"
    ),
)
_FURTHER: Final = re.compile(
    r"(?:\s+(?:der\s+)?(?:klasse |class |category )?b(?=\s|/|,))?"
    r"\s*(?:,|/|&|\+|or|oder|ou|o|bzw\.?|und|and|et|y|e|of)"
    r"\s*(?:klasse |class |category |cat\.? )?"
    r"(be|b\+e|c1e|c1|ce|c\+e|c|d1|d)(?![\w']|\s(?:serait|seraient|n'|est|sera))"
)
_GERMAN: Final = re.compile(
    r"(?<![\w-])[A-ZÄÖÜ][\wäöüß-]{3,}(?:nachweis|schein|zertifikat|lizenz|berechtigung|sachkunde|befähigung|patent)"
    r"(?:e[rs]?)?(?:\s+(?:(?:für|im|in|nach)\s+(?:den\s+|das\s+|die\s+)?)?[A-ZÄÖÜ][a-zäöüß-]{4,})?(?!\w)"
    r"|(?<!\w)(?:Fachkunde|Sachkunde)\s+(?:(?:für|im|in|nach)\s+)?[A-ZÄÖÜ][a-zäöüß-]{4,}"
)
"""What a German word says to be a certificate: "Sachkundenachweis Pflanzenschutz", "Schaltberechtigung"."""
_SMALL: Final = re.compile(r"\b(?:für|im|in|nach|den|das|die)\b")


class Credential(NamedTuple):
    """A licence or certificate; a `regulated` one is what the law asks of whoever does the work."""

    kind: Kind
    name: str
    is_regulated: bool


def credentials_of(folded: str, start: int, end: int) -> list[Item]:
    """The licences and certificates that the plain text `folded[start:end]` names."""
    found = apart(
        Item(
            match.start(), match.end(), credential.kind, credential.name, is_regulated=credential.is_regulated
        )
        for credential, pattern in _patterns()
        for match in pattern.finditer(folded, start, end)
    )
    return sorted([*found, *_further_classes(folded, end, found)], key=lambda item: item.start)


def _further_classes(folded: str, end: int, found: list[Item]) -> Iterator[Item]:
    """The classes behind a driving licence: of "Führerschein B oder BE" the second."""
    for at, item in enumerate(found):
        stop = found[at + 1].start if at + 1 < len(found) else end
        last = item.end if item.value.startswith("driving ") else stop
        while further := _FURTHER.match(folded, last, stop):
            yield Item(*further.span(1), "licence", f"driving {further[1].upper().replace('+', '')}")
            last = further.end()


def certificates_named(text: str, folded: str, start: int, end: int) -> list[Item]:
    """Certificates that no list has, by the word beside their name in capitals: "certification AMF"."""
    found = []
    for pattern in _CERTIFIED:
        for match in pattern.finditer(folded, start, end):
            name = text[slice(*match.span(1))]
            if len(name) > 2 and sum(map(str.isupper, name)) > 1:
                found.append(Item(match.start(), match.end(), "certificate", f"{name} certification"))
    found += [
        Item(match.start(), match.end(), "certificate", " ".join(_SMALL.sub(" ", match[0]).split()))
        for match in _GERMAN.finditer(text, start, end)
    ]
    return found


def credential_named(text: str) -> Credential | None:
    """The licence or certificate that a résumé's words name, None for one that we do not know.

    "Führerschein Klasse B" and "full UK driving licence" are both "driving B".
    """
    folded = plain(text)
    found = credentials_of(folded, 0, len(folded))
    return Credential(found[0].kind, found[0].value, found[0].is_regulated) if found else None


@cache
def _patterns() -> tuple[tuple[Credential, re.Pattern[str]], ...]:
    found = []
    for row in rows("credentials.txt"):
        head, _, phrases = row.partition(": ")
        group, _, name = head.partition(" ")
        kind: Kind = "certificate" if group == "certificate" else "licence"
        pattern = re.compile(any_of(phrase.strip() for phrase in phrases.split(";")))
        found.append((Credential(kind, name, group == "regulated"), pattern))
    return tuple(found)
