"""Everything that goes wrong with language models, as replies of a server, and the note that each ends in."""

from __future__ import annotations

from typing import Final

from config.chat import REFUSED, UNAVAILABLE, UNREADABLE
from config.llm import Limits
from tests.cvimprover.writing.model_server import Reply, completion
from tests.ranking.llm.adverts import answer, claim

QUICK: Final = Limits(
    timeout_seconds=0.5,
    deadline_seconds=1.0,
    retries=0,
    most_tokens_a_day=99_999_999,
    failures_to_pause=99_999,
)
GOOD: Final = answer(claim("skill", "imedone", "Experience with Epic or imedone is a plus"))
AT_ONCE: Final[tuple[tuple[Reply, str], ...]] = (
    (Reply(429, '{"error": {"message": "slow down"}}'), UNAVAILABLE),
    (Reply(500, "oops"), UNAVAILABLE),
    (Reply(503, "<html>"), UNAVAILABLE),
    (Reply(401, "{}"), UNAVAILABLE),
    (Reply(close=True), UNAVAILABLE),
    (Reply(200, '{"choices": ['), UNAVAILABLE),
    (Reply(200, '{"choices": []}'), UNREADABLE),
    (completion(None, refusal="I cannot"), REFUSED),
    (completion("", finish="content_filter"), REFUSED),
    (completion(GOOD[:40], finish="length"), UNREADABLE),
    (completion(GOOD[:40]), UNREADABLE),
    (completion("Sure! Here is what they ask for."), UNREADABLE),
    (completion('{"requirements": [{"kind": "skill"}], "sentences": [{"number": "1"}]}'), UNREADABLE),
)
IN_TIME: Final[tuple[tuple[Reply, str], ...]] = (
    (Reply(wait_seconds=1.5, body="{}"), UNAVAILABLE),
    (completion(GOOD)._replace(drip_seconds=0.05), UNAVAILABLE),
)
FAULTS: Final = (*AT_ONCE, *IN_TIME)
