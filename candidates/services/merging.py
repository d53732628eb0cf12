"""Two candidates who are one person become one, and two again without loss.

Whatever refers to a candidate changes hands, in whichever table it stands: tables that come later need no
word here. What cannot (both have a star of the same user) is kept in the `Merge`, as is the candidate's row.
"""

from __future__ import annotations

import json
import uuid
from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import date
from typing import Final, TypeAlias, cast

from django.core import serializers
from django.core.serializers.base import DeserializedObject
from django.db import models, transaction
from django.db.models import ForeignObjectRel, Model, Q, QuerySet, UniqueConstraint

from accounts import audit
from accounts.models import User
from accounts.notices.telling import tell
from candidates.models import Candidate, Duplicate, MatchKey, Merge, ReadFacts, Removal
from candidates.services.curation import curate, show
from candidates.services.removal import remove
from candidates.services.versions import hold, memberships, raise_versions

TRIES: Final = 5
Key: TypeAlias = "models.ForeignKey[models.Model, models.Model]"
NOT_MOVED: Final = (MatchKey, Duplicate, ReadFacts)
"""Found again by looking for duplicates; decisions about pairs are kept aside. What was read goes with its
résumé."""


class NotMergeable(ValueError):
    """These two cannot become one; the message says why."""


@transaction.atomic
def merge(survivor_id: uuid.UUID, absorbed_id: uuid.UUID, *, actor: User | None) -> Merge:
    """Let one person become part of another: résumés, applications, notes, labels, stars and all.

    What the newest résumé says is shown, under the edits of both. Raises NotMergeable.
    """
    if survivor_id == absorbed_id:
        raise NotMergeable("A person cannot be merged with themself.")
    survivor, absorbed = _both(survivor_id, absorbed_id)
    jobs, labels = memberships([absorbed_id])
    for each in (survivor, absorbed):
        curate(each)
    resumes = [str(pk) for pk in absorbed.resumes.values_list("pk", flat=True)]
    kept = [*_written([Candidate.objects.get(pk=absorbed_id)])]
    kept += _written(Duplicate.objects.filter(_of_pair(absorbed_id), state=Duplicate.State.DISMISSED))
    moved: dict[str, list[object]] = {}
    for relation in _relations():
        kept += _hand_over(relation, absorbed, survivor, moved)
    ReadFacts.objects.filter(candidate=absorbed).update(candidate=survivor)
    done = Merge.objects.create(
        survivor=survivor,
        absorbed_id=absorbed_id,
        absorbed_name=absorbed.name,
        resumes=resumes,
        moved=moved,
        kept=kept,
        merged_by=actor,
    )
    Removal.objects.update_or_create(candidate_id=absorbed_id, defaults={"version": absorbed.version + 1})
    Candidate.objects.filter(pk=absorbed_id).delete()
    show(survivor_id)
    raise_versions([survivor_id], jobs=jobs, labels=labels)
    _tell("candidate.merged", survivor_id, absorbed_id, actor)
    audit.record(actor, "candidate.merged", f"candidate:{survivor_id}", absorbed=str(absorbed_id))
    return done


@transaction.atomic
def unmerge(merged: Merge, *, actor: User | None) -> Candidate:
    """The person who had become part of another, as they were; both are known to be two from now on.

    What came since the merge stays with the survivor. Raises NotMergeable when it was undone before.
    """
    merged = _held_merge(merged)
    survivor = Candidate.objects.get(pk=merged.survivor_id)
    own, *kept = list(serializers.deserialize("python", merged.kept, ignorenonexistent=True))
    absorbed = cast(Candidate, own.object)
    left = memberships([survivor.pk])
    _restore_person(absorbed)
    returned = {name: _hand_back(name, merged, absorbed) for name in merged.moved}
    resumes = list(_resumes_of([absorbed.pk]))
    inner = Merge.objects.filter(survivor=absorbed.pk).values_list("absorbed_id", flat=True)
    sources = [*resumes, absorbed.pk, *inner]
    ReadFacts.objects.filter(candidate=survivor, source_id__in=sources).update(candidate=absorbed)
    _forget_elsewhere(merged, returned, resumes)
    for each in kept:
        _restore(each)
    merged.delete()
    gone = [person for person in (survivor.pk, absorbed.pk) if _has_nothing(person)]
    for person in (survivor.pk, absorbed.pk):
        show(person)
    _say_two(survivor.pk, absorbed.pk, actor)
    raise_versions([survivor.pk, absorbed.pk], jobs=left[0], labels=left[1])
    remove(gone)
    _tell("candidate.unmerged", survivor.pk, absorbed.pk, actor)
    audit.record(actor, "candidate.unmerged", f"candidate:{survivor.pk}", absorbed=str(absorbed.pk))
    return Candidate.objects.get(pk=absorbed.pk)


