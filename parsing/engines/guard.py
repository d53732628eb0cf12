"""Runs risky native code in a child process with limits, so that a file can kill only its own reader."""

from __future__ import annotations

import ctypes
import gc
import math
import os
import pickle
import resource
import select
import signal
import socket
import struct
import threading
import time
import traceback
from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass
from typing import Final, NamedTuple, NoReturn, TypeVar, cast

from parsing.errors import StageError

T = TypeVar("T")

JOBS_A_CHILD: Final = 50
GC_ALLOCATIONS: Final = 50_000
"""How many objects a child may add before it looks for cycles: reading a file leaves hardly any."""
GROWTH_BYTES: Final = 100_000_000
"""A child that has grown by more than this is not used again."""

_PR_SET_PDEATHSIG = 1
_HIGHEST = 1 << 20
"""Above every number of an open file."""
_CHUNK_BYTES = 1 << 20
_OUT_OF_MEMORY_SHARE = 0.5
_LENGTH = struct.Struct("!Q")
_libc = ctypes.CDLL(None, use_errno=True)


def guarded(
    work: Callable[[], T], *, seconds: float, memory_bytes: int, crash_code: str = "converter_crash"
) -> T:
    """What `work()` returns, computed in a child process.

    The result is pickled, so it should be plain data. `seconds` bounds CPU and wall time, `memory_bytes`
    what the child may map beyond what it has. Raises StageError `limit_time`, `limit_memory`, or
    `crash_code` when a signal ends the child; an exception of `work` itself is raised here again.

    A child whose work succeeded waits for the next, warm, up to JOBS_A_CHILD times; after any failure it is
    ended. Work that does not pickle (a closure) gets a child of its own. A new child costs 4 ms of CPU and
    then 10 to 20 ms of page faults while it reads its first PDF, more than the reading; a warm one, 1 ms.

    fork, not multiprocessing: Celery's pool children are daemonic and may not start processes that way.
    However this function is left, also by an exception that a signal handler raises (Celery's soft
    limit), the child at work and its process group are gone.
    """
    job = _Job(work, seconds, memory_bytes)
    message = _message_of(job)
    child = _children.idle() if message else None
    death = None
    if child is not None:
        death, payload = _answer(child, job, message, keeps=True)
    if child is None or death:
        # Also where a warm child died: what it had read before may have been the cause.
        death, payload = _answer(_children.start(job), job, keeps=bool(message))
    if death:
        raise StageError(_code_of_death(death, memory_bytes, crash_code))
    is_result, value = pickle.loads(payload)  # noqa: S301  our own child wrote it
    if not is_result:
        raise cast(BaseException, value)
    return cast(T, value)


def _answer(child: _Child, job: _Job, message: bytes = b"", *, keeps: bool) -> tuple[_Death | None, bytes]:
    """How the child died, or the pickle it sent. Raises StageError `limit_time`.

    `message` hands the job to a warm child; a new one has it already.
    The child waits for more work afterwards, or it has ended.
    """
    payload: bytes | None = None
    death = None
    is_kept = False
    try:
        if message:
            child.send(message)
        payload = child.receive(time.monotonic() + job.seconds)
        is_kept = keeps and bool(payload) and child.may_go_on
    finally:
        if not is_kept:
            # Without a payload the child hangs, crashed or is not wanted any more.
            death = child.end(at_once=not payload)
    if payload is None:
        raise StageError("limit_time")
    if is_kept:
        _children.keep(child)
    return (None, payload[1:]) if payload else (death, b"")


class _Death(NamedTuple):
    """Wait status of a child, and by how much it was larger than this process when it died."""

    status: int
    grown_bytes: int


class _Job(NamedTuple):
    work: Callable[[], object]
    seconds: float
    memory_bytes: int


def _message_of(job: _Job) -> bytes:
    """The job as it is sent to a warm child, b"" when it cannot be sent."""
    try:
        return pickle.dumps(tuple(job), protocol=5)
    except (pickle.PicklingError, AttributeError, TypeError):
        return b""


