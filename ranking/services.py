"""What can be done with rankings: asked for, again too, and cancelled. No stage is changed by it."""

from __future__ import annotations

import hashlib
import json
import uuid
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime
from typing import cast

from django.conf import settings
from django.db import transaction
from django.utils import timezone

from accounts import audit, credits
from accounts.credits import NoCredits
from accounts.idempotency import KEPT_FOR
from accounts.models import CreditEntry, User
from parsing import outbox
from parsing.models import Batch
from parsing.services import cancel_batch, create_batch
from ranking import closing, planning, shards
from ranking.members import Asked, Members, expected, is_opened, members_of
from ranking.models import CriteriaVersion, Ranking, Shard
from ranking.scoring import ENGINE_VERSION

PLAN = "ranking.tasks.plan"


class Nobody(Exception):
    """Nobody is there of all who were asked for."""


class TooMany(Exception):
    """More than one ranking may have; the message says how many that is."""


@dataclass(frozen=True, slots=True)
class Wish:
    """Who is to be ranked, and how. New files and addresses become a batch.

    `key` names the request, if somebody gave it a name: it is the same ranking when it comes again, even
    where whoever answered it died before saying so.
    """

    asked: Asked
    key: str = ""
    files: Sequence[tuple[str, bytes]] = ()
    addresses: Sequence[str] = ()
    batch: Batch | None = None
    as_of: date | None = None
    is_blind: bool = False


def ask(owner: User, criteria: CriteriaVersion, wish: Wish) -> Ranking:
    """The new ranking: ended already where there are few and all of them were read, else planned by a task.

    Paid for at once. Raises NoCredits, Nobody and TooMany, and then leaves nothing.
    """
    identity = _identity_of(owner, wish)
    if earlier := Ranking.objects.filter(pk=identity).first():
        return earlier
    batch = wish.batch or _batch_of(owner, wish)
    try:
        members = members_of(wish.asked, batch, owner) if is_opened(batch) else None
        total = len(members) if members is not None else expected(wish.asked, batch, owner)
        _check(total, batch)
        ranking = _made(identity, owner, criteria, wish, batch, members, total)
    except (NoCredits, Nobody, TooMany):
        if batch is not None and wish.batch is None:
            cancel_batch(batch, actor=owner)
        raise
    if ranking.state == Ranking.State.RUNNING:
        _rank_now(ranking)
    return ranking


def rank_again(
    ranking: Ranking,
    criteria: CriteriaVersion,
    *,
    as_of: date | None,
    is_blind: bool,
    actor: User,
    key: str = "",
) -> Ranking:
    """A new ranking of the same people, as they are now; nothing is read again. Raises as `ask` does.

    Where it was stopped before anybody was found, whoever is found now by what it asked for.
    """
    if ranking.items.exists():
        wish = Wish({"ranking": str(ranking.pk)}, key=key, as_of=as_of, is_blind=is_blind)
    else:
        asked = cast(Asked, ranking.asked)
        wish = Wish(asked, key=key, batch=ranking.batch, as_of=as_of, is_blind=is_blind)
    return ask(actor, criteria, wish)


@transaction.atomic
def cancel(ranking: Ranking, *, actor: User) -> bool:
    """Stop it: whoever is scored stays, credits for the others go back. False when it had ended before."""
    if not closing.cancel(ranking.pk):
        return False
    audit.record(actor, "ranking.cancelled", f"ranking:{ranking.pk}")
    return True


def configuration_of(ranking: Ranking) -> str:
    """A SHA-256 of all that decides how this ranking scores, for the audit trail."""
    told = [ranking.criteria.tree, ranking.engine_version, ranking.as_of.isoformat(), ranking.is_blind]
    return hashlib.sha256(json.dumps(told, sort_keys=True, ensure_ascii=False).encode()).hexdigest()


def _identity_of(owner: User, wish: Wish) -> uuid.UUID:
    """The ranking's id: told by the request's name for as long as such names hold, else a new one."""
    if not wish.key:
        return uuid.uuid4()
    identity = uuid.uuid5(uuid.NAMESPACE_OID, f"{owner.pk}:{wish.key}")
    is_old = Ranking.objects.filter(pk=identity, created_at__lt=timezone.now() - KEPT_FOR).exists()
    return uuid.uuid4() if is_old else identity


def _batch_of(owner: User, wish: Wish) -> Batch | None:
    """The batch of what came along, where it can be paid for: each file is read, and ranked."""
    count = len(wish.files) + len(wish.addresses)
    if not count:
        return None
    if settings.CREDITS_ENABLED and credits.balance_of(owner) < 2 * count:
        raise NoCredits
    return create_batch(owner, files=wish.files, addresses=wish.addresses)


def _check(total: int, batch: Batch | None) -> None:
    if not total and is_opened(batch):
        raise Nobody
    if total > settings.RANKING_MOST:
        raise TooMany(f"One ranking may have at most {settings.RANKING_MOST} candidates.")


def _made(
    identity: uuid.UUID,
    owner: User,
    criteria: CriteriaVersion,
    wish: Wish,
    batch: Batch | None,
    members: Members | None,
    total: int,
) -> Ranking:
    """The ranking, paid for and known to a task, or planned where it will be done in the request."""
    ranking = Ranking(
        id=identity,
        criteria=criteria,
        owner=owner,
        asked=wish.asked,
        batch=batch,
        total=total,
        engine_version=ENGINE_VERSION,
        as_of=wish.as_of or datetime.now(UTC).date(),
        is_blind=wish.is_blind,
    )
    is_small = (
        members is not None and not members.reading and len(members.people) <= settings.RANKING_SYNC_MAX
    )
    with transaction.atomic():
        spent = {"reference": ranking.credit_reference, "reason": CreditEntry.Reason.RANK}
        credits.spend(owner, total, **spent)
        if is_small:
            ranking.state, ranking.started_at = Ranking.State.RUNNING, timezone.now()
        ranking.save(force_insert=True)
        if is_small and members is not None:
            planning.begin(ranking, members)
        else:
            outbox.add(PLAN, str(ranking.pk))
        audit.record(
            owner,
            "ranking.asked",
            f"ranking:{ranking.pk}",
            items=total,
            criteria=criteria.pk,
            configuration=configuration_of(ranking),
        )
    return ranking


def _rank_now(ranking: Ranking) -> None:
    """Do in the request what a worker would do; if it dies here, one will."""
    for shard in Shard.objects.filter(ranking=ranking).values_list("pk", flat=True):
        shards.work_on(shard)
    closing.close(ranking.pk)
    ranking.refresh_from_db()
