"""A ready JSON Resume as a profile: nothing read, only told apart and brought into standard forms."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

from parsing.stages.confidence import sensitivity_of
from parsing.stages.envelope import Envelope
from parsing.stages.phones import e164

RULE: Final = "json_resume"


def envelopes_of(value: object, key: str = "", pointer: str = "") -> object:
    """The JSON with every text, number and flag as an envelope of source `import`; `$` keys are dropped.

    Evidence says where in the file the value stands, as a JSON Pointer (RFC 6901) below `pointer`.
    """
    if isinstance(value, Mapping):
        return {
            str(name): envelopes_of(item, str(name), f"{pointer}/{_escaped(str(name))}")
            for name, item in value.items()
            if not str(name).startswith("$")
        }
    if isinstance(value, list):
        return [envelopes_of(item, key, f"{pointer}/{number}") for number, item in enumerate(value)]
    text = "" if value is None else str(value)
    return _envelope(text, _normalized(text, key), pointer)


def _escaped(name: str) -> str:
    return name.replace("~", "~0").replace("/", "~1")


def _envelope(text: str, normalized: str, pointer: str) -> Envelope:
    return {
        "value": text,
        "raw": text,
        "normalized": normalized,
        "confidence": 1.0,
        "source": "import",
        "rule": RULE,
        "evidence": [
            {
                "page": 1,
                "bbox": None,
                "char_start": 0,
                "char_end": len(text),
                "line": 0,
                "text": text,
                "pointer": pointer,
            }
        ],
        "alternatives": [],
        "confidence_parts": {"extraction": 1.0, "ocr": 1.0, "classification": 1.0},
        "status": "auto",
        "sensitive": sensitivity_of(pointer.split("/")[1:]),
    }


def _normalized(text: str, key: str) -> str:
    if key == "phone":
        return e164(text, "US")[0] or text
    return text.lower() if key == "email" else text
