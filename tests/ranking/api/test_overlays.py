"""The evidence of a score on the résumé's own pages: marks stand where the words stand."""

from __future__ import annotations

import io
from dataclasses import dataclass

import pytest
from PIL import Image, ImageChops

from accounts.models import AuditEvent
from candidates.models import Candidate
from parsing.engines.pdfium import read_pdf
from parsing.models import Resume
from parsing.stages.types import Limits
from ranking.models import RankedCandidate
from ranking.overlay import COLOURS, LEGEND_MM, SHEET_MM, Mark, colour_of, marks_on
from ranking.scoring.types import Evidence, Part
from tests.api.conftest import SAMPLES, bring, problem, read
from tests.people import client_of
from tests.ranking.api.test_rankings import RANKINGS, ask
from tests.ranking.making import candidate, job

SAMPLE = (SAMPLES / "left-sidebar.pdf").read_bytes()
SHEET = SHEET_MM / (SHEET_MM + LEGEND_MM)


@pytest.fixture(autouse=True)
def _own_files(settings, tmp_path, db, warm_engines: None):
    settings.MEDIA_ROOT = tmp_path / "media"


@dataclass
class Ranked:
    """The address of an overlay, its item, and the skills that the job asks for."""

    address: str
    item: RankedCandidate
    skills: list[str]


def ranked(alice, name: str = "cv.pdf", data: bytes = SAMPLE, *, asked: int = 1, **more: object) -> Ranked:
    """A ranking of whoever is in the file, by skills that they have."""
    resume = bring(alice, name, data)
    read(resume)
    found = Resume.objects.get(pk=resume).candidate
    assert found is not None
    skills = found.skills[:asked]
    members = [{"id": f"s{n}", "kind": "skill", "value": skill} for n, skill in enumerate(skills)]
    opening = job("Engineer", {"id": "r", "mode": "all", "members": members})
    body = alice.post(RANKINGS, {"job": str(opening.pk), "resumes": [resume], **more}).json()
    item = RankedCandidate.objects.get(ranking=body["id"])
    return Ranked(f"{RANKINGS}{body['id']}/results/{item.pk}/overlay/", item, skills)


def picture(data: bytes) -> Image.Image:
    return Image.open(io.BytesIO(data)).convert("RGB")


def test_marks_stand_where_the_words_stand(alice):
    made = ranked(alice)
    response = alice.get(f"{made.address}?format=png&page=1")
    assert (response["Content-Type"], response["Cache-Control"]) == ("image/png", "no-store")
    shown = picture(response.content)
    plain = picture(alice.get(f"/api/v1/resumes/{made.item.resume_id}/pages/1/image/").content)
    sheet = shown.crop((0, 0, round(shown.width * SHEET), shown.height))
    plain = plain.resize((sheet.width, round(plain.height * sheet.width / plain.width)))
    plain = plain.crop((0, 0, *sheet.size))
    # Small differences are the drawing's own; a mark tints everything under it.
    changed = ImageChops.difference(sheet, plain).convert("L").point(lambda value: 255 * (value > 20))
    detail = alice.get(made.address.replace("overlay/", "")).json()
    boxes = [each["box"] for each in detail["parts"][0]["evidence"] if each["page"] == 1]
    assert boxes
    for x0, y0, x1, y1 in boxes:
        place = tuple(
            round(side * size)
            for side, size in zip((x0, y0, x1, y1), (plain.width, plain.height) * 2, strict=True)
        )
        inside = changed.crop(place)
        assert sum(inside.histogram()[128:]) > 0.3 * inside.width * inside.height
    words = [word for word in read_pdf(SAMPLE, Limits()).pages[0].words if word.text in made.skills[0]]
    assert any(
        x0 - 0.01 <= (word.box.x0 + word.box.x1) / 2 / width <= x1 + 0.01
        and y0 - 0.01 <= (word.box.y0 + word.box.y1) / 2 / height <= y1 + 0.01
        for word in words
        for x0, y0, x1, y1 in boxes
        for width, height in [size_of_page()]
    )
    far = changed.crop((0, round(0.97 * changed.height), changed.width, changed.height))
    assert far.getbbox() is None


def size_of_page() -> tuple[float, float]:
    page = read_pdf(SAMPLE, Limits()).pages[0]
    return page.width_pt, page.height_pt


def test_a_pdf_has_a_legend_in_words(alice):
    made = ranked(alice, asked=3)
    response = alice.get(made.address)
    assert response["Content-Type"] == "application/pdf"
    assert "attachment" in response["Content-Disposition"]
    words = [word.text for word in read_pdf(response.content, Limits()).pages[0].words]
    text = " ".join(words)
    for skill in made.skills:
        assert skill in text
    assert "points, met" in text
    assert "Page 1 of" in text
    assert {"1", "2", "3"} <= set(words)


