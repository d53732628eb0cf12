"""The guess of gender: off by default, often unknown, and read by nobody."""

from __future__ import annotations

import ast
from pathlib import Path

import pytest
from django.core.management import call_command
from django.urls import URLPattern, URLResolver, get_resolver

from candidates.facets.narrowing import FacetFilter
from candidates.gender.names import guess
from candidates.models import Application, Candidate, CandidateLabel, JobProfile, Label
from candidates.models.gender import InferredGender
from candidates.services import gender, raise_versions
from candidates.tasks import infer_genders
from tests.people import client_of

ROOT = Path(__file__).parent.parent.parent
APPS = ("accounts", "candidates", "parsing", "ranking", "cvimprover", "config")
MAY_READ = {
    "candidates/models/__init__.py",  # so that Django knows the table
    "candidates/models/gender.py",
    "candidates/services/gender.py",
    "candidates/management/commands/forget_genders.py",
    "candidates/tasks.py",
    "candidates/gender/names.py",
    "candidates/gender/build.py",
}
"""The bias report will be the next, and the last."""


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("Anna Maria Beispiel", "female"),
        ("John Smith", "male"),
        ("Zoë Müller", "female"),
        ("Dr. Ahmed Ali", "male"),
        ("Mary-Ann Lee", "female"),
        ("Andrea Rossi", "unknown"),
        ("Jean Dupont", "unknown"),
        ("Xyzzy Plugh", "unknown"),
        ("Smith", "unknown"),
        ("", "unknown"),
    ],
)
def test_a_name_says_something_or_nothing(name, value):
    assert guess(name).gender == value


def test_a_guess_that_is_told_is_sure():
    assert guess("Anna Beispiel").probability >= 0.9
    assert guess("Andrea Rossi").probability < 0.9


def test_it_is_off_unless_settings_want_it(db, settings):
    Candidate.objects.create(name="Anna Beispiel")
    assert settings.GENDER_FROM_NAMES is False
    assert not gender.has_work()
    assert infer_genders() == 0
    assert not InferredGender.objects.exists()


def test_it_looks_once_at_each_name_and_again_when_that_changed(db, settings):
    settings.GENDER_FROM_NAMES = True
    anna, xyzzy = (Candidate.objects.create(name=name) for name in ("Anna Beispiel", "Xyzzy Plugh"))
    assert infer_genders() == 2
    row = InferredGender.objects.get(candidate=anna)
    assert (row.value, row.method, row.probability >= 0.9) == (
        "female",
        "given name, nomquamgender 0.1.4",
        True,
    )
    assert InferredGender.objects.get(candidate=xyzzy).value == "unknown"
    assert not gender.has_work()
    Candidate.objects.filter(pk=anna.pk).update(name="John Beispiel")
    raise_versions([anna.pk])
    assert infer_genders() == 1
    assert InferredGender.objects.get(candidate=anna).value == "male"
    before = Candidate.objects.get(pk=anna.pk)
    assert (before.version, before.updated_at) == (2, before.updated_at), "nobody is told"
    call_command("forget_genders", verbosity=0)
    assert not InferredGender.objects.exists()


def test_who_is_deleted_is_guessed_at_no_more(db, settings):
    settings.GENDER_FROM_NAMES = True
    anna = Candidate.objects.create(name="Anna Beispiel")
    infer_genders()
    anna.delete()
    assert not InferredGender.objects.exists()


# --- the fence


def words_of(path: Path) -> set[str]:
    """Every name, attribute, keyword, imported module and short text in a file."""
    found: set[str] = set()
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        match node:
            case ast.Import(names=names):
                found |= {alias.name for alias in names}
            case ast.ImportFrom(module=module, names=names):
                found |= {f"{module}.{alias.name}" for alias in names}
            case ast.Attribute(attr=name) | ast.Name(id=name) | ast.keyword(arg=str(name)):
                found.add(name)
            case ast.Constant(value=str(text)) if len(text) < 80 and " " not in text:
                found.add(text)
    return {word.lower().replace("_", "") for word in found}


def test_no_module_but_the_step_itself_names_the_table():
    reading = {
        str(path.relative_to(ROOT))
        for app in APPS
        for path in (ROOT / app).rglob("*.py")
        if "migrations" not in path.parts
        and any(
            "inferredgender" in word or "models.gender" in word or "candidates.gender" in word
            for word in words_of(path)
        )
    }
    assert reading - {"candidates/management/commands/forget_genders.py"} <= MAY_READ


def test_no_relation_leads_from_a_person_to_the_guess():
    assert not [name for name in vars(Candidate) if "gender" in name.lower()]
    names = [field.name for field in Candidate._meta.get_fields(include_hidden=False)]
    assert not [name for name in names if "gender" in name.lower()]


def test_no_filter_is_made_of_it():
    assert not [name for name in FacetFilter.get_filters() if "gender" in name or "sex" in name]


def addresses(patterns: list[URLPattern | URLResolver] | None = None, prefix: str = "") -> list[str]:
    found = []
    for pattern in get_resolver().url_patterns if patterns is None else patterns:
        route = prefix + str(pattern.pattern)
        found += addresses(pattern.url_patterns, route) if isinstance(pattern, URLResolver) else [route]
    return found


def test_no_answer_of_the_api_tells_it(db, settings):
    settings.GENDER_FROM_NAMES = True
    anna = Candidate.objects.create(name="Anna Beispiel", current_title="Nurse")
    job, label = JobProfile.objects.create(title="Any"), Label.objects.create(slug="any", name="Any")
    Application.objects.create(candidate=anna, job_profile=job)
    CandidateLabel.objects.create(candidate=anna, label=label)
    infer_genders()
    alice = client_of("alice")
    asked = 0
    for route in addresses():
        if not route.startswith("api/v1/") or "events" in route:
            continue
        key = job.pk if "job-profiles" in route else anna.pk
        address = route.replace("<uuid:identity>", str(key)).replace("<slug:slug>", "any")
        answer = alice.get("/" + address) if "<" not in address else None
        if answer is not None and answer.status_code == 200 and not answer.streaming:
            asked += 1
            text = answer.content.decode("utf-8", "replace").lower()
            assert "gender" not in text, route
            assert "female" not in text, route
    assert asked >= 8
