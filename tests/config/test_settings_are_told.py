"""Every variable that settings read is explained where an administrator looks for it."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

ROOT = Path(__file__).parent.parent.parent
READ = re.compile(r"\b(?:text|flag|number|words|choice|rate|plan)\(\s*\"([A-Z][A-Z0-9_]+)\"")
NAMES = sorted(
    {
        name
        for path in (ROOT / "config" / "settings").glob("*.py")
        if path.name != "test.py"
        for name in READ.findall(path.read_text(encoding="utf-8"))
    }
)


@pytest.mark.parametrize("place", ["docs/running.md", ".env.example"])
def test_every_setting_is_told(place: str) -> None:
    told = set(re.findall(r"[A-Z][A-Z0-9_]+", (ROOT / place).read_text(encoding="utf-8")))
    assert len(NAMES) > 50
    assert [name for name in NAMES if name not in told] == []
