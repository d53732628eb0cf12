"""The language is told from the candidate's own sentences."""

from __future__ import annotations

import pytest

from cvimprover.writing.told_language import language_of
from parsing.training.careers import career
from tests.cvimprover.writing.hostile import resume_of


@pytest.mark.parametrize("language", ["en", "de", "fr", "es", "pt", "it", "nl"])
def test_the_language_of_a_resume_is_told_without_being_told(language: str) -> None:
    right = 0
    for number in range(20):
        profile = resume_of(career(number, language))
        del profile["x-document"]
        right += language_of(profile) == language
    assert right >= 19


@pytest.mark.parametrize("language", ["pl", "sv", "tr"])
def test_another_language_is_never_taken_for_one_that_we_write(language: str) -> None:
    told = []
    for number in range(20):
        profile = resume_of(career(number, language))
        del profile["x-document"]
        told.append(language_of(profile))
    assert sum(each in ("en", "de", "fr", "es") for each in told) <= 1


@pytest.mark.parametrize(
    ("profile", "language"),
    [
        ({}, "en"),
        ({"x-document": {"language": "de"}}, "de"),
        ({"work": [{"highlights": ["倉庫の管理を担当しました。"]}], "x-document": {"language": "ja"}}, "ja"),
        ({"work": [{"highlights": ["倉庫の管理を担当しました。"]}], "x-document": {"language": "en"}}, "und"),
        (
            {
                "work": [{"highlights": ["Leitung des Lagers und Planung der Schichten"]}],
                "x-document": {"language": "en"},
            },
            "de",
        ),
    ],
)
def test_the_reading_s_word_counts_where_sentences_are_few(profile: dict[str, object], language: str) -> None:
    assert language_of(profile) == language
