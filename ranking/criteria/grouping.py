"""Which things of a sentence are alternatives: "Java or Kotlin", "Python/Go", "one of A, B and C"."""

from __future__ import annotations

import re
from collections.abc import Sequence
from itertools import pairwise
from typing import Final, Literal

from candidates.taxonomy import taxonomy
from ranking.criteria.items import Item

Joint = Literal["or", "comma", "and", ""]
_OR: Final = re.compile(
    r"(?<![\w'])(?:or|oder|ou|o|u|and/or|und/oder|et/ou|y/o|bzw|beziehungsweise|respektive|alternativ"
    r"|alternatively|wahlweise|ersatzweise|a defaut|sinon|en su defecto)(?![\w'])"
)
_AND: Final = re.compile(
    r"(?<![\w'])(?:and|und|et|y|e|sowie|as well as|ainsi que|ademas|asi como|plus|&|\+)(?![\w'])"
)
_COMMA: Final = re.compile(
    r"\s*,\s*(?:(?:in|im|auf|en|l'|d'|de|le|la|el|a|an|the|der|die|das|eine?n?|une?|una|un)\b\s*|[ld]')?"
)
_BRACKETS: Final = re.compile(r"\([^()]{0,25}\)|\A\w{0,4}\)")
_OR_IN_BRACKETS: Final = re.compile(
    r"\s*\(\s*(?:or|oder|ou|o|u|bzw\.?|alternativ\w*)\s+(?:in\s+|en\s+|mit\s+)?"
)
"""Between two things of which the second stands in brackets: "Symfony (ou Laravel)"."""
_EXPLAINS: Final = re.compile(
    r"[\w-]*\s*(?:[a-z-]+\s*)?(?:\(|:|[-–,]?\s*(?:such as|like|e\.g\.?|wie|z\. ?b\.|zum beispiel"
    r"|sei es|comme|tels? que"
    r"|telles? que|par exemple|como|por ejemplo|ya sea|que ce soit))\s*(?:z\. ?b\.|wie|p\. ?ej\.|e\.g\.)?\s*"
)
_FAMILIES: Final = ("CRM", "ERP", "CMS", "CI/CD", "WMS", "LMS", "TMS", "HRIS")
"""Kinds of programs that are named before examples of them."""
_DOTTED: Final = re.compile(r"\b(bzw|resp|ggf|evtl|inkl|eventuell|incl|exp|esp)\.")
_BILINGUAL: Final = re.compile(
    r"\b(?:bilingu?al|bilingues?|bilingue|zweisprachig|trilingues?)\W+(?:\w+\W+)?\Z"
)
_SLASH: Final = re.compile(r"\s*/\s*")
_TAIL: Final = re.compile(
    r"[\w-]*\s*,\s*(?:lo que sea|whatever|egal|n'importe|peu importe|wat dan ook|o lo que)"
    r"|[\w-]*\s*,?\s*(?:or|oder|ou|o|u)\s+(?:(?!and\b|und\b|et\b|y\b)[a-z]+\s+){0,2}?"
    r"(?:similar|comparable|equivalent|other|another|ahnlich|vergleichbar|similaire|autre|otr"
    r"|equivalente|parecid)"
)
_SIMILAR: Final = re.compile(
    r"\b(?:or|oder|ou|o|u)\s+(?:an?|any|algun|cualquier|tout|jede[rsnm]?|einem?|einer|eines|une?|una?"
    r"|another)?\s*"
    r"(?:similar|comparable|equivalent|other|ahnlich\w*|vergleichbar\w*|anderen?|anderes|autres?"
    r"|otr[oa]s?)\s+\Z"
)
_ONE_OF: Final = re.compile(
    r"\b(?:(?:at least |any )?one (?:or more )?of|any of|either|mindestens eine?[rsmn]?"
    r"|wenigstens eine?[rsmn]?"
    r"|eine?[rsmn]? der(?: folgenden)?|eine?[rsmn]? von|(?:un|une|l'un|l'une)(?: \w+)? (?:parmi|des|de)|parmi"
    r"|au moins une?|al menos un[oa]?|un[oa] de|como minimo un[oa]|algun[oa]? de|alguno de|either of"
    r"|sei es|ya sea[n]?|bien sea|que ce soit|soit|whether(?: in| with)?|be it|entweder|ob"
    r"|one or several of)\b"
)
_EXAMPLES: Final = re.compile(
    r"\b(?:such as|e\.g\.?|like|z\.\s?b\.|wie|zum beispiel|tels? que|telles? que|par exemple|comme"
    r"|por ejemplo|como|p\.\s?ej\.)[\s:,]*\Z"
)
_TOGETHER: Final = frozenset(
    (frozenset(("HTML", "CSS")), frozenset(("HTML", "JavaScript")), frozenset(("CSS", "JavaScript")),
     frozenset(("Word", "Excel")), frozenset(("Excel", "PowerPoint")), frozenset(("SEO", "SEM")),
     frozenset(("LAN", "WLAN")), frozenset(("LAN", "WAN")), frozenset(("Linux", "Unix")),
     frozenset(("Microsoft Word", "Excel")))
)  # fmt: skip
"""Pairs that a slash joins without meaning one or the other."""
_OPENS: Final = re.compile(r"\w\s*\((?:[a-z.]+\s*){0,2}\Z")
_GOES_ON: Final = re.compile(
    r"\s*,?\s*(?:…|\.\.\.|\.\.|etc\b\.?|usw\b\.?|u\.\s?a\.|among others|entre autres|entre otr[oa]s)\s*\)"
)
_QUALIFYING: Final = frozenset(("education", "years", "certificate", "licence"))
_MOST_WORDS_BETWEEN: Final = 5


