"""Files that hold more than a résumé, and files that hold none."""

from __future__ import annotations

from datetime import date
from functools import cache
from typing import Any

import pytest
from weasyprint import HTML

from parsing.stages.flow import read
from parsing.stages.page_classes import own_lines, page_classes, resume_first, sections_apart
from parsing.stages.types import Line

RESUME = """Mara Lindqvist
mara.lindqvist@mail.example
Berufserfahrung
Buchhalterin, Nordlicht Kontor GmbH 03/2018 – heute
Ausbildung
Hochschule Musterstadt, Bachelor of Arts 2014 – 2017
Kenntnisse
DATEV, SAP, Excel"""
LETTERS = {
    "de": """Bewerbung als Buchhalterin
Sehr geehrte Frau Sommer,
mit großem Interesse habe ich Ihre Anzeige gelesen. In meiner jetzigen Stelle verantworte ich die Buchhaltung.
Mit freundlichen Grüßen
Mara Lindqvist""",
    "en": """Dear Ms Carver,
I am writing to apply for the post of accountant that you advertised last week in the paper.
Yours sincerely
Mara Lindqvist""",
    "fr": """Objet : candidature au poste de comptable
Madame, Monsieur,
Votre annonce a retenu toute mon attention, car je souhaite rejoindre une entreprise comme la vôtre.
Je vous prie d'agréer mes salutations distinguées.""",
    "es": """Estimada señora Robles:
Me dirijo a usted para presentar mi candidatura al puesto de contable que han anunciado esta semana.
Atentamente
Mara Lindqvist""",
    "it": """Gentile dottoressa Ferri,
Le scrivo per candidarmi alla posizione di contabile che avete pubblicato la scorsa settimana sul sito.
Cordiali saluti""",
    "pl": """Szanowna Pani,
zwracam się z prośbą o rozpatrzenie mojej kandydatury na stanowisko księgowej w Państwa firmie.
Z poważaniem""",
    "ru": """Уважаемая Анна Петровна,
прошу рассмотреть мою кандидатуру на должность бухгалтера, объявление о которой я увидела на сайте.
С уважением""",
}
CERTIFICATES = {
    "en": """Certificate of Completion
This is to certify that Mara Lindqvist
has successfully completed the course Advanced Bookkeeping
Harbour Training Centre, 12 May 2019""",
    "de": """Arbeitszeugnis
Frau Mara Lindqvist, geboren am 3. Mai 1992, war vom 1. März 2018 bis heute bei uns als Buchhalterin tätig.
Sie erledigte ihre Aufgaben stets zu unserer vollsten Zufriedenheit.""",
    "fr": """Attestation de formation
Le centre Vauban certifie que Mara Lindqvist a suivi la formation Comptabilité avancée.""",
}
INVOICE = """Invoice
Invoice number 2291
Office chairs 4 × 120.00 EUR 480.00 EUR
Subtotal 480.00 EUR
Amount due 571.20 EUR"""
ADVERT = """Accountant wanted
We are looking for an accountant for our office in Leeds.
What we offer
Apply now by mail."""
ARTICLE = " ".join(["The tide came in over the flats and the boats lifted one by one from the mud."] * 8)


def lines_of(*pages: str) -> list[Line]:
    """The pages' lines, numbered through; a long one is broken as print would break it."""
    found: list[Line] = []
    for page, text in enumerate(pages, start=1):
        for row in text.splitlines():
            words, part = row.split(), ""
            for word in words:
                if len(part) + len(word) > 90:
                    found.append(Line(len(found), part.strip(), page))
                    part = ""
                part += f" {word}"
            found.append(Line(len(found), part.strip(), page))
    return found


def kinds(*pages: str) -> list[str]:
    return [each.kind for each in page_classes(lines_of(*pages))]


@pytest.mark.parametrize("letter", LETTERS.values(), ids=LETTERS)
@pytest.mark.parametrize("certificate", CERTIFICATES.values(), ids=CERTIFICATES)
def test_letter_resume_and_certificate_are_told_apart(letter: str, certificate: str) -> None:
    assert kinds(letter, RESUME, certificate) == ["letter", "resume", "certificate"]


@pytest.mark.parametrize(
    ("page", "kind"), [(INVOICE, "invoice"), (ADVERT, "advert"), (ARTICLE, "article"), (RESUME, "resume")]
)
def test_a_page_by_itself(page: str, kind: str) -> None:
    assert kinds(page) == [kind]


def test_a_page_of_prose_within_a_resume_is_its_own() -> None:
    assert kinds(RESUME, ARTICLE) == ["resume", "resume"]


def test_the_evidence_is_the_lines_that_told() -> None:
    lines = lines_of(LETTERS["en"])
    (page,) = page_classes(lines)
    assert lines[page.evidence[0]].text == "Dear Ms Carver,"
    assert page.probability > 0.9


def test_the_resume_comes_first_and_the_rest_makes_sections_apart() -> None:
    lines = resume_first(lines_of(LETTERS["en"], RESUME))
    assert [line.id for line in lines] == list(range(len(lines)))
    assert lines[0].text == "Mara Lindqvist"
    assert lines[0].page == 2
    assert len(own_lines(lines)) == 8
    (letter,) = sections_apart(lines)
    assert letter.kind == "letter"
    assert lines[letter.lines[0]].text == "Dear Ms Carver,"


def test_a_resume_alone_stays_as_it_is() -> None:
    lines = tuple(lines_of(RESUME, RESUME))
    assert resume_first(lines) == lines
    assert own_lines(lines) is lines
    assert sections_apart(lines) == ()


@cache
def profile(*pages: str) -> dict[str, Any]:
    shown = ("".join(f"<p>{row}</p>" for row in page.splitlines()) for page in pages)
    body = "".join(f'<section style="break-after: page">{page}</section>' for page in shown)
    return read(HTML(string=body).write_pdf(), "file.pdf", as_of=date(2026, 1, 1)).profile


def codes(found: dict[str, Any]) -> dict[str, dict[str, str]]:
    return {finding["code"]: finding for finding in found["quality_findings"]}


def test_only_the_resume_feeds_the_profile() -> None:
    found = profile(LETTERS["de"], RESUME, CERTIFICATES["en"])
    assert found["basics"]["name"]["value"] == "Mara Lindqvist"
    assert [job["name"]["value"] for job in found["work"]] == ["Nordlicht Kontor GmbH"]
    assert [school["institution"]["value"] for school in found["education"]] == ["Hochschule Musterstadt"]
    assert codes(found)["mixed_file"]["message"].startswith("Other documents lie in this file (page 1, 3)")
    kept = {item["text"] for item in found["extras"]["unmapped_text"]}
    assert "Sehr geehrte Frau Sommer," in kept


@pytest.mark.parametrize(
    ("page", "words"),
    [(INVOICE, "an invoice"), (LETTERS["en"], "a letter"), (ARTICLE, "an article"), (ADVERT, "a job advert")],
)
def test_what_is_no_resume_is_called_so(page: str, words: str) -> None:
    finding = codes(profile(page))["not_a_resume"]
    assert words in finding["message"]
    assert finding["evidence"]


def test_a_resume_is_never_called_something_else() -> None:
    assert not {"not_a_resume", "mixed_file", "unsupported_language"} & codes(profile(RESUME)).keys()
