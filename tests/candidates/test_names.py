"""A list of names in one column."""

from __future__ import annotations

import pytest
from django.core import serializers

from candidates.models import Candidate
from candidates.models.names import joined, parted


@pytest.mark.parametrize(
    ("names", "text"),
    [
        ([], ""),
        (["Python"], "\nPython\n"),
        (["Python", "SQL"], "\nPython\nSQL\n"),
        (["two\nlines  of it"], "\ntwo lines of it\n"),
    ],
)
def test_names_become_a_text_and_names_again(names, text):
    assert joined(names) == text
    assert parted(text) == [" ".join(name.split()) for name in names]


def test_texts_of_several_people_are_parted_together():
    assert parted(joined(["C", "C++"]) + joined([]) + joined(["C"])) == ["C", "C++", "C"]


@pytest.mark.django_db
@pytest.mark.parametrize("names", [[], ["C", "Größenplanung"]])
def test_names_are_kept_and_outlive_a_backup(names):
    person = Candidate.objects.create(name="Ana", skill_names=names)
    assert Candidate.objects.get(pk=person.pk).skill_names == names
    for form in ("json", "python"):
        backup = serializers.serialize(form, [person])
        (restored,) = serializers.deserialize(form, backup)
        assert restored.object.skill_names == names


@pytest.mark.django_db
def test_a_backup_from_when_names_were_a_json_list_is_read():
    row = {"model": "candidates.candidate", "pk": None, "fields": {"skill_names": ["C", "SQL"]}}
    (restored,) = serializers.deserialize("python", [row])
    assert restored.object.skill_names == ["C", "SQL"]


@pytest.mark.django_db
def test_nobody_has_names_that_nobody_gave_them():
    assert Candidate.objects.create(name="Ana").skill_names == []
