"""How a candidate is laid down in Elasticsearch: with the words, fields and buckets of the embedded index."""

from __future__ import annotations

import base64
import uuid
from typing import Final

import numpy as np
from elasticsearch import Elasticsearch
from elasticsearch.dsl import Mapping

from candidates.search.base import YEARS, Document, Facet, Line, Vector
from candidates.search.query import TEXT_FIELDS
from candidates.search.words import words_of_all

ORDERS: Final[dict[str, dict[str, dict[str, str]]]] = {
    "newest": {"created": {"order": "desc"}},
    "oldest": {"created": {"order": "asc"}},
    "most_experience": {"months_max": {"order": "desc", "missing": "_last"}},
    "least_experience": {"months_max": {"order": "asc", "missing": "_first"}},
}
"""How an answer is sorted, where not by relevance."""

_KEPT: Final = 100
"""Characters of a facet's value."""
_FIELD_OF: Final[dict[str, str]] = {
    "skill": "skill_names", "title": "titles", "employer": "employers", "city": "city", "country": "country",
    "language": "languages", "label": "labels", "job": "jobs", "stage": "stages", "tag": "tags",
}  # fmt: skip
_TEXT_OF: Final[dict[str, str]] = {
    **_FIELD_OF, "skill": "skills", "name": "name", "school": "schools", "email": "email",
    "current": "current",
}  # fmt: skip
_WORDS: Final = ("text", "current", *TEXT_FIELDS)


def names_behind(alias: str) -> str:
    """What the indices behind an alias are called: "people--*", so that those of "people-test" are others."""
    return f"{alias}--*"


def put_template(client: Elasticsearch, alias: str, dimensions: int) -> None:
    """Write down what every index of this alias shall look like; safe to repeat."""
    # Not dsl.ComposableIndexTemplate: in 9.5 it forgets what a mapping says beside its fields.
    client.indices.put_index_template(
        name=alias,
        index_patterns=[names_behind(alias)],
        priority=200,
        template={"settings": {"number_of_shards": 1}, "mappings": _mapping(dimensions).to_dict()},
    )


def _mapping(dimensions: int) -> Mapping:
    mapping = Mapping()
    mapping.meta("dynamic", "strict")
    # What is only searched is not kept twice; `told` is what comes back.
    mapping.meta("_source", includes=["told"])
    for name in _WORDS:
        mapping.field(name, "text", analyzer="whitespace")
    for name in _FIELD_OF:
        mapping.field(f"facet_{name}", "keyword")
    for name in ("months_min", "months_max", "created"):
        mapping.field(name, "long")
    mapping.field(
        "vector", "dense_vector", dims=dimensions, element_type="byte", index=True, similarity="cosine"
    )
    mapping.field("told", "object", enabled=False)
    return mapping


def source_of(document: Document) -> dict[str, object]:
    """The document as JSON."""
    told = {name: _values(document, source) for name, source in _TEXT_OF.items()}
    groups = words_of_all([(line.text for line in document.lines), *told.values()])
    source: dict[str, object] = dict(zip(("text", *told), groups, strict=True))
    for name, field in _FIELD_OF.items():
        source[f"facet_{name}"] = [value[:_KEPT] for value in _values(document, field)]
    source["created"] = document.created
    if document.months_max is not None:
        source |= {"months_max": document.months_max, "months_min": document.months_min or 0}
    kept: dict[str, object] = {"lines": [list(line) for line in document.lines]}
    if document.vector is not None:
        source["vector"] = document.vector.tolist()
        kept["vector"] = base64.b64encode(document.vector.tobytes()).decode()
    source["told"] = kept
    return {name: value for name, value in source.items() if value not in ([], "")}


def lines_in(told: dict[str, list[list[str]]]) -> tuple[Line, ...]:
    """The lines that came back."""
    return tuple(Line(*each) for each in told.get("lines", []))


def vector_in(told: dict[str, str]) -> Vector | None:
    """The vector that came back."""
    packed = told.get("vector")
    return None if packed is None else np.frombuffer(base64.b64decode(packed), np.int8)


def facet(name: Facet, most: int) -> dict[str, object]:
    """The aggregation that counts a facet's values."""
    if name != "years":
        return {"terms": {"field": f"facet_{name}", "size": most}}
    ranges = [{"from": low * 12, "to": high * 12} for low, high in YEARS]
    return {"range": {"field": "months_max", "ranges": ranges}}


def uuid_of(identity: str) -> uuid.UUID:
    """The id of a hit."""
    return uuid.UUID(hex=identity)


def _values(document: Document, source: str) -> tuple[str, ...]:
    value: str | tuple[str, ...] = getattr(document, source)
    return value if isinstance(value, tuple) else (value,) if value else ()
