"""Looking for people who are two candidates: in the background, many at once, when facts changed."""

from __future__ import annotations

import uuid
from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import replace
from typing import Final

from django.db import connection, transaction
from django.db.models import Q

from accounts import audit
from accounts.models import User
from candidates.matching import (
    LEAST_SCORE,
    SAME_NAME,
    Known,
    Reason,
    employers_in,
    keys_of,
    linkedin_key,
    name_likeness,
    reasons_for,
    score_of,
    words_in,
)
from candidates.models import Candidate, Duplicate, MatchKey
from config.statements import Insert

AT_ONCE: Final = 200
MOST_SHARED: Final = 100
"""A key that more people share says nothing: an agency's number, the name of half a country."""
BATCH: Final = 500

Pair = tuple[uuid.UUID, uuid.UUID]


def has_work() -> bool:
    """Whether anybody was found or changed since duplicates were last looked for."""
    return Candidate.objects.filter(is_compared=False).exists()


@transaction.atomic
def find_some() -> int:
    """Look for duplicates of up to 200 people who came or changed: how many people there were.

    What was decided about a pair stays decided; an open pair that is alike no longer goes. Ten statements.
    """
    changed = _take()
    if not changed:
        return 0
    people = _known(changed)
    keys = {person.id: keys_of(person) for person in people.values()}
    _write_keys(keys)
    pairs = _pairs(keys)
    others = {each for pair in pairs for each in pair} - people.keys()
    people |= _known(others)
    close = [pair for pair in pairs if pair[0] in people and pair[1] in people and _is_close(people, pair)]
    people |= _with_texts(people, {each for pair in close for each in pair})
    found = {pair: reasons_for(people[pair[0]], people[pair[1]]) for pair in close}
    alike = {pair: reasons for pair, reasons in found.items() if score_of(reasons) >= LEAST_SCORE}
    _write_pairs(changed, _hold_pairs(changed, alike))
    return len(changed)


@transaction.atomic
def dismiss(pair: Duplicate, *, actor: User | None) -> None:
    """Say that these are two people."""
    pair.state, pair.decided_by = Duplicate.State.DISMISSED, actor
    pair.save(update_fields=["state", "decided_by"])
    audit.record(actor, "duplicate.dismissed", f"candidate:{pair.first_id}", other=str(pair.second_id))


def duplicates_of(candidate_id: uuid.UUID) -> list[Duplicate]:
    """The undecided pairs with this person, with both people, the likeliest first. One query."""
    pairs = Duplicate.objects.filter(
        Q(first=candidate_id) | Q(second=candidate_id), state=Duplicate.State.OPEN
    )
    return list(pairs.select_related("first", "second").defer("first__profile", "second__profile"))


def _take() -> list[uuid.UUID]:
    """Some who came or changed, marked as compared; whoever changes after this is marked anew."""
    skips = connection.features.has_select_for_update_skip_locked
    rows = Candidate.objects.filter(is_compared=False).order_by("pk")
    taken = list(
        rows.select_for_update(skip_locked=skips, no_key=True).values_list("pk", flat=True)[:AT_ONCE]
    )
    Candidate.objects.filter(pk__in=taken).update(is_compared=True)
    return taken


def _known(ids: Collection[uuid.UUID]) -> dict[uuid.UUID, Known]:
    """What lists know of these people: no texts yet."""
    rows = Candidate.objects.filter(pk__in=ids).order_by()
    fields = ("pk", "name", "email", "phone", "current_employer", "profile__basics__profiles")
    return {
        pk: Known(pk, name, email, phone, linkedin_key(profiles), (employer,))
        for pk, name, email, phone, employer, profiles in rows.values_list(*fields)
    }


def _write_keys(keys: Mapping[uuid.UUID, set[tuple[str, str]]]) -> None:
    MatchKey.objects.filter(candidate__in=keys).delete()
    _WRITE_KEYS.run([(person, *key) for person, own in keys.items() for key in sorted(own)])


_WRITE_KEYS: Final = Insert(MatchKey, ("candidate_id", "kind", "key"))


def _pairs(keys: Mapping[uuid.UUID, set[tuple[str, str]]]) -> set[Pair]:
    """Everybody of these with everybody who shares a key with them."""
    shared: dict[tuple[str, str], list[uuid.UUID]] = defaultdict(list)
    wanted = sorted({key for own in keys.values() for _, key in own})
    for start in range(0, len(wanted), BATCH):
        found = MatchKey.objects.filter(key__in=wanted[start : start + BATCH]).order_by()
        for kind, sound, person in found.values_list("kind", "key", "candidate_id"):
            shared[kind, sound].append(person)
    pairs: set[Pair] = set()
    for one, own in keys.items():
        for key in own:
            if len(shared[key]) <= MOST_SHARED:
                pairs |= {_ordered(one, other) for other in shared[key] if other != one}
    return pairs


def _is_close(people: Mapping[uuid.UUID, Known], pair: Pair) -> bool:
    """Whether it is worth while to read their texts."""
    one, other = people[pair[0]], people[pair[1]]
    return (
        name_likeness(one.name, other.name) >= SAME_NAME or score_of(reasons_for(one, other)) >= LEAST_SCORE
    )


def _with_texts(people: Mapping[uuid.UUID, Known], ids: Iterable[uuid.UUID]) -> dict[uuid.UUID, Known]:
    """These people with the words of their résumés and all their employers."""
    told = {}
    for pk, profile in Candidate.objects.filter(pk__in=set(ids)).order_by().values_list("pk", "profile"):
        employers = (*people[pk].employers, *employers_in(profile))
        told[pk] = replace(people[pk], employers=employers, words=words_in(profile))
    return told


def _hold_pairs(changed: Sequence[uuid.UUID], alike: Mapping[Pair, list[Reason]]) -> dict[Pair, list[Reason]]:
    """The pairs whose two people are held now, so that nobody can be deleted under the new row.

    Waiting for others here could block everybody: who is busy is compared again in a moment.
    """
    skips = connection.features.has_select_for_update_skip_locked
    others = {each for pair in alike for each in pair} - set(changed)
    rows = Candidate.objects.filter(pk__in=others).order_by("pk")
    held = {*changed, *rows.select_for_update(skip_locked=skips, no_key=True).values_list("pk", flat=True)}
    busy = {each for pair in alike for each in pair if not held.issuperset(pair)} & set(changed)
    if busy:
        Candidate.objects.filter(pk__in=busy).update(is_compared=False)
    return {pair: reasons for pair, reasons in alike.items() if held.issuperset(pair)}


def _write_pairs(changed: Sequence[uuid.UUID], alike: Mapping[Pair, list[Reason]]) -> None:
    known = Duplicate.objects.filter(Q(first__in=changed) | Q(second__in=changed), state=Duplicate.State.OPEN)
    gone = [
        row.pk for row in known.only("first_id", "second_id") if (row.first_id, row.second_id) not in alike
    ]
    if gone:
        Duplicate.objects.filter(pk__in=gone).delete()
    Duplicate.objects.bulk_create(
        [
            Duplicate(first_id=pair[0], second_id=pair[1], score=score_of(reasons), reasons=reasons)
            for pair, reasons in sorted(alike.items())
        ],
        batch_size=BATCH,
        update_conflicts=True,
        unique_fields=["first", "second"],
        update_fields=["score", "reasons"],
    )


def _ordered(one: uuid.UUID, other: uuid.UUID) -> Pair:
    return (one, other) if one < other else (other, one)
