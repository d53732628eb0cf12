"""One text held against what the candidate said: where each word comes from, and what comes from nowhere."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Final, Literal, NamedTuple

from cvimprover.writing.lexicon import Lexicon, lexicon
from cvimprover.writing.pointers import steps_of
from cvimprover.writing.sources import Leaf, Sources, Word
from cvimprover.writing.tokens import Token, tokens_of
from cvimprover.writing.types import Source
from parsing.stages.entries.lexicon import title_score

Role = Literal["line", "summary", "label"]
_WINDOW: Final = 3
_SURELY_A_TITLE: Final = 2.0
_NAME_WINDOW: Final = 3
_HEAD: Final = 2
_SHORTEST_NAME: Final = 2
_JOINERS: Final = frozenset({"of", "de", "du", "des", "d", "la", "del", "der", "von", "the"})
_MARKS: Final = re.compile(r"[|·•,–—/]+")
_NAMES_A_JOB: Final = re.compile(
    r"/(?:work|volunteer)/\d+/position|/basics/label|/skills/\d+/(?:name|keywords/\d+)"
)
_NAMES: Final = {"work": "name", "volunteer": "organization", "education": "institution"}
_EXPERIENCE: Final = re.compile(
    r"(?P<years>\d{1,2}) (?:years?(?:’|')? (?:of )?(?:professional |work )?experience"
    r"|Jahre?n? (?:Berufserfahrung|Erfahrung)|ans? d['’]expérience(?: professionnelle)?"
    r"|años? de experiencia(?: profesional)?)(?=[.,;]|\Z)"
)


class Fault(NamedTuple):
    """Words that may not stand, and why."""

    start: int
    end: int
    text: str
    why: str


class Verdict(NamedTuple):
    """Where the words of a text come from, as (start, end, sources), and what is wrong with it."""

    spans: tuple[tuple[int, int, tuple[Source, ...]], ...]
    faults: tuple[Fault, ...]


class _Place(NamedTuple):
    """A word of a leaf."""

    leaf: Leaf
    at: int

    @property
    def word(self) -> Word:
        return self.leaf.words[self.at]


@dataclass(slots=True)
class _Reading:
    """A text while it is held against its scope."""

    text: str
    tokens: Sequence[Token]
    scope: Sequence[Leaf]
    role: Role
    words: Lexicon
    places: dict[int, list[_Place]] = field(default_factory=dict)
    """By number of the token: where it was said."""
    derived: dict[int, tuple[Source, ...]] = field(default_factory=dict)
    """By number of the token: what it follows from."""
    faults: list[Fault] = field(default_factory=list)
    named: tuple[str, ...] = ()
    """The entries whose employer or school a sentence of a summary names, as "/work/0/"."""

    def fault(self, token: Token, why: str) -> None:
        self.faults.append(Fault(token.start, token.end, self.text[token.start : token.end], why))

    def is_content(self, number: int) -> bool:
        """True for a word that says something, false for grammar, numbers and breaks."""
        token = self.tokens[number]
        return token.kind == "word" and not self.is_grammar(token)

    def is_grammar(self, token: Token) -> bool:
        """True for words that say nothing by themselves; "IT", "US" and "May" are none of them."""
        if token.text[:1].isupper() and len(token.text) > 1 and not self.opens_sentence(token):
            return False
        is_apostrophe = self.text[token.start - 1 : token.start] in ("'", "’") and token.start > 0
        is_safe = token.fold in self.words.safe
        is_summary = self.role == "summary" and token.fold in self.words.summary
        return is_safe or is_summary or (len(token.fold) == 1 and is_apostrophe)

    def opens_sentence(self, token: Token) -> bool:
        """True at the start, and behind a full stop or colon."""
        before = self.text[: token.start].rstrip()
        return not token.text[1:].isupper() and (not before or before[-1] in ".!?:;")


def verdict_on(text: str, scope: Sequence[Leaf], sources: Sources, role: Role) -> Verdict:
    """The verdict on a text that is to be made of the leaves in `scope`.

    A `summary` that names an employer may draw on that entry only; a `label` consists of titles and skills
    word for word.
    """
    same = next((leaf for leaf in scope if leaf.text == text), None)
    if same is not None and (role != "label" or same.is_title):
        return Verdict(((0, len(text), (same.whole,)),), ())
    if role == "label":
        return _label(text, scope)
    spoken = next((source for leaf in scope if (source := _sentence_in(leaf, text))), None)
    if spoken is not None:
        return Verdict(((0, len(text), (spoken,)),), ())
    reading = _Reading(text, tokens_of(text, sources.language), scope, role, lexicon(sources.language))
    if role == "summary":
        _take_experience(reading, sources)
        _keep_to_named_entries(reading)
        _take_names(reading)
    _take_acronyms(reading, {**reading.words.acronyms, **sources.openings})
    _look_up(reading)
    if not reading.faults:
        for check in (_check_numbers, _check_refusals, _check_names, _check_bound):
            check(reading)
    return Verdict(tuple(_runs(reading)) if not reading.faults else (), tuple(reading.faults))


def _sentence_in(leaf: Leaf, text: str) -> Source | None:
    """Where the text is, word for word, one whole sentence of the leaf."""
    start = leaf.text.find(text) if leaf.is_prose else -1
    if start < 0:
        return None
    before, after = leaf.text[:start].rstrip(), leaf.text[start + len(text) :]
    ends = text.endswith((".", "!", "?")) or not after.strip() or after.startswith((".", "!", "?"))
    is_whole = (
        (not before or before.endswith((".", "!", "?"))) and ends and (not after or not after[0].isalnum())
    )
    return leaf.source_of(start, start + len(text)) if is_whole else None


def _label(text: str, scope: Sequence[Leaf]) -> Verdict:
    """Each part of a headline must stand, word for word, in a title or be a skill."""
    spans: list[tuple[int, int, tuple[Source, ...]]] = []
    faults = []
    for part in re.finditer(r"[^|·•,–—/]+", text):
        bare = part[0].strip()
        start = part.start() + part[0].index(bare) if bare else part.start()
        leaf = next((leaf for leaf in scope if bare and _stands_in(bare, leaf)), None)
        if leaf is not None:
            at = leaf.text.lower().index(bare.lower())
            source = Source(leaf.pointer, at, at + len(bare))
            spans.append((start, start + len(bare), (source,)))
        elif bare:
            faults.append(
                Fault(start, start + len(bare), bare, "This is no title or skill of the candidate.")
            )
    return Verdict(tuple(spans), tuple(faults))


def _stands_in(part: str, leaf: Leaf) -> bool:
    """True where the part is a title, headline or skill of the candidate, or one part of it."""
    if not _NAMES_A_JOB.fullmatch(leaf.pointer):
        return False
    return part.lower() in (piece.strip() for piece in [leaf.text.lower(), *_MARKS.split(leaf.text.lower())])


def _take_experience(reading: _Reading, sources: Sources) -> None:
    """“8 years of experience” follows from the dates, where they add up to that."""
    years, dates = sources.years_of_experience
    for match in _EXPERIENCE.finditer(reading.text):
        if int(match["years"]) == years and dates:
            for number, token in enumerate(reading.tokens):
                if match.start() <= token.start < match.end():
                    reading.derived[number] = dates


def _keep_to_named_entries(reading: _Reading) -> None:
    """A sentence that names an employer or school may draw on that entry and the person's own words only."""
    said = {token.fold for token in reading.tokens if token.text[:1].isupper() or token.text[:1].isdigit()}
    named = set()
    for leaf in reading.scope:
        steps = steps_of(leaf.pointer)
        if len(steps) == len(_NAMES) and _NAMES.get(steps[0]) == steps[2]:
            name = [word.token.fold for word in leaf.words if word.token.fold not in reading.words.safe]
            if name and name[0] in said:
                named.add(f"/{steps[0]}/{steps[1]}/")
    if named:
        reading.named = tuple(sorted(named))
        own = ("/basics/summary", "/basics/label", *reading.named)
        reading.scope = [leaf for leaf in reading.scope if leaf.pointer.startswith(own) or _is_general(leaf)]


