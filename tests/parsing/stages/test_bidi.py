"""Lines of Hebrew and Arabic are read from the right, what is Latin among them from the left."""

from __future__ import annotations

import pytest

from parsing.stages.bidi import as_read, direction_of, gaps_between
from parsing.stages.types import Box, Word


def words(*texts: str) -> list[Word]:
    """The texts side by side from left to right, 5 points a letter, 3 apart."""
    found, x = [], 50.0
    for text in texts:
        found.append(Word(text, Box(x, 100, x + 5 * len(text), 110), 10))
        x += 5 * len(text) + 3
    return found


FROM_RIGHT = [
    # as it stands on the page, from left to right → as it is read
    (("כהן", "דוד"), "דוד כהן"),
    (("3.11", "גרסה", "Python", "בשפת"), "בשפת Python גרסה 3.11"),
    (("היום", "–", "2019", "מרץ"), "מרץ 2019 – היום"),
    (("2014", "–", "2010", "القاهرة", "جامعة"), "جامعة القاهرة 2010 – 2014"),
    (("a@example.org", "|", "052-123-4567", "|", "אביב", "תל"), "תל אביב | a@example.org | 052-123-4567"),
    (("المشاريع", "إدارة", "،Python،", "Django"), "Python، Django، إدارة المشاريع"),
    (("+20", "100", "123", "4567", "هاتف"), "هاتف +20 100 123 4567"),
    ((".%40", "بنسبة"), "بنسبة 40%."),
    (("(", "גרסה", "(", "Python"), "Python ( גרסה )"),
    (("Amazon", "Web", "Services", "على", "العمل"), "العمل على Amazon Web Services"),
]


@pytest.mark.parametrize(("shown", "read"), FROM_RIGHT)
def test_a_line_of_a_page_from_the_right(shown: tuple[str, ...], read: str) -> None:
    assert " ".join(word.text for word in as_read(words(*shown), from_right=True)) == read


def test_a_name_in_another_script_within_a_latin_line_is_turned_alone() -> None:
    shown = words("David", "Cohen", "(", "כהן", "דוד", ")", "Tel", "Aviv")
    read = [word.text for word in as_read(shown, from_right=False)]
    assert read == ["David", "Cohen", "(", "דוד", "כהן", ")", "Tel", "Aviv"]


def test_years_alone_run_from_the_right_too() -> None:
    assert [word.text for word in as_read(words("2014", "–", "2010"), from_right=True)] == [
        "2010",
        "–",
        "2014",
    ]
    assert [word.text for word in as_read(words("2010", "–", "2014"), from_right=True)] == [
        "2010",
        "–",
        "2014",
    ]


def test_the_direction_is_that_of_a_third_of_the_letters() -> None:
    assert direction_of(words("דוד", "כהן", "Python")) is True
    assert direction_of(words("David", "Cohen", "Software", "Engineer", "כן")) is False
    assert direction_of(words("José", "García")) is None


def test_white_space_is_measured_between_neighbours_whichever_way_they_run() -> None:
    line = as_read(words("a@example.org", "|", "052", "תל"), from_right=True)
    assert [word.text for word in line] == ["תל", "a@example.org", "|", "052"]
    assert gaps_between(line) == [3.0, 3.0, 3.0]
    assert gaps_between(words("plain", "words")) == [3.0]
