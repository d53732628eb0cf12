"""What the classifier of labels learns from: careers with their label, and what recruiters said."""

from __future__ import annotations

import pytest

from candidates.labelling.examples import is_kept_out_title, occupations, skill_sets, slugs, titles
from candidates.labelling.fitting import fit
from candidates.models import Candidate, CandidateLabel, Label
from parsing.management.commands.train_labels import _corrections
from parsing.training.careers import LANGUAGES
from parsing.training.labelled import examples, label_of
from parsing.training.train_labels import matrix
from parsing.training.words import table


@pytest.mark.parametrize(
    ("field", "title", "slug"),
    [
        ("software", "Backend Developer", "software-developer"),
        ("software", "Site Reliability Engineer", "devops"),
        ("software", "Technicien informatique", "it-support"),
        ("software", "Kierownik projektu IT", "project-management"),
        ("nursing", "Fisioterapeuta", "therapy"),
        ("sales", "Kassörska", "retail"),
        ("teaching", "Okul Öncesi Öğretmeni", "childcare"),
        ("mechanics", "Electrician", "electrical-engineering"),
        ("mechanics", "Ingénieur qualité", "mechanical-engineering"),
        ("mechanics", "Spawacz", "manufacturing"),
        ("logistics", "Vrachtwagenchauffeur", "transport"),
        ("logistics", "Heftruckchauffeur", "logistics"),
        ("kitchen", "Garçom", "hospitality"),
        ("construction", "Jefe de obra", "civil-engineering"),
        ("construction", "Mestre de obras", "construction"),
        ("hr", "Gestionnaire de paie", "finance"),
        ("public", "Bombero", "security"),
    ],
)
def test_a_title_of_a_field_has_its_label(field, title, slug):
    assert label_of(field, title) == slug


def test_every_field_of_every_language_has_labels_that_are_known():
    fields = {field for language in LANGUAGES for field in table(f"fields_{language}")}
    known = table("labels")
    assert fields <= set(known)
    assert {slug for field in known.values() for slug in field} <= set(slugs())


def test_people_are_the_same_each_time_and_kept_out_ones_are_others():
    shown, again = (list(examples(range(4), is_kept_out=False)) for _ in range(2))
    assert shown == again
    assert len(shown) >= 25
    held = list(examples(range(8), is_kept_out=True))
    assert held
    assert not {person.titles[0] for person, _ in shown} & {person.titles[0] for person, _ in held}
    assert all(is_kept_out_title(person.titles[0]) for person, _ in held if " " not in person.titles[0])


def test_lists_of_titles_name_each_title_once():
    own = [(example.person.titles[0].casefold(), example.slug) for example in titles().own]
    slugs_of: dict[str, set[str]] = {}
    for title, slug in own:
        slugs_of.setdefault(title, set()).add(slug)
    assert {title: found for title, found in slugs_of.items() if len(found) > 1} == {}
    assert len(titles().handbook) > 4500


def test_sets_of_skills_speak_for_a_known_label():
    sets = list(skill_sets(2, seed=1))
    assert sets == list(skill_sets(2, seed=1))
    assert {each.slug for each in sets} <= set(slugs())
    assert all(each.person.skills and not each.person.titles for each in sets)


def test_occupations_are_taken_where_their_titles_are_sure(tmp_path):
    few = [example for example in titles().own if example.slug in {"nursing", "legal"}]
    judge = fit(few, ["legal", "nursing"], epochs=8)
    file = tmp_path / "occupations.csv"
    file.write_text(
        "id,description\n"
        'a,"registered nurse staff nurse nurse in hospital Registered nurses promote health and care."\n'
        'b,"xylophone zither player Xylophone players play."\n'
        "c,no description here\n",
        encoding="utf-8",
    )
    found = list(occupations(file, judge))
    assert {example.slug for example in found} == {"nursing"}
    assert any("promote health" in example.person.texts[0] for example in found)


def test_what_recruiters_said_is_learned(db):
    nursing, _ = Label.objects.get_or_create(slug="nursing", defaults={"name": "Nursing"})
    own = Label.objects.create(slug="our-own-kind", name="Our own kind")
    people = [Candidate.objects.create(profile={"work": [{"position": "Carer"}]}) for _ in range(4)]
    said = (
        (nursing, "person", True),
        (nursing, "person", False),
        (nursing, "machine", True),
        (own, "person", True),
    )
    for person, (label, source, stands) in zip(people, said, strict=True):
        CandidateLabel.objects.create(candidate=person, label=label, source=source, stands=stands)
    (correction,) = _corrections()
    assert (correction.slug, correction.person.titles) == ("nursing", ["Carer"])
    assert correction.weight > 1


def test_the_matrix_tells_who_is_taken_for_whom():
    told = matrix([("a", "a", 3), ("a", "b", 1), ("b", "b", 2)])
    assert "| a | 4 | 75% | b 1 |" in told
    assert "| b | 2 | 100% |  |" in told
