"""What pages say by themselves, in every language, and whether our parser understands it."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

import parsing
from cvimprover.rendering.cleaning import cleaned, file_stem, paragraphs, shown_address, web_address
from cvimprover.rendering.dates import period, written
from cvimprover.rendering.html import unbroken
from cvimprover.rendering.markdown import escaped
from cvimprover.rendering.words import languages, words_of
from parsing.stages.dates import period_of
from parsing.stages.entries.lexicon import labels
from parsing.stages.text import fold

DATA = Path(parsing.__file__).parent / "data"
UNKNOWN = {("fa", "publications"), ("fa", "volunteer")}


def test_there_are_many_languages() -> None:
    assert len(languages()) >= 12


@pytest.mark.parametrize("language", languages())
def test_the_parser_knows_our_headings(language: str) -> None:
    known: dict[str, set[str]] = {}
    for file in ("headings.json", "headings_more.json"):
        for kind, by_language in json.loads((DATA / file).read_text()).items():
            known.setdefault(kind, set()).update(
                fold(name) for names in by_language.values() for name in names
            )
    for kind, heading in words_of(language).headings.items():
        assert (language, kind) in UNKNOWN or fold(heading) in known[kind], heading


@pytest.mark.parametrize("language", languages())
def test_the_parser_knows_our_labels(language: str) -> None:
    words = words_of(language)
    assert fold(words.courses) in labels("courses")
    assert fold(words.technologies) in labels("keywords")
    assert fold(words.role) in labels("title")


@pytest.mark.parametrize("language", languages())
def test_the_parser_reads_our_dates(language: str) -> None:
    words = words_of(language)
    for start, end in (("2019-03", "2021-11"), ("2015", "2018"), ("2020-01", "")):
        found = period_of(period(start, end, words))
        assert found is not None
        assert (found.start, found.end) == (start, end or "..")


DATES = [
    ("2019-03", "2021-11", "Mar 2019 – Nov 2021"),
    ("2019-03", "", "Mar 2019 – Present"),
    ("2019-03", "present", "Mar 2019 – Present"),
    ("2019", "2019", "2019"),
    ("2019-03-14", "2020", "Mar 2019 – 2020"),
    ("", "2020-05", "May 2020"),
    ("", "", ""),
    ("summer 2012", "2013?", "summer 2012 – 2013"),
    ("2019-13", "", "2019 – Present"),
]


@pytest.mark.parametrize(("start", "end", "text"), DATES)
def test_periods_are_written_as_precisely_as_they_are_known(start: str, end: str, text: str) -> None:
    assert period(start, end, words_of("en")) == text


@pytest.mark.parametrize(
    ("language", "text"),
    [
        ("de", "03/2019"),
        ("fr", "mars 2019"),
        ("pl", "03.2019"),
        ("ja", "2019年03月"),
        ("sv", "2019-03"),
        ("ar", "03/2019"),
    ],
)
def test_dates_are_written_as_the_language_does(language: str, text: str) -> None:
    assert written("2019-03", words_of(language)) == text


@pytest.mark.parametrize(
    ("asked", "given"),
    [("de-CH", "de"), ("no", "nb"), ("ur", "ar"), ("tlh", "en"), ("EN", "en"), ("zh-TW", "zh")],
)
def test_an_unknown_language_takes_the_nearest(asked: str, given: str) -> None:
    assert words_of(asked).language == given


@pytest.mark.parametrize(
    ("value", "text"),
    [
        ("  two   spaces\nand a line ", "two spaces and a line"),
        ("soft\u00adhyphen", "softhyphen"),
        ("join\u200der می\u200cخواهم", "joiner می\u200cخواهم"),
        ("e\u0301", "é"),
        (42, "42"),
        (True, ""),
        (None, ""),
        (["no"], ""),
    ],
)
def test_texts_are_cleaned(value: object, text: str) -> None:
    assert cleaned(value) == text


def test_lines_stay_apart() -> None:
    assert paragraphs("one\r\n\r\n two\u2028three") == ["one", "two", "three"]


@pytest.mark.parametrize(
    ("value", "address"),
    [
        ("example.org/cv", "https://example.org/cv"),
        ("http://example.org", "http://example.org"),
        ("javascript:alert(1)", ""),
        ("https://user@evil.example", ""),
        ("https://[", ""),
        ("no address", ""),
        ("", ""),
    ],
)
def test_addresses_become_links_only_where_they_are_safe(value: str, address: str) -> None:
    assert web_address(value) == address


def test_an_address_is_shown_without_its_scheme() -> None:
    assert shown_address("https://example.org/cv/") == "example.org/cv"


def test_file_names_are_plain() -> None:
    assert file_stem("../../etc/passwd\x00", "cv") == "etc-passwd"
    assert file_stem("///", "cv") == "cv"


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        ("a B-körkort b", 'a <span class="whole">B-körkort</span> b'),
        ("no hyphen", "no hyphen"),
        ("<b-c>", '<span class="whole">&lt;b-c&gt;</span>'),
        ("x-" + "y" * 40, "x-" + "y" * 40),
    ],
)
def test_hyphenated_words_stay_on_one_line(text: str, shown: str) -> None:
    assert unbroken(text) == shown


@pytest.mark.parametrize(
    ("text", "markdown"),
    [
        ("*bold* _it_ [x](y)", r"\*bold\* \_it\_ \[x\](y)"),
        ("1. item", r"1\. item"),
        ("- item", r"\- item"),
        ("C# & <b>", r"C\# & \<b\>"),
        ("R&amp;D", r"R\&amp;D"),
        ("2019 was good", "2019 was good"),
    ],
)
def test_markdown_says_what_the_text_says(text: str, markdown: str) -> None:
    assert escaped(text) == markdown
