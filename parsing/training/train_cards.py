"""A model's card: what it was trained on, how well it does, and the digests of its files."""

from __future__ import annotations

import hashlib
import json
import platform
from collections.abc import Iterable, Mapping
from importlib.metadata import version
from pathlib import Path
from typing import Final

CARD: Final = "card.json"


def write_card(
    folder: Path,
    *,
    command: str,
    data: Mapping[str, object],
    figures: Mapping[str, object],
    made_with: Iterable[str],
    reads: Mapping[str, object] | None = None,
) -> None:
    """Write `card.json` beside a model's files; `made_with` names packages whose versions matter.

    `reads` is what its engine must know to use the files.
    """
    card = {
        **(reads or {}),
        "command": command,
        "data": data,
        "figures": figures,
        "made_with": {"python": platform.python_version(), **{name: version(name) for name in made_with}},
        "bytes": sum(path.stat().st_size for path in _files(folder)),
        "sha256": digests_of(folder),
    }
    text = json.dumps(card, ensure_ascii=False, indent=1)
    (folder / CARD).write_text(text + "\n", encoding="utf-8")


def digests_of(folder: Path) -> dict[str, str]:
    """Path within the folder → SHA-256, for every file but the card."""
    return {
        path.relative_to(folder).as_posix(): hashlib.sha256(path.read_bytes()).hexdigest()
        for path in _files(folder)
    }


def _files(folder: Path) -> list[Path]:
    return sorted(path for path in folder.rglob("*") if path.is_file() and path.name != CARD)