@dataclass(slots=True)
class _Child:
    """One child process, seen from its parent."""

    pid: int
    channel: socket.socket
    may_go_on: bool = False

    def send(self, message: bytes) -> None:
        """Hand over the next job; a child that has died in the meantime shows when its answer is read."""
        with suppress(BrokenPipeError, ConnectionResetError):
            _send(self.channel, message)

    def receive(self, deadline: float) -> bytes | None:
        """The answer, b"" when the child died, None when the deadline passes first."""
        poll = select.poll()
        poll.register(self.channel, select.POLLIN)
        chunks, wanted = bytearray(), _LENGTH.size
        is_head = True
        while len(chunks) < wanted:
            left = deadline - time.monotonic()
            if left <= 0 or not poll.poll(left * 1000):
                return None
            try:
                chunk = self.channel.recv(min(wanted - len(chunks), _CHUNK_BYTES))
            except ConnectionResetError:
                return b""
            if not chunk:
                return b""
            chunks += chunk
            if is_head and len(chunks) == wanted:
                wanted, is_head = _LENGTH.unpack(chunks)[0], False
                chunks.clear()
        self.may_go_on = chunks[:1] == b"+"
        return bytes(chunks)

    def end(self, *, at_once: bool) -> _Death:
        """How the child ended; it is gone afterwards with all it started."""
        self.channel.close()
        status, resident_bytes = _end(self.pid, at_once=at_once)
        return _Death(status, resident_bytes - _own_bytes(1))


class _Children:
    """The children of this process that wait for work."""

    def __init__(self) -> None:
        self._begin()

    def _begin(self) -> None:
        self.owner = os.getpid()
        self.lock = threading.Lock()
        self.waiting: list[_Child] = []
        self.alive: list[_Child] = []

    def idle(self) -> _Child | None:
        """A warm child, taken out of those that wait."""
        self._forget_those_of_a_parent()
        with self.lock:
            return self.waiting.pop() if self.waiting else None

    def start(self, job: _Job) -> _Child:
        """A new child that works on `job` already."""
        self._forget_those_of_a_parent()
        with self.lock:
            self.alive = [child for child in self.alive if child.channel.fileno() >= 0]
            child = _fork(job)
            self.alive.append(child)
            return child

    def keep(self, child: _Child) -> None:
        """Let the child wait for the next job."""
        with self.lock:
            self.waiting.append(child)

    def _forget_those_of_a_parent(self) -> None:
        """After a fork by others (Celery's pool) the children belong to the parent, not to this process."""
        if self.owner == os.getpid():
            return
        for child in self.alive:
            child.channel.close()
        self._begin()


_children = _Children()


def _fork(job: _Job) -> _Child:
    """A child that does `job` and then whatever comes through its channel."""
    ours, theirs = socket.socketpair()
    parent, is_main = os.getpid(), threading.current_thread() is threading.main_thread()
    # A handler that raises between the fork and the assignment would leave a child that nobody knows.
    mask = signal.pthread_sigmask(signal.SIG_BLOCK, signal.valid_signals())
    try:
        pid = os.fork()
        if pid == 0:
            _be_the_child(job, theirs, parent, mask, dies_with_parent=is_main)
        theirs.close()
        return _Child(pid, ours)
    finally:
        signal.pthread_sigmask(signal.SIG_SETMASK, mask)


def _be_the_child(
    job: _Job,
    channel: socket.socket,
    parent: int,
    mask: set[int | signal.Signals],
    *,
    dies_with_parent: bool,
) -> NoReturn:
    """Does one job after the other and ends without running any of the parent's clean-up."""
    try:
        gc.freeze()  # a collection would touch, and so copy, every inherited page
        gc.set_threshold(GC_ALLOCATIONS)
        _inherit_nothing(parent, mask, channel.fileno(), dies_with_parent=dies_with_parent)
        at_first = _own_bytes(1)
        for number in range(1, JOBS_A_CHILD + 1):
            is_good, payload = _outcome_of(job)
            may_go_on = is_good and number < JOBS_A_CHILD and _own_bytes(1) - at_first < GROWTH_BYTES
            _send(channel, (b"+" if may_go_on else b"-") + payload)
            message = _receive(channel) if may_go_on else b""
            if not message:
                break
            job = _Job(*pickle.loads(message))  # noqa: S301  our own parent wrote it
            del payload, message
    finally:
        os._exit(0)


