"""What a language model is to those who ask it. Pure: no framework, no network."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final, Protocol

UNAVAILABLE: Final = "llm_unavailable"
REFUSED: Final = "llm_refused"
UNREADABLE: Final = "llm_unreadable"
OVER_BUDGET: Final = "llm_over_budget"


class ChatError(Exception):
    """A model gave no answer that can be used; `note` says why: one of the codes above."""

    def __init__(self, note: str, detail: str = "") -> None:
        super().__init__(detail or note)
        self.note = note


class Chat(Protocol):
    """A language model that answers in JSON."""

    def ask(self, instructions: str, text: str, schema: Mapping[str, object]) -> str:
        """The answer as the model gave it, to be read as JSON of the schema. Raises ChatError."""
        ...
