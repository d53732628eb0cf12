"""The whole way: changes that can be taken or left, answers written in, order, other languages."""

from __future__ import annotations

import copy
import json
import time
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from cvimprover.writing import Change, Improvement, Questionnaire, apply, improve
from cvimprover.writing.pointers import found, strings_of
from parsing.training.careers import career
from tests.cvimprover.writing.hostile import resume_of
from tests.cvimprover.writing.people import AMELIE, AS_OF, JONAS, LUCIA, NORA

WEAK: dict[str, Any] = {
    "basics": {
        "name": "Sam Orchard",
        "email": "sam@orchard.example",
        "summary": "I am a cook with 8 years of experience.",
    },
    "work": [
        {
            "name": "The Copper Pan",
            "position": "Sous Chef",
            "startDate": "2019",
            "highlights": [
                "Responsible for managing a team",
                "Reduced waste",
                "Wrote the menu in our CRM",
                "Handled enterprise resource planning (ERP) orders",
            ],
        },
        {
            "name": "Inn at Gull Bay",
            "position": "Cook",
            "startDate": "2015-02",
            "endDate": "2018-12",
            "highlights": ["Cooked fish", "Cooked fish"],
        },
    ],
    "education": [
        {"institution": "Gull Bay College", "studyType": "Diploma", "startDate": "2013", "endDate": "2015"}
    ],
    "skills": [{"name": "Menus", "keywords": ["Pastry", "Butchery", "Excel"]}, {"name": "Baking"}],
    "meta": {"x-profile": {"as_of": "2025-06-15"}},
}


def improved(
    profile: dict[str, Any], job: str = "", answers: dict[str, str] | None = None, **told: str
) -> Improvement:
    return improve(
        profile, questionnaire=Questionnaire(**told), job_text=job, answers=answers or {}, as_of=AS_OF
    )


def change_at(told: Improvement, pointer: str, kind: str = "text") -> Change:
    return next(change for change in told.changes if (change.pointer, change.kind) == (pointer, kind))


def test_the_result_is_the_input_with_all_changes_and_the_input_stays_as_it_was() -> None:
    before = copy.deepcopy(WEAK)
    told = improved(WEAK, job="Cook with Excel and pastry")
    assert apply(WEAK, told.changes) == told.resume
    assert apply(WEAK, []) == WEAK
    assert before == WEAK
    assert len({change.id for change in told.changes}) == len(told.changes)


@settings(max_examples=40, deadline=None)
@given(st.data())
def test_any_of_the_changes_can_be_taken_alone(data: st.DataObject) -> None:
    """No change needs another, and each does in company what it does alone."""
    number = data.draw(st.integers(0, 40))
    profile = resume_of(career(number, data.draw(st.sampled_from(["en", "de", "fr", "es"]))))
    told = improved(profile, job="Teamwork, planning, Excel", experience_level="0-2")
    taken = [change for change in told.changes if data.draw(st.booleans())]
    resume = apply(profile, taken)
    texts = [text for _, text in strings_of(resume)]
    for change in taken:
        if change.kind in ("text", "add", "bullets"):
            assert set(change.after) <= set(texts)
    untouched = {text for _, text in strings_of(profile)} - {change.before for change in taken}
    grouped = any(change.kind == "groups" for change in taken)
    assert grouped or untouched <= set(texts)


def test_every_sentence_links_to_words_that_are_there() -> None:
    told = improved(WEAK)
    for trace in told.traces:
        assert found(told.resume, trace.pointer)[trace.start : trace.end]  # type: ignore[index]
        for source in trace.sources:
            assert found(WEAK, source.pointer)[source.start : source.end]  # type: ignore[index]


def test_what_is_missing_is_asked_and_the_answer_is_written_in() -> None:
    first = improved(WEAK)
    asked = {question.id: question.text for question in first.questions}
    assert asked["people:/work/0/highlights/0"] == "How many people?"
    assert "amount:/work/0/highlights/1" in asked
    assert "start:/work/0/startDate" in asked
    answers = {
        "people:/work/0/highlights/0": "6",
        "amount:/work/0/highlights/1": "15 %",
        "start:/work/0/startDate": "March 2019",
        "/work/1": "I trained two apprentices",
    }
    told = improved(WEAK, answers=answers)
    work: Any = told.resume["work"]
    assert "Manage a team of 6" in work[0]["highlights"]
    assert "Reduced waste by 15 %" in work[0]["highlights"]
    assert work[0]["startDate"] == "2019-03"
    assert "Trained two apprentices" in work[1]["highlights"]
    assert not set(answers) & {question.id for question in told.questions}
    assert any(
        source.answer == "people:/work/0/highlights/0" for trace in told.traces for source in trace.sources
    )
    assert told.removed == ()


