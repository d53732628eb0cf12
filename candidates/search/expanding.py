"""A query that also finds other ways to say the same: other names of an occupation or skill, other numbers of
a word, and, for words that nobody has, those that look like them."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, replace
from typing import Final

from candidates.search.query import And, Either, Not, Or, Phrase, Query, Term, Words, least_of
from candidates.search.synonyms import Name, longest_name
from candidates.search.words import forms_of

SAME: Final = 0.9
"""What another name of the same counts, against the one that was typed."""
FORM: Final = 0.95
APART: Final = 0.6
"""What the words of a name count that do not stand together."""
ELSEWHERE: Final = 0.4
"""What the name of an occupation counts that does not stand in a title."""
_MOST_NAMES: Final = 40
_EXPANDED: Final = ("", "title", "skill")


@dataclass(frozen=True, slots=True)
class Lexicon:
    """What is known of words.

    `other_names` gives other names, as folded words, of what folded words name, each with the field to look
    in; `is_known` tells whether a folded word is one at all, `suggest` which words of the index look like it.
    """

    other_names: Callable[[Name], Sequence[tuple[Name, str]]]
    is_known: Callable[[str], bool]
    suggest: Callable[[str], Sequence[str]]


def expanded(query: Query, lexicon: Lexicon) -> Query:
    """The query with its words widened; what is left out, quoted or marked with a sign stays as it is."""
    match query:
        case Term(is_prefix=False, edits=0):
            return _widened(_mended(query, lexicon), lexicon)
        case Phrase(is_word=True):
            return _widened(query, lexicon)
        case Words(queries=queries):
            found = tuple(_row([_mended(each, lexicon) for each in queries], lexicon))
            return Words(found, least_of(len(found)))
        case And(queries=queries):
            return And(tuple(each if isinstance(each, Not) else expanded(each, lexicon) for each in queries))
        case Or(queries=queries):
            return Or(tuple(expanded(each, lexicon) for each in queries))
        case _:
            return query


def mended(word: str, lexicon: Lexicon) -> str:
    """The word, or, if nobody has it and it is no word of any language that we know, the likeliest meant."""
    if lexicon.other_names((word,)) or any(lexicon.is_known(each) for each in (word, *forms_of(word))):
        return word
    return next(iter(lexicon.suggest(word)), word)


def _mended(query: Query, lexicon: Lexicon) -> Query:
    is_plain = isinstance(query, Term) and not query.is_prefix and not query.edits
    if not (is_plain and isinstance(query, Term) and query.field in _EXPANDED):
        return query
    return replace(query, word=mended(query.word, lexicon))


def _row(queries: Sequence[Query], lexicon: Lexicon) -> Iterator[Query]:
    """Words side by side: several that are one name together are one thing to look for."""
    at = 0
    while at < len(queries):
        count, names = _longest_name(queries[at:], lexicon)
        if count > 1:
            words = tuple(each.word for each in queries[at : at + count] if isinstance(each, Term))
            apart = And(tuple(expanded_form(Term(word)) for word in words))
            yield _either([(Phrase(words), 1.0), (apart, APART)], names)
            at += count
        else:
            yield _widened(queries[at], lexicon)
            at += 1


def _longest_name(queries: Sequence[Query], lexicon: Lexicon) -> tuple[int, Sequence[tuple[Name, str]]]:
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


def _names(words: Name, lexicon: Lexicon) -> Sequence[tuple[Name, str]]:
    """Other names of what the words name, the last word in either number."""
    for last in (words[-1], *forms_of(words[-1])):
        if found := lexicon.other_names((*words[:-1], last)):
            return found
    return ()


def _widened(query: Query, lexicon: Lexicon) -> Query:
    match query:
        case Term(word=word, field=field, is_prefix=False, edits=0) if field in _EXPANDED:
            names = _names((word,), lexicon)
        case Phrase(words=words, field=field) if field in _EXPANDED:
            # Not quoted: one word to people, such as node.js or Kfz-Mechatroniker.
            names = _names(words, lexicon)
        case _:
            return query
    if not names:
        return expanded_form(query)
    forms = [(each, FORM) for each in other_forms(query)]
    return _either([(query, 1.0), *forms], names, field)


def expanded_form(query: Query) -> Query:
    """A word in either number; anything else as it is."""
    forms = other_forms(query)
    return Either(((query, 1.0), *((form, FORM) for form in forms))) if forms else query


def other_forms(query: Query) -> list[Term]:
    """The same word in its other number."""
    return [replace(query, word=form) for form in forms_of(query.word)] if isinstance(query, Term) else []


def _either(
    typed: Sequence[tuple[Query, float]], names: Sequence[tuple[Name, str]], field: str = ""
) -> Query:
    """What was typed and the other names. Occupations are surnames too: titles count, the rest less."""
    where = field or names[0][1]
    if where == "title" and not field:
        in_titles = [
            (replace(each, field=where), 1.0) for each, _ in typed if isinstance(each, Term | Phrase)
        ]
        typed = [*in_titles, *((each, ELSEWHERE * weight) for each, weight in typed)]
    others = ((_name(name, field or where), SAME) for name, where in names[:_MOST_NAMES])
    return Either((*typed, *others), is_alike=where == "title")


def _name(name: Name, field: str) -> Term | Phrase:
    return Term(name[0], field) if len(name) == 1 else Phrase(name, field)
