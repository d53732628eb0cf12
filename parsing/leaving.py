"""What goes with a user who is deleted: their résumés, and people of whom nothing else is known.

The rows go by themselves. What they leave does not: files, people, and what search and filters show of them.
"""

from __future__ import annotations

from django.db import transaction
from django.db.models.signals import pre_delete
from django.dispatch import receiver

from accounts.models import User
from candidates.services import hold, raise_generations
from candidates.services.versions import memberships, parts
from parsing import ledger, services
from parsing.models import Parse, Resume


@receiver(pre_delete, sender=User, dispatch_uid="parsing.leaving")
@transaction.atomic
def take_back_resumes(instance: User, **_: object) -> None:
    """Delete a user's résumés as anybody's are deleted.

    All is locked before the first goes, in the order of everybody: readings, résumés, people, job profiles,
    labels.
    """
    for reading in Parse.objects.filter(resume__owner=instance, status__in=Parse.OPEN).values_list("pk"):
        ledger.cancel_parse(*reading)
    standing = Resume.objects.filter(owner=instance, deleted_at=None).order_by("pk")
    resumes = list(standing.select_for_update(no_key=True))
    for some in parts(hold(each.candidate_id for each in resumes if each.candidate_id)):
        jobs, labels = memberships(some)
        raise_generations(jobs=jobs, labels=labels)
    for resume in resumes:
        services.delete(resume, actor=None)
