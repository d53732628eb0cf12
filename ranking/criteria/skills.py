"""Skills that a sentence of an advertisement names, by the taxonomy.

Names of technologies that are also words ("Go", "Access") pass the gate of `parsing.stages.skill_text`; what
is anything but a skill in advertisements ("management", "service") stands in `data/not_skills.txt`.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from functools import cache
from typing import Final

from candidates.taxonomy import taxonomy
from candidates.taxonomy.keys import key_of
from candidates.taxonomy.skills import Skill
from parsing.stages import skill_names
from parsing.stages.skill_text import skills_in
from ranking.criteria.items import Item, apart
from ranking.criteria.names import names_of
from ranking.criteria.plain import any_of, listed, plain
from ranking.criteria.topics import topics_of

LONGEST: Final = 6
_TOKEN: Final = re.compile(r"[\w+#.&']*[\w+#]", re.UNICODE)
_PIECE: Final = re.compile(r"[^-/&']+")
_GAP: Final = re.compile(r"[\s\-]+|\s*[/&]\s*|'")
_KINDS: Final = frozenset(("tool", "language", "method", "knowledge"))
_BEFORE_OR: Final = re.compile(r"(?<!\w)(\w{3,})-?\s*(?:/|,|\b(?:or|and|oder|und|bzw\.)\b|&)\s*\Z")
_BEHIND_OR: Final = re.compile(r"\s*(?:/|,|\b(?:ou|et|o|y|e|or|and)\b|&)\s*(\w{2,})(?!\w)")
_EDGES: Final = frozenset(
    ("", "\n", ",", "/", "(", ")", ":", ";", ".", "or", "oder", "ou", "o", "u", "and", "und", "et", "y", "e")
)
"""What stands beside an item of a list."""
_AS: Final = re.compile(
    r"\b(?:als|as an?|comme|como|en tant que?)\s+(?:une?\s+|una?\s+"
    r"|eine?\s+)?(?:[\w/&-]+(?: [\w/&-]+)?\s+(?:or|oder|ou|o)\s+)?\Z"
)
"""What stands behind it is what somebody worked as, not what they know."""
_LAW: Final = re.compile(
    r"(?<![a-z])(?:(?!(?:by|in|of|the|and|at|to|uk|english|german|common) )[a-z]{4,} law(?! firm"
    r"| school| degree| department)"
    r"|droit (?:de la |de l'|des |du |de )?[a-z]{4,}|derecho (?:de la |de |del )?[a-z]{5,}"
    r"|(?!un|ge|auf|mensch|vor|waag|senk|zu|fach)[a-z]{3,}recht)(?![a-z])"
)
"""Fields of law, of which the taxonomy knows only some."""
_ENDINGS: Final = ("s", "es", "n", "en", "e")


def skills_of(text: str, folded: str, start: int, end: int, *, beside: Sequence[Item] = ()) -> list[Item]:
    """The skills that `text[start:end]` names, values as the taxonomy spells them.

    The longest name counts at each place. `folded` is the plain text. Names that no list has may turn out
    to be certificates; `beside` are the credentials found already, whose company tells them.
    """
    found = [
        Item(start + mention.start, start + mention.end, "skill", _usual(mention.name))
        for mention in skills_in(text[start:end])
        if not _ends_small(text[start + mention.start : start + mention.end])
    ]
    found += [
        Item(match.start(), match.end(), "skill", name)
        for name, pattern in _aliases()
        for match in pattern.finditer(folded, start, end)
    ]
    tokens = list(_tokens(text, start, end))
    at = 0
    while at < len(tokens):
        size = next(_names_at(text, folded, tokens, at, found), 0)
        at += size or 1
    kept = apart(found)
    laws = (
        Item(match.start(), match.end(), "skill", text[slice(*match.span())])
        for match in _LAW.finditer(folded, start, end)
    )
    kept += apart(laws, taken=kept)
    kept += apart(_shared_words(text, start, end, kept), taken=kept)
    known = sorted([*kept, *beside], key=lambda item: item.start)
    kept += apart(names_of(text, folded, start, end, known), taken=kept)
    kept += apart(topics_of(text, folded, start, end), taken=[*kept, *beside])
    return _narrowest(text, sorted(kept, key=lambda item: item.start))


def _shared_words(text: str, start: int, end: int, known: Sequence[Item]) -> Iterator[Item]:
    """Skills that share a word with their neighbour: "facilities or property management"."""
    for item in known:
        words = text[item.start : item.end].split()
        left = _BEFORE_OR.search(text, start, item.start)
        right = _BEHIND_OR.match(text, item.end, end)
        for match, name in (
            (left, " ".join([left[1], *words[1:]]) if left else ""),
            (right, " ".join([*words[:-1], right[1]]) if right else ""),
        ):
            skill = taxonomy().find(name) if match and len(words) > 1 else None
            if match and skill and skill.kind in _KINDS:
                yield Item(*match.span(1), "skill", skill.name)


def _narrowest(text: str, items: list[Item]) -> list[Item]:
    """Of two names in one compound the narrower: of "SQL-Datenbanken" SQL, of "vente B2B" B2B sales."""
    kept: list[Item] = []
    for item in items:
        last = kept[-1] if kept else None
        gap = text[last.end : item.start] if last else ""
        if last and gap in (" in ", " en ", " mit ", " with ") and _heads(item.value, last.value):
            item.start = last.start
            kept[-1] = item  # "programming in Python"
        elif last is None or gap not in ("-", " ") or item.value == last.value:
            kept.append(item)
        elif _implies(last.value, item.value) or _heads(last.value, item.value):
            last.end = item.end
        elif _implies(item.value, last.value) or _heads(item.value, last.value):
            item.start = last.start
            kept[-1] = item
        elif gap == " " and _goes_on(text, last, item):
            last.value, last.end = text[last.start : item.end], item.end
        else:
            kept.append(item)
    return kept


def _goes_on(text: str, last: Item, item: Item) -> bool:
    """True for the second part of the name of a product: "Sage Payroll", "Shopify POS"."""
    first, second = taxonomy().find(last.value), taxonomy().find(item.value)
    if first is None and second is not None and second.kind == "tool":
        return text[last.start].isupper() and text[item.start].isupper()  # "Medidata Rave"
    is_product = first is not None and first.kind == "tool" and text[last.start].isupper()
    is_own = second is not None and second.kind in ("tool", "language")
    return is_product and not is_own and text[item.start].isupper()


def _implies(narrow: str, broad: str) -> bool:
    skill = taxonomy().find(narrow)
    return skill is not None and any(above.name == broad for above in taxonomy().implied(skill))


def _heads(narrow: str, broad: str) -> bool:
    """True for a broad word behind the name of what it is: "SQL databases"."""
    return plain(broad) in _not_skills()["broad"] and narrow != broad


def _names_at(
    text: str, folded: str, tokens: list[tuple[int, int]], at: int, found: list[Item]
) -> Iterator[int]:
    """How many tokens a name takes that begins at a token; what it names goes to `found`."""
    first = tokens[0][0]
    if _is_small(text, tokens[at]):
        return
    for size in range(min(LONGEST, len(tokens) - at), 0, -1):
        span = tokens[at][0], tokens[at + size - 1][1]
        gaps = (text[tokens[i][1] : tokens[i + 1][0]] for i in range(at, at + size - 1))
        if _is_small(text, tokens[at + size - 1]) or not all(_GAP.fullmatch(gap) for gap in gaps):
            continue
        skill = _skill(text[slice(*span)])
        if skill is not None and _is_meant(text, folded, span, skill, first):
            found.append(Item(*span, "skill", skill.name))
            yield size


def _ends_small(name: str) -> bool:
    """True for "R or", which has the letters of RoR."""
    first, _, last = name.rpartition(" ")
    return bool(first) and last in _not_skills()["small"]


def _is_small(text: str, token: tuple[int, int]) -> bool:
    """True for words with which no name begins or ends: "et", "or", the d of "d'une"."""
    word = text[slice(*token)]
    is_plain = word.islower() or (word.istitle() and len(word) > 1)
    return (is_plain and plain(word) in _not_skills()["small"]) or text[token[1] : token[1] + 1] in ("'", "’")


def _tokens(text: str, start: int, end: int) -> Iterator[tuple[int, int]]:
    """Words and, of compounds that are no name as a whole, their parts ("SAP-Kenntnisse")."""
    for word in _TOKEN.finditer(text, start, end):
        bare = word[0].rstrip(".'")
        begin = word.start() + len(word[0]) - len(word[0].lstrip("'&"))
        stop = word.start() + len(bare)
        if "'" not in bare and "&" not in bare:
            yield begin, stop
            continue
        for piece in _PIECE.finditer(text, begin, stop):
            yield piece.span()


def _skill(name: str) -> Skill | None:
    """The skill of exactly this name, in the singular or in the plural."""
    key = key_of(name)
    keys = taxonomy().keys
    number = keys.get(key)
    for ending in _ENDINGS if number is None and len(key) > 6 else ():
        number = number if number is not None else keys.get(key.removesuffix(ending))
    if number is None and len(key) > 4:
        number = keys.get(key + "s")
    return None if number is None else taxonomy().at(number)


def _is_meant(text: str, folded: str, span: tuple[int, int], skill: Skill, first: int) -> bool:
    """False for soft skills and for words that are no skill in advertisements, or not here."""
    shown = text[slice(*span)]
    words = folded[slice(*span)]
    if skill.kind not in _KINDS or _never().fullmatch(words) or _never_skill(skill.name):
        return False
    if skill_names.doubt_about(skill_names.key_of(shown)) is not None:
        return _is_doubtful_name_proved(text, folded, span, first)
    if _AS.search(folded, first, span[0]):
        return False
    is_one_word = " " not in words.strip() and "-" not in words
    is_tool = skill.kind in ("tool", "language")
    if is_one_word and not skill.domain and (not is_tool or span[0] == first):
        return False
    if (
        skill.name.isupper()
        and len(shown) > 2
        and not shown.isupper()
        and key_of(shown) == key_of(skill.name)
    ):
        return bool(skill_names.usual_name(shown))  # "solid" is not SOLID
    if is_tool and key_of(shown) not in taxonomy().keys:
        return False  # no plural of a product: "notions"
    if not is_one_word or shown == skill.name:
        return len(shown) > 1
    if len(shown) < 4 and not (shown.isupper() or skill_names.usual_name(shown)):
        return False
    if len(shown) == 1 or (not skill.domain and (skill.kind not in ("tool", "language") or span[0] == first)):
        return False
    is_product = skill.kind in ("tool", "language") and not skill_names.usual_name(shown)
    return not is_product or shown[0].isupper()


def _is_doubtful_name_proved(text: str, folded: str, span: tuple[int, int], first: int) -> bool:
    """True where words of knowing stand beside a name that is also a word: "advanced Excel"."""
    shown = text[slice(*span)]
    doubt = skill_names.doubt_about(skill_names.key_of(shown))
    if doubt is None or not shown[0].isupper():
        return False
    before = re.findall(r"[\w&-]+|[,;:()/]", folded[first : span[0]])[-1:]
    after = re.findall(r"[\w&-]+|[,;:()/.\n]", folded[span[1] : span[1] + 40])[:1]
    left, right = "".join(before), "".join(after)
    if doubt.denies(left, right):
        return False
    knows = _knowing()
    is_item = left in _EDGES and right in _EDGES
    is_name = doubt.kind in ("name", "word") and span[0] > first and left not in ("", ".") and left.islower()
    return is_name or is_item or left in knows or right in knows


def _usual(name: str) -> str:
    skill = taxonomy().find(name)
    return skill.name if skill else name


def _never_skill(name: str) -> bool:
    return plain(name) in _not_skills()["name"]


@cache
def _aliases() -> tuple[tuple[str, re.Pattern[str]], ...]:
    return tuple((name, re.compile(any_of(phrases))) for name, phrases in listed("aliases.txt").items())


@cache
def _not_skills() -> dict[str, frozenset[str]]:
    return {key: frozenset(plain(word) for word in words) for key, words in listed("not_skills.txt").items()}


@cache
def _never() -> re.Pattern[str]:
    return re.compile(any_of(listed("not_skills.txt")["word"]))


@cache
def _knowing() -> frozenset[str]:
    return frozenset(plain(word) for word in listed("not_skills.txt")["knowing"])
