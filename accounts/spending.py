"""What language models cost: calls and tokens of each day, in the database, so that no number of processes
spends more than settings allow."""

from __future__ import annotations

from functools import cache

from django.conf import settings
from django.db import transaction
from django.db.models import F
from django.db.models.functions import Greatest
from django.utils import timezone

from accounts.models import ModelUse
from config.llm import OpenAIChat


class DayLedger:
    """The tokens of one model, counted a day (UTC)."""

    def __init__(self, model: str, most_a_day: int) -> None:
        self.model, self.most_a_day = model, most_a_day

    def take(self, tokens: int) -> bool:
        """True, and the tokens are taken for one call, where the day still has them."""
        today = timezone.now().date()
        with transaction.atomic():
            ModelUse.objects.get_or_create(day=today, model=self.model)
            row = ModelUse.objects.filter(day=today, model=self.model, tokens__lte=self.most_a_day - tokens)
            return bool(row.update(tokens=F("tokens") + tokens, calls=F("calls") + 1))

    def correct(self, estimated: int, used: int) -> None:
        """Puts what was really used in the place of the estimate."""
        row = ModelUse.objects.filter(day=timezone.now().date(), model=self.model)
        row.update(tokens=Greatest(F("tokens") + (used - estimated), 0))


@cache
def settings_chat() -> OpenAIChat | None:
    """The language model that settings name, one for the process; None where they name none."""
    if not settings.LLM_MODEL:
        return None
    return OpenAIChat(
        base_url=settings.LLM_BASE_URL,
        api_key=settings.LLM_API_KEY,
        model=settings.LLM_MODEL,
        ledger=DayLedger(settings.LLM_MODEL, settings.LLM_DAY_TOKENS),
    )
