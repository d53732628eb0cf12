"""What a boxed program can and cannot do."""

from __future__ import annotations

import os
import signal
import socket
import subprocess
import sys
import time
from dataclasses import replace
from pathlib import Path

import pytest

from parsing.engines.sandbox import Box, outer_environment, sandbox_problem

PREFIX = Path(os.environ["VITAE_SYSROOT"]) if os.environ.get("VITAE_SYSROOT") else None
PROBLEM = sandbox_problem(PREFIX)
needs_boxes = pytest.mark.skipif(PROBLEM is not None, reason=str(PROBLEM))


def boxed(script: str, box: Box | None = None) -> subprocess.CompletedProcess[str]:
    box = replace(box or Box(), prefix=PREFIX)
    return subprocess.run(
        box.command(["/bin/sh", "-c", script]),
        env=outer_environment(PREFIX) | {"DATABASE_PASSWORD": "secret"},
        capture_output=True,
        text=True,
        timeout=60,
        check=False,
    )


@needs_boxes
def test_the_machine_is_out_of_reach(tmp_path: Path) -> None:
    (tmp_path / "private.txt").write_text("of the host")
    listener = socket.create_server(("127.0.0.1", 0))
    port = listener.getsockname()[1]
    with listener:
        seen = boxed(
            f"cat {tmp_path}/private.txt; cat /etc/passwd; ls /root /work /var; env; id -u;"
            f" bash -c 'echo x > /dev/tcp/127.0.0.1/{port}'; touch /usr/x /x"
        )
    assert "of the host" not in seen.stdout
    assert "root:" not in seen.stdout
    assert "secret" not in seen.stdout
    assert "65534" in seen.stdout
    assert "Network is unreachable" in seen.stderr or "Connection refused" in seen.stderr
    assert "Read-only file system" in seen.stderr


@needs_boxes
def test_only_given_folders_are_there_and_only_some_can_be_written(tmp_path: Path) -> None:
    (tmp_path / "in").mkdir()
    (tmp_path / "out").mkdir()
    (tmp_path / "in/a").write_text("given")
    box = Box(read_only={"/in": tmp_path / "in"}, writable={"/out": tmp_path / "out"})
    boxed("cp /in/a /out/b; touch /in/c", box)
    assert (tmp_path / "out/b").read_text() == "given"
    assert not (tmp_path / "in/c").exists()


@needs_boxes
@pytest.mark.parametrize(
    ("script", "box"),
    [
        ("yes > /out/x", Box(file_bytes=1_000_000)),
        ("yes > /home/x", Box(scratch_bytes=1_000_000)),
        ("while :; do :; done", Box(cpu_seconds=1)),
        ("head -c 300000000 /dev/zero | tail", Box(memory_bytes=100_000_000)),
    ],
    ids=["file", "scratch", "cpu", "memory"],
)
def test_limits_hold(tmp_path: Path, script: str, box: Box) -> None:
    ended = boxed(script, replace(box, writable={"/out": tmp_path}))
    assert ended.returncode != 0
    assert sum(file.stat().st_size for file in tmp_path.iterdir()) <= 1_000_000


@needs_boxes
def test_the_box_dies_with_its_parent(tmp_path: Path) -> None:
    code = (
        "import subprocess, sys\nfrom pathlib import Path\nfrom parsing.engines.sandbox import *\n"
        f"prefix = Path({str(PREFIX)!r}) if {PREFIX is not None} else None\n"
        f"box = Box(writable={{'/out': Path({str(tmp_path)!r})}}, prefix=prefix)\n"
        "subprocess.run(box.command(['/bin/sh', '-c',"
        " 'while :; do date +%s%N > /out/n; mv /out/n /out/t; sleep 0.05; done']),"
        " env=outer_environment(prefix))\n"
    )
    parent = subprocess.Popen([sys.executable, "-c", code])
    beat = tmp_path / "t"
    end = time.monotonic() + 20
    while not (beat.exists() and beat.read_text()) and time.monotonic() < end:
        time.sleep(0.05)
    parent.send_signal(signal.SIGKILL)
    parent.wait()
    time.sleep(1.0)
    before = beat.read_text()
    time.sleep(0.5)
    assert before
    assert beat.read_text() == before


def test_a_missing_program_is_named(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("parsing.engines.sandbox.SEARCHED", (str(tmp_path),))
    sandbox_problem.cache_clear()
    try:
        assert sandbox_problem() == "The program bwrap is missing: install the Debian package bubblewrap."
    finally:
        sandbox_problem.cache_clear()