def _tell(event: str, survivor: uuid.UUID, absorbed: uuid.UUID, actor: User | None) -> None:
    tell(event, owner_id=actor.pk if actor else None, candidate=str(survivor), absorbed=str(absorbed))


def _both(survivor_id: uuid.UUID, absorbed_id: uuid.UUID) -> tuple[Candidate, Candidate]:
    """The two, locked with their résumés."""
    if len(_hold_with_resumes([survivor_id, absorbed_id])) < 2:
        raise NotMergeable("One of the two is not there any more.")
    return Candidate.objects.get(pk=survivor_id), Candidate.objects.get(pk=absorbed_id)


def _held_merge(merged: Merge) -> Merge:
    """The merge as it is now, with the survivor held and everybody whom the kept rows name."""
    if merged.survivor_id not in _hold_with_resumes([merged.survivor_id, *_others_in(merged)]):
        raise NotMergeable("The person is not there any more.")
    now = Merge.objects.filter(pk=merged.pk, survivor=merged.survivor_id).first()
    if now is None:
        raise NotMergeable("These two were taken apart, or merged with somebody else, meanwhile.")
    return now


def _hold_with_resumes(people: Sequence[uuid.UUID]) -> list[uuid.UUID]:
    """Those of these people who are there, locked after their résumés: the order of whoever reads one again.

    While we wait for a person another merge may give them résumés; then all is let go and taken anew.
    """
    for _ in range(TRIES):
        before = transaction.savepoint()
        locked = set(_resumes_of(people).select_for_update(no_key=True).order_by("pk"))
        there = hold(people)
        if locked.issuperset(_resumes_of(people)):
            transaction.savepoint_commit(before)
            return there
        transaction.savepoint_rollback(before)
    raise NotMergeable("Others change these people at this moment. Try again.")


def _resumes_of(people: Sequence[uuid.UUID]) -> QuerySet[Model, uuid.UUID]:
    """The ids of their résumés, whose model is none of ours."""
    resumes = Candidate._meta.get_field("resumes").related_model
    assert isinstance(resumes, type)
    return resumes._base_manager.filter(candidate__in=people).values_list("pk", flat=True)


def _others_in(merged: Merge) -> Iterator[uuid.UUID]:
    """With whom the absorbed person was decided not to be one."""
    for row in merged.kept:
        if row["model"] == Duplicate._meta.label_lower:
            yield from (uuid.UUID(row["fields"][side]) for side in ("first", "second"))


def _relations() -> Iterator[ForeignObjectRel]:
    """Every table that refers to a candidate, beside those whose key is the candidate: they are made anew."""
    for relation in _referring_to(Candidate):
        if relation.related_model not in NOT_MOVED and not _field_of(relation).primary_key:
            yield relation


def _referring_to(model: type[Model]) -> Iterator[ForeignObjectRel]:
    """The relations of other tables' columns to this model, those that it has no name for among them."""
    for relation in model._meta.get_fields(include_hidden=True):
        if isinstance(relation, ForeignObjectRel) and not relation.many_to_many:
            yield relation


def _field_of(relation: ForeignObjectRel) -> Key:
    """The column that refers to the candidate."""
    return cast("Key", relation.remote_field)


def _name_of(relation: ForeignObjectRel) -> str:
    return f"{relation.related_model._meta.label_lower}.{_field_of(relation).name}"


def _hand_over(
    relation: ForeignObjectRel, absorbed: Candidate, survivor: Candidate, moved: dict[str, list[object]]
) -> list[dict[str, object]]:
    """Move one table's rows; what could not be moved comes back as JSON, with what hangs on it."""
    field = _field_of(relation)
    rows = relation.related_model._base_manager.filter(**{field.name: absorbed.pk})
    clashing = [row for row in rows if _clashes(row, field, survivor)]
    going = [row.pk for row in rows if row not in clashing]
    if going:
        moved[_name_of(relation)] = json.loads(json.dumps(going, default=_as_text))
        relation.related_model._base_manager.filter(pk__in=going).update(**{field.name: survivor.pk})
    return [each for row in clashing for each in _written(_with_dependents(row))]


def _hand_back(name: str, merged: Merge, absorbed: Candidate) -> list[object]:
    """Move those rows of a table back that are still the survivor's: their ids."""
    relation = next((each for each in _relations() if _name_of(each) == name), None)
    if relation is None:
        return []
    field = _field_of(relation).name
    rows = relation.related_model._base_manager.filter(
        pk__in=merged.moved[name], **{field: merged.survivor_id}
    )
    there = json.loads(json.dumps(list(rows.values_list("pk", flat=True)), default=_as_text))
    relation.related_model._base_manager.filter(pk__in=there).update(**{field: absorbed.pk})
    return list(there)


