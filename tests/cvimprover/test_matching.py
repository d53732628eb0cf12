"""How a résumé meets a job before and after: the sums, and that nothing is met without words of the input."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

import pytest

from cvimprover.matching import Asked, Match, match
from cvimprover.writing import Questionnaire, improve
from cvimprover.writing.pointers import strings_of, text_at
from parsing.stages.text import fold
from parsing.training.careers import career
from tests.cvimprover.writing.hostile import TEMPTATIONS, resume_of
from tests.cvimprover.writing.people import AMELIE, AS_OF, JONAS, NORA

ADVERT: Final = """Warehouse Manager
Requirements:
- SAP and Excel
- Kubernetes
- at least 5 years of experience as team leader
- Forklift licence
- fluent German
- a bachelor's degree in logistics
Your tasks:
- lead a team of pickers
- reduce picking errors
"""
TEMPTING: Final = "Requirements:\n" + "".join(f"- {each}\n" for each in TEMPTATIONS)
SOLID: Final = ("skill", "title", "education", "language", "certificate", "licence")
"""Kinds that are met by words, not by their likeness or by dates."""


def matched(profile: Mapping[str, object], job: str, answers: Mapping[str, str] | None = None) -> Match:
    """The match of somebody and of their better résumé."""
    wish = Questionnaire(position="Warehouse Manager")
    made = improve(profile, questionnaire=wish, job_text=job, answers=answers or {}, as_of=AS_OF)
    return match(profile, made.resume, job, title=wish.position, as_of=AS_OF)


def said(profile: Mapping[str, object], answers: Mapping[str, str] | None = None) -> str:
    """All words of the input, folded."""
    return fold("\n".join([*(text for _, text in strings_of(profile)), *(answers or {}).values()]))


def untold(asked: Asked, words: str) -> list[str]:
    """Words that a criterion is met by now, was not met by before, and that the input does not have."""
    return [
        word
        for evidence in asked.after.evidence
        if asked.after.reach > asked.before.reach
        for word in fold(evidence.text).split()
        if word not in words
    ]


def test_the_parts_add_up_to_what_a_ranking_would_give():
    found = matched(NORA, ADVERT)
    assert found.before is not None
    assert found.after is not None
    assert sum(each.before.points for each in found.criteria) == pytest.approx(found.before)
    assert sum(each.after.points for each in found.criteria) == pytest.approx(found.after)
    left = {each.criterion: each.after.most - each.after.points for each in found.criteria}
    assert all(0 < each.gain <= left[each.criterion] + 1e-9 for each in found.missing)
    assert 0 < found.before <= found.after < 100


def test_what_is_missing_is_told_and_nobody_is_asked_to_invent_it():
    found = matched(NORA, ADVERT)
    assert {"Kubernetes", "de"} <= {each.value for each, _ in found.not_shown}
    assert all("If you have it" in each.after.sentence for each, _ in found.not_shown if each.kind == "skill")
    assert all(0 < gain <= each.after.most for each, gain in found.not_shown)
    assert all("only if it is true" in each.sentence for each in found.missing if not each.is_knock_out)


def test_each_criterion_names_the_words_of_the_advertisement_and_of_the_resume():
    sap = next(each for each in matched(NORA, ADVERT).criteria if each.value == "SAP")
    assert (sap.kind, sap.tier, sap.advertisement, sap.after.how) == ("skill", "must", "SAP", "exact")
    assert any("SAP" in text_at(NORA, each.pointer) for each in sap.before.evidence)


@pytest.mark.parametrize("job", ["", "  \n", "We are a nice company."])
def test_a_job_that_asks_for_nothing_gives_no_points(job):
    found = match(NORA, NORA, job, as_of=AS_OF)
    assert found == Match(None, None, (), ())


def test_an_answer_that_shows_more_raises_the_points_and_is_the_evidence():
    lines = ["Helped to lead the move for three sites", "Reported to the Operations Manager"]
    profile = {**NORA, "skills": [], "work": [{**NORA["work"][0], "highlights": lines}]}
    made = improve(profile, questionnaire=Questionnaire(), job_text=ADVERT, answers={}, as_of=AS_OF)
    question = next(each for each in made.questions if each.code == "part")
    answers = {question.id: "Planned the move in Excel"}
    found = matched(profile, ADVERT, answers)
    assert found.before is not None
    assert found.after is not None
    assert found.after > found.before
    [excel] = [each for each in found.criteria if each.is_seen_better and each.kind in SOLID]
    assert (excel.value, excel.before.how, excel.after.how) == ("Excel", "missing", "exact")
    assert [words.text for words in excel.after.evidence] == ["Planned the move in Excel"]
    assert untold(excel, said(profile, answers)) == []
    assert untold(excel, said(profile)) != []


@pytest.mark.parametrize("language", ["en", "de", "fr", "es"])
def test_no_criterion_is_met_by_words_that_the_input_lacks(language):
    """An advertisement that asks for what nobody here has, and people of four languages."""
    people = [resume_of(career(seed, language)) for seed in range(300, 308)]
    for profile in [*people, *({"en": [NORA], "de": [JONAS], "fr": [AMELIE]}.get(language, []))]:
        words = said(profile)
        for job in (ADVERT, TEMPTING):
            for each in matched(profile, job).criteria:
                assert untold(each, words) == [], each
                if each.kind in SOLID and each.before.reach == 0:
                    assert each.after.reach == 0 or each.after.evidence, each
                if each.value in TEMPTATIONS and fold(each.value) not in words:
                    assert each.after.reach == 0, each


@pytest.mark.parametrize("language", ["en", "de", "fr", "es"])
def test_a_better_resume_meets_a_job_no_worse(language):
    """The job is the person's own last one, in their own words."""
    for seed in range(400, 408):
        profile = resume_of(career(seed, language))
        job = "\n".join([*(text for place, text in strings_of(profile) if "/highlights/" in place)])
        names = [text for place, text in strings_of(profile) if place.startswith("/skills/")]
        found = matched(profile, f"Requirements:\n- {', '.join(names)}\nTasks:\n{job}")
        for each in found.criteria:
            if each.kind in SOLID:
                assert each.after.reach >= each.before.reach, each
