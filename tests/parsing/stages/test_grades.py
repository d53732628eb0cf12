"""Grades of many countries: where they stand, and on which scale."""

from __future__ import annotations

import pytest

from parsing.stages.grades import Grade, grade_in, grade_of, tell_grades
from tests.parsing.stages.section_text import read, told

GRADES: list[tuple[str, str, str, str, Grade]] = [
    # text, country, degree: the grade as written, then value, scale, best end, share of the best, honours
    ("GPA: 3.8/4.0", "US", "", "3.8/4.0", Grade("3.8/4.0", 3.8, 0, 4, "high", 0.95, "")),
    ("GPA 3.97", "US", "", "3.97", Grade("3.97", 3.97, 0, 4, "high", 0.993, "")),
    ("Cumulative GPA: 3.6 / 4.0", "US", "", "3.6 / 4.0", Grade("3.6 / 4.0", 3.6, 0, 4, "high", 0.9, "")),
    ("3.8 GPA", "US", "", "3.8 GPA", Grade("3.8 GPA", 3.8, 0, 4, "high", 0.95, "")),
    ("CGPA: 8.7/10", "IN", "", "8.7/10", Grade("8.7/10", 8.7, 0, 10, "high", 0.87, "")),
    ("CGPA – 8.7", "IN", "", "8.7", Grade("8.7", 8.7, 0, 10, "high", 0.87, "")),
    ("Percentage: 87%", "IN", "", "87%", Grade("87%", 87, 0, 100, "high", 0.87, "")),
    ("87.5 %", "IN", "", "87.5 %", Grade("87.5 %", 87.5, 0, 100, "high", 0.875, "")),
    ("Aggregate: 76%", "IN", "", "76%", Grade("76%", 76, 0, 100, "high", 0.76, "")),
    ("Note: 1,3", "DE", "M.Sc.", "1,3", Grade("1,3", 1.3, 1, 5, "low", 0.925, "")),
    ("Abschlussnote 1,7 (gut)", "DE", "", "1,7 (gut)", Grade("1,7 (gut)", 1.7, 1, 5, "low", 0.825, "gut")),
    (
        "Gesamtnote: sehr gut (1,4)",
        "DE",
        "",
        "sehr gut (1,4)",
        Grade("sehr gut (1,4)", 1.4, 1, 5, "low", 0.9, "sehr gut"),
    ),
    ("Abitur, Note 1,7", "DE", "Abitur", "1,7", Grade("1,7", 1.7, 1, 6, "low", 0.86, "")),
    ("Abitur (1,7)", "DE", "Abitur", "1,7", Grade("1,7", 1.7, 1, 6, "low", 0.86, "")),
    ("1,7", "DE", "Abitur", "1,7", Grade("1,7", 1.7, 1, 6, "low", 0.86, "")),
    ("Note: 5,2", "CH", "Matura", "5,2", Grade("5,2", 5.2, 1, 6, "high", 0.84, "")),
    (
        "1,0 mit Auszeichnung",
        "DE",
        "",
        "1,0 mit Auszeichnung",
        Grade("1,0 mit Auszeichnung", 1.0, 1, 5, "low", 1, "mit Auszeichnung"),
    ),
    (
        "mit Auszeichnung",
        "AT",
        "",
        "mit Auszeichnung",
        Grade("mit Auszeichnung", 1, 1, 5, "low", 1, "mit Auszeichnung"),
    ),
    ("Note: 1,8", "AT", "", "1,8", Grade("1,8", 1.8, 1, 5, "low", 0.8, "")),
    (
        "Mention Très Bien",
        "FR",
        "",
        "Mention Très Bien",
        Grade("Mention Très Bien", None, None, None, "", 1, "très bien"),
    ),
    (
        "mention assez bien",
        "FR",
        "",
        "mention assez bien",
        Grade("mention assez bien", None, None, None, "", 0.33, "assez bien"),
    ),
    (
        "Mention : Bien",
        "FR",
        "",
        "Mention : Bien",
        Grade("Mention : Bien", None, None, None, "", 0.67, "bien"),
    ),
    ("16/20", "FR", "", "16/20", Grade("16/20", 16, 0, 20, "high", 0.8, "")),
    ("Moyenne : 15,2/20", "FR", "", "15,2/20", Grade("15,2/20", 15.2, 0, 20, "high", 0.76, "")),
    ("Moyenne générale 14,5", "FR", "", "14,5", Grade("14,5", 14.5, 0, 20, "high", 0.725, "")),
    (
        "110/110 e lode",
        "IT",
        "Laurea",
        "110/110 e lode",
        Grade("110/110 e lode", 110, 66, 110, "high", 1, "e lode"),
    ),
    ("110 e lode", "IT", "Laurea", "110 e lode", Grade("110 e lode", 110, 66, 110, "high", 1, "e lode")),
    ("Voto: 108/110", "IT", "Laurea", "108/110", Grade("108/110", 108, 66, 110, "high", 0.955, "")),
    ("Votazione 98/100", "IT", "Diploma", "98/100", Grade("98/100", 98, 60, 100, "high", 0.95, "")),
    ("Voto di laurea: 105", "IT", "Laurea", "105", Grade("105", 105, 66, 110, "high", 0.886, "")),
    ("Diploma, 92/100", "IT", "diploma", "92/100", Grade("92/100", 92, 60, 100, "high", 0.8, "")),
    ("30 e lode", "IT", "", "30 e lode", Grade("30 e lode", 30, 18, 30, "high", 1, "e lode")),
    (
        "First Class Honours",
        "GB",
        "",
        "First Class Honours",
        Grade("First Class Honours", None, None, None, "", 1, "first"),
    ),
    (
        "First-class honours",
        "GB",
        "",
        "First-class honours",
        Grade("First-class honours", None, None, None, "", 1, "first"),
    ),
    ("2:1", "GB", "", "2:1", Grade("2:1", None, None, None, "", 0.75, "upper second")),
    (
        "Upper Second Class Honours (2:1)",
        "GB",
        "",
        "Upper Second Class Honours",
        Grade("Upper Second Class Honours", None, None, None, "", 0.75, "upper second"),
    ),
    ("BA (Hons) History, 2:2", "GB", "", "2:2", Grade("2:2", None, None, None, "", 0.5, "lower second")),
    ("Distinction", "GB", "", "Distinction", Grade("Distinction", None, None, None, "", 1, "distinction")),
    (
        "MSc with Distinction",
        "GB",
        "",
        "with Distinction",
        Grade("with Distinction", None, None, None, "", 1, "distinction"),
    ),
    ("Merit", "GB", "", "Merit", Grade("Merit", None, None, None, "", 0.67, "merit")),
    (
        "summa cum laude",
        "US",
        "",
        "summa cum laude",
        Grade("summa cum laude", None, None, None, "", 1, "summa cum laude"),
    ),
    (
        "Magna Cum Laude",
        "US",
        "",
        "Magna Cum Laude",
        Grade("Magna Cum Laude", None, None, None, "", 0.9, "magna cum laude"),
    ),
    ("Grade: A-", "US", "", "A-", Grade("A-", 3.7, 0, 4, "high", 0.925, "")),
    ("A-", "US", "", "A-", Grade("A-", 3.7, 0, 4, "high", 0.925, "")),
    ("Nota media: 8,5/10", "ES", "", "8,5/10", Grade("8,5/10", 8.5, 0, 10, "high", 0.85, "")),
    ("Nota: 8,7", "ES", "", "8,7", Grade("8,7", 8.7, 0, 10, "high", 0.87, "")),
    ("Promedio: 9.2", "MX", "", "9.2", Grade("9.2", 9.2, 0, 10, "high", 0.92, "")),
    (
        "Sobresaliente",
        "ES",
        "",
        "Sobresaliente",
        Grade("Sobresaliente", 9, 0, 10, "high", 0.9, "sobresaliente"),
    ),
    (
        "Matrícula de Honor",
        "ES",
        "",
        "Matrícula de Honor",
        Grade("Matrícula de Honor", 10, 0, 10, "high", 1, "matrícula de honor"),
    ),
    ("Calificación: Notable", "ES", "", "Notable", Grade("Notable", 7, 0, 10, "high", 0.7, "notable")),
    ("17 valores", "PT", "", "17 valores", Grade("17 valores", 17, 0, 20, "high", 0.85, "")),
    ("Média final: 16 valores", "PT", "", "16 valores", Grade("16 valores", 16, 0, 20, "high", 0.8, "")),
    ("Média: 8,7", "BR", "", "8,7", Grade("8,7", 8.7, 0, 10, "high", 0.87, "")),
    ("Classificação: 15", "PT", "", "15", Grade("15", 15, 0, 20, "high", 0.75, "")),
    ("IB Diploma: 38/45", "GB", "IB Diploma", "38/45", Grade("38/45", 38, 0, 45, "high", 0.844, "")),
    ("Score: 38", "GB", "IB Diploma", "38", Grade("38", 38, 0, 45, "high", 0.844, "")),
    ("Cijfer: 7,5", "NL", "", "7,5", Grade("7,5", 7.5, 1, 10, "high", 0.722, "")),
    ("Gemiddeld cijfer 7.5", "NL", "", "7.5", Grade("7.5", 7.5, 1, 10, "high", 0.722, "")),
    ("cum laude", "NL", "", "cum laude", Grade("cum laude", None, None, None, "", 0.8, "cum laude")),
    (
        "Ocena: bardzo dobry",
        "PL",
        "",
        "bardzo dobry",
        Grade("bardzo dobry", 5, 2, 5, "high", 1, "bardzo dobry"),
    ),
    ("Średnia 4,7", "PL", "", "4,7", Grade("4,7", 4.7, 2, 5, "high", 0.9, "")),
    ("Betyg: 4.2", "SE", "", "4.2", Grade("4.2", 4.2, 0, 5, "high", 0.84, "")),
    ("GNO 3.4/4", "TR", "", "3.4/4", Grade("3.4/4", 3.4, 0, 4, "high", 0.85, "")),
    ("Karakter: 10", "DK", "", "10", Grade("10", 10, -3, 12, "high", 0.867, "")),
    ("GPA: 3.8/4.0 (top 5 %)", "US", "", "3.8/4.0", Grade("3.8/4.0", 3.8, 0, 4, "high", 0.95, "")),
]


