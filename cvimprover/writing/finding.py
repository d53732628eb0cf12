"""A finding by its code, as grave as `data/findings.toml` has it."""

from __future__ import annotations

import tomllib
from collections.abc import Mapping
from functools import lru_cache
from importlib import resources
from typing import cast

from cvimprover.writing.saying import finding_in_words
from cvimprover.writing.types import Finding, Severity


def finding(code: str, pointer: str, evidence: str = "", **values: object) -> Finding:
    """The finding; `values` fill the slots of its sentence."""
    told = {name: str(value) for name, value in values.items()}
    message, fix = finding_in_words(code, told)
    return Finding(_severities()[code], pointer, code, message, fix, evidence or told.get("text", ""), told)


@lru_cache(maxsize=1)
def _severities() -> Mapping[str, Severity]:
    text = resources.files("cvimprover").joinpath("data/findings.toml").read_text(encoding="utf-8")
    return cast(Mapping[str, Severity], tomllib.loads(text))
