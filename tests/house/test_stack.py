"""The processes of a stack end with their owner, however it ends."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest
from stack import ROOT, Processes, StackError

OWNER = """
import sys, time
from pathlib import Path
from stack import Processes
processes = Processes(Path(sys.argv[1]))
# A child of a child, as pool workers are; it ignores SIGTERM, as a busy one may.
script = "trap '' TERM; sleep 300 & echo $!; wait"
processes.start("stubborn", ["bash", "-c", script], {"PATH": "/usr/bin:/bin"})
print("ready", flush=True)
time.sleep(300)
"""


def is_alive(pid: int) -> bool:
    """Whether the process runs; a zombie does not."""
    try:
        return Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()[0] != "Z"
    except FileNotFoundError:
        return False


def test_nothing_is_left_when_the_owner_is_killed(tmp_path: Path) -> None:
    owner = subprocess.Popen(
        [sys.executable, "-c", OWNER, str(tmp_path)],
        stdout=subprocess.PIPE,
        text=True,
        env={**os.environ, "PYTHONPATH": str(ROOT / "bin")},
    )
    assert owner.stdout is not None
    with owner.stdout as said:
        assert said.readline() == "ready\n"
    log = tmp_path / "stubborn.log"
    until = time.monotonic() + 10
    while not (log.exists() and log.read_text().strip()):
        assert time.monotonic() < until
        time.sleep(0.02)
    grandchild = int(log.read_text())
    owner.send_signal(signal.SIGKILL)
    owner.wait()
    until = time.monotonic() + 10
    while is_alive(grandchild):
        assert time.monotonic() < until, "the watchdog did not end the group"
        time.sleep(0.05)


def test_a_stopped_stack_leaves_no_grandchild(tmp_path: Path) -> None:
    processes = Processes(tmp_path)
    processes.start("family", ["bash", "-c", "sleep 300 & echo $!; wait"], os.environ)
    log = tmp_path / "family.log"
    while not log.read_text().strip():
        time.sleep(0.02)
    processes.stop(grace_seconds=2)
    assert not is_alive(int(log.read_text()))


def test_a_service_that_ended_is_named_with_the_end_of_its_log(tmp_path: Path) -> None:
    processes = Processes(tmp_path)
    processes.start("broken", ["bash", "-c", "echo no such database; exit 3"], os.environ)
    processes.running["broken"].wait()
    with pytest.raises(StackError, match=r"(?s)broken.*no such database"):
        processes.check()
    processes.stop(grace_seconds=1)
