"""The query language that people type, read into a tree.

nurse intensive care          words: all of up to three, three in four of more
"key account"                 a phrase
java AND (spring OR quarkus)  operators in capitals; NOT or - leaves out; + insists
program*  kubernets~          a beginning; one or two letters off (~2)
title:nurse city:Köln         in one field; a phrase or a group may follow: skill:(java OR kotlin)
years:>=5  years:3..8         years of experience
*                             everybody

query  = joint *("OR" joint)
joint  = row *("AND" row)
row    = 1*piece
piece  = ("NOT" / "-" / "+") piece / [field ":"] value
value  = "(" query ")" / phrase / word ["*" / "~" [digit]] / comparison
"""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import Final, NamedTuple

from candidates.search.query import (
    NUMBER_FIELDS,
    TEXT_FIELDS,
    And,
    Compare,
    Everything,
    Not,
    Or,
    Phrase,
    Query,
    Sign,
    Term,
    Words,
    least_of,
)
from candidates.search.words import STOP_WORDS, words_of

LONGEST: Final = 1000
"""Characters of a query."""
DEEPEST: Final = 20
MOST_PIECES: Final = 100
SHORTEST_PREFIX: Final = 2
ALIASES: Final = {
    "titles": "title", "position": "title", "skills": "skill", "company": "employer", "employers": "employer",
    "languages": "language", "lang": "language", "labels": "label", "experience": "years", "year": "years",
    "location": "city", "university": "school", "profile": "job", "tags": "tag",
}  # fmt: skip
_OPERATORS: Final = frozenset({"AND", "OR", "NOT"})
_FIELD: Final = re.compile(r"([^\W\d_][\w-]*):(?!//)")
_FUZZY: Final = re.compile(r"~([12]?)$")
_NUMBER: Final = re.compile(
    r"(?P<sign>>=|<=|>|<|=)?(?P<low>\d{1,3}(?:\.\d+)?)(?:(?:\.\.|-|–)(?P<high>\d{1,3}(?:\.\d+)?))?"
)


class QuerySyntaxError(ValueError):
    """What is wrong with a query, as a sentence, and at which character (from 0) it is seen."""

    def __init__(self, message: str, position: int) -> None:
        super().__init__(message)
        self.message, self.position = message, position


class _Piece(NamedTuple):
    """`kind` is one of ( ) " + - : AND OR NOT word; `text` what stands there."""

    kind: str
    text: str
    position: int


def parse(text: str) -> Query:
    """The tree of a query; nothing but blanks, or `*`, means everybody. Raises QuerySyntaxError."""
    if len(text) > LONGEST:
        raise QuerySyntaxError(f"A query has {LONGEST} characters at most.", LONGEST)
    pieces = _cut(text)
    if len(pieces) > MOST_PIECES:
        raise QuerySyntaxError(
            f"A query has {MOST_PIECES} words and signs at most.", pieces[MOST_PIECES].position
        )
    return _Reader(pieces, len(text)).whole()


def _cut(text: str) -> list[_Piece]:
    pieces: list[_Piece] = []
    at = 0
    while at < len(text):
        each = text[at]
        if each.isspace():
            at += 1
        elif each in "()":
            pieces.append(_Piece(each, each, at))
            at += 1
        elif each in '"“”„':
            end = next((i for i in range(at + 1, len(text)) if text[i] in '"“”„'), -1)
            if end < 0:
                raise QuerySyntaxError("This quotation mark is never closed.", at)
            pieces.append(_Piece('"', text[at + 1 : end], at))
            at = end + 1
        elif each in "-+" and at + 1 < len(text) and not text[at + 1].isspace():
            pieces.append(_Piece(each, each, at))
            at += 1
        else:
            at = _cut_word(text, at, pieces)
    return pieces


def _cut_word(text: str, at: int, pieces: list[_Piece]) -> int:
    """Where the text goes on behind the word, or behind the name of a field and its colon."""
    if (field := _FIELD.match(text, at)) and _is_field(text, field):
        pieces.append(_Piece(":", field.group(1), at))
        return field.end()
    end = at
    while end < len(text) and not text[end].isspace() and text[end] not in '()"“”„':
        end += 1
    word = text[at:end]
    pieces.append(_Piece(word if word in _OPERATORS else "word", word, at))
    return end


def _is_field(text: str, found: re.Match[str]) -> bool:
    """Whether a word with a colon names a field: one of ours always, any other where a value hangs on it."""
    hangs_on = found.end() < len(text) and not text[found.end()].isspace()
    return hangs_on or _named(found.group(1)) in (*TEXT_FIELDS, *NUMBER_FIELDS)


def _named(field: str) -> str:
    name = field.lower()
    return ALIASES.get(name, name)


