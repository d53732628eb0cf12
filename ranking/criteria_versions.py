"""What a job asks for, version after version: read from its text, or edited by a person."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import Final

from django.db import transaction
from django.db.models import Max

from accounts import audit
from accounts.models import User
from candidates.models import JobProfile
from ranking.models import CriteriaVersion
from ranking.scoring.packing import CriteriaError, group_of, tree_of

Tree = dict[str, object]
OF_A_CRITERION: Final = ("tier", "weight", "knock_out", "months", "level", "country_code", "remote", "value")
"""What a change may change of a criterion; its kind and where it stands in the text stay."""


class NoText(Exception):
    """The job has no text to read criteria from."""


class NoCriteria(Exception):
    """The job has no criteria yet, or not this version of them."""


def extract(job: JobProfile, *, propose: bool = False, actor: User) -> CriteriaVersion:
    """A new version with what the job's text asks for. Raises NoText.

    With `propose` a language model is asked too, which may take half a minute; its notes are the version's.
    """
    from ranking.criteria import criteria_of

    if not job.description.strip():
        raise NoText
    found = criteria_of(job.description, title=job.title)
    if not propose:
        return add(job, tree_of(found), CriteriaVersion.Source.EXTRACTED, actor=actor)
    from ranking import llm

    checked = llm.propose(job.description, found)
    source = CriteriaVersion.Source.PROPOSED if checked.added else CriteriaVersion.Source.EXTRACTED
    return add(job, tree_of(checked.criteria), source, notes=checked.notes, actor=actor)


def edit(job: JobProfile, tree: object, *, actor: User) -> CriteriaVersion:
    """A new version that is this tree. Raises CriteriaError, whose pointer leads to what is wrong."""
    return add(job, tree_of(group_of(tree)), CriteriaVersion.Source.EDITED, actor=actor)


def change(
    job: JobProfile,
    *,
    changes: Sequence[Mapping[str, object]] = (),
    remove: Iterable[str] = (),
    added: Sequence[Mapping[str, object]] = (),
    actor: User,
) -> CriteriaVersion:
    """A new version: the current one with some criteria changed, removed (groups too), or added at the root.

    Raises NoCriteria, and CriteriaError with a pointer into what was sent.
    """
    tree: Tree = dict(current(job).tree)
    for at, each in enumerate(changes):
        criterion = _criterion_in(tree, each.get("id"))
        if criterion is None:
            raise CriteriaError(f"/changes/{at}/id", "There is no such criterion.")
        for name, value in each.items():
            if name not in ("id", *OF_A_CRITERION):
                raise CriteriaError(f"/changes/{at}/{name}", "This cannot be changed.")
            criterion[name] = value
    for at, identity in enumerate(remove):
        if not _removed(tree, identity):
            raise CriteriaError(f"/remove/{at}", "There is no such criterion or group.")
    members = tree["members"]
    assert isinstance(members, list)
    tree["members"] = [*members, *(dict(each) for each in added)]
    return edit(job, tree, actor=actor)


@transaction.atomic
def add(
    job: JobProfile, tree: Tree, source: str, *, notes: Sequence[str] = (), actor: User | None
) -> CriteriaVersion:
    """The next version. `tree` is what `tree_of` gives."""
    JobProfile.objects.select_for_update(no_key=True).get(pk=job.pk)
    last = CriteriaVersion.objects.filter(job_profile=job).aggregate(last=Max("number"))["last"] or 0
    version = CriteriaVersion.objects.create(
        job_profile=job, number=last + 1, tree=tree, source=source, notes=list(notes), created_by=actor
    )
    audit.record(actor, "criteria.made", f"job_profile:{job.pk}", version=version.number, source=str(source))
    return version


def current(job: JobProfile, number: int | None = None) -> CriteriaVersion:
    """The newest version, or the one of this number. Raises NoCriteria."""
    versions = CriteriaVersion.objects.filter(job_profile=job).order_by("-number")
    found = (versions if number is None else versions.filter(number=number)).first()
    if found is None:
        raise NoCriteria
    return found


def _members(node: Tree) -> list[Tree]:
    members = node.get("members")
    return members if isinstance(members, list) else []


def _criterion_in(node: Tree, identity: object) -> Tree | None:
    for member in _members(node):
        if member["id"] == identity and "members" not in member:
            return member
        if (found := _criterion_in(member, identity)) is not None:
            return found
    return None


def _removed(node: Tree, identity: str) -> bool:
    """Whether something of this id was in the tree; it is not any more, nor a group that it leaves empty."""
    members = _members(node)
    kept = [member for member in members if member["id"] != identity]
    found = len(kept) < len(members) or sum(_removed(member, identity) for member in kept) > 0
    if found:
        node["members"] = [each for each in kept if "members" not in each or _members(each)]
    return found
