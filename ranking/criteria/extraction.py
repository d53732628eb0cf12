"""From the text of an advertisement to what it asks for."""

from __future__ import annotations

import hashlib
import re
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace
from functools import cache
from typing import Final, NamedTuple

from parsing.stages.entries.lexicon import title_score
from ranking.criteria.credentials import certificates_named, credentials_of
from ranking.criteria.education import education_of
from ranking.criteria.grouping import alternatives
from ranking.criteria.headings import Section
from ranking.criteria.industries import industries_of
from ranking.criteria.items import Item, apart, free
from ranking.criteria.names import is_product
from ranking.criteria.places import living_in, place_of, start_of
from ranking.criteria.plain import any_of, listed, plain
from ranking.criteria.quantities import quantities_in
from ranking.criteria.sections import ASKED, Sentence, sentences_of
from ranking.criteria.skills import skills_of
from ranking.criteria.tiers import Reach, end_of_words, reaches
from ranking.criteria.titles import title_of
from ranking.criteria.tongue_of_text import language_of
from ranking.criteria.tongues import languages_of
from ranking.criteria.years import years_of
from ranking.scoring.types import Criterion, Group, Span, Tier

_INFINITIVE: Final = re.compile(
    r"(?!haber|avoir|etre|tener|aver|poder|saber|contar)[a-z]{3,}(?:er|ir|re|ar|oir)\s+(?!experience)"
)
"""How tasks begin in French and Spanish: "Accueillir les clients", "Diseñar pruebas"."""
_OURS: Final = re.compile(
    r"(?:we|wir|nous|nosotros|our|unser\w*|notre|nuestr\w*)\b(?!.*\b(?:some(?:body|one)|jemand\w*|alguien|quelqu'un)\b)"
)
_LEGEND: Final = re.compile(r"(?<!\w)[a-z] ?= ?(?:essential|desirable|required|muss|kann|soll)\b")
"""What the marks of a person specification mean: "E = essential"."""
_GENDER: Final = re.compile(r"(?<=[a-z]{3})[*:_·](?:innen|in|r|n|e|es|se|ne|trice|rice)(?![a-z])")
"""Marks for all genders within a word: "anerkannte*r Erzieher*in", "développeur·se"."""
_SINCE: Final = re.compile(r"seit|depuis|has been|desde")
_THEY: Final = re.compile(r"\b(?:du|vous|tu|you|sie)\b")
_HIRING: Final = re.compile(r"\b(?:wir|uns\w*|unternehmen|nous|notre|we|our|us)\b")
ROOT: Final = "all"
_MONEY: Final = re.compile(r"[€£$]\s?\d|\d\s?(?:€|£|\$|k€|k\b|eur\b|euros?\b|chf\b)")
_OPENING: Final = 12
"""An offer that stands so many characters into a line of requirements does not make it one."""
MOST_TASKS: Final = 12
"""Sentences on what is to be done; more tell a ranking nothing new."""
LONGEST_TITLE: Final = 110
LONGEST_TEXT: Final = 30_000
_ORDER: Final[dict[Tier, int]] = {"must": 0, "should": 1, "nice": 2}


class _Asked(NamedTuple):
    """Alternatives of one tier; most often a single item."""

    items: Sequence[Item]
    tier: Tier
    is_hard: bool


def criteria_of(text: str, language: str = "", *, title: str = "") -> Group:
    """What an advertisement asks for: the group "all" of criteria and of groups of alternatives.

    Must, should and nice first by headings, then by the words of the line. Benefits, portraits of the
    company and lines on equal opportunities ask for nothing. `title` is that of the job where it is kept
    beside the text. `language` (BCP 47) only decides how dates are read. Spans count characters of `text`;
    ids are made of what is asked for, so that they outlive edits elsewhere in the text. Some 10 ms for a
    page; of more than 30,000 characters the rest is not read.
    """
    text = text[:LONGEST_TEXT]
    folded = _GENDER.sub(lambda mark: " " * len(mark[0]), plain(text))
    if language_of(text) == "nl":
        folded = folded.replace(" of ", " or ")  # as long, so that every offset stays true
    found = title_of(text)
    if title and found and plain(found.value) not in plain(title) and title_score(title) > 0:
        found = None  # the title stands elsewhere; the first line is a line like others
    sentences = _told_by_their_words(text, folded, sentences_of(text))
    asked = [each for sentence in _behind_title(sentences, found) for each in _asked(text, folded, sentence)]
    asked += _of_the_whole(text, folded, sentences, language)
    members = [*_titled(found, title), *_longest_in_all(_once(asked)), *_tasks(text, folded, sentences)]
    return _tree(text, members)


