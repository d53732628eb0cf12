"""Names from other people's lists as names of skills: noise out, acronyms apart, capitals in their places."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable, Iterable
from functools import cache
from typing import Final

from candidates.taxonomy.keys import american, key_of
from candidates.taxonomy.making.own import FOLDER

_EMPTY_TAILS: Final = frozenset(
    word
    for line in (FOLDER / "not_skills.txt").read_text(encoding="utf-8").splitlines()
    if not line.startswith("#")
    for word in line.split()
)
_NO_NAMES: Final = frozenset(
    key_of(word)
    for line in (FOLDER / "not_names.txt").read_text(encoding="utf-8").splitlines()
    if not line.startswith("#")
    for word in line.split()
)
_NOISE: Final = re.compile(
    r"[/,;:<>\"&@]|\d\+|\bvs\b|\be\.?g\b|\betc\b|\.\.|--|^[^a-z.]|^\d|[^\w+#.)]$|\b(?:various|other|such|including|related|relevant"
    r"|similar|multiple|modern|latest|new|our|your|their|this|that|these|years?|ability|able|must|plus|preferred|required)\b"
)
_ACRONYM_TAIL: Final = re.compile(r"\A(?P<long>.+\s)(?P<short>[A-Z][A-Z0-9/&]{1,6})\Z")
_BRACKETED: Final = re.compile(r"\A(?P<long>[^()]+?)\s*\((?P<short>[^()]+)\)\Z")
VENDORS: Final = (
    "Microsoft", "Apache", "Adobe", "Google", "Amazon", "Oracle", "IBM", "SAP", "Autodesk", "Atlassian",
    "Apple", "Cisco", "HashiCorp", "Intuit", "Dassault Systemes", "The MathWorks", "ESRI", "PTC", "Siemens",
    "Bentley", "Trimble", "Corel", "National Instruments", "JetBrains", "Red Hat", "Symantec", "Citrix",
    "Qlik Tech", "StataCorp", "Wolfram Research", "Epic", "Cerner", "Avid", "Dell", "HP", "Hewlett Packard",
    "VMware", "Meta", "Broadcom", "Progress", "Thomson Reuters", "Infor", "Sage", "Deltek", "ADP", "ANSYS",
    "Graphisoft", "Nemetschek", "McNeel", "Robert McNeel & Associates", "TechSmith", "Smith Micro", "Maxon",
    "Blackboard", "LexisNexis", "Esri", "Eclipse",
)  # fmt: skip


COMMON: Final = 20_000
"""Words of English that so many others are more frequent than are no ordinary ones."""


def says_more_than(alias: str, name: str) -> bool:
    """True when what another list calls a skill is an ordinary word, which mostly means other things.

    "ice" for engines, "man" for Roff, "VM" for VictoriaMetrics. What is akin to the skill's name is none:
    "databases" for "Database". Our own lists may say what they like.
    """
    key, own = key_of(alias), key_of(name)
    if " " in alias.strip() or not key:
        return False
    if len(key) <= 2 or is_no_name(alias):
        return True
    is_akin = key[:4] == own[:4] or key in own
    return not is_akin and _ranks().get(alias.casefold(), COMMON) < COMMON


def singular(name: str) -> str:
    """The name in American spelling and small letters, each of its words in the singular."""
    words = american(name.casefold()).split()
    shortest = 4 if len(words) > 1 else 5  # alone, "SSRS" is not several SSR
    return " ".join(_singular(word) if len(word) >= shortest else word for word in words)


def is_no_name(word: str) -> bool:
    """True when the word is known to mean something else than a list may take it for."""
    return key_of(word) in _NO_NAMES


def _singular(word: str) -> str:
    return word[:-1] if word.endswith("s") and not word.endswith(("ss", "js", "us", "is", "os")) else word


@cache
def _ranks() -> dict[str, int]:
    """How many words of English are more frequent than each, from the model that search has."""
    words = (FOLDER.parent / "embedding" / "words.txt").read_text(encoding="utf-8").splitlines()
    return {word: rank for rank, word in enumerate(words)}


def is_noise(term: str) -> bool:
    """True when a lower-case term is no skill of one: too long, too general, an enumeration, a version."""
    words = term.split()
    return (
        not 1 < len(term) <= 40
        or len(words) > 3
        or bool(_NOISE.search(term))
        or words[-1] in _EMPTY_TAILS
        or words[0] in ("and", "or", "the", "a", "in", "of", "to", "for", "with", "on", "at", "as", "non")
        or words[-1] in ("and", "or", "the", "of", "to", "for", "with", "in")
        or (len(words) == 1 and len(term) < 4)
    )


def without_acronym(name: str) -> tuple[str, list[str]]:
    """The name and its acronym: "Structured query language SQL", "intelligent document processing (idp)"."""
    match = _ACRONYM_TAIL.match(name) or _BRACKETED.match(name)
    if match is None:
        return name, []
    long, short = match["long"].strip(), match["short"].strip()
    return (long, [short]) if is_acronym(short, long) else (name if "(" not in name else long, [])


def is_acronym(short: str, long: str) -> bool:
    """True when the letters of `short` begin words of `long`, in order."""
    initials = "".join(word[0] for word in re.split(r"[\s/-]+", long.casefold()) if word)
    letters = iter(initials)
    return 1 < len(short) <= 7 and all(letter in letters for letter in short.casefold() if letter.isalpha())


def without_vendor(name: str) -> str:
    """The name without its maker: "Autodesk Revit" → "Revit"."""
    for vendor in VENDORS:
        if name.casefold().startswith(vendor.casefold() + " ") and len(name) > len(vendor) + 3:
            return name[len(vendor) + 1 :]
    return name


def capitals_of(names: Iterable[str]) -> Callable[[str], str]:
    """A function that gives a lower-case term the capitals that its words have in `names`.

    "sap hana administration" → "SAP HANA administration". A word that stands mostly small stays so, and
    the first letter is always great unless the word has its own form ("iOS").
    """
    seen: dict[str, Counter[str]] = {}
    for name in names:
        for place, word in enumerate(name.split()):
            if not (place == 0 and word.istitle()):
                seen.setdefault(word.casefold(), Counter())[word] += 1
    forms = {word: counts.most_common(1)[0][0] for word, counts in seen.items() if len(word) > 1}

    def capitalised(term: str) -> str:
        text = " ".join(forms.get(word, word) for word in term.split())
        return text if any(letter.isupper() for letter in text.split(" ")[0]) else text[:1].upper() + text[1:]

    return capitalised
