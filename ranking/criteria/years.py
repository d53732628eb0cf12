"""How many years are asked for, and of what."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from functools import cache
from typing import Final

from ranking.criteria.items import Item
from ranking.criteria.plain import listed
from ranking.criteria.quantities import Quantity, number_of, quantities_in

EXPERIENCE: Final = re.compile(
    r"\b(?:experience[ds]?|exp|erfahrung(?:en)?|\w*erfahrung|\w*praxis|experiencia|esperienza|ervaring"
    r"|experiencias?|esperienze|werkervaring|doswiadczeni\w*|erfarenhet"
    r"|track record|background|pqe|post-qualification|(?:de|of|in) (?:metier|oficio|terrain|practice)"
    r"|berufspraxis)\b"
)
_WORKED: Final = re.compile(
    r"\b(?:(?:have|'ve|has) been|posicion|position|stelle|funktion|coder|codant|unterwegs|im einsatz"
    r"|desempenando|desempeno|trabaj\w+|work(?:ed|ing)|gearbeitet|gefahren|gefuhrt|tatig\w*"
    r"|travaill\w+|exerce\w*|pratique|vendido|sold|managed|led|"
    r"dirigido|gestionado|programando|ejerciendo|encadre|berufserfahren|(?:similar|same) role|puesto|poste)\b"
)
_LEAST: Final = re.compile(
    r"\b(?:at least|a (?:good|minimum)|min|mind|mindestens|wenigstens|minimum|au moins|al menos|como minimo"
    r"|minimo|minima|mas de|more than|over|mehr als|plus de|almeno|minimaal|pelo menos)\W*\Z"
)
_NOT_WORKED: Final = re.compile(
    r"'?\s*(?:(?:lange |long )?(?:ausbildung|lehre|studium|vertrag|projekt|elternzeit|probezeit|garantie"
    r"|laufzeit|weiterbildung|umschulung)\b|old\b|older|of age|alt\b|revolus|de edad|d'age|d'eta|oud\b"
    r"|zuruck\b|ago\b|later|spater|geleden|in a row|every"
    r"|(?:fixed|contract|warranty|guarantee|sabbatical|leave|holiday|probation|pension|ftc|term|course"
    r"|degree|programme|apprenticeship|training)\b"
    r"|(?:de |d'|di |du )?(?:contrat\w*|vesting|garantie|garantia|vida|historia|trayectoria|existence"
    r"|prorroga|renouvel\w+|prorrogabl\w+|renewable|verlanger\w+|interim|elternzeit|formacion pagada)\b)"
)
"""What stands behind years that are an age, a contract or a training."""
_TIME_OF: Final = re.compile(
    r"\b(?:age[d]?|alter|ab|vor|in den (?:letzten|ersten|nachsten)|last|past|first|next|bis zu|up to"
    r"|(?<!no )(?<!not )less than|(?<!nicht )weniger als|(?<!pas )moins de|(?<!no )menos de"
    r"|hasta|jusqu'a|within|innerhalb|befristet auf|noch|every|alle"
    r"|nach|apres|tras|after|dans les|los primeros|les .{0,10}premiers|contrat\w*|vertrag\w*|contract\w*|cdd"
    r"|ogni|om de|depuis|seit|since|desde hace|hace|for over|da|sinds)\s+(?:de |of |von |uber |over )?"
    r"(?:(?:au moins|at least|mindestens|al menos|plus de|mehr als|mas de|nearly|fast|some)\s+)?\Z"
)
"""What stands before years that are not of work, or not of the applicant's."""
_SINCE: Final = re.compile(
    r"(?:seit|depuis|desde hace|hace|for over|since|in den letzten|last|past|da|sinds)\b"
)
_APPLICANT: Final = re.compile(
    r"\b(?:du|you|you've|vous|tu|toi|llevas|llevar\w*|trabajas|usas|programas|manejas|sie (?!sich)\w+en|wer"
    r"|who|quien|jemand\w*|somebody|someone|\w*erfahrung|experience)\b"
)
_HELD: Final = re.compile(
    r"\b(?:permis|licen[cs]e|carne|carnet|\w*schein|patente|rijbewijs|wir|uns|we|us|nous|nosotros|noi|wij)\b"
)
"""What is held or done by others for years."""
_MOST_YEARS: Final = 15
"""More are an age or a house's history unless they are said to be of experience."""

