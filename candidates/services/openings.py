"""Job profiles and labels: made, changed, taken away. Who belongs to them is told whenever it is shown."""

from __future__ import annotations

import uuid
from collections.abc import Mapping

from django.db import transaction

from accounts import audit
from accounts.models import User
from candidates.models import Application, CandidateLabel, JobProfile, Label
from candidates.services.versions import hold, raise_versions


@transaction.atomic
def make_job_profile(values: Mapping[str, object], *, actor: User | None) -> JobProfile:
    """The new job profile."""
    job = JobProfile(**values, created_by=actor)
    job.save()
    audit.record(actor, "job_profile.made", f"job_profile:{job.pk}")
    return job


@transaction.atomic
def change_job_profile(job: JobProfile, values: Mapping[str, object], *, actor: User | None) -> JobProfile:
    """The job profile with these values. A new title is shown of everybody who applies."""
    is_renamed = values.get("title", job.title) != job.title
    members = hold(applicants_of(job)) if is_renamed else []
    for name, value in values.items():
        setattr(job, name, value)
    job.save(update_fields=[*values, "updated_at"])
    raise_versions(members, jobs=[job.pk])
    audit.record(actor, "job_profile.changed", f"job_profile:{job.pk}", fields=",".join(sorted(values)))
    return job


@transaction.atomic
def remove_job_profile(job: JobProfile, *, actor: User | None) -> None:
    """Take the job profile away with all applications to it; the people stay."""
    members, number = hold(applicants_of(job)), job.pk
    job.delete()
    raise_versions(members)
    audit.record(actor, "job_profile.removed", f"job_profile:{number}", applications=len(members))


@transaction.atomic
def make_label(values: Mapping[str, object], *, actor: User | None) -> Label:
    """The new label."""
    label = Label.objects.create(**values)
    audit.record(actor, "label.made", f"label:{label.slug}")
    return label


@transaction.atomic
def change_label(label: Label, values: Mapping[str, object], *, actor: User | None) -> Label:
    """The label with these values. A new name is shown of everybody who has it."""
    is_renamed = values.get("name", label.name) != label.name
    members = hold(bearers_of(label)) if is_renamed else []
    for name, value in values.items():
        setattr(label, name, value)
    label.save(update_fields=list(values))
    raise_versions(members, labels=[label.pk])
    audit.record(actor, "label.changed", f"label:{label.slug}", fields=",".join(sorted(values)))
    return label


@transaction.atomic
def remove_label(label: Label, *, actor: User | None) -> None:
    """Take the label away from everybody and for good."""
    members, slug = hold(bearers_of(label)), label.slug
    label.delete()
    raise_versions(members)
    audit.record(actor, "label.removed", f"label:{slug}", candidates=len(members))


def applicants_of(job: JobProfile) -> list[uuid.UUID]:
    """The ids of everybody who applies."""
    return list(Application.objects.filter(job_profile=job).values_list("candidate_id", flat=True))


def bearers_of(label: Label) -> list[uuid.UUID]:
    """The ids of everybody who has the label."""
    given = CandidateLabel.objects.filter(label=label, stands=True)
    return list(given.values_list("candidate_id", flat=True))
