"""What a job asks for and what a ranking found, in words, with the same buttons as the API has."""

from __future__ import annotations

import re

import pytest
from django.contrib.admin.helpers import ACTION_CHECKBOX_NAME
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from accounts.models import AuditEvent
from accounts.notices.services import speak
from ranking import blind, criteria_versions, services
from ranking.models import CriteriaVersion, RankedCandidate, Ranking, Reveal
from tests.admin.conftest import browser_of
from tests.people import person
from tests.ranking.making import DAY, TREE, candidate, criteria, crowd, job, run

ATTACK = "<script>alert(1)</script>"
LIST = reverse("admin:ranking_ranking_changelist")


def ranked(people=(), *, is_blind: bool = False, is_done: bool = True) -> Ranking:
    """A ranking of these people, or of Ann, who has everything, and Cem, who has nothing."""
    people = people or [candidate("Ann").pk, candidate("Cem", skills=("Excel",), since="2025-10").pk]
    wish = services.Wish({"candidates": [str(pk) for pk in people]}, as_of=DAY, is_blind=is_blind)
    made = services.ask(person("alice"), criteria(), wish)
    return run(made) if is_done else made


def page_of(browser, ranking: Ranking, query: str = "") -> str:
    response = browser.get(reverse("admin:ranking_ranking_change", args=[ranking.pk]) + query)
    assert response.status_code == 200
    return response.content.decode()


def press(browser, ranking: Ranking, verb: str):
    return browser.post(reverse("admin:ranking-press", args=[ranking.pk, verb]), follow=True)


def test_a_page_says_who_was_found_and_why(alice):
    ranking = ranked()
    page = page_of(alice, ranking)
    assert page.index(">Ann</a>") < page.index(">Cem</a>")
    for shown in (
        "Completed", "2 of 2 (100 %)", "Python", "A knock-out is not met.", "Why not higher",
        "Every criterion", "Rank again", f"/api/v1/rankings/{ranking.pk}/export/?format=xlsx",
    ):  # fmt: skip
        assert shown in page, shown
    bars = [float(width) for width in re.findall(r'<rect class="got" width="([\d.]+)"', page)]
    scores = RankedCandidate.objects.filter(ranking=ranking).order_by("rank").values_list("score", flat=True)
    assert bars == [pytest.approx(score, abs=0.051) for score in scores]


def test_results_come_page_by_page(alice):
    ranking = ranked(crowd(30))
    first, second = page_of(alice, ranking), page_of(alice, ranking, "?p=2")
    assert "Page 1 of 2" in first
    assert "Later" in first
    assert "Earlier" in second
    names = [re.findall(r">(Person \d+)</a>", page) for page in (first, second)]
    assert [len(each) for each in names] == [25, 5]
    assert len({*names[0], *names[1]}) == 30


def test_what_could_not_be_read_is_there_too(alice):
    ranking = ranked()
    RankedCandidate.objects.create(ranking=ranking, state="unreadable", error_code="pdf_encrypted")
    page = page_of(alice, ranking)
    assert "Could not be read" in page
    assert "pdf_encrypted" in page


def test_a_blind_ranking_names_those_alone_who_were_revealed(alice):
    ranking = ranked(is_blind=True)
    page = page_of(alice, ranking)
    assert not re.search(r"\b(Ann|Cem)\b", page)
    assert page.count("Candidate ") >= 2
    item = RankedCandidate.objects.select_related("ranking", "candidate").get(ranking=ranking, rank=1)
    blind.reveal(item, person("alice"), 2, "Invited.")
    page = page_of(alice, ranking)
    assert ">Ann</a>" in page
    assert not re.search(r"\bCem\b", page)
    assert ">Ann</a>" not in page_of(browser_of("bob"), ranking)


def test_more_is_shown_stage_by_stage_with_a_reason(alice):
    ranking = ranked(is_blind=True)
    item = RankedCandidate.objects.get(ranking=ranking, rank=1)
    address = reverse("admin:ranking-press", args=[ranking.pk, "reveal"])
    assert "Acme Ltd" not in page_of(alice, ranking)
    assert "Say what" in alice.post(address, {"item": item.pk, "stage": 1}, follow=True).content.decode()
    page = alice.post(address, {"item": item.pk, "stage": 1, "reason": "Same trade?"}, follow=True)
    assert "Acme Ltd" in page.content.decode()
    assert not re.search(r"\bAnn\b", page.content.decode())
    page = alice.post(address, {"item": item.pk, "stage": 2, "reason": "Invited."}, follow=True)
    assert ">Ann</a>" in page.content.decode()
    assert list(Reveal.objects.values_list("stage", "reason")) == [(1, "Same trade?"), (2, "Invited.")]
    assert browser_of("vera").post(address, {"item": item.pk, "stage": 2, "reason": "x"}).status_code == 403


