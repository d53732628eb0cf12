"""Trees of queries in Elasticsearch's own words."""

from __future__ import annotations

from math import ceil
from typing import Final

from elasticsearch.dsl import query as dsl

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

ANYWHERE: Final = (("text", 1.0), ("current", 2.0), ("title", 1.5), ("skill", 1.5), ("name", 2.0))
"""Where a word without a field is looked for, and how much a hit there counts."""
TITLES: Final = (("current", 2.0), ("title", 1.5))
ALIKE: Final = 4.0
"""What one of several names for the same counts, about as much as a word that one in fifty has."""
TIE: Final = 0.2
"""What other places than the best one add."""


def asked(query: Query) -> dsl.Query:
    """The query."""
    match query:
        case Term() | Phrase():
            return _places(query)
        case Compare():
            return _compared(query)
        case Since(created=created):
            return _range("created", {"gte": created})
        case Or(queries=()):
            return dsl.MatchNone()
        case Everything():
            return dsl.MatchAll()
        case Not(query=inner):
            return dsl.Bool(must_not=[asked(inner)])
        case And(queries=queries):
            return dsl.Bool(
                must=[asked(each) for each in queries if not isinstance(each, Not)],
                must_not=[asked(each.query) for each in queries if isinstance(each, Not)],
            )
        case Or(queries=queries):
            return dsl.Bool(should=[asked(each) for each in queries], minimum_should_match=1)
        case Words(queries=queries, least=least):
            return dsl.Bool(should=[asked(each) for each in queries], minimum_should_match=least)
        case Either(choices=choices, is_alike=True):
            return dsl.DisMax(queries=[_alike(each, weight) for each, weight in choices])
        case Either(choices=choices):
            return dsl.DisMax(queries=[_boosted(asked(each), weight) for each, weight in choices])


def _boosted(query: dsl.Query, weight: float) -> dsl.Query:
    """The query, counting for so much; Bool takes a boost around whatever it holds."""
    return query if weight == 1 else dsl.Bool(must=[query], boost=weight)


def _alike(query: Query, weight: float) -> dsl.Query:
    """As much for every way to say it, but for where it stands."""
    if not isinstance(query, Term | Phrase):
        return dsl.ConstantScore(filter=asked(query), boost=ALIKE * weight)
    places = [
        dsl.ConstantScore(filter=_in(query, name, 1.0), boost=ALIKE * weight * counts)
        for name, counts in _where(query.field)
    ]
    return dsl.DisMax(queries=places)


def _where(field: str) -> tuple[tuple[str, float], ...]:
    return {"": ANYWHERE, "title": TITLES}.get(field, ((field, 1.0),))


def _places(leaf: Term | Phrase) -> dsl.Query:
    places = [_in(leaf, name, weight) for name, weight in _where(leaf.field)]
    return dsl.DisMax(queries=places, tie_breaker=TIE)


def _in(leaf: Term | Phrase, name: str, weight: float) -> dsl.Query:
    if isinstance(leaf, Phrase):
        return dsl.MatchPhrase(name, {"query": " ".join(leaf.words), "boost": weight})
    if leaf.is_prefix:
        return dsl.Prefix(name, {"value": leaf.word, "boost": weight})
    if leaf.edits:
        return dsl.Fuzzy(name, {"value": leaf.word, "fuzziness": leaf.edits, "boost": weight})
    return dsl.Term(name, {"value": leaf.word, "boost": weight})


def _compared(query: Compare) -> dsl.Query:
    """Years against the range of months: some of the range must meet the bound."""
    months = query.value * 12
    if query.sign in (">=", ">"):
        low = ceil(months) if query.sign == ">=" else int(months) + 1
        return _range("months_max", {"gte": low})
    return _range("months_min", {"lte": int(months) if query.sign == "<=" else ceil(months) - 1})


def _range(name: str, bounds: dict[str, int]) -> dsl.Query:
    return dsl.Bool(filter=[dsl.Range(name, bounds)])
