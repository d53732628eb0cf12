"""What OCR mistakes time and again, mended word by word."""

from __future__ import annotations

import pytest

from parsing.stages.ocr_repair import repaired
from parsing.stages.types import Box, Word

EM = 6.0


def line(text: str, *, y: float = 100.0) -> list[Word]:
    """The words of a line, six points a character; a blank apart, two for each further one."""
    words, x = [], 50.0
    for part in text.split(" "):
        if part:
            words.append(Word(part, Box(x, y, x + EM * len(part), y + 10), confidence=0.9))
        x += EM * (len(part) + 1)
    return words


@pytest.mark.parametrize(
    ("read", "meant"),
    [
        ("jane.roe@exampleorg", "jane.roe@example.org"),
        ("jane.roe@example,com", "jane.roe@example.com"),
        ("jane.roe(example.org", "jane.roe@example.org"),
        ("jane.roe©mail.example.co.uk", "jane.roe©mail.example.co.uk"),
        ("jane.roe®example.co.uk", "jane.roe@example.co.uk"),
        ("jane.roe(Dexample", "jane.roe@example"),
        ("jane.roe77 (Dexample.com", "jane.roe77 @example.com"),
        ("jane.roeQ letterbird", "jane.roe@letterbird"),
        ("jane.roeO1 Qletterbird.example.org", "jane.roe01@letterbird.example.org"),
        ("jane.roe @letterbird.example.org", "jane.roe@letterbird.example.org"),
        ("4€.+351 912345817", "+351 912345817"),
        ("(+351) 912345817", "(+351) 912345817"),
        ("C++17", "C++17"),
        ("jane.roeDexample.org", "jane.roe@example.org"),
        ("www.openDoors.example.org", "www.openDoors.example.org"),
        ("openDoors.example.org", "openDoors.example.org"),
        ("M@jane.roe@example.org", "jane.roe@example.org"),
        ("Leeds @ linkedin.com/in/jane-roe", "Leeds linkedin.com/in/jane-roe"),
        ("Jane Roe Mjane.roe@example.org", "Jane Roe jane.roe@example.org"),
        ("Mjane Roe Mjane.roe@example.org", "Mjane Roe Mjane.roe@example.org"),
        ("Jane Roe Jane.roe@example.org", "Jane Roe Jane.roe@example.org"),
        ("CAPA,EFB", "CAPA, EFB"),
        ("Rector -— Lund School", "Rector — Lund School"),
        ("AgriBridge Sp. z 0.0.", "AgriBridge Sp. z o.o."),
        ("_ Kept bees", "• Kept bees"),
        ("• _ Kept bees", "• Kept bees"),
        ("1,5", "1,5"),
        ("jane.roe@mail.example.or", "jane.roe@mail.example.org"),
        ("jane.roe@mail.example.con", "jane.roe@mail.example.com"),
        ("jane.roe@mail.example.co", "jane.roe@mail.example.co"),
        ("Béjane-roe@example.fr", "jane-roe@example.fr"),
        ("&jane-roe@example.fr", "jane-roe@example.fr"),
        ("linkedin.com/n/jane-roe", "linkedin.com/in/jane-roe"),
        ("inlinkedin.com/ln/jane-roe", "linkedin.com/in/jane-roe"),
        ("linkedin.com/in/jane-roe", "linkedin.com/in/jane-roe"),
        ("Cdgithub.com/janeroe", "github.com/janeroe"),
        ("fr.linkedin.com/in/jane-roe", "fr.linkedin.com/in/jane-roe"),
        ("janegithub.com", "janegithub.com"),
        ("print(value)", "print(value)"),
        ("hitps:/example.org/jane", "https://example.org/jane"),
        ("https://example.org", "https://example.org"),
        ("www.example,de", "www.example.de"),
        ("1OM+ users", "10M+ users"),
        ("since 2O19", "since 2019"),
        ("Head of Al and Ul/UX", "Head of AI and UI/UX"),
        ("designed APls for loT devices", "designed APIs for IoT devices"),
        ("systems. | lead teams", "systems. I lead teams"),
        ("Python | Go | Rust", "Python | Go | Rust"),
        ("@ Salt Restaurants", "Salt Restaurants"),
        ("@ jane@example.org", "@ jane@example.org"),
        ("« Team training", "• Team training"),
        ("« Initiation à la danse »", "« Initiation à la danse »"),
        ("= 40 % more", "= 40 % more"),
        ("M A N A G E R", "MANAGER"),
        ("S O F T   S K I L L S", "SOFT SKILLS"),
        ("A B testing", "A B testing"),
    ],
)
def test_only_what_cannot_be_meant_is_changed(read: str, meant: str) -> None:
    assert " ".join(word.text for word in repaired(line(read), "en")) == meant


@pytest.mark.parametrize("mark", ["m", "o", "e", "*", "e+"])
def test_what_stands_before_several_lines_in_a_column_is_a_bullet(mark: str) -> None:
    rows = [
        line(f"{mark}  {text}", y=y) for y, text in ((100, "Kept bees"), (114, "Led two"), (128, "Wrote"))
    ]
    read = repaired([word for row in rows for word in row], "en")
    assert [word.text for word in read] == ["•", "Kept", "bees", "•", "Led", "two", "•", "Wrote"]


def test_words_that_begin_several_lines_are_no_bullets() -> None:
    rows = [line(text, y=y) for y, text in ((100, "I kept bees"), (114, "I led two"), (128, "I wrote"))]
    rows += [line(text, y=y) for y, text in ((142, "at home"), (156, "at work"), (170, "at sea"))]
    words = [word for row in rows for word in row]
    assert repaired(words, "en") == words


def test_al_is_a_word_of_some_languages() -> None:
    assert [word.text for word in repaired(line("Al mismo tiempo"), "es")] == ["Al", "mismo", "tiempo"]


def test_letters_that_are_joined_keep_their_place() -> None:
    spaced = line("W O R K")
    [word] = repaired(spaced, "en")
    assert (word.box.x0, word.box.x1) == (spaced[0].box.x0, spaced[-1].box.x1)


def test_the_signs_of_one_line_say_nothing_of_the_next() -> None:
    both = [*line("jane.roe@example.org"), *line("@ Salt Restaurants", y=130.0)]
    assert [word.text for word in repaired(both, "en")] == ["jane.roe@example.org", "Salt", "Restaurants"]


def test_pluses_in_several_dated_lines_are_dots() -> None:
    rows = [line("Rector + Lund School (2019)"), line("Teacher + Malmo School (2015)", y=120)]
    read = repaired([word for row in rows for word in row], "en")
    assert [word.text for word in read if word.text in "+·"] == ["·", "·"]
    alone = [*line("Python + Django"), *line("Rector + Lund School (2019)", y=120)]
    assert repaired(alone, "en") == alone


def test_a_letter_where_other_lines_show_marks_is_a_bullet() -> None:
    rows = [
        line(f"{mark}  {text}", y=y)
        for y, mark, text in ((100, "*", "Baked"), (114, "e", "Led"), (128, "»", "Wrote"))
    ]
    read = repaired([word for row in rows for word in row], "en")
    assert [word.text for word in read] == ["•", "Baked", "•", "Led", "•", "Wrote"]