def alternatives(folded: str, start: int, end: int, items: Sequence[Item]) -> list[list[Item]]:
    """The items of a sentence in order, those that are alternatives together in one list.

    An item that another implies is no alternative: "JavaScript, React or Vue.js" is JavaScript and
    one of the two. `items` must be of one tier and in order.
    """
    ordered = [item for item in items if not _is_vague(folded, start, item)]
    ordered = [
        item
        for at, item in enumerate(ordered)
        if at + 2 >= len(ordered) or not _is_explained(folded, item, ordered[at + 1])
    ]
    joints = [_joint(folded, left, right) for left, right in pairwise(ordered)]
    runs: list[list[Item]] = []
    at = 0
    while at < len(ordered):
        last = _run_end(folded, start, end, ordered, joints, at)
        runs += _split(ordered[at : last + 1])
        at = last + 1
    return runs


def _is_vague(folded: str, start: int, item: Item) -> bool:
    """True for "CRM" in "Salesforce or a similar CRM", which is no alternative."""
    return item.kind == "skill" and bool(_SIMILAR.search(folded, start, item.start))


def _is_explained(folded: str, item: Item, example: Item) -> bool:
    """True for "CRM" in "a CRM (Salesforce, HubSpot…)", of which only examples are asked for."""
    if not item.kind == example.kind == "skill" or item.value not in _FAMILIES:
        return False
    return _EXPLAINS.fullmatch(folded, item.end, example.start) is not None


def _run_end(
    folded: str, start: int, end: int, items: Sequence[Item], joints: Sequence[Joint], at: int
) -> int:
    """The place of the last alternative to item `at`; `at` itself when there is none."""
    last = at
    while last < len(joints) and joints[last] == "comma":
        last += 1
    is_or = last < len(joints) and joints[last] == "or"
    while last < len(joints) and is_or and (joints[last] == "or" or _goes_on(joints, last)):
        last += 1
    if is_or:
        return last
    listed = at
    while listed < len(joints) and joints[listed] in ("comma", "and"):
        listed += 1
    before = folded[start : items[at].start]
    if listed > at and (_is_one_of(before) or _is_open_list(before, folded[items[listed].end : end])):
        return listed
    if last > at and (_TAIL.match(folded, items[last].end, end) or _is_example(before, joints[at:listed])):
        return last
    return at


def _goes_on(joints: Sequence[Joint], at: int) -> bool:
    """True at a comma before a last "or": "A or B, C or D" is two groups, "A, B, or C" one."""
    return joints[at] == "comma" and "or" not in joints[:at] and "or" in joints[at:]


