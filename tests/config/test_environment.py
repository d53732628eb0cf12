"""What the environment may say."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from django.core.exceptions import ImproperlyConfigured

from config.settings import env

ROOT = Path(__file__).resolve().parent.parent.parent
READ = re.compile(r'env\.(?:text|flag|number|words|choice)\(\s*"([A-Z0-9_]+)"')


def test_every_variable_that_is_read_stands_in_the_example() -> None:
    sources = [*(ROOT / "config/settings").glob("*.py")]
    read = {name for source in sources for name in READ.findall(source.read_text())}
    example = (ROOT / ".env.example").read_text()
    listed = set(re.findall(r"^#?([A-Z0-9_]+)=", example, re.MULTILINE))
    assert len(read) > 40
    assert sorted(read - listed) == []


@pytest.mark.parametrize(
    ("value", "wanted"),
    [("1", True), ("yes", True), ("On", True), ("0", False), ("false", False), ("", False)],
)
def test_a_flag_is_one_of_the_usual_words(monkeypatch: pytest.MonkeyPatch, value: str, wanted: bool) -> None:
    monkeypatch.setenv("A_FLAG", value)
    assert env.flag("A_FLAG", default=not wanted) is wanted


@pytest.mark.parametrize("value", ["perhaps", "2", "tru"])
def test_any_other_flag_names_itself(monkeypatch: pytest.MonkeyPatch, value: str) -> None:
    monkeypatch.setenv("A_FLAG", value)
    with pytest.raises(ImproperlyConfigured, match="A_FLAG"):
        env.flag("A_FLAG", default=True)


@pytest.mark.parametrize("value", ["many", "0", "11", "1.5"])
def test_a_number_keeps_its_bounds(monkeypatch: pytest.MonkeyPatch, value: str) -> None:
    monkeypatch.setenv("A_NUMBER", value)
    with pytest.raises(ImproperlyConfigured, match="A_NUMBER"):
        env.number("A_NUMBER", 5, least=1, most=10)


def test_a_choice_is_one_of_those_allowed(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("A_CHOICE", "c")
    with pytest.raises(ImproperlyConfigured, match="a, b"):
        env.choice("A_CHOICE", "a", ("a", "b"))
