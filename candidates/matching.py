"""Whether two candidates are one person, and why: pure functions of what is known of both.

Two people are compared when they share a key: an address, a number, a LinkedIn name, or the sound of a name
in either order. Reasons are independent signs, each with how much it says; together they say 1 − Π(1 − wᵢ).
"""

from __future__ import annotations

import re
import unicodedata
import uuid
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from functools import lru_cache
from typing import Final, TypedDict

from rapidfuzz import fuzz

LEAST_SCORE: Final = 0.6
"""Below this nobody is asked: the same name alone says 0.5."""
SAME_NAME: Final = 0.85
"""How alike names are at least that are compared any further; 0 to 1."""


class Reason(TypedDict):
    """One sign that two candidates are one person. Holds no personal data."""

    code: str
    weight: float


@dataclass(frozen=True, slots=True)
class Known:
    """What is compared of a candidate. `text` and `employers` may be left out until the name is alike."""

    id: uuid.UUID
    name: str = ""
    email: str = ""
    phone: str = ""
    linkedin: str = ""
    employers: Sequence[str] = ()
    words: frozenset[str] = field(default=frozenset())


def keys_of(known: Known) -> set[tuple[str, str]]:
    """Kind and key of everything by which this person may be found again."""
    keys = {
        ("email", email_key(known.email)),
        ("phone", phone_key(known.phone)),
        ("linkedin", known.linkedin),
        ("name", name_key(known.name)),
    }
    return {(kind, key[:64]) for kind, key in keys if key}


def email_key(email: str) -> str:
    """The address as its mailbox is found: without case and `+tag`; Gmail reads no dots either."""
    box, at, host = email.strip().casefold().rpartition("@")
    if not (box and at and host):
        return ""
    box = box.partition("+")[0]
    if host in {"gmail.com", "googlemail.com"}:
        box, host = box.replace(".", ""), "gmail.com"
    return f"{box}@{host}"


def phone_key(phone: str) -> str:
    """The last nine digits, which numbers have with and without their country; "" for fewer than seven."""
    digits = "".join(str(unicodedata.digit(sign)) for sign in phone if sign.isdigit())
    return digits[-9:] if len(digits) >= 7 else ""


def linkedin_key(profiles: object) -> str:
    """The name under which LinkedIn knows the person, from the profiles of JSON Resume."""
    for each in profiles if isinstance(profiles, list) else []:
        url = str(each.get("url") or "") if isinstance(each, dict) else ""
        if found := _LINKEDIN.search(url):
            return found[1].rstrip("/").casefold()
    return ""


def name_key(name: str) -> str:
    """The sounds of first and last name together: the same in either order, and shared by few."""
    parts = name_parts(name)
    return " ".join(sorted({sound_of(parts[0]), sound_of(parts[-1])})) if parts else ""


@lru_cache(maxsize=20_000)
def name_parts(name: str) -> tuple[str, ...]:
    """The words of a name, folded to plain letters where there are any, without titles and initials."""
    words = _WORD.findall(folded(name))
    parts = tuple(word for word in words if word not in _TITLES and (len(word) > 1 or not word.isascii()))
    return parts or tuple(words)


def sound_of(word: str) -> str:
    """What is left of a folded word when spellings of the same sound are one: `smith` and `smyth`."""
    for spelled, sound in _SOUNDS:
        word = word.replace(spelled, sound)
    bare = word[:1] + re.sub(r"[aeiouyhw]", "", word[1:])
    return re.sub(r"(.)\1+", r"\1", bare)[:6]


def name_likeness(one: str, other: str) -> float:
    """How alike two names are, 0 to 1, whatever their order; a middle name more costs little."""
    a, b = " ".join(name_parts(one)), " ".join(name_parts(other))
    if not a or not b:
        return 0.0
    alike = fuzz.token_sort_ratio(a, b)
    if min(a.count(" "), b.count(" ")) >= 1:
        alike = max(alike, 0.95 * fuzz.token_set_ratio(a, b))
    return alike / 100


def reasons_for(one: Known, other: Known) -> list[Reason]:
    """The signs that these two are one, the strongest first; those of names that differ say less."""
    alike = name_likeness(one.name, other.name)
    # A family shares an address, an agency a number.
    doubt = 0.55 if one.name and other.name and alike < 0.6 else 1.0
    reasons = [
        Reason(code=code, weight=round(weight * (doubt if may_be_shared else 1.0), 2))
        for code, key, weight, may_be_shared in _CONTACTS
        if (mine := key(one)) and mine == key(other)
    ]
    if alike >= SAME_NAME:
        reasons.append(Reason(code="similar_name", weight=round(0.5 * (alike - 0.7) / 0.3, 2)))
        if employers_in_common(one.employers, other.employers):
            reasons.append(Reason(code="same_employer", weight=0.5))
        likeness = text_likeness(one.words, other.words)
        if likeness > 0.45:
            weight = round(min(0.7, 0.7 * (likeness - 0.35) / 0.35), 2)
            reasons.append(Reason(code="similar_text", weight=weight))
    return sorted(reasons, key=lambda reason: -reason["weight"])


