"""The cast of every test: Alice the recruiter, Bob on her team, Vera who only reads, Charlie and Dora who
apply and must see nothing of each other, and the administrator."""

from __future__ import annotations

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from typing import TypeVar

from django.db import connection
from rest_framework.test import APIClient

from accounts.models import Role, User
from accounts.services import create_api_key

T = TypeVar("T")
ROLES = {
    "alice": Role.RECRUITER,
    "bob": Role.RECRUITER,
    "vera": Role.VIEWER,
    "charlie": Role.CANDIDATE,
    "dora": Role.CANDIDATE,
    "root": Role.ADMIN,
}


def person(name: str) -> User:
    """The person of this name, made on first sight."""
    user = User.objects.filter(username=name).first()
    if user is None:
        user = User(username=name, role=ROLES[name], email=f"{name}@example.org")
        user.set_password("correct horse battery")
        user.save()
    return user


def at_once(work: Callable[[int], T], count: int, *, threads: int = 8) -> list[T]:
    """What `work(0)` … `work(count - 1)` answer, done by threads, each with its own connection."""

    def share(first: int) -> list[T]:
        try:
            return [work(number) for number in range(first, count, threads)]
        finally:
            connection.close()

    with ThreadPoolExecutor(threads) as pool:
        return [answer for answers in pool.map(share, range(threads)) for answer in answers]


def client_of(name: str | None) -> APIClient:
    """A client that carries this person's API key; None for somebody unknown."""
    client = APIClient()
    if name is not None:
        _, token = create_api_key(person(name), name="tests")
        client.credentials(HTTP_AUTHORIZATION=f"Bearer {token}")
    return client
