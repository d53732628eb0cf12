"""Tables that say what their cells are: forms with a label before each value, tables with a row of labels."""

from __future__ import annotations

from dataclasses import replace

import pytest

from parsing.stages.entries import Entry, entries_of
from parsing.stages.entries.forms import without_labels
from parsing.stages.entries.lexicon import form_label
from parsing.stages.types import Box, Line, Section
from tests.parsing.stages.pages_of_words import page_of, put, read
from tests.parsing.stages.section_text import AS_OF, told

Row = tuple[str, ...]


def cells(*rows: Row, boxed: bool = True) -> list[Line]:
    """A table of these rows, a line for each cell; `- ` opens a list item."""
    lines: list[Line] = []
    for at, row in enumerate(rows):
        for cell, raw in enumerate(row, start=1):
            text = raw.removeprefix("- ")
            x, y = 50.0 + 120.0 * cell, 100.0 + 16.0 * at
            box = Box(x, y, x + 5.0 * len(text), y + 10.0) if boxed else None
            line = Line(len(lines), text, box=box, size=10.0, table=1, row=at, cell=cell)
            lines.append(replace(line, is_list_item=raw != text))
    return lines


def entries(kind: str, lines: list[Line], culture: str = "en") -> list[Entry]:
    return entries_of(
        Section(kind, tuple(line.id for line in lines)), lines, (), as_of=AS_OF, culture=culture
    )


WORDS = {
    "en": ("Dates", "Employer", "Occupation or position held", "Main activities and responsibilities"),
    "de": ("Zeitraum", "Arbeitgeber", "Beruf oder Funktion", "Aufgaben"),
    "fr": ("Dates", "Nom et adresse de l'employeur", "Fonction occupée", "Activités principales"),
    "es": ("Fechas", "Empresa", "Puesto", "Funciones"),
    "pt": ("Datas", "Empregador", "Cargo ocupado", "Tarefas"),
    "it": ("Data", "Datore di lavoro", "Posizione", "Mansioni"),
    "nl": ("Periode", "Werkgever", "Functie", "Taken"),
    "pl": ("Okres", "Pracodawca", "Zajmowane stanowisko", "Zakres obowiązków"),
    "sv": ("Period", "Arbetsgivare", "Befattning", "Arbetsuppgifter"),
    "tr": ("Tarih", "İşveren", "Pozisyon", "Sorumluluklar"),
}


@pytest.mark.parametrize("boxed", [True, False])
@pytest.mark.parametrize("language", WORDS)
def test_a_form_says_what_its_values_are(language: str, boxed: bool) -> None:
    when, employer, title, duties = WORDS[language]
    rows = [
        (when, "01/2019 – 12/2021"),
        (title, "Zephyrlane"),
        (employer, "Tallowmere"),
        (duties, "- Kept nine thousand records"),
        (when, "03/2015 – 12/2018"),
        (title, "Brambleway"),
        (employer, "Wendelstein"),
        (duties, "- Answered letters"),
    ]
    found = entries("work", cells(*rows, boxed=boxed), language)
    assert [told(each, "name", "position", "startDate", "endDate") for each in found] == [
        ("Tallowmere", "Zephyrlane", "2019-01", "2021-12"),
        ("Wendelstein", "Brambleway", "2015-03", "2018-12"),
    ]
    assert [len(each.fields["highlights"]) for each in found] == [1, 1]  # type: ignore[arg-type]


def test_an_entry_of_a_form_may_leave_out_what_others_say() -> None:
    rows = [
        ("Position", "Clerk"),
        ("Employer", "Zephyrlane"),
        ("Dates", "2019 – 2021"),
        ("Position", "Joiner"),
        ("Dates", "2015 – 2019"),
        ("Employer", "Tallowmere"),
        ("Duties", "Made shelves for the whole of the house and its library."),
    ]
    found = entries("work", cells(*rows))
    assert [told(each, "name", "position", "startDate") for each in found] == [
        ("Zephyrlane", "Clerk", "2019"),
        ("Tallowmere", "Joiner", "2015"),
    ]
    assert "library" in str(found[1].fields["highlights"])


def test_a_form_of_schooling() -> None:
    rows = [
        ("Dates", "2010 – 2013"),
        ("Qualification", "Vordiplom"),
        ("Field of study", "Holztechnik"),
        ("School", "Wendelstein"),
        ("Dates", "2004 – 2010"),
        ("Qualification", "Reifezeugnis"),
        ("School", "Brambleway"),
    ]
    found = entries("education", cells(*rows))
    assert [told(each, "institution", "startDate") for each in found] == [
        ("Wendelstein", "2010"),
        ("Brambleway", "2004"),
    ]


HEADED = [
    (("Position", "Employer", "Place", "Dates"), "en"),
    (("Stelle", "Arbeitgeber", "Ort", "Zeitraum"), "de"),
    (("Poste", "Entreprise", "Lieu", "Période"), "fr"),
    (("Puesto", "Empresa", "Lugar", "Fechas"), "es"),
    (("Befattning", "Arbetsgivare", "Ort", "Period"), "sv"),
    (("Stanowisko", "Pracodawca", "Miejscowość", "Okres"), "pl"),
]


@pytest.mark.parametrize("boxed", [True, False])
@pytest.mark.parametrize(("labels", "language"), HEADED)
def test_a_row_of_labels_says_what_its_columns_are(labels: Row, language: str, boxed: bool) -> None:
    rows = [
        labels,
        ("Zephyrlane", "Brambleway", "Oberdorf", "2019 – 2021"),
        ("Tallowmere", "Wendelstein", "Unterdorf", "2015 – 2019"),
    ]
    found = entries("work", cells(*rows, boxed=boxed), language)
    assert [told(each, "position", "name", "location", "startDate") for each in found] == [
        ("Zephyrlane", "Brambleway", "Oberdorf", "2019"),
        ("Tallowmere", "Wendelstein", "Unterdorf", "2015"),
    ]


def test_columns_of_a_ruled_table_are_told_by_their_place_on_the_line() -> None:
    """A row that leaves out a cell, with its cells on one line, as pages give it."""
    columns = (50.0, 200.0, 330.0, 430.0)
    texts = [("Position", "Employer", "Place", "Dates"), ("Clerk", "Zephyrlane", "", "2019 – 2021")]
    words = [
        word
        for at, row in enumerate(texts)
        for x, text in zip(columns, row, strict=True)
        for word in (put(text, x, 100 + 20 * at) if text else [])
    ]
    lines = list(read(page_of(words)))
    assert [line.text.count("\t") for line in lines] == [3, 2]
    (entry,) = entries("work", lines)
    assert told(entry, "position", "name", "location", "endDate") == ("Clerk", "Zephyrlane", "", "2021")


@pytest.mark.parametrize(
    "row",
    [
        ("2019 – 2021", "Clerk at Zephyrlane"),
        ("Tools", "Saw, plane, lathe"),
        ("Zephyrlane", "Clerk"),
        ("Employer of the year", "Zephyrlane"),
    ],
)
def test_other_cells_stay_lines_of_their_own(row: Row) -> None:
    lines = cells(row, ("2015 – 2019", "Joiner at Tallowmere"))
    kept, said = without_labels(lines)
    is_label = form_label(row[0]) != ""
    assert len(kept) == 4 - is_label
    assert bool(said) == is_label


def test_a_word_that_may_be_a_degree_is_a_label_only_in_a_table() -> None:
    (entry,) = entries("education", [Line(0, "Diploma"), Line(1, "College of the North, 2012")])
    assert "Diploma" in str(entry.fields)
