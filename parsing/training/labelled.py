"""Careers of the factory as examples for the labels of candidates: which label a title of a field has."""

from __future__ import annotations

import unicodedata
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from functools import cache

from candidates.labelling.examples import is_kept_out_title
from candidates.labelling.signs import Person
from parsing.training.careers import LANGUAGES, career
from parsing.training.types import Career
from parsing.training.words import table, tables, words


def examples(seeds: Sequence[int], *, is_kept_out: bool) -> Iterator[tuple[Person, str]]:
    """People of the factory in all its languages with their label, which is that of the newest position.

    Kept out are those whose newest title is one of every fifth; the others never had such a title.
    """
    for language in LANGUAGES:
        for seed in seeds:
            made = career(seed, language)
            title, field = made.positions[0].title, _field_of(made)
            base = _base_title(title, language, field)
            if field is None or base is None or is_kept_out_title(base) is not is_kept_out:
                continue
            yield _person(made, language, field, is_kept_out=is_kept_out), label_of(field, base)


def label_of(field: str, title: str) -> str:
    """The label of a title in a field of work."""
    folded = _folded(title)
    known = tables(table("labels"), field)
    return next(slug for slug in known if any(piece in folded for piece in words(known, slug)))


def _person(made: Career, language: str, field: str, *, is_kept_out: bool) -> Person:
    """The person as the classifier sees one."""
    positions = made.positions
    if not is_kept_out:
        bases = [_base_title(each.title, language, field) for each in positions]
        positions = tuple(
            replace(each, title="") if base and is_kept_out_title(base) else each
            for each, base in zip(positions, bases, strict=True)
        )
    headline = _base_title(made.headline, language, field)
    return Person(
        titles=[each.title for each in positions],
        headline="" if headline and not is_kept_out and is_kept_out_title(headline) else made.headline,
        skills=[skill for group in made.skills.values() for skill in group],
        texts=[made.summary, *(text for each in positions for text in (each.summary, *each.highlights))],
        studies=[f"{each.degree} {each.field_of_study}" for each in made.studies],
    )


def _field_of(made: Career) -> str | None:
    """The field of work that the newest title comes from."""
    known = _titles(made.language)
    return next((field for field, titles in known.items() if _among(made.positions[0].title, titles)), None)


def _base_title(title: str, language: str, field: str | None) -> str | None:
    """The title without its word of rank, as the lists have it."""
    return _among(title, _titles(language)[field]) if field else None


def _among(title: str, titles: Mapping[str, str]) -> str | None:
    found = max((each for each in titles if each in title), key=len, default=None)
    return titles[found] if found else None


@cache
def _titles(language: str) -> dict[str, dict[str, str]]:
    """Field of work → every form of its titles → the form that the list begins with."""
    fields = table(f"fields_{language}")
    return {
        field: {
            form: title.split("|")[0]
            for title in words(tables(fields, field), "titles")
            for form in title.split("|")
        }
        for field in fields
    }


def _folded(text: str) -> str:
    parts = unicodedata.normalize("NFKD", text.casefold().replace("ı", "i"))
    return "".join(c for c in parts if not unicodedata.combining(c))
