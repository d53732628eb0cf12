"""Trees of queries in tantivy's own words."""

from __future__ import annotations

from math import ceil
from typing import Final

import tantivy

from candidates.search import tantivy_schema
from candidates.search.query import (
    And,
    Compare,
    Either,
    Everything,
    Not,
    Or,
    Phrase,
    Query,
    Since,
    Term,
    Words,
)
from candidates.search.tantivy_schema import SCHEMA

ANYWHERE: Final = (("text", 1.0), ("current", 2.0), ("title", 1.5), ("skill", 1.5), ("name", 2.0))
"""Where a word without a field is looked for, and how much a hit there counts."""
TITLES: Final = (("current", 2.0), ("title", 1.5))
ALIKE: Final = 4.0
"""What one of several names for the same counts, about as much as a word that one in fifty has."""
TIE: Final = 0.2
"""What other places than the best one add."""
MUST, SHOULD, MUST_NOT = tantivy.Occur.Must, tantivy.Occur.Should, tantivy.Occur.MustNot


def asked(query: Query) -> tantivy.Query:
    """The query, which finds none of those who are gone."""
    match query:
        case Term() | Phrase():
            return _places(query)
        case Compare():
            return _compared(query)
        case Since(created=created):
            return _range("created", created, None)
        case Everything():
            return tantivy_schema.living()
        case Not(query=inner):
            return tantivy.Query.boolean_query([(MUST, tantivy_schema.living()), (MUST_NOT, asked(inner))])
        case And(queries=queries):
            return tantivy.Query.boolean_query([_member(each) for each in queries])
        case Or(queries=queries):
            return tantivy.Query.boolean_query([(SHOULD, asked(each)) for each in queries])
        case Words(queries=(only,)):
            return asked(only)
        case Words(queries=queries, least=least):
            return tantivy.Query.boolean_query(
                [(SHOULD, asked(each)) for each in queries], minimum_number_should_match=least
            )
        case Either(choices=choices, is_alike=True):
            return tantivy.Query.disjunction_max_query([_alike(each, weight) for each, weight in choices])
        case Either(choices=choices):
            return tantivy.Query.disjunction_max_query(
                [tantivy.Query.boost_query(asked(each), weight) for each, weight in choices]
            )


def _member(query: Query) -> tuple[tantivy.Occur, tantivy.Query]:
    return (MUST_NOT, asked(query.query)) if isinstance(query, Not) else (MUST, asked(query))


def _alike(query: Query, weight: float) -> tantivy.Query:
    """As much for every way to say it, but for where it stands."""
    if not isinstance(query, Term | Phrase):
        return tantivy.Query.const_score_query(asked(query), ALIKE * weight)
    places = [
        tantivy.Query.const_score_query(_in(query, name), ALIKE * weight * counts)
        for name, counts in _where(query.field)
    ]
    return tantivy.Query.disjunction_max_query(places)


def _where(field: str) -> tuple[tuple[str, float], ...]:
    return {"": ANYWHERE, "title": TITLES}.get(field, ((field, 1.0),))


def _places(leaf: Term | Phrase) -> tantivy.Query:
    places = [tantivy.Query.boost_query(_in(leaf, name), weight) for name, weight in _where(leaf.field)]
    return tantivy.Query.disjunction_max_query(places, TIE)


def _in(leaf: Term | Phrase, name: str) -> tantivy.Query:
    if isinstance(leaf, Phrase):
        return tantivy.Query.phrase_query(SCHEMA, name, list(leaf.words))
    if leaf.is_prefix or leaf.edits:
        return tantivy.Query.fuzzy_term_query(SCHEMA, name, leaf.word, leaf.edits, True, leaf.is_prefix)
    return tantivy.Query.term_query(SCHEMA, name, leaf.word)


def _compared(query: Compare) -> tantivy.Query:
    """Years against the range of months: some of the range must meet the bound."""
    months = query.value * 12
    if query.sign in (">=", ">"):
        low = ceil(months) if query.sign == ">=" else int(months) + 1
        return _range("months_max", low, None)
    high = int(months) if query.sign == "<=" else ceil(months) - 1
    return _range("months_min", None, high) if high >= 0 else tantivy.Query.empty_query()


def _range(name: str, low: int | None, high: int | None) -> tantivy.Query:
    found = tantivy.Query.range_query(SCHEMA, name, tantivy.FieldType.Unsigned, low, high)
    return tantivy.Query.const_score_query(found, 0.0)
