"""Jobs from schema.org's JobPosting, as pages carry it."""

from __future__ import annotations

import json

import pytest

from ranking.criteria import Posting, PostingError, criteria_of, posting_of
from ranking.criteria.posting import LONGEST, text_of_markup
from tests.ranking.criteria.annotated import criteria

JOB = {
    "@context": "https://schema.org",
    "@type": "JobPosting",
    "title": "Cook &amp; Baker",
    "description": (
        "<h2>Requirements</h2><ul><li>2 years of <b>cooking</b></li><li>English B2</li></ul><p>We pay.</p>"
    ),
    "hiringOrganization": {"@type": "Organization", "name": "Gasthof Weide"},
    "jobLocation": {
        "@type": "Place",
        "address": {"addressLocality": "Graz", "addressCountry": {"name": "Austria"}},
    },
    "employmentType": ["FULL_TIME", "TEMPORARY"],
    "datePosted": "2026-01-10",
    "validThrough": "2026-03-31T00:00",
    "inLanguage": "en",
}


def test_a_page_gives_its_posting() -> None:
    script = f'<script type="application/ld+json">{json.dumps(JOB)}</script>'
    page = f"<html><head>{script}</head><body>x</body></html>"
    assert posting_of(page) == Posting(
        title="Cook & Baker",
        text="Requirements\n\n- 2 years of cooking\n- English B2\n\nWe pay.",
        company="Gasthof Weide", city="Graz", country_code="AT", employment_type="FULL_TIME, TEMPORARY",
        date_posted="2026-01-10", valid_through="2026-03-31T00:00", language="en",
    )  # fmt: skip


@pytest.mark.parametrize(
    "data",
    [
        JOB,
        [JOB],
        {"@graph": [{"@type": "WebPage"}, JOB]},
        {**JOB, "@type": ["Thing", "JobPosting"]},
        {**JOB, "@type": "http://schema.org/JobPosting"},
        {"@type": "ItemPage", "mainEntity": JOB},
    ],
)
def test_it_is_found_wherever_it_stands(data: object) -> None:
    assert posting_of(json.dumps(data)).title == "Cook & Baker"


def test_the_text_keeps_lines_so_that_criteria_are_found() -> None:
    found = posting_of(json.dumps(JOB))
    asked = {
        (one.kind, one.value, one.months) for one in criteria(criteria_of(found.text, title=found.title))
    }
    assert {("skill", "Cooking", 24), ("language", "en", 0)} <= asked
    assert ("title", "Cook & Baker", 0) in asked


def test_requirements_beside_the_description_are_told_too() -> None:
    data = {
        "@type": "JobPosting", "title": "Clerk", "description": "A job.",
        "qualifications": "Excel", "skills": ["SAP", "SQL"],
        "experienceRequirements": {"monthsOfExperience": 24},
        "educationRequirements": {"credentialCategory": "bachelor degree"},
        "jobBenefits": "Free Python courses",
    }  # fmt: skip
    text = posting_of(json.dumps(data)).text
    asked = {(one.kind, one.value or one.level, one.months) for one in criteria(criteria_of(text))}
    assert {("skill", "Excel", 0), ("skill", "SAP", 0), ("skill", "SQL", 0)} <= asked
    assert ("years", "", 24) in asked
    assert ("education", "6", 0) in asked
    assert ("skill", "Python", 0) not in asked


@pytest.mark.parametrize(
    ("change", "field", "value"),
    [
        ({"jobLocationType": "TELECOMMUTE"}, "remote", True),
        ({"jobLocation": []}, "city", ""),
        ({"jobLocation": {"address": "Graz, Austria"}}, "city", "Graz"),
        ({"jobLocation": {"address": {"addressLocality": "Lyon"}}}, "country_code", "FR"),
        (
            {"jobLocation": None, "applicantLocationRequirements": {"@type": "Country", "name": "Spain"}},
            "country_code",
            "ES",
        ),
        ({"employmentType": "PART_TIME"}, "employment_type", "PART_TIME"),
        ({"description": "&lt;p&gt;Escaped &amp;amp; twice&lt;/p&gt;"}, "text", "Escaped & twice"),
        ({"title": 7}, "title", "7"),
        ({"hiringOrganization": "Weide"}, "company", "Weide"),
    ],
)
def test_what_pages_do_differently(change: dict[str, object], field: str, value: object) -> None:
    assert getattr(posting_of(json.dumps({**JOB, **change})), field) == value


@pytest.mark.parametrize(
    "source",
    [
        "", "<html><body>No data here</body></html>", "{", "{}", '{"@type": "Recipe"}', "[" * 100_000,
        '<script type="application/ld+json">not json</script>', '{"@type": "JobPosting"}',
        "x" * (LONGEST + 1),
    ],
)  # fmt: skip
def test_nothing_of_use_is_said_in_a_sentence(source: str) -> None:
    with pytest.raises(PostingError, match=r"\.$"):
        posting_of(source)


def test_a_broken_block_does_not_hide_the_next() -> None:
    page = (
        '<script type="application/ld+json">{broken</script>'
        f'<script type="application/ld+json">{json.dumps(JOB)}</script>'
    )
    assert posting_of(page).title == "Cook & Baker"


def test_scripts_and_styles_are_no_text() -> None:
    assert text_of_markup("<p>One<br>two</p><script>alert(1)</script><style>p{}</style>") == "One\ntwo"
