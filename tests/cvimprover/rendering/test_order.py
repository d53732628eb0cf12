"""The order of sections: a template's own, or the one that the résumé asks for."""

from __future__ import annotations

import pytest

from cvimprover.rendering import Options, render

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
