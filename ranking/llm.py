"""A language model beside the ranking: it may propose criteria and word explanations, if settings allow it.

Whatever it does, there is an answer: ours. What went wrong is told as codes (docs/llm.md).
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Callable, Mapping
from typing import Final, TypeVar

from django.conf import settings
from django.core.cache import cache

from accounts.spending import settings_chat
from config.chat import Chat, ChatError
from ranking.criteria import proposals
from ranking.scoring import wordings
from ranking.scoring.types import Group

T = TypeVar("T")
OFF: Final = "llm_off"
KEPT_SECONDS: Final = 7 * 86_400
"""An advertisement that is read again is not asked about again. Explanations are about people: never kept."""


def propose(text: str, criteria: Group, *, chat: Chat | None = None) -> proposals.Checked:
    """Our criteria of an advertisement, with what holds of the model's proposals behind them.

    Takes up to half a minute; call it outside transactions.
    """
    chat = chat or _allowed_chat()
    if chat is None:
        return proposals.Checked(criteria, 0, (OFF,))
    try:
        claims = _asked_once(
            chat, proposals.INSTRUCTIONS, proposals.shown(text), proposals.SCHEMA, proposals.claims_in
        )
    except ChatError as error:
        return proposals.Checked(criteria, 0, (error.note,))
    return proposals.checked(claims, text, criteria)


def word(sentences: tuple[str, ...], *, language: str = "en", chat: Chat | None = None) -> wordings.Worded:
    """The sentences of an explanation, each in the model's words where they say exactly the same."""
    chat = chat or _allowed_chat()
    if chat is None:
        return wordings.Worded(sentences, (OFF,))
    try:
        answer = chat.ask(wordings.INSTRUCTIONS, wordings.shown(sentences), wordings.SCHEMA)
        said = wordings.said_in(answer)
    except ChatError as error:
        return wordings.Worded(sentences, (error.note,))
    return wordings.checked(sentences, said, language)


def _allowed_chat() -> Chat | None:
    return settings_chat() if settings.LLM_RANKING else None


def _asked_once(
    chat: Chat, instructions: str, text: str, schema: Mapping[str, object], read: Callable[[str], T]
) -> T:
    """What `read` makes of the answer, from the cache where the same was asked before.

    Only an answer that could be read is kept. Raises ChatError.
    """
    asked = json.dumps([settings.LLM_MODEL, instructions, text, schema], sort_keys=True)
    key = f"llm:{hashlib.sha256(asked.encode()).hexdigest()}"
    kept = cache.get(key)
    if isinstance(kept, str):
        return read(kept)
    answer = chat.ask(instructions, text, schema)
    found = read(answer)
    cache.set(key, answer, KEPT_SECONDS)
    return found
