"""The models that are shipped are those that their cards describe, and small."""

from __future__ import annotations

import json
from importlib import resources
from pathlib import Path

import pytest

from parsing.engines.section_crf import SectionCrf
from parsing.engines.spacy_ner import SpacyEntities
from parsing.stages.header_blocks import Block
from parsing.stages.types import Line
from parsing.training.train_cards import CARD, digests_of

MODELS = Path(str(resources.files("parsing").joinpath("data/models")))


@pytest.mark.parametrize("name", ["sections", "entities"])
def test_a_card_tells_the_files_beside_it(name: str) -> None:
    card = json.loads((MODELS / name / CARD).read_text(encoding="utf-8"))
    assert card["sha256"] == digests_of(MODELS / name)
    assert card["bytes"] < 8_000_000
    assert card["command"].startswith(f"manage.py train_{name} ")
    assert {"train", "kept_out"} <= set(card["figures"])


def test_the_shipped_model_of_sections_tells_a_position_from_a_school() -> None:
    lines = [
        Line(0, "Where I was", size=14, bold=True),
        Line(1, "Software Engineer\tJan 2019 – Mar 2021", size=10),
        Line(2, "Halden Software Ltd", size=10),
        Line(3, "Built the billing of the company and looked after it by night.", size=10, is_list_item=True),
        Line(4, "What I learned", size=14, bold=True),
        Line(5, "BSc Computer Science\t2014 – 2018", size=10),
        Line(6, "University of Turku", size=10),
    ]
    model = SectionCrf()
    assert [vote.kind for vote in model.votes(lines, ())][1:] == ["work"] * 3 + ["education"] * 3
    assert len(model.version) == 16


@pytest.mark.parametrize(
    ("title", "employer"),
    [
        ("Régisseur général", "Les Embruns SARL"),
        ("Backend Developer", "Quillnote"),
        ("Leiterin Einkauf", "Baumann & Söhne"),
    ],
)
def test_the_shipped_model_of_entities_tells_who_from_what(title: str, employer: str) -> None:
    block = Block("work", (Line(0, title, bold=True), Line(1, f"{employer}\t2019 – 2021")))
    told = {entity.label: entity.value for entity in SpacyEntities().entities([block])}
    assert told["TITLE"] == title
    assert employer.startswith(told["EMPLOYER"][:8])
