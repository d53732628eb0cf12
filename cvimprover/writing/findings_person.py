"""Findings about the person's data: contact that fails, and what is nobody's business, by country."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Final

from cvimprover.writing.finding import finding
from cvimprover.writing.pointers import entries_at, found, strings_of, text_at
from cvimprover.writing.sources import Sources
from cvimprover.writing.types import Finding, Questionnaire
from parsing.stages.contact import is_email
from parsing.stages.places import country_code, place_in

NO_PHOTO: Final = frozenset({"US", "GB", "CA", "AU", "NZ", "IE", "NL", "SE", "NO"})
"""Countries where a photograph or date of birth in a résumé is unwanted: anti-discrimination practice."""
_ENGLISH_SPEAKING: Final = {"en": "GB", "de": "DE", "fr": "FR", "es": "ES"}
_ODD_ADDRESS: Final = re.compile(
    r"(?:sexy|hot|baby|girl|boy|princess|angel|devil|killer|party|crazy|cool|lover|cutie|honey"
    r"|kitty|dragon|ninja|warrior|beast|69|420|666"
    r"|maus|hase|schatz|engel|prinzessin|zocker|bebe|chico|chica|loco|loca|guapo|guapa|amour|princesse)",
    re.IGNORECASE,
)
_PHONE_DIGITS: Final = range(6, 16)
_BORN: Final = re.compile(
    r"\b(?:date of birth|d\.?o\.?b\.?|born (?:on|in)?|birthdate|geburtsdatum|geboren(?: am)?"
    r"|geb\.|née? le|date de naissance|fecha de nacimiento|nacid[oa] (?:el|en))\s*:?\s*\d",
    re.IGNORECASE,
)
_MARRIED: Final = re.compile(
    r"\b(?:marital status|married|single|divorced|widowed|\d+ (?:children|kids)|familienstand"
    r"|verheiratet|ledig|geschieden|verwitwet|\d+ kinder"
    r"|célibataire|mariée?|pacsée?|divorcée?|\d+ enfants?|estado civil|casad[oa]|solter[oa]"
    r"|divorciad[oa]|\d+ hijos?)\b",
    re.IGNORECASE,
)
_RELIGION: Final = re.compile(
    r"\b(?:religion|konfession|römisch-katholisch|röm\.-kath|evangelisch-lutherisch|confession"
    r"|religión|catholique pratiquant|católic[oa])\s*(?::|\Z)"
    r"|\A(?:rk|röm\.-kath\.?|evangelisch|römisch-katholisch|roman catholic|muslim|hindu|christian)\Z",
    re.IGNORECASE,
)
_IDENTITY: Final = re.compile(
    r"\b(?:passport|ssn|social security|national insurance|ni|nino|id card|personalausweis"
    r"|reisepass|sozialversicherung\w*|steuer-?id|passeport|numéro de sécurité sociale|nir|dni"
    r"|nie|nif|pasaporte)"
    r"(?:\s*(?:no|number|nr|nummer|n°|núm|número|numéro))?\.?\s*:?\s*(?=[A-Z0-9 ]*\d{4})[A-Z0-9]",
    re.IGNORECASE,
)
_SALARY: Final = re.compile(
    r"\b(?:salary|gehalt\w*|salaire|prétentions|salario)\b[^.\n]{0,30}\d", re.IGNORECASE
)
_REFERENCES: Final = re.compile(
    r"references?\s+(?:are\s+)?(?:available\s+)?(?:up)?on request"
    r"|referenzen\s+auf\s+(?:anfrage|wunsch)|références\s+sur\s+demande"
    r"|referencias\s+(?:disponibles\s+)?(?:a petición|bajo solicitud|si se solicitan)",
    re.IGNORECASE,
)


def about_person(sources: Sources, questionnaire: Questionnaire) -> Iterator[Finding]:
    """Contact data first, then private data by the country of the application."""
    yield from _contact(sources)
    yield from _private(sources, country_of(sources, questionnaire))
    for pointer, text in strings_of(sources.profile):
        if _REFERENCES.search(text[:_LONGEST_READ]):
            yield finding("references_line", pointer, text)


def country_of(sources: Sources, questionnaire: Questionnaire) -> str:
    """The ISO 3166-1 code of where the application goes, else of where the candidate lives; "" unknown."""
    for told in (questionnaire.location, text_at(sources.profile, "/basics/location/countryCode")):
        if re.fullmatch(r"[A-Z]{2}", told):
            return told
        code = country_code(told.rpartition(",")[2].strip()) if told else ""
        place = place_in(told) if told and not code else None
        code = code or (place.country.code if place and place.country else "")
        if code:
            return code
    culture = text_at(sources.profile, "/x-document/culture").partition("-")[2]
    return culture or _ENGLISH_SPEAKING.get(sources.language, "")


def _contact(sources: Sources) -> Iterator[Finding]:
    profile = sources.profile
    if not text_at(profile, "/basics/name").strip():
        yield finding("no_name", "/basics/name")
    email = text_at(profile, "/basics/email").strip()
    if not email:
        yield finding("no_email", "/basics/email")
    elif not is_email(email):
        yield finding("bad_email", "/basics/email", text=email)
    elif _ODD_ADDRESS.search(_without_name(email, text_at(profile, "/basics/name"))):
        yield finding("odd_email", "/basics/email", text=email)
    phone = text_at(profile, "/basics/phone").strip()
    if not phone:
        yield finding("no_phone", "/basics/phone")
    elif sum(map(str.isdigit, phone)) not in _PHONE_DIGITS:
        yield finding("bad_phone", "/basics/phone", text=phone)
    location = found(profile, "/basics/location")
    if not isinstance(location, dict) or not any(location.values()):
        yield finding("no_location", "/basics/location")
    elif location.get("address"):
        yield finding("full_address", "/basics/location/address")
    for number, link in enumerate(entries_at(profile, "/basics/profiles")):
        url = str(link.get("url") or "")
        if url and (" " in url or "." not in url):
            yield finding("bad_link", f"/basics/profiles/{number}/url", text=url)


def _without_name(email: str, name: str) -> str:
    local = email.partition("@")[0].lower()
    for part in re.findall(r"\w{3,}", name.lower()):
        local = local.replace(part, "")
    return local


def _private(sources: Sources, country: str) -> Iterator[Finding]:
    is_unwanted = country in NO_PHOTO
    if text_at(sources.profile, "/basics/image"):
        yield finding("photo" if is_unwanted else "photo_optional", "/basics/image")
    for pointer, text in [*strings_of(sources.profile), *_loose(sources)]:
        text = text[:_LONGEST_READ]
        if pointer.endswith(("/birthDate", "x-birth_date", "x-birthDate")) or _BORN.search(text):
            yield finding("birth_date" if is_unwanted else "birth_date_optional", pointer, text)
        is_personal = not pointer.startswith(("/work/", "/education/", "/projects/"))
        if is_personal and len(text) < _LONGEST_PRIVATE and _MARRIED.search(text):
            yield finding("marital_status", pointer, text)
        if is_personal and _RELIGION.search(text.strip()):
            yield finding("religion", pointer, text)
        if _IDENTITY.search(text):
            yield finding("identity_number", pointer, text)
        if is_personal and _SALARY.search(text):
            yield finding("salary", pointer, text)


_LONGEST_PRIVATE: Final = 80
_LONGEST_READ: Final = 400


def _loose(sources: Sources) -> Iterator[tuple[str, str]]:
    """Lines of the file that belong to no section, and sections that no field takes."""
    for number, line in enumerate(entries_at(sources.profile, "/x-extras/unmapped_text")):
        yield f"/x-extras/unmapped_text/{number}/text", str(line.get("text") or "")
    for number, section in enumerate(entries_at(sources.profile, "/x-extras/custom_sections")):
        for text in str(section.get("text") or "").splitlines():
            yield f"/x-extras/custom_sections/{number}/text", text