def _inherit_nothing(
    parent: int, mask: set[int | signal.Signals], kept: int, *, dies_with_parent: bool
) -> None:
    """Own process group, default signal handlers, no open file but the standard ones and `kept`, and death
    with the parent.

    An inherited end of a pipe would keep open what the parent closes, and a connection is none of a file's
    business. The objects around them are frozen, so nobody closes their numbers twice.
    The kernel's signal comes when the *thread* that forked ends, so only the main thread's children ask for
    it; the others see their channel close, and their CPU limit ends them when they are at work.
    """
    os.setpgid(0, 0)
    os.closerange(3, kept)
    os.closerange(kept + 1, _HIGHEST)
    for number in signal.valid_signals():
        if callable(signal.getsignal(number)):
            signal.signal(number, signal.SIG_DFL)
    if dies_with_parent:
        _libc.prctl(_PR_SET_PDEATHSIG, signal.SIGKILL, 0, 0, 0)
    if os.getppid() != parent:
        os._exit(1)
    signal.pthread_sigmask(signal.SIG_SETMASK, mask - {signal.SIGXCPU, signal.SIGTERM})


def _limit_self(seconds: float, memory_bytes: int) -> None:
    """Limits for one job, counted from what the process has used by now."""
    usage = resource.getrusage(resource.RUSAGE_SELF)
    _set(resource.RLIMIT_AS, _own_bytes(0) + memory_bytes)
    _set(resource.RLIMIT_CPU, math.ceil(usage.ru_utime + usage.ru_stime + seconds))
    _set(resource.RLIMIT_CORE, 0)


def _own_bytes(field: int) -> int:
    """Bytes that this process has mapped (field 0) or resident (field 1); proc(5), statm."""
    with open("/proc/self/statm", "rb") as statm:
        return int(statm.read().split()[field]) * resource.getpagesize()


def _set(kind: int, value: int) -> None:
    """Sets the soft limit to `value`, or to the hard one where that is lower."""
    hard = resource.getrlimit(kind)[1]
    soft = value if hard == resource.RLIM_INFINITY else min(value, hard)
    resource.setrlimit(kind, (soft, hard))


def _outcome_of(job: _Job) -> tuple[bool, bytes]:
    """Whether the work succeeded, and the pickle of (True, result) or (False, exception)."""
    try:
        _limit_self(job.seconds, job.memory_bytes)
        return True, pickle.dumps((True, job.work()), protocol=5)
    except MemoryError:
        return False, pickle.dumps((False, StageError("limit_memory")))
    except StageError as error:
        return False, pickle.dumps((False, error))
    except BaseException as error:  # noqa: BLE001  the parent raises it again
        return False, _pickle_of_failure(error)


def _pickle_of_failure(error: BaseException) -> bytes:
    """Pickle of (False, exception) with the child's traceback as a note, for any exception at all."""
    error.add_note("In the child process:\n" + "".join(traceback.format_exception(error)))
    try:
        payload = pickle.dumps((False, error))
        pickle.loads(payload)  # noqa: S301  just written; some exceptions pickle but do not load
    except Exception:  # noqa: BLE001  a foreign __reduce__ may raise anything
        return pickle.dumps((False, RuntimeError("".join(traceback.format_exception(error)))))
    return payload


def _send(channel: socket.socket, message: bytes) -> None:
    channel.sendall(_LENGTH.pack(len(message)))
    channel.sendall(message)


def _receive(channel: socket.socket) -> bytes:
    """The next message, b"" when the parent has closed the channel."""
    head = channel.recv(_LENGTH.size, socket.MSG_WAITALL)
    return channel.recv(_LENGTH.unpack(head)[0], socket.MSG_WAITALL) if len(head) == _LENGTH.size else b""


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


def _code_of_death(death: _Death, memory_bytes: int, crash_code: str) -> str:
    """The error code of a child that sent nothing.

    Native allocators end the process at the limit instead of raising; which signal they use differs, so
    a child that died large is taken to have died of its size. SIGKILL is not ours here: the kernel's.
    """
    died_of = os.WTERMSIG(death.status) if os.WIFSIGNALED(death.status) else 0
    if died_of == signal.SIGXCPU:
        return "limit_time"
    if died_of == signal.SIGKILL or (died_of and death.grown_bytes > memory_bytes * _OUT_OF_MEMORY_SHARE):
        return "limit_memory"
    return crash_code
