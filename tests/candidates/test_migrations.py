"""What migrations do to rows that are there: the models are those of the migration, the tables today's."""

from __future__ import annotations

from importlib import import_module

import pytest
from django.db import connection
from django.db.migrations.loader import MigrationLoader

from candidates.models import Candidate, JobProfile, Label

SKILL_NAMES = import_module("candidates.migrations.0010_skill_names_as_text")


@pytest.mark.django_db
def test_who_was_there_before_skills_had_names_gets_them(monkeypatch):
    monkeypatch.setattr(SKILL_NAMES, "AT_ONCE", 2)
    told = {
        "Ana": (["ReactJS", "react", "k8s"], ["React", "Kubernetes"]),
        "Ben": (["HTML/CSS"], ["HTML", "CSS"]),
        "Cleo": (["Unheard of"], ["Unheard of"]),
        "Dina": (["Python"], ["Python"]),
        "Emil": ([], []),
    }
    for name, (skills, _) in told.items():
        Candidate.objects.create(name=name, skills=skills, skill_names=[])
    JobProfile.objects.create(title="Any")
    Label.objects.create(slug="any", name="Any")
    apps = MigrationLoader(connection).project_state(("candidates", "0010_skill_names_as_text")).apps
    SKILL_NAMES.name_skills(apps, None)
    after = Candidate.objects.values_list("name", "skill_names", "version")
    assert {name: (names, version) for name, names, version in after} == {
        name: (names, 2 if names else 1) for name, (_, names) in told.items()
    }
    assert set(JobProfile.objects.values_list("generation", flat=True)) == {2}
    assert set(Label.objects.values_list("generation", flat=True)) == {2}


@pytest.mark.django_db
def test_without_anybody_nothing_is_counted_anew():
    job = JobProfile.objects.create(title="Any")
    apps = MigrationLoader(connection).project_state(("candidates", "0010_skill_names_as_text")).apps
    SKILL_NAMES.name_skills(apps, None)
    job.refresh_from_db()
    assert job.generation == 1