def _is_one_of(before: str) -> bool:
    found = [match.end() for match in _ONE_OF.finditer(before)]
    return (
        bool(found) and len(before[found[-1] :].split()) <= 3 and not re.search(r"[;.]", before[found[-1] :])
    )


def _is_open_list(before: str, behind: str) -> bool:
    """True for examples in brackets: "a CRM (Salesforce, HubSpot…)"."""
    return bool(_OPENS.search(before) and _GOES_ON.match(behind))


def _is_example(before: str, joints: Sequence[Joint]) -> bool:
    return bool(_EXAMPLES.search(before)) and "and" not in joints


def _joint(folded: str, left: Item, right: Item) -> Joint:
    """How two neighbours are joined."""
    if left.kind == right.kind == "education" and right.start < left.end:
        return "or"  # one degree in several fields
    gap = _DOTTED.sub(r"\1", _BRACKETS.sub(" ", folded[left.end : right.start]))
    if ";" in gap:
        return ""
    if left.kind == right.kind == "language" and _BILINGUAL.search(folded, 0, left.start):
        return "and"
    if right.kind == "years" and right.months and ")" in gap:
        return ""
    if _OR_IN_BRACKETS.fullmatch(gap) and left.kind == right.kind:
        return "or"
    if re.search(r"[;.:]\s|[()]", gap) and not (left.kind == "education" or right.is_generic):
        return ""
    if not _may_join(left, right) or len(gap.split()) > _MOST_WORDS_BETWEEN + 3 * (left.kind == "education"):
        return ""
    if _SLASH.fullmatch(gap):
        return "and" if frozenset((left.value, right.value)) in _TOGETHER else "or"
    if _OR.search(gap):
        return "or" if not _AND.search(gap) or re.search(r"(?:and|und|et|y)/o", gap) else ""
    if _COMMA.fullmatch(gap) and left.kind == right.kind:
        if left.kind == "language" and left.level != right.level:
            return ""  # "Stilsicheres Deutsch, Englisch oder Französisch ab B1"
        return "or" if left.kind == "education" and left.level == right.level else "comma"
    return "and" if _AND.search(gap) and left.kind == right.kind and len(gap.split()) <= 2 else ""


def _may_join(left: Item, right: Item) -> bool:
    if {left.kind, right.kind} <= {*_QUALIFYING, "skill"} and any(
        _is_practice(item) for item in (left, right)
    ):
        return True
    if left.kind == "years" and right.kind != "education":
        return False
    return left.kind == right.kind or {left.kind, right.kind} <= _QUALIFYING or _is_certified(left, right)


def _is_practice(item: Item) -> bool:
    """Years of a skill, which may stand in for a degree: "a degree or two years in sales"."""
    return item.kind == "skill" and item.months > 0


def _is_certified(left: Item, right: Item) -> bool:
    """ "AWS or GCP certification"."""
    if left.months or right.months:
        return False
    kinds = left.kind, right.kind
    certificate = right if kinds == ("skill", "certificate") else left
    return set(kinds) == {"skill", "certificate"} and certificate.value.endswith(" certification")


def _split(run: list[Item]) -> list[list[Item]]:
    """The run without those that are implied by others, which stand alone before it; no alternative twice."""
    for left, right in zip(run[-2::-1], run[:0:-1], strict=False):
        if _is_certified(left, right):
            skill = left if left.kind == "skill" else right
            skill.kind, skill.value = "certificate", f"{skill.value} certification"
    implied = _implied(run)
    unique: dict[tuple[str, str, str, int], Item] = {}
    for item in run:
        if item not in implied:
            unique.setdefault((item.kind, item.value.casefold(), item.level, item.months), item)
    return [*([item] for item in implied), list(unique.values())]


def _implied(run: Sequence[Item]) -> list[Item]:
    """Skills of the run that at least two others of it imply."""
    above = [_above(item.value) if item.kind == "skill" else frozenset() for item in run]
    return [
        item
        for item in run
        if len(run) > 2 and sum(item.value in names for names in above) >= 1 and item.kind == "skill"
    ]


def _above(name: str) -> frozenset[str]:
    skill = taxonomy().find(name)
    return frozenset(broader.name for broader in taxonomy().implied(skill)) if skill else frozenset()
