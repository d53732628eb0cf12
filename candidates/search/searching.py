"""One search from what a person typed to what a page shows, on any index."""

from __future__ import annotations

import base64
import binascii
import hashlib
import uuid
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cache
from typing import TYPE_CHECKING, Final, Literal, NamedTuple, TypeAlias

from candidates.search.base import (
    DEEPEST_HIT,
    Ask,
    CandidateIndex,
    Count,
    Facet,
    Found,
    Line,
    Sort,
    key_of,
)
from candidates.search.expanding import Lexicon, expanded, mended
from candidates.search.highlighting import Highlight, all_highlights
from candidates.search.language import parse
from candidates.search.query import And, Everything, Or, Phrase, Query, Term, Words, leaves
from candidates.search.synonyms import other_names
from candidates.search.words import words_of

if TYPE_CHECKING:
    from candidates.search.base import Vector
    from candidates.search.embedding import Embedding

Mode: TypeAlias = Literal["words", "semantic", "hybrid"]
MODES: Final[tuple[Mode, ...]] = ("words", "semantic", "hybrid")

RANK_OFFSET: Final = 20
"""Of reciprocal rank fusion (Cormack, Clarke & Büttcher 2009, who take 60): the first places count more."""
MEANING: Final = 0.2
"""What a place among those near in meaning counts against one among those who have the words."""
NEAR: Final = 0.2
"""Cosine from which somebody without the words counts as near in meaning."""
FUSED: Final = 100
"""So many of each list are joined, beyond those that were seen."""
_TOPIC_FIELDS: Final = ("", "title", "skill")


@dataclass(frozen=True, slots=True)
class Wanted:
    """What somebody looks for. `cursor` is the `next` of the page before."""

    text: str = ""
    mode: Mode = "hybrid"
    sort: Sort = "relevance"
    facets: tuple[Facet, ...] = ()
    limit: int = 25
    cursor: str = ""


class Hit(NamedTuple):
    """A person on a page of results."""

    id: uuid.UUID
    score: float
    highlights: tuple[Highlight, ...]


@dataclass(frozen=True, slots=True)
class Result:
    """A page of results. `total` counts those who have the words; `mode` is what was really done.

    `next` is "" on the last page. `suggestions` are words for those that nobody has.
    """

    hits: tuple[Hit, ...]
    total: int
    mode: Mode
    next: str = ""
    facets: Mapping[str, list[Count]] = field(default_factory=dict)
    suggestions: Mapping[str, Sequence[str]] = field(default_factory=dict)


class CursorUnknown(ValueError):
    """A cursor that belongs to another query, or that somebody made up."""


def find(wanted: Wanted, index: CandidateIndex, embedding: Embedding | None) -> Result:
    """The page. Raises QuerySyntaxError, CursorUnknown, IndexMissing."""
    return find_parsed(parse(wanted.text), wanted, index, embedding)


def find_parsed(typed: Query, wanted: Wanted, index: CandidateIndex, embedding: Embedding | None) -> Result:
    """As `find`, for a query that was read already."""
    seen = _seen_in(wanted)
    lexicon = lexicon_of(index, embedding)
    query = expanded(typed, lexicon)
    is_by_words = wanted.mode == "words" or wanted.sort != "relevance"
    vector = None if is_by_words else _vector(typed, lexicon, embedding)
    mode: Mode = "words" if vector is None else wanted.mode
    ask = Ask(query, min(wanted.limit, DEEPEST_HIT - len(seen)) + 1, seen, wanted.sort)
    if vector is None:
        found, total = index.search(ask)
    elif mode == "semantic":
        found, total = index.nearest(vector, _with(ask, constraints(query)))
    else:
        found, total = _fused(index, ask, vector)
    page = found[: wanted.limit]
    lines = index.lines([each.id for each in page])
    return Result(
        hits=_hits(page, lines, query),
        total=total,
        mode=mode,
        next=_cursor(wanted, seen, page) if len(found) > len(page) else "",
        facets=index.facets(query, wanted.facets) if wanted.facets else {},
        suggestions=_suggestions(typed, lexicon),
    )


def more_like(
    identity: uuid.UUID, limit: int, index: CandidateIndex, embedding: Embedding | None
) -> tuple[Found, ...]:
    """People like this one: by what they are called and can do, and by what they are about."""
    lines = index.lines([identity]).get(identity, ())
    query = _likeness(lines)
    ask = Ask(query, limit, frozenset({key_of(identity)}))
    vector = index.vector(identity) if embedding is not None else None
    if vector is None:
        return index.search(ask).hits if lines else ()
    return _fused(index, ask, vector)[0][:limit]


def lexicon_of(index: CandidateIndex, embedding: Embedding | None) -> Lexicon:
    """What names and what this index know of words, remembered for one search."""

    @cache
    def is_known(word: str) -> bool:
        return index.frequency(word) > 0 or (embedding is not None and embedding.knows(word))

    return Lexicon(other_names, is_known, cache(index.suggest))


def constraints(query: Query) -> Query:
    """What must hold whatever the words: all of a query but the loose words in it."""
    match query:
        case Words():
            return Everything()
        case Or(queries=queries):
            kept = tuple(constraints(each) for each in queries)
            return Everything() if any(isinstance(each, Everything) for each in kept) else Or(kept)
        case And(queries=queries):
            kept = tuple(each for each in map(constraints, queries) if not isinstance(each, Everything))
            return And(kept) if len(kept) > 1 else kept[0] if kept else Everything()
        case _:
            return query


