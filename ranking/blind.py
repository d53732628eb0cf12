"""Blind rankings: what of somebody is shown to whom, and the logged reveals that change it."""

from __future__ import annotations

import base64
from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import Final

from django.db import transaction
from django.db.models import Max
from django.utils.crypto import salted_hmac

from accounts import audit
from accounts.models import User
from candidates.models import Candidate
from ranking.models import RankedCandidate, Ranking, Reveal
from ranking.scoring.masking import MARK, Masker
from ranking.scoring.personal import personal_names
from ranking.scoring.types import Evidence, Part, Score

Stage = Reveal.Stage
WHOLLY: Final = ("/basics/",)
"""Evidence under these pointers is personal as a whole, but for what `NOT_WHOLLY` names."""
NOT_WHOLLY: Final = ("/basics/summary", "/basics/label", "/basics/availability")
LONGEST_REASON: Final = 1000
"""Characters."""
_PERSONAL: Final = ("email", "phone", "url", "image")
_OF_PLACE: Final = ("address", "postalCode")


class NotBlind(Exception):
    """The ranking hides nothing that could be revealed."""


@dataclass(frozen=True, slots=True)
class Shown:
    """How somebody is shown: up to which stage, under which name, and who it is where that may be told.

    The name is a pseudonym before stage 2, and that of the file where nobody was found in it.
    """

    stage: int
    name: str
    candidate: Candidate | None

    @property
    def is_person(self) -> bool:
        """Whether it is shown who it is."""
        return self.stage >= Stage.PERSON


class Sight:
    """What one user may see of the candidates of one ranking: a query at most, however many there are."""

    def __init__(self, ranking: Ranking, user: User) -> None:
        """`ranking` whole; what was revealed is asked for only if it is blind."""
        self.is_blind = ranking.is_blind
        self._stages: Mapping[int, int] = {}
        if ranking.is_blind:
            mine = Reveal.objects.filter(item__ranking=ranking, user=user).order_by()
            self._stages = dict(mine.values_list("item").annotate(furthest=Max("stage")))

    def stage(self, item: RankedCandidate) -> int:
        """How much of this candidate may be shown."""
        return self._stages.get(item.pk, Stage.NOTHING) if self.is_blind else Stage.PERSON

    def shown_as(self, item: RankedCandidate) -> Shown:
        """How this candidate is shown."""
        stage = self.stage(item)
        if stage < Stage.PERSON:
            return Shown(stage, pseudonym_of(item), None)
        if item.candidate is not None:
            return Shown(stage, item.candidate.name, item.candidate)
        return Shown(stage, item.resume.file_name if item.resume else "", None)


def shown_as(item: RankedCandidate, user: User) -> Shown:
    """How this candidate is shown to this user. For many of one ranking ask a `Sight`."""
    return Sight(item.ranking, user).shown_as(item)


def is_revealed(item: RankedCandidate, user: User, stage: int = Stage.PERSON) -> bool:
    """Whether this user may see so much of the candidate; always so where the ranking is not blind."""
    return Sight(item.ranking, user).stage(item) >= stage


def pseudonym_of(item: RankedCandidate) -> str:
    """ "Candidate 7F3A-K2QD": the same each time for a candidate of a ranking, another in each ranking.

    Of a keyed hash (SECRET_KEY) of the ranking and the candidate's place in its list: 40 bits, so that two of
    ten thousand hardly ever share one, and nobody finds the candidate from it.
    """
    key = salted_hmac("ranking.pseudonym", f"{item.ranking_id}:{item.pk}", algorithm="sha256").digest()
    code = base64.b32encode(key[:5]).decode()
    return f"Candidate {code[:4]}-{code[4:]}"


@transaction.atomic
def reveal(item: RankedCandidate, user: User, stage: int, reason: str) -> bool:
    """Show this user so much of the candidate from now on: whether that is new. Raises NotBlind.

    What the user may see already is neither recorded nor said again.
    """
    if not item.ranking.is_blind:
        raise NotBlind
    if is_revealed(item, user, stage):
        return False
    _, is_new = Reveal.objects.get_or_create(item=item, user=user, stage=stage, defaults={"reason": reason})
    if is_new:
        audit.record(user, "ranking.revealed", f"ranking:{item.ranking_id}", item=item.pk, stage=int(stage))
    return is_new


def told_score(score: Score, item: RankedCandidate, stage: int) -> Score:
    """The score with its points as they are and, before stage 2, without words that tell who it is.

    The scorer saw neither names nor pronouns nor employers; taken out here is what it may see and people may
    not yet: where somebody lives, numbers to call, and whatever an older engine or an edit left in.
    """
    if stage >= Stage.PERSON or not item.ranking.is_blind or item.candidate is None:
        return score
    masker = masker_of(item.candidate, stage)
    return replace(score, parts=tuple(_told_part(part, masker) for part in score.parts))


def experience_of(item: RankedCandidate, stage: int) -> dict[str, list[dict[str, str]]] | None:
    """Where somebody worked and studied, as stage 1 shows it; None before, and where nothing is blind."""
    if stage < Stage.EXPERIENCE or item.candidate is None or not item.ranking.is_blind:
        return None
    masker = masker_of(item.candidate, stage)
    shown = {
        "work": ("name", "position", "startDate", "endDate"),
        "education": ("institution", "studyType", "area", "startDate", "endDate"),
    }
    return {
        section: [
            {name: masker.masked(str(each.get(name) or ""), is_name=True) for name in names}
            for each in _entries(item.candidate.profile, section)
        ]
        for section, names in shown.items()
    }


def masker_of(candidate: Candidate, stage: int) -> Masker:
    """What takes out of texts all that this stage does not show."""
    profile = candidate.profile if isinstance(candidate.profile, Mapping) else {}
    names, places = personal_names(profile)
    basics = profile.get("basics")
    basics = basics if isinstance(basics, Mapping) else {}
    home = basics.get("location")
    home = home if isinstance(home, Mapping) else {}
    private = [basics.get(key) for key in _PERSONAL] + [home.get(key) for key in _OF_PLACE]
    phrases = [each for each in private if isinstance(each, str) and each]
    return Masker([candidate.name, *names], phrases if stage >= Stage.EXPERIENCE else [*phrases, *places])


def _told_part(part: Part, masker: Masker) -> Part:
    detail = part.detail and {
        name: masker.masked(value, is_name=True) if isinstance(value, str) else value
        for name, value in part.detail.items()
    }
    return replace(
        part, evidence=tuple(_told_evidence(each, masker) for each in part.evidence), detail=detail
    )


def _told_evidence(evidence: Evidence, masker: Masker) -> Evidence:
    is_personal = evidence.pointer.startswith(WHOLLY) and not evidence.pointer.startswith(NOT_WHOLLY)
    return replace(evidence, text=MARK if is_personal else masker.masked(evidence.text))


def _entries(profile: object, section: str) -> list[Mapping[str, object]]:
    entries = profile.get(section) if isinstance(profile, Mapping) else None
    return [each for each in entries if isinstance(each, Mapping)] if isinstance(entries, list) else []
