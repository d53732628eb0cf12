"""Other people's lists, each read from the files that its publisher gives away."""

from __future__ import annotations

import csv
import json
import re
from collections import Counter
from collections.abc import Iterator
from pathlib import Path
from typing import Final, NamedTuple

_FRONT: Final = re.compile(r"\A---\n(.*?)\n---", re.DOTALL)
_BRACKET: Final = re.compile(r"\s*\([^)]*\)")


class Esco(NamedTuple):
    """A skill of ESCO; `uri` is without its beginning, a transversal skill is one of every trade."""

    uri: str
    label: str
    others: list[str]
    is_knowledge: bool
    is_transversal: bool


class Product(NamedTuple):
    """A product of O*NET, in how many occupations it is used, and whether employers ask for it today."""

    name: str
    occupations: int
    commodity: str
    is_hot: bool


class Topic(NamedTuple):
    """A topic of GitHub's explore pages."""

    name: str
    aliases: list[str]
    related: list[str]
    about: str


def esco(folder: Path) -> Iterator[Esco]:
    """The skills of ESCO's `skills_en-us.csv` (or `skills_en.csv`)."""
    path = next(path for path in (folder / "skills_en-us.csv", folder / "skills_en.csv") if path.is_file())
    for row in _rows(path):
        labels = [label for label in (_plain(row["preferredLabel"]), *_split(row["altLabels"])) if label]
        if labels:  # a few have none in American English
            is_knowledge, is_transversal = row["skillType"] == "knowledge", row["reuseLevel"] == "transversal"
            yield Esco(_tail(row["conceptUri"]), labels[0], labels[1:], is_knowledge, is_transversal)


def esco_broader(folder: Path) -> Iterator[tuple[str, str]]:
    """(narrower, broader) of ESCO's skills, as `Esco.uri`."""
    for row in _rows(folder / "broaderRelationsSkillPillar.csv"):
        if row["conceptType"] == row["broaderType"] == "KnowledgeSkillCompetence":
            yield _tail(row["conceptUri"]), _tail(row["broaderUri"])


def esco_labels(folder: Path, language: str) -> Iterator[tuple[str, list[str]]]:
    """URI and labels of each skill in another language."""
    for row in _rows(folder / f"skills_{language}.csv"):
        yield _tail(row["conceptUri"]), [_plain(row["preferredLabel"]), *_split(row["altLabels"])]


def esco_occupations(folder: Path) -> list[list[str]]:
    """The labels of skills of each of ESCO's ICT occupations, from the package's `esco_o.json` (unpacked)."""
    told = json.loads((folder / "esco_o.json").read_text(encoding="utf-8"))
    return [[_plain(label) for label in occupation["skill"]] for occupation in told]


def products(path: Path) -> list[Product]:
    """The products of O*NET's "Technology Skills", most wanted first."""
    occupations: Counter[str] = Counter()
    told: dict[str, tuple[str, bool]] = {}
    for row in _rows(path, delimiter="\t"):
        name = row["Example"]
        occupations[name] += 1
        told[name] = (row["Commodity Title"], "Y" in (row["Hot Technology"], row["In Demand"]))
    return [Product(name, count, *told[name]) for name, count in occupations.most_common()]


def occupations(path: Path) -> list[list[str]]:
    """The products of each occupation of O*NET."""
    found: dict[str, list[str]] = {}
    for row in _rows(path, delimiter="\t"):
        found.setdefault(row["O*NET-SOC Code"], []).append(row["Example"])
    return list(found.values())


def topics(folder: Path) -> list[Topic]:
    """The topics under `topics/` of a checkout of github/explore."""
    return [_topic(path) for path in sorted((folder / "topics").glob("*/index.md"))]


def languages(folder: Path) -> list[tuple[str, list[str]]]:
    """Name and aliases of the programming and markup languages of `linguist-languages`."""
    found = []
    for path in sorted((folder / "data").glob("*.d.ts")):
        text = path.read_text(encoding="utf-8")
        kind, name = re.search(r"type: '(\w+)'", text), re.search(r"name: '([^']+)'", text)
        if kind and name and kind[1] in ("programming", "markup"):
            aliases = re.search(r"aliases: readonly \[([^\]]*)\]", text)
            found.append((name[1], re.findall(r"'([^']+)'", aliases[1]) if aliases else []))
    return found


def brands(folder: Path) -> list[tuple[str, list[str]]]:
    """Title and other names of the icons of `simple-icons`."""
    told = json.loads((folder / "data" / "simple-icons.json").read_text(encoding="utf-8"))
    return [(icon["title"], icon.get("aliases", {}).get("aka", [])) for icon in told]


def terms(folder: Path) -> list[str]:
    """The terms of `skill-extractor`."""
    return sorted(json.loads((folder / "data" / "skills.json").read_text(encoding="utf-8")))


def _topic(path: Path) -> Topic:
    front = _FRONT.match(path.read_text(encoding="utf-8"))
    fields = dict(re.findall(r"^(\w+): *(.*(?:\n +.*)*)", front[1] if front else "", re.MULTILINE))
    named = {name: " ".join(value.split()).strip("'\"") for name, value in fields.items()}
    name = named.get("display_name") or path.parent.name
    return Topic(
        name,
        [path.parent.name, *_listed(named.get("aliases", ""))],
        _listed(named.get("related", "")),
        named.get("short_description", ""),
    )


def _listed(text: str) -> list[str]:
    return [part.strip() for part in text.split(",") if part.strip()]


def _rows(path: Path, delimiter: str = ",") -> Iterator[dict[str, str]]:
    with path.open(encoding="utf-8", newline="") as file:
        yield from csv.DictReader(file, delimiter=delimiter)


def _split(text: str) -> list[str]:
    return [_plain(label) for label in text.split("\n") if label.strip()]


def _plain(label: str) -> str:
    return " ".join(_BRACKET.sub(" ", label).split())


def _tail(uri: str) -> str:
    return uri.rsplit("/", 1)[-1]