@pytest.mark.parametrize(
    ("profile", "answer", "line"),
    [
        (JONAS, {"people:/work/0/highlights/0": "9"}, "Leitung eines Teams von 6 Köchen"),
        (
            {**JONAS, "work": [{"position": "Koch", "name": "Linde", "highlights": ["Leitung eines Teams"]}]},
            {"people:/work/0/highlights/0": "9"},
            "Leitung eines Teams von 9 Personen",
        ),
        (
            {
                **AMELIE,
                "work": [
                    {"position": "Vendeuse", "name": "Mirabelle", "highlights": ["J'ai géré une équipe"]}
                ],
            },
            {"people:/work/0/highlights/0": "3"},
            "Gestion d'une équipe de 3 personnes",
        ),
        (
            {
                **LUCIA,
                "work": [{"position": "Enfermera", "name": "Olivos", "highlights": ["Coordiné un equipo"]}],
            },
            {"people:/work/0/highlights/0": "4"},
            "Coordinación de un equipo de 4 personas",
        ),
    ],
)
def test_answers_are_written_in_as_the_language_has_it(
    profile: dict[str, Any], answer: dict[str, str], line: str
) -> None:
    work: Any = improved(profile, answers=answer).resume["work"]
    assert any(line in text for text in work[0]["highlights"])


def test_an_answer_that_is_no_date_changes_no_date() -> None:
    told = improved(WEAK, answers={"start:/work/0/startDate": "long ago, with 40 people"})
    assert told.resume["work"][0]["startDate"] == "2019"  # type: ignore[index]


def test_an_answer_about_nothing_is_passed_over() -> None:
    answers = {
        "people:/work/9/highlights/0": "6",
        "nonsense": "7",
        "/basics/name": "Mallory",
        "amount:/work/0/name": "8 %",
    }
    assert improved(WEAK, answers=answers).resume["basics"]["name"] == "Sam Orchard"  # type: ignore[index]


def test_the_job_orders_lines_and_skills_but_adds_none() -> None:
    told = improved(WEAK, job="We need Excel, a menu writer and Kubernetes.")
    work: Any = told.resume["work"]
    assert work[0]["highlights"][0].startswith("Wrote the menu")
    assert told.resume["skills"][0]["keywords"][0] == "Excel"  # type: ignore[index]
    assert "Kubernetes" not in json.dumps(told.resume)
    assert any(
        finding.code == "job_term_missing" and "Kubernetes" in finding.message for finding in told.findings
    )


def test_an_abbreviation_is_opened_once_as_everybody_opens_it() -> None:
    lines: Any = improved(WEAK).resume["work"][0]["highlights"]  # type: ignore[index]
    assert "Wrote the menu in our customer relationship management (CRM)" in lines
    assert "Handled enterprise resource planning (ERP) orders" in lines


def test_positions_come_latest_first() -> None:
    turned = {**WEAK, "work": WEAK["work"][::-1]}
    told = improved(turned)
    assert [job["position"] for job in told.resume["work"]] == ["Sous Chef", "Cook"]  # type: ignore[attr-defined]
    assert {"not_latest_first"} <= {finding.code for finding in told.findings}


def test_doubled_lines_go() -> None:
    assert improved(WEAK).resume["work"][1]["highlights"] == ["Cooked fish"]  # type: ignore[index]


def test_a_paragraph_of_deeds_becomes_a_list() -> None:
    text = "I managed the shop. Responsible for ordering stock. Trained 4 new colleagues."
    told = improved(
        {
            "work": [
                {
                    "position": "Manager",
                    "name": "Shop",
                    "startDate": "2015-01",
                    "endDate": "2019-01",
                    "summary": text,
                }
            ]
        }
    )
    assert told.resume["work"] == [
        {
            "position": "Manager",
            "name": "Shop",
            "startDate": "2015-01",
            "endDate": "2019-01",
            "highlights": ["Managed the shop", "Ordered stock", "Trained 4 new colleagues"],
        }
    ]
    assert change_at(told, "/work/0/summary", "bullets").rules[0] == "list"


def test_the_headline_and_the_profile_are_made_of_facts_where_there_are_none() -> None:
    bare = {**WEAK, "basics": {"name": "Sam Orchard", "summary": ""}}
    basics: Any = improved(bare).resume["basics"]
    assert basics["label"] == "Sous Chef"
    assert basics["summary"] == (
        "Sous Chef with 9 years of experience, currently at The Copper Pan. "
        "Skilled in Pastry, Butchery, Excel and Baking."
    )


