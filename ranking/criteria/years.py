"""How many years are asked for, and of what."""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import Final

from ranking.criteria.items import Item

_NUMBERS: Final = {
    word: number
    for number, words in (
        (0.5, "half-a"),
        (1, "one a an ein eine einem eines einer eineinhalb un une uno una"),
        (2, "two zwei deux dos couple"),
        (3, "three drei trois tres"),
        (4, "four vier quatre cuatro"),
        (5, "five funf cinq cinco"),
        (6, "six sechs seis"),
        (7, "seven sieben sept siete"),
        (8, "eight acht huit ocho"),
        (9, "nine neun neuf nueve"),
        (10, "ten zehn dix diez"),
        (12, "twelve zwolf douze doce"),
        (15, "fifteen funfzehn quinze quince"),
        (24, "twenty-four vierundzwanzig veinticuatro vingt-quatre"),
        (18, "eighteen achtzehn dix-huit dieciocho"),
    )
    for word in words.split()
}
_NUMBER: Final = (
    r"(?:\d{1,2}(?:[.,]5)?|an?(?=\s+(?:full\s+)?year\b(?!s))|"
    + "|".join(sorted(_NUMBERS.keys() - {"a", "an"}, key=len, reverse=True))
    + r")"
)
_UNIT: Final = (
    r"(?P<year>years?|yrs?|yoe|jahre?n?s?|jahrige[rnms]?|annees?|ans?|anos?|jaar|anni|lat|ar)"
    r"|(?P<month>months?|mths?|monate?n?|monatige[rnms]?|mois|mes|meses|maanden|mesi)"
)
_YEARS: Final = re.compile(
    rf"(?<![\w.,/-])(?P<least>{_NUMBER})\s*(?:\+|plus\b)?"
    rf"(?:\s*(?:-|to|bis|a|or|oder|ou|o|and|et|y|und)\s*(?:{_NUMBER}|more|mehr|mas|plus)\s*\+?)?"
    rf"(?:\s*\(\d{{1,2}}\))?(?:\s+(?:full|volle|vollen|complete))?\s*\+?[\s-]*(?:{_UNIT})(?![\w])"
)
_AGE: Final = re.compile(
    r"\s*(?:ausbildung\b|lehre\b|studium\b|vertrag\b|projekt\b|old\b|of age|alt\b|revolus|de edad"
    r"|d'age|zuruck\b|ago\b)|'?\s*(?:warranty|contract|guarantee)"
)
_BEFORE_AGE: Final = re.compile(
    r"(?:age[d]?|alter|ab|vor|vor mindestens|seit"
    r"|for over|since|depuis|desde hace|hace|in den letzten|last|past|bis zu"
    r"|up to|less than"
    r"|hasta|jusqu'a|within|innerhalb|befristet auf|noch)"
    r"\s+(?:(?:au moins|at least|mindestens|al menos|plus de|mehr als|mas de)\s+)?\Z"
)
_SINCE: Final = re.compile(r"(?:seit|depuis|desde hace|hace|for over|since|in den letzten|last|past)\b")
_APPLICANT: Final = re.compile(
    r"\b(?:du|you|you've|vous|tu|llevas|trabajas|usas|programas|manejas|sie (?!sich)\w+en|wer|who|quien)\b"
)
_HELD: Final = re.compile(r"\b(?:permis|licen[cs]e|carne|carnet|\w*schein|wir|we|nous|nosotros)\b")
"""What is held or done by others for years."""
_LINK: Final = re.compile(
    r"(?:[\s']|(?:s|of|in|with|using|an|am|working|as|an|a|at|on|the|our|im|in|der|dem|den|mit|als|bei"
    r"|von|en|de|del|d|la|el|l"
    r"|le|les|los|las|avec|dans|sur|con|como|une|un|una|du|des|field|area|bereich|domaine|area|around"
    r"|minimum|mini|minima"
    r"|or|more|professional|relevant|proven|solid|practical|hands-on|commercial|full-time"
    r"|post-qualification|recent"
    r"|previous|demonstrable|work|industry|berufliche|einschlagige|relevante|praktische|fundierte"
    r"|professionnelle"
    r"|significative|confirmee|similaire|laboral|profesional|demostrable|minima|previa|practica|acreditada"
    r"|experience|exp|experiences|erfahrung|berufserfahrung|praxiserfahrung|\w*praxis|experiencia"
    r"|experiencias|background"
    r"|bereits|haben|work|worked|gearbeitet|developing|building|managing|trabajando|desarrollando"
    r"|pratique|practice)\b\.?)*"
)  # fmt: skip
EXPERIENCE: Final = re.compile(
    r"\b(?:experience[ds]?|exp|erfahrung(?:en)?|\w*erfahrung|\w*praxis|experiencia|esperienza|ervaring"
    r"|doswiadczeni\w*|erfarenhet"
    r"|track record|background|pqe|post-qualification|(?:de|of|in) (?:metier|oficio|terrain|practice)"
    r"|berufspraxis)\b"
)
_WORKED: Final = re.compile(
    r"\b(?:(?:have|'ve|has) been|posicion|position|stelle|funktion|coder|codant|unterwegs|im einsatz"
    r"|desempenando|desempeno|trabaj\w+|work(?:ed|ing)|gearbeitet|gefahren|gefuhrt|tatig\w*"
    r"|travaill\w+|exerce\w*|pratique|vendido|sold|managed|led|"
    r"dirigido|gestionado|programando|ejerciendo|encadre|berufserfahren|(?:similar|same) role|puesto|poste)\b"
)
_PART: Final = re.compile(
    r"(?:davon|dont|of which|including|incl\.?|de los cuales|de ellos)\s+(?:\w+\s+){0,2}\Z"
)
_LIST_GAP: Final = re.compile(
    r"(?=.*(?:,|/|&|\+|\b(?:and|or|und|oder|et|ou|y|o|e|u|sowie)\b))"
    r"(?:[\s,/&+']|\b(?:and|or|und|oder|et|ou|y|o|e|u|sowie|de|d|en|mit|in|im|with|the|der|die|la|le|l"
    r"|les|el|los)\b)+"
)
_ASIDE: Final = re.compile(
    r",?\s*(?:(?:como minimo|minimo|minimum|mindestens|au moins|au minimum|at least|al menos|or more"
    r"|o mas|ou plus"
    r"|oder mehr)\s*)?,?\s*(?=(?:in|im|with|mit|en|avec|con|of|de|d|auf|an|on|sur)\b)"
)
"""What may stand between years and what they are of: "a year, at least, with Kubernetes"."""
_OF_THEM: Final = re.compile(
    r"(?:\b(?:davon|dont|of which|of them|including|de los cuales|de ellos|de las cuales)|[,(–-])\s+"
    r"(?:(?:au moins|mindestens|at least|al menos|como minimo|minimum)\s+)?"
    rf"(?:gerne?\s+|idealerweise\s+|idealement\s+|ideally\s+)?(?P<least>{_NUMBER})\s*(?:\+\s*)?(?P<year>)"
    r"(?:(?<=\s)|,\s*(?:como minimo|au moins|at least|mindestens),\s*)"
    r"(?:(?:of (?:them|which|those|these)|de ell[oa]s|d'entre elles|davon)\s+)?"
    r"(?=(?:en|in|im|dans|als|as|como|mit|with|comme|con|sur|auf|on|at|bei|leading|managing"
    r"|coordinando|dirigiendo)\b)"
)
"""Years of the years just said: "5 ans dont 2 en management"."""
_OF_WHICH: Final = re.compile(
    r"\b(?:davon|dont|of which|of them|of those|de los cuales|de ell[oa]s|de las cuales|including"
    r"|d'entre elles)\b"
)
_ENDS: Final = re.compile(
    r"\s*(?:minimum|mini|min|minima|or more|oder mehr|au moins|como minimo|exige\w*|requis\w*"
    r"|required|obligatoire\w*"
    r"|experience|experiencia|d'experience|de experiencia|erfahrung|berufserfahrung)?\s*(?:[).,;:!?]"
    r"|\Z|\s-\s)"
)