_LED: Final = re.compile(
    r"\b(?:on|in|with|using|mit|im|an|en|avec|con|sur|of|a|met|di|nel)"
    r"(?: the| der| dem| den| l[ae]s?| el)?\s+\Z"
)
_ROLE: Final = re.compile(r"\b(?:as|als|como(?! minim)|comme|en tant que?|in der rolle|come)\b")
_OR: Final = re.compile(r"\b(?:or|oder|ou|o)\b(?! (?:more|mehr|plus|mas|longer|langer|piu|mais|meer))")
_OR_MORE: Final = re.compile(
    r",?\s*\b(?:or more|or longer|oder (?:mehr|langer)|ou (?:plus|davantage)|o mas|o piu|of meer|or so"
    r"|minimum|mindestens|au moins|at least|como minimo|al menos|mini|min\.)(?!\w),?"
)
_PART: Final = re.compile(
    r"(?:davon|dont|of which|including|incl\.?|de los cuales|de ellos|di cui|waarvan)\s+(?:\w+\s+){0,2}\Z"
)
_LIST_GAP: Final = re.compile(
    r"\s(?:and|or|und|oder|et|ou|y|o)\s(?:(?:at least )?one of|eine[rmn]? der|un[e]? des|un[oa] de l[ao]s)\s"
    r"(?:[\w-]+\s){0,3}[\w-]*\s?\(?|"
    r"(?=.*(?:,|/|&|\+|\b(?:and|or|und|oder|et|ou|y|o|e|u|sowie)\b))"
    r"(?:[\s,/&+'-]|\b(?:and|or|und|oder|et|ou|y|o|e|u|sowie|de|d|en|mit|in|im|with|the|der|die|la|le|l"
    r"|les|el|los)\b)+"
)
_OF_THEM: Final = re.compile(
    r"(?:\b(?:davon|dont|of which|of them|including|de los cuales|de ellos|de las cuales)|[,(–-])\s+"
    r"(?:(?:au moins|mindestens|mind\.|min\.|at least|al menos|como minimo|minimum)\s+)?"
    r"(?:gerne?\s+|idealerweise\s+|idealement\s+|ideally\s+)?"
    r"(?P<least>\d{1,2}|[a-z]{2,8})\s*(?:\+\s*)?"
    r"(?:(?<=\s)|,\s*(?:como minimo|au moins|at least|mindestens),\s*)"
    r"(?:(?:of (?:them|which|those|these)|de ell[oa]s|d'entre elles|davon)\s+)?"
    r"(?=(?:en|in|im|dans|als|as|como|mit|with|avec|comme|con|sur|auf|on|at|bei|leading|managing"
    r"|coordinando|dirigiendo)\b)"
)
"""Years of the years just said: "5 ans dont 2 en management"."""
_ANY_YEARS: Final = re.compile(r"\b(?:years?|yrs|jahren?|jahre|ans|annees|anos|anni|jaar)\b")
_OF_WHICH: Final = re.compile(
    r"\b(?:davon|dont|of which|of them|of those|de los cuales|de ell[oa]s|de las cuales|including"
    r"|d'entre elles)\b"
)
_IN_BRACKETS: Final = re.compile(
    r"\s?\((?:at least|min\.?|mind\.?|mindestens|minimum|au moins|al menos|minimo|[>≥+]|\s)*"
)
"""Between a skill and years in brackets behind it."""
_ENDS: Final = re.compile(
    r"\s*(?:exige\w*|requis\w*|required|obligatoire\w*|of |d'|de |in )?\s?"
    r"(?:experience|experiencia|erfahrung|berufserfahrung|praxis|esperienza|ervaring)?\s*(?:[).,;:!?]|\Z|\s-\s)"
)


def years_of(folded: str, start: int, end: int, items: Sequence[Item]) -> list[Item]:
    """Years in total that the sentence asks for; months of a skill go to the skill among `items`.

    Of a range the least counts. Years that name no skill we know are years in total, unless they are part
    of others ("of which two in a law firm").
    """
    found: list[Item] = []
    skills = [item for item in items if item.kind == "skill"]
    for told, is_part in _told(folded, start, end):
        of = _of_what(folded, start, end, told, skills)
        for item in of:
            item.months = max(item.months, told.months)
        if not of and not is_part:
            found.append(Item(told.start, told.end, "years", "", months=told.months))
    return found


