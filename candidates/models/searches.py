"""Searches that somebody keeps, and whom they found since."""

from __future__ import annotations

import uuid
from typing import ClassVar

from django.conf import settings
from django.db import models
from django.utils import timezone

from candidates.models.people import Candidate


class SavedSearch(models.Model):
    """A query and filters with a name. One that notifies is run for people who came since `checked_until`."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    owner = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="searches", db_index=False
    )
    name = models.CharField(max_length=100)
    query = models.CharField(max_length=1000, blank=True)
    filters = models.JSONField(
        default=dict, blank=True, help_text="Parameters of the list of candidates, each with its values."
    )
    mode = models.CharField(max_length=8, default="hybrid")
    sort = models.CharField(max_length=16, default="relevance")
    is_notifying = models.BooleanField(default=False, help_text="Whether new people are told by e-mail.")
    checked_until = models.DateTimeField(
        default=timezone.now, editable=False, help_text="Whoever was first seen before has been looked at."
    )
    created_at = models.DateTimeField(default=timezone.now, editable=False)

    class Meta:
        ordering: ClassVar = ["-created_at", "-id"]
        verbose_name_plural = "saved searches"
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["owner", "name"], name="saved_search_name_once")
        ]
        indexes: ClassVar = [
            models.Index(
                fields=["checked_until"],
                name="saved_search_notifying",
                condition=models.Q(is_notifying=True),
            )
        ]

    def __str__(self) -> str:
        return self.name


class SearchMatch(models.Model):
    """Somebody new whom a saved search found."""

    search = models.ForeignKey(SavedSearch, on_delete=models.CASCADE, related_name="matches", db_index=False)
    candidate = models.ForeignKey(Candidate, on_delete=models.CASCADE, related_name="+")
    created_at = models.DateTimeField(default=timezone.now, editable=False)

    class Meta:
        ordering: ClassVar = ["-created_at", "-id"]
        verbose_name_plural = "search matches"
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["search", "candidate"], name="search_match_once")
        ]
        indexes: ClassVar = [
            models.Index(fields=["search", "-created_at", "-id"], name="search_match_newest")
        ]

    def __str__(self) -> str:
        return f"{self.search_id} {self.candidate_id}"