def years_of(folded: str, start: int, end: int, items: Sequence[Item]) -> list[Item]:
    """Years in total that the sentence asks for; months of a skill go to the skill among `items`.

    Of a range the least counts. Years that name no skill we know are years in total, unless they are part
    of others ("of which two in a law firm").
    """
    found: list[Item] = []
    skills = [item for item in items if item.kind == "skill"]
    said = list(_YEARS.finditer(folded, start, end))
    if said and said[0]["year"] and _OF_WHICH.search(folded, said[0].end(), end):
        said += _OF_THEM.finditer(folded, said[0].end(), end)
    for match in said:
        months = _months(match)
        before = folded[start : match.start()]
        if re.search(r"\w-[a-z]", match[0]) and not EXPERIENCE.match(folded, match.end() + 1):
            continue  # "a six-month project"
        if not 0 < months <= 480 or _AGE.match(folded, match.end()) or _is_age(before):
            continue
        of = _of_what(folded, start, end, match, skills)
        for item in of:
            item.months = max(item.months, months)
        is_part = match.re is _OF_THEM or _PART.search(before)
        if not of and not is_part and _is_experience(folded, start, end, match):
            found.append(Item(match.start(), match.end(), "years", "", months=months))
    return found


def _is_age(before: str) -> bool:
    """True behind "aged", "since" and the like; not in "you have worked with it for over"."""
    age = _BEFORE_AGE.search(before)
    return age is not None and not (
        _SINCE.match(age[0]) and _APPLICANT.search(before) and not _HELD.search(before)
    )


