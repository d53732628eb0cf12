"""What comes in and goes out."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Final, Literal, NamedTuple, TypeAlias

from candidates.services.facts import Facts

Kind: TypeAlias = Literal["json", "csv", "xlsx", "vcard"]
MIME: Final[dict[str, str]] = {
    "json": "application/json",
    "csv": "text/csv; charset=utf-8",
    "xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
    "vcard": "text/vcard; charset=utf-8",
    "zip": "application/zip",
}
ENDING: Final = {"json": "json", "csv": "csv", "xlsx": "xlsx", "vcard": "vcf", "zip": "zip"}


class Refused(ValueError):
    """The file is none that can be read; the message says why, in a sentence."""


class Exported(NamedTuple):
    """A file, and the names of what is known of these people and is not in it."""

    data: bytes
    not_carried: tuple[str, ...]


class Loss(NamedTuple):
    """Something of the file that was not taken: where it stood (a row, a card, a path), and why."""

    where: str
    why: str


@dataclass(slots=True)
class Imported:
    """The people that a file tells of, and what of it could not be carried."""

    people: list[Facts] = field(default_factory=list)
    losses: list[Loss] = field(default_factory=list)

    def lose(self, where: str, why: str) -> None:
        """Remember that something was not taken."""
        self.losses.append(Loss(where, why))
