"""The tests' own PostgreSQL and Redis, on free ports, in folders of their own, ended with the process.

Nothing here is imported by the product. A server that is not installed shows as a skip with its reason.
"""

from __future__ import annotations

import atexit
import ctypes
import os
import shutil
import signal
import socket
import subprocess
import tempfile
import time
from collections.abc import Callable, Mapping, Sequence
from contextlib import suppress
from pathlib import Path

import psycopg2

ROOT = Path(__file__).resolve().parent.parent
_SYSTEM_PG = sorted(Path("/usr/lib/postgresql").glob("*/bin"), reverse=True)
_ON_PATH = shutil.which("initdb")  # where bin/setup unpacked it without installing
PG_BIN = Path(_ON_PATH).resolve().parent if _ON_PATH else next(iter(_SYSTEM_PG), None)
PR_SET_PDEATHSIG = 1


def free_port() -> int:
    """A port that nobody listens on now."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def listens(port: int) -> bool:
    """Whether something answers there."""
    with suppress(OSError), socket.create_connection(("127.0.0.1", port), 0.5):
        return True
    return False


def eventually(is_true: Callable[[], object], seconds: float = 30.0, *, every: float = 0.05) -> bool:
    """Whether it comes true within `seconds`."""
    until = time.monotonic() + seconds
    while not is_true():
        if time.monotonic() > until:
            return False
        time.sleep(every)
    return True


def die_with_parent() -> None:
    """For a new child: end it when this process ends, however it ends."""
    ctypes.CDLL(None).prctl(PR_SET_PDEATHSIG, signal.SIGKILL)


class Process:
    """A child that leads its own group, so that it and its children can be killed together."""

    def __init__(
        self,
        command: Sequence[str],
        *,
        env: Mapping[str, str] | None = None,
        log: Path,
        user: str | None = None,
    ) -> None:
        self.command, self.env, self.log, self.user = list(command), env, log, user
        self.popen: subprocess.Popen[bytes] | None = None
        atexit.register(self.kill)

    def start(self) -> None:
        """Start it, or start it again."""
        with self.log.open("ab") as log:
            self.popen = subprocess.Popen(
                self.command,
                cwd=ROOT,
                env=None if self.env is None else {**os.environ, **self.env},
                stdin=subprocess.DEVNULL,
                stdout=log,
                stderr=log,
                start_new_session=True,
                preexec_fn=die_with_parent,
                user=self.user,
                group=self.user,
                extra_groups=[] if self.user else None,
            )

    @property
    def pid(self) -> int:
        """The leader's pid."""
        assert self.popen is not None
        return self.popen.pid

    @property
    def is_alive(self) -> bool:
        """Whether the leader runs."""
        return self.popen is not None and self.popen.poll() is None

    def signal(self, number: int) -> None:
        """Send a signal to the leader alone."""
        os.kill(self.pid, number)

    def kill(self) -> None:
        """SIGKILL to the whole group, and wait."""
        if self.popen is None:
            return
        with suppress(ProcessLookupError):
            os.killpg(self.popen.pid, signal.SIGKILL)
        self.popen.wait()
        self.popen = None

    def terminate(self, seconds: float = 10.0) -> None:
        """Ask it to end; then make it."""
        if self.popen is not None and self.is_alive:
            self.popen.terminate()
            with suppress(subprocess.TimeoutExpired):
                self.popen.wait(seconds)
        self.kill()


class Redis:
    """A Redis that keeps nothing on disk: killed, it has forgotten everything."""

    def __init__(self, folder: Path, port: int) -> None:
        self.port = port
        self.process = Process(
            ["redis-server", "--port", str(port), "--bind", "127.0.0.1", "--save", "", "--appendonly", "no"],
            log=folder / "redis.log",
        )

    @staticmethod
    def missing() -> str:
        """Why it cannot run here, "" if it can."""
        return "" if shutil.which("redis-server") else "redis-server is not installed"

    def start(self) -> None:
        """Start it and wait until it answers."""
        if not self.process.is_alive:
            self.process.start()
        assert eventually(lambda: listens(self.port), 10), self.process.log.read_text()

    def kill(self) -> None:
        """End it at once; everything in it is lost."""
        self.process.kill()

    def stop_answering(self) -> None:
        """SIGSTOP: connections are accepted by the kernel, and nothing ever comes back."""
        self.process.signal(signal.SIGSTOP)

    def answer_again(self) -> None:
        """SIGCONT."""
        self.process.signal(signal.SIGCONT)


class Postgres:
    """A PostgreSQL cluster that need not survive a power cut."""

    def __init__(self, folder: Path, port: int) -> None:
        self.folder, self.port = folder / "postgres", port
        user = "postgres" if os.geteuid() == 0 else None
        self.user = user
        self.process = Process(
            [str(PG_BIN / "postgres") if PG_BIN else "postgres", "-D", str(self.folder)],
            log=folder / "postgres.log",
            user=user,
        )

    @staticmethod
    def missing() -> str:
        """Why it cannot run here, "" if it can."""
        return "" if PG_BIN else "PostgreSQL is not installed"

    def start(self) -> None:
        """Make the cluster when it is new, start it, wait until it answers."""
        if not self.folder.exists():
            self._make()
        if not self.process.is_alive:
            self.process.start()
        assert eventually(self._answers, 20), self.process.log.read_text()

    def _answers(self) -> bool:
        with suppress(psycopg2.OperationalError):
            psycopg2.connect(host="127.0.0.1", port=self.port, user="vitae", dbname="postgres").close()
            return True
        return False

    def _make(self) -> None:
        self.folder.mkdir(parents=True)
        if self.user:
            shutil.chown(self.folder, self.user, self.user)
        assert PG_BIN is not None
        subprocess.run(
            [str(PG_BIN / "initdb"), "-D", str(self.folder), "-U", "vitae", "-A", "trust", "-E", "UTF8",
             "--locale=C.UTF-8", "--no-sync"],
            check=True, stdout=subprocess.DEVNULL, user=self.user, group=self.user,
            extra_groups=[] if self.user else None, cwd="/",
        )  # fmt: skip
        with (self.folder / "postgresql.conf").open("a") as conf:
            conf.write(
                f"port = {self.port}\nlisten_addresses = '127.0.0.1'\nunix_socket_directories = ''\n"
                "fsync = off\nfull_page_writes = off\nsynchronous_commit = off\nshared_buffers = 64MB\n"
                "max_connections = 60\nautovacuum_vacuum_scale_factor = 0.05\nlog_min_messages = warning\n"
            )


class Servers:
    """Both of them; nothing runs before it is asked for."""

    def __init__(self, folder: Path, *, postgres_port: int, redis_port: int) -> None:
        self.folder = folder
        self.postgres = Postgres(folder, postgres_port)
        self.redis = Redis(folder, redis_port)


def scratch() -> Path:
    """A folder for this run, gone when the process ends. PostgreSQL's user must be able to enter it."""
    folder = Path(tempfile.mkdtemp(prefix="vitae-test-"))
    folder.chmod(0o755)
    owner = os.getpid()

    def forget() -> None:
        if os.getpid() == owner:
            shutil.rmtree(folder, ignore_errors=True)

    atexit.register(forget)
    return folder
