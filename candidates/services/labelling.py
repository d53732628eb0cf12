"""The machine's labels: given after somebody was saved or changed, in bulk, beside what people said.

`Candidate.labelled_version` says which version the classifier has seen. What a person said of a label, for or
against it, stands: the machine neither repeats, changes nor removes it.
"""

from __future__ import annotations

import uuid
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Final

from django.db import transaction
from django.db.models import F

from candidates.labelling.classifier import Guess, classifier
from candidates.labelling.signs import person_of
from candidates.models import Candidate, CandidateLabel, Label, Source
from candidates.services.versions import hold, raise_versions

AT_ONCE: Final = 500
MOST_LABELS: Final = 3
LEAST_PROBABILITY: Final = 0.2
"""A guess below this is no label."""
SAME: Final = 0.05
"""Probabilities that differ by less are left as they are: nobody is told of a change that says nothing."""


def has_work() -> bool:
    """Whether the classifier has not seen somebody as they are now; one small query."""
    return Candidate.objects.filter(version__gt=F("labelled_version")).exists()


def label_some() -> int:
    """Of how many people the classifier has said what it thinks; 0 when there is nobody left.

    Who changes meanwhile is left for the next time.
    """
    rows = Candidate.objects.filter(version__gt=F("labelled_version")).order_by("pk")
    people = list(rows.values_list("pk", "version", "profile")[:AT_ONCE])
    if not people:
        return 0
    guesses = classifier().label([person_of(profile) for _, _, profile in people], most=MOST_LABELS)
    thought = {pk: found for (pk, _, _), found in zip(people, guesses, strict=True)}
    _save({pk: version for pk, version, _ in people}, thought)
    return len(people)


def label_everybody_anew() -> int:
    """How many people the classifier is to see again, for instance because it is a new one."""
    return Candidate.objects.filter(labelled_version__gt=0).update(labelled_version=0)


@dataclass(slots=True)
class _Changes:
    """Rows to write, to correct and to delete."""

    given: list[CandidateLabel] = field(default_factory=list)
    corrected: list[CandidateLabel] = field(default_factory=list)
    taken: list[CandidateLabel] = field(default_factory=list)


@transaction.atomic
def _save(versions: Mapping[uuid.UUID, int], thought: Mapping[uuid.UUID, Sequence[Guess]]) -> None:
    """Make the machine's labels what the classifier thinks, of those who are still as they were seen."""
    now = Candidate.objects.filter(pk__in=hold(versions)).values_list("pk", "version")
    same = [pk for pk, version in now if versions[pk] == version]
    known = dict(Label.objects.filter(is_active=True).values_list("slug", "pk"))
    had = _labels_of(same)
    changes = _Changes()
    for pk in same:
        wanted = {
            known[guess.slug]: round(guess.probability, 3)
            for guess in thought[pk]
            if guess.slug in known and guess.probability >= LEAST_PROBABILITY
        }
        _compare(pk, had.get(pk, {}), wanted, changes)
    CandidateLabel.objects.bulk_create(changes.given)
    CandidateLabel.objects.bulk_update(changes.corrected, ["probability"])
    CandidateLabel.objects.filter(pk__in=[row.pk for row in changes.taken]).delete()
    changed = {row.candidate_id for row in (*changes.given, *changes.corrected, *changes.taken)}
    raise_versions(changed, labels={row.label_id for row in changes.taken})
    Candidate.objects.filter(pk__in=same).update(labelled_version=F("version"))


def _compare(
    pk: uuid.UUID, had: Mapping[int, CandidateLabel], wanted: Mapping[int, float], changes: _Changes
) -> None:
    """Note what one person's machine labels lack and have too much; what people said is passed over."""
    for label, probability in wanted.items():
        row = had.get(label)
        if row is None:
            changes.given.append(_machine(pk, label, probability))
        elif row.source == Source.MACHINE and abs(row.probability - probability) >= SAME:
            row.probability = probability
            changes.corrected.append(row)
    machine = [row for row in had.values() if row.source == Source.MACHINE]
    changes.taken += [row for row in machine if row.label_id not in wanted]


def _labels_of(people: Sequence[uuid.UUID]) -> dict[uuid.UUID, dict[int, CandidateLabel]]:
    """What is on these people, the machine's and people's, by candidate and label."""
    found: dict[uuid.UUID, dict[int, CandidateLabel]] = {}
    for row in CandidateLabel.objects.filter(candidate__in=people):
        found.setdefault(row.candidate_id, {})[row.label_id] = row
    return found


def _machine(candidate: uuid.UUID, label: int, probability: float) -> CandidateLabel:
    return CandidateLabel(
        candidate_id=candidate, label_id=label, source=Source.MACHINE, probability=probability
    )