def _forget_elsewhere(
    merged: Merge, returned: Mapping[str, list[object]], resumes: Iterable[uuid.UUID]
) -> None:
    """Let no other merge of the survivor claim what has left: it may come back with somebody else."""
    gone = {str(each) for each in resumes}
    for other in Merge.objects.filter(survivor=merged.survivor_id).exclude(pk=merged.pk):
        other.moved = {
            name: [pk for pk in pks if pk not in returned.get(name, ())] for name, pks in other.moved.items()
        }
        other.resumes = [each for each in other.resumes if each not in gone]
        other.save(update_fields=["moved", "resumes"])


def _clashes(row: models.Model, field: Key, survivor: Candidate) -> bool:
    """Whether the survivor has a row that this one could not stand beside."""
    values = {**_values_of(row), field.attname: survivor.pk}
    same = Q(pk__in=[])
    for names in _unique_together(type(row)):
        if field.name in names:
            same |= Q(**{name: values[_attname(row, name)] for name in names})
    return type(row)._base_manager.filter(same).exists()


def _unique_together(model: type[models.Model]) -> Iterator[Sequence[str]]:
    """The names of the columns that may not be the same in two rows."""
    yield from model._meta.unique_together
    for constraint in model._meta.constraints:
        if isinstance(constraint, UniqueConstraint) and constraint.fields:
            yield constraint.fields
    for field in model._meta.concrete_fields:
        if field.unique:
            yield [field.name]


def _with_dependents(row: models.Model) -> Iterator[models.Model]:
    """The row and all that is deleted with it, parents first."""
    yield row
    for relation in _referring_to(type(row)):
        if getattr(relation, "on_delete", None) is models.CASCADE:
            field = relation.remote_field.name
            for child in relation.related_model._base_manager.filter(**{field: row.pk}):
                yield from _with_dependents(child)


def _written(rows: Iterable[models.Model]) -> list[dict[str, object]]:
    """The rows as JSON. Django's own JSON cuts times to milliseconds, which would be a loss."""
    told = json.dumps(serializers.serialize("python", rows), default=_as_text)
    written: list[dict[str, object]] = json.loads(told)
    return written


def _as_text(value: object) -> str:
    return value.isoformat() if isinstance(value, date) else str(value)


def _restore_person(absorbed: Candidate) -> None:
    """Put the row back, with a number above the one that the index heard of last."""
    removal = Removal.objects.filter(candidate_id=absorbed.pk)
    heard = removal.values_list("version", flat=True).first() or absorbed.version + 1
    removal.delete()
    absorbed.version, absorbed.synced_version = heard + 1, 0
    absorbed.save_base(raw=True, force_insert=True)


def _restore(kept: DeserializedObject) -> None:
    """Put a row back, unless what it hangs on is gone or something like it came meanwhile."""
    row = kept.object
    for field in row._meta.concrete_fields:
        if field.related_model is None or getattr(row, field.attname) is None:
            continue
        if field.related_model._base_manager.filter(pk=getattr(row, field.attname)).exists():
            continue
        if not field.null:
            return
        setattr(row, field.attname, None)
    same = Q(pk=row.pk)
    values = _values_of(row)
    for names in _unique_together(type(row)):
        same |= Q(**{name: values[_attname(row, name)] for name in names})
    if not type(row)._base_manager.filter(same).exists():
        kept.save()


def _say_two(one: uuid.UUID, other: uuid.UUID, actor: User | None) -> None:
    """Note that these are two people, so that nobody is asked again."""
    first, second = sorted((one, other))
    decided = {"state": Duplicate.State.DISMISSED, "decided_by": actor}
    Duplicate.objects.update_or_create(
        first_id=first,
        second_id=second,
        defaults=decided,
        create_defaults={**decided, "score": 0.0},
    )


def _of_pair(person: uuid.UUID) -> Q:
    return Q(first=person) | Q(second=person)


def _has_nothing(person: uuid.UUID) -> bool:
    """Whether nothing is known of the person any more: their own résumé went while they were two in one."""
    if ReadFacts.objects.filter(candidate=person).exists():
        return False
    return not Candidate.objects.filter(pk=person).exclude(resumes=None).exists()


def _values_of(row: models.Model) -> dict[str, object]:
    return {field.attname: getattr(row, field.attname) for field in row._meta.concrete_fields}


def _attname(row: models.Model, name: str) -> str:
    return str(row._meta.get_field(name).attname)  # type: ignore[union-attr]
