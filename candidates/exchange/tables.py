"""CSV and XLSX, out and in. What a spreadsheet could take for a formula is text (OWASP, CSV injection)."""

from __future__ import annotations

import csv
import io
import re
import zipfile
from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import Final

from candidates.exchange.json_resume import facts_of
from candidates.exchange.types import Exported, Imported, Refused
from candidates.fields import Json
from candidates.services.facts import LONGEST, Facts

COLUMNS: Final = (
    "id", "name", "headline", "email", "phone", "city", "country_code", "current_title", "current_employer",
    "experience_months_min", "experience_months_max", "education_level", "graduation_year", "skills",
    "labels", "tags", "created_at",
)  # fmt: skip
NOT_CARRIED: Final = ("profile", "applications", "notes", "edits", "resumes")
MOST_ROWS: Final = 5000
MOST_UNPACKED: Final = 60_000_000
_FORMULA: Final = re.compile(r"^[\s']*[=+\-@\t\r|%＝＋－＠]")
_NAMES: Final = {
    "name": ("full name", "candidate", "candidate name", "nom complet", "vollständiger name"),
    "first_name": ("firstname", "given name", "vorname", "prénom", "nombre"),
    "last_name": ("lastname", "surname", "family name", "nachname", "nom", "apellidos"),
    "headline": ("label", "summary title"),
    "email": ("e-mail", "email address", "mail", "e-mail address", "correo"),
    "phone": ("phone number", "telephone", "mobile", "tel", "telefon", "téléphone", "teléfono"),
    "city": ("town", "location", "ort", "stadt", "ville", "ciudad"),
    "country_code": ("country code", "country", "land", "pays", "país"),
    "current_title": ("title", "job title", "position", "current title", "role", "beruf", "poste", "puesto"),
    "current_employer": ("company", "employer", "current company", "organisation", "organization", "firma"),
    "experience_months_min": ("experience months", "months of experience"),
    "experience_months_max": (),
    "education_level": (),
    "graduation_year": ("passing year", "graduation"),
    "skills": ("skill", "skill set", "kenntnisse", "compétences", "habilidades"),
}
"""Column → other ways to head it."""
_OURS: Final = ("id", "labels", "tags", "created_at")
"""What we tell and do not take back: it belongs to a person who is here already."""


def harmless(value: object) -> str:
    """The value as text that no spreadsheet runs: a mark before it where it could be a formula."""
    text = "" if value is None else str(value)
    return f"'{text}" if _FORMULA.match(text) else text


def export_csv(rows: Iterable[Mapping[str, object]]) -> Exported:
    """A row a person, in UTF-8 with the mark that Excel wants."""
    text = io.StringIO()
    writer = csv.writer(text, quoting=csv.QUOTE_ALL)
    writer.writerow(COLUMNS)
    for row in rows:
        writer.writerow([harmless(row.get(column)) for column in COLUMNS])
    return Exported(b"\xef\xbb\xbf" + text.getvalue().encode(), NOT_CARRIED)


def export_xlsx(rows: Iterable[Mapping[str, object]]) -> Exported:
    """A sheet of people, and one that says what is not there."""
    from openpyxl import Workbook
    from openpyxl.cell.cell import ILLEGAL_CHARACTERS_RE

    book = Workbook(write_only=True)
    people = book.create_sheet("Candidates")
    people.append(list(COLUMNS))
    for row in rows:
        # A text that does not begin with "=" is a text to openpyxl, and none of these does.
        people.append([ILLEGAL_CHARACTERS_RE.sub("", harmless(row.get(column))) for column in COLUMNS])
    left = book.create_sheet("Not carried")
    for name in NOT_CARRIED:
        left.append([name])
    data = io.BytesIO()
    book.save(data)
    return Exported(data.getvalue(), NOT_CARRIED)


def import_csv(data: bytes) -> Imported:
    """The people of a table with a header, separated by comma, semicolon or tab. Raises Refused."""
    imported = Imported()
    try:
        text = data.decode("utf-8-sig")
    except UnicodeDecodeError:
        text = data.decode("cp1252", "replace")
        imported.lose("file", "It is not in UTF-8; it was read as Windows-1252.")
    head = text[:4000].partition("\n")[0]
    separator = max(",;\t", key=head.count)
    try:
        _read(csv.reader(io.StringIO(text.replace("\x00", "")), delimiter=separator), imported)
    except csv.Error as error:
        raise Refused(f"The table cannot be read: {error}.") from error
    return imported