class _Reader:
    """Reads the pieces from left to right, by recursive descent."""

    def __init__(self, pieces: list[_Piece], length: int) -> None:
        self._pieces, self._length, self._at, self._depth = pieces, length, 0, 0

    def whole(self) -> Query:
        """The tree of all pieces."""
        if not self._pieces:
            return Everything()
        query = self._either("")
        if self._at < len(self._pieces):
            raise QuerySyntaxError("This bracket was never opened.", self._here)
        return query or Everything()

    @property
    def _here(self) -> int:
        return self._pieces[self._at].position if self._at < len(self._pieces) else self._length

    @property
    def _kind(self) -> str:
        return self._pieces[self._at].kind if self._at < len(self._pieces) else ""

    def _either(self, field: str) -> Query | None:
        return self._joined("OR", self._both, Or, field)

    def _both(self, field: str) -> Query | None:
        return self._joined("AND", self._row, And, field)

    def _joined(
        self,
        operator: str,
        part: Callable[[str], Query | None],
        join: type[And] | type[Or],
        field: str,
    ) -> Query | None:
        found = [part(field)]
        while self._kind == operator:
            self._at += 1
            found.append(part(field))
        queries = [each for each in found if each is not None]
        if join is Or:
            return queries[0] if len(queries) == 1 else Or(tuple(queries)) if queries else None
        return _all_of(_strict(queries) if len(found) > 1 else queries)

    def _row(self, field: str) -> Query | None:
        """What stands side by side up to the next AND, OR or bracket; None where no word of it counts."""
        begun, position = self._at, self._here
        must: list[Query] = []
        loose: list[Query] = []
        weak: list[Query] = []
        while self._kind not in ("", ")", "AND", "OR"):
            is_plain = self._kind == "word" and not field
            query = self._piece(field)
            if query is None:
                continue
            if not is_plain:
                must.append(query)
            elif isinstance(query, Term) and query.word in STOP_WORDS:
                weak.append(query)
            elif isinstance(query, Everything):
                must.append(query)
            else:
                loose.append(query)
        if self._at == begun:
            raise QuerySyntaxError("Something to look for is missing here.", position)
        loose = loose or ([] if must else weak)
        together = [Words(tuple(loose), least_of(len(loose)))] if loose else []
        return _all_of([*together, *must])

    def _piece(self, field: str) -> Query | None:
        piece = self._pieces[self._at]
        self._at += 1
        match piece.kind:
            case "NOT" | "-":
                inner = self._next(piece, field)
                return None if inner is None else Not(inner)
            case "+":
                return self._next(piece, field)
            case ":":
                return self._next(piece, _field_named(piece))
            case "(":
                return self._group(piece, field)
            case '"':
                return _phrase(words_of(piece.text), field)
        return _comparison(piece, field) if field in NUMBER_FIELDS else _word(piece, field)

    def _next(self, before: _Piece, field: str) -> Query | None:
        """The piece that a sign or the name of a field belongs to."""
        if self._kind in ("", ")", "AND", "OR"):
            raise QuerySyntaxError(f"Say what to look for after {before.text!r}.", before.position)
        return self._piece(field)

    def _group(self, opened: _Piece, field: str) -> Query | None:
        self._depth += 1
        if self._depth > DEEPEST:
            raise QuerySyntaxError(f"Brackets stand in each other {DEEPEST} deep at most.", opened.position)
        if self._kind == ")":
            raise QuerySyntaxError("There is nothing between these brackets.", opened.position)
        query = self._either(field) if self._kind else None
        if self._kind != ")":
            raise QuerySyntaxError("This bracket is never closed.", opened.position)
        self._at += 1
        self._depth -= 1
        return query


def _all_of(queries: list[Query]) -> Query | None:
    """One query that asks for all of them. Leaving out is from everybody."""
    if not queries:
        return None
    if all(isinstance(each, Not) for each in queries):
        queries = [Everything(), *queries]
    return queries[0] if len(queries) == 1 else And(tuple(queries))


def _strict(queries: list[Query]) -> list[Query]:
    """What an AND joins: there loose words must all hold."""
    found: list[Query] = []
    for each in queries:
        match each:
            case Words(queries=inner):
                found += inner
            case And(queries=inner):
                found += _strict(list(inner))
            case _:
                found.append(each)
    return found


def _field_named(piece: _Piece) -> str:
    name = _named(piece.text)
    if name in TEXT_FIELDS or name in NUMBER_FIELDS:
        return name
    known = ", ".join((*TEXT_FIELDS, *NUMBER_FIELDS))
    raise QuerySyntaxError(f"There is no field {piece.text!r}. Fields are {known}.", piece.position)


def _phrase(words: list[str], field: str) -> Query | None:
    if len(words) > 1:
        return Phrase(tuple(words), field)
    return Term(words[0], field) if words else None


def _word(piece: _Piece, field: str) -> Query | None:
    text, edits, is_prefix = piece.text, 0, False
    if text == "*":
        return Everything()
    if found := _FUZZY.search(text):
        text, edits = text[: found.start()], int(found.group(1) or 1)
    elif text.endswith("*"):
        text, is_prefix = text.rstrip("*"), True
    words = words_of(text)
    if not (edits or is_prefix):
        return Phrase(tuple(words), field, is_word=True) if len(words) > 1 else _phrase(words, field)
    if len(words) != 1:
        raise QuerySyntaxError("A * or ~ belongs to the end of a single word.", piece.position)
    if is_prefix and len(words[0]) < SHORTEST_PREFIX:
        raise QuerySyntaxError(f"Put {SHORTEST_PREFIX} letters at least before a *.", piece.position)
    return Term(words[0], field, is_prefix=is_prefix, edits=edits)


def _comparison(piece: _Piece, field: str) -> Query:
    found = _NUMBER.fullmatch(piece.text)
    if found is None or (found["sign"] and found["high"]):
        raise QuerySyntaxError(f"{field}: takes a number such as 5, >=5, <3 or 3..8.", piece.position)
    low = float(found["low"])
    if found["high"]:
        return And((Compare(field, ">=", low), Compare(field, "<=", float(found["high"]))))
    signs: dict[str, Sign] = {">=": ">=", ">": ">", "<=": "<=", "<": "<"}
    if found["sign"] in signs:
        return Compare(field, signs[found["sign"]], low)
    return And((Compare(field, ">=", low), Compare(field, "<", low + 1)))
