"""What the containers are told exists: with no engine to build them, every word is held against the code."""

from __future__ import annotations

import os
import re
import shlex
import subprocess
import sys
from collections.abc import Iterator
from functools import cache
from pathlib import Path
from typing import Any, Final

import pytest
import yaml
from stack import ROOT

from config.settings.queues import GPU, QUEUES
from tests.config.test_settings_are_told import NAMES as SETTINGS

DOCKER: Final = ROOT / "config" / "docker"
DOCKERFILE: Final = (DOCKER / "Dockerfile").read_text()
ENTRYPOINT: Final = DOCKER / "entrypoint"
COMPOSE: Final[dict[str, Any]] = yaml.safe_load((ROOT / "docker-compose.yml").read_text())
SERVICES: Final[dict[str, dict[str, Any]]] = COMPOSE["services"]
OWN: Final = sorted(name for name, service in SERVICES.items() if service["image"].startswith("vitae"))
TOLD: Final = set(re.findall(r"^#?([A-Z][A-Z0-9_]+)=", (ROOT / ".env.example").read_text(), re.MULTILINE))
# Read by the programs in the images, not by our settings.
FOREIGN: Final = {"POSTGRES_USER", "POSTGRES_DB", "POSTGRES_PASSWORD", "REDISCLI_AUTH", "FLOWER_BASIC_AUTH"}
FILLED_IN: Final = {
    "SECRET_KEY": "kept-out-of-every-repository-0123456789-abcdefghijklmnop",
    "POSTGRES_PASSWORD": "not-a-secret",
    "BROKER_PASSWORD": "not-a-secret",
    "FLOWER_BASIC_AUTH": "admin:not-a-secret",
}


def started_by(command: list[str], folder: Path, **env: str) -> list[str]:
    """The program and arguments that the entrypoint ends in, told by stand-ins for the programs."""
    for name in ("granian", "celery", "python"):
        program = folder / name
        program.write_text('#!/bin/sh\nprintf "%s\\n" "${0##*/}" "$@"\n')
        program.chmod(0o755)
    path = f"{folder}:/usr/bin:/bin"
    ran = subprocess.run(
        [str(ENTRYPOINT), *command], env={"PATH": path, **env}, capture_output=True, text=True, timeout=10
    )
    assert not ran.returncode, ran.stderr
    return ran.stdout.split("\n")[:-1]


@cache
def options_of(command: tuple[str, ...]) -> set[str]:
    """The options that a program tells of."""
    told = subprocess.run(
        [*command, "--help"],
        cwd=ROOT,
        env={**os.environ, "PATH": f"{Path(sys.executable).parent}:{os.environ['PATH']}"},
        capture_output=True,
        text=True,
        timeout=60,
    )
    assert not told.returncode, told.stderr
    return set(re.findall(r"(?<![\w-])--?[A-Za-z][\w-]*", told.stdout))


def filled_in(value: str) -> str:
    """The value with its ${…} as compose would put them."""

    def look_up(match: re.Match[str]) -> str:
        name, _, default = match[1].partition(":")
        return FILLED_IN.get(name, default.removeprefix("-"))

    return re.sub(r"\$\{([^}]*)\}", look_up, value)


def copied() -> Iterator[str]:
    """What the Dockerfile copies from the repository."""
    for line in re.findall(r"^COPY (?!--from)(.*)$", DOCKERFILE, re.MULTILINE):
        yield from shlex.split(line)[:-1]


@pytest.mark.parametrize("name", OWN)
def test_what_a_service_runs_exists_and_knows_its_options(name: str, tmp_path: Path) -> None:
    program, *arguments = started_by(SERVICES[name]["command"], tmp_path, FLOWER_BASIC_AUTH="a:b")
    options = [argument.partition("=")[0] for argument in arguments if argument.startswith("-")]
    commands = {
        "granian": ("granian",),
        "celery": ("celery", "-A", "config.celery", *(one for one in arguments if one in {"worker", "beat"})),
        "python": (sys.executable, "manage.py", "migrate"),
    }
    known = options_of(commands[program])
    flower = {"--address", "--port"} if "flower" in arguments else set()
    assert [option for option in options if option not in known | flower | {"-A"}] == []
    for argument in arguments:
        if argument.startswith("config."):
            assert (ROOT / argument.partition(":")[0].replace(".", "/")).with_suffix(".py").exists()


def test_a_word_that_is_no_role_is_run_as_it_stands(tmp_path: Path) -> None:
    assert started_by(["python", "manage.py", "check"], tmp_path) == ["python", "manage.py", "check"]
    assert started_by(["worker", "ocr,bulk", "3"], tmp_path)[:7] == [
        "celery", "-A", "config.celery", "worker", "-n", "worker@%h", "-Q",
    ]  # fmt: skip


def test_flower_does_not_start_without_a_password(tmp_path: Path) -> None:
    with pytest.raises(AssertionError, match="user:password"):
        started_by(["flower"], tmp_path)


