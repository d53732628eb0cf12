"""What is marked in an answer."""

from __future__ import annotations

import pytest

from candidates.search.base import Line
from candidates.search.expanding import expanded
from candidates.search.highlighting import LONGEST, all_highlights
from candidates.search.language import parse
from tests.candidates.search.test_expanding import LEXICON

LINES = (
    Line("basics.name", "Änne Müller"),
    Line("work.0.position", "Krankenpflegerin"),
    Line("work.0.highlights.0", "Pflege auf der Intensivstation; intensive care of 12 patients"),
    Line("work.1.position", "Barista"),
    Line("skills.0.keywords.0", "C++"),
    Line("skills.0.keywords.1", "Node.js"),
    Line("basics.summary", "I care, and I am a care worker who cares. İyi."),
)


def marked(text: str) -> list[list[str]]:
    (found,) = all_highlights(expanded(parse(text), LEXICON), [LINES])
    return [[each.text[start:end] for start, end in each.marks] for each in found]


@pytest.mark.parametrize(
    ("text", "marks"),
    [
        ("muller", [["Müller"]]),
        ("nurse", [["Krankenpflegerin"]]),
        ('"intensive care"', [["intensive", "care"]]),
        ('"care intensive"', []),
        ("iyi", [["İyi"]]),
        ("c++", [["C++"]]),
        ("node.js", [["Node", "js"]]),
        ("intensiv*", [["Intensivstation", "intensive"]]),
        ("baristo~", [["Barista"]]),
        ("title:krankenpflegerin", [["Krankenpflegerin"]]),
        ("skill:barista", []),
        ("care intensive", [["intensive", "care"], ["care", "care", "cares"]]),
        ("patients -care", [["patients"]]),
        ("*", []),
        ("years:>=3", []),
    ],
)
def test_the_words_that_are_asked_for_are_marked_where_they_stand(text: str, marks: list[list[str]]):
    assert marked(text) == marks


def test_a_long_line_is_cut_around_its_first_mark():
    long = Line("basics.summary", "word " * 200 + "nurse with " + "more " * 200)
    ((found,),) = all_highlights(parse("nurse"), [[long]])
    assert len(found.text) <= LONGEST
    assert [found.text[start:end] for start, end in found.marks] == ["nurse"]
    assert not found.text.startswith("ord")
    assert found.line == long.text
