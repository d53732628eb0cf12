"""How a candidate is laid down in tantivy."""

from __future__ import annotations

import uuid
from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Final

import orjson
import tantivy

from candidates.search.base import YEARS, Document, Facet, Removed
from candidates.search.query import TEXT_FIELDS
from candidates.search.words import words_of_all

if TYPE_CHECKING:
    from collections.abc import Mapping

ORDERS: Final = {
    "newest": ("created", tantivy.Order.Desc),
    "oldest": ("created", tantivy.Order.Asc),
    "most_experience": ("months_order", tantivy.Order.Desc),
    "least_experience": ("months_order", tantivy.Order.Asc),
}
"""How an answer is sorted, where not by relevance."""

_KEPT: Final = 100
"""Characters of a facet's value."""
_WORDS: Final = "words"
_FIELD_OF: Final[Mapping[str, str]] = {
    "skill": "skill_names", "title": "titles", "employer": "employers", "city": "city", "country": "country",
    "language": "languages", "label": "labels", "job": "jobs", "stage": "stages", "tag": "tags",
}  # fmt: skip
"""Facet → the field of a `Document`."""
_TEXT_OF: Final[Mapping[str, str]] = {
    **_FIELD_OF, "skill": "skills", "name": "name", "school": "schools", "email": "email",
    "current": "current",
}  # fmt: skip
"""Field of words → the field of a `Document`."""


def _schema() -> tantivy.Schema:
    builder = tantivy.SchemaBuilder()
    builder.add_text_field("id", tokenizer_name="raw", index_option="basic")
    for name in ("high", "low", "version", "created", "months_order"):
        builder.add_unsigned_field(name, fast=True)
    for name in ("months_min", "months_max"):
        builder.add_unsigned_field(name, fast=True)
    builder.add_boolean_field("is_living", indexed=True)
    builder.add_text_field("text", tokenizer_name=_WORDS)
    for name in (*TEXT_FIELDS, "current"):
        builder.add_text_field(name, tokenizer_name=_WORDS)
    for name in _FIELD_OF:
        builder.add_text_field(f"facet_{name}", tokenizer_name="raw", index_option="basic", fast=True)
    builder.add_bytes_field("lines", stored=True)
    return builder.build()


SCHEMA: Final = _schema()


def made(folder: Path) -> tantivy.Index:
    """A new, empty index."""
    index = tantivy.Index(SCHEMA, path=str(folder))
    _know_words(index)
    return index


def opened(folder: Path) -> tantivy.Index:
    """The index that is there. Raises ValueError or FileNotFoundError where there is none."""
    index = tantivy.Index.open(str(folder))
    _know_words(index)
    return index


def _know_words(index: tantivy.Index) -> None:
    """Words come cut and folded already: they are separated at blanks."""
    blanks = tantivy.TextAnalyzerBuilder(tantivy.Tokenizer.whitespace()).build()
    index.register_tokenizer(_WORDS, blanks)


def document(entry: Document | Removed) -> tantivy.Document:
    """What is written for a candidate; of those who are gone only the id and the version."""
    out = tantivy.Document()
    number = entry.id.int
    out.add_text("id", entry.id.hex)
    out.add_unsigned("high", number >> 64)
    out.add_unsigned("low", number & (2**64 - 1))
    out.add_unsigned("version", entry.version)
    out.add_boolean("is_living", isinstance(entry, Document))
    if isinstance(entry, Document):
        _add_words(out, entry)
        _add_numbers(out, entry)
        out.add_bytes("lines", orjson.dumps(entry.lines, default=tuple))
    return out


def _add_words(out: tantivy.Document, entry: Document) -> None:
    told = {name: _values(entry, source) for name, source in _TEXT_OF.items()}
    groups = words_of_all([[line.text for line in entry.lines], *told.values()])
    for name, group in zip(("text", *told), groups, strict=True):
        for words in group:
            out.add_text(name, words)
    for name, source in _FIELD_OF.items():
        for value in _values(entry, source):
            out.add_text(f"facet_{name}", value[:_KEPT])


def _values(entry: Document, source: str) -> tuple[str, ...]:
    value: str | tuple[str, ...] = getattr(entry, source)
    return value if isinstance(value, tuple) else (value,) if value else ()


def _add_numbers(out: tantivy.Document, entry: Document) -> None:
    out.add_unsigned("created", entry.created)
    out.add_unsigned("months_order", entry.months_max or 0)
    if entry.months_max is not None:
        out.add_unsigned("months_max", entry.months_max)
        out.add_unsigned("months_min", entry.months_min or 0)


def by_ids(ids: Sequence[uuid.UUID]) -> tantivy.Query:
    """The entries of ids."""
    return tantivy.Query.term_set_query(SCHEMA, "id", [each.hex for each in ids])


def living() -> tantivy.Query:
    """Everybody who is not gone, all alike."""
    return tantivy.Query.const_score_query(tantivy.Query.term_query(SCHEMA, "is_living", True, "basic"), 1.0)


def facet(name: Facet, most: int) -> dict[str, object]:
    """The aggregation that counts a facet's values."""
    if name != "years":
        return {"terms": {"field": f"facet_{name}", "size": most}}
    ranges = [{"from": low * 12, "to": high * 12} for low, high in YEARS]
    return {"range": {"field": "months_max", "ranges": ranges}}
