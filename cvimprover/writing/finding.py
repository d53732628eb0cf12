"""A finding by its code, in the words of `data/findings.toml`."""

from __future__ import annotations

import tomllib
from collections.abc import Mapping
from functools import lru_cache
from importlib import resources
from typing import cast

from cvimprover.writing.types import Finding, Severity

_LONGEST_SHOWN = 60


def finding(code: str, pointer: str, evidence: str = "", **values: object) -> Finding:
    """The finding; `values` fill the slots of its message, long texts shortened."""
    told = _told()[code]
    shown = {name: _shortened(str(value)) for name, value in values.items()}
    severity = cast(Severity, told["severity"])
    message = told["message"].format(**shown)
    return Finding(severity, pointer, code, message, told["fix"], evidence or str(values.get("text", "")))


@lru_cache(maxsize=1)
def _told() -> Mapping[str, Mapping[str, str]]:
    text = resources.files("cvimprover").joinpath("data/findings.toml").read_text(encoding="utf-8")
    return cast(Mapping[str, Mapping[str, str]], tomllib.loads(text))


def _shortened(text: str) -> str:
    return text if len(text) <= _LONGEST_SHOWN else text[:_LONGEST_SHOWN].rsplit(" ", 1)[0] + " …"
