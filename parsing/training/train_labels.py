"""How the classifier of candidate labels is trained and measured; `manage.py train_labels` calls it."""

from __future__ import annotations

import random
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import replace
from pathlib import Path
from typing import Final, NamedTuple

from candidates.labelling.classifier import Classifier
from candidates.labelling.examples import is_kept_out_title, occupations, skill_sets, slugs, titles
from candidates.labelling.fitting import Example, calibrate, calibration_error, fit, worth_of
from candidates.labelling.signs import Person
from parsing.training import labelled

MEASURED: Final = 7919
"""Added to the seeds of the careers that measure: none of them is one that trains."""


SETS_OF_SKILLS: Final = 150
"""A label that skills speak for."""


class Measured(NamedTuple):
    """A classifier that was measured, by the name of what it was measured on."""

    classifier: Classifier
    worths: dict[str, dict[str, float]]
    confusions: list[tuple[str, str, int]]


def train(
    *, seeds: int, measure: int, esco: Path | None, corrections: Sequence[Example], seed: int
) -> Measured:
    """The classifier that is shipped, and how well it does.

    It learns from all titles, from careers without every fifth title, from ESCO's descriptions where the file
    is given, and from recruiters' corrections. A second one, which does not learn every fifth title from any
    list either, says how well words do that nobody wrote down.
    """
    known, careers = titles(), _careers(range(seeds), is_kept_out=False)
    held = [each for each in (*known.handbook, *known.own) if is_kept_out_title(each.person.titles[0])]
    seen = [each for each in (*known.handbook, *known.own) if not is_kept_out_title(each.person.titles[0])]
    strict = fit(seen, slugs(), seed=seed)
    strict = replace(strict, temperature=calibrate(strict, held))
    tasks = list(occupations(esco, strict)) if esco else []
    skills = skill_sets(SETS_OF_SKILLS, seed)
    shown = [
        *known.handbook,
        *known.own,
        *known.own,
        *tasks,
        *skills,
        *_in_parts(careers, seed),
        *corrections,
    ]
    classifier = fit(shown, slugs(), seed=seed)
    unseen = strangers(measure)
    shown = [*unseen[::2], *map(_cut_short, unseen[::2])]
    classifier = replace(classifier, temperature=calibrate(classifier, shown))
    groups = {
        "people_with_titles_of_no_career": unseen[1::2],
        "the_same_told_in_a_few_words": [_cut_short(each) for each in unseen[1::2]],
        "people_with_known_titles": _careers(_others(measure), is_kept_out=False),
    }
    worths = {name: _told(classifier, examples) for name, examples in groups.items()}
    worths["titles_of_no_list"] = _told(strict, held)
    return Measured(classifier, worths, confusions(classifier, [each for g in groups.values() for each in g]))


def strangers(measure: int) -> list[Example]:
    """People of the factory whose newest title stood in no career that the classifier learned from."""
    return _careers(_others(measure), is_kept_out=True)


def confusions(classifier: Classifier, examples: Sequence[Example]) -> list[tuple[str, str, int]]:
    """(right, first guess, how often) for every pair that was seen."""
    guesses = classifier.label([each.person for each in examples], most=1)
    pairs = Counter(
        (each.slug, found[0].slug) for each, found in zip(examples, guesses, strict=True) if found
    )
    return [(right, guess, count) for (right, guess), count in sorted(pairs.items())]


def matrix(found: Sequence[tuple[str, str, int]]) -> str:
    """The confusions as a table in Markdown: a row a label, most frequent mistakes first."""
    rows = ["| label | people | right | taken for |", "|---|---|---|---|"]
    for slug in sorted({right for right, _, _ in found}):
        of = {guess: count for right, guess, count in found if right == slug}
        total = sum(of.values())
        wrong = sorted(((count, guess) for guess, count in of.items() if guess != slug), reverse=True)
        others = ", ".join(f"{guess} {count}" for count, guess in wrong)
        rows.append(f"| {slug} | {total} | {of.get(slug, 0) / total:.0%} | {others} |")
    return "\n".join(rows)


def _told(classifier: Classifier, examples: Sequence[Example]) -> dict[str, float]:
    worth = worth_of(classifier, examples)
    error = calibration_error(classifier, examples)
    told = {"count": worth.people, "top_1": worth.top_1, "top_3": worth.top_3, "calibration_error": error}
    return {name: round(value, 4) for name, value in told.items()}


def _others(measure: int) -> range:
    """Seeds that train nothing."""
    return range(MEASURED, MEASURED + measure)


def _careers(seeds: Sequence[int], *, is_kept_out: bool) -> list[Example]:
    return [Example(person, slug) for person, slug in labelled.examples(seeds, is_kept_out=is_kept_out)]


def _cut_short(example: Example) -> Example:
    """The person as a very short résumé tells of them, whose signs are few."""
    person = example.person
    short = Person(person.titles[:1], skills=person.skills[:3], texts=person.texts[1:2])
    return example._replace(person=short)


def _in_parts(examples: Sequence[Example], seed: int) -> Iterator[Example]:
    """Each person whole, and once more with something hidden: every kind of sign must do by itself."""
    chance = random.Random(seed)  # noqa: S311 - chance of a sample, not of a secret
    for example in examples:
        person, part = example.person, chance.random()
        yield example
        if part < 0.4:
            yield example._replace(person=Person(person.titles[:1]))
        elif part < 0.65:
            yield example._replace(person=replace(person, titles=(), headline=""), weight=0.5)
        elif part < 0.8:
            yield example._replace(person=Person(skills=person.skills, studies=person.studies), weight=0.5)
        else:
            yield example._replace(person=Person(person.titles, person.headline))
