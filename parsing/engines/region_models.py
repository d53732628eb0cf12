"""The files of a model that finds regions, and the card that vouches for them."""

from __future__ import annotations

import hashlib
import json
from dataclasses import dataclass
from importlib import resources
from pathlib import Path
from typing import Final

from parsing.engines.base import ModelMissing
from parsing.engines.regions import CLASS_MAPS, Kind

CARD: Final = "card.json"


def shipped() -> Path:
    """The folder of the model that is part of the product."""
    return Path(str(resources.files("parsing").joinpath("data/models/layout")))


@dataclass(frozen=True, slots=True)
class ModelCard:
    """What `card.json` says of a model: its classes by id, the size of its pictures, digests of files.

    `size` is width and height in pixels; None for a model that scales pages by its own config.
    """

    folder: Path
    kinds: tuple[Kind, ...]
    size: tuple[int, int] | None
    sha256: dict[str, str]

    def checked(self, name: str) -> Path:
        """The path of a file whose content is what the card says. Raises ModelMissing."""
        path = self.folder / name
        if not path.is_file():
            raise ModelMissing(f"The layout model's file {path} is not there.")
        if hashlib.sha256(path.read_bytes()).hexdigest() != self.sha256.get(name):
            raise ModelMissing(f"The layout model's file {path} is not the one that its card describes.")
        return path

    def version_of(self, name: str) -> str:
        """The beginning of a file's SHA-256."""
        return self.sha256[name][:16]


def card_of(folder: Path) -> ModelCard:
    """The card in a folder. Raises ModelMissing where there is none or it lacks what is needed."""
    path = folder / CARD
    try:
        told = json.loads(path.read_text(encoding="utf-8"))
        size = told.get("size")
        return ModelCard(
            folder=folder,
            kinds=CLASS_MAPS[told["classes"]],
            size=None if size is None else (int(size[0]), int(size[1])),
            sha256=dict(told["sha256"]),
        )
    except OSError as error:
        raise ModelMissing(f"The layout model has no card at {path}.") from error
    except (KeyError, TypeError, ValueError) as error:
        raise ModelMissing(f"The layout model's card {path} does not say classes and sha256.") from error
