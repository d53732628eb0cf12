"""Improvements, templates and files in the language that a program asks for; what is stored knows none."""

from __future__ import annotations

from pathlib import Path

import pytest

from cvimprover.models import CvDocument, Improvement
from tests.api.test_cvs import improve, print_cv, wish
from tests.people import client_of


@pytest.fixture(autouse=True)
def _own_files(settings, tmp_path: Path, db, warm_engines: None):
    settings.MEDIA_ROOT = tmp_path


def test_a_version_is_told_in_any_language_with_the_same_codes():
    charlie = client_of("charlie")
    english = improve(charlie, wish(charlie)["id"])
    path = f"/api/v1/improvements/{english['id']}/"
    stored = bytes(Improvement.objects.get().found)
    german = charlie.get(path, headers={"accept-language": "de"})
    assert german["Content-Language"] == "de"
    found = german.json()["found"]
    assert "Es fehlt eine Telefonnummer." in {each["message"] for each in found["findings"]}
    assert any("Die Zeile beginnt mit dem, was getan wurde" in each["why"] for each in found["changes"])
    assert "Wie viele Personen?" in {each["text"] for each in found["questions"]}
    for table, words in {"findings": ("message", "fix"), "changes": ("why",), "questions": ("text",)}.items():
        blank = dict.fromkeys(words, "")
        assert [each | blank for each in found[table]] == [each | blank for each in english["found"][table]]
    assert german.json()["resume"] == english["resume"]
    match = charlie.get(f"{path}match/", headers={"accept-language": "es"}).json()
    assert any("está en una lista" in each["after"]["sentence"] for each in match["criteria"])
    assert bytes(Improvement.objects.get().found) == stored


def test_notices_of_a_file_and_templates():
    charlie = client_of("charlie")
    made = improve(charlie, wish(charlie)["id"])
    document = print_cv(charlie, made["id"], "txt")
    CvDocument.objects.update(notices=[{"code": "not_one_page", "values": {"pages": "2"}}])
    path = f"/api/v1/documents/{document['id']}/"
    (notice,) = charlie.get(path, headers={"accept-language": "fr"}).json()["notices"]
    assert notice["code"] == "not_one_page"
    assert notice["message"].startswith("Le CV ne tient pas sur une page")
    titles = {
        code: [
            each["title"]
            for each in charlie.get("/api/v1/templates/", headers={"accept-language": code}).json()
        ]
        for code in ("en", "de")
    }
    assert (titles["en"][0], titles["de"][0]) == ("Classic", "Klassisch")