def _take_names(reading: _Reading) -> None:
    """Names of employers, schools and skills, word for word, whatever their words would mean elsewhere."""
    for leaf in reading.scope:
        steps = steps_of(leaf.pointer)
        is_name = len(steps) == len(_NAMES) and _NAMES.get(steps[0]) == steps[2]
        if not (is_name or steps[:1] == ["skills"]) or len(leaf.words) < _SHORTEST_NAME:
            continue
        for match in re.finditer(rf"(?<!\w){re.escape(leaf.text)}(?!\w)", reading.text):
            for number, token in enumerate(reading.tokens):
                if match.start() <= token.start < match.end():
                    source = leaf.source_of(token.start - match.start(), token.end - match.start())
                    reading.derived[number] = (source,)


def _is_general(leaf: Leaf) -> bool:
    """True for an answer that is about the person as a whole."""
    return bool(leaf.answer) and not leaf.pointer


def _take_acronyms(reading: _Reading, acronyms: Mapping[str, str]) -> None:
    """An acronym that is opened as everybody opens it comes from the acronym, where that was said."""
    folded = [token.fold for token in reading.tokens]
    for acronym, opened in acronyms.items():
        own = [token.fold for token in tokens_of(opened, reading.words.language)]
        for at in range(len(folded) - len(own)):
            if folded[at : at + len(own)] == own and folded[at + len(own)] in ("", acronym.lower()):
                for leaf in reading.scope:
                    for place in leaf.by_fold.get(acronym.lower(), ()):
                        source = leaf.source(leaf.words[place])
                        reading.derived.update({at + step: (source,) for step in range(len(own))})