def test_every_queue_has_a_worker_and_every_worker_its_queues() -> None:
    served = {
        name: service["command"][1].split(",")
        for name, service in SERVICES.items()
        if service.get("command", [""])[0] == "worker"
    }
    assert sorted(queue for queues in served.values() for queue in queues) == sorted(QUEUES)
    assert [name for name, queues in served.items() if GPU in queues] == ["worker-gpu"]
    assert SERVICES["worker-gpu"]["profiles"] == ["gpu"]


@pytest.mark.parametrize("name", sorted(SERVICES))
def test_every_variable_is_a_setting_and_every_one_asked_for_is_told(name: str) -> None:
    environment = SERVICES[name].get("environment", {})
    assert [key for key in environment if key not in {*SETTINGS, *FOREIGN}] == []
    asked = set(re.findall(r"\$\{(\w+)", str(SERVICES[name])))
    assert sorted(asked - TOLD) == []


@pytest.mark.parametrize("name", sorted(SERVICES))
def test_what_a_service_waits_for_and_mounts_is_there(name: str) -> None:
    service = SERVICES[name]
    for other, wanted in service.get("depends_on", {}).items():
        needed = SERVICES[other]
        if wanted["condition"] == "service_healthy":
            assert needed["healthcheck"]["test"][0] == "CMD"
        elif wanted["condition"] == "service_completed_successfully":
            assert needed["restart"] == "no"
    assert set(service["networks"]) <= set(COMPOSE["networks"])
    for volume in service.get("volumes", []):
        source = volume.partition(":")[0]
        assert (ROOT / source).exists() if source.startswith(".") else source in COMPOSE["volumes"]


@pytest.mark.parametrize("name", OWN)
def test_our_services_may_do_little(name: str) -> None:
    service = SERVICES[name]
    assert service["read_only"] is True
    assert service["cap_drop"] == ["ALL"]
    assert "no-new-privileges:true" in service["security_opt"]
    assert service["env_file"] == [".env"]  # whatever .env.example tells reaches every service
    assert "privileged" not in service


def test_the_gpu_worker_has_an_image_of_its_own_and_one_child() -> None:
    service = SERVICES["worker-gpu"]
    assert service["image"] == "vitae-gpu:latest"
    assert f"FROM app AS {service['build']['target']}\n" in DOCKERFILE
    assert DOCKERFILE.rstrip().endswith("\nFROM app")  # what is built when no target is named
    assert set(service["build"]["args"]) == set(re.findall(r"^ARG (\w+)", DOCKERFILE, re.MULTILINE))
    assert service["command"] == ["worker", "gpu", "1"]
    folder = str(Path(service["environment"]["GPU_LOCK"]).parent)
    assert any(volume.endswith(f":{folder}") for volume in service["volumes"])
    assert folder in DOCKERFILE


def test_only_loopback_is_published_and_data_stays_inside() -> None:
    ports = [port for service in SERVICES.values() for port in service.get("ports", [])]
    assert ports
    assert [port for port in ports if not port.startswith("127.0.0.1:")] == []
    assert COMPOSE["networks"]["inside"]["internal"] is True
    for name in ("postgres", "broker", "cache", "s3"):
        assert SERVICES[name]["networks"] == ["inside"]


def test_the_image_holds_what_runs_and_nothing_else() -> None:
    allowed = {
        line[1:] for line in (DOCKER / "Dockerfile.dockerignore").read_text().split() if line[0] == "!"
    }
    sources = {source.rstrip("/") for source in copied()}
    assert [source for source in sources if not (ROOT / source).exists()] == []
    assert sources == allowed
    packages = {path.parent.name for path in ROOT.glob("*/apps.py")}
    assert packages <= sources
    assert os.access(ENTRYPOINT, os.X_OK)
    assert f"/srv/vitae/{ENTRYPOINT.relative_to(ROOT)}" in DOCKERFILE
    assert "\nUSER vitae\n" in DOCKERFILE


def manage(*command: str, **env: str) -> None:
    """Run a command of the project with this environment and what the system needs."""
    base = {key: os.environ[key] for key in ("PATH", "HOME", "LD_LIBRARY_PATH") if key in os.environ}
    ran = subprocess.run(
        [sys.executable, "-W", "error", "manage.py", *command],
        cwd=ROOT,
        env={**base, **env},
        capture_output=True,
        text=True,
        timeout=60,
    )
    assert not ran.returncode, ran.stderr[-2000:]


def test_the_settings_of_the_containers_stand_the_check_for_deployment() -> None:
    environment = {key: filled_in(str(value)) for key, value in SERVICES["web"]["environment"].items()}
    manage(
        "check",
        "--deploy",
        "--fail-level",
        "WARNING",
        DJANGO_SETTINGS_MODULE="config.settings.production",
        **environment,
    )


def test_static_files_are_collected_as_the_image_does(tmp_path: Path) -> None:
    step = DOCKERFILE.partition("RUN SECRET_KEY")[2].partition("collectstatic")
    said = dict(re.findall(r"\b([A-Z_]+)=(\S+)", f"SECRET_KEY{step[0]}"))
    options = step[2].partition("\n")[0].split()
    manage("collectstatic", *options, "--dry-run", **{**said, "STATIC_ROOT": str(tmp_path)})
