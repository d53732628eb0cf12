"""Office files → PDF by a LibreOffice that stays warm inside a sandbox, one document at a time."""

from __future__ import annotations

import atexit
import json
import os
import re
import select
import shutil
import stat
import subprocess
import tempfile
import threading
import time
from contextlib import suppress
from functools import lru_cache
from pathlib import Path
from typing import Final

from parsing.engines.office_checks import checked
from parsing.engines.sandbox import Box, find_program, outer_environment, sandbox_problem
from parsing.engines.word_xml import is_word_xml
from parsing.errors import StageError
from parsing.stages.types import Finding, Limits

FILTERS: Final = {
    "doc": "MS Word 97",
    "doc xml": "MS Word 2003 XML",
    "docx": "Office Open XML Text",
    "odt": "writer8",
    "rtf": "Rich Text Format",
}
"""The import filters. Naming one keeps LibreOffice from guessing, so HTML named .doc stays unread."""
MISSING: Final = (
    "LibreOffice is missing: install the Debian packages libreoffice-writer-nogui and python3-uno."
)
EMPTY: Final = "The document is empty. Open it, check that its text is there and upload it as PDF."
VERSION: Final = re.compile(rb'"ooSetupVersionAboutBox"[^>]*>\s*<value>([0-9.]{1,20})<')
START_SECONDS: Final = 90.0
WORK: Final = "/work"
FOLDER: Final = "vitae-office-{namespace}-{pid}-{started}-"
SCRIPT: Final = Path(__file__).with_name("office_box.py")
LARGEST_PDF_BYTES: Final = 100_000_000


class OfficeConverter:
    """A LibreOffice of this process's own, started on first use. Safe across fork: each process has its own.

    `prefix` is a tree of unpacked Debian packages (default: the environment's VITAE_SYSROOT).
    `documents_per_start` bounds what one office may gather in memory; `idle_seconds` end an unused one.
    """

    name = "libreoffice"

    def __init__(
        self, *, prefix: Path | None = None, documents_per_start: int = 50, idle_seconds: float = 300.0
    ) -> None:
        root = os.environ.get("VITAE_SYSROOT")
        self.prefix = prefix or (Path(root) if root else None)
        self.documents_per_start = documents_per_start
        self.idle_seconds = idle_seconds
        self.version = office_version(self.prefix)
        self._office: _Office | None = None
        self._owner = 0
        self._lock = threading.Lock()

    def problem(self) -> str | None:
        """Why office files cannot be converted here, as a sentence to the administrator; None if they can."""
        if find_soffice(self.prefix) is None:
            return MISSING
        return sandbox_problem(self.prefix)

    def to_pdf(self, data: bytes, kind: str, limits: Limits) -> tuple[bytes, tuple[Finding, ...]]:
        """The document as PDF, and what a person should know about it. `kind` is doc, docx, odt or rtf.

        At most `limits.max_pages` + 1 pages are written: one more than allowed, so that readers can tell.
        Raises StageError doc_unreadable, doc_encrypted, limit_time, converter_crash, sandbox_unavailable.
        """
        data, findings = checked(data, kind, limits)
        with self._lock:
            try:
                return self._tried(data, kind, limits, alone=False), findings
            except _Died:
                pass
            try:
                return self._tried(data, kind, limits, alone=True), findings
            except _Died as error:
                raise StageError("converter_crash") from error

    def _tried(self, data: bytes, kind: str, limits: Limits, *, alone: bool) -> bytes:
        try:
            return self._warm().convert(data, kind, limits, alone=alone)
        except StageError as error:
            if error.code == "limit_time":
                self._end()
            raise
        except BaseException:
            self._end()  # a crash, or Celery's soft limit struck: nobody knows what state the office is in
            raise

    def close(self) -> None:
        """Ends the office, if one runs. The next document starts a new one."""
        with self._lock:
            self._end()

    @property
    def process_id(self) -> int | None:
        """The process of this process's box, None where none runs."""
        return None if self._office is None or self._owner != os.getpid() else self._office.process.pid

    def cpu_seconds(self) -> float:
        """CPU time that the running office and its box have used since their start."""
        return 0.0 if self._office is None else self._office.cpu_seconds()

    def _warm(self) -> _Office:
        if self._owner != os.getpid():
            self._office = None  # the parent's office, seen through a fork; it is not ours to end
            self._owner = os.getpid()
        if self._office is not None and not self._office.can_go_on(self.documents_per_start):
            self._end()
        if self._office is None:
            if problem := self.problem():
                raise StageError("sandbox_unavailable", problem)
            self._office = _Office(self.prefix, self.idle_seconds)
            atexit.register(self._end)
        return self._office

    def _end(self) -> None:
        if self._office is not None and self._owner == os.getpid():
            self._office.end()
            self._office = None
            atexit.unregister(self._end)


