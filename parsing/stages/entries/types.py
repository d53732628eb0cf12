"""What the entries stage hands on: one entry of a section with its fields in JSON Resume's names."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Literal

from parsing.stages.dates import Period
from parsing.stages.leaf import Leaf

EntryKind = Literal[
    "work", "education", "volunteer", "projects", "certificates", "publications", "awards", "references"
]


@dataclass(slots=True)
class Entry:
    """One position, school, project and so on.

    `fields` holds JSON Resume v1 names. Dates are in JSON Resume's form with EDTF in `Leaf.normalized`;
    a position that goes on has no `endDate` and `is_current`. `period` is the period as it was read.
    """

    kind: EntryKind
    fields: dict[str, Leaf | list[Leaf]] = field(default_factory=dict)
    period: Period | None = None
    is_current: bool = False

    def text(self, name: str) -> str:
        """The value of a field that holds one leaf, "" when the entry has none."""
        leaf = self.fields.get(name)
        return leaf.value if isinstance(leaf, Leaf) else ""
