"""How far a skill that is asked for is there: by any name, by what implies it, for how long, how lately.

What positions show counts in full; what is only listed counts less, and the less the longer the list, so that
a list of everything is worth nothing. Saying it twice changes nothing.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from functools import lru_cache
from typing import Final

from candidates.taxonomy import Skill, taxonomy
from candidates.taxonomy.keys import key_of
from parsing.stages.skill_names import doubt_about
from parsing.stages.skill_names import key_of as word_key
from ranking.scoring.reach import Detail, Reach, best, freshness, missing, months_in
from ranking.scoring.types import Applicant, Criterion, Evidence, Known, Position

LISTED: Final = 0.7
"""What a skill counts that is only listed, of one that a position shows."""
MOST_LISTED: Final = 40
"""So many skills may be listed without any position that shows them; of twice as many none counts."""
IMPLIED: Final = 0.7
"""What counts that follows from a skill two or more steps narrower."""
_MOST_EVIDENCE: Final = 3
_BRIEF: Final = 2
"""Names of so many letters are too short to look for in sentences."""
SHORT: Final = 0.4
"""What counts of a skill that was used, though not nearly for the months that are asked for."""


def skill_reach(applicant: Applicant, criterion: Criterion) -> Reach:
    """The best of the applicant's skills for it; where no position shows one, what sentences say."""
    asked = _asked(criterion.value)
    worth = listed_worth(applicant)
    found = best(
        (
            _reach(known, how, base, criterion, worth, applicant.as_of)
            for known, how, base in _candidates(applicant, criterion.value, asked)
        ),
        missing(**_asked_months(criterion)),
    )
    if found.how not in ("missing", "listed"):
        return found
    named = _named_in_texts(applicant, criterion.value)
    if named is None:
        return found
    return best((_reach(named, "exact", 1.0, criterion, worth, applicant.as_of), found), found)


def _named_in_texts(applicant: Applicant, value: str) -> Known | None:
    """The skill as the sentences of positions name it, with the months of those; None where none does.

    So it is the same whether somebody lists what they did or only tells it.
    """
    names = _sure_names(value)
    held = [(each, line) for each in applicant.positions if (line := _line_naming(each, names))]
    if not held:
        return None
    stretches = [each.stretch for each, _ in held if each.stretch]
    least, most = months_in(stretches)
    ends = [applicant.as_of if each.is_current else each.stretch.end - 1 for each, _ in held if each.stretch]
    evidence = tuple(line for _, line in held[:_MOST_EVIDENCE])
    return Known(value, "", evidence, least, most, max(ends, default=0))


def _line_naming(position: Position, names: Sequence[str]) -> Evidence | None:
    """The first sentence of the position that has one of the names as words of its own."""
    for line in position.lines:
        low = line.evidence.text.casefold()
        if any(name in low and _has_word(low, name) for name in names):
            return line.evidence
    return None


def _has_word(text: str, name: str) -> bool:
    at = text.find(name)
    while at >= 0:
        end = at + len(name)
        if not (at and text[at - 1].isalnum()) and not (end < len(text) and text[end].isalnum()):
            return True
        at = text.find(name, at + 1)
    return False


@lru_cache(maxsize=4096)
def _sure_names(value: str) -> tuple[str, ...]:
    """The names of a skill that mean nothing else in a text, in small letters."""
    skill = _asked(value)
    names = dict.fromkeys((value, *((skill.name, *skill.aliases) if skill else ())))
    sure = (name.casefold() for name in names if len(name) > _BRIEF and doubt_about(word_key(name)) is None)
    return tuple(dict.fromkeys(sure))


def listed_worth(applicant: Applicant) -> float:
    """What a skill counts that is only listed: `LISTED`, and nothing in a list of twice too many."""
    count = sum(known.is_listed_only for known in applicant.skills)
    return LISTED * min(1.0, max(0.0, 2.0 - count / MOST_LISTED))


def _candidates(applicant: Applicant, value: str, asked: Skill | None) -> Iterator[tuple[Known, str, float]]:
    """The skills that stand for what is asked, how, and what each is worth at best."""
    key = key_of(value)
    for known in applicant.skills:
        if asked is None or not known.id:
            if key and key_of(known.name) == key:
                yield known, "exact", 1.0
        elif known.id == asked.id:
            is_same = any(key_of(each.text) == key for each in known.evidence) or key_of(known.name) == key
            yield known, "exact" if is_same else "alias", 1.0
        elif steps := dict(_above(known.id)).get(asked.id):
            yield known, *(("child", 1.0) if steps == 1 else ("implied", IMPLIED))


def _reach(known: Known, how: str, base: float, criterion: Criterion, worth: float, as_of: int) -> Reach:
    detail: Detail = {"skill": known.name}
    if known.is_listed_only:
        share = base * worth * (SHORT if criterion.months else 1.0)
        if how != "exact":
            detail["via"] = how
        return Reach(share, "listed", known.evidence, detail | _asked_months(criterion))
    fresh = freshness(known.last_used, as_of)
    enough = 1.0
    if criterion.months:
        enough = SHORT + (1 - SHORT) * min(1.0, known.least / criterion.months)
        detail |= _asked_months(criterion)
    if known.most:
        detail |= {"least_months": known.least, "most_months": known.most}
    if known.last_used:
        detail["last_used"] = known.last_used
    if fresh < 1.0 or enough < 1.0:
        if how != "exact":
            detail["via"] = how
        how = "stale" if fresh < enough else "years"
    return Reach(base * fresh * enough, how, known.evidence, detail)


def _asked_months(criterion: Criterion) -> Detail:
    return {"asked_months": criterion.months} if criterion.months else {}


@lru_cache(maxsize=4096)
def _asked(value: str) -> Skill | None:
    return taxonomy().find(value)


@lru_cache(maxsize=40_000)
def _above(identity: str) -> tuple[tuple[str, int], ...]:
    """The ids of everything broader, each with the fewest steps up to it."""
    everything = taxonomy()
    found: dict[str, int] = {}
    skill = everything.get(identity)
    level = [skill] if skill else []
    steps = 0
    while level:
        steps += 1
        above = [parent for each in level for parent in everything.parents(each) if parent.id not in found]
        found |= {parent.id: steps for parent in above if parent.id != identity}
        level = [parent for parent in dict.fromkeys(above) if parent.id != identity]
    return tuple(found.items())
