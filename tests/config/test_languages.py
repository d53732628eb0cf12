"""The catalogues of config/locale/ are whole and as compiled, and the API speaks as it is asked to."""

from __future__ import annotations

import gettext
import os
import re
import shutil
import subprocess
import sys
from pathlib import Path

import pytest
from django.conf import settings
from stack import ROOT

from tests.api.conftest import problem
from tests.people import client_of

LOCALE = ROOT / "config" / "locale"
OTHERS = [code for code, _ in settings.LANGUAGES if code != "en"]
CODE = ("config", "accounts", "parsing", "ranking", "cvimprover", "templates")
SLOT = re.compile(r"%\(\w+\)[a-z]|%%|\{\w*\}|</?\w+>")
needs_gettext = pytest.mark.skipif(shutil.which("msgfmt") is None, reason="needs Debian's gettext")


def compiled(path: Path) -> dict[object, str]:
    """What a compiled catalogue says, by message (and number of the plural)."""
    with path.open("rb") as file:
        found: dict[object, str] = gettext.GNUTranslations(file)._catalog  # type: ignore[attr-defined]
    return {key: said for key, said in found.items() if key}


def msgfmt(source: Path, folder: Path) -> dict[object, str]:
    """What a catalogue says when it is compiled now; its placeholders must agree."""
    target = folder / f"{source.parent.parent.name}.mo"
    subprocess.run(["msgfmt", "--check-format", "-o", target, source], check=True, capture_output=True)
    return compiled(target)


@needs_gettext
@pytest.mark.parametrize("language", OTHERS)
def test_what_is_compiled_is_what_is_written(language, tmp_path):
    folder = LOCALE / language / "LC_MESSAGES"
    assert compiled(folder / "django.mo") == msgfmt(folder / "django.po", tmp_path)


@pytest.fixture(scope="module")
def messages(tmp_path_factory) -> set[object]:
    """Every message of code and templates, as they are now."""
    folder = tmp_path_factory.mktemp("messages")
    for name in CODE:
        shutil.copytree(
            ROOT / name, folder / name, ignore=shutil.ignore_patterns("*.np?", "__pycache__", "locale")
        )
    (folder / "locale").mkdir()
    order = "from django.core.management import execute_from_command_line as run; import sys; run(sys.argv)"
    wanted = ["makemessages", "-l", "xx", "-e", "html,py", "--no-location", "-v", "0"]
    command = [sys.executable, "-c", order, *wanted]
    subprocess.run(command, cwd=folder, check=True, env={"PATH": os.environ["PATH"]}, capture_output=True)
    source = folder / "locale" / "xx" / "LC_MESSAGES" / "django.po"
    # Each message said as itself, so that compiling does not leave it out.
    text = re.sub(r'(?m)^msgstr ""$', 'msgstr "x"', source.read_text(encoding="utf-8").partition("\n\n")[2])
    text = re.sub(r'(?m)^msgstr\[(\d)\] ""$', r'msgstr[\1] "x"', re.sub(r"(?m)^#, .*\n", "", text))
    source.write_text(
        'msgid ""\nmsgstr "Content-Type: text/plain; charset=UTF-8\\n"\n\n' + text, encoding="utf-8"
    )
    return set(msgfmt(source, folder))


@needs_gettext
@pytest.mark.parametrize("language", OTHERS)
def test_every_message_is_translated_and_nothing_else(language, messages):
    said = compiled(LOCALE / language / "LC_MESSAGES" / "django.mo")
    known = {key[0] if isinstance(key, tuple) else key for key in said}
    assert {key[0] if isinstance(key, tuple) else key for key in messages} == known
    assert len(known) > 200


@pytest.mark.parametrize("language", OTHERS)
def test_the_same_slots_and_marks_are_in_every_language(language):
    for key, said in compiled(LOCALE / language / "LC_MESSAGES" / "django.mo").items():
        message = str(key[0] if isinstance(key, tuple) else key)
        assert sorted(SLOT.findall(said)) == sorted(SLOT.findall(message)), message


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("asked", "answered", "title"),
    [
        ("de-DE,de;q=0.9", "de", "Hier gibt es nichts, oder nichts, was Sie sehen dürfen."),
        ("fr", "fr", "Il n'y a rien ici, ou rien que vous puissiez voir."),
        ("es-MX", "es", "Aquí no hay nada, o nada que usted pueda ver."),
        ("pt-BR", "en", "There is nothing here, or nothing that you may see."),
    ],
)
def test_problems_are_told_in_the_language_that_is_asked_for(asked, answered, title):
    client = client_of("alice")
    client.cookies["language"] = "es" if answered != "es" else "de"
    missing = "/api/v1/resumes/11111111-1111-4111-8111-111111111111/"
    answer = client.get(missing, headers={"accept-language": asked})
    assert problem(answer, 404, "not_found")["title"] == title
    assert answer["Content-Language"] == answered
    assert "Accept-Language" in answer["Vary"]


@pytest.mark.django_db
def test_errors_of_fields_are_told_in_it_too():
    path = "/api/v1/notifications/preferences/"
    answer = client_of("alice").patch(path, {"events": 1}, headers={"accept-language": "de"})
    (error,) = problem(answer, 400, "invalid")["errors"]
    assert error["code"] == "not_a_dict"
    assert error["detail"].startswith("Erwartete")


@pytest.mark.django_db
@pytest.mark.parametrize("path", ["/admin/login/", "/api/schema/", "/api/errors/"])
def test_what_is_for_machines_and_administrators_stays_english(client, path):
    german = client.get(path, headers={"accept-language": "de"})
    assert "Content-Language" not in german
    assert "ü" not in german.content.decode()