@pytest.mark.parametrize(("text", "country", "degree", "raw", "grade"), GRADES)
def test_a_grade_is_read_with_its_scale(text: str, country: str, degree: str, raw: str, grade: Grade) -> None:
    span = grade_in(text)
    assert span is not None
    assert text[span.start : span.end] == raw
    assert grade_of(raw, country=country, degree=degree) == grade


@pytest.mark.parametrize(
    "text",
    [
        "Computer Science",
        "Top 5% of the class",
        "100% scholarship",
        "09/2016 – 06/2020",
        "09/16",
        "Grade school teacher",
        "First class of nurses in town",
        "Class of 2016",
        "Master of Arts",
        "Notable alumni network",
        "Nota Bene Institute",
        "Media Studies",
        "Average height trees",
        "Grade 12",
        "4/5 of the courses in French",
        "24/7 support",
        "Points of law",
        "Result: passed",
    ],
)
def test_what_is_no_grade_is_left_alone(text: str) -> None:
    assert grade_in(text) is None


def test_a_grade_off_its_scale_keeps_its_value_alone() -> None:
    assert grade_of("740") == Grade("740", 740, None, None, "", None, "")
    assert grade_of("38/4") == Grade("38/4", 38, None, None, "", None, "")


ENTRIES = [
    (
        "Sample University\nBSc in Physics, First Class Honours\n2010 – 2014",
        "BSc",
        "Physics",
        "First Class Honours",
    ),
    ("Sample University\nBSc in Physics (2:1)\n2010 – 2014", "BSc", "Physics", "2:1"),
    (
        "Universität Musterstadt\nMaster of Science Maschinenbau (1,3)\n2010 – 2014",
        "Master of Science Maschinenbau",
        "",
        "1,3",
    ),
    (
        "Universität Musterstadt\nMaster of Science, Abschlussnote: 1,3\n2010 – 2014",
        "Master of Science",
        "",
        "1,3",
    ),
    (
        "Université de Modèleville\nMaster en Droit, mention bien\n2010 – 2014",
        "Master",
        "Droit",
        "mention bien",
    ),
    (
        "Università di Esempio\nLaurea in Economia – 110/110 e lode\n2010 – 2014",
        "Laurea",
        "Economia",
        "110/110 e lode",
    ),
    (
        "Universidade de Amostra\nLicenciatura em Direito\n2010 – 2014\nMédia final: 16 valores",
        "Licenciatura",
        "Direito",
        "16 valores",
    ),
    (
        "Universidad de Muestra\nGrado en Derecho\n2010 – 2014\nNota media: 8,5/10",
        "Grado",
        "Derecho",
        "8,5/10",
    ),
    (
        "Sample Institute of Technology\nB.Tech in Physics | CGPA: 8.7/10\n2010 – 2014",
        "B.Tech",
        "Physics",
        "8.7/10",
    ),
    ("Sample University\nBA in History\n2010 – 2014\nGPA: 3.6 / 4.0", "BA", "History", "3.6 / 4.0"),
    (
        "Voorbeeld Universiteit\nBachelor in Rechten, cum laude\n2010 – 2014",
        "Bachelor",
        "Rechten",
        "cum laude",
    ),
]


@pytest.mark.parametrize(("text", "degree", "area", "score"), ENTRIES)
def test_the_grade_is_parted_from_the_degree(text: str, degree: str, area: str, score: str) -> None:
    (entry,) = read("education", text)
    assert told(entry, "studyType", "area", "score") == (degree, area, score)


def test_the_profile_keeps_the_grade_as_written_and_tells_its_scale() -> None:
    education = [
        {"score": {"value": "1,3"}, "studyType": {"value": "M.Sc."}},
        {"score": {"value": "5,2"}, "location": {"value": "Bern, Schweiz"}},
        {"institution": {"value": "Sample University"}},
    ]
    tell_grades(education, "DE")
    assert [entry.get("grade") for entry in education] == [
        {"raw": "1,3", "value": 1.3, "scale_min": 1, "scale_max": 5, "best_is": "low", "normalized": 0.925},
        {"raw": "5,2", "value": 5.2, "scale_min": 1, "scale_max": 6, "best_is": "high", "normalized": 0.84},
        None,
    ]
