"""Lists of skills as people set them."""

from __future__ import annotations

import pytest

from parsing.stages.skills import SkillGroup, skill_groups
from parsing.stages.types import Box, Line, Word


def rows(*texts: str, bold: tuple[int, ...] = ()) -> list[Line]:
    return [
        Line(
            i,
            text,
            box=Box(50, 20.0 * i, 50 + 5 * len(text), 20.0 * i + 10),
            words=words_of(text, 20.0 * i) if "\t" in text else (),
            size=10,
            bold=i in bold,
        )
        for i, text in enumerate(texts)
    ]


def words_of(text: str, top: float) -> tuple[Word, ...]:
    """The words of a row, its cells beginning 200 points apart."""
    found = []
    for column, cell in enumerate(text.split("\t")):
        x = 50.0 + 200 * column
        for word in cell.split(" "):
            found.append(Word(word, Box(x, top, x + 5 * len(word), top + 10), size=10))
            x += 5 * len(word) + 3
    return tuple(found)


def told(groups: list[SkillGroup]) -> list[tuple[str, list[str]]]:
    return [
        (group.name.value if group.name else "", [leaf.value for leaf in group.keywords]) for group in groups
    ]


LISTS = [
    (
        ["Languages: Python, C++ and Go", "Tools: Git; Make"],
        [("Languages", ["Python", "C++", "Go"]), ("Tools", ["Git", "Make"])],
    ),
    (["Research and Development, Word and Excel"], [("", ["Research and Development", "Word", "Excel"])]),
    (["Python | Go | Rust"], [("", ["Python", "Go", "Rust"])]),
    (["• Python", "• Docker"], [("", ["Python", "Docker"])]),
    (["AWS (EC2, S3), Terraform"], [("", ["AWS (EC2, S3)", "Terraform"])]),
    (["Python (expert), Go (basic)"], [("", ["Python", "Go"])]),
    (["Python ★★★★☆", "Go ★★"], [("", ["Python", "Go"])]),
    (["JavaScript HTML 5 CSS REST"], [("", ["JavaScript", "HTML 5", "CSS", "REST"])]),
    (["Node.js Express"], [("", ["Node.js", "Express"])]),
    (["Project Management"], [("", ["Project Management"])]),
    (["Python, machine", "learning, Go"], [("", ["Python", "machine learning", "Go"])]),
    (
        ["Administration: Crisis", "intervention, Filing"],
        [("Administration", ["Crisis intervention", "Filing"])],
    ),
    (
        [
            "Desk: Report writing, Stakeholder",
            "management",
            "IT: SAP, Excel, MS",
            "Office",
            "Also: Rigour, Tact",
        ],
        [
            ("Desk", ["Report writing", "Stakeholder management"]),
            ("IT", ["SAP", "Excel", "MS Office"]),
            ("Also", ["Rigour", "Tact"]),
        ],
    ),
    (["Python, Python, python"], [("", ["Python"])]),
    (
        ["Databases", "Advanced", "Redis, MySQL", "Cloud", "Basic", "AWS, Azure"],
        [("Databases", ["Redis", "MySQL"]), ("Cloud", ["AWS", "Azure"])],
    ),
    (
        ["Databases", "Advanced", "Redis", "MySQL", "Cloud", "Basic", "AWS", "Azure"],
        [("Databases", ["Redis", "MySQL"]), ("Cloud", ["AWS", "Azure"])],
    ),
    (
        ["Sales · Advanced", "Cold calls", "Bids", "Office · Basic", "Excel", "Word"],
        [("Sales", ["Cold calls", "Bids"]), ("Office", ["Excel", "Word"])],
    ),
    (
        ["Languages Expert", "Python Go SQL", "Cloud Advanced", "AWS Docker"],
        [("Languages", ["Python", "Go", "SQL"]), ("Cloud", ["AWS", "Docker"])],
    ),
    (
        ["BRAND STRATEGY — ADVANCED\tMEDIA — BASIC", "BUDGETS — ADVANCED\tCOPY — EXPERT"],
        [("", ["BRAND STRATEGY", "MEDIA", "BUDGETS", "COPY"])],
    ),
    (
        ["ANALYSIS\tSTATISTICS", "Python, R, SQL\tSampling, Regression"],
        [("ANALYSIS", ["Python", "R", "SQL"]), ("STATISTICS", ["Sampling", "Regression"])],
    ),
    (["Python、Java、项目管理"], [("", ["Python", "Java", "项目管理"])]),
    (["Python، Django، إدارة المشاريع"], [("", ["Python", "Django", "إدارة المشاريع"])]),
]


