"""The classifier: right about people who are unlike its training, silent about what it must not look at."""

from __future__ import annotations

import json
from dataclasses import replace
from functools import cache
from hashlib import sha256
from importlib.resources import files
from pathlib import Path

import numpy as np
import pytest

from candidates.labelling.classifier import classifier
from candidates.labelling.examples import is_kept_out_title, slugs, titles
from candidates.labelling.fitting import Example, calibrate, fit, worth_of
from candidates.labelling.signs import Person, person_of, signs_of

MODEL = files("candidates.labelling").joinpath("model")


@cache
def judged() -> tuple[Example, ...]:
    """People whom a person gave a label."""
    lines = Path(__file__).with_name("people.txt").read_text(encoding="utf-8").splitlines()
    found = []
    for line in lines:
        if not line.startswith("#"):
            slug, jobs, skills, did = (part.strip() for part in line.split("|"))
            person = Person(jobs.split("; "), skills=skills.split(", "), texts=[did])
            found.append(Example(person, slug))
    return tuple(found)


def test_people_whom_no_template_made_get_their_label():
    worth = worth_of(classifier(), judged())
    assert worth.people >= 160
    assert worth.top_1 >= 0.85, worth
    assert worth.top_3 >= 0.95, worth


def test_the_card_keeps_what_was_promised():
    card = json.loads(MODEL.joinpath("card.json").read_text(encoding="utf-8"))
    groups = ("people_with_titles_of_no_career", "the_same_told_in_a_few_words", "people_with_known_titles")
    for group in groups:
        assert card["kept_out"][group]["top_1"] >= 0.85
        assert card["kept_out"][group]["top_3"] >= 0.95
        assert card["kept_out"][group]["calibration_error"] <= 0.1
    weights = MODEL.joinpath("weights.npz").read_bytes()
    assert card["sha256"] == sha256(weights).hexdigest()
    assert len(weights) < 2_000_000
    assert card["labels"] == slugs()
    assert len(slugs()) >= 25


@pytest.mark.parametrize(
    ("title", "slug"),
    [
        ("Software Engineer", "software-developer"),
        ("Softwareentwickler", "software-developer"),
        ("Développeuse Python", "software-developer"),
        ("Krankenschwester", "nursing"),
        ("Abogada", "legal"),
        ("Contabile", "finance"),
        ("Vrachtwagenchauffeur", "transport"),
        ("Nauczycielka", "teaching"),
        ("Säljare", "sales"),
        ("İnsan Kaynakları Uzmanı", "human-resources"),
    ],
)
def test_a_title_alone_is_enough(title, slug):
    ((first, *_),) = classifier().label([Person([title])])
    assert first.slug == slug


def test_probabilities_are_ordered_and_add_up():
    people = [example.person for example in judged()]
    shares = classifier().scores(people)
    assert np.allclose(shares.sum(axis=1), 1, atol=1e-4)
    for guesses in classifier().label(people):
        told = [guess.probability for guess in guesses]
        assert told == sorted(told, reverse=True)


@pytest.mark.parametrize("person", [Person(), Person(titles=[""], skills=["", "  "])])
def test_nothing_known_is_nothing_said(person):
    assert classifier().label([person, Person(["Nurse"])])[0] == [] or person.skills


def test_nobody_gives_an_empty_table():
    assert classifier().label([]) == []
    assert classifier().scores([]).shape == (0, len(slugs()))


def test_names_contacts_and_places_are_never_looked_at():
    profile = {
        "basics": {"label": "Cook", "summary": "I cook."},
        "work": [{"position": "Cook", "name": "Inn", "highlights": ["Cooked lunch"]}],
        "skills": [{"name": "Soup"}],
        "education": [{"studyType": "Apprenticeship", "area": "Cooking"}],
    }
    plain = signs_of(person_of(profile))
    profile["basics"] |= {
        "name": "Zelda Quist",
        "email": "zelda@example.org",
        "phone": "+41790000000",
        "image": "data:image/png;base64,AA",
        "location": {"city": "Basel", "countryCode": "CH"},
        "gender": "f",
        "birthDate": "1980-01-01",
    }
    profile["work"][0] |= {"name": "Other Inn", "location": "Basel", "startDate": "1999", "endDate": "2020"}
    profile["education"][0] |= {"institution": "A School", "endDate": "1998"}
    profile["interests"] = [{"name": "Knitting"}]
    assert signs_of(person_of(profile)) == plain


@pytest.mark.parametrize(
    "profile",
    [{}, {"work": None}, {"work": ["x", {"position": 3}], "skills": [{"keywords": [1, "a"]}], "basics": []}],
)
def test_a_broken_profile_is_no_error(profile):
    assert isinstance(person_of(profile), Person)


def test_hostile_words_are_only_words():
    long = "x" * 100_000
    person = Person(
        [long, "\x00\ud7ff" * 50], headline=long, skills=[long] * 500, texts=[long + " " + "a b " * 90_000]
    )
    ((first, *_),) = classifier().label([person])
    assert 0 < first.probability <= 1


def test_learning_is_the_same_each_time_and_learns():
    known = [example for example in titles().own if example.slug in {"nursing", "legal", "cooking"}]
    shown = [example for example in known if not is_kept_out_title(example.person.titles[0])]
    held = [example for example in known if is_kept_out_title(example.person.titles[0])]
    first, second = (fit(shown, ["cooking", "legal", "nursing"], epochs=6) for _ in range(2))
    assert np.array_equal(first.weights, second.weights)
    assert worth_of(first, held).top_1 > 0.6
    assert calibrate(first, held) == calibrate(replace(first, temperature=2.0), held)