def test_the_buttons_do_what_the_api_does(alice):
    ranking = ranked()
    criteria_versions.edit(ranking.criteria.job_profile, TREE, actor=person("alice"))
    answer = press(alice, ranking, "again")
    made = Ranking.objects.exclude(pk=ranking.pk).get()
    assert answer.redirect_chain[-1][0] == reverse("admin:ranking_ranking_change", args=[made.pk])
    assert "2 people are ranked again." in answer.content.decode()
    assert made.criteria.number == ranking.criteria.number + 1
    waiting = ranked(crowd(12), is_done=False)
    assert "not at its end" in press(alice, waiting, "again").content.decode()
    assert "stopped." in press(alice, waiting, "cancel").content.decode()
    assert Ranking.objects.get(pk=waiting.pk).state == "cancelled"
    assert AuditEvent.objects.filter(action="ranking.cancelled").exists()
    assert "had ended." in press(alice, ranking, "cancel").content.decode()
    assert alice.post(reverse("admin:ranking-press", args=[ranking.pk, "delete"])).status_code == 403


def test_many_are_chosen_in_the_list(alice):
    waiting = [ranked(crowd(12), is_done=False) for _ in range(2)]
    form = {"action": "cancel", ACTION_CHECKBOX_NAME: [str(each.pk) for each in waiting]}
    alice.post(LIST, form)
    assert set(Ranking.objects.values_list("state", flat=True)) == {"cancelled"}
    done = [ranked() for _ in range(2)]
    form = {"action": "again", ACTION_CHECKBOX_NAME: [str(each.pk) for each in done]}
    assert alice.post(LIST, form, follow=True).content.decode().count("are ranked again") == 2
    assert Ranking.objects.count() == 6


def test_who_may_look_and_who_may_press():
    ranking = ranked()
    vera = browser_of("vera")
    assert "Rank again" not in page_of(vera, ranking)
    assert press(vera, ranking, "again").status_code == 403
    assert vera.get(reverse("admin:ranking-press", args=[ranking.pk, "again"])).status_code == 403
    charlie = browser_of("charlie")
    for address in (LIST, reverse("admin:ranking_ranking_change", args=[ranking.pk])):
        assert charlie.get(address).status_code == 302
    assert Ranking.objects.count() == 1


def test_criteria_are_told_in_words(alice):
    tree = {
        "id": "root",
        "mode": "all",
        "members": [
            {"id": "c1", "kind": "skill", "value": "Python", "tier": "must", "months": 36,
             "span": {"start": 0, "end": 9, "text": "3 years Python"}},
            {"id": "g", "mode": "any", "members": [
                {"id": "c2", "kind": "skill", "value": "SQL", "tier": "nice"},
                {"id": "c3", "kind": "language", "value": "de", "level": "B2", "tier": "nice",
                 "knock_out": True},
            ]},
        ],
    }  # fmt: skip
    made = job("Nurse", tree)
    version = CriteriaVersion.objects.get(job_profile=made)
    page = alice.get(reverse("admin:ranking_criteriaversion_change", args=[version.pk])).content.decode()
    for shown in ("Nurse", "Python for 3 years", "One of", "German", "3 years Python", "75.0", "25.0", "yes"):
        assert shown in page, shown
    assert alice.get(reverse("admin:ranking_criteriaversion_changelist")).status_code == 200


def test_nothing_that_people_wrote_runs(alice):
    tree = {"id": "r", "mode": "all", "members": [{"id": "s", "kind": "skill", "value": ATTACK}]}
    made = job(ATTACK, tree)
    someone = candidate(ATTACK)
    wish = services.Wish({"candidates": [str(someone.pk)]}, as_of=DAY)
    ranking = run(services.ask(person("alice"), criteria(made), wish))
    version = reverse("admin:ranking_criteriaversion_change", args=[ranking.criteria_id])
    pages = [page_of(alice, ranking), *(alice.get(each).content.decode() for each in (LIST, version))]
    assert all(ATTACK not in page for page in pages)
    assert "&lt;script&gt;" in pages[0]


@pytest.mark.parametrize("is_blind", [False, True])
def test_more_people_and_rankings_cost_no_more_queries(alice, is_blind):
    counts = []
    for size in (3, 20):
        ranking = ranked(crowd(size), is_blind=is_blind)
        page_of(alice, ranking)
        with CaptureQueriesContext(connection) as queries:
            page_of(alice, ranking)
        with CaptureQueriesContext(connection) as of_list:
            alice.get(LIST)
        counts.append((len(queries), len(of_list)))
    assert counts[0] == counts[1]
    assert counts[0][0] <= 12
    assert counts[0][1] <= 7


def test_reasons_are_in_the_language_of_who_looks(alice):
    ranking = ranked()
    assert "the résumé does not show it" in page_of(alice, ranking)
    speak(person("alice"), "de")
    assert "Der Lebenslauf zeigt es nicht" in page_of(alice, ranking)
