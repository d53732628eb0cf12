"""Word documents: the parser's own reader finds what the truth says is in them."""

from __future__ import annotations

import random
import zipfile
from collections.abc import Iterator
from io import BytesIO

import docx
import pytest
from lxml import etree

from parsing.training.careers import LANGUAGES, career
from parsing.training.office import STRUCTURES, Structure, office_document
from parsing.training.types import Printed

WORD = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"


def document_of(structure: Structure, seed: int = 3) -> Printed:
    """A document of that structure."""
    person = career(seed, LANGUAGES[seed % len(LANGUAGES)])
    return office_document(person, structure, random.Random(seed))


def texts_in(truth: object) -> Iterator[str]:
    """Every text of a truth that stands in the document as it is (dates and links do not)."""
    if isinstance(truth, dict):
        for key, value in truth.items():
            if not key.endswith("Date") and key not in ("date", "url"):
                yield from texts_in(value)
    elif isinstance(truth, list):
        for value in truth:
            yield from texts_in(value)
    elif isinstance(truth, str):
        yield truth


def text_of(content: bytes) -> str:
    """All text of the package, paragraph by paragraph."""
    with zipfile.ZipFile(BytesIO(content)) as package:
        roots = [etree.fromstring(package.read(n)) for n in package.namelist() if n.startswith("word/")]
    paragraphs = (node for root in roots for node in root.iter(f"{WORD}p"))
    return "\n".join(" ".join("".join(node.itertext(f"{WORD}t")).split()) for node in paragraphs)


@pytest.mark.parametrize("structure", STRUCTURES, ids=lambda structure: structure.name)
def test_every_text_of_the_truth_is_in_the_document(structure: Structure) -> None:
    for seed in range(4):
        made = document_of(structure, seed)
        text = text_of(made.pdf)
        assert [value for value in texts_in(made.truth) if value not in text] == []


@pytest.mark.parametrize("structure", STRUCTURES, ids=lambda structure: structure.name)
def test_another_reader_opens_it(structure: Structure) -> None:
    opened = docx.Document(BytesIO(document_of(structure).pdf))
    assert opened.element.body is not None
    assert len(opened.paragraphs) + len(opened.tables) > 0


@pytest.mark.parametrize("structure", STRUCTURES, ids=lambda structure: structure.name)
def test_the_same_chance_gives_the_same_bytes(structure: Structure) -> None:
    assert document_of(structure) == document_of(structure)


def test_structures_differ_in_what_they_use() -> None:
    xml = {
        structure.name: zipfile.ZipFile(BytesIO(document_of(structure).pdf))
        .read("word/document.xml")
        .decode()
        for structure in STRUCTURES
    }
    assert "txbxContent" in xml["docx-boxed"]
    assert "<w:tbl>" in xml["docx-rail"]
    assert "headerReference" in xml["docx-header"]
    assert 'w:val="Heading1"' in xml["docx-headings"]
    assert "pStyle" not in xml["docx-plain"]
