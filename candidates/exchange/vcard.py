"""vCard 4.0 out (RFC 6350), 2.1 to 4.0 in."""

from __future__ import annotations

import quopri
import re
from collections.abc import Iterable, Iterator, Mapping
from typing import Final, NamedTuple

from candidates.exchange.json_resume import facts_of
from candidates.exchange.types import Exported, Imported, Refused
from candidates.fields import Json

LINE_BYTES: Final = 75
MOST_CARDS: Final = 5000
NOT_CARRIED: Final = (
    "work history", "education", "skills", "languages", "labels", "tags", "applications", "notes", "resumes",
)  # fmt: skip
_TAKEN: Final = {"FN", "N", "EMAIL", "TEL", "TITLE", "ORG", "ADR", "URL", "NOTE"}
_SILENT: Final = {"BEGIN", "END", "VERSION", "PRODID", "REV", "UID", "KIND", "SOURCE"}


class Property(NamedTuple):
    """A line of a card."""

    name: str
    parameters: str
    value: str


def export_vcard(rows: Iterable[Mapping[str, object]]) -> Exported:
    """A card a person: name, contact, title, employer and place."""
    lines = [line for row in rows for line in _card({key: str(value or "") for key, value in row.items()})]
    return Exported("".join(f"{_folded(line)}\r\n" for line in lines).encode(), NOT_CARRIED)


def import_vcard(data: bytes) -> Imported:
    """The people of one or many cards. Raises Refused."""
    text = data.decode("utf-8-sig", "replace").replace("\x00", "")
    imported = Imported()
    number = 0
    for number, card in enumerate(_cards(text), start=1):
        if number > MOST_CARDS:
            raise Refused(f"At most {MOST_CARDS} cards in one file.")
        facts = facts_of(_resume(card, f"card {number}", imported))
        if facts.name or facts.email or facts.phone:
            imported.people.append(facts)
        else:
            imported.lose(f"card {number}", "It names nobody.")
    if not number:
        raise Refused("There is no vCard in the file.")
    return imported


def _card(row: Mapping[str, str]) -> Iterator[str]:
    given, _, family = row["name"].rpartition(" ")
    yield "BEGIN:VCARD"
    yield "VERSION:4.0"
    yield f"UID:urn:uuid:{row['id']}"
    yield f"FN:{_escaped(row['name'])}"
    yield f"N:{_escaped(family)};{_escaped(given)};;;"
    for name, key in (("EMAIL", "email"), ("TEL;VALUE=text", "phone"), ("TITLE", "current_title")):
        if row[key]:
            yield f"{name}:{_escaped(row[key])}"
    if row["current_employer"]:
        yield f"ORG:{_escaped(row['current_employer'])}"
    if row["city"] or row["country_code"]:
        yield f"ADR:;;;{_escaped(row['city'])};;;{_escaped(row['country_code'])}"
    yield "END:VCARD"


def _escaped(text: str) -> str:
    """A text value: no line of its own, no separator (RFC 6350, 3.4)."""
    escaped = re.sub(r"([\\;,])", r"\\\1", text)
    return re.sub(r"\r\n|\r|\n", r"\\n", escaped)


def _unescaped(text: str) -> str:
    return re.sub(r"\\(.)", lambda found: "\n" if found[1] in "nN" else found[1], text).strip()


def _folded(line: str) -> str:
    """The line in pieces of at most 75 octets, no character cut (RFC 6350, 3.2)."""
    pieces, piece, size = [], "", 0
    for character in line:
        width = len(character.encode())
        if size + width > LINE_BYTES:
            pieces.append(piece)
            piece, size = "", 1
        piece += character
        size += width
    return "\r\n ".join([*pieces, piece])


def _cards(text: str) -> Iterator[list[Property]]:
    """The properties of each card."""
    card: list[Property] | None = None
    for line in _lines(text):
        head, colon, value = line.partition(":")
        name, _, parameters = head.partition(";")
        name = name.rpartition(".")[2].strip().upper()
        if not colon:
            continue
        if name == "BEGIN" and value.strip().upper() == "VCARD":
            card = []
        elif name == "END" and card is not None:
            yield card
            card = None
        elif card is not None:
            if "QUOTED-PRINTABLE" in parameters.upper():
                value = quopri.decodestring(value.encode()).decode("utf-8", "replace")
            card.append(Property(name, parameters.upper(), value))


def _lines(text: str) -> list[str]:
    """Logical lines: folded ones joined, and quoted-printable ones that end in "="."""
    unfolded = re.sub(r"\r?\n[ \t]", "", text.replace("\r\n", "\n").replace("\r", "\n"))
    lines: list[str] = []
    is_open = False
    for line in unfolded.split("\n"):
        if is_open:
            lines[-1] = lines[-1][:-1] + line
        else:
            lines.append(line)
        is_open = lines[-1].endswith("=") and "QUOTED-PRINTABLE" in lines[-1].upper()
    return lines


def _resume(card: list[Property], where: str, imported: Imported) -> dict[str, Json]:
    """The card as JSON Resume; what has no place in it is remembered as lost."""
    first: dict[str, str] = {}
    for each in card:
        if each.name in _TAKEN and each.name not in first:
            first[each.name] = each.value[:2000]
        elif each.name in _TAKEN or each.name not in _SILENT:
            imported.lose(
                f"{where}, {each.name[:40]}", "Only one of each is kept, and only what has a place."
            )
    family, given, *_ = [*map(_unescaped, _parts(first.get("N", ""))), "", ""]
    address = [*map(_unescaped, _parts(first.get("ADR", ""))), *[""] * 7]
    country = address[6] if len(address[6]) == 2 else ""
    if address[6] and not country:
        imported.lose(f"{where}, ADR", "The country is no code of two letters.")
    organisation = _unescaped(_parts(first.get("ORG", ""))[0])
    job: dict[str, Json] = {"position": _unescaped(first.get("TITLE", "")), "name": organisation}
    basics: dict[str, Json] = {
        "name": _unescaped(first.get("FN", "")) or f"{given} {family}".strip(),
        "email": _unescaped(first.get("EMAIL", "")),
        "phone": _unescaped(first.get("TEL", "")).removeprefix("tel:"),
        "url": _unescaped(first.get("URL", "")),
        "summary": _unescaped(first.get("NOTE", "")),
        "location": {"city": address[3], "countryCode": country.upper()},
    }
    return {"basics": basics, **({"work": [job]} if any(job.values()) else {})}


def _parts(value: str) -> list[str]:
    """The parts of a structured value, cut at semicolons that are not escaped."""
    return re.split(r"(?<!\\);", value)
