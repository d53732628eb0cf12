"""What goes with a user who is deleted: the files of their CVs. The rows go by themselves."""

from __future__ import annotations

from django.db import transaction
from django.db.models.signals import pre_delete
from django.dispatch import receiver

from accounts.models import User
from cvimprover import keeping
from cvimprover.models import Questionnaire


@receiver(pre_delete, sender=User, dispatch_uid="cvimprover.leaving")
@transaction.atomic
def take_back_files(instance: User, **_: object) -> None:
    """Delete a user's questionnaires as anybody's are deleted."""
    keeping.delete(list(Questionnaire.objects.filter(owner=instance).values_list("pk", flat=True)))