def _told_by_their_words(text: str, folded: str, sentences: Sequence[Sentence]) -> list[Sentence]:
    """The sentences; those under headings that we do not know in the section that their words speak for."""
    blocks: dict[int, list[Sentence]] = {}
    for sentence in sentences:
        if sentence.section == "" and sentence.block:
            blocks.setdefault(sentence.block, []).append(sentence)
    told = {number: _told(text, folded, block) for number, block in blocks.items()}
    told = told | _raised(sentences, told)
    first = next((sentence.block for sentence in sentences if sentence.section == "must"), 0)
    for number in told:
        if told[number] == "must" and 0 < first < number:
            told[number] = "nice"  # who has said what is needed goes on with what would be good
    return [
        sentence._replace(section=told[sentence.block])
        if sentence.section == "" and sentence.block
        else sentence
        for sentence in sentences
    ]


def _raised(sentences: Sequence[Sentence], told: dict[int, Section]) -> dict[int, Section]:
    """Must for a first list that only seems to be of wishes where nothing else is a must."""
    sections = [(sentence.block, told.get(sentence.block) or sentence.section) for sentence in sentences]
    first = next((block for block, section in sections if section in ("should", "nice")), 0)
    if told.get(first) != "nice" or any(
        section == "must" or (section == "" and not block) for block, section in sections[3:]
    ):
        return {}
    return {first: "must"}


def _told(text: str, folded: str, block: Sequence[Sentence]) -> Section:
    """What the lines say that they are, else what their heading seems to say, which knows wishes better."""
    told, guess = _section_told(text, folded, block), block[0].guess
    return guess if told == "" or (told == "tasks" and guess in ("must", "should", "nice")) else told


def _section_told(text: str, folded: str, block: Sequence[Sentence]) -> Section:
    """Must for a list of which a third asks and less offers, tasks for a list of verbs, else ""."""
    parts = [folded[sentence.start : sentence.end] for sentence in block]
    asks = sum(
        bool(_speech("asks").search(words) or _names_terms(text, folded, sentence))
        for words, sentence in zip(parts, block, strict=True)
    )
    offers = sum(bool(_speech("offers").search(words)) for words in parts)
    does = sum(bool(_INFINITIVE.match(words) or _speech("does").search(words)) for words in parts)
    if len(parts) > 1 and asks >= 2 and 3 * asks >= len(parts) and asks > offers and asks >= does:
        return "must"
    return "tasks" if does > max(asks, offers) and 2 * does >= len(parts) else ""


def _names_terms(text: str, folded: str, sentence: Sentence) -> bool:
    """Whether a line names a degree, a licence or a span of time, as requirements do."""
    span = sentence.start, sentence.end
    return bool(
        any(quantities_in(folded, *span))
        or credentials_of(folded, *span)
        or education_of(text, folded, *span)
    )


def _behind_title(sentences: Sequence[Sentence], title: Item | None) -> Sequence[Sentence]:
    """The sentences without the one that the title stands in, which asks for nothing."""
    first = sentences[0] if sentences else None
    if first is None or title is None or not first.start <= title.start < first.end:
        return sentences
    return sentences[1:] if first.end - first.start <= LONGEST_TITLE else sentences


def _of_the_whole(text: str, folded: str, sentences: Sequence[Sentence], language: str) -> Iterator[_Asked]:
    for item in start_of(text, folded, sentences, language):
        yield _Asked([item], "must", False)
    for item in place_of(text, folded, sentences, language):
        yield _Asked([item], "should", False)


def _titled(item: Item | None, told: str) -> Iterator[_Asked]:
    """The title as a criterion: that of the text, else the one told apart, which has no words in the text.

    It is a must, as where a recruiter writes it: to have done the work is what is asked first.
    """
    if item is None and told and (title := title_of(told)) is not None:
        item = replace(title, start=-1)
    if item is not None:
        yield _Asked([item], "must", False)


