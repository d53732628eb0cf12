"""The machine's labels: given in bulk, kept true, and never over what a person said."""

from __future__ import annotations

import pytest
from django.core.management import call_command
from django.db.models import F

from candidates.models import Candidate, CandidateLabel, Label, Source
from candidates.services import labelling, raise_versions
from candidates.services.facts import Facts
from candidates.services.moving import Move, move
from candidates.services.saving import save_candidate
from tests.people import person

NURSE = {"work": [{"position": "Registered Nurse"}], "skills": [{"name": "Wound care"}]}
LAWYER = {"work": [{"position": "Lawyer"}], "skills": [{"name": "Contract law"}]}


@pytest.fixture(autouse=True)
def labels(db) -> dict[str, Label]:
    """The labels that these tests speak of; a flushed database lacks those of the migration."""
    return {
        slug: Label.objects.get_or_create(slug=slug, defaults={"name": slug})[0]
        for slug in ("nursing", "legal", "teaching")
    }


def somebody(profile: dict[str, object] = NURSE) -> Candidate:
    return Candidate.objects.get(pk=save_candidate(None, Facts(name="Somebody", profile=profile)))


def labels_of(candidate: Candidate) -> dict[str, tuple[str, bool]]:
    rows = CandidateLabel.objects.filter(candidate=candidate)
    return {
        slug: (source, stands) for slug, source, stands in rows.values_list("label__slug", "source", "stands")
    }


def test_who_was_saved_is_labelled_once(labels):
    candidate = somebody()
    assert labelling.has_work()
    before = Label.objects.get(slug="nursing").generation
    assert labelling.label_some() == 1
    row = CandidateLabel.objects.get(candidate=candidate, label=labels["nursing"])
    assert (row.source, row.stands) == (Source.MACHINE, True)
    assert 0.5 < row.probability <= 1
    candidate.refresh_from_db()
    assert candidate.labelled_version == candidate.version > 1
    assert Label.objects.get(slug="nursing").generation > before
    assert not labelling.has_work()
    assert labelling.label_some() == 0


def test_a_new_reading_changes_the_label(labels):
    candidate = somebody()
    labelling.label_some()
    before = Label.objects.get(slug="nursing").generation
    save_candidate(candidate.pk, Facts(name="Somebody", profile=LAWYER))
    labelling.label_some()
    assert set(labels_of(candidate)) == {"legal"}
    assert Label.objects.get(slug="nursing").generation > before


def test_looking_again_at_the_same_changes_nothing():
    candidate = somebody()
    labelling.label_some()
    raise_versions([candidate.pk])
    candidate.refresh_from_db()
    labelling.label_some()
    version = candidate.version
    candidate.refresh_from_db()
    assert candidate.version == candidate.labelled_version == version


@pytest.mark.parametrize("takes_away", [False, True])
def test_what_a_person_said_stands_whatever_the_machine_thinks(labels, takes_away):
    alice, candidate = person("alice"), somebody()
    labelling.label_some()
    change = Move(from_label=labels["nursing"]) if takes_away else Move(label=labels["legal"])
    move([candidate.pk], change, actor=alice)
    said = labels_of(candidate)
    for _ in range(2):
        labelling.label_everybody_anew()
        labelling.label_some()
        assert labels_of(candidate) == said
    expected = {"nursing": (Source.PERSON, False)} if takes_away else {"legal": (Source.PERSON, True)}
    assert expected.items() <= said.items()


def test_a_person_s_yes_is_not_weakened_by_the_machine(labels):
    candidate = somebody()
    CandidateLabel.objects.create(candidate=candidate, label=labels["nursing"], source=Source.PERSON)
    labelling.label_some()
    row = CandidateLabel.objects.get(candidate=candidate, label=labels["nursing"])
    assert (row.source, row.probability) == (Source.PERSON, 1.0)


def test_a_retired_label_is_given_to_nobody(labels):
    Label.objects.filter(slug="nursing").update(is_active=False)
    candidate = somebody()
    labelling.label_some()
    assert "nursing" not in labels_of(candidate)


def test_nobody_is_told_of_somebody_who_says_nothing():
    candidate = somebody({})
    labelling.label_some()
    assert labels_of(candidate) == {}
    candidate.refresh_from_db()
    assert (candidate.version, candidate.labelled_version) == (1, 1)


def test_who_changes_meanwhile_is_left_for_the_next_time(monkeypatch):
    candidate = somebody()
    label = labelling.classifier().label

    class Slow:
        """A classifier that takes so long that somebody is changed."""

        def label(self, people: object, *, most: int) -> object:
            raise_versions([candidate.pk])
            return label(people, most=most)

    monkeypatch.setattr(labelling, "classifier", Slow)
    labelling.label_some()
    assert labels_of(candidate) == {}
    assert labelling.has_work()


def test_many_are_labelled_with_few_statements(django_assert_max_num_queries):
    for _ in range(40):
        somebody()
    with django_assert_max_num_queries(24):
        assert labelling.label_some() == 40
    assert CandidateLabel.objects.filter(source=Source.MACHINE).values("candidate").distinct().count() == 40


def test_the_command_labels_everybody_anew():
    somebody()
    labelling.label_some()
    CandidateLabel.objects.all().delete()
    call_command("label_candidates", "--all", verbosity=0)
    assert CandidateLabel.objects.filter(label__slug="nursing").exists()
    assert not Candidate.objects.filter(version__gt=F("labelled_version")).exists()


def test_beat_finds_the_task_and_its_question(settings):
    from django.utils.module_loading import import_string

    entry = settings.CELERY_BEAT_SCHEDULE["label_candidates"]
    assert import_string(settings.BEAT_ASKS[entry["task"]]) is labelling.has_work
    assert settings.TASK_QUEUES[entry["task"]] == "classification"
