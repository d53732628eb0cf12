"""PostgreSQL and Redis from Debian's packages on private ports, for measurements: never a system service."""

from __future__ import annotations

import os
import pwd
import shutil
import subprocess
import tempfile
from pathlib import Path

from stack import ONE_THREAD, Processes, StackError, free_port, wait_until


def start_redis(processes: Processes, folder: Path) -> str:
    """The address of a new Redis that keeps nothing."""
    port = free_port()
    command = [
        _program("redis-server"),
        "--port",
        str(port),
        "--bind",
        "127.0.0.1",
        "--save",
        "",
        "--dir",
        str(folder),
    ]
    processes.start("redis", [*command, "--maxmemory-policy", "noeviction"], os.environ)
    ping = [_program("redis-cli"), "-p", str(port), "ping"]
    wait_until("redis answers", lambda: subprocess.run(ping, capture_output=True).returncode == 0, seconds=15)
    return f"redis://127.0.0.1:{port}/0"


class Postgres:
    """A new cluster in a folder of its own, run by a plain user; `url` names its empty database."""

    def __init__(self, processes: Processes) -> None:
        self.folder = Path(tempfile.mkdtemp(prefix="vitae-postgres-"))
        self.port = free_port()
        self.url = f"postgres://vitae@127.0.0.1:{self.port}/postgres"
        user = _unprivileged_user()
        if user is not None:
            os.chown(self.folder, user, -1)
        data = str(self.folder / "data")
        made = subprocess.run(
            [
                _program("initdb"),
                "-D",
                data,
                "-A",
                "trust",
                "-U",
                "vitae",
                "-E",
                "UTF8",
                "--no-sync",
                "--locale=C.UTF-8",
            ],
            user=user,
            cwd=self.folder,
            capture_output=True,
            text=True,
            check=False,
        )
        if made.returncode:
            raise StackError(f"initdb failed:\n{made.stderr}")
        options = ["-h", "127.0.0.1", "-p", str(self.port), "-k", str(self.folder)]
        processes.start(
            "postgres",
            [_program("postgres"), "-D", data, *options],
            {**os.environ, **ONE_THREAD},
            user=user,
            cwd=self.folder,
        )
        ready = [_program("pg_isready"), "-h", "127.0.0.1", "-p", str(self.port)]
        wait_until(
            "postgres answers", lambda: subprocess.run(ready, capture_output=True).returncode == 0, seconds=30
        )

    def remove(self) -> None:
        """Forget the cluster; it must have ended."""
        shutil.rmtree(self.folder, ignore_errors=True)


def _unprivileged_user() -> int | None:
    if os.geteuid() != 0:
        return None
    names = {entry.pw_name: entry.pw_uid for entry in pwd.getpwall()}
    return names.get("postgres", names["nobody"])


def _program(name: str) -> str:
    folders = [
        os.environ.get("PATH", ""),
        *map(str, sorted(Path("/usr/lib/postgresql").glob("*/bin"), reverse=True)),
    ]
    found = shutil.which(name, path=os.pathsep.join(folders))
    if found is None:
        raise StackError(f"{name} is missing: run bin/setup test")
    return found
