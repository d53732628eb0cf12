"""A query that also finds other ways to say the same: other names of an occupation or skill, other numbers of
a word, and, for words that nobody has, those that look like them."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, replace
from typing import Final

from candidates.search.query import And, Either, Not, Or, Phrase, Query, Term, Words, least_of
from candidates.search.synonyms import longest_name
from candidates.search.words import forms_of

SAME: Final = 0.9
"""What another name of the same counts, against the one that was typed."""
FORM: Final = 0.95
MEANT: Final = 0.8
_MOST_NAMES: Final = 40
_EXPANDED: Final = ("", "title", "skill")


@dataclass(frozen=True, slots=True)
class Lexicon:
    """What is known of words. `other_names` gives other names, as folded words, of what folded words name.

    `is_known` tells whether anybody has a folded word, `suggest` which words look like it.
    """

    other_names: Callable[[tuple[str, ...]], Sequence[tuple[str, ...]]]
    is_known: Callable[[str], bool]
    suggest: Callable[[str], Sequence[str]]


def expanded(query: Query, lexicon: Lexicon) -> Query:
    """The query with its words widened; what is left out, quoted or marked with a sign stays as it is."""
    match query:
        case Term(is_prefix=False, edits=0):
            return _widened(query, lexicon)
        case Words(queries=queries):
            found = tuple(_row(queries, lexicon))
            return Words(found, least_of(len(found)))
        case And(queries=queries):
            return And(tuple(each if isinstance(each, Not) else expanded(each, lexicon) for each in queries))
        case Or(queries=queries):
            return Or(tuple(expanded(each, lexicon) for each in queries))
        case _:
            return query


def _row(queries: Sequence[Query], lexicon: Lexicon) -> Iterator[Query]:
    """Words side by side: several that are one name together are one thing to look for."""
    at = 0
    while at < len(queries):
        count, names = _longest_name(queries[at:], lexicon)
        if count > 1:
            typed = tuple(queries[at : at + count])
            yield _either(And(tuple(expanded_form(each) for each in typed)), names)
            at += count
        else:
            yield expanded(queries[at], lexicon)
            at += 1


def _longest_name(queries: Sequence[Query], lexicon: Lexicon) -> tuple[int, Sequence[tuple[str, ...]]]:
    """How many of the first words are one name, and its other names."""
    plain = []
    for each in queries[: longest_name()]:
        if not (isinstance(each, Term) and each == Term(each.word)):
            break
        plain.append(each.word)
    for count in range(len(plain), 1, -1):
        if names := _names(tuple(plain[:count]), lexicon):
            return count, names
    return 0, ()


def _names(words: tuple[str, ...], lexicon: Lexicon) -> Sequence[tuple[str, ...]]:
    """Other names of what the words name, the last word in either number."""
    for last in (words[-1], *forms_of(words[-1])):
        if found := lexicon.other_names((*words[:-1], last)):
            return found
    return ()


def _widened(term: Term, lexicon: Lexicon) -> Query:
    if term.field not in _EXPANDED:
        return term
    names = _names((term.word,), lexicon)
    if names or any(lexicon.is_known(word) for word in (term.word, *forms_of(term.word))):
        return _either(expanded_form(term), names, term.field)
    meant = [(Term(word, term.field), MEANT) for word in lexicon.suggest(term.word)]
    return Either(((term, 1.0), *meant)) if meant else expanded_form(term)


def expanded_form(query: Query) -> Query:
    """A word in either number; anything else as it is."""
    if not isinstance(query, Term) or not (forms := forms_of(query.word)):
        return query
    return Either(((query, 1.0), *((replace(query, word=form), FORM) for form in forms)))


def _either(query: Query, names: Sequence[tuple[str, ...]], field: str = "") -> Query:
    if not names:
        return query
    others = tuple((_name(name, field), SAME) for name in names[:_MOST_NAMES])
    return Either(((query, 1.0), *others))


def _name(name: tuple[str, ...], field: str) -> Term | Phrase:
    return Term(name[0], field) if len(name) == 1 else Phrase(name, field)