def _look_up(reading: _Reading) -> None:
    for number, token in enumerate(reading.tokens):
        if number in reading.derived or token.kind == "break":
            continue
        if token.kind == "number":
            reading.places[number] = list(_said_numbers(token, reading.scope))
        elif token.fold in reading.words.negations or reading.is_grammar(token):
            continue
        else:
            reading.places[number] = list(_said(reading, number))
        if not reading.places[number]:
            reading.fault(token, "It stands in no source.")


def _said_numbers(token: Token, scope: Sequence[Leaf]) -> Iterator[_Place]:
    for leaf in scope:
        for at, word in enumerate(leaf.words):
            said = word.token
            if said.kind == "number" and said.value == token.value and said.unit == token.unit:
                yield _Place(leaf, at)


def _said(reading: _Reading, number: int) -> Iterator[_Place]:
    """Where a word was said: exactly where it is a title or rank, else in any form or narrow family."""
    token, words = reading.tokens[number], reading.words
    if _is_rank(token, words) and not _opens_as_verb(reading, number):
        for leaf in reading.scope:
            if _may_rank(leaf, reading):
                yield from (_Place(leaf, at) for at in leaf.by_singular.get(words.singular(token.fold), ()))
        return
    stem = words.stem(token.fold)
    families = words.families.get(stem, frozenset())
    whole = _whole_verbs(reading, token)
    for leaf in reading.scope:
        at_exactly = leaf.by_fold.get(token.fold) or leaf.by_stem.get(stem)
        at_exactly = at_exactly or next((leaf.by_stem[each] for each in whole if each in leaf.by_stem), ())
        for at in at_exactly:
            yield _Place(leaf, at)
        if not at_exactly:
            for family in families:
                yield from (_Place(leaf, at) for at in leaf.by_family.get(family, ()))


def _whole_verbs(reading: _Reading, token: Token) -> list[str]:
    """ "führte … ein" → "einfuhren", where the prefix stands further on."""
    following = {other.fold for other in reading.tokens if other.start > token.start}
    infinitives = reading.words.separable.get(token.fold, ())
    return [verb for verb in infinitives if any(verb.startswith(prefix) for prefix in following)]


def _may_rank(leaf: Leaf, reading: _Reading) -> bool:
    """Whether a title or rank may come from there: in a summary only from the candidate's own titles."""
    if reading.role == "line":
        return True
    if reading.named:
        return leaf.pointer.startswith(reading.named) and leaf.is_title
    return leaf.is_title or leaf.pointer.startswith("/basics/")


def _is_rank(token: Token, words: Lexicon) -> bool:
    return token.fold in words.bound or title_score(token.fold) >= _SURELY_A_TITLE


def _opens_as_verb(reading: _Reading, number: int) -> bool:
    """True for "Lead" in "Lead a team": the first word, a known verb, with an object behind it."""
    if number or reading.tokens[0].fold not in reading.words.lemmas or len(reading.tokens) == 1:
        return False
    following = reading.tokens[1]
    return following.fold in reading.words.safe or following.kind == "number"


def _check_numbers(reading: _Reading) -> None:
    """Each number must count what it counted, and numbers of one clause and unit must keep their order."""
    taken: list[_Place] = []
    for number, token in enumerate(reading.tokens):
        if token.kind != "number" or number in reading.derived:
            continue
        fitting = [place for place in reading.places[number] if _counts_the_same(reading, number, place)]
        if not fitting:
            reading.fault(token, "The number belongs to something else.")
            continue
        reading.places[number] = fitting
        taken.append(fitting[0])
    for first, second in ((a, b) for at, a in enumerate(taken) for b in taken[at + 1 :]):
        is_same = first.leaf is second.leaf and first.word.clause == second.word.clause
        if is_same and first.word.token.unit == second.word.token.unit and first.at > second.at:
            reading.fault(reading.tokens[0], "The numbers are in another order.")


def _counts_the_same(reading: _Reading, number: int, place: _Place) -> bool:
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


def _is_led_as_date(reading: _Reading, number: int) -> bool:
    """True for "since 2019", "(2019" and "March 2019", false for "a team of 2019"."""
    if not number:
        return True
    before = reading.tokens[number - 1]
    is_date = any(place.word.is_date for place in reading.places.get(number - 1, ()))
    return is_date or before.kind == "break" or before.fold in reading.words.before_dates


def _content(reading: _Reading, numbers: range) -> Iterator[Token]:
    """The words that say something, up to the next break."""
    for number in numbers:
        if reading.tokens[number].kind == "break":
            return
        if reading.is_content(number):
            yield reading.tokens[number]


def _beside(place: _Place, reading: _Reading) -> tuple[list[Token], list[Token]]:
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