class _Died(Exception):
    """The box ended before it answered."""


class _Office:
    """One box with one LibreOffice, and the folder through which documents go in and out."""

    def __init__(self, prefix: Path | None, idle_seconds: float) -> None:
        self.documents = 0
        self.folder = _new_folder()
        try:
            self.process = subprocess.Popen(
                _box(prefix, self.folder).command([*_python(prefix), "/box.py", str(idle_seconds)]),
                stdin=subprocess.PIPE,
                stdout=subprocess.PIPE,
                stderr=subprocess.DEVNULL,
                env=outer_environment(prefix),
            )
        except BaseException:
            shutil.rmtree(self.folder, ignore_errors=True)
            raise
        self.is_ready = False

    def can_go_on(self, documents_per_start: int) -> bool:
        return self.process.poll() is None and self.documents < documents_per_start

    def convert(self, data: bytes, kind: str, limits: Limits, *, alone: bool) -> bytes:
        """The PDF. `alone` asks for a LibreOffice that serves this document only (see office_box)."""
        if not self.is_ready:
            self._answer(START_SECONDS)
            self.is_ready = True
        self.documents += 1
        self._empty_folder()
        (self.folder / f"in.{kind}").write_bytes(data)
        request = {
            "input": f"{WORK}/in.{kind}",
            "output": f"{WORK}/out.pdf",
            "filter": FILTERS["doc xml" if kind == "doc" and is_word_xml(data) else kind],
            "last_page": limits.max_pages + 1,
            "alone": alone,
        }
        try:
            self._send(request)
            answer = self._answer(limits.office_seconds)
            if answer.get("error") == "crash":
                raise _Died("LibreOffice crashed")
            return self._result(answer)
        finally:
            self._empty_folder()

    def _send(self, request: dict[str, object]) -> None:
        assert self.process.stdin is not None
        try:
            self.process.stdin.write(json.dumps(request).encode() + b"\n")
            self.process.stdin.flush()
        except BrokenPipeError as error:
            raise _Died("the box is gone") from error

    def _answer(self, seconds: float) -> dict[str, object]:
        """The next line of the box. StageError limit_time when it does not come; _Died when the box ends."""
        assert self.process.stdout is not None
        descriptor = self.process.stdout.fileno()
        end = time.monotonic() + seconds
        line = b""
        while not line.endswith(b"\n"):
            ready, _, _ = select.select([descriptor], [], [], max(0.0, end - time.monotonic()))
            if not ready:
                raise StageError("limit_time")
            block = os.read(descriptor, 65_536)
            if not block:
                raise _Died("the box is gone")
            line += block
        try:
            answer = json.loads(line)
        except ValueError as error:
            raise _Died("the box does not answer as it should") from error
        return answer if isinstance(answer, dict) else {}

    def _result(self, answer: dict[str, object]) -> bytes:
        """The PDF that lies in the folder. What is in the box may be hostile, so no link is followed."""
        pages = answer.get("pages")
        if "error" in answer or not isinstance(pages, int) or pages < 1:
            raise StageError("doc_unreadable")
        try:
            descriptor = os.open(self.folder / "out.pdf", os.O_RDONLY | os.O_NOFOLLOW | os.O_NONBLOCK)
        except OSError as error:
            raise StageError("doc_unreadable") from error
        with os.fdopen(descriptor, "rb") as file:
            if not stat.S_ISREG(os.fstat(descriptor).st_mode):
                raise StageError("doc_unreadable")
            content = file.read(LARGEST_PDF_BYTES + 1)
        if not content.startswith(b"%PDF-") or len(content) > LARGEST_PDF_BYTES:
            raise StageError("doc_unreadable")
        if b"/FontFile" not in content and b"/Image" not in content:
            raise StageError("doc_unreadable", EMPTY)
        return content

    def _empty_folder(self) -> None:
        for path in self.folder.iterdir():
            if path.is_dir() and not path.is_symlink():
                shutil.rmtree(path, ignore_errors=True)
            else:
                path.unlink(missing_ok=True)

    def end(self) -> None:
        """Kills the box; everything in it dies with it."""
        self.process.kill()
        for stream in (self.process.stdin, self.process.stdout):
            if stream is not None:
                with suppress(BrokenPipeError):
                    stream.close()
        self.process.wait()
        shutil.rmtree(self.folder, ignore_errors=True)

    def cpu_seconds(self) -> float:
        ticks = 0
        pending = [self.process.pid]
        while pending:
            pid = pending.pop()
            try:
                fields = Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()
                for children in Path(f"/proc/{pid}/task").glob("*/children"):
                    pending += map(int, children.read_text().split())
            except OSError:
                continue
            ticks += sum(map(int, fields[11:15]))
        return ticks / os.sysconf("SC_CLK_TCK")


