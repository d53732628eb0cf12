"""How far years, education, languages, papers, place and time are as asked for."""

from __future__ import annotations

import re
from collections.abc import Sequence
from functools import lru_cache
from typing import Final

from candidates.taxonomy import taxonomy
from candidates.taxonomy.keys import key_of
from candidates.taxonomy.months import span_of
from parsing.stages.text import fold
from ranking.criteria.credentials import credential_named
from ranking.scoring.likeness import counted, likeness_of_texts, line_reach
from ranking.scoring.personal import language_code
from ranking.scoring.reach import Detail, Reach, best, missing, unknown
from ranking.scoring.skills import skill_reach
from ranking.scoring.titles import title_likeness
from ranking.scoring.types import Applicant, Criterion, Named, Position, Spoken, Study

OTHER_WORK: Final = 0.1
"""What a month in work of another kind counts, where the job names its kind."""
_MOST_EVIDENCE: Final = 3
LEVELS: Final = ("A1", "A2", "B1", "B2", "C1", "C2", "native")
"""CEFR, and above it a mother tongue, which is asked for as C2."""
STEPS_BELOW: Final = (1.0, 0.6, 0.3)
"""What a level counts that is as asked, one step below, two; further below none."""
NO_LEVEL: Final = 0.6
"""What a language counts whose level nobody told."""
WRITTEN: Final = 0.5
"""What a language counts that is nowhere named, but in which the résumé is written."""
FIELD: Final = 0.4
"""What the field is worth where a level and a field are asked for; the level is worth the rest."""
UNFINISHED: Final = 0.5
SAME_COUNTRY: Final = 0.3
NEVER_TOLD: Final = frozenset({"work permit", "criminal record check"})
"""Papers that no résumé is expected to tell of: to be silent about them is no failing."""
_WORD: Final = re.compile(r"[^\W_]+")
_NOTICE: Final = re.compile(r"P(\d+)([MW])")
_EMPTY: Final = frozenset(
    ("certified", "certificate", "certification", "in", "of", "the", "and", "for", "zertifikat", "certificat")
)


def years_reach(applicant: Applicant, criterion: Criterion, titles: Sequence[str] = ()) -> Reach:
    """Months in work of the kind, against those asked for; more than asked for counts no more.

    `titles` are those that the job asks for: months in such work count in full, in near work less, in other
    work hardly; without titles all work is alike. What is sure counts, what is possible is told.
    """
    wanted = [criterion.value] if criterion.value else list(titles)
    held = [each for each in applicant.positions if each.stretch and each.title]
    worth = [_worth(each, wanted) for each in held]
    total = applicant.experience
    least, most = (total.least, total.most) if total else (0, 0)
    counted = min(_weighed(held, worth), least) if wanted else float(least)
    detail: Detail = {"asked_months": criterion.months, "least_months": least, "most_months": most}
    if wanted:
        detail["counted_months"] = round(counted)
    best_first = sorted(range(len(held)), key=lambda at: -worth[at])[:_MOST_EVIDENCE]
    evidence = tuple(held[at].evidence for at in best_first)
    if not most and any(each.stretch is None and each.title for each in applicant.positions):
        return unknown(**detail)
    reach = min(1.0, counted / criterion.months) if criterion.months else float(most > 0)
    return Reach(reach, "years", evidence, detail) if reach else missing(**detail)


def _worth(position: Position, wanted: Sequence[str]) -> float:
    """What a month of the position counts: the square of how near its work is to what is wanted."""
    if not wanted:
        return 1.0
    return max(OTHER_WORK, *(_nearness(position, each) ** 2 for each in wanted))


def _nearness(position: Position, trade: str) -> float:
    """How near a position is to a trade, told by its title, its skills or its industry."""
    skill = _skill(trade)
    if skill and skill in position.skills:
        return 1.0
    if position.industry and key_of(position.industry) == key_of(trade):
        return 1.0
    return title_likeness(trade, position.title)[0]


@lru_cache(maxsize=4096)
def _skill(text: str) -> str:
    found = taxonomy().find(text)
    return found.id if found else ""