def test_whoever_looks_is_noted_with_at_whom(alice):
    made = ranked(alice)
    alice.get(f"{made.address}?format=png")
    event = AuditEvent.objects.get(action="candidate.overlay_seen")
    assert event.target == f"candidate:{made.item.candidate_id}"
    assert event.details == {"ranking": str(made.item.ranking_id), "item": made.item.pk, "kind": "png"}


def test_a_blind_ranking_shows_no_page_before_it_is_revealed_who_it_is(alice):
    made = ranked(alice, blind=True)
    problem(alice.get(made.address), 403, "blind_ranking")
    assert not AuditEvent.objects.filter(action="candidate.overlay_seen").exists()
    reveal = made.address.replace("overlay", "reveal")
    alice.post(reveal, {"stage": 1, "reason": "Where did they work?"})
    problem(alice.get(made.address), 403, "blind_ranking")
    assert alice.post(reveal, {"stage": 2, "reason": "Invited."}).status_code == 201
    assert alice.get(made.address).status_code == 200
    problem(client_of("bob").get(made.address), 403, "blind_ranking")


def test_a_resume_without_pages_says_so(alice):
    problem(alice.get(ranked(alice, "cv.txt", b"Erika Beispiel\n\nSkills\nPython, SQL\n").address), 404,
            "no_pages")  # fmt: skip
    body = ask(alice, job(), [candidate("Ann").pk]).json()
    item = RankedCandidate.objects.get(ranking=body["id"])
    problem(alice.get(f"{RANKINGS}{body['id']}/results/{item.pk}/overlay/"), 404, "no_pages")


def test_what_is_refused(alice):
    made = ranked(alice)
    problem(alice.get(f"{made.address}?page=9"), 404, "no_pages")
    problem(alice.get(f"{made.address}?format=gif"), 400, "invalid")
    problem(alice.get(f"{made.address}?page=0"), 400, "invalid")
    RankedCandidate.objects.filter(pk=made.item.pk).update(state="failed", result=b"", score=None)
    problem(alice.get(made.address), 409, "not_ready")
    RankedCandidate.objects.filter(pk=made.item.pk).delete()
    problem(alice.get(made.address), 404, "not_found")
    assert Candidate.objects.exists()


def test_marks_say_which_criterion_and_whether_it_is_met():
    here = Evidence("Python", page=1, box=(0.1, 0.2, 0.3, 0.25))
    below = Evidence("SQL", page=1, box=(0.1, 0.5, 1.2, 0.55))
    other = Evidence("SQL", page=2, box=(0.1, 0.5, 0.3, 0.55))
    parts = [
        Part("a", 10, 10, 1.0, "exact", evidence=(here, here, other)),
        Part("b", 0, 10, 0.0, "missing", evidence=(here,)),
        Part("c", 3, 10, 0.3, "listed", evidence=(here, below, Evidence("nowhere"))),
    ]
    told = [
        (mark.number, mark.is_met, round(mark.width), round(mark.beside, 1)) for mark in marks_on(parts, 1)
    ]
    assert told == [(1, True, 20, -4.6), (3, False, 20, -9.2), (3, False, 90, -4.6)]
    assert marks_on(parts, 2)[0] == Mark(
        1, COLOURS[0], True, 10, 50, pytest.approx(20), pytest.approx(5), -4.6
    )
    assert marks_on(parts, 3) == ()
    edge = Part("d", 1, 1, 1.0, "exact", evidence=(Evidence("R", page=1, box=(0.0, 0.1, 0.1, 0.2)),))
    assert marks_on([edge], 1)[0].beside == 0


@pytest.mark.parametrize("number", range(1, 10))
def test_colours_are_read_on_white_and_under_white(number):
    channels = [int(colour_of(number)[at : at + 2], 16) / 255 for at in (1, 3, 5)]
    linear = [each / 12.92 if each <= 0.04045 else ((each + 0.055) / 1.055) ** 2.4 for each in channels]
    luminance = 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]
    assert 1.05 / (luminance + 0.05) >= 5


def test_the_legend_is_in_the_language_that_is_asked_for_and_the_page_as_large(alice):
    address = f"{ranked(alice).address}?format=pdf"
    taken = (alice.get(address, headers={"accept-language": code}).content for code in ("en", "de"))
    english, german = (read_pdf(data, Limits()).pages[0] for data in taken)
    said = " ".join(word.text for word in german.words)
    assert "von 100 Punkten. Seite 1 von" in said
    assert "points" not in said
    assert (german.width_pt, german.height_pt) == (english.width_pt, english.height_pt)
