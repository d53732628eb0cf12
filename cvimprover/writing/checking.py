"""One text held against what the candidate said: where each word comes from, and what comes from nowhere."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from typing import Final, NamedTuple

from cvimprover.writing.agreement import CHECKS
from cvimprover.writing.lexicon import lexicon, phrases
from cvimprover.writing.pointers import steps_of
from cvimprover.writing.reading import Fault, Place, Reading, Role, is_rank, opens_as_verb
from cvimprover.writing.sources import Leaf, Sources
from cvimprover.writing.tokens import Token, tokens_of
from cvimprover.writing.types import Source

_SLOT: Final = re.compile(r"\{\w+\}")
_SHORTEST_NAME: Final = 2
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


class Verdict(NamedTuple):
    """Where the words of a text come from, as (start, end, sources), and what is wrong with it."""

    spans: tuple[tuple[int, int, tuple[Source, ...]], ...]
    faults: tuple[Fault, ...]


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
    reading = Reading(text, tokens_of(text, sources.language), scope, role, lexicon(sources.language))
    if role == "summary":
        _take_phrases(reading)
        _take_experience(reading, sources)
        _keep_to_named_entries(reading)
        _take_names(reading)
    _take_acronyms(reading, {**reading.words.acronyms, **sources.openings})
    _look_up(reading)
    if role == "summary" and not reading.faults:
        _keep_to_one_entry(reading)
    if not reading.faults:
        for check in CHECKS:
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
            faults.append(Fault(start, start + len(bare), bare, "no_title_or_skill"))
    return Verdict(tuple(spans), tuple(faults))


def _stands_in(part: str, leaf: Leaf) -> bool:
    """True where the part is a title, headline or skill of the candidate, or one part of it."""
    if not _NAMES_A_JOB.fullmatch(leaf.pointer):
        return False
    return part.lower() in (piece.strip() for piece in [leaf.text.lower(), *_MARKS.split(leaf.text.lower())])


def _take_phrases(reading: Reading) -> None:
    """The words of our own phrases ("currently at …") say nothing without what stands in their slots."""
    told = phrases(reading.words.language, "phrases")
    for name in ("current", "last", "skilled"):
        literal = _SLOT.split(told[name])[0].strip(" :")
        for match in re.finditer(rf"(?<!\w){re.escape(literal)}(?!\w)", reading.text):
            for number, token in enumerate(reading.tokens):
                if match.start() <= token.start < match.end():
                    reading.derived[number] = ()


def _take_experience(reading: Reading, sources: Sources) -> None:
    """“8 years of experience” follows from the dates, where they add up to that."""
    years, dates = sources.years_of_experience
    for match in _EXPERIENCE.finditer(reading.text):
        if int(match["years"]) == years and dates:
            for number, token in enumerate(reading.tokens):
                if match.start() <= token.start < match.end():
                    reading.derived[number] = dates


def _keep_to_named_entries(reading: Reading) -> None:
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


def _take_names(reading: Reading) -> None:
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


def _take_acronyms(reading: Reading, acronyms: Mapping[str, str]) -> None:
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


def _look_up(reading: Reading) -> None:
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
            reading.fault(token, "no_source")


def _keep_to_one_entry(reading: Reading) -> None:
    """A sentence that tells what was done tells it of one entry: no skill gets into a deed it was not in."""
    told = [
        {_entry(place) for place in places}
        for places in reading.places.values()
        if places and all(place.leaf.is_prose and _entry(place) for place in places)
    ]
    if not told:
        return
    entry = min(set.intersection(*told), default=None)
    for number, places in reading.places.items():
        own = [place for place in places if _entry(place) in (entry, "")]
        if entry is None or not own:
            reading.fault(reading.tokens[number], "pieced_together")
        reading.places[number] = own or places


def _entry(place: Place) -> str:
    """The entry that a word was said in, as "work/0"; "" for the person's own headline and profile."""
    steps = steps_of(place.leaf.pointer)
    return "" if steps[:1] in ([], ["basics"]) else "/".join(steps[:2])


def _said_numbers(token: Token, scope: Sequence[Leaf]) -> Iterator[Place]:
    for leaf in scope:
        for at, word in enumerate(leaf.words):
            said = word.token
            if said.kind == "number" and said.value == token.value and said.unit == token.unit:
                yield Place(leaf, at)


def _said(reading: Reading, number: int) -> Iterator[Place]:
    """Where a word was said: exactly where it is a title or rank, else in any form or narrow family."""
    token, words = reading.tokens[number], reading.words
    if is_rank(token, words) and not opens_as_verb(reading, number):
        for leaf in reading.scope:
            if _may_rank(leaf, reading):
                yield from (Place(leaf, at) for at in leaf.by_singular.get(words.singular(token.fold), ()))
            elif words.language != "de" and token.fold.endswith("s"):  # several others, not the candidate
                yield from (Place(leaf, at) for at in leaf.by_fold.get(token.fold, ()))
        return
    stem = words.stem(token.fold)
    families = words.families.get(stem, frozenset())
    whole = _whole_verbs(reading, token)
    for leaf in reading.scope:
        at_exactly = leaf.by_fold.get(token.fold) or leaf.by_stem.get(stem)
        at_exactly = at_exactly or _whole_verb_in(leaf, whole)
        for at in at_exactly:
            yield Place(leaf, at)
        if not at_exactly:
            for family in families:
                yield from (Place(leaf, at) for at in leaf.by_family.get(family, ()))


def _whole_verb_in(leaf: Leaf, infinitives: Sequence[str]) -> tuple[int, ...]:
    """Places of a separable verb in a leaf, in one word or with its prefix elsewhere."""
    for infinitive in infinitives:
        if infinitive in leaf.by_stem:
            return leaf.by_stem[infinitive]
    parts = (
        form for form in leaf.by_fold if not set(leaf.lexicon.separable.get(form, ())).isdisjoint(infinitives)
    )
    return leaf.by_fold.get(next(parts, ""), ())


def _whole_verbs(reading: Reading, token: Token) -> list[str]:
    """“führte … ein” → “einfuhren”, where the prefix stands further on."""
    following = {other.fold for other in reading.tokens if other.start > token.start}
    infinitives = reading.words.separable.get(token.fold, ())
    return [verb for verb in infinitives if any(verb.startswith(prefix) for prefix in following)]


def _may_rank(leaf: Leaf, reading: Reading) -> bool:
    """Whether a title or rank may come from there: in a summary only from the candidate's own titles."""
    if reading.role == "line":
        return True
    if reading.named:
        return leaf.pointer.startswith(reading.named) and leaf.is_title
    return leaf.is_title or leaf.pointer.startswith("/basics/")


def _runs(reading: Reading) -> Iterator[tuple[int, int, tuple[Source, ...]]]:
    """The sources word by word, those that follow each other in one leaf as one."""
    current: tuple[int, int, Source] | None = None
    last_at = -2
    for number, token in enumerate(reading.tokens):
        if reading.derived.get(number):
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


def _follows(source: Source, at: int, place: Place) -> bool:
    mine = place.leaf.source(place.word)
    return (
        (mine.pointer, mine.answer) == (source.pointer, source.answer)
        and at < place.at <= at + 2
        and mine.start >= source.end
    )
