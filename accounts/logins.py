"""Limits for wrong passwords, and what each role may do in the admin.

Django REST framework's throttles are not atomic and say so; this counter is one conditional UPDATE.
It counts by account *and* address, so that nobody can lock somebody else out, and by address alone.
"""

from __future__ import annotations

import hashlib
from datetime import timedelta
from typing import Final

from django.contrib.auth.backends import ModelBackend
from django.core.exceptions import PermissionDenied
from django.db.models import F, Model
from django.http import HttpRequest
from django.utils import timezone
from rest_framework.settings import api_settings

from accounts.models import LoginCounter, Role, User

WINDOW: Final = timedelta(minutes=15)
TRIES_PER_ACCOUNT: Final = 5
TRIES_PER_ADDRESS: Final = 50
WORK_APPS: Final = {"parsing", "candidates", "ranking", "cvimprover"}


class RoleBackend(ModelBackend):
    """Passwords with a limit on wrong ones; rights by role. Administrators skip `has_perm`."""

    def authenticate(
        self,
        request: HttpRequest | None,
        username: str | None = None,
        password: str | None = None,
        **kwargs: object,
    ) -> User | None:
        """The user, or None. Over the limit the password is not even looked at."""
        if request is None or username is None:
            return self._checked(request, username, password)
        address = address_of(request)
        if not may_try(username, address):
            raise PermissionDenied
        user = self._checked(request, username, password)
        if user is not None:
            forget_tries(username, address)
        return user

    def has_perm(self, user_obj: object, perm: str, obj: Model | None = None) -> bool:
        """Whether the role allows `app.verb_model`."""
        app, _, name = perm.partition(".")
        if not isinstance(user_obj, User) or not user_obj.is_active or app not in WORK_APPS:
            return False
        verbs = {Role.VIEWER: ("view_",), Role.RECRUITER: ("view_", "change_", "delete_resume")}
        return name.startswith(verbs.get(Role(user_obj.role), ()))

    def has_module_perms(self, user_obj: object, app_label: str) -> bool:
        """Whether the role sees anything of this app."""
        return self.has_perm(user_obj, f"{app_label}.view_")

    def _checked(
        self, request: HttpRequest | None, username: str | None, password: str | None
    ) -> User | None:
        user = super().authenticate(request, username=username, password=password)
        return user if isinstance(user, User) else None


def may_try(username: str, address: str) -> bool:
    """Whether one more password may be tried; counts it. 5 in 15 minutes, however many try at once."""
    return _count(f"address {address}", TRIES_PER_ADDRESS) and _count(
        f"account {username.casefold()} {address}", TRIES_PER_ACCOUNT
    )


def may_open_link(address: str) -> bool:
    """Whether one more link that lets people in may be tried from this address; counts it."""
    return _count(f"link {address}", TRIES_PER_ADDRESS)


def forget_tries(username: str, address: str) -> None:
    """Start the account's count anew, after the right password."""
    LoginCounter.objects.filter(subject=_digest(f"account {username.casefold()} {address}")).delete()


def address_of(request: HttpRequest) -> str:
    """The client's address; behind NUM_PROXIES proxies, the one that the outermost of ours has seen."""
    proxies = api_settings.NUM_PROXIES or 0
    chain = [part.strip() for part in request.META.get("HTTP_X_FORWARDED_FOR", "").split(",") if part.strip()]
    if proxies and chain:
        return str(chain[-min(proxies, len(chain))])
    return str(request.META.get("REMOTE_ADDR", ""))


def _count(name: str, limit: int) -> bool:
    now, subject = timezone.now(), _digest(name)
    counters = LoginCounter.objects.filter(subject=subject)
    LoginCounter.objects.bulk_create([LoginCounter(subject=subject, window_ends=now)], ignore_conflicts=True)
    counters.filter(window_ends__lte=now).update(attempts=0, window_ends=now + WINDOW)
    return counters.filter(attempts__lt=limit).update(attempts=F("attempts") + 1) == 1


def _digest(name: str) -> str:
    return hashlib.sha256(name.encode()).hexdigest()