def _told(folded: str, start: int, end: int) -> Iterator[tuple[Quantity, bool]]:
    """The spans of time that somebody is to have worked, and whether each is a part of the one before."""
    said = list(quantities_in(folded, start, end))
    for quantity in said:
        if _is_worked(folded, start, end, quantity):
            yield quantity, _PART.search(folded, start, quantity.start) is not None
    first = _ANY_YEARS.search(folded, start, end)
    if first and _OF_WHICH.search(folded, first.end(), end):
        for match in _OF_THEM.finditer(folded, first.end(), end):
            if number := number_of(match["least"]):
                yield Quantity(match.start(), match.end(), int(12 * number), False, False), True


def _is_worked(folded: str, start: int, end: int, told: Quantity) -> bool:
    """False for years of something else: of a contract, of a house, of somebody's life."""
    before, behind = folded[start : told.start], folded[told.end : end]
    if told.is_joined and not EXPERIENCE.match(behind.lstrip(" -")):
        return False  # "a six-month project"
    if not 0 < told.months <= 480 or _NOT_WORKED.match(behind):
        return False
    if time := _TIME_OF.search(before):
        is_theirs = _SINCE.match(time[0]) and _APPLICANT.search(folded, start, end)
        if not is_theirs or _HELD.search(before):
            return False
    near = before[-45:] + folded[told.start : told.end] + behind[:45]
    is_said = bool(EXPERIENCE.search(near) or _WORKED.search(near))
    if told.months > 12 * _MOST_YEARS:
        return is_said
    return is_said or not told.is_vague or bool(_LEAST.search(before))


def _of_what(folded: str, start: int, end: int, told: Quantity, skills: Sequence[Item]) -> list[Item]:
    """The skills that the years are of: those right behind, else those right before."""
    first = next((item for item in skills if item.start >= told.end), None)
    if first is not None and _is_near(folded[told.end : first.start]):
        return _run(folded, [item for item in skills if item.start >= first.start])
    before = [item for item in skills if item.end <= told.start]
    if before and _IN_BRACKETS.fullmatch(folded, before[-1].end, told.start):
        return list(reversed(_run(folded, before[::-1], backwards=True)))
    if not before or not _ENDS.match(folded, told.end, end):
        return []
    gap = folded[before[-1].end : told.start]
    gap = re.sub(r"\A-?\s?(?:erfahrung|kenntnisse|praxis|experience)\b", "", gap)
    if not re.fullmatch(r"(?:[^.;]|(?<=min)\.|(?<=mind)\.|(?<=exp)\.){0,40}", gap):
        return []
    if EXPERIENCE.search(gap) and "," not in gap and "(" not in gap:
        return []
    return list(reversed(_run(folded, before[::-1], backwards=True)))


def _is_near(gap: str) -> bool:
    """True where at most two words that say something stand between years and a skill, and no comma."""
    gap = re.sub(
        r"\A\s*,\s*(?=(?:in|im|with|mit|en|avec|con|of|de|d|auf|an|on|sur)\b)", " ", _OR_MORE.sub(" ", gap)
    )
    if re.search(r"[,;.()]", gap) or _OR.search(gap) or _ROLE.search(gap) or _OF_WHICH.search(gap):
        return False
    words = [word for word in re.findall(r"[\w-]+", gap) if word not in _linking()]
    return len(words) <= (5 if _LED.search(gap) else 2)


def _run(folded: str, skills: Sequence[Item], *, backwards: bool = False) -> list[Item]:
    """The first of the skills and those that a comma, "and" or "or" joins to it."""
    run = list(skills[:1])
    for item in skills[1:]:
        left, right = (item, run[-1]) if backwards else (run[-1], item)
        if not _LIST_GAP.fullmatch(folded[left.end : right.start]):
            break
        run.append(item)
    return run


@cache
def _linking() -> frozenset[str]:
    return frozenset(listed("speech.txt")["linking"])
