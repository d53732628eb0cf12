"""What words say together: numbers and what they count, denials, names, ranks and what they belong to."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from typing import Final

from cvimprover.writing.lexicon import Lexicon
from cvimprover.writing.pointers import steps_of
from cvimprover.writing.reading import Place, Reading, is_rank, opens_as_verb
from cvimprover.writing.sources import Leaf
from cvimprover.writing.tokens import Token

_WINDOW: Final = 3
_NAME_WINDOW: Final = 3
_HEAD: Final = 2
_JOINERS: Final = frozenset({"of", "de", "du", "des", "d", "la", "del", "der", "von", "the"})


def _check_numbers(reading: Reading) -> None:
    """Each number must count what it counted, and numbers of one clause and unit must keep their order."""
    taken: list[Place] = []
    for number, token in enumerate(reading.tokens):
        if token.kind != "number" or number in reading.derived:
            continue
        fitting = [place for place in reading.places[number] if _counts_the_same(reading, number, place)]
        if not fitting:
            reading.fault(token, "number_elsewhere")
            continue
        reading.places[number] = fitting
        taken.append(fitting[0])
    for first, second in ((a, b) for at, a in enumerate(taken) for b in taken[at + 1 :]):
        is_same = first.leaf is second.leaf and first.word.clause == second.word.clause
        if is_same and first.word.token.unit == second.word.token.unit and first.at > second.at:
            reading.fault(reading.tokens[0], "numbers_reordered")


def _counts_the_same(reading: Reading, number: int, place: Place) -> bool:
    beside = reading.tokens[number + 1] if number + 1 < len(reading.tokens) else None
    is_direct = beside is not None and reading.is_content(number + 1)
    if place.word.is_date:
        return not is_direct and not reading.tokens[number].unit and _is_led_as_date(reading, number)
    if place.leaf.answer:
        return True
    left, right = _beside(place, reading)
    if is_direct and beside is not None:
        return _is_among(beside, right if not reading.tokens[number].unit else right + left, reading.words)
    before = next(_content(reading, range(number - 1, -1, -1)), None)
    if before is not None:
        return _is_among(before, left + right, reading.words)
    after = next(_content(reading, range(number + 1, len(reading.tokens))), None)
    return after is None or _is_among(after, left + right, reading.words)


def _is_led_as_date(reading: Reading, number: int) -> bool:
    """True for "since 2019", "(2019" and "March 2019", false for "a team of 2019"."""
    if not number:
        return True
    before = reading.tokens[number - 1]
    is_date = any(place.word.is_date for place in reading.places.get(number - 1, ()))
    return is_date or before.kind == "break" or before.fold in reading.words.before_dates


def _content(reading: Reading, numbers: range) -> Iterator[Token]:
    """The words that say something, up to the next break."""
    for number in numbers:
        if reading.tokens[number].kind == "break":
            return
        if reading.is_content(number):
            yield reading.tokens[number]


def _beside(place: Place, reading: Reading) -> tuple[list[Token], list[Token]]:
    """The nearest words that say something, left and right in the same clause of the source."""
    clause = place.leaf.clause_of(place.at)
    at = next(number for number, word in enumerate(clause) if word is place.word)
    telling = [
        word.token for word in clause if word.token.kind == "word" and not reading.is_grammar(word.token)
    ]
    left = [token for token in telling if token.start < clause[at].token.start][-_WINDOW:]
    right = [token for token in telling if token.start > clause[at].token.start][:_WINDOW]
    return left, right


def _is_among(token: Token, others: Sequence[Token], words: Lexicon) -> bool:
    stem = words.stem(token.fold)
    families = words.families.get(stem, frozenset())
    for other in others:
        theirs = words.stem(words.spelling.get(other.text.lower(), other.fold))
        if stem == theirs or not families.isdisjoint(words.families.get(theirs, frozenset())):
            return True
    return False


def _check_refusals(reading: Reading) -> None:
    """“not certified” must not become “certified”, nor “helped to lead” “led”, nor the other way round."""
    words = reading.words
    folds = {token.fold for token in reading.tokens}
    stems = {words.stem(fold) for fold in folds}
    refuses = not folds.isdisjoint(words.negations)
    hedges = not stems.isdisjoint(words.hedges) or not folds.isdisjoint(words.hedges)
    sources_refuse = False
    for number, places in reading.places.items():
        if not reading.is_content(number) or not places:
            continue
        refused = [place.word.clause in place.leaf.denying for place in places]
        sources_refuse = sources_refuse or any(refused)
        if all(refused) and not refuses:
            reading.fault(reading.tokens[number], "source_denies")
        if not hedges and all(place.word.clause in place.leaf.hedging for place in places):
            reading.fault(reading.tokens[number], "source_says_less")
    if refuses and not sources_refuse:
        reading.fault(reading.tokens[0], "source_not_denied")
    _check_denied(reading)


def _check_denied(reading: Reading) -> None:
    """What stands behind "not" or "without" must have stood in a clause that denies."""
    denies = False
    for number, token in enumerate(reading.tokens):
        denies = token.kind != "break" and (denies or token.fold in reading.words.negations)
        places = reading.places.get(number, ()) if denies and reading.is_content(number) else ()
        if places and not any(place.word.clause in place.leaf.denying for place in places):
            reading.fault(token, "source_not_denied")


def _check_names(reading: Reading) -> None:
    """Capitalised words side by side must have stood near each other: no name is made of two."""
    if reading.words.language == "de" and reading.role == "line":
        return
    previous: int | None = None
    for number, token in enumerate(reading.tokens):
        if token.kind == "break":
            previous = None
        elif number and token.kind == "word" and token.text[:1].isupper() and number in reading.places:
            if previous is not None and not _stood_together(reading, previous, number):
                reading.fault(token, "not_together")
            previous = number
        elif token.fold not in _JOINERS:
            previous = None


def _check_bound(reading: Reading) -> None:
    """Ranks, degrees and levels keep the word beside them."""
    for number, token in enumerate(reading.tokens):
        if (
            number not in reading.places
            or not is_rank(token, reading.words)
            or opens_as_verb(reading, number)
        ):
            continue
        rest = range(number + 1, len(reading.tokens))
        beside = _nearest(reading, rest)
        if beside is None:
            beside = _nearest(reading, range(number - 1, -1, -1))
        if (
            beside is not None
            and token.fold in reading.words.bound
            and not _stood_together(reading, number, beside)
        ):
            reading.fault(token, "belonged_elsewhere")
        elif reading.role == "line" and number < _HEAD and not _headed(reading, number):
            reading.fault(token, "somebody_else")


def _nearest(reading: Reading, numbers: range) -> int | None:
    for number in numbers:
        if reading.tokens[number].kind == "break":
            return None
        if number in reading.places and reading.is_content(number):
            return number
    return None


def _headed(reading: Reading, number: int) -> bool:
    """True when the title opens a clause in its source as well, or is the candidate's own."""
    for leaf, at in reading.places[number]:
        before = [word for word in leaf.words[:at] if word.clause == leaf.words[at].clause]
        if not leaf.is_prose or len(before) <= _HEAD:
            return True
    return False


def _stood_together(reading: Reading, first: int, second: int) -> bool:
    for one in reading.places[first]:
        for other in reading.places[second]:
            same_leaf = one.leaf is other.leaf and abs(one.at - other.at) <= _NAME_WINDOW
            if same_leaf and one.word.clause == other.word.clause:
                return True
            if not one.leaf.is_prose and not other.leaf.is_prose and _same_entry(one.leaf, other.leaf):
                return True
    return False


def _same_entry(one: Leaf, other: Leaf) -> bool:
    return steps_of(one.pointer)[:2] == steps_of(other.pointer)[:2]


CHECKS: Final[Sequence[Callable[[Reading], None]]] = (
    _check_numbers,
    _check_refusals,
    _check_names,
    _check_bound,
)
"""Each adds its faults to a reading of which every word is known."""
