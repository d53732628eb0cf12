"""Where sections begin and end, on pages that look different."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from parsing.stages.classify import sections_of
from parsing.stages.ner import entities_of
from parsing.stages.section_inline import body_start, without_heading
from parsing.stages.types import Box, Line, Section, Word


def row(
    text: str,
    *,
    size: float = 10.0,
    bold: bool = False,
    x: float = 50.0,
    y: float | None = None,
    role: str = "body",
    page: int = 1,
) -> Line:
    top = -1.0 if y is None else y
    return Line(0, text, page, Box(x, top, x + 5 * len(text), top + size), size=size, bold=bold, role=role)  # type: ignore[arg-type]


def placed(rows: Sequence[Line]) -> list[Line]:
    """The rows numbered, each 20 points below the one before unless its height was told."""
    lines = []
    for i, line in enumerate(rows):
        assert line.box is not None
        top = 40.0 + 20.0 * i if line.box.y0 < 0 else line.box.y0
        lines.append(replace(line, id=i, box=Box(line.box.x0, top, line.box.x1, top + line.size)))
    return lines


def head(text: str, **more: object) -> Line:
    return row(text, size=14.0, bold=True, **more)  # type: ignore[arg-type]


def told(sections: Sequence[Section], lines: Sequence[Line]) -> list[tuple[str, list[str]]]:
    return [(section.kind, [lines[i].text for i in section.lines]) for section in sections]


def read(*rows: Line) -> list[tuple[str, list[str]]]:
    """What the sections are, before a last one that makes plain what running text looks like."""
    page = rows[-1].page
    lines = placed(
        [*rows, head("References", page=page), row("On request, from all who ate our bread. " * 4, page=page)]
    )
    found = told(sections_of(lines, entities_of(lines)), lines)
    assert found.pop()[0] == "references"
    return found


def test_lines_belong_to_the_heading_above_them() -> None:
    assert read(
        row("Ana Berg", size=20),
        head("Experience"),
        row("Baker, Corner Bakery"),
        head("Education"),
        row("BA"),
    ) == [
        ("contact", ["Ana Berg"]),
        ("work", ["Baker, Corner Bakery"]),
        ("education", ["BA"]),
    ]


def test_a_heading_of_unknown_words_is_known_by_its_look() -> None:
    found = read(
        head("Experience"), row("Baker"), head("Education"), row("BA"), head("Zoology walks"), row("Owls")
    )
    assert found[-1] == ("other", ["Owls"])


def test_headings_that_look_like_the_text_are_known_by_their_words() -> None:
    assert read(row("Ana Berg"), row("Experience"), row("Baker"), row("Education"), row("BA")) == [
        ("contact", ["Ana Berg"]),
        ("work", ["Baker"]),
        ("education", ["BA"]),
    ]


def test_a_group_of_programming_languages_stays_among_the_skills() -> None:
    found = read(
        head("Experience"),
        row("Baker"),
        head("Skills"),
        row("Languages", bold=True),
        row("Python, Go"),
        row("Tools", bold=True),
        row("Git, Make"),
        head("Education"),
        row("BA"),
    )
    assert ("skills", ["Languages", "Python, Go", "Tools", "Git, Make"]) in found


def test_a_label_within_a_job_opens_nothing() -> None:
    found = read(
        head("Experience"),
        row("Baker"),
        row("Highlights", bold=True),
        row("Won a prize"),
        head("Education"),
        row("BA"),
    )
    assert found[0] == ("work", ["Baker", "Highlights", "Won a prize"])


def test_indented_headings_of_the_same_look_stay_inside() -> None:
    found = read(
        head("Experience"),
        row("Baker"),
        head("Awards"),
        row("Prize"),
        head("Interests"),
        head("Project", x=80),
        row("Boats", x=80),
        head("Education"),
        row("BA"),
    )
    assert ("interests", ["Project", "Boats"]) in found


def test_a_line_can_hold_heading_and_content() -> None:
    lines = placed([head("Skills"), row("Python, Go"), row("Languages: German, English"), row("Tools: Git")])
    sections = sections_of(lines, ())
    languages = next(section for section in sections if section.kind == "languages")
    assert languages.heading == languages.lines[0] == 2
    assert lines[2].text[body_start(languages, lines[2]) :] == "German, English"
    assert without_heading(languages, lines[2]).text == " " * 11 + "German, English"
    assert told(sections, lines)[0] == ("skills", ["Python, Go", "Tools: Git"])


def test_a_bold_label_before_plain_text_is_a_heading_too() -> None:
    words = tuple(
        Word(text, Box(0, 0, 5, 5), bold=text == "Interests") for text in ("Interests", "chess,", "owls")
    )
    lines = placed([head("Skills"), row("Python, Go"), row("Interests chess, owls")])
    lines[2] = replace(lines[2], words=words)
    assert ("interests", ["Interests chess, owls"]) in told(sections_of(lines, ()), lines)


def test_a_sidebar_s_section_goes_on_after_the_page_break() -> None:
    side = {"role": "sidebar", "x": 400.0}
    found = read(
        head("Experience"),
        row("Baker"),
        head("Skills", **side),
        row("Bread", role="sidebar", x=400),
        row("Miller", page=2),
        row("Cakes", role="sidebar", x=400, page=2),
    )
    assert found == [("work", ["Baker", "Miller"]), ("skills", ["Bread", "Cakes"])]


def test_contact_data_beside_the_text_is_a_section_of_its_own() -> None:
    found = read(
        head("Summary"),
        row("Bakes bread."),
        row("Ana Berg", role="sidebar", x=400),
        row("ana@example.org", role="sidebar", x=400),
        head("Skills", role="sidebar", x=400),
        row("Bread", role="sidebar", x=400),
    )
    assert ("contact", ["Ana Berg", "ana@example.org"]) in found
    assert ("summary", ["Bakes bread."]) in found


def test_contact_data_of_a_sidebar_that_is_read_after_the_next_page_is_a_section_of_its_own() -> None:
    found = read(
        head("Experience"),
        row("Baker"),
        row("Miller", page=2),
        row("Oslo", role="sidebar", x=400),
        row("ana@example.org", role="sidebar", x=400),
        head("Skills", role="sidebar", x=400),
        row("Bread", role="sidebar", x=400),
    )
    assert found == [
        ("work", ["Baker", "Miller"]),
        ("contact", ["Oslo", "ana@example.org"]),
        ("skills", ["Bread"]),
    ]


def test_a_rail_of_headings_belongs_to_the_text_at_its_height() -> None:
    rail = [head("Experience", y=100, role="sidebar"), head("Education", y=200, role="sidebar")]
    texts = ["Baker of bread", "Bread and rolls", "Cakes for weddings", "Pies", "Tarts and flans", "BA", "MA"]
    text = [row(text, x=200, y=100 + 20 * i) for i, text in enumerate(texts)]
    lines = placed([row("Ana Berg", size=20, y=20), *rail, *text])
    assert told(sections_of(lines), lines) == [
        ("contact", ["Ana Berg"]),
        ("work", texts[:5]),
        ("education", texts[5:]),
    ]


def test_page_numbers_belong_to_no_section() -> None:
    assert read(head("Experience"), row("Baker"), row("Ana Berg – 1/2"), row("Page 1 of 2")) == [
        ("work", ["Baker"])
    ]


def test_a_known_list_of_skills_is_one_under_any_heading() -> None:
    found = read(
        head("About"),
        row("Hello there."),
        head("Languages"),
        row("German"),
        head("Backend"),
        row("Python, Docker, Redis"),
    )
    assert found[-1] == ("skills", ["Python, Docker, Redis"])


def test_a_figure_below_a_word_is_no_section() -> None:
    found = read(
        head("Summary"),
        row("Bakes."),
        row("PROJECTS", bold=True),
        row("12"),
        head("Experience"),
        row("Baker"),
    )
    assert [kind for kind, _ in found] == ["summary", "work"]


def test_positions_with_dates_need_no_heading() -> None:
    found = read(
        row("Ana Berg", size=20),
        row("ana.berg@example.org"),
        row("Bakes bread for the whole town, and cakes for its weddings."),
        row("Senior Baker, Corner Bakery, Leeds (Mar 2021 - Present)"),
        row("Doubled the number of rolls sold before eight in the morning"),
        head("Education"),
        row("Diploma in baking"),
    )
    assert [kind for kind, _ in found] == ["contact", "work", "education"]
    assert found[1][1][0].startswith("Senior Baker")


def test_capitals_alone_make_no_heading_greater() -> None:
    found = read(
        head("EXPERIENCE"), row("Baker"), head("EDUCATION"), row("BA"), head("Certifications"), row("Baking")
    )
    assert [kind for kind, _ in found] == ["work", "education", "certificates"]


def test_a_word_that_heads_sections_elsewhere_names_a_group_within_the_skills() -> None:
    assert read(
        row("Ana Berg", size=20),
        head("Experience"),
        row("Ward sister 2019 - 2021"),
        head("Skills"),
        row("Clinical", bold=True, x=50, y=140),
        row("Triage, Wound care", x=50, y=160),
        row("Leadership", bold=True, x=300, y=140),
        row("Rota planning, Coaching", x=300, y=160),
    )[2] == ("skills", ["Clinical", "Triage, Wound care", "Leadership", "Rota planning, Coaching"])


def test_languages_with_levels_at_the_end_of_the_skills_are_languages() -> None:
    assert read(
        row("Ana Berg", size=20),
        head("Skills"),
        row("Databases", bold=True),
        row("Redis, MySQL"),
        row("Languages", bold=True),
        row("English (native)"),
        row("Spanish (fluent)"),
    )[1:] == [
        ("skills", ["Databases", "Redis, MySQL"]),
        ("languages", ["English (native)", "Spanish (fluent)"]),
    ]


def test_a_row_of_cells_in_the_look_of_headings_is_none() -> None:
    assert read(
        row("Ana Berg", size=20),
        head("EXPERIENCE"),
        row("Head of Brand 2019 - 2021"),
        head("SKILLS"),
        head("BRAND STRATEGY\tMEDIA PLANNING"),
    )[2] == ("skills", ["BRAND STRATEGY\tMEDIA PLANNING"])


def test_a_heading_that_a_narrow_column_breaks_is_one() -> None:
    lines = read(
        row("Ana Berg", size=20),
        head("EXPERIÊNCIA", y=60),
        row("Contabilista 2019 - 2021", y=90),
        head("FORMAÇÃO", y=120),
        head("ACADÊMICA", y=136),
        row("Universidade da Foz 2014 - 2018", y=160),
    )
    assert lines[1:] == [
        ("work", ["Contabilista 2019 - 2021"]),
        ("education", ["Universidade da Foz 2014 - 2018"]),
    ]


def _table(*rows: tuple[str, str]) -> list[Line]:
    """Labels and what stands beside them, as the two cells of a row each."""
    return [
        replace(
            row(text, x=50.0 + 90.0 * cell, y=200.0 + 20.0 * at, bold=cell == 0),
            table=1,
            row=at,
            cell=cell + 1,
        )
        for at, cells in enumerate(rows)
        for cell, text in enumerate(cells)
    ]


def test_a_label_beside_the_skills_that_heads_something_else_opens_it() -> None:
    rows = _table(
        ("Languages", "English, French, Chinese"),
        ("Tools", "Saw, plane"),
        ("Interests", "Swimming, Cooking"),
        ("Machines", "Lathe, drill"),
    )
    assert read(row("Ana Berg", size=20), head("Skills"), *rows)[1:] == [
        ("skills", ["Tools", "Saw, plane", "Machines", "Lathe, drill"]),
        ("languages", ["English, French, Chinese"]),
        ("interests", ["Swimming, Cooking"]),
    ]


def test_a_label_of_programming_languages_stays_among_the_skills() -> None:
    rows = _table(("Languages", "Python, Go, SQL"), ("Tools", "Docker, Git"))
    assert read(row("Ana Berg", size=20), head("Skills"), *rows)[1:] == [
        ("skills", ["Languages", "Python, Go, SQL", "Tools", "Docker, Git"])
    ]


def test_a_heading_that_only_both_its_lines_tell_is_one() -> None:
    rows = [
        row("Ana Berg", size=20),
        head("Experiencia", y=60.0),
        row("Panadera, Horno Lumen", y=80.0),
        head("HISTORIAL", y=110.0),
        head("ACADÉMICO", y=124.5),
        row("Licenciatura en Historia, Universidad de Arden", y=145.0),
    ]
    assert ("education", ["Licenciatura en Historia, Universidad de Arden"]) in told_of(rows)


def told_of(rows: Sequence[Line]) -> list[tuple[str, list[str]]]:
    lines = placed(rows)
    return told(sections_of(lines, entities_of(lines)), lines)


def test_the_second_line_of_a_heading_in_a_rail_stays_with_the_first() -> None:
    """Beside both stands text, and the second line stands level with the text's second."""
    lines = [
        row("Ana Berg", x=200.0, y=40.0, size=20),
        head("PRZEBIEG PRACY", y=100.0),
        head("ZAWODOWEJ", y=114.5),
        row("Piekarz, Piekarnia Lumen", x=200.0, y=100.0),
        row("2019 – 2021, Toruń", x=200.0, y=115.0),
        row("Wypiek chleba i bułek każdej nocy w roku", x=200.0, y=130.0),
        head("EDUKACJA", y=160.0),
        row("Technikum Piekarskie, Toruń", x=200.0, y=160.0),
        row("2015 – 2019, Toruń", x=200.0, y=175.0),
        row("Egzamin zawodowy z wynikiem bardzo dobrym", x=200.0, y=190.0),
    ]
    found = dict(told_of(lines))
    assert found["work"][:2] == ["Piekarz, Piekarnia Lumen", "2019 – 2021, Toruń"]
    assert found["education"][0] == "Technikum Piekarskie, Toruń"