def joined(lists: Iterable[tuple[Iterable[Found], float]]) -> list[Found]:
    """One list of several by reciprocal rank fusion, each list with its weight; best first, ties by id.

    Who is found equally well shares a place, so that the other lists decide between them.
    """
    scores: dict[uuid.UUID, float] = {}
    for ranked, weight in lists:
        rank, score = 0, None
        for place, each in enumerate(ranked, start=1):
            if each.score != score:
                rank, score = place, each.score
            scores[each.id] = scores.get(each.id, 0.0) + weight / (RANK_OFFSET + rank)
    return sorted((Found(*each) for each in scores.items()), key=lambda each: (-each.score, each.id))


def _fused(index: CandidateIndex, ask: Ask, vector: Vector) -> tuple[tuple[Found, ...], int]:
    """Those who have the words and those who are near in meaning, in one list."""
    deep = min(len(ask.seen) + ask.limit + FUSED, DEEPEST_HIT)
    by_words = index.search(Ask(ask.query, deep))
    by_meaning = index.nearest(vector, Ask(constraints(ask.query), deep))
    have = {each.id for each in by_words.hits}
    near = [each for each in by_meaning.hits if each.score >= NEAR or each.id in have]
    both = joined([(by_words.hits, 1.0), (near, MEANING)])
    return tuple(each for each in both if key_of(each.id) not in ask.seen)[: ask.limit], by_words.total


def _vector(query: Query, lexicon: Lexicon, embedding: Embedding | None) -> Vector | None:
    if embedding is None:
        return None
    topics = [_topic(each, lexicon, embedding) for each in leaves(query) if each.field in _TOPIC_FIELDS]
    return embedding.of(" ".join(topics)) if topics else None


def _topic(leaf: Term | Phrase, lexicon: Lexicon, embedding: Embedding) -> str:
    """The words in their plainest form: short names written out, slips mended."""
    words = (mended(leaf.word, lexicon),) if isinstance(leaf, Term) else leaf.words
    names = lexicon.other_names(words)
    is_short = names and (names[0][1] == "title" or not all(map(embedding.knows, words)))
    return " ".join((*words, *names[0][0]) if is_short else words)


def _with(ask: Ask, query: Query) -> Ask:
    return Ask(query, ask.limit, ask.seen, ask.sort)


def _likeness(lines: Collection[Line]) -> Query:
    """A query for what a person is called and can do; a third of it must hold."""
    wanted: dict[Query, None] = {}
    for line in lines:
        words = words_of(line.text)
        if line.path.endswith(("position", "label")) and words:
            wanted[Phrase(tuple(words), "title") if len(words) > 1 else Term(words[0], "title")] = None
        elif line.path.startswith("skills") and 0 < len(words) < 4:
            wanted[Phrase(tuple(words), "skill") if len(words) > 1 else Term(words[0], "skill")] = None
    queries = tuple(wanted)[:40]
    return Words(queries, max(1, len(queries) // 3)) if queries else Everything()


def _hits(
    page: Collection[Found], lines: Mapping[uuid.UUID, Collection[Line]], query: Query
) -> tuple[Hit, ...]:
    """The page with what is to be shown; who was removed this moment is left out."""
    there = [each for each in page if each.id in lines]
    marked = all_highlights(query, [tuple(lines[each.id]) for each in there])
    return tuple(Hit(*each, tuple(found)) for each, found in zip(there, marked, strict=True))


def _suggestions(typed: Query, lexicon: Lexicon) -> dict[str, Sequence[str]]:
    words = {each.word for each in leaves(typed) if isinstance(each, Term) and not each.is_prefix}
    unknown = (word for word in sorted(words) if not lexicon.is_known(word))
    return {word: meant for word in unknown if (meant := lexicon.suggest(word))}


def _cursor(wanted: Wanted, seen: frozenset[int], page: Collection[Found]) -> str:
    """Who was shown: so nobody is shown twice, and nobody left out, however the index changes meanwhile."""
    keys = sorted(seen | {key_of(each.id) for each in page})
    if len(keys) >= DEEPEST_HIT:
        return ""
    told = _mark(wanted) + b"".join(key.to_bytes(4, "big") for key in keys)
    return base64.urlsafe_b64encode(told).decode().rstrip("=")


def _seen_in(wanted: Wanted) -> frozenset[int]:
    if not wanted.cursor:
        return frozenset()
    try:
        told = base64.urlsafe_b64decode(wanted.cursor + "=" * (-len(wanted.cursor) % 4))
    except (binascii.Error, ValueError) as error:
        raise CursorUnknown("This cursor is none of ours.") from error
    if told[:4] != _mark(wanted) or len(told) % 4 or len(told) > 4 * (DEEPEST_HIT + 1):
        raise CursorUnknown("This cursor belongs to another search.")
    return frozenset(int.from_bytes(told[at : at + 4], "big") for at in range(4, len(told), 4))


def _mark(wanted: Wanted) -> bytes:
    """A short name of the search that a cursor belongs to."""
    told = "\0".join((wanted.text, wanted.mode, wanted.sort))
    return hashlib.blake2b(told.encode("utf-8", "replace"), digest_size=4).digest()
