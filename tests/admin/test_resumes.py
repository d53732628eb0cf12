"""The admin shows recruiters what was read and where, and calls the same services as the API."""

from __future__ import annotations

import re
from datetime import timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from candidates.models import Candidate
from parsing import services
from parsing.models import Batch, Parse, Resume, StageRun
from tests.admin.conftest import browser_of
from tests.api.conftest import CV, SAMPLES, read
from tests.people import person

LIST = reverse("admin:parsing_resume_changelist")
ATTACK = "<script>alert(1)</script>"


def bring(name: str = "cv.txt", data: bytes = CV, *, is_read: bool = True) -> Resume:
    received = services.receive(person("alice"), name, data)
    if is_read:
        read(str(received.resume.pk))
    return Resume.objects.get(pk=received.resume.pk)


def page_of(browser, resume: Resume) -> str:
    response = browser.get(reverse("admin:parsing_resume_change", args=[resume.pk]))
    assert response.status_code == 200
    return response.content.decode()


def test_the_list_says_in_plain_words_how_things_stand(alice):
    bring()
    bring("broken.pdf", b"%PDF-1.7\nnothing\n%%EOF")
    page = alice.get(LIST).content.decode()
    assert "Erika Beispiel" in page
    assert "Unreadable" in page
    assert "print it to a new PDF" in page


def test_a_resume_shows_its_values_with_trust_and_its_pages_with_boxes(alice):
    resume = bring("left-sidebar.pdf", (SAMPLES / "left-sidebar.pdf").read_bytes())
    page = page_of(alice, resume)
    assert resume.candidate is not None
    assert resume.candidate.name in page
    assert re.search(r"<td>basics</td><td>email</td><td class=\"value\">[^<]+@", page)
    assert f"/api/v1/resumes/{resume.pk}/pages/1/image/" in page
    boxes = [
        tuple(map(float, box))
        for box in re.findall(r'<rect x="(.+?)" y="(.+?)" width="(.+?)" height="(.+?)"', page)
    ]
    assert len(boxes) > 10
    assert all(0 <= x <= 100 and 0 <= y <= 100 and x + w <= 100.1 and y + h <= 100.1 for x, y, w, h in boxes)
    assert alice.get(f"/api/v1/resumes/{resume.pk}/pages/1/image/")["Content-Type"] == "image/png"


def test_nothing_that_somebody_wrote_is_run(alice):
    resume = bring(f"{ATTACK}.txt", f"{ATTACK}\nerika@example.org\n\nExperience\n{ATTACK}, 2019\n".encode())
    Candidate.objects.update(name=ATTACK, current_title=ATTACK, email=ATTACK)
    finding = {"code": ATTACK, "severity": "flag", "message": ATTACK, "page": 1, "box": None, "text": ATTACK}
    profile = {
        "basics": {"name": {"value": ATTACK, "confidence": 1, "rule": ATTACK, "evidence": [evidence()]}}
    }
    Parse.objects.update(findings=[finding], profile=profile, error_message=ATTACK, page_count=1, stage="<b>")
    Resume.objects.update(file_name=ATTACK, kind="pdf", source_url=ATTACK)
    StageRun.objects.update(error_message=ATTACK, engine=ATTACK)
    Batch.objects.create(owner=person("alice"), name=ATTACK)
    pages = [
        LIST,
        reverse("admin:parsing_batch_changelist"),
        reverse("admin:candidates_candidate_changelist"),
    ]
    pages += [reverse("admin:parsing_parse_changelist"), reverse("admin:parsing_stagerun_changelist")]
    pages += [reverse("admin:candidates_candidate_change", args=[resume.candidate_id])]
    pages += [reverse("admin:parsing_batch_change", args=[Batch.objects.get().pk])]
    pages += [reverse("admin:parsing_parse_change", args=[resume.latest_parse_id])]
    pages += [reverse("admin:parsing_resume_change", args=[resume.pk])]
    for address in pages:
        page = alice.get(address).content.decode()
        assert ATTACK not in page, address
        assert "alert(1)" in page, address


