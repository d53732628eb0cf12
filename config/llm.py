"""The client of language models: any server that speaks OpenAI's chat completions with a JSON schema.

Local servers (vLLM, Ollama, llama.cpp) ignore schemas at `/v1/responses` but follow them here.
"""

from __future__ import annotations

import logging
import queue
import threading
import time
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Final, Protocol

from config.chat import OVER_BUDGET, REFUSED, UNAVAILABLE, UNREADABLE, ChatError

if TYPE_CHECKING:
    from openai import OpenAI
    from openai.types.chat import ChatCompletion

log = logging.getLogger(__name__)
_CHARACTERS_A_TOKEN: Final = 3
_DAY_SECONDS: Final = 86_400.0


@dataclass(frozen=True, slots=True)
class Limits:
    """How much may be asked. Seconds are of one request, and of all attempts together."""

    timeout_seconds: float = 12.0
    deadline_seconds: float = 25.0
    retries: int = 1
    most_at_once: int = 4
    most_tokens_an_answer: int = 2_000
    most_tokens_a_day: int = 500_000
    failures_to_pause: int = 5
    pause_seconds: float = 60.0


class Ledger(Protocol):
    """The tokens that may still be spent today, and what was."""

    def take(self, tokens: int) -> bool:
        """True, and the tokens are taken, where the day still has them."""
        ...

    def correct(self, estimated: int, used: int) -> None:
        """Puts what was really used in the place of the estimate."""
        ...


@dataclass(slots=True)
class Budget:
    """A ledger of one process, for where there is no database; safe between threads."""

    most: int
    clock: Callable[[], float] = time.monotonic
    spent: int = 0
    _since: float | None = None
    _lock: threading.Lock = field(default_factory=threading.Lock)

    def take(self, tokens: int) -> bool:
        """True, and the tokens are taken, where the day still has them."""
        with self._lock:
            now = self.clock()
            if self._since is None or now - self._since >= _DAY_SECONDS:
                self._since, self.spent = now, 0
            if self.spent + tokens > self.most:
                return False
            self.spent += tokens
            return True

    def correct(self, estimated: int, used: int) -> None:
        """Puts what was really used in the place of the estimate."""
        with self._lock:
            self.spent = max(0, self.spent - estimated + used)


class OpenAIChat:
    """A model behind a base URL. One object a process serves all threads; it holds connections."""

    def __init__(
        self,
        *,
        base_url: str,
        api_key: str,
        model: str,
        limits: Limits | None = None,
        ledger: Ledger | None = None,
    ) -> None:
        self.model = model
        self.limits = limits or Limits()
        self.ledger = ledger or Budget(self.limits.most_tokens_a_day)
        self._base_url, self._api_key = base_url, api_key
        self._seats = threading.BoundedSemaphore(self.limits.most_at_once)
        self._guard = threading.Lock()
        self._client: OpenAI | None = None
        self._failures = 0
        self._paused_until = 0.0

    def ask(self, instructions: str, text: str, schema: Mapping[str, object]) -> str:
        """The answer's text. Raises ChatError when there is none within the deadline or the budget.

        After some failures in a row nothing is asked for a minute: an outage must not cost every
        candidate the deadline.
        """
        if time.monotonic() < self._paused_until:
            raise ChatError(UNAVAILABLE, "The model failed several times; it is left alone for a while.")
        estimate = (len(instructions) + len(text)) // _CHARACTERS_A_TOKEN + self.limits.most_tokens_an_answer
        if not self.ledger.take(estimate):
            raise ChatError(OVER_BUDGET, "The tokens of the day are spent.")
        used = 0
        try:
            completion = self._within_deadline(instructions, text, schema)
            used = completion.usage.total_tokens if completion.usage else estimate
            answer = _answer_of(completion)
        except ChatError as error:
            self._count(failed=error.note == UNAVAILABLE)
            raise
        finally:
            self.ledger.correct(estimate, used)
        self._count(failed=False)
        return answer

    def _within_deadline(self, instructions: str, text: str, schema: Mapping[str, object]) -> ChatCompletion:
        """The completion, waited for from outside: a server that drips resets every other time-out."""
        if not self._seats.acquire(timeout=self.limits.timeout_seconds):
            raise ChatError(UNAVAILABLE, "All places at the model are taken.")
        self._connected()  # the first time takes a second to import, which is no fault of the server
        answers: queue.SimpleQueue[ChatCompletion | ChatError] = queue.SimpleQueue()

        def work() -> None:
            try:
                answers.put(self._request(instructions, text, schema))
            except ChatError as error:
                answers.put(error)
            finally:
                self._seats.release()

        threading.Thread(target=work, name="language-model", daemon=True).start()
        try:
            answer = answers.get(timeout=self.limits.deadline_seconds)
        except queue.Empty as error:
            raise ChatError(UNAVAILABLE, "The model did not answer in time.") from error
        if isinstance(answer, ChatError):
            raise answer
        return answer

    def _request(self, instructions: str, text: str, schema: Mapping[str, object]) -> ChatCompletion:
        import openai

        try:
            return self._connected().chat.completions.create(
                model=self.model,
                messages=[{"role": "system", "content": instructions}, {"role": "user", "content": text}],
                response_format={
                    "type": "json_schema",
                    "json_schema": {"name": "answer", "strict": True, "schema": dict(schema)},
                },
                max_tokens=self.limits.most_tokens_an_answer,
                temperature=0,
            )
        except (openai.OpenAIError, ValueError) as error:
            log.warning("The language model gave no answer: %s", type(error).__name__)
            raise ChatError(UNAVAILABLE, type(error).__name__) from error

    def _connected(self) -> OpenAI:
        import openai

        with self._guard:
            if self._client is None:
                self._client = openai.OpenAI(
                    base_url=self._base_url,
                    api_key=self._api_key or "none",
                    timeout=self.limits.timeout_seconds,
                    max_retries=self.limits.retries,
                )
            return self._client

    def _count(self, *, failed: bool) -> None:
        with self._guard:
            self._failures = self._failures + 1 if failed else 0
            if self._failures >= self.limits.failures_to_pause:
                self._paused_until = time.monotonic() + self.limits.pause_seconds
                self._failures = 0

    def close(self) -> None:
        """Ends the connections."""
        if self._client is not None:
            self._client.close()


def _answer_of(completion: ChatCompletion) -> str:
    """The text of a completion that ended by itself. Raises ChatError for refusals and halves."""
    choices = getattr(completion, "choices", None)
    if not choices or choices[0].message is None:
        raise ChatError(UNREADABLE, "The answer holds nothing.")
    choice = choices[0]
    if choice.message.refusal or choice.finish_reason == "content_filter":
        raise ChatError(REFUSED, "The model refused.")
    if choice.finish_reason == "length" or not choice.message.content:
        raise ChatError(UNREADABLE, "The answer ends halfway.")
    return str(choice.message.content)