def score_of(reasons: Iterable[Reason]) -> float:
    """How likely it is one person, 0 to 1."""
    left = 1.0
    for reason in reasons:
        left *= 1 - reason["weight"]
    return round(1 - left, 3)


def employers_in_common(ones: Iterable[str], others: Iterable[str]) -> bool:
    """Whether both worked for somebody of the same name."""
    mine = {bare_employer(each) for each in ones} - {""}
    theirs = {bare_employer(each) for each in others} - {""}
    return bool(mine & theirs) or any(fuzz.token_sort_ratio(a, b) >= 90 for a in mine for b in theirs)


@lru_cache(maxsize=20_000)
def bare_employer(name: str) -> str:
    """The folded name without its legal form."""
    return " ".join(word for word in _WORD.findall(folded(name)) if word not in _LEGAL_FORMS)


def text_likeness(ones: frozenset[str], others: frozenset[str]) -> float:
    """How much of the shorter text stands in the other, by its words; 0 where one is too short to tell."""
    fewer = min(len(ones), len(others))
    return len(ones & others) / fewer if fewer >= 20 else 0.0


def words_in(profile: object) -> frozenset[str]:
    """The folded words of four letters and more in all texts of a profile, its `x-` parts apart."""
    return frozenset(
        word for text in _texts(profile) for word in _WORD.findall(folded(text)) if len(word) > 3
    )


def employers_in(profile: Mapping[str, object]) -> list[str]:
    """Everybody this person worked for."""
    work = profile.get("work")
    return (
        [str(each.get("name") or "") for each in work if isinstance(each, dict)]
        if isinstance(work, list)
        else []
    )


@lru_cache(maxsize=20_000)
def folded(text: str) -> str:
    """The text in small letters without marks: `Łukasz Müller` is `lukasz muller`."""
    plain = text.casefold().translate(_LETTERS)
    if plain.isascii():
        return plain
    return "".join(sign for sign in unicodedata.normalize("NFKD", plain) if not unicodedata.combining(sign))


def _texts(value: object) -> Iterator[str]:
    if isinstance(value, str):
        yield value
    elif isinstance(value, list):
        for each in value:
            yield from _texts(each)
    elif isinstance(value, dict):
        for key, each in value.items():
            if not key.startswith(("x-", "$", "meta")):
                yield from _texts(each)


_WORD: Final = re.compile(r"[^\W\d_]+")
_LINKEDIN: Final = re.compile(r"linkedin\.com/(?:in|pub)/([^/?#\s]+)", re.IGNORECASE)
_LETTERS: Final = str.maketrans(
    {"ø": "o", "ł": "l", "đ": "d", "æ": "ae", "œ": "oe", "ı": "i", "ð": "d", "þ": "th"}
)
_SOUNDS: Final = (
    ("sch", "s"), ("ph", "f"), ("th", "t"), ("ck", "k"), ("ch", "k"), ("sh", "s"), ("c", "k"), ("q", "k"),
    ("z", "s"), ("v", "f"), ("y", "i"), ("j", "i"), ("d", "t"), ("b", "p"), ("g", "k"),
)  # fmt: skip
_TITLES: Final = frozenset(
    ("dr", "prof", "mr", "mrs", "ms", "miss", "ing", "dipl", "med", "phd", "mba", "msc", "bsc", "herr",
     "frau", "mag", "sir")
)  # fmt: skip
_LEGAL_FORMS: Final = frozenset(
    ("gmbh", "ltd", "limited", "inc", "llc", "llp", "plc", "ag", "sa", "sas", "sarl", "srl", "spa", "bv",
     "nv", "ab", "oy", "as", "kg", "ug", "co", "corp", "corporation", "company")
)  # fmt: skip
_CONTACTS: Final = (
    ("same_linkedin", lambda known: known.linkedin, 0.97, False),
    ("same_email", lambda known: email_key(known.email), 0.9, True),
    ("same_phone", lambda known: phone_key(known.phone), 0.85, True),
)
"""Code, key, how much it says, and whether two people may have one."""
