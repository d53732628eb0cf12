"""Names of things that no list has: "Cleric, Adastra or another system", "Kenntnisse in DaviP", "Dentally".

A name is told by how it is written and by its company. Names that a comma, a slash or "or" joins are a chain,
and what speaks for one of them speaks for all: a product that we know, words of knowing before the chain,
"or similar" behind it, a line that is nothing else. Where ordinary nouns have no capital (anywhere but in
German), a capital in the middle of a sentence is enough.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from functools import cache
from itertools import pairwise
from typing import Final

from candidates.taxonomy import taxonomy
from parsing.stages.entries.lexicon import title_score
from parsing.stages.languages import names_languages
from parsing.stages.places import city_country, country_code
from ranking.criteria.education import is_degree
from ranking.criteria.items import Item
from ranking.criteria.plain import any_of, listed, plain
from ranking.criteria.tongue_of_text import language_of
from ranking.scoring.types import Kind

_WORD: Final = (
    r"(?:(?!(?:[LDCJNSMT]|Qu)['’])[A-ZÀ-Þ][\w+#]+(?:[.'’-]\w+)*"
    r"|(?<![\w-])[a-z]{1,3}[A-Z]\w+|(?<![\w-])[a-z]-[a-z]{4,})"
)
_NAME: Final = re.compile(rf"(?<![\w@/]){_WORD}(?:(?: & | ){_WORD})*(?: \d[\w.]*)?(?!\w)")
_GERMAN_NAME: Final = re.compile(
    r"(?<![\w@])(?:[a-z]{1,3}[A-Z]\w+|[A-Z]-[A-Z]\w+|[A-ZÀ-Þ][\w+#]*(?:/\w*[A-Z]\w+)?)"
    r"(?: [A-Z]+\d*\b| [A-Z][a-z]+\b)?(?!\w)"
)
"""Two words at the most; what a hyphen joins behind it is a noun ("Fanuc-Steuerung")."""
_JOINT: Final = re.compile(
    r"(?:-\w*)?\s*\(?"
    r"(?:(?P<or>/|,?\s*\b(?:or|oder|ou|o|u|bzw\.?|and/or|und/oder|et/ou|y/o|ou alors|sinon)(?!\w))"
    r"|(?P<and>,?\s*\b(?:and|und|et|y|e|sowie|plus|as well as)\b|\s&)|(?P<comma>,))"
    r"\s*(?:(?:with|in|im|mit|von|avec|sous|de|sur|con|met|di|the|an?|der|dem|den|le|la|el)\s+|d'|l'){0,2}"
)
_INNER_CAPITAL: Final = re.compile(r"[a-z\d][A-Z]|\d|\A[A-Z]{3,}\Z|[+#]")
_FOREIGN: Final = re.compile(r"[xyq]|(?<!s)c(?![hk])|sh|oo|ee|(?<![aeiou])[aou]\b|[^eaiou]i\b|[vj]\b|th")
"""Letters that German nouns have not."""
_GERMAN: Final = re.compile(r"[äöüß]|\b(?:und|oder|mit|der|das|von|aber|kein|auf|zum)\b")
"""A line of German, also in an advertisement in another language."""
_GERMAN_LEAD: Final = re.compile(r"erfahrung|kenntnisse|praxis|know-how|routine|kennst|kennen|umgang")
_LONG_NOUN: Final = 7
_OR_SIMILAR: Final = re.compile(
    r",?\s*(?:\.\.\.|…|\b(?:or|oder|ou|o|u|of)\s+(?:an?\s+|eine?\w*\s+|une?\s+|una?\s+|un\s+|other\s+|any\s+)?"
    r"(?:\w+\s+)?(?:similar\w*|comparable|equivalent\w*|another|ahnlich\w*|vergleichbar\w*|andere\w*|similaire"
    r"|autre|parecid\w+|otr[oa]|something like|altro|vergelijkbaar|outro|like)\b)"
)
_SEEKS: Final = re.compile(
    r"\b(?:necesita|busca|sucht|recherche|recrute|cherche|cerca"
    r"|seeks|is (?:looking for|hiring|seeking)|zoekt|procura)\b"
)
"""Names before it are of who seeks: "La Posada del Molino necesita …"."""
_IN_PLACE: Final = re.compile(
    r"\b(?:at|bei|chez|near|from|aus|desde|cerca de|around|raum|in|im|en|a|nach|zu|dans|within|um)"
    r"(?:\s+(?:the|la|le|el|der|den|dem|toda|all of))?\s+\Z"
)
_AT_PLACE: Final = re.compile(r"\b(?:at|bei|chez|near|based in|around|raum|from|aus|desde|cerca de)\s+\Z")
_BEGINS: Final = re.compile(r"(?:\A|[.!?:;•]\s*|[-–—]\s+)\W*\Z")
_LEVEL: Final = re.compile(r"(?<!\w)[ABC][12](?:\.\d)?\+?(?!\w)")
_LETTER: Final = re.compile(r"[A-Z]\d?\+?|\d\w*")
_EXPLAINS: Final = re.compile(
    r"\s*(?:\(|(?:with|by|from|bei|beim|aupres|con|en) (?:the|der|dem|du|de la|el)?)\s*"
)
_APPOSITION: Final = re.compile(r"[a-z][)\]]?\s?\(\Z")


def names_of(text: str, folded: str, start: int, end: int, known: Sequence[Item]) -> list[Item]:
    """The things in `text[start:end]` that are called by names we do not know, as they are written.

    They are skills, or certificates where the words around say so. `known` are the skills found already.
    """
    is_german = language_of(text) == "de" or _GERMAN.search(text, start, end) is not None
    shouts = not is_german and _is_shouted(text[start:end])
    nodes = _candidates(text, start, end, known, is_german=is_german)
    return [
        item
        for chain in _chains(folded, nodes)
        for item in _named(text, folded, start, end, chain, is_german=is_german, shouts=shouts)
        if not _explains(folded, chain[0], known)
    ]


def _begin_of(text: str, start: int, match: re.Match[str], *, is_german: bool) -> int:
    """Where a name begins; behind a first word that only its place gives a capital ("Gerne Priva")."""
    first, _, rest = match[0].partition(" ")
    begins = is_german and rest and _BEGINS.search(text[start : match.start()]) is not None
    return match.start() + len(first) + 1 if begins and not _is_odd(first, is_german=True) else match.start()


def is_product(name: str) -> bool:
    """Whether something that was found is a product or a language, or called by a name that no list has."""
    skill = taxonomy().find(name)
    return skill is None or skill.kind in ("tool", "language")


def _candidates(text: str, start: int, end: int, known: Sequence[Item], *, is_german: bool) -> list[Item]:
    """The known things and whatever else is written like a name, in order; what may be none has no value."""
    seeks = _SEEKS.search(text, start, end)
    employer = seeks.start() if seeks else start - 1
    free = [
        Item(_begin_of(text, start, match, is_german=is_german), match.end(), "skill", "")
        for match in (_GERMAN_NAME if is_german else _NAME).finditer(text, start, end)
        if match.start() > employer
        and all(item.end <= match.start() or match.end() <= item.start for item in known)
        and not (is_german and any(_nouns().fullmatch(word) for word in plain(match[0]).split()))
    ]
    return sorted([*known, *free], key=lambda item: item.start)


def _chains(folded: str, nodes: Sequence[Item]) -> Iterator[list[Item]]:
    """Neighbours that only a comma or a conjunction joins."""
    chain: list[Item] = []
    for node in nodes:
        if chain and not _JOINT.fullmatch(folded, chain[-1].end, node.start):
            yield chain
            chain = []
        chain.append(node)
    if chain:
        yield chain


def _named(
    text: str, folded: str, start: int, end: int, chain: list[Item], *, is_german: bool, shouts: bool
) -> Iterator[Item]:
    """The members of a chain that are names of things."""
    before, behind = folded[start : chain[0].start], folded[chain[-1].end : end]
    if _is_apposition(text, chain, before, behind) or any(
        is_degree(folded[item.start : item.end].split()[0]) for item in chain
    ):
        return
    is_backed = _is_backed(text, folded, chain, before, behind, is_german=is_german)
    is_held = _certifies().search(before) or _certified().match(behind)
    last = max(
        (at + 1 for at, pair in enumerate(pairwise(chain)) if _joint(folded, *pair) == "or"), default=0
    )
    run = chain[: last + 1] if last else chain
    kind: Kind = "certificate" if is_held or any(item.kind == "certificate" for item in run) else "skill"
    for at, item in enumerate(chain):
        name = text[item.start : item.end]
        if item.value or not _is_thing(name, is_backed=is_backed):
            continue
        own = folded[start : item.start]
        if _AT_PLACE.search(own):
            break
        if is_german and last and at > last and not _is_odd(name, is_german=True):
            break  # "Siemens oder Heidenhain, Zeichnungen"
        stands_out = (
            _INNER_CAPITAL.search(name) is not None
            if is_german
            else not (shouts or _IN_PLACE.search(own) or (at == 0 and _BEGINS.search(own)))
        )
        if is_backed or stands_out:
            found = taxonomy().find(name)
            yield Item(item.start, item.end, kind, found.name if found and kind == "skill" else name)


def _explains(folded: str, first: Item, known: Sequence[Item]) -> bool:
    """True right behind a credential: "habilitations électriques (BR, B2V)", "registered with the NMC"."""
    return any(
        item.kind not in ("skill", "language") and _EXPLAINS.fullmatch(folded, item.end, first.start)
        for item in known
    )


def _is_apposition(text: str, chain: list[Item], before: str, behind: str) -> bool:
    """True for capitals in brackets that repeat what stands before: "auxiliares de enfermería (TCAE)"."""
    return (
        _APPOSITION.search(before) is not None
        and behind.startswith(")")
        and len(chain) == 1
        and text[chain[0].start : chain[0].end].isupper()
    )


def _is_backed(
    text: str, folded: str, chain: list[Item], before: str, behind: str, *, is_german: bool
) -> bool:
    """True where the words around a chain or a product in it say that its members are names."""
    led = _leads().search(before)
    unknown = [text[item.start : item.end] for item in chain if not item.value]
    odd = any(_is_odd(name, is_german=is_german) for name in unknown)
    joints = {_joint(folded, left, right) for left, right in pairwise(chain)}
    is_all = not before.strip(" (") and not behind.strip(" ).!…?") and "or" in joints
    if is_all or (_OR_SIMILAR.match(behind) and (not is_german or _used().search(before))):
        return True
    if is_german:
        is_long = all(len(name) >= _LONG_NOUN or name.isupper() for name in unknown)
        is_led = led is not None and (odd or is_long or not _GERMAN_LEAD.search(led[0]))
        return is_led or ("or" in joints and (odd or _has_product(chain)))
    has_company = _has_product(chain) or any(item.kind == "certificate" for item in chain)
    return led is not None or "or" in joints or has_company


def _joint(folded: str, left: Item, right: Item) -> str:
    match = _JOINT.fullmatch(folded, left.end, right.start)
    return match.lastgroup or "" if match else ""


def _has_product(chain: Sequence[Item]) -> bool:
    return any(
        item.kind == "skill" and taxonomy().find(item.value) is not None and is_product(item.value)
        for item in chain
        if item.value
    )


def _is_odd(name: str, *, is_german: bool) -> bool:
    """True for what is written as no ordinary noun of the language is."""
    if _LETTER.fullmatch(name) or _LEVEL.search(name):
        return False
    return _INNER_CAPITAL.search(name) is not None or (
        is_german and _FOREIGN.search(name.lower()) is not None
    )


def _is_thing(name: str, *, is_backed: bool) -> bool:
    """False for levels, towns, countries, titles of jobs and words of advertisements."""
    words = plain(name)
    if _LEVEL.search(name) or len(name) < 2 or _never().fullmatch(words) or _nouns().fullmatch(words):
        return False
    if country_code(name) or names_languages(name) or (_LETTER.fullmatch(name) and not is_backed):
        return False
    if taxonomy().find(name):
        return is_product(name)
    return is_backed or not (city_country(name) or title_score(name) > 0)


def _is_shouted(sentence: str) -> bool:
    """True where most words have capitals, so that they tell nothing."""
    words = re.findall(r"[^\W\d_]{4,}", sentence)
    return len(words) > 2 and 2 * sum(word[0].isupper() for word in words) > len(words) + 1


@cache
def _nouns() -> re.Pattern[str]:
    return re.compile(any_of(listed("not_skills.txt")["noun"]))


@cache
def _never() -> re.Pattern[str]:
    return re.compile(any_of([*listed("not_skills.txt")["word"], *listed("not_skills.txt")["initials"]]))


@cache
def _leads() -> re.Pattern[str]:
    """What says that a thing follows: "experience with", "a CRM such as", "you have used", "the software"."""
    words = listed("names.txt")
    article = rf"(?:{any_of(words['article'])}\s+|l'){{0,2}}"
    such = rf"(?:\s*[(:]\s*|,?\s+)(?:{any_of(words['such'])}[\s:]+){{0,2}}"
    return re.compile(
        rf"(?:{any_of(words['program'])}{such}"
        rf"|(?:{any_of(words['knowing'])}(?:\s+{any_of(words['by'])}\s+|\s+[dl]')|{any_of(words['using'])}\s+)"
        rf"{article})\Z"
    )


@cache
def _used() -> re.Pattern[str]:
    return re.compile(any_of(listed("names.txt")["used"]) + r"(?:\W+(?:\w+\W+){0,4})?\Z")


@cache
def _certifies() -> re.Pattern[str]:
    links = r"(?:\s+(?:in|of|with|as|the|en|du|de|des?|de la|d'une?|als|nach|by|a|al?))*[\s(]*\Z"
    return re.compile(any_of(listed("names.txt")["certifies"]) + links)


@cache
def _certified() -> re.Pattern[str]:
    return re.compile(r"[\s-]*" + any_of(listed("names.txt")["certified"]))
