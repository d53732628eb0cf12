"""Files by https address through a real web server and a real worker, on an internet of the test's own."""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest
from stack import ROOT

from tests.servers import die_with_parent

pytestmark = pytest.mark.real
BOX = [
    "bwrap", "--dev-bind", "/", "/", "--unshare-net", "--unshare-user", "--uid", "0", "--gid", "0",
    "--cap-add", "CAP_NET_ADMIN", "--cap-add", "CAP_NET_BIND_SERVICE", "--die-with-parent",
]  # fmt: skip


def certificate(folder: Path) -> None:
    """A key and a certificate of one's own for the hosts of the test."""
    names = "subjectAltName=DNS:cv.example.org,DNS:turns.example.org,DNS:inside.example.org"
    command = "openssl req -x509 -newkey ec -pkeyopt ec_paramgen_curve:P-256 -nodes -days 2 -subj /CN=cv"
    files = ["-keyout", folder / "key.pem", "-out", folder / "cert.pem"]
    subprocess.run([*command.split(), "-addext", names, *files], check=True, capture_output=True)


def can_make_a_network() -> bool:
    """Whether bubblewrap may make a network here."""
    return bool(shutil.which("bwrap")) and not subprocess.run([*BOX, "true"], capture_output=True).returncode


def test_files_come_from_public_addresses_and_from_nowhere_else(tmp_path: Path) -> None:
    if not can_make_a_network():
        pytest.skip("bubblewrap cannot make a network of its own here")
    certificate(tmp_path)
    hosts = tmp_path / "hosts"
    hosts.touch()
    python = [sys.executable, "-m", "tests.house.internet", str(tmp_path), str(hosts)]
    ran = subprocess.run(
        [*BOX, "--bind", str(hosts), "/etc/hosts", *python],
        env={**os.environ, "PYTHONPATH": f"{ROOT}:{ROOT / 'bin'}"},
        cwd=ROOT,
        capture_output=True,
        text=True,
        timeout=120,
        preexec_fn=die_with_parent,
    )
    assert not ran.returncode, ran.stderr[-3000:]
    told = json.loads(ran.stdout)
    assert told["cv.pdf"] == {"status": "done", "code": "", "file_name": "cv.pdf", "name": "Maren Holt"}
    assert (told["moved.pdf"]["status"], told["moved.pdf"]["code"]) == ("failed", "fetch_failed")
    assert (told["program.pdf"]["status"], told["program.pdf"]["code"]) == ("failed", "unsupported_type")
    assert told["inside"] == [400, "address_refused"]
    # Its name led outside when it was asked for, and inside when the worker came to it.
    assert told["accepted"] == 202
    assert (told["turning"]["status"], told["turning"]["code"]) == ("failed", "fetch_failed")
    assert told["visits"] == ["93.184.215.14"]