def _weighed(positions: Sequence[Position], worth: Sequence[float]) -> float:
    """Months of the positions, each by what it counts; of positions at one time the one that counts most."""
    covered: set[int] = set()
    total = 0.0
    for at in sorted(range(len(positions)), key=lambda number: -worth[number]):
        stretch = positions[at].stretch
        if stretch:
            months = set(range(stretch.start, stretch.end)) - covered
            covered |= months
            total += worth[at] * len(months) * stretch.least / max(1, stretch.end - stretch.start)
    return total


def education_reach(applicant: Applicant, criterion: Criterion) -> Reach:
    """The best of the studies for the level and the field; a higher level counts no more."""
    level = int(criterion.level) if criterion.level.isdigit() else 0
    return best((_study(study, level, criterion.value) for study in applicant.studies), missing())


def _study(study: Study, level: int, field: str) -> Reach:
    detail: Detail = {"degree": study.degree, "level": study.level, "field": study.field}
    if level:
        detail["asked_level"] = level
    height = _height(study.level, level)
    near, how = _field_likeness(study, field) if field else (1.0, "exact")
    if level and field:
        # The right height in another field is worth its share, and so is the field alone.
        value = (1 - FIELD) * height + FIELD * near
        value = value if near or study.level else 0.0
    else:
        value = near if field else height
    return (
        Reach(value, how if near < 1 and near else "exact", (study.evidence,), detail) if value else missing()
    )


def _height(has: int, asked: int) -> float:
    """1 for the level or more, half for one level below or for studies whose level is not told."""
    if has >= asked:
        return 1.0
    return UNFINISHED if has == 0 or has == asked - 1 else 0.0


def _field_likeness(study: Study, field: str) -> tuple[float, str]:
    told = study.field or study.degree
    one, other = set(_WORD.findall(fold(field))), set(_WORD.findall(fold(told)))
    if one and one <= other:
        return 1.0, "exact"
    asked, has = taxonomy().find(field), taxonomy().find(told)
    if asked and has and asked.id == has.id:
        return 1.0, "alias"
    cosine = likeness_of_texts(field, told)
    return (counted(cosine), "likeness") if cosine else (0.0, "missing")


def language_reach(applicant: Applicant, criterion: Criterion) -> Reach:
    """How well the language is spoken; two levels below what is asked counts little, three nothing."""
    code = language_code(criterion.value) or criterion.value.lower()
    return best(
        (_spoken(each, criterion.level) for each in applicant.languages if each.code == code), missing()
    )


def _spoken(spoken: Spoken, asked: str) -> Reach:
    detail: Detail = {"language": spoken.code, "level": spoken.level, "asked_level": asked}
    if not spoken.evidence.text:
        return Reach(WRITTEN, "implied", (spoken.evidence,), detail)
    if not asked or asked not in LEVELS:
        return Reach(1.0, "exact", (spoken.evidence,), detail)
    if spoken.level not in LEVELS:
        return Reach(NO_LEVEL, "listed", (spoken.evidence,), detail)
    below = max(0, min(LEVELS.index(asked), 5) - min(LEVELS.index(spoken.level), 5))
    share = STEPS_BELOW[below] if below < len(STEPS_BELOW) else 0.0
    return (
        Reach(share, "exact" if share == 1.0 else "years", (spoken.evidence,), detail)
        if share
        else missing(**detail)
    )


def certificate_reach(applicant: Applicant, criterion: Criterion) -> Reach:
    """A certificate of that name; of another edition or maker it counts by the words both share.

    One that advertisements name is also found in titles and degrees ("Registered Nurse").
    """
    papers = (*applicant.certificates, *applicant.licences)
    named = best((_paper(each, criterion.value) for each in papers), missing())
    if named.value < 1.0:
        # Some list their certificates among the skills.
        named = best((named, _known_by_title(applicant, criterion), skill_reach(applicant, criterion)), named)
    if not named.value and criterion.value in NEVER_TOLD:
        return unknown()
    return named


def _known_by_title(applicant: Applicant, criterion: Criterion) -> Reach:
    """Whether a title or degree is one that only those have who hold the paper."""
    titled = [each.evidence for each in applicant.positions if each.title]
    for evidence in (*titled, *(study.evidence for study in applicant.studies)):
        if _credential(evidence.text) == criterion.value:
            return Reach(1.0, "alias", (evidence,), {"certificate": evidence.text})
    return missing()


