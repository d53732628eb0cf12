"""What a heading means, however it is written, in many languages."""

from __future__ import annotations

import pytest

from parsing.stages.headings import heading_of, inline_heading

HEADINGS = [
    ("Experience", "en", "work"),
    ("WORK EXPERIENCE:", "en", "work"),
    ("E X P E R I E N C E", "en", "work"),
    ("L ANGUAGES", "en", "languages"),
    ("3. Education", "en", "education"),
    ("§ 04 — Publications", "en", "publications"),
    ("\uf0b1 Employment", "en", "work"),
    ("Berufserfahrung", "de", "work"),
    ("Ausbildung und Weiterbildung", "de", "education"),
    ("Expériences professionnelles", "fr", "work"),
    ("EXPERIENCES PROFESSIONNELLES", "fr", "work"),
    ("Formation", "fr", "education"),
    ("Experiencia laboral", "es", "work"),
    ("Formação académica", "pt", "education"),
    ("Istruzione e formazione", "it", "education"),
    ("Werkervaring", "nl", "work"),
    ("Doświadczenie zawodowe", "pl", "work"),
    ("Arbetslivserfarenhet", "sv", "work"),
    ("Erhvervserfaring", "da", "work"),
    ("Utdanning", "nb", "education"),
    ("Työkokemus", "fi", "work"),
    ("Pracovní zkušenosti", "cs", "work"),
    ("Experiență profesională", "ro", "work"),
    ("İş Deneyimi", "tr", "work"),
    ("工作经历", "zh", "work"),
    ("Projects & Associations", "en", "projects"),
    ("Selected Honors", "en", "awards"),
    ("Volunteer Experience", "en", "volunteer"),
    ("Training & Education", "en", "education"),
    ("Bisherige Stationen", "de", "work"),
    ("Beruflicher Hintergrund", "de", "work"),
    ("Zu meiner Person", "de", "summary"),
    ("Навыки", "ru", "skills"),
    ("Освіта", "uk", "education"),
    ("Επαγγελματική εμπειρία", "el", "work"),
    ("Munkatapasztalat", "hu", "work"),
    ("職務経歴", "ja", "work"),
    ("학력사항", "ko", "education"),
    ("الخبرات العملية", "ar", "work"),
    ("ניסיון תעסוקתי", "he", "work"),
    ("Kinh nghiệm làm việc", "vi", "work"),
    ("शिक्षा", "hi", "education"),
]


@pytest.mark.parametrize(("text", "language", "kind"), HEADINGS)
def test_a_known_heading_opens_its_section(text: str, language: str, kind: str) -> None:
    heading = heading_of(text, language)
    assert heading is not None
    assert (heading.kind, heading.exact) == (kind, True)


@pytest.mark.parametrize(
    ("text", "kind"),
    [
        ("Vertriebserfahrung", "work"),
        ("Datenbankkenntnisse", "skills"),
        ("Clinical History · Experience", "work"),
    ],
)
def test_a_part_of_a_heading_tells_less_surely(text: str, kind: str) -> None:
    heading = heading_of(text, "de")
    assert heading is not None
    assert (heading.kind, heading.exact) == (kind, False)


def test_a_heading_known_by_one_word_is_not_exact() -> None:
    heading = heading_of("Computer Engineering Experience")
    assert heading is not None
    assert (heading.kind, heading.exact) == ("work", False)


@pytest.mark.parametrize("text", ["Ana Berg", "Acme Corporation", "2019", "", "Led the team that did it all"])
def test_other_lines_are_no_headings(text: str) -> None:
    assert heading_of(text) is None


def test_a_heading_within_a_line_tells_where_its_content_begins() -> None:
    text = "Skills: Python, Go"
    found = inline_heading(text)
    assert found is not None
    assert (found[0].kind, text[found[1] :]) == ("skills", "Python, Go")
    assert inline_heading("Skills:") is None
    assert inline_heading("Responsible for: everything") is None
