"""Credits: one is taken when a résumé is started, or is to be ranked, and given back when the machine fails.

Every change of a balance has one CreditEntry, so the entries of an account add up to its balance.
UNIQUE (reference, reason) makes each change happen once; CHECK (balance ≥ 0) is the second wall.
"""

from __future__ import annotations

from collections.abc import Sequence

from django.conf import settings
from django.db import transaction
from django.db.models import F

from accounts.models import CreditAccount, CreditEntry, User


class NoCredits(Exception):
    """The account is empty; nothing was taken."""


def balance_of(user: User) -> int:
    """How many résumés the user may still have read or ranked."""
    return _account_of(user).balance


def debit(user: User, *, reference: str, reason: str = CreditEntry.Reason.PARSE) -> int:
    """How many credits were taken for `reference`: 1, or 0 when that was done before. Raises NoCredits."""
    return debit_all(user, references=[reference], reason=reason)


@transaction.atomic
def debit_all(user: User, *, references: Sequence[str], reason: str = CreditEntry.Reason.PARSE) -> int:
    """How many credits were taken, one for each reference not paid for; with NoCredits none at all."""
    if not settings.CREDITS_ENABLED:
        return 0
    _lock_account_of(user)
    paid = set(
        CreditEntry.objects.filter(reference__in=references, reason=reason).values_list(
            "reference", flat=True
        )
    )
    due = [reference for reference in dict.fromkeys(references) if reference not in paid]
    if due and not _move(user.pk, -len(due)):
        raise NoCredits
    CreditEntry.objects.bulk_create(
        CreditEntry(account_id=user.pk, reference=reference, reason=reason, amount=-1) for reference in due
    )
    return len(due)


@transaction.atomic
def spend(user: User, amount: int, *, reference: str, reason: str) -> int:
    """How many credits were taken at once for something made of many: `amount`, or 0 when it was done before.

    One entry, where `debit_all` writes one for each: thousands would take longer than a request may.
    Raises NoCredits, and then takes none.
    """
    if not settings.CREDITS_ENABLED or amount <= 0:
        return 0
    _lock_account_of(user)
    if CreditEntry.objects.filter(reference=reference, reason=reason).exists():
        return 0
    if not _move(user.pk, -amount):
        raise NoCredits
    CreditEntry.objects.create(account_id=user.pk, reference=reference, reason=reason, amount=-amount)
    return amount


@transaction.atomic
def give_back(amount: int, *, reference: str, of: str, paid_as: str) -> int:
    """How many credits went back of what was spent under the reference `of`: `amount`, once a `reference`.

    0 where nothing was spent. The caller sees to it that no more goes back than was spent.
    """
    return _return(CreditEntry.objects.filter(reference=of, reason=paid_as).first(), amount, reference)


@transaction.atomic
def refund(*, reference: str, paid_as: str = CreditEntry.Reason.PARSE) -> int:
    """How many credits went back for `reference`; 0 when none was taken or it went back before."""
    taken = CreditEntry.objects.filter(reference=reference, reason=paid_as).first()
    return _return(taken, -taken.amount if taken else 0, reference)


@transaction.atomic
def grant(user: User, *, amount: int, reference: str) -> int:
    """How many credits were added; 0 when this `reference` was granted before."""
    if amount <= 0:
        raise ValueError("a grant adds credits")
    _lock_account_of(user)
    _, is_new = CreditEntry.objects.get_or_create(
        reference=reference,
        reason=CreditEntry.Reason.GRANT,
        defaults={"account_id": user.pk, "amount": amount},
    )
    if is_new:
        _move(user.pk, amount)
    return amount if is_new else 0


def _return(taken: CreditEntry | None, amount: int, reference: str) -> int:
    """Move so much of what was taken back, once a `reference`."""
    if taken is None or amount <= 0 or not _lock(taken.account_id):
        return 0
    _, is_new = CreditEntry.objects.get_or_create(
        reference=reference,
        reason=CreditEntry.Reason.REFUND,
        defaults={"account_id": taken.account_id, "amount": amount},
    )
    if is_new:
        _move(taken.account_id, amount)
    return amount if is_new else 0


def _account_of(user: User) -> CreditAccount:
    """The user's account, opened with the starting balance on first sight."""
    account, is_new = CreditAccount.objects.get_or_create(
        user=user, defaults={"balance": settings.CREDITS_START}
    )
    if is_new and settings.CREDITS_START:
        CreditEntry.objects.create(
            account=account,
            reference=f"start:{user.pk}",
            reason=CreditEntry.Reason.GRANT,
            amount=settings.CREDITS_START,
        )
    return account


def _lock_account_of(user: User) -> None:
    """Let other movements of the user's account wait until this transaction ends; opens it on first sight."""
    if not _lock(user.pk):
        _account_of(user)
        _lock(user.pk)


def _lock(account_id: int) -> bool:
    """Whether the account is there; it is locked then.

    An UPDATE, because SQLite has no SELECT FOR UPDATE and this takes its write lock too.
    """
    return bool(CreditAccount.objects.filter(pk=account_id).update(balance=F("balance")))


def _move(account_id: int, amount: int) -> bool:
    return bool(
        CreditAccount.objects.filter(pk=account_id, balance__gte=-amount).update(
            balance=F("balance") + amount
        )
    )
