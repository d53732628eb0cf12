"""The page that an invitation's link leads to: a candidate without a password gets in by it."""

from __future__ import annotations

from django.contrib.auth import login
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods

from accounts.links import LinkRefused
from accounts.logins import address_of, may_open_link
from cvimprover import inviting
from cvimprover.models import Invitation


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def invited(request: HttpRequest, token: str) -> HttpResponse:
    """A welcome with a button, which lets in. To look does nothing: mail programs look at links."""
    if not may_open_link(address_of(request)):
        return _refused(request, 429, _("Too many links were tried from here. Wait a quarter of an hour."))
    try:
        invitation = inviting.invitation_in(token)
        if request.method == "POST":
            return _let_in(request, invitation)
    except LinkRefused:
        return _refused(request, 404, _("This is no link of ours. Copy the whole address that you got."))
    except inviting.InvitationOver:
        return _refused(request, 410, _("This invitation is over. Ask who sent it for a new one."))
    return render(request, "candidate/invited.html", {"invitation": invitation})


def _let_in(request: HttpRequest, invitation: Invitation) -> HttpResponse:
    """Log in as the candidate of the invitation, and on to the CV that was begun with it."""
    account = inviting.accept(invitation)
    login(request, account, backend="accounts.logins.RoleBackend")
    begun = account.questionnaires.order_by("-updated_at").first()
    return redirect("cv:read", begun.pk) if begun else redirect("cv:start")


def _refused(request: HttpRequest, status: int, message: str) -> HttpResponse:
    return render(request, "candidate/refused.html", {"message": message}, status=status)
