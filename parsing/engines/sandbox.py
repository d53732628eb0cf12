"""The command that runs a foreign program in a box of its own: no network, no files, no secrets, hard limits.

Made of bubblewrap and prlimit, both from Debian packages; works as root and as a plain user.
"""

from __future__ import annotations

import os
import platform
import shutil
import subprocess
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from functools import lru_cache
from pathlib import Path
from typing import Final

NOBODY: Final = "65534"
SYSTEM_FILES: Final = (
    "/etc/fonts",
    "/etc/ld.so.cache",
    "/etc/libreoffice",
    "/var/lib/libreoffice",
    "/var/cache/fontconfig",
)
MERGED: Final = ("bin", "lib", "lib32", "lib64", "sbin")
SEARCHED: Final = ("/usr/bin", "/bin")
PROBE_SECONDS: Final = 10


@dataclass(frozen=True, slots=True)
class Box:
    """What a boxed program may use. Sizes in bytes, CPU in seconds of each of its processes.

    `read_only` and `writable` map paths in the box to paths of this machine. `prefix` is a tree of
    unpacked Debian packages for machines where nothing may be installed; it keeps its path in the box.
    """

    memory_bytes: int = 3_000_000_000
    file_bytes: int = 104_857_600
    scratch_bytes: int = 268_435_456
    cpu_seconds: int = 600
    open_files: int = 256
    read_only: Mapping[str, Path] = field(default_factory=dict)
    writable: Mapping[str, Path] = field(default_factory=dict)
    environment: Mapping[str, str] = field(default_factory=dict)
    prefix: Path | None = None

    def command(self, program: Sequence[str]) -> list[str]:
        """The whole command line. The box dies with the thread that starts it."""
        return [*self._limits(), *self._bubblewrap(), *program]

    def _limits(self) -> list[str]:
        return [
            find_program("prlimit", self.prefix) or "prlimit",
            f"--as={self.memory_bytes}",
            f"--cpu={self.cpu_seconds}",
            f"--fsize={self.file_bytes}",
            f"--nofile={self.open_files}",
            "--core=0",
        ]

    def _bubblewrap(self) -> list[str]:
        words = [find_program("bwrap", self.prefix) or "bwrap", "--unshare-all", "--die-with-parent"]
        words += ["--new-session", "--cap-drop", "ALL", "--clearenv", "--uid", NOBODY, "--gid", NOBODY]
        words += ["--hostname", "box", "--ro-bind", "/usr", "/usr"]
        for name in MERGED:
            path = Path("/", name)
            if path.is_symlink():
                words += ["--symlink", os.readlink(path), str(path)]
            elif path.is_dir():
                words += ["--ro-bind", str(path), str(path)]
        for name in SYSTEM_FILES:
            words += ["--ro-bind-try", str(self._own(name)), name]
        scratch = str(self.scratch_bytes)
        words += ["--proc", "/proc", "--dev", "/dev"]
        words += ["--size", scratch, "--tmpfs", "/tmp", "--size", scratch, "--tmpfs", "/home"]  # noqa: S108
        if self.prefix is not None:
            words += ["--ro-bind", str(self.prefix), str(self.prefix)]
        for inside, outside in self.read_only.items():
            words += ["--ro-bind", str(outside), inside]
        for inside, outside in self.writable.items():
            words += ["--bind", str(outside), inside]
        for name, value in {**self._basic_environment(), **self.environment}.items():
            words += ["--setenv", name, value]
        return [*words, "--chdir", "/home"]

    def _own(self, name: str) -> Path:
        """The prefix's copy of a system file where it has one and the system has not."""
        if self.prefix is not None and not Path(name).exists():
            return self.prefix / name.lstrip("/")
        return Path(name)

    def _basic_environment(self) -> dict[str, str]:
        known = {"HOME": "/home", "PATH": "/usr/bin", "LANG": "C.UTF-8", "TMPDIR": "/tmp"}  # noqa: S108
        if self.prefix is None:
            return known
        tree = self.prefix
        libraries = [tree / "usr/lib" / _triplet(), tree / "lib" / _triplet()]
        libraries += sorted({file.parent for file in libraries[0].glob("*/*.so.*")})
        # First: LibreOffice looks for its settings beside the library that was loaded.
        libraries.insert(0, tree / "usr/lib/libreoffice/program")
        known["PATH"] = f"{tree}/usr/bin:/usr/bin"
        known["LD_LIBRARY_PATH"] = ":".join(map(str, libraries))
        if (tree / "fonts.conf").is_file():
            known["FONTCONFIG_FILE"] = str(tree / "fonts.conf")
        return known


def find_program(name: str, prefix: Path | None = None) -> str | None:
    """Where the program lies, the system's own first, None where it is missing."""
    search = os.pathsep.join([*SEARCHED, *([f"{prefix}/usr/bin"] if prefix else [])])
    return shutil.which(name, path=search)


@lru_cache(maxsize=8)
def sandbox_problem(prefix: Path | None = None) -> str | None:
    """Why boxes cannot work here, as a sentence for the administrator; None where they work."""
    for program, package in (("bwrap", "bubblewrap"), ("prlimit", "util-linux")):
        if find_program(program, prefix) is None:
            return f"The program {program} is missing: install the Debian package {package}."
    try:
        tried = subprocess.run(
            Box(prefix=prefix).command(["/usr/bin/true"]),
            env=outer_environment(prefix),
            stdin=subprocess.DEVNULL,
            capture_output=True,
            timeout=PROBE_SECONDS,
            check=False,
        )
    except subprocess.TimeoutExpired:
        return f"bubblewrap did not start a box within {PROBE_SECONDS} seconds."
    except OSError as error:
        return f"bubblewrap cannot be started: {error}."
    if tried.returncode == 0:
        return None
    reason = tried.stderr.decode("utf-8", "replace").strip().splitlines()
    return (
        "bubblewrap cannot make a namespace here"
        f" ({reason[-1] if reason else f'exit code {tried.returncode}'})."
        " Allow user namespaces, or in a container set seccomp=unconfined for this service."
    )


def outer_environment(prefix: Path | None) -> dict[str, str]:
    """The environment for bubblewrap itself: nothing but what its own libraries need."""
    if prefix is None:
        return {}
    return {"LD_LIBRARY_PATH": f"{prefix}/usr/lib/{_triplet()}:{prefix}/lib/{_triplet()}"}


def _triplet() -> str:
    return f"{platform.machine()}-linux-gnu"
