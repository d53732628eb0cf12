"""Lines that say what they tell: labels in bold before their values, contact data in a line at the foot."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest
from weasyprint import HTML

from parsing.stages.flow import read

ENTRIES = """
<p><b>{title}:</b> {first}<br><b>{employer}:</b> Hollin Works, Leeds<br><b>{dates}:</b> 03/2021 – 05/2023</p>
<p><b>{title}:</b> {second}<br><b>{employer}:</b> Acme<br><b>{dates}:</b> 01/2018 – 02/2021</p>
"""
FOOT = "ben.okoro@example.org ◆ 12 Mill Lane, Leeds LS1 4AP ◆ +44 20 7946 0018 ◆ linkedin.com/in/ben-okoro"


def profile(body: str) -> dict[str, Any]:
    return read(HTML(string=body).write_pdf(), "cv.pdf", as_of=date(2026, 1, 1)).profile


@pytest.mark.parametrize(
    ("heading", "words"),
    [
        ("Work Experience", {"title": "Position", "employer": "Employer", "dates": "Dates"}),
        ("Berufserfahrung", {"title": "Position", "employer": "Arbeitgeber", "dates": "Zeitraum"}),
        ("Expériences professionnelles", {"title": "Poste", "employer": "Employeur", "dates": "Période"}),
    ],
)
def test_a_label_in_bold_is_no_name(heading: str, words: dict[str, str]) -> None:
    entries = ENTRIES.format(first="Software Engineer", second="Data Analyst", **words)
    work = profile(f"<h1>Ben Okoro</h1><p>ben@example.org</p><h2>{heading}</h2>{entries}")["work"]
    assert [each["name"]["value"] for each in work] == ["Hollin Works", "Acme"]
    assert [each["position"]["value"] for each in work] == ["Software Engineer", "Data Analyst"]


def test_the_address_in_a_long_contact_line_at_the_foot_is_read() -> None:
    body = "<h2>Work Experience</h2><p><b>Data Analyst</b>, Acme<br>01/2018 – 02/2021</p><h2>Languages</h2>"
    found = profile(f"<h1>Ben Okoro</h1>{body}<p>English (native), French (B2)</p><p>{FOOT}</p>")["basics"]
    assert found["location"]["city"]["value"] == "Leeds"
    assert found["email"]["value"] == "ben.okoro@example.org"