def _new_folder() -> Path:
    """An empty folder for this process alone. Those that killed processes left behind are removed.

    Its name says whose it is. Process ids mean something in their namespace only, and are used again.
    """
    namespace = os.stat("/proc/self/ns/pid").st_ino
    place = Path(tempfile.gettempdir())
    for folder in place.glob(FOLDER.format(namespace=namespace, pid="*", started="*") + "*"):
        pid, started = folder.name.split("-")[3:5]
        if _started(pid) != started:
            shutil.rmtree(folder, ignore_errors=True)
    own = str(os.getpid())
    prefix = FOLDER.format(namespace=namespace, pid=own, started=_started(own))
    return Path(tempfile.mkdtemp(prefix=prefix, dir=place))


def _started(pid: str) -> str:
    """When the process began, in ticks since the machine did (proc(5), stat); "" where there is none."""
    try:
        return Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()[19]
    except OSError:
        return ""


def find_soffice(prefix: Path | None) -> Path | None:
    """LibreOffice's own starter, None where it is missing."""
    for root in (Path("/"), *([prefix] if prefix else [])):
        path = root / "usr/lib/libreoffice/program/soffice"
        if path.exists():
            return path
    return None


@lru_cache(maxsize=4)
def office_version(prefix: Path | None) -> str:
    """LibreOffice's version as its own settings have it, "" where it is missing."""
    soffice = find_soffice(prefix)
    if soffice is None:
        return ""
    registry = soffice.parent.parent / "share/registry/main.xcd"
    try:
        found = VERSION.search(registry.read_bytes())
    except OSError:
        found = None
    return found[1].decode() if found else "unknown"


def _box(prefix: Path | None, folder: Path) -> Box:
    soffice = find_soffice(prefix)
    assert soffice is not None
    environment = {"SOFFICE": str(soffice), "SAL_USE_VCLPLUGIN": "svp", "PYTHONDONTWRITEBYTECODE": "1"}
    if prefix is not None and soffice.is_relative_to(prefix):
        environment |= _relocation(prefix, soffice.parent)
    return Box(read_only={"/box.py": SCRIPT}, writable={WORK: folder}, environment=environment, prefix=prefix)


def _relocation(prefix: Path, program: Path) -> dict[str, str]:
    """What tells LibreOffice and its Python module that they lie below `prefix`.

    Debian writes its own absolute paths into fundamentalrc; variables of the same names overrule it.
    """
    registry = program.parent / "share/.registry"  # what the package's set-up script would copy to /etc
    if not registry.is_dir():
        registry = prefix / "etc/libreoffice/registry"
    layers = ""
    for line in (program / "fundamentalrc").read_text("utf-8").splitlines():
        name, _, value = line.partition("=")
        if name == "CONFIGURATION_LAYERS":
            layers = value.replace("file:///etc/libreoffice/registry", f"file://{registry}")
    return {
        "PYTHONPATH": f"{prefix}/usr/lib/python3/dist-packages:{program}",
        "BRAND_BASE_DIR": f"file://{program.parent}",
        "CONFIGURATION_LAYERS": layers,
    }


def _python(prefix: Path | None) -> list[str]:
    return [find_program("python3", prefix) or "/usr/bin/python3", "-B"]