def _check_refusals(reading: _Reading) -> None:
    """“not certified” must not become “certified”, nor “helped to lead” “led”, nor the other way round."""
    words = reading.words
    folds = {token.fold for token in reading.tokens}
    stems = {words.stem(fold) for fold in folds}
    refuses = not folds.isdisjoint(words.negations)
    hedges = not stems.isdisjoint(words.hedges) or not folds.isdisjoint(words.hedges)
    sources_refuse = False
    for number in reading.places:
        if not reading.is_content(number) or not reading.places[number]:
            continue
        clauses = [place.leaf.clause_of(place.at) for place in reading.places[number]]
        refused = [_has_any(clause, words.negations, words) for clause in clauses]
        sources_refuse = sources_refuse or any(refused)
        if all(refused) and not refuses:
            reading.fault(reading.tokens[number], "The source says that this is not so.")
        if all(_has_any(clause, words.hedges, words) for clause in clauses) and not hedges:
            reading.fault(reading.tokens[number], "The source says less than this.")
    if refuses and not sources_refuse:
        reading.fault(reading.tokens[0], "The source does not deny this.")
    _check_denied(reading)


def _check_denied(reading: _Reading) -> None:
    """What stands behind "not" or "without" must have stood in a clause that denies."""
    denies = False
    for number, token in enumerate(reading.tokens):
        denies = token.kind != "break" and (denies or token.fold in reading.words.negations)
        if denies and reading.is_content(number) and reading.places.get(number):
            clauses = (place.leaf.clause_of(place.at) for place in reading.places[number])
            if not any(_has_any(clause, reading.words.negations, reading.words) for clause in clauses):
                reading.fault(token, "The source does not deny this.")


def _has_any(clause: Sequence[Word], wanted: frozenset[str], words: Lexicon) -> bool:
    return any(word.token.fold in wanted or words.stem(word.token.fold) in wanted for word in clause)


def _check_names(reading: _Reading) -> None:
    """Capitalised words side by side must have stood near each other: no name is made of two."""
    if reading.words.language == "de" and reading.role == "line":
        return
    previous: int | None = None
    for number, token in enumerate(reading.tokens):
        if token.kind == "break":
            previous = None
        elif number and token.kind == "word" and token.text[:1].isupper() and number in reading.places:
            if previous is not None and not _stood_together(reading, previous, number):
                reading.fault(token, "These words did not stand together.")
            previous = number
        elif token.fold not in _JOINERS:
            previous = None


def _check_bound(reading: _Reading) -> None:
    """Ranks, degrees and levels keep the word beside them."""
    for number, token in enumerate(reading.tokens):
        if (
            number not in reading.places
            or not _is_rank(token, reading.words)
            or _opens_as_verb(reading, number)
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
            reading.fault(token, "It belonged to something else.")
        elif reading.role == "line" and number < _HEAD and not _headed(reading, number):
            reading.fault(token, "The source says this of somebody else.")


def _nearest(reading: _Reading, numbers: range) -> int | None:
    for number in numbers:
        if reading.tokens[number].kind == "break":
            return None
        if number in reading.places and reading.is_content(number):
            return number
    return None


def _headed(reading: _Reading, number: int) -> bool:
    """True when the title opens a clause in its source as well, or is the candidate's own."""
    for leaf, at in reading.places[number]:
        before = [word for word in leaf.words[:at] if word.clause == leaf.words[at].clause]
        if not leaf.is_prose or len(before) <= _HEAD:
            return True
    return False


def _stood_together(reading: _Reading, first: int, second: int) -> bool:
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


def _runs(reading: _Reading) -> Iterator[tuple[int, int, tuple[Source, ...]]]:
    """The sources word by word, those that follow each other in one leaf as one."""
    current: tuple[int, int, Source] | None = None
    last_at = -2
    for number, token in enumerate(reading.tokens):
        if number in reading.derived:
            yield token.start, token.end, reading.derived[number]
        place = next(iter(reading.places.get(number, ())), None)
        if place is None:
            continue
        near = next((p for p in reading.places[number] if current and _follows(current[2], last_at, p)), None)
        if current is not None and near is not None:
            source = near.leaf.source(near.word)
            current = (
                current[0],
                token.end,
                Source(source.pointer, current[2].start, source.end, source.answer),
            )
            last_at = near.at
            continue
        if current is not None:
            yield current[0], current[1], (current[2],)
        current, last_at = (token.start, token.end, place.leaf.source(place.word)), place.at
    if current is not None:
        yield current[0], current[1], (current[2],)


def _follows(source: Source, at: int, place: _Place) -> bool:
    mine = place.leaf.source(place.word)
    return (
        (mine.pointer, mine.answer) == (source.pointer, source.answer)
        and at < place.at <= at + 2
        and mine.start >= source.end
    )
