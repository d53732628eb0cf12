"""How far a résumé meets a job before and after it was made better, by the scorer that recruiters use.

The facts of a résumé are locked, so its points rise only by what became easier to see. Pure.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Final

from candidates.taxonomy.months import month_of
from cvimprover.writing.pointers import text_at
from cvimprover.writing.types import Json
from ranking.criteria import criteria_of
from ranking.scoring.applicants import applicant_of, placed
from ranking.scoring.explain import Reason, why, why_not_higher
from ranking.scoring.scoring import leaves, score
from ranking.scoring.types import Criterion, Group, Score

AUDIENCE: Final = "candidate"


@dataclass(frozen=True, slots=True)
class Words:
    """Words of the résumé that count for a criterion, and the pointer to them in that résumé."""

    text: str
    pointer: str


@dataclass(frozen=True, slots=True)
class Given:
    """What a criterion gives: `points` of at most `most`, how (see `ranking.scoring.types.Part`), and why.

    `reach` is how far it is met, 0 to 1.
    """

    points: float
    most: float
    reach: float
    how: str
    sentence: str
    evidence: tuple[Words, ...]


@dataclass(frozen=True, slots=True)
class Asked:
    """One thing that the job asks for, the words of the advertisement, and what it gives before and after."""

    criterion: str
    kind: str
    value: str
    tier: str
    advertisement: str
    before: Given
    after: Given

    @property
    def is_seen_better(self) -> bool:
        """Whether the better résumé shows more of it."""
        return self.after.reach > self.before.reach


@dataclass(frozen=True, slots=True)
class Missing:
    """What the better résumé does not show in full, and the points that it would add if it did."""

    criterion: str
    sentence: str
    gain: float
    is_knock_out: bool


@dataclass(frozen=True, slots=True)
class Match:
    """Points of 100 before and after, None where the job asks for nothing that we know; the parts add up."""

    before: float | None
    after: float | None
    criteria: tuple[Asked, ...]
    missing: tuple[Missing, ...]

    @property
    def not_shown(self) -> tuple[tuple[Asked, float], ...]:
        """What gives nothing now, and the points that it would give if it were there and shown."""
        asked = {each.criterion: each for each in self.criteria if each.after.points == 0}
        return tuple((asked[each.criterion], each.gain) for each in self.missing if each.criterion in asked)


def match(
    before: Json, after: Json, job: str, *, title: str = "", as_of: date, language: str = "en"
) -> Match:
    """How two résumés of one person (JSON Resume) meet an advertisement; "present" ends on `as_of` in both.

    `title` is that of the job where it is told beside the text; sentences are in `language`. Criteria come in
    the order of what they give now. Some 25 ms.
    """
    criteria = criteria_of(job, title=title) if job.strip() else None
    asked = list(leaves(criteria)) if criteria else []
    if criteria is None or not asked:
        return Match(None, None, (), ())
    old, new = (_scored(resume, criteria, as_of) for resume in (before, after))
    reasons = why(new, criteria, AUDIENCE, language)
    known = {each.id: each for each in asked}
    was, is_now = _given(old, why(old, criteria, AUDIENCE, language)), _given(new, reasons)
    return Match(
        before=old.total,
        after=new.total,
        criteria=tuple(
            _asked(known[each.criterion], was[each.criterion], is_now[each.criterion]) for each in reasons
        ),
        missing=tuple(
            Missing(each.criterion, each.sentence, each.gain, each.is_knock_out)
            for each in why_not_higher(new, criteria, AUDIENCE, language)
        ),
    )


def _scored(resume: Json, criteria: Group, as_of: date) -> Score:
    """The score; where words stand on a page is not asked, for the better résumé has no page yet."""
    applicant = applicant_of(resume, {}, month_of(as_of))
    place = (text_at(resume, f"/basics/location/{key}") for key in ("city", "countryCode"))
    return score(placed(applicant, *place), criteria)


def _given(found: Score, reasons: Iterable[Reason]) -> Mapping[str, Given]:
    sentences = {each.criterion: each.sentence for each in reasons}
    return {
        part.criterion: Given(
            part.score,
            part.most,
            part.reach,
            part.how,
            sentences[part.criterion],
            tuple(Words(each.text, each.pointer) for each in part.evidence),
        )
        for part in found.parts
    }


def _asked(criterion: Criterion, before: Given, after: Given) -> Asked:
    words = criterion.span.text if criterion.span else ""
    return Asked(criterion.id, criterion.kind, criterion.value, criterion.tier, words, before, after)