def _tasks(text: str, folded: str, sentences: Sequence[Sentence]) -> list[_Asked]:
    """Sentences on what is to be done, each a criterion of likeness."""
    found = []
    for sentence in sentences:
        words = folded[sentence.start : sentence.end]
        is_task = sentence.section == "tasks" or (
            sentence.section == "" and _speech("does").search(words) and not _speech("asks").search(words)
        )
        if (
            is_task
            and sentence.line
            and len(words.split()) > 1
            and not (_speech("offers").search(words) or _OURS.match(words))
        ):
            value = " ".join(text[sentence.start : sentence.end].split())
            found.append(
                _Asked([Item(sentence.start, sentence.end, "responsibility", value)], "should", False)
            )
    return found[:MOST_TASKS]


def _asked(text: str, folded: str, sentence: Sentence) -> Iterator[_Asked]:
    """What a sentence asks for, in order."""
    if not _asks(text, folded, sentence):
        return
    items = _items(text, folded, sentence.start, end_of_words(folded, sentence.start, sentence.end))
    tier: Tier = sentence.section if sentence.section in ASKED else "must"
    told = reaches(folded, sentence.start, sentence.end)
    wished = [(item, *_wish(item, tier, told)) for item in items]
    kept = [(item, wish, hard) for item, wish, hard in wished if wish is not None]
    for run in _runs_of_one_tier(kept):
        for group in alternatives(folded, sentence.start, sentence.end, [item for item, _, _ in run]):
            group = [item for item in group if not item.is_generic or len(group) > 1]
            hard = any(is_hard for item, _, is_hard in run if item in group)
            if group:
                yield _Asked(group, run[0][1], hard)


def _asks(text: str, folded: str, sentence: Sentence) -> bool:
    """Whether a sentence may ask for anything; under no heading it must speak of the applicant."""
    words = folded[sentence.start : sentence.end]
    if _LEGEND.search(words):
        return False
    if sentence.section in ASKED:
        offer = _offer(words) or _MONEY.search(words)
        return (
            offer is None
            or (offer.start() > _OPENING and offer.re is not _MONEY)
            or bool(_speech("asks").search(words))
        )
    if sentence.section == "":
        named = credentials_of(folded, sentence.start, sentence.end) or education_of(
            text, folded, sentence.start, sentence.end
        )
        told = _speech("asks").search(words)
        offers = _offer(words)
        if told and offers and told.start() < offers.start():
            return offers.start() > _OPENING
        if offers is not None or _MONEY.search(words):
            return False
        return bool(told or named) or (
            _speech("applicant").search(words) is not None
            and not (_OURS.match(words) or _speech("does").search(words))
            and _is_telling(text, folded, sentence)
        )
    return False


def _offer(words: str) -> re.Match[str] | None:
    """What a sentence offers; "seit" and the like speak of who is hiring, unless of the applicant."""
    offers = _speech("offers").search(words)
    if offers and _SINCE.fullmatch(offers[0]) and _THEY.search(words) and not _HIRING.search(words):
        return None
    return offers


def _is_telling(text: str, folded: str, sentence: Sentence) -> bool:
    """Whether a sentence names what an applicant may have: a product, a language, years."""
    return any(
        item.kind in ("years", "language") or item.months or (item.kind == "skill" and is_product(item.value))
        for item in _items(text, folded, sentence.start, sentence.end)
    )


def _items(text: str, folded: str, start: int, end: int) -> list[Item]:
    """Everything a sentence names; of two things in one place the more telling stays."""
    education = education_of(text, folded, start, end)
    found = [
        item
        for item in credentials_of(folded, start, end)
        if not any(degree.start < item.start and item.end <= degree.end for degree in education)
    ]
    found += apart(certificates_named(text, folded, start, end), taken=[*found, *education])
    found += apart(living_in(text, folded, start, end), taken=found)
    found += free(education, found)
    found += apart(languages_of(text, folded, start, end), taken=found)
    found += apart(industries_of(folded, start, end), taken=found)
    found += apart(skills_of(text, folded, start, end, beside=found), taken=found)
    ordered = sorted(found, key=lambda item: item.start)
    ordered += apart(years_of(folded, start, end, ordered), taken=ordered)
    return sorted(ordered, key=lambda item: item.start)


