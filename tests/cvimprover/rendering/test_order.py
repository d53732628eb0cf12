"""The order of sections: a template's own, or the one that the résumé asks for."""

from __future__ import annotations

import pytest

from cvimprover.rendering import TEMPLATES, Options, render
from tests.cvimprover.rendering.readers import READERS, text_of

RESUME = {
    "basics": {"name": "Erika Beispiel"},
    "work": [{"position": "Intern", "name": "Acme"}],
    "education": [{"institution": "University of Leeds", "studyType": "BSc"}],
    "skills": [{"name": "Excel"}],
}


def order_of(meta: dict[str, object]) -> list[str]:
    text = render({**RESUME, "meta": meta}, Options(), "txt").content.decode()
    shown = {"work": "Acme", "education": "University of Leeds", "skills": "Excel"}
    return sorted(shown, key=lambda kind: text.index(shown[kind]))


@pytest.mark.parametrize(
    ("meta", "order"),
    [
        ({}, ["work", "education", "skills"]),
        ({"x-sections": ["basics", "education", "work"]}, ["education", "work", "skills"]),
        ({"x-sections": ["skills", "work"]}, ["skills", "education", "work"]),
        ({"x-sections": ["nothing", "education", "education", "work"]}, ["education", "work", "skills"]),
        ({"x-sections": "education"}, ["work", "education", "skills"]),
    ],
)
def test_sections_stand_as_the_resume_asks(meta: dict[str, object], order: list[str]) -> None:
    assert order_of(meta) == order


@pytest.mark.parametrize("template", TEMPLATES)
@pytest.mark.parametrize("reader", READERS)
def test_no_reader_finds_gaps_in_words(template: str, reader: str) -> None:
    """Letters that stand apart without their ligature ("off ice") are read as two words."""
    line = "Scientific officer in five difficult affiliated offices"
    resume = {"basics": {"name": "Ada Quill", "label": "Chief Officer", "summary": line}}
    text = text_of(render(resume, Options(template=template), "pdf").content, reader)
    assert "Chief Officer" in text
    assert line in " ".join(text.split())
