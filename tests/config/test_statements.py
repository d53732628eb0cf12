"""Statements that are worded once: they do what the queryset would, on whatever database this runs."""

from __future__ import annotations

import uuid
from collections.abc import Callable
from datetime import UTC, datetime, timedelta

import pytest
from django.db.models import DurationField
from django.db.models.functions import Now

from candidates.models import Candidate
from config.statements import Insert, Select, Slot, Update, Updates, column, made_of

pytestmark = pytest.mark.django_db
NAMES = ("id", "name", "skills", "profile", "created_at", "updated_at")
BEFORE = datetime(2020, 1, 2, 3, 4, 5, 678000, tzinfo=UTC)


def candidate_slot(name: str, field: str = "id") -> Slot:
    return Slot(name, column(Candidate, field))


def insert(*rows: tuple[object, ...], **options: object) -> None:
    rest = dict.fromkeys(("headline", "email", "phone", "city", "country_code"), "")
    rest |= {"current_title": "", "current_employer": ""}
    Insert(Candidate, NAMES, same=rest, **options).run(rows)  # type: ignore[arg-type]


def row(name: str, **values: object) -> tuple[object, ...]:
    told: dict[str, object] = {"id": uuid.uuid4(), "name": name, "skills": ["a", "b'%s"], "profile": {"ü": 1}}
    return tuple((told | {"created_at": BEFORE, "updated_at": BEFORE} | values)[each] for each in NAMES)


def test_inserted_rows_are_what_the_model_would_have_written() -> None:
    first, second = row("Alice 100 %"), row("Bob")
    insert(first, second)
    alice = Candidate.objects.get(pk=first[0])
    assert (alice.name, alice.skills, alice.profile) == ("Alice 100 %", ["a", "b'%s"], {"ü": 1})
    assert (alice.created_at, alice.experience_months_min) == (BEFORE, None)
    assert Candidate.objects.count() == 2


def test_more_rows_than_go_into_one_statement_are_all_written() -> None:
    insert(*(row(str(number)) for number in range(230)))
    assert Candidate.objects.count() == 230


def test_a_row_that_is_there_gets_the_new_values_but_keeps_what_is_to_be_kept() -> None:
    old = row("Alice")
    insert(old)
    later = BEFORE + timedelta(days=1)
    insert(row("Alicia", id=old[0], created_at=later, updated_at=later), unique=("id",), kept=("created_at",))
    alice = Candidate.objects.get()
    assert (alice.name, alice.created_at, alice.updated_at) == ("Alicia", BEFORE, later)


def test_a_statement_is_filled_anew_each_time(django_assert_num_queries: Callable[..., object]) -> None:
    alice, bob = row("Alice"), row("Bob")
    insert(alice, bob)
    rename = Update(
        lambda: Candidate.objects.filter(pk=candidate_slot("id")),
        lambda: {
            "name": candidate_slot("name", "name"),
            "updated_at": Now() + Slot("later", DurationField()),
        },
    )
    with django_assert_num_queries(3):  # type: ignore[attr-defined]
        assert rename.run(id=alice[0], name="A", later=timedelta(hours=1)) == 1
        assert rename.run(id=bob[0], name="B", later=timedelta(hours=-1)) == 1
        assert rename.run(id=uuid.uuid4(), name="C", later=timedelta()) == 0
    assert list(Candidate.objects.order_by("name").values_list("name", flat=True)) == ["A", "B"]
    times = Candidate.objects.in_bulk()
    apart = times[alice[0]].updated_at - times[bob[0]].updated_at
    assert 7190 < apart.total_seconds() < 7210


def test_each_choice_of_columns_is_its_own_statement_and_times_are_the_databases() -> None:
    alice = row("Alice")
    insert(alice)
    change = Updates(Candidate, lambda: Candidate.objects.filter(pk=candidate_slot("id")))
    assert change.run({"name": "A", "profile": {"x": [1, None]}}, id=alice[0]) == 1
    assert change.run({"updated_at": Now()}, id=alice[0]) == 1
    now = Candidate.objects.get().updated_at
    assert change.run({"updated_at": timedelta(seconds=60)}, id=alice[0]) == 1
    assert change.run({"name": "B", "profile": {}}, id=uuid.uuid4()) == 0
    person = Candidate.objects.get()
    assert (person.name, person.profile) == ("A", {"x": [1, None]})
    assert now - BEFORE > timedelta(days=1)
    assert 50 < (person.updated_at - now).total_seconds() < 70


def test_selected_values_are_pythons_and_the_rest_is_loaded_when_asked_for(
    django_assert_num_queries: Callable[..., object],
) -> None:
    alice = row("Alice")
    insert(alice, row("Bob"))
    names = ["id", "skills", "created_at"]
    look = Select(
        lambda: Candidate.objects.filter(name=candidate_slot("name", "name")).order_by().values_list(*names)
    )
    assert look.run(name="nobody") == []
    (found,) = look.run(name="Alice")
    assert found == [alice[0], ["a", "b'%s"], BEFORE]
    person = made_of(Candidate, names, found)
    with django_assert_num_queries(1):  # type: ignore[attr-defined]
        assert (person.pk, person.name) == (alice[0], "Alice")
