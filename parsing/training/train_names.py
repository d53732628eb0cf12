"""Other names in place of those a résumé shows: a model shall learn shapes and places, not names."""

from __future__ import annotations

import random
from collections.abc import Iterator, Sequence
from dataclasses import replace
from functools import cache
from importlib.resources import files
from typing import Final, NamedTuple

from parsing.stages.header_blocks import Token, tokens_of
from parsing.stages.types import Line
from parsing.training.words import table, tables, words

NOTHING: Final = "-"
_RENAMED: Final = 0.6
_FORGOTTEN: Final = 0.2
"""The share of known words that a lexicon is made to forget."""


class Row(NamedTuple):
    """A line of a block: its tokens, each with its label."""

    line: Line
    tokens: tuple[Token, ...]
    labels: tuple[str, ...]


class Sample(NamedTuple):
    """A block to learn from: the kind of its section, its language (ISO 639-1) and its rows."""

    kind: str
    language: str
    rows: tuple[Row, ...]


def renamed(sample: Sample, rng: random.Random) -> Sample:
    """The sample with some of its names replaced by invented ones, and some words unknown to the lexicons."""
    forget = rng.random() < 0.5
    rows = []
    for row in sample.rows:
        tokens: list[Token] = []
        labels: list[str] = []
        for label, part in _parts(row):
            new = _name(label, sample.language, rng) if rng.random() < _RENAMED else ""
            if new and part[0].text.isupper() and len(part[0].text) > 3:
                new = new.upper()
            said = tokens_of(new) if new else list(part)
            tokens += said
            labels += [label] * len(said)
        shown = [_forgotten(token, rng) for token in tokens] if forget else tokens
        bold = row.line.bold if rng.random() < 0.8 else not row.line.bold
        rows.append(Row(replace(row.line, bold=bold), tuple(shown), tuple(labels)))
    kind = "other" if rng.random() < 0.05 else sample.kind
    return Sample(kind, sample.language, tuple(rows))


def _parts(row: Row) -> Iterator[tuple[str, Sequence[Token]]]:
    """Runs of tokens with one label."""
    i = 0
    while i < len(row.tokens):
        j = i + 1
        while j < len(row.tokens) and row.labels[j] == row.labels[i]:
            j += 1
        yield row.labels[i], row.tokens[i:j]
        i = j


def _forgotten(token: Token, rng: random.Random) -> Token:
    names_thing = token.known in ("title", "org", "legal", "school", "place", "skill", "tongue")
    return token._replace(known=NOTHING) if names_thing and rng.random() < _FORGOTTEN else token


def _name(label: str, language: str, rng: random.Random) -> str:
    """An invented name for the label, "" where names are not invented."""
    say = table("things")
    own = tables(say, language) or tables(say, "en")
    if label == "TITLE":
        return _filled(rng.choice(words(own, "titles")), language, rng)
    if label == "EMPLOYER":
        source = own if rng.random() < 0.4 else tables(say, "any")
        return _filled(rng.choice(words(source, "employers")), language, rng)
    if label == "SCHOOL":
        return _filled(rng.choice(words(own, "schools")), language, rng)
    if label == "PLACE":
        return rng.choice(_cities())
    return ""


def _filled(pattern: str, language: str, rng: random.Random) -> str:
    say = tables(table("things"), language) or tables(table("things"), "en")
    common = tables(table("things"), "any")
    makers = {
        "stem": lambda: _stem(rng),
        "family": lambda: _stem(rng),
        "city": lambda: rng.choice(_cities()),
        "legal": lambda: rng.choice(words(common, "legal")),
        "tail": lambda: rng.choice(words(common, "tails")),
        "acronym": lambda: "".join(rng.choices("ABCDEFGHIKLMNOPRSTUVW", k=rng.randint(2, 4))),
        "number": lambda: str(rng.randint(2, 99)),
        "level": lambda: rng.choice(words(say, "level")),
        "domain": lambda: rng.choice(words(say, "domain")),
        "job": lambda: rng.choice(words(say, "job")),
    }
    out = ""
    while "{" in pattern:
        head, _, rest = pattern.partition("{")
        key, _, pattern = rest.partition("}")
        out += head + makers[key]()
    return out + pattern


def _stem(rng: random.Random) -> str:
    """An invented word, capital first: "Halvenor"."""
    common = tables(table("things"), "any")
    word = "".join(rng.choices(words(common, "syllables"), k=rng.randint(1, 3)))
    word += rng.choice(words(common, "endings"))
    return word.capitalize() if rng.random() < 0.95 else word.upper()


@cache
def _cities() -> tuple[str, ...]:
    text = files("parsing").joinpath("data/cities.tsv").read_text(encoding="utf-8")
    names = (line.partition("\t")[0] for line in text.splitlines())
    return tuple(name.title() for name in names if name.replace(" ", "").replace("-", "").isalpha())
