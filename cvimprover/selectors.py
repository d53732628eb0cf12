"""Who sees which questionnaire, improvement and file: a candidate their own, the others all."""

from __future__ import annotations

from django.db.models import Q, QuerySet

from accounts.models import User
from cvimprover.models import CvDocument, Improvement, Questionnaire


def questionnaires_for(user: User) -> QuerySet[Questionnaire]:
    """The questionnaires that this user may see."""
    return Questionnaire.objects.filter(_own(user, ""))


def improvements_for(user: User) -> QuerySet[Improvement]:
    """The improvements that this user may see, with their questionnaires."""
    return Improvement.objects.select_related("questionnaire").filter(_own(user, "questionnaire__"))


def documents_for(user: User) -> QuerySet[CvDocument]:
    """The files that this user may see, without the résumés that they were made of."""
    seen = CvDocument.objects.filter(_own(user, "improvement__questionnaire__"))
    return seen.defer("resume")


def _own(user: User, path: str) -> Q:
    return Q() if user.sees_everything else Q(**{f"{path}owner": user})
