"""A score in words: why this rank, why not higher, and what parts two people.

Sentences stand in `data/sentences_*.toml`, one file a language; none says a fact that the score lacks.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Final, Literal

from candidates.taxonomy.months import written
from ranking.scoring.scoring import leaves, most_reach
from ranking.scoring.types import Criterion, Evidence, Group, Part, Score
from ranking.scoring.words import (
    date_in_words,
    language_in_words,
    name_in_words,
    points_in_words,
    tables,
    time_in_words,
)

Audience = Literal["recruiter", "candidate"]
_LONGEST: Final = 160


@dataclass(frozen=True, slots=True)
class Reason:
    """What one criterion gave: `points` of at most `most`, in a sentence, with its evidence."""

    criterion: str
    sentence: str
    points: float
    most: float
    how: str
    evidence: tuple[Evidence, ...] = ()


@dataclass(frozen=True, slots=True)
class Change:
    """By how much the score would rise if a criterion were fully met; `is_knock_out` where it is failed."""

    criterion: str
    sentence: str
    gain: float
    is_knock_out: bool = False


@dataclass(frozen=True, slots=True)
class Difference:
    """What a criterion gives A (`first`) and B (`second`)."""

    criterion: str
    sentence: str
    first: float
    second: float

    @property
    def gap(self) -> float:
        """How many points A has more."""
        return self.first - self.second


def why(score: Score, criteria: Group, audience: Audience, language: str = "en") -> tuple[Reason, ...]:
    """What every criterion gave, the most points first; the points add up to the score."""
    known = {each.id: each for each in leaves(criteria)}
    reasons = [
        Reason(
            part.criterion,
            _sentence(part, known[part.criterion], audience, language),
            part.score,
            part.most,
            part.how,
            part.evidence,
        )
        for part in score.parts
    ]
    return tuple(sorted(reasons, key=lambda reason: -reason.points))


def why_not_higher(
    score: Score, criteria: Group, audience: Audience, language: str = "en"
) -> tuple[Change, ...]:
    """What is not fully met and what it would add, failed knock-outs first, then the greatest gain.

    The gains are exact: what is told by likeness alone can only be reached so far. Of a group of `any` the
    member that counts stands for all.
    """
    known = {each.id: each for each in leaves(criteria)}
    in_any = set(_in_any(criteria))
    table = tables(language)[audience]
    changes = []
    for part in score.parts:
        gain = part.most * most_reach(known[part.criterion].kind) - part.score
        is_failed = part.criterion in score.failed
        if gain <= 0 and not is_failed:
            continue
        facts = _facts(part, known[part.criterion], language) | {"gain": points_in_words(gain, language)}
        key = "knock_out" if is_failed else "not_higher_any" if part.criterion in in_any else "not_higher"
        changes.append(Change(part.criterion, _upper(table[key].format_map(facts)), gain, is_failed))
    return tuple(sorted(changes, key=lambda change: (not change.is_knock_out, -change.gain)))


def compare(
    first: Score, second: Score, criteria: Group, audience: Audience, language: str = "en"
) -> tuple[Difference, ...]:
    """Where two scores differ, the widest gap first; the gaps add up to the difference of the scores.

    Of a group of `any` each may count another member, so both appear.
    """
    known = {each.id: each for each in leaves(criteria)}
    others = {part.criterion: part for part in second.parts}
    table = tables(language)[audience]
    found = []
    for part in first.parts:
        other = others[part.criterion]
        gap = part.score - other.score
        if gap:
            facts = {
                "asked": _asked(known[part.criterion], language),
                "gain": points_in_words(abs(gap), language),
            }
            sentence = table["compare_more" if gap > 0 else "compare_less"].format_map(facts)
            found.append(Difference(part.criterion, _upper(sentence), part.score, other.score))
    return tuple(sorted(found, key=lambda each: -abs(each.gap)))


def in_words(criterion: Criterion, language: str = "en") -> str:
    """What is asked for: "Python for 3 years", "A bachelor's degree or higher in Nursing"."""
    return _upper(_asked(criterion, language))


def _sentence(part: Part, criterion: Criterion, audience: Audience, language: str) -> str:
    table = tables(language)[audience]
    sentence = table.get(f"{criterion.kind}.{part.how}") or table[part.how]
    return _upper(sentence.format_map(_facts(part, criterion, language)))


def _facts(part: Part, criterion: Criterion, language: str) -> dict[str, str]:
    """What the slots of sentences are filled with."""
    detail = part.detail or {}
    facts = {name: str(value) for name, value in detail.items()}
    facts["asked"] = _asked(criterion, language)
    facts["evidence"] = _short(next((each.text for each in part.evidence if each.text), ""))
    facts["had"] = _range(_number(detail, "least_months"), _number(detail, "most_months"), language)
    facts["for_had"] = f" ({facts['had']})" if _number(detail, "most_months") else ""
    counted = _number(detail, "counted_months")
    facts["of_this_work"] = (
        tables(language)["words"]["of_this_work"].format(counted=time_in_words(counted, language))
        if "counted_months" in detail and counted < _number(detail, "least_months")
        else ""
    )
    if "skill" in facts:
        facts["skill"] = name_in_words("skill", facts["skill"], language)
    facts["in_field"] = f" ({facts['field']})" if facts.get("field") else ""
    facts["had_level"] = facts.get("level") or "?"
    if _number(detail, "last_used"):
        facts["last_used"] = date_in_words(written(_number(detail, "last_used")), language)
    return facts


def _asked(criterion: Criterion, language: str) -> str:
    """The criterion in words: "Python for 3 years", "a bachelor's degree or higher in Nursing"."""
    table, words = tables(language)["criterion"], tables(language)["words"]
    facts = {
        "value": _short(name_in_words(criterion.kind, criterion.value, language) or criterion.country_code),
        "wanted": time_in_words(criterion.months, language),
        "level": criterion.level,
        "language": language_in_words(criterion.value, language),
    }
    if criterion.kind == "availability":
        facts["value"] = date_in_words(criterion.value, language)
    if criterion.kind == "education":
        facts["level"] = words.get(f"level_{criterion.level}", words["level_0"])
    return table[_form(criterion)].format_map(facts)


def _form(criterion: Criterion) -> str:
    """Which of the ways to name a criterion fits it."""
    kind = criterion.kind
    forms = {
        "skill.months": kind == "skill" and criterion.months,
        "years.value": kind == "years" and criterion.value,
        "education.both": kind == "education" and criterion.level and criterion.value,
        "education.level": kind == "education" and criterion.level,
        "language.level": kind == "language" and criterion.level,
        "location.remote": kind == "location" and criterion.remote,
        "availability.now": kind == "availability" and criterion.value in ("", "now"),
    }
    return next((form for form, fits in forms.items() if fits), kind)


def _range(least: int, most: int, language: str) -> str:
    """A time as an interval, where dates leave one."""
    if least >= most:
        return time_in_words(max(least, most), language)
    words = tables(language)["words"]
    return words["range"].format(least=time_in_words(least, language), most=time_in_words(most, language))


def _number(detail: Mapping[str, str | int | float], name: str) -> int:
    value = detail.get(name, 0)
    return value if isinstance(value, int) else 0


def _short(text: str) -> str:
    return text if len(text) <= _LONGEST else text[:_LONGEST].rsplit(" ", 1)[0] + " …"


def _upper(sentence: str) -> str:
    return sentence[:1].upper() + sentence[1:]


def _in_any(node: Criterion | Group, *, is_within: bool = False) -> Iterator[str]:
    """The ids of criteria that lie in a group of `any`."""
    if isinstance(node, Criterion):
        if is_within:
            yield node.id
    else:
        for member in node.members:
            yield from _in_any(member, is_within=is_within or (node.mode == "any" and len(node.members) > 1))
