"""Licences and certificates by their usual names; the words stand in `data/credentials.txt`."""

from __future__ import annotations

import re
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


class Credential(NamedTuple):
    """A licence or certificate; a `regulated` one is what the law asks of whoever does the work."""

    kind: Kind
    name: str
    is_regulated: bool


def credentials_of(folded: str, start: int, end: int) -> list[Item]:
    """The licences and certificates that the plain text `folded[start:end]` names."""
    return apart(
        Item(
            match.start(), match.end(), credential.kind, credential.name, is_regulated=credential.is_regulated
        )
        for credential, pattern in _patterns()
        for match in pattern.finditer(folded, start, end)
    )


def certificates_named(text: str, folded: str, start: int, end: int) -> list[Item]:
    """Certificates that no list has, by the word beside their name in capitals: "certification AMF"."""
    found = []
    for pattern in _CERTIFIED:
        for match in pattern.finditer(folded, start, end):
            name = text[slice(*match.span(1))]
            if len(name) > 2 and sum(map(str.isupper, name)) > 1:
                found.append(Item(match.start(), match.end(), "certificate", f"{name} certification"))
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