def _wish(item: Item, tier: Tier, told: Sequence[Reach]) -> tuple[Tier | None, bool]:
    """The tier of an item, None for what is not asked; and whether it is said to be a must."""
    wish: Tier | None = tier
    hard = False
    for reach in told:
        if reach.start <= item.start < reach.end:
            if reach.wish == "drop":
                return None, False
            if reach.wish == "must" and tier != "must" and not reach.is_hard:
                continue
            wish, hard = reach.wish, reach.is_hard
    return wish, hard


def _runs_of_one_tier(kept: Sequence[tuple[Item, Tier, bool]]) -> Iterator[list[tuple[Item, Tier, bool]]]:
    run: list[tuple[Item, Tier, bool]] = []
    for each in kept:
        if run and run[-1][1] != each[1]:
            yield run
            run = []
        run.append(each)
    if run:
        yield run


def _once(asked: Iterable[_Asked]) -> list[_Asked]:
    """Without what is asked for twice: the stricter tier and the longer time stay."""
    kept: dict[tuple[tuple[str, str, str], ...], _Asked] = {}
    for each in asked:
        key = tuple(sorted((item.kind, item.value.casefold(), _level_key(item)) for item in each.items))
        there = kept.get(key)
        if there is None:
            kept[key] = each
            continue
        months = max(there.items[0].months, each.items[0].months)
        tier = min(there.tier, each.tier, key=_ORDER.__getitem__)
        first = replace(there.items[0], months=months)
        kept[key] = _Asked([first, *there.items[1:]], tier, there.is_hard or each.is_hard)
    return list(kept.values())


def _longest_in_all(asked: Sequence[_Asked]) -> list[_Asked]:
    """Without years in total that others of the same or a stricter tier hold: "5 years, 2 in a team"."""
    totals = [each for each in asked if len(each.items) == 1 and each.items[0].kind == "years"]
    return [
        each
        for each in asked
        if each not in totals
        or not any(
            other.items[0].months > each.items[0].months and _ORDER[other.tier] <= _ORDER[each.tier]
            for other in totals
        )
    ]


def _level_key(item: Item) -> str:
    return item.level if item.kind == "education" else str(item.months) if item.kind == "years" else ""


def _tree(text: str, asked: Sequence[_Asked]) -> Group:
    seen: Counter[str] = Counter()
    members: list[Criterion | Group] = []
    for each in asked:
        criteria = [_criterion(text, item, each, seen) for item in each.items]
        if len(criteria) == 1:
            members.append(criteria[0])
        else:
            members.append(
                Group(_identity("any", [one.id for one in criteria], seen), "any", tuple(criteria))
            )
    return Group(ROOT, "all", tuple(members))


def _criterion(text: str, item: Item, asked: _Asked, seen: Counter[str]) -> Criterion:
    is_knock_out = (
        asked.tier == "must"
        and item.kind == "licence"
        and len(asked.items) == 1
        and (item.is_regulated or asked.is_hard)
    )
    return Criterion(
        id=_identity(item.kind, [item.value, item.level, str(item.months or "")], seen),
        kind=item.kind, value=item.value, tier=asked.tier, knock_out=is_knock_out, months=item.months,
        level=item.level, country_code=item.country_code, remote=item.remote,
        span=Span(item.start, item.end, text[item.start : item.end]) if item.start >= 0 else None,
    )  # fmt: skip


def _identity(kind: str, parts: Sequence[str], seen: Counter[str]) -> str:
    """The kind and eight hex digits of what is asked for; a number behind what is asked for again."""
    digest = hashlib.blake2s("\x1f".join((kind, *parts)).casefold().encode(), digest_size=4).hexdigest()
    name = f"{kind}-{digest}"
    seen[name] += 1
    return name if seen[name] == 1 else f"{name}-{seen[name]}"


@cache
def _speech(kind: str) -> re.Pattern[str]:
    return re.compile(any_of(listed("speech.txt")[kind]))
