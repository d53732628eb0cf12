"""What sections become when a model votes: known headings stand, unknown ones get a kind."""

from __future__ import annotations

from collections.abc import Sequence

import pytest

from parsing.stages.types import Line, Section
from parsing.stages.voting import Vote, voted


def vote(kind: str, share: float = 0.95) -> Vote:
    return Vote(kind, "body", {kind: share, "other": round(1 - share, 2)})


def lines(*texts: str) -> list[Line]:
    return [Line(i, text) for i, text in enumerate(texts)]


def told(sections: Sequence[Section]) -> list[tuple[str, tuple[int, ...]]]:
    return [(section.kind, section.lines) for section in sections]


def test_without_votes_nothing_changes() -> None:
    sections = (Section("other", (1, 2), 0, 0.5),)
    assert voted(sections, lines("Odd jobs", "a", "b"), []) == sections


@pytest.mark.parametrize(
    ("heading", "kind", "share", "expected"),
    [
        ("Where I have been", "work", 0.95, "work"),
        ("Where I have been", "work", 0.5, "other"),
        ("Where I have been", "references", 0.95, "other"),
        ("Military service", "work", 0.95, "other"),
    ],
    ids=["adopted", "too doubtful", "no kind that content tells", "a heading that the lexicon knows"],
)
def test_below_an_unknown_heading_the_model_tells_the_kind(
    heading: str, kind: str, share: float, expected: str
) -> None:
    text = lines(heading, "Baker, Corner Bakery", "2019 – 2021")
    votes = [vote("other"), vote(kind, share), vote(kind, share)]
    [section] = voted((Section("other", (1, 2), 0, 0.5),), text, votes)
    assert section.kind == expected


def test_a_known_heading_stands_but_is_trusted_less_when_the_model_differs() -> None:
    text = lines("Experience", "BSc Physics, University of Turku", "2019 – 2021")
    [section] = voted(
        (Section("work", (1, 2), 0, 0.95),), text, [vote("work"), vote("education"), vote("education")]
    )
    assert section.kind == "work"
    assert section.confidence < 0.6


def test_agreement_leaves_the_confidence() -> None:
    text = lines("Experience", "Baker", "2019 – 2021")
    [section] = voted((Section("work", (1, 2), 0, 0.95),), text, [vote("work")] * 3)
    assert section.confidence == 0.95


def test_lines_without_a_heading_become_sections_of_their_own() -> None:
    text = lines("Ana Berg", "Baker", "2019 – 2021", "Corner Bakery", "+358 40 123 4567")
    votes = [
        vote("contact"),
        vote("work")._replace(part="begin"),
        vote("work"),
        vote("work"),
        vote("contact"),
    ]
    found = voted((Section("contact", (0, 1, 2, 3, 4)),), text, votes)
    assert told(found) == [("contact", (0, 4)), ("work", (1, 2, 3))]


def test_a_heading_that_the_rules_passed_over_opens_a_section() -> None:
    text = lines(
        "Experience", "Baker", "2019 – 2021", "Where I learned", "BSc Physics", "University of Turku"
    )
    votes = (
        [vote("work")] * 3
        + [Vote("education", "heading", {"education": 0.9}, 0.9)]
        + [
            vote("education")._replace(part="begin"),
            vote("education"),
        ]
    )
    found = voted((Section("work", (1, 2, 3, 4, 5), 0, 0.95),), text, votes)
    assert [(section.kind, section.lines, section.heading) for section in found] == [
        ("work", (1, 2), 0),
        ("education", (4, 5), 3),
    ]


def test_a_single_line_makes_no_section() -> None:
    text = lines("Ana Berg", "Senior Baker", "ana@example.org")
    found = voted((Section("contact", (0, 1, 2)),), text, [vote("contact"), vote("work"), vote("contact")])
    assert told(found) == [("contact", (0, 1, 2))]