def test_a_name_in_type_larger_than_the_headings_is_none_of_them() -> None:
    name = row("Ana Berg", size=24, bold=True, x=250, y=30)
    assert read(
        head("Skills", role="sidebar"), row("Rye, Wheat", role="sidebar"), name, row("Baker", x=250)
    ) == [
        ("skills", ["Rye, Wheat"]),
        ("contact", ["Ana Berg", "Baker"]),
    ]


def test_what_a_scan_makes_large_but_sets_close_is_no_heading() -> None:
    lines = placed(
        [head("Education"), row("Lisans, 2001"), head("Istanbul", y=71.0), head("Skills"), row("Rye")]
    )
    lines = [
        replace(line, source="ocr", bold=False, gap_above=1.0 if line.text == "Istanbul" else 20.0)
        for line in lines
    ]
    found = told(sections_of(lines), lines)
    assert found == [("education", ["Lisans, 2001", "Istanbul"]), ("skills", ["Rye"])]


def in_cell(cell: int, *rows: Line) -> list[Line]:
    return [replace(line, table=1, row=1, cell=cell, box=None) for line in rows]


def test_a_cell_that_holds_whole_sections_is_a_column_of_the_page() -> None:
    side = in_cell(1, row("12 Mill Lane"), head("Skills"), row("Rye"), head("Interests"), row("Chess"))
    main = in_cell(
        2, row("Ana Berg", size=24, bold=True), row("Baker"), head("Experience"), row("Baker, Bakery")
    )
    lines = [replace(line, id=i) for i, line in enumerate([*side, *main])]
    assert told(sections_of(lines), lines) == [
        ("contact", ["12 Mill Lane", "Ana Berg", "Baker"]),
        ("skills", ["Rye"]),
        ("interests", ["Chess"]),
        ("work", ["Baker, Bakery"]),
    ]


def test_a_heading_that_ends_open_goes_on_below() -> None:
    first, second = head("Conocimiento de", y=120.0), head("idiomas", y=137.0)
    lines = placed(
        [
            head("Habilidades", y=60.0),
            row("Pan, Pan de centeno, Pan integral, Masa madre", y=80.0),
            first,
            second,
            row("Alemán (B2)", y=155.0),
        ]
    )
    found = told(sections_of(lines), lines)
    assert found == [
        ("skills", ["Pan, Pan de centeno, Pan integral, Masa madre"]),
        ("languages", ["Alemán (B2)"]),
    ]
