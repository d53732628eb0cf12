"""The cast of every test: Alice the recruiter, Bob on her team, Vera who only reads, Charlie and Dora who
apply and must see nothing of each other, and the administrator."""

from __future__ import annotations

from rest_framework.test import APIClient

from accounts.models import Role, User
from accounts.services import create_api_key

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


def client_of(name: str | None) -> APIClient:
    """A client that carries this person's API key; None for somebody unknown."""
    client = APIClient()
    if name is not None:
        _, token = create_api_key(person(name), name="tests")
        client.credentials(HTTP_AUTHORIZATION=f"Bearer {token}")
    return client
