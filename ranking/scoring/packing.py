"""Criteria as JSON trees, applicants and scores as bytes: the same thing is always the same bytes.

Applicants and scores are MessagePack, fields in their order and keys sorted, so that neither the process nor
its hash seed can change a byte.
"""

from __future__ import annotations

import hashlib
import math
from collections.abc import Mapping, Sequence
from typing import Final, get_args

import msgspec

from ranking.scoring.types import Applicant, Criterion, Group, Kind, Mode, Score, Span, Tier

MOST_WEIGHT: Final = 10.0
MOST_MONTHS: Final = 1200
DEEPEST: Final = 8
"""Groups within groups."""
MOST_CRITERIA: Final = 200
LONGEST: Final = 1000
"""Characters of a value."""
_KINDS: Final = frozenset(get_args(Kind))
_TIERS: Final = frozenset(get_args(Tier))
_MODES: Final = frozenset(get_args(Mode))
_ENCODER: Final = msgspec.msgpack.Encoder(order="sorted")
_APPLICANT: Final = msgspec.msgpack.Decoder(Applicant)
_SCORE: Final = msgspec.msgpack.Decoder(Score)

Tree = dict[str, object]


class CriteriaError(ValueError):
    """Criteria that cannot be read; `pointer` (RFC 6901) leads to what is wrong."""

    def __init__(self, pointer: str, message: str) -> None:
        super().__init__(f"{pointer or '/'}: {message}")
        self.pointer, self.message = pointer, message


def tree_of(node: Criterion | Group) -> Tree:
    """The criteria as JSON. What is as it usually is, is left out."""
    if isinstance(node, Group):
        return {"id": node.id, "mode": node.mode, "members": [tree_of(member) for member in node.members]}
    told: Tree = {"id": node.id, "kind": node.kind, "value": node.value, "tier": node.tier}
    for name in ("weight", "knock_out", "months", "level", "country_code", "remote"):
        value = getattr(node, name)
        if value:
            told[name] = value
    if node.span:
        told["span"] = {"start": node.span.start, "end": node.span.end, "text": node.span.text}
    return told


def group_of(tree: object) -> Group:
    """The criteria of a tree; CriteriaError for unknown names, ids that come twice, bad numbers."""
    ids: set[str] = set()
    node = _node(tree, "", ids, 0)
    if not isinstance(node, Group):
        raise CriteriaError("/mode", "The root must be a group: any or all.")
    return node


def pack(applicant: Applicant) -> bytes:
    """The applicant as bytes."""
    return _ENCODER.encode(applicant)


def unpack(packed: bytes) -> Applicant:
    """The applicant of `pack`. ValueError where the bytes are none."""
    return _APPLICANT.decode(packed)


def canonical(score: Score) -> bytes:
    """The score as bytes: equal scores, equal bytes."""
    return _ENCODER.encode(score)


def score_of(packed: bytes) -> Score:
    """The score of `canonical`. ValueError where the bytes are none."""
    return _SCORE.decode(packed)


def digest(candidate_version: int, tree: Mapping[str, object], engine_version: str, as_of: int) -> str:
    """What a ranking can be replayed from, as 64 hexadecimal digits (SHA-256)."""
    told = msgspec.json.encode([candidate_version, tree, engine_version, as_of], order="sorted")
    return hashlib.sha256(told).hexdigest()


def _node(tree: object, pointer: str, ids: set[str], depth: int) -> Criterion | Group:
    if not isinstance(tree, Mapping):
        raise CriteriaError(pointer, "This must be an object.")
    identity = _text(tree, "id", pointer)
    if not identity or identity in ids:
        raise CriteriaError(f"{pointer}/id", "Every criterion and group needs an id of its own.")
    ids.add(identity)
    if len(ids) > MOST_CRITERIA:
        raise CriteriaError(pointer, f"These are more than {MOST_CRITERIA} criteria and groups.")
    return (
        _group(tree, identity, pointer, ids, depth)
        if "members" in tree
        else _criterion(tree, identity, pointer)
    )


def _group(tree: Mapping[str, object], identity: str, pointer: str, ids: set[str], depth: int) -> Group:
    _refuse_unknown(tree, ("id", "mode", "members"), pointer)
    mode = _one_of(tree, "mode", _MODES, "all", pointer)
    members = tree["members"]
    if not isinstance(members, Sequence) or isinstance(members, str):
        raise CriteriaError(f"{pointer}/members", "Members must be a list.")
    if depth >= DEEPEST:
        raise CriteriaError(pointer, f"Groups lie within each other more than {DEEPEST} deep.")
    return Group(
        identity,
        "any" if mode == "any" else "all",
        tuple(_node(member, f"{pointer}/members/{at}", ids, depth + 1) for at, member in enumerate(members)),
    )


def _criterion(tree: Mapping[str, object], identity: str, pointer: str) -> Criterion:
    _refuse_unknown(tree, Criterion.__dataclass_fields__, pointer)
    kind = _one_of(tree, "kind", _KINDS, "", pointer)
    tier = _one_of(tree, "tier", _TIERS, "must", pointer)
    return Criterion(
        id=identity,
        kind=msgspec.convert(kind, Kind),
        value=_text(tree, "value", pointer),
        tier=msgspec.convert(tier, Tier),
        weight=_number(tree, "weight", MOST_WEIGHT, pointer),
        knock_out=_flag(tree, "knock_out", pointer),
        months=int(_number(tree, "months", MOST_MONTHS, pointer, is_whole=True)),
        level=_text(tree, "level", pointer),
        country_code=_text(tree, "country_code", pointer),
        remote=_flag(tree, "remote", pointer),
        span=_span(tree.get("span"), f"{pointer}/span"),
    )


def _span(tree: object, pointer: str) -> Span | None:
    if tree is None:
        return None
    try:
        return msgspec.convert(tree, Span)
    except msgspec.ValidationError as error:
        raise CriteriaError(pointer, "A span has a start, an end and a text.") from error


def _refuse_unknown(
    tree: Mapping[str, object], known: Sequence[str] | Mapping[str, object], pointer: str
) -> None:
    for name in tree:
        if name not in known:
            raise CriteriaError(f"{pointer}/{name}", "There is no such field here.")


def _one_of(tree: Mapping[str, object], name: str, known: frozenset[str], usual: str, pointer: str) -> str:
    value = tree.get(name, usual)
    if not isinstance(value, str) or value not in known:
        raise CriteriaError(f"{pointer}/{name}", f"This must be one of {', '.join(sorted(known))}.")
    return value


def _text(tree: Mapping[str, object], name: str, pointer: str) -> str:
    value = tree.get(name, "")
    if not isinstance(value, str) or len(value) > LONGEST:
        raise CriteriaError(f"{pointer}/{name}", f"This must be text of at most {LONGEST} characters.")
    return value


def _flag(tree: Mapping[str, object], name: str, pointer: str) -> bool:
    value = tree.get(name, False)
    if not isinstance(value, bool):
        raise CriteriaError(f"{pointer}/{name}", "This must be true or false.")
    return value


def _number(
    tree: Mapping[str, object], name: str, most: float, pointer: str, *, is_whole: bool = False
) -> float:
    value = tree.get(name, 0)
    is_number = isinstance(value, int | float) and not isinstance(value, bool) and math.isfinite(value)
    if not is_number or not 0 <= float(str(value)) <= most or (is_whole and float(str(value)) % 1):
        raise CriteriaError(f"{pointer}/{name}", f"This must be a number from 0 to {most:g}.")
    return float(str(value))
