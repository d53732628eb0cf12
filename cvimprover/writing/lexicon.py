"""What the writer knows of a language: the files of `cvimprover/data`, each read once a process."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from functools import lru_cache, partial
from importlib import resources
from typing import Final, NamedTuple, cast

from cvimprover.writing.types import WRITTEN_LANGUAGES
from parsing.stages.text import fold

_ENDINGS: Final[Mapping[str, tuple[str, ...]]] = {
    "en": ("es", "s"),
    "de": ("ern", "en", "em", "es", "er", "e", "n", "s"),
    "fr": ("es", "s", "x", "e"),
    "es": ("es", "s", "a", "o"),
}
_PLURALS: Final[Mapping[str, tuple[str, ...]]] = {
    "en": ("s",),
    "de": ("nen", "innen", "en", "n", "s"),
    "fr": ("s",),
    "es": ("es", "s"),
}
_SHORTEST_STEM: Final = 4
OTHER_SKILLS: Final[Mapping[str, str]] = {
    "en": "Further skills",
    "de": "Weitere Kenntnisse",
    "fr": "Autres compétences",
    "es": "Otras competencias",
}


class GermanVerb(NamedTuple):
    """Forms without "ich"; `prefix` goes behind the object; `noun` "" where none is usual."""

    past: str
    present: str
    prefix: str
    noun: str


class RomanceVerb(NamedTuple):
    """The noun that a French or Spanish résumé uses for the verb, and the preposition of its object."""

    noun: str
    link: str


class EnglishVerb(NamedTuple):
    """`is_noun`: the base, its -s or its -ing form may be a noun as well."""

    base: str
    past: str
    participle: str
    gerund: str
    third: str
    is_noun: bool


@dataclass(frozen=True, slots=True)
class Lexicon:
    """The words of one language; folded unless a description says otherwise."""

    language: str
    safe: frozenset[str]
    summary: frozenset[str]
    negations: frozenset[str]
    hedges: frozenset[str]
    """Stems of words that make a claim smaller."""
    people_noun: str
    before_dates: frozenset[str]
    bound: frozenset[str]
    """Words of rank, degree and level, which say something only together with the word beside them."""
    families: Mapping[str, frozenset[int]]
    cliches: tuple[str, ...]
    vague: tuple[str, ...]
    weak: frozenset[str]
    numbers: Mapping[str, int]
    spelling: Mapping[str, str]
    """Misspelt, lower case, not folded → as it should be."""
    acronyms: Mapping[str, str]
    months: tuple[tuple[str, ...], ...]
    """For each month its names."""
    separable: Mapping[str, tuple[str, ...]]
    """German: the part of a separable verb that stands first ("führte") → its infinitives ("einführen")."""
    lemmas: Mapping[str, str]
    """Inflected form of a known verb → its infinitive or base."""

    def stem(self, word: str) -> str:
        """What forms of one word have in common: a lemma for verbs we know, else without its ending."""
        return _stem(self.language, self.lemmas, word)

    def singular(self, word: str) -> str:
        """The word without an ending of the plural; for words of which every other letter matters."""
        word = fold(word)
        for ending in _PLURALS[self.language]:
            if word.endswith(ending) and len(word) - len(ending) >= _SHORTEST_STEM:
                return word.removesuffix(ending)
        return word


@lru_cache(maxsize=8)
def lexicon(language: str) -> Lexicon:
    """The lexicon of a language; that of English for one without."""
    language = language if language in WRITTEN_LANGUAGES else "en"
    told = tomllib.loads(_data(f"{language}.toml"))
    lemmas = _lemmas(language)
    stem = partial(_stem, language, lemmas)
    families: dict[str, set[int]] = {}
    for number, family in enumerate(cast(list[str], told["families"])):
        for word in family.split():
            families.setdefault(stem(word), set()).add(number)
    return Lexicon(
        language=language,
        safe=_words(told["safe"]),
        summary=_words(told["summary"]),
        negations=_words(told["negations"]),
        hedges=frozenset(map(stem, str(told["hedges"]).split())),
        before_dates=_words(told["before_dates"]),
        people_noun=str(told["people_noun"]),
        bound=_words(told["bound"]),
        families={word: frozenset(numbers) for word, numbers in families.items()},
        cliches=tuple(cast(list[str], told["cliches"])),
        vague=tuple(cast(list[str], told["vague"])),
        weak=frozenset(map(fold, cast(list[str], told["weak"]))),
        numbers={fold(word): number for word, number in cast(dict[str, int], told["numbers"]).items()},
        spelling=cast(dict[str, str], told["spelling"]),
        acronyms=cast(dict[str, str], told["acronyms"]),
        months=tuple(
            zip(*(tuple(map(fold, names.split())) for names in str(told["months"]).split("|")), strict=True)
        ),
        separable=_separable() if language == "de" else {},
        lemmas=lemmas,
    )


@lru_cache(maxsize=1)
def english_verbs() -> Mapping[str, EnglishVerb]:
    """Verbs by base form."""
    verbs: dict[str, EnglishVerb] = {}
    for entry in " ".join(_lines("verbs_en.txt")).split():
        base, *forms = entry.removeprefix("~").split("/")
        past, participle = forms or (_with_ed(base), _with_ed(base))
        is_noun = entry.startswith("~") or (base in verbs and verbs[base].is_noun)
        if base in verbs and not forms and verbs[base].past != past:
            past, participle = verbs[base].past, verbs[base].participle
        verbs[base] = EnglishVerb(base, past, participle, _with_ing(base, past), _with_s(base), is_noun)
    return verbs


@lru_cache(maxsize=1)
def german_verbs() -> Mapping[str, GermanVerb]:
    """Verbs by participle, infinitive, and past and present as one word."""
    verbs: dict[str, GermanVerb] = {}
    for line in _lines("verbs_de.txt"):
        infinitive, participle, past, present, noun = line.split()
        past, _, prefix = past.partition("+")
        verb = GermanVerb(past, present.partition("+")[0], prefix, noun.strip("-"))
        for form in (infinitive, participle):
            verbs.setdefault(form, verb)
    return verbs


@lru_cache(maxsize=2)
def romance_verbs(language: str) -> Mapping[str, RomanceVerb]:
    """French or Spanish verbs by every form of the files; those without a noun are left out."""
    verbs: dict[str, RomanceVerb] = {}
    for line in _lines(f"verbs_{language}.txt"):
        *forms, noun, link = line.split()
        if noun == "-":
            continue
        for form in forms:
            verbs.setdefault(form, RomanceVerb(noun, "" if link == "-" else link))
    return verbs


@lru_cache(maxsize=8)
def verb_forms(language: str, place: int) -> Mapping[str, str]:
    """Form of the given column of a verb file → infinitive."""
    rows = (line.split() for line in _lines(f"verbs_{language}.txt"))
    return {row[place].replace("+", ""): row[0] for row in rows}


def _lemmas(language: str) -> dict[str, str]:
    found: dict[str, str] = {}
    if language == "en":
        for verb in english_verbs().values():
            for form in (verb.base, verb.past, verb.participle, verb.gerund, verb.third):
                found.setdefault(fold(form), verb.base)
        found.update({verb.base: verb.base for verb in english_verbs().values()})
        return found
    for line in _lines(f"verbs_{language}.txt"):
        infinitive, *forms = line.split()
        for form in (infinitive, *forms):
            stem, _, prefix = form.partition("+")
            if len(form) > 2:
                found.setdefault(fold(prefix + stem), fold(infinitive))
    return found


def _stem(language: str, lemmas: Mapping[str, str], word: str) -> str:
    word = fold(word)
    known = lemmas.get(word)
    if known is not None:
        return known
    endings = [ending for ending in _ENDINGS[language] if word.endswith(ending)]
    stems = [word.removesuffix(ending) for ending in endings if len(word) - len(ending) >= _SHORTEST_STEM]
    for stem in stems:
        if stem in lemmas:
            return lemmas[stem]
    return stems[0] if stems else word


def _separable() -> dict[str, tuple[str, ...]]:
    found: dict[str, tuple[str, ...]] = {}
    for line in _lines("verbs_de.txt"):
        infinitive, _, *finite, _ = line.split()
        for form in finite:
            stem, _, prefix = form.partition("+")
            if prefix:
                found[fold(stem)] = (*found.get(fold(stem), ()), fold(infinitive))
    return found


def _with_ed(base: str) -> str:
    if base.endswith("e"):
        return base + "d"
    if re.search(r"[^aeiou]y$", base):
        return base[:-1] + "ied"
    return base + "ed"


def _with_ing(base: str, past: str) -> str:
    if base.endswith("ie"):
        return base[:-2] + "ying"
    if base.endswith("e") and not base.endswith(("ee", "oe", "ye")):
        return base[:-1] + "ing"
    doubled = base + base[-1]
    doubles = past == doubled + "ed" or base in _DOUBLING
    return (doubled if doubles else base) + "ing"


_DOUBLING: Final = frozenset(
    ["run", "cut", "put", "set", "get", "let", "begin", "win", "babysit", "hit", "bid", "swim"]
)


def _with_s(base: str) -> str:
    if re.search(r"(?:s|x|z|ch|sh|[^aeiou]o)$", base):
        return base + "es"
    if re.search(r"[^aeiou]y$", base):
        return base[:-1] + "ies"
    return base + "s"


@lru_cache(maxsize=8)
def phrases(language: str, table: str) -> Mapping[str, str]:
    """How the language says something: `phrases` of the profile at the top, `counting` of people."""
    return cast(Mapping[str, str], tomllib.loads(_data(f"{language}.toml"))[table])


@lru_cache(maxsize=2)
def more_nouns(language: str) -> frozenset[str]:
    """French or Spanish nouns of doing that belong to no verb of the files."""
    return frozenset(str(tomllib.loads(_data(f"{language}.toml"))["nouns"]).split())


def plain_words(name: str) -> frozenset[str]:
    """The words of a file of words, as they are."""
    return frozenset(" ".join(_lines(name)).split())


def _words(text: object) -> frozenset[str]:
    return frozenset(fold(word) for word in str(text).split()) - {""}


def _lines(name: str) -> list[str]:
    return [line for line in _data(name).splitlines() if line and not line.startswith("#")]


@lru_cache(maxsize=16)
def _data(name: str) -> str:
    return resources.files("cvimprover").joinpath(f"data/{name}").read_text(encoding="utf-8")


class SkillKind(NamedTuple):
    """A group for skills that stand in none: its name by language, and its members, folded."""

    names: Mapping[str, str]
    members: frozenset[str]


@lru_cache(maxsize=1)
def skill_kinds() -> tuple[SkillKind, ...]:
    """The groups in the order in which they are shown."""
    groups = cast(list[dict[str, str]], tomllib.loads(_data("skill_groups.toml"))["group"])
    return tuple(
        SkillKind(
            {language: group[language] for language in WRITTEN_LANGUAGES},
            frozenset(group["members"].split("|")),
        )
        for group in groups
    )


@lru_cache(maxsize=1)
def group_labels() -> frozenset[str]:
    """Every name that the writer itself may give a group of skills."""
    return frozenset(name for kind in skill_kinds() for name in kind.names.values()) | frozenset(
        OTHER_SKILLS.values()
    )


@lru_cache(maxsize=1)
def nominal_verbs() -> Mapping[str, str]:
    """English nouns of doing → the verb: "management" → "manage"."""
    return cast(dict[str, str], tomllib.loads(_data("en.toml"))["nominal"])


@lru_cache(maxsize=32)
def english_words(name: str) -> frozenset[str]:
    """A list of plain English words that only the English writer needs."""
    return frozenset(str(tomllib.loads(_data("en.toml"))[name]).split())
