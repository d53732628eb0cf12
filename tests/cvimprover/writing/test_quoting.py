"""The words that a change stands on: they are the candidate's, and they are where the quote says."""

from __future__ import annotations

import pytest

from cvimprover.writing import Questionnaire, improve, quotes_of
from cvimprover.writing.pointers import strings_of
from parsing.training.careers import career
from tests.cvimprover.writing.hostile import resume_of
from tests.cvimprover.writing.people import AMELIE, AS_OF, JONAS, NORA


@pytest.mark.parametrize("profile", [NORA, JONAS, AMELIE, resume_of(career(5, "es"))])
def test_each_written_line_quotes_the_candidate(profile):
    answers: dict[str, str] = {}
    found = improve(profile, questionnaire=Questionnaire(), job_text="", answers=answers, as_of=AS_OF)
    quotes = quotes_of(profile, answers, found)
    said = [text for _, text in strings_of(profile)]
    for change in found.changes:
        if change.kind not in ("text", "add", "bullets"):
            continue
        assert quotes[change.id], change
        for quote in quotes[change.id]:
            assert quote.used
            assert quote.where
            whole = "".join(piece.text for piece in quote.pieces)
            assert any(all(part.strip() in text for part in whole.split("…")) for text in said), whole
            assert all(any(piece.text in text for text in said) for piece in quote.pieces if piece.is_used)


def test_a_quote_names_its_place_and_marks_its_words():
    profile = {
        "basics": {"name": "Nora Quill"},
        "work": [
            {"name": "Tarn Foods", "position": "Packer", "highlights": ["I was packing 300 orders a shift"]}
        ],
    }
    found = improve(profile, questionnaire=Questionnaire(), job_text="", answers={}, as_of=AS_OF)
    [quote] = quotes_of(profile, {}, found)["text:/work/0/highlights/0"]
    assert quote.where == "Work: Tarn Foods"
    assert [piece.text for piece in quote.pieces if piece.is_used] == ["packing 300 orders a shift"]


def test_an_answer_is_quoted_as_an_answer():
    profile = {**NORA, "work": [{**NORA["work"][1], "highlights": ["Led a team of pickers in the store"]}]}
    asked = improve(profile, questionnaire=Questionnaire(), job_text="", answers={}, as_of=AS_OF)
    question = next(each for each in asked.questions if "/highlights/" in each.pointer)
    answers = {question.id: "12 people"}
    found = improve(profile, questionnaire=Questionnaire(), job_text="", answers=answers, as_of=AS_OF)
    quotes = quotes_of(profile, answers, found)
    answered = [each for each in found.changes if each.by == "answer"]
    assert answered
    assert all("Your answer" in {quote.where for quote in quotes[each.id]} for each in answered)
