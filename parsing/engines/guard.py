"""Runs risky native code in a child process with limits, so that a file can kill only its own reader."""

from __future__ import annotations

import ctypes
import faulthandler
import gc
import math
import os
import pickle
import resource
import select
import signal
import time
import traceback
from collections.abc import Callable
from contextlib import suppress
from typing import NoReturn, TypeVar, cast

from parsing.errors import StageError

T = TypeVar("T")

_PR_SET_PDEATHSIG = 1
_CHUNK_BYTES = 1 << 20
_OUT_OF_MEMORY_SHARE = 0.5
_libc = ctypes.CDLL(None, use_errno=True)


def guarded(
    work: Callable[[], T], *, seconds: float, memory_bytes: int, crash_code: str = "converter_crash"
) -> T:
    """What `work()` returns, computed in a forked child.

    The result is pickled, so it should be plain data. `seconds` bounds CPU and wall time, `memory_bytes`
    what the child may map beyond what it inherits. Raises StageError `limit_time`, `limit_memory`, or
    `crash_code` when a signal ends the child; an exception of `work` itself is raised here again.

    fork, not multiprocessing: Celery's pool children are daemonic and may not start processes that way.
    Costs about 2 ms of CPU for a parent of 100 MB. However this function is left, also by an exception
    that a signal handler raises (Celery's soft limit), the child and its process group are gone.
    """
    read_end, write_end = os.pipe()
    parent = os.getpid()
    pid = 0
    payload: bytes | None = None
    status, resident_bytes = 0, 0
    # A handler that raises between the fork and the assignment would leave a child that nobody knows.
    mask = signal.pthread_sigmask(signal.SIG_BLOCK, signal.valid_signals())
    try:
        try:
            pid = os.fork()
            if pid == 0:
                _be_the_child(work, write_end, parent, mask, seconds, memory_bytes)
        finally:
            signal.pthread_sigmask(signal.SIG_SETMASK, mask)
        os.close(write_end)
        write_end = -1
        payload = _read_until_closed(read_end, time.monotonic() + seconds)
    finally:
        if write_end >= 0:
            os.close(write_end)
        os.close(read_end)
        if pid:
            # Without a payload the child hangs, crashed or is not wanted any more.
            status, resident_bytes = _end(pid, at_once=not payload)
    if payload is None:
        raise StageError("limit_time")
    if not payload:
        grown_bytes = resident_bytes - _own_bytes(1)
        raise StageError(_code_of_death(status, grown_bytes, memory_bytes, crash_code))
    is_result, value = pickle.loads(payload)  # noqa: S301  our own child wrote it
    if not is_result:
        raise cast(BaseException, value)
    return cast(T, value)


def _be_the_child(
    work: Callable[[], object],
    write_end: int,
    parent: int,
    mask: set[int | signal.Signals],
    seconds: float,
    memory_bytes: int,
) -> NoReturn:
    """Does the work, sends the outcome and ends without running any of the parent's clean-up."""
    try:
        faulthandler.disable()  # a crash here is an answer, no event to report
        gc.disable()  # a collection would touch, and so copy, every inherited page
        _inherit_nothing(parent, mask)
        _limit_self(seconds, memory_bytes)
        _send(write_end, _outcome_of(work))
    finally:
        os._exit(0)


def _inherit_nothing(parent: int, mask: set[int | signal.Signals]) -> None:
    """Own process group, default signal handlers, and death with the parent."""
    os.setpgid(0, 0)
    for number in signal.valid_signals():
        if callable(signal.getsignal(number)):
            signal.signal(number, signal.SIG_DFL)
    _libc.prctl(_PR_SET_PDEATHSIG, signal.SIGKILL, 0, 0, 0)
    if os.getppid() != parent:
        os._exit(1)
    signal.pthread_sigmask(signal.SIG_SETMASK, mask - {signal.SIGXCPU, signal.SIGTERM})


def _limit_self(seconds: float, memory_bytes: int) -> None:
    _lower(resource.RLIMIT_AS, _own_bytes(0) + memory_bytes)
    _lower(resource.RLIMIT_CPU, math.ceil(seconds))
    _lower(resource.RLIMIT_CORE, 0)


