"""Leaves as JSON: each value with its raw text, confidence, rule and the place where it stands."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from parsing.stages.leaf import Evidence, Leaf
from parsing.stages.types import Box, Page

Envelope = dict[str, object]


class Sheet:
    """Turns leaves into envelopes; boxes become fractions of their page, origin top left."""

    def __init__(self, pages: Sequence[Page]) -> None:
        self._sizes = {page.number: (page.width_pt, page.height_pt) for page in pages}
        self.lines: set[int] = set()
        """The lines that some leaf's evidence stands on, so far."""

    def envelope(self, leaf: Leaf) -> Envelope:
        """`value`, `raw`, `normalized`, `confidence`, `source`, `rule`, and the lists `evidence` and
        `alternatives`. `raw` is what the evidence says, a line for each place.
        """
        self.lines.update(evidence.line for evidence in leaf.evidence)
        return {
            "value": leaf.value,
            "raw": "\n".join(evidence.text for evidence in leaf.evidence) or leaf.raw,
            "normalized": leaf.normalized,
            "confidence": round(leaf.confidence, 3),
            "source": leaf.source,
            "rule": leaf.rule,
            "evidence": [self._evidence(evidence) for evidence in leaf.evidence],
            "alternatives": [each._asdict() for each in leaf.alternatives],
        }

    def envelopes(self, fields: Mapping[str, Leaf | Sequence[Leaf] | None]) -> Envelope:
        """The fields that have a value, lists kept as lists."""
        out: Envelope = {}
        for name, leaf in fields.items():
            if isinstance(leaf, Leaf):
                out[name] = self.envelope(leaf)
            elif leaf:
                out[name] = [self.envelope(each) for each in leaf]
        return out

    def fraction(self, page: int, box: Box | None) -> list[float] | None:
        """The box as [x0, y0, x1, y1] in 0–1 of its page, None where there is no page to measure by."""
        width, height = self._sizes.get(page, (0.0, 0.0))
        if box is None or width <= 0 or height <= 0:
            return None
        shares = (box.x0 / width, box.y0 / height, box.x1 / width, box.y1 / height)
        return [0.0 if share <= 0 else 1.0 if share >= 1 else round(share, 4) for share in shares]

    def _evidence(self, evidence: Evidence) -> Envelope:
        return {
            "page": evidence.page,
            "bbox": self.fraction(evidence.page, evidence.box),
            "char_start": evidence.start,
            "char_end": evidence.end,
            "line": evidence.line,
            "text": evidence.text,
        }


def is_leaf(value: object) -> bool:
    """True for an envelope, False for a group of them."""
    return isinstance(value, dict) and "value" in value and "evidence" in value


def plain(value: object) -> object:
    """Envelopes stripped to their values; empty ones disappear."""
    if is_leaf(value):
        assert isinstance(value, dict)
        return value["value"] or None
    if isinstance(value, dict):
        return {key: bare for key, item in value.items() if (bare := plain(item)) not in (None, [], {})}
    if isinstance(value, list):
        return [bare for item in value if (bare := plain(item)) not in (None, [], {})]
    return value
