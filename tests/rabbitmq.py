"""The tests' own RabbitMQ: Debian's, in a folder of its own, on loopback only, ended with the process."""

from __future__ import annotations

import os
import shutil
from pathlib import Path

from tests.servers import Process, eventually, free_port, listens

SERVER = Path("/usr/lib/rabbitmq/bin/rabbitmq-server")
PASSWORD = "not-a-secret"


class RabbitMQ:
    """A node, and the name server it wants; what it was given outlives its death as on a server."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.port, names = free_port(), free_port()
        home = folder / "home"
        home.mkdir(parents=True)
        (folder / "rabbitmq.conf").write_text(
            f"listeners.tcp.1 = 127.0.0.1:{self.port}\ndefault_user = vitae\ndefault_pass = {PASSWORD}\n"
            "log.file = false\nlog.console = true\nlog.console.level = warning\n"
        )
        (folder / "plugins").write_text("[].")
        env = {
            "HOME": str(home),  # Erlang puts its cookie there
            "ERL_EPMD_PORT": str(names),
            "ERL_EPMD_ADDRESS": "127.0.0.1",
            "RABBITMQ_NODENAME": "vitae@localhost",
            "RABBITMQ_CONFIG_FILE": str(folder / "rabbitmq.conf"),
            "RABBITMQ_CONF_ENV_FILE": os.devnull,
            "RABBITMQ_ENABLED_PLUGINS_FILE": str(folder / "plugins"),
            "RABBITMQ_MNESIA_BASE": str(folder / "mnesia"),
            "RABBITMQ_LOG_BASE": str(folder / "log"),
            "RABBITMQ_PID_FILE": str(folder / "pid"),
            "RABBITMQ_DIST_PORT": str(free_port()),
            # Without it the port between nodes listens on every interface.
            "RABBITMQ_SERVER_ADDITIONAL_ERL_ARGS": "-kernel inet_dist_use_interface {127,0,0,1} +sbwt none",
        }
        # Started here, or the node would start one that outlives it.
        epmd = ["epmd", "-port", str(names), "-address", "127.0.0.1"]
        self.names = Process(epmd, env=env, log=folder / "epmd.log")
        self.node = Process([str(SERVER)], env=env, log=folder / "rabbitmq.log")

    @staticmethod
    def missing() -> str:
        """Why it cannot run here, "" if it can."""
        if SERVER.exists() and shutil.which("epmd"):
            return ""
        return "rabbitmq-server is not installed (unpacked into .sysroot it does not run)"

    @property
    def url(self) -> str:
        """Its address, with the password."""
        return f"amqp://vitae:{PASSWORD}@127.0.0.1:{self.port}//"

    def start(self) -> None:
        """Start it and wait until it answers."""
        if not self.names.is_alive:
            self.names.start()
        self.node.start()
        assert eventually(lambda: listens(self.port), 60), self.node.log.read_text()[-3000:]

    def kill(self) -> None:
        """End the node at once."""
        self.node.kill()

    def stop(self) -> None:
        """End both."""
        self.node.kill()
        self.names.kill()