@lru_cache(maxsize=20_000)
def _credential(text: str) -> str:
    """The licence or certificate that the words name, as advertisements are read; "" for none."""
    found = credential_named(text)
    return found.name if found else ""


def licence_reach(applicant: Applicant, criterion: Criterion) -> Reach:
    """A licence: "driving B" also by a class that includes it; others as certificates are."""
    asked = criterion.value.casefold().split()
    if asked[:1] in (["driving"], ["driver"], ["driver's"]):
        return best((_driving(each, asked[-1].upper()) for each in applicant.licences), missing())
    return certificate_reach(applicant, criterion)


def _driving(licence: Named, asked: str) -> Reach:
    words = licence.name.split()
    if words[0] != "driving":
        return missing()
    has = words[1] if len(words) > 1 else ""
    includes = asked in ("DRIVING", "LICENCE", has) or (
        asked == "B" and has in ("BE", "C", "CE", "C1", "C1E", "D", "D1")
    )
    if includes or (asked == "B" and not has):
        return Reach(1.0, "exact", (licence.evidence,), {"licence": licence.name})
    return missing()


def _paper(paper: Named, asked: str) -> Reach:
    wanted = set(_WORD.findall(fold(asked))) - _EMPTY
    has = set(_WORD.findall(fold(paper.name))) - _EMPTY
    initials = "".join(word[0] for word in _WORD.findall(paper.name) if word[0].isupper()).casefold()
    if wanted and (wanted <= has or key_of(asked) == initials or _credential(paper.name) == asked):
        return Reach(1.0, "exact", (paper.evidence,), {"certificate": paper.name})
    share = len(wanted & has) / len(wanted) if wanted else 0.0
    return (
        Reach(0.6 * share, "likeness", (paper.evidence,), {"certificate": paper.name})
        if share > 0.5
        else missing()
    )


def location_reach(applicant: Applicant, criterion: Criterion) -> Reach:
    """In that town, or at least in its country; anywhere where the work can be done from afar."""
    if criterion.remote:
        return Reach(1.0, "remote")
    if not applicant.city and not applicant.country_code:
        return unknown()
    is_country = bool(criterion.country_code) and applicant.country_code == criterion.country_code.upper()
    if criterion.value:
        is_town = fold(applicant.city) == fold(criterion.value)
        if is_town and (is_country or not criterion.country_code or not applicant.country_code):
            return Reach(1.0, "exact", (), {"city": applicant.city})
    elif is_country:
        return Reach(1.0, "exact", (), {"country": applicant.country_code})
    return (
        Reach(SAME_COUNTRY, "country", (), {"country": applicant.country_code}) if is_country else missing()
    )


def availability_reach(applicant: Applicant, criterion: Criterion) -> Reach:
    """Whether somebody can begin by the day asked for; unknown where the résumé does not tell."""
    if not applicant.availability:
        return unknown()
    asked = span_of(criterion.value)
    by = asked.last if asked else applicant.as_of
    begins = _begins(applicant)
    detail: Detail = {"available": applicant.availability, "months_late": max(0, begins - by)}
    late = max(0, begins - by)
    share = STEPS_BELOW[late] if late < len(STEPS_BELOW) else 0.0
    return Reach(share, "exact" if not late else "years", (), detail) if share else missing(**detail)


def _begins(applicant: Applicant) -> int:
    """The month in which the applicant can begin."""
    notice = _NOTICE.fullmatch(applicant.availability)
    if notice:
        return applicant.as_of + (int(notice[1]) if notice[2] == "M" else (int(notice[1]) + 3) // 4)
    span = span_of(applicant.availability)
    return span.first if span else applicant.as_of


def industry_reach(applicant: Applicant, criterion: Criterion) -> Reach:
    """A position in that industry, as far as its words tell."""
    key = key_of(criterion.value)
    for position in applicant.positions:
        if position.industry and key_of(position.industry) == key:
            return Reach(1.0, "exact", (position.evidence,), {"industry": position.industry})
    return line_reach([line for position in applicant.positions for line in position.lines], criterion.value)