def evidence() -> dict[str, object]:
    return {"page": 1, "bbox": [0.1, 0.1, 0.2, 0.2], "text": ATTACK}


def test_what_does_not_move_and_what_needs_review_is_found(alice):
    stuck = bring("stuck.txt", CV + b"1", is_read=False)
    Parse.objects.filter(resume=stuck).update(queued_at=timezone.now() - timedelta(minutes=20))
    bring("fresh.txt", CV + b"2", is_read=False)
    doubtful = bring("doubtful.txt", CV + b"3")
    Parse.objects.filter(resume=doubtful).update(status="partial")

    def listed(query: str) -> list[str]:
        return re.findall(r"<a href=[^>]+>(\w+\.txt)</a>", alice.get(f"{LIST}?{query}").content.decode())

    assert listed("not_moving=yes") == ["stuck.txt"]
    assert listed("needs_review=yes") == ["doubtful.txt"]
    assert set(listed("status=queued")) == {"stuck.txt", "fresh.txt"}
    assert listed("q=beispiel") == ["doubtful.txt"]


@pytest.mark.parametrize(
    ("action", "before", "after"), [("retry", "done", "queued"), ("cancel", "queued", "cancelled")]
)
def test_an_action_does_what_the_api_does(alice, action, before, after):
    resume = bring(is_read=before == "done")
    answer = alice.post(LIST, {"action": action, "_selected_action": [str(resume.pk)]}, follow=True)
    assert "Done for 1." in answer.content.decode()
    latest = Resume.objects.get(pk=resume.pk).latest_parse
    assert latest is not None
    assert latest.status in {after, "running"}


def test_an_action_that_is_not_possible_says_so(alice):
    resume = bring(is_read=False)
    answer = alice.post(reverse("admin:resume-retry", args=[resume.pk]), follow=True)
    assert "Not possible for 1" in answer.content.decode()


def test_the_buttons_need_a_post_and_a_right():
    resume = bring(is_read=False)
    address = reverse("admin:resume-cancel", args=[resume.pk])
    assert browser_of("alice").get(address).status_code == 403
    assert browser_of("vera").post(address).status_code == 403
    assert browser_of("charlie").post(address).status_code == 302
    assert Parse.objects.get().status == "queued"
    assert browser_of("alice").post(address).status_code == 302
    assert Parse.objects.get().status == "cancelled"


def test_a_viewer_sees_everything_and_presses_nothing():
    resume = bring()
    vera = browser_of("vera")
    page = page_of(vera, resume)
    assert "Erika Beispiel" in page
    assert "Read again" not in page
    assert 'value="retry"' not in vera.get(LIST).content.decode()


def test_a_deleted_resume_is_not_shown(alice):
    resume = bring()
    services.delete(resume, actor=person("alice"))
    assert alice.get(reverse("admin:parsing_resume_change", args=[resume.pk])).status_code == 302
    assert "cv.txt" not in alice.get(LIST).content.decode()


LISTS = ["parsing_resume", "parsing_batch", "parsing_parse", "parsing_stagerun", "candidates_candidate"]


@pytest.mark.parametrize("name", LISTS)
def test_a_list_costs_the_same_for_one_and_for_many(alice, django_assert_num_queries, name):
    address = reverse(f"admin:{name}_changelist")
    bring(data=CV + b"0")
    Batch.objects.create(owner=person("alice"))
    alice.get(address)
    with CaptureQueriesContext(connection) as few:
        assert alice.get(address).status_code == 200
    for number in range(1, 6):
        bring(data=CV + b"%d" % number)
        Batch.objects.create(owner=person("alice"))
    with django_assert_num_queries(len(few)):
        alice.get(address)
    assert len(few) <= 8