def import_xlsx(data: bytes) -> Imported:
    """The people of the first sheet. Raises Refused."""
    from openpyxl import load_workbook

    imported = Imported()
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as packed:
            if sum(each.file_size for each in packed.infolist()) > MOST_UNPACKED:
                raise Refused("The workbook is too large when it is unpacked.")
        book = load_workbook(io.BytesIO(data), read_only=True, data_only=True, keep_links=False)
        rows = book.worksheets[0].iter_rows(values_only=True, max_row=MOST_ROWS + 2, max_col=100)
        _read(([_cell(value) for value in row] for row in rows), imported)
    except Refused:
        raise
    except (zipfile.BadZipFile, KeyError, ValueError, IndexError, OSError, SyntaxError, TypeError) as error:
        raise Refused("The file is no workbook that can be read.") from error
    return imported


def _read(rows: Iterator[Sequence[str]] | Iterable[Sequence[str]], imported: Imported) -> None:
    """Take the people of a table: the first row heads the columns."""
    lines = iter(rows)
    columns = _columns(next(lines, []), imported)
    if not columns:
        raise Refused("No column is known: head one `name` or `email`.")
    for number, line in enumerate(lines, start=2):
        told = {name: _unmarked(line[at]) for at, name in columns.items() if at < len(line)}
        if not any(told.values()):
            continue
        if len(imported.people) == MOST_ROWS:
            raise Refused(f"At most {MOST_ROWS} people in one file.")
        imported.people.append(_person(told, f"row {number}", imported))


def _columns(head: Sequence[str], imported: Imported) -> dict[int, str]:
    """Number of a column → what it tells."""
    known = {other: name for name, others in _NAMES.items() for other in (name, *others)}
    found: dict[int, str] = {}
    for at, title in enumerate(head):
        folded = " ".join(title.casefold().split())
        name = known.get(folded) or known.get(folded.replace(" ", "_"))
        if name and name not in found.values():
            found[at] = name
        elif folded and folded not in _OURS:
            imported.lose(f"column {title[:60]}", "Nothing here has such a field.")
    return found


def _person(told: Mapping[str, str], where: str, imported: Imported) -> Facts:
    """The facts of one row."""
    for name, value in told.items():
        most = LONGEST.get(name)
        if most is not None and len(value) > most and name != "country_code":
            imported.lose(f"{where}, {name}", f"Cut to {most} characters.")
    name = told.get("name") or " ".join(filter(None, (told.get("first_name"), told.get("last_name"))))
    country = told.get("country_code", "")
    if len(country) > 2:
        imported.lose(f"{where}, country_code", "Send the country as two letters (ISO 3166-1).")
        country = ""
    skills = list(
        dict.fromkeys(part.strip() for part in re.split(r"[;,\n|]", told.get("skills", "")) if part.strip())
    )
    job: dict[str, Json] = {
        "position": told.get("current_title", ""),
        "name": told.get("current_employer", ""),
    }
    facts = facts_of(
        {
            "basics": {
                "name": name,
                "label": told.get("headline", ""),
                "email": told.get("email", ""),
                "phone": told.get("phone", ""),
                "location": {"city": told.get("city", ""), "countryCode": country.upper()},
            },
            **({"work": [job]} if any(job.values()) else {}),
            **({"skills": [{"name": skill} for skill in skills]} if skills else {}),
        }
    )
    numbers = {key: _number(told, key, where, imported) for key in _NUMBERS}
    least, most = numbers["experience_months_min"], numbers["experience_months_max"]
    return Facts(
        **{
            **{key: getattr(facts, key) for key in Facts.__dataclass_fields__},
            "experience_months_min": least if least is not None else most,
            "experience_months_max": most if most is not None else least,
            "education_level": numbers["education_level"],
            "graduation_year": numbers["graduation_year"],
        }
    )


_NUMBERS: Final = {
    "experience_months_min": (0, 1200),
    "experience_months_max": (0, 1200),
    "education_level": (0, 8),
    "graduation_year": (1900, 2100),
}


def _number(told: Mapping[str, str], key: str, where: str, imported: Imported) -> int | None:
    text, (least, most) = told.get(key, ""), _NUMBERS[key]
    if not text:
        return None
    bare = text.removesuffix(".0")
    if bare.isascii() and bare.isdecimal() and least <= int(bare[:9]) <= most:
        return int(bare)
    imported.lose(f"{where}, {key}", f"A number from {least} to {most} is needed.")
    return None


def _unmarked(text: str) -> str:
    """The text without the mark that `harmless` puts before it."""
    bare = text.strip()
    return bare[1:].strip() if bare.startswith("'") and _FORMULA.match(bare[1:]) else bare


def _cell(value: object) -> str:
    return "" if value is None else str(value)
