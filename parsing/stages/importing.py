"""A ready JSON Resume as a profile: nothing read, only told apart and brought into standard forms."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

from parsing.stages.contact import e164
from parsing.stages.envelope import Envelope

RULE: Final = "json_resume"


def envelopes_of(value: object, key: str = "") -> object:
    """The JSON with every text, number and flag as an envelope of source `import`; `$` keys are dropped."""
    if isinstance(value, Mapping):
        return {
            str(name): envelopes_of(item, str(name))
            for name, item in value.items()
            if not str(name).startswith("$")
        }
    if isinstance(value, list):
        return [envelopes_of(item, key) for item in value]
    text = "" if value is None else str(value)
    return _envelope(text, _normalized(text, key))


def _envelope(text: str, normalized: str) -> Envelope:
    return {
        "value": text,
        "raw": text,
        "normalized": normalized,
        "confidence": 1.0,
        "source": "import",
        "rule": RULE,
        "evidence": [],
    }


def _normalized(text: str, key: str) -> str:
    if key == "phone":
        return e164(text, "US")[0] or text
    return text.lower() if key == "email" else text