def _months(match: re.Match[str]) -> int:
    word = match["least"]
    number = _NUMBERS.get(word) or float(word.replace(",", "."))
    if word == "eineinhalb":
        number = 1.5
    return int(number * (1 if match["year"] is None else 12))


def _is_experience(folded: str, start: int, end: int, match: re.Match[str]) -> bool:
    """False for years of something else: of a contract, of a warranty, of school."""
    near = folded[max(start, match.start() - 45) : min(end, match.end() + 45)]
    least = re.search(
        r"\b(?:at least|min|mind|mindestens|minimum|au moins|al menos|como minimo|minimo"
        r"|or more|or over|or longer|ou davantage|oder mehr|oder langer|ou plus|et plus|o mas|y mas"
        r"|mas de|more than|over|mehr als|plus de|\d\+)(?!\w)",
        near,
    )
    ahead = re.match(r"'?\s*(?:in|im|als|as|en|bei|at|dans|como)\b", folded[match.end() : end])
    return bool(EXPERIENCE.search(near) or _WORKED.search(near) or least or ahead or "+" in match[0])


def _of_what(folded: str, start: int, end: int, match: re.Match[str], skills: Sequence[Item]) -> list[Item]:
    """The skills that the years are of: those right behind, else those right before."""
    aside = _ASIDE.match(folded, match.end(), end)
    link = _LINK.match(folded, aside.end() if aside else match.end(), end)
    reached = link.end() if link else match.end()
    first = next((item for item in skills if item.start >= match.end()), None)
    is_role = re.search(
        r"\b(?:as|als|como(?! minim)|comme|en tant que?|in der rolle)\b", folded[match.end() : reached]
    )
    if first is not None and not is_role and _is_near(folded, reached, first.start):
        return _run(folded, [item for item in skills if item.start >= first.start])
    is_said = EXPERIENCE.search(folded, match.end(), reached)
    if is_said or not _ENDS.match(folded, match.end(), end):
        return []
    before = [item for item in skills if item.end <= match.start()]
    gap = folded[before[-1].end : match.start()] if before else ""
    if (
        not before
        or not re.fullmatch(r"(?:[^.;]|(?<=min)\.|(?<=mind)\.|(?<=exp)\.){0,40}", gap)
        or (EXPERIENCE.search(gap) and "," not in gap and "(" not in gap)
    ):
        return []
    return list(reversed(_run(folded, before[::-1], backwards=True)))


def _is_near(folded: str, reached: int, start: int) -> bool:
    """True where at most two words stand between the link and the skill, and no comma."""
    gap = folded[reached:start]
    if start < reached:
        return True
    if _OF_WHICH.search(gap):
        return False
    is_led = re.search(
        r"\b(?:on|in|with|using|mit|im|an|en|avec|con|sur|of)(?: the| der| dem| l[ae]s?)?\s+\Z", gap
    )
    return not re.search(r"[,;.()]|\b(?:or|oder|ou|o)\b", gap) and len(gap.split()) <= (6 if is_led else 2)


def _run(folded: str, skills: Sequence[Item], *, backwards: bool = False) -> list[Item]:
    """The first of the skills and those that a comma, "and" or "or" joins to it."""
    run = list(skills[:1])
    for item in skills[1:]:
        left, right = (item, run[-1]) if backwards else (run[-1], item)
        if not _LIST_GAP.fullmatch(folded[left.end : right.start]):
            break
        run.append(item)
    return run
