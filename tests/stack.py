"""Workers and beat as real processes, on the test's own database and broker."""

from __future__ import annotations

import sys
from pathlib import Path

from config.settings.queues import QUEUES
from parsing import outbox
from tests.servers import Process, Servers, eventually


class Stack:
    """What runs beside the test. Every process leads its own group and logs to its own file."""

    def __init__(self, servers: Servers, folder: Path, *, database: str) -> None:
        self.servers, self.folder = servers, folder
        self.env = {
            "DJANGO_SETTINGS_MODULE": "config.settings.test",
            "DATABASE_URL": f"postgres://vitae@127.0.0.1:{servers.postgres.port}/{database}",
            "PYTHONPATH": str(Path(__file__).resolve().parent.parent),
        }
        self.workers: list[Process] = []
        self.beat: Process | None = None
        forget_connections()

    def start_worker(self, *, children: int = 1, queues: tuple[str, ...] = QUEUES, **env: str) -> Process:
        """A worker that takes from `queues`; `env` is added to its environment."""
        name = f"w{len(self.workers)}"
        worker = Process(
            [
                sys.executable, "-m", "celery", "-A", "tests.worker", "worker", "-n", f"{name}@test", "-c",
                str(children), "-Q", ",".join(queues), "--without-gossip", "--without-mingle", "-l", "INFO",
            ],
            env=self.env | env,
            log=self.folder / f"{name}.log",
        )  # fmt: skip
        worker.start()
        self.workers.append(worker)
        return worker

    def start_beat(self, **env: str) -> Process:
        """The beat that sweeps."""
        self.beat = Process(
            [sys.executable, "-m", "celery", "-A", "tests.worker", "beat", "--pidfile=", "-l", "INFO"],
            env=self.env | env,
            log=self.folder / "beat.log",
        )
        self.beat.start()
        return self.beat

    def wait_until_ready(self) -> None:
        """Wait until every worker takes tasks."""
        for worker in self.workers:
            assert eventually(lambda log=worker.log: b" ready." in log.read_bytes(), 40), self.logs()

    def children_of(self, worker: Process) -> list[int]:
        """The pids of a worker's pool children."""
        found = Path(f"/proc/{worker.pid}/task/{worker.pid}/children")
        return [int(pid) for pid in found.read_text().split()] if found.exists() else []

    def logs(self) -> str:
        """The ends of all logs."""
        parts = []
        for log in sorted(self.folder.glob("*.log")):
            parts.append(f"--- {log.name}\n" + log.read_text(errors="replace")[-6000:])
        return "\n".join(parts)

    def stop(self) -> None:
        """End everything."""
        for process in [*self.workers, *([self.beat] if self.beat else [])]:
            process.kill()
        forget_connections()


def forget_connections() -> None:
    """Forget what this process knows of a broker that was or will be restarted."""
    outbox.close_circuit()
