"""People for tests: what résumés said of them, and résumés without files."""

from __future__ import annotations

import uuid
from datetime import timedelta

from django.utils import timezone

from accounts.models import User
from candidates.models import Candidate
from candidates.services import Facts, save_candidate
from parsing.models import Resume
from tests.people import person

ANA = Facts(
    name="Ana Ruiz",
    email="ana@example.org",
    phone="+43316123456",
    city="Graz",
    country_code="AT",
    current_title="Nurse",
    current_employer="Acme Clinic",
    skills=("Triage", "Care planning"),
    profile={
        "basics": {"name": "Ana Ruiz", "email": "ana@example.org", "location": {"city": "Graz"}},
        "work": [{"name": "Acme Clinic", "position": "Nurse"}],
    },
)


def found(facts: Facts = ANA, *, owner: User | None = None, days_ago: int = 0) -> Candidate:
    """A candidate who was found in a résumé that came so many days ago."""
    candidate_id = save_candidate(None, facts)
    brought(candidate_id, owner=owner, days_ago=days_ago)
    return Candidate.objects.get(pk=candidate_id)


def brought(candidate_id: uuid.UUID, *, owner: User | None = None, days_ago: int = 0) -> Resume:
    """Another résumé of this person, already read."""
    return Resume.objects.create(
        owner=owner or person("alice"),
        scope="team",
        candidate_id=candidate_id,
        created_at=timezone.now() - timedelta(days=days_ago),
    )


def again(candidate: Candidate, facts: Facts, *, resume: Resume | None = None) -> Candidate:
    """The candidate after a résumé of theirs was read again and said this."""
    source = resume or candidate.resumes.get()
    save_candidate(candidate.pk, facts, source=source.pk)
    return Candidate.objects.get(pk=candidate.pk)
