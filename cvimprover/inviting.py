"""Invitations: a signed link by which somebody makes a CV of their own, without an account made by hand.

The link is signed for this purpose alone, ends with its row, and can be withdrawn. Whoever opens it becomes a
candidate; opened again it leads to the same candidate, for whom it is the only key.
"""

from __future__ import annotations

from datetime import timedelta
from typing import Final

from django.db import transaction
from django.urls import reverse
from django.utils import timezone

from accounts import audit, links
from accounts.models import Role, User
from candidates.models import Candidate
from cvimprover import services
from cvimprover.making import TOLD
from cvimprover.models import Invitation, Questionnaire
from parsing.services import json_resume_of

PURPOSE: Final = "cvimprover.invitation"
HOURS: Final = 7 * 24
MOST_HOURS: Final = 30 * 24


class InvitationOver(Exception):
    """It was withdrawn, or its time is over."""


@transaction.atomic
def invite(
    actor: User,
    *,
    candidate: Candidate | None = None,
    questionnaire: Questionnaire | None = None,
    hours: int = HOURS,
) -> Invitation:
    """The new invitation, good for so many hours."""
    row = Invitation.objects.create(
        invited_by=actor,
        candidate=candidate,
        questionnaire=questionnaire,
        expires_at=timezone.now() + timedelta(hours=hours),
    )
    audit.record(actor, "invitation.made", f"invitation:{row.pk}", hours=hours)
    return row


def path_of(invitation: Invitation) -> str:
    """The path of its link. Each call signs anew; all of them end with the invitation."""
    link = links.Link(invitation.pk, invitation.invited_by_id)
    return reverse("cv:invited", args=[links.token_of(link, PURPOSE)])


def invitation_in(token: str) -> Invitation:
    """The invitation that a link stands for. Raises InvitationOver, and LinkRefused for no link of ours."""
    try:
        link = links.link_in(token, PURPOSE, seconds=MOST_HOURS * 3600)
    except links.LinkExpired as error:
        raise InvitationOver from error
    row = Invitation.objects.filter(pk=link.target, invited_by=link.user).first()
    if row is None or not row.is_valid:
        raise InvitationOver
    return row


@transaction.atomic
def accept(invitation: Invitation) -> User:
    """The candidate whom the invitation lets in, made when it is opened for the first time.

    Two clicks at once wait for each other and make one. Raises InvitationOver.
    """
    row = Invitation.objects.select_for_update(of=("self",)).get(pk=invitation.pk)
    if not row.is_valid:
        raise InvitationOver
    if row.account is None:
        row.account = _account_of(row)
        row.opened_at = timezone.now()
        row.save(update_fields=["account", "opened_at"])
        _begin(row, row.account)
    audit.record(row.account, "invitation.opened", f"invitation:{row.pk}")
    return row.account


@transaction.atomic
def withdraw(invitation: Invitation, *, actor: User) -> bool:
    """Whether it was still standing. The link is worth nothing now, and who came by it is shut out."""
    rows = Invitation.objects.filter(pk=invitation.pk, withdrawn_at=None)
    if not rows.update(withdrawn_at=timezone.now()):
        return False
    User.objects.filter(invitation=invitation.pk).update(is_active=False)
    audit.record(actor, "invitation.withdrawn", f"invitation:{invitation.pk}")
    return True


def _account_of(invitation: Invitation) -> User:
    """A candidate without a password: the link is the only way in."""
    user = User(username=f"invited-{invitation.pk.hex}", role=Role.CANDIDATE)
    user.set_unusable_password()
    user.save()
    return user


def _begin(invitation: Invitation, account: User) -> None:
    """A CV begun with what the company knows of the person and of the job, where it said so."""
    asked, candidate = invitation.questionnaire, invitation.candidate
    profile: dict[str, object] = {}
    if asked is not None:
        try:
            profile = services.profile_of(asked)
        except services.NotReady:
            profile = {}
    elif candidate is not None and candidate.profile:
        profile = json_resume_of(candidate.profile)
    if profile:
        told = {name: getattr(asked, name) for name in (*TOLD, "job_description")} if asked else {}
        services.create_questionnaire(account, {**told, "profile": profile}, None)
