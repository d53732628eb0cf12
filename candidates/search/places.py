"""Where on a page of a résumé something stands that search found."""

from __future__ import annotations

import uuid
from collections.abc import Collection, Iterator, Mapping
from typing import NamedTuple

from candidates.models import Candidate


class Place(NamedTuple):
    """A page, from 1, and [x0, y0, x1, y1] on it in 0–1; None where the format has no boxes."""

    page: int
    bbox: tuple[float, float, float, float] | None


def places_of(wanted: Mapping[uuid.UUID, Collection[str]]) -> dict[tuple[uuid.UUID, str], Place]:
    """(person, text) → where the latest résumé says so; without texts that no reading has evidence of.

    One query, and half a millisecond a person.
    """
    people = [person for person, texts in wanted.items() if texts]
    rows = (
        Candidate.objects.filter(pk__in=people, resumes__deleted_at=None)
        .exclude(resumes__latest_parse=None)
        .order_by("resumes__created_at")
        .values_list("pk", "resumes__latest_parse__profile")
    )
    found: dict[tuple[uuid.UUID, str], Place] = {}
    for person, profile in rows if people else ():
        texts = set(wanted[person])
        for text, place in _evidence(profile):
            if text in texts:
                found[person, text] = place
    return found


def _evidence(profile: object) -> Iterator[tuple[str, Place]]:
    """Every value of a profile with its first place, and every line that no value took."""
    waiting = [profile]
    while waiting:
        node = waiting.pop()
        if isinstance(node, list):
            waiting.extend(node)
        elif isinstance(node, dict):
            if "evidence" in node and "value" in node:
                if (place := _first_place(node["evidence"])) is not None:
                    yield str(node["value"]), place
            elif "text" in node and "page" in node:
                yield str(node["text"]), Place(int(node["page"]), None)
            else:
                waiting.extend(node.values())


def _first_place(evidence: object) -> Place | None:
    first = evidence[0] if isinstance(evidence, list) and evidence else None
    if not isinstance(first, dict) or not first.get("page"):
        return None
    bbox = first.get("bbox")
    box = None if not isinstance(bbox, list) or len(bbox) != 4 else tuple(float(side) for side in bbox)
    return Place(int(first["page"]), box)  # type: ignore[arg-type]