@pytest.mark.parametrize(("texts", "groups"), LISTS)
def test_skills_are_told_apart(texts: list[str], groups: list[tuple[str, list[str]]]) -> None:
    assert told(skill_groups(rows(*texts))) == groups


def test_bold_lines_name_groups() -> None:
    lines = rows("Databases", "Redis", "MySQL", "Cloud", "AWS", bold=(0, 3))
    assert told(skill_groups(lines)) == [("Databases", ["Redis", "MySQL"]), ("Cloud", ["AWS"])]


def test_a_level_line_is_the_group_s_level() -> None:
    group = skill_groups(rows("Databases", "Advanced", "Redis, MySQL", "Cloud", "Basic", "AWS, Azure"))[0]
    assert group.level is not None
    assert (group.level.value, group.level.normalized) == ("Advanced", "4")


def test_wide_gaps_part_skills() -> None:
    words = tuple(
        Word(text, Box(x, 0, x + 30, 10), size=10) for text, x in (("Zig", 0), ("Elm", 60), ("Nim", 120))
    )
    line = Line(0, "Zig Elm Nim", box=Box(0, 0, 150, 10), words=words, size=10)
    assert told(skill_groups([line])) == [("", ["Zig", "Elm", "Nim"])]


def test_evidence_points_at_each_skill() -> None:
    lines = rows("Tools: Git, Make")
    make = skill_groups(lines)[0].keywords[1]
    assert (make.evidence[0].start, make.evidence[0].text) == (12, "Make")


def test_the_left_cell_of_a_row_names_the_group() -> None:
    lines = [
        Line(0, "Frontend", table=1, row=1, cell=1),
        Line(1, "React, Vue", table=1, row=1, cell=2),
        Line(2, "Backend", table=1, row=2, cell=1),
        Line(3, "Go, Rust", table=1, row=2, cell=2),
    ]
    assert told(skill_groups(lines)) == [("Frontend", ["React", "Vue"]), ("Backend", ["Go", "Rust"])]


@pytest.mark.parametrize(
    ("written", "usual"),
    [
        ("ReactJS", "React"),
        ("React.js", "React"),
        ("react js", "React"),
        ("JS", "JavaScript"),
        ("Javascript", "JavaScript"),
        ("ES6", "JavaScript"),
        ("k8s", "Kubernetes"),
        ("Postgres", "PostgreSQL"),
        ("NodeJS", "Node.js"),
        ("golang", "Go"),
        ("MS Excel", "Excel"),
        ("Amazon Web Services", "AWS"),
        ("sklearn", "scikit-learn"),
        (".net core", ".NET Core"),
        ("C sharp", "C#"),
        ("Beekeeping", "beekeeping"),
    ],
)
def test_a_skill_is_given_as_written_and_in_its_usual_spelling(written: str, usual: str) -> None:
    (group,) = skill_groups(rows(f"{written}, Filing"))
    leaf = group.keywords[0]
    assert (leaf.value, leaf.raw, leaf.normalized) == (written, written, usual)


def test_an_item_that_a_list_had_no_room_for_names_no_group() -> None:
    lines = [
        Line(
            i, text, box=Box(50, 15.0 * i, 50 + 5 * len(text), 15.0 * i + 10), words=words_of(text, 15.0 * i)
        )
        for i, text in enumerate(
            [
                "Techniques:",
                "Analysis, Welding, Casting,",
                "Measuring",
                "Tools: Creo, Inventor, Ansys,",
                "Fusion",
            ]
        )
    ]
    assert told(skill_groups(lines)) == [
        ("Techniques", ["Analysis", "Welding", "Casting", "Measuring"]),
        ("Tools", ["Creo", "Inventor", "Ansys", "Fusion"]),
    ]