def _own_bytes(field: int) -> int:
    """Bytes that this process has mapped (field 0) or resident (field 1); proc(5), statm."""
    with open("/proc/self/statm", "rb") as statm:
        return int(statm.read().split()[field]) * resource.getpagesize()


def _lower(kind: int, value: int) -> None:
    """Sets the soft limit to `value`, or to the hard one where that is lower already."""
    hard = resource.getrlimit(kind)[1]
    soft = value if hard == resource.RLIM_INFINITY else min(value, hard)
    resource.setrlimit(kind, (soft, hard))


def _outcome_of(work: Callable[[], object]) -> bytes:
    """Pickle of (True, result) or (False, exception)."""
    try:
        return pickle.dumps((True, work()), protocol=5)
    except MemoryError:
        return pickle.dumps((False, StageError("limit_memory")))
    except StageError as error:
        return pickle.dumps((False, error))
    except BaseException as error:  # noqa: BLE001  the parent raises it again
        return _pickle_of_failure(error)


def _pickle_of_failure(error: BaseException) -> bytes:
    """Pickle of (False, exception) with the child's traceback as a note, for any exception at all."""
    error.add_note("In the child process:\n" + "".join(traceback.format_exception(error)))
    try:
        payload = pickle.dumps((False, error))
        pickle.loads(payload)  # noqa: S301  just written; some exceptions pickle but do not load
    except Exception:  # noqa: BLE001  a foreign __reduce__ may raise anything
        return pickle.dumps((False, RuntimeError("".join(traceback.format_exception(error)))))
    return payload


def _send(write_end: int, payload: bytes) -> None:
    rest = memoryview(payload)
    while rest:
        rest = rest[os.write(write_end, rest) :]


def _read_until_closed(read_end: int, deadline: float) -> bytes | None:
    """All that comes until the other end closes, None when the deadline passes first."""
    chunks: list[bytes] = []
    poll = select.poll()
    poll.register(read_end, select.POLLIN)
    while True:
        left = deadline - time.monotonic()
        if left <= 0 or not poll.poll(left * 1000):
            return None
        chunk = os.read(read_end, _CHUNK_BYTES)
        if not chunk:
            return b"".join(chunks)
        chunks.append(chunk)


def _end(pid: int, *, at_once: bool) -> tuple[int, int]:
    """Wait status and peak resident bytes of the child, which is gone afterwards with all it started."""
    try:
        if not at_once:
            return _wait(pid)
        # A crash of its own is told from our kill by waiting a moment for a child that closed its pipe.
        for _ in range(20):
            done, status, usage = os.wait4(pid, os.WNOHANG)
            if done:
                return status, usage.ru_maxrss * 1024
            time.sleep(0.001)
        _kill(pid)
        return _wait(pid)
    except BaseException:
        _kill(pid)
        with suppress(ChildProcessError):
            os.waitpid(pid, 0)
        raise
    finally:
        with suppress(ProcessLookupError, PermissionError):
            os.killpg(pid, signal.SIGKILL)


def _wait(pid: int) -> tuple[int, int]:
    _, status, usage = os.wait4(pid, 0)
    return status, usage.ru_maxrss * 1024


def _kill(pid: int) -> None:
    with suppress(ProcessLookupError, PermissionError):
        os.kill(pid, signal.SIGKILL)


def _code_of_death(status: int, grown_bytes: int, memory_bytes: int, crash_code: str) -> str:
    """The error code of a child that sent nothing.

    Native allocators end the process at the limit instead of raising; which signal they use differs, so
    a child that died large is taken to have died of its size. SIGKILL is not ours here: the kernel's.
    """
    died_of = os.WTERMSIG(status) if os.WIFSIGNALED(status) else 0
    if died_of == signal.SIGXCPU:
        return "limit_time"
    if died_of == signal.SIGKILL or (died_of and grown_bytes > memory_bytes * _OUT_OF_MEMORY_SHARE):
        return "limit_memory"
    return crash_code