def test_an_older_title_is_the_headline_only_where_it_is_nearer_to_the_position_wanted() -> None:
    work = [{"position": "Waiter", "name": "Quay"}, {"position": "Dining room trainee", "name": "Pier"}]
    told = {**WEAK, "basics": {"name": "Sam Orchard"}, "work": work}
    advert = "You lead the dining room and train every trainee."
    for position, label in (("Head Waiter", "Waiter"), ("Dining Room Manager", "Dining room trainee")):
        basics: Any = improved(told, job=advert, position=position).resume["basics"]
        assert basics["label"] == label


def test_a_beginner_shows_education_first() -> None:
    told = improved(WEAK, experience_level="0-2")
    assert told.resume["meta"]["x-sections"][:3] == ["basics", "education", "work"]  # type: ignore[index]
    assert "x-sections" not in improved(WEAK, experience_level="6+").resume["meta"]  # type: ignore[operator]


def test_bare_skills_are_grouped_and_none_is_lost() -> None:
    names = ["Python", "Excel", "Teamwork", "SQL", "SAP", "Docker", "Git", "Falconry", "Java"]
    told = improved({**WEAK, "skills": [{"name": name} for name in names]}, job="SQL first")
    skills: Any = told.resume["skills"]
    assert sorted(word for group in skills for word in group["keywords"]) == sorted(names)
    assert skills[0] == {"name": "Programming languages", "keywords": ["SQL", "Python", "Java"]}
    assert skills[-1] == {"name": "Further skills", "keywords": ["Falconry"]}


ITALIAN = [
    "Responsabile della gestione del magazzino e dei fornitori della società",
    "Ho formato una squadra di 5 persone",
]
JAPANESE = ["倉庫の管理を担当しました。", "5名のチームを指導しました。"]
ARABIC = ["إدارة فريق من خمسة أشخاص في المستودع", "تدريب الموظفين الجدد"]


@pytest.mark.parametrize(("language", "lines"), [("it", ITALIAN), ("ja", JAPANESE), ("ar", ARABIC)])
def test_other_languages_pass_through_unharmed(language: str, lines: list[str]) -> None:
    profile = {
        "basics": {"name": "Ugo Prato"},
        "work": [{"name": "X", "position": "Y", "startDate": "2019-01", "highlights": lines}],
        "x-document": {"language": language},
    }
    told = improved(profile, job="Team, Excel")
    assert told.language == language
    assert told.resume == profile
    assert told.notes == ("language_not_written",)
    assert {"language_not_written", "no_email"} <= {finding.code for finding in told.findings}


@pytest.mark.parametrize(
    "profile",
    [
        {},
        {"basics": None, "work": None, "skills": "Excel"},
        {
            "basics": {"name": 7, "location": "Leeds"},
            "work": [None, 3, "x", {}],
            "education": [{"startDate": 2019}],
        },
        {"work": [{"highlights": [None, 7, "", {"text": "x"}], "startDate": "soon", "endDate": ""}]},
        {
            "work": [{"highlights": "one string", "summary": ["a", "b"]}],
            "skills": [{"keywords": "x"}, {"name": None}],
        },
        {"work": {"0": {"position": "x"}}, "x-extras": {"unmapped_text": [None, {"text": None}]}},
    ],
)
def test_broken_resumes_break_nothing(profile: dict[str, Any]) -> None:
    told = improved(profile, job="Excel", answers={"/work/0": "I did it"})
    assert isinstance(told.resume, dict)


def test_an_improvement_is_a_matter_of_milliseconds() -> None:
    profile = resume_of(career(1, "en"))
    improved(profile)
    begun = time.process_time()
    for _ in range(5):
        improved(profile, job="We need Excel and a team leader. " * 150)
    assert time.process_time() - begun < 5 * 0.3


@pytest.mark.parametrize("profile", [NORA, JONAS, AMELIE, LUCIA])
def test_the_same_input_gives_the_same_result(profile: dict[str, Any]) -> None:
    assert improved(profile, job="Excel") == improved(profile, job="Excel")


@pytest.mark.parametrize(
    "text",
    [
        " " * 20_000,
        "I was responsible for " * 900,
        ", " * 9_000,
        "1a" * 9_000,
        "word " * 4_000,
        "1,000 " * 3_000,
        "éa-" * 6_000,
    ],
)
def test_no_text_makes_the_writer_slow(text: str) -> None:
    job = {"name": "X", "position": "Y", "startDate": "2019-01", "highlights": [text], "summary": text}
    profile = {
        "basics": {"name": text[:200], "email": text, "summary": text},
        "work": [job],
        "x-document": {"language": "fr"},
    }
    begun = time.process_time()
    told = improved(profile, job=text)
    assert time.process_time() - begun < 1.5
    assert told.resume["work"][0]["highlights"] == [text]  # type: ignore[index]
