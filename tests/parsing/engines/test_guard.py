"""A guarded piece of work ends within its limits and leaves nothing behind."""

from __future__ import annotations

import ctypes
import os
import signal
import threading
import time
from collections.abc import Callable
from contextlib import suppress
from functools import partial
from pathlib import Path

import pytest

from parsing.engines.guard import JOBS_A_CHILD, guarded
from parsing.errors import StageError

MEGABYTE = 1_000_000


def spin() -> None:
    while True:
        pass


def swallow_memory() -> int:
    return len(bytearray(900 * MEGABYTE))


def read_address_zero() -> None:
    ctypes.string_at(0)


def raise_stage_error() -> None:
    raise StageError("pdf_encrypted", transient=True)


def open_descriptors() -> int:
    return len(os.listdir("/proc/self/fd"))


def children() -> set[str]:
    with open(f"/proc/self/task/{os.getpid()}/children") as file:
        return set(file.read().split())


@pytest.mark.parametrize("value", [None, 7, {"a": (1.5, "x")}, b"y" * 5 * MEGABYTE])
def test_the_result_comes_back(value: object) -> None:
    assert guarded(lambda: value, seconds=5, memory_bytes=200 * MEGABYTE) == value


@pytest.mark.parametrize(
    ("work", "seconds", "code"),
    [
        (lambda: time.sleep(30), 0.3, "limit_time"),
        (spin, 1, "limit_time"),
        (swallow_memory, 5, "limit_memory"),
        (read_address_zero, 5, "converter_crash"),
        (lambda: os.kill(os.getpid(), signal.SIGKILL), 5, "limit_memory"),
        (raise_stage_error, 5, "pdf_encrypted"),
    ],
)
def test_what_goes_wrong_has_a_code(work: Callable[[], object], seconds: float, code: str) -> None:
    before, started = children(), time.monotonic()
    with pytest.raises(StageError) as caught:
        guarded(work, seconds=seconds, memory_bytes=300 * MEGABYTE)
    assert caught.value.code == code
    assert time.monotonic() - started < seconds + 3
    assert children() <= before


def test_a_crash_gets_the_code_that_the_caller_names() -> None:
    with pytest.raises(StageError) as caught:
        guarded(read_address_zero, seconds=5, memory_bytes=300 * MEGABYTE, crash_code="pdf_unreadable")
    assert caught.value.code == "pdf_unreadable"


def test_an_exception_of_the_work_is_raised_with_its_traceback() -> None:
    with pytest.raises(ZeroDivisionError) as caught:
        guarded(lambda: 1 // 0, seconds=5, memory_bytes=300 * MEGABYTE)
    assert "In the child process" in caught.value.__notes__[0]


def test_a_result_that_cannot_be_sent_is_an_error() -> None:
    with pytest.raises((AttributeError, TypeError)):
        guarded(lambda: threading.Lock(), seconds=5, memory_bytes=300 * MEGABYTE)


class Stopped(Exception):
    """What Celery's soft time limit does: an exception out of a signal handler."""


def stop(number: int, frame: object) -> None:
    raise Stopped


def test_an_exception_from_a_signal_handler_takes_the_child_with_it() -> None:
    before, descriptors = children(), open_descriptors()
    previous = signal.signal(signal.SIGALRM, stop)
    try:
        signal.setitimer(signal.ITIMER_REAL, 0.3)
        with pytest.raises(Stopped):
            guarded(lambda: time.sleep(30), seconds=20, memory_bytes=300 * MEGABYTE)
    finally:
        signal.setitimer(signal.ITIMER_REAL, 0)
        signal.signal(signal.SIGALRM, previous)
    assert children() <= before
    assert open_descriptors() == descriptors


def test_descriptors_do_not_leak() -> None:
    before = open_descriptors()
    for _ in range(20):
        guarded(lambda: 1, seconds=5, memory_bytes=300 * MEGABYTE)
        with suppress(StageError):
            guarded(read_address_zero, seconds=5, memory_bytes=300 * MEGABYTE)
    assert open_descriptors() == before


def test_a_child_keeps_nothing_open_that_its_parent_closes() -> None:
    reading, writing = os.pipe()
    guarded(partial(len, "warm"), seconds=5, memory_bytes=200_000_000)  # and waits for more work
    os.close(writing)
    assert os.read(reading, 1) == b""
    os.close(reading)
    held = guarded(partial(os.listdir, "/proc/self/fd"), seconds=5, memory_bytes=200_000_000)
    assert len(held) <= 5  # the standard ones, its channel, and the folder that is listed


def test_it_works_while_other_threads_run() -> None:
    done = threading.Event()

    def beat() -> None:
        while not done.wait(0.001):
            sum(range(1_000))

    threads = [threading.Thread(target=beat) for _ in range(3)]
    for thread in threads:
        thread.start()
    try:
        results = [
            guarded(lambda number=number: number, seconds=5, memory_bytes=300 * MEGABYTE)
            for number in range(30)
        ]
    finally:
        done.set()
        for thread in threads:
            thread.join()
    assert results == list(range(30))


def test_the_child_dies_with_its_parent(tmp_path: Path) -> None:
    """A worker that is killed leaves no reader running."""
    told = tmp_path / "pid"
    os.mkfifo(told)
    parent = os.fork()
    if parent == 0:

        def tell_and_sleep() -> None:
            told.write_text(str(os.getpid()))
            time.sleep(60)

        guarded(tell_and_sleep, seconds=60, memory_bytes=300 * MEGABYTE)
        os._exit(0)
    child = int(told.read_text())
    os.kill(parent, signal.SIGKILL)
    os.waitpid(parent, 0)
    deadline = time.monotonic() + 5
    while is_running(child) and time.monotonic() < deadline:
        time.sleep(0.02)
    assert not is_running(child)


def is_running(pid: int) -> bool:
    with suppress(FileNotFoundError), open(f"/proc/{pid}/stat") as file:
        return file.read().rsplit(")", 1)[1].split()[0] != "Z"
    return False


def reader() -> int:
    """Who did a piece of work that a warm child can take."""
    return guarded(os.getpid, seconds=5, memory_bytes=300 * MEGABYTE)


def test_a_child_that_succeeded_takes_the_next_work() -> None:
    assert reader() == reader() != os.getpid()


def test_a_child_is_replaced_after_so_many_jobs() -> None:
    pids = [reader() for _ in range(2 * JOBS_A_CHILD)]
    assert max(map(pids.count, pids)) <= JOBS_A_CHILD


def test_a_child_that_failed_takes_no_more_work() -> None:
    before = reader()
    with pytest.raises(ZeroDivisionError):
        guarded(partial(divmod, 1, 0), seconds=5, memory_bytes=300 * MEGABYTE)
    assert reader() != before


def test_a_warm_child_that_died_unseen_is_replaced() -> None:
    before = reader()
    os.kill(before, signal.SIGKILL)
    assert reader() not in {before, os.getpid()}


def test_limits_of_a_warm_child_count_from_its_last_job() -> None:
    guarded(partial(sum, range(30_000_000)), seconds=1.5, memory_bytes=300 * MEGABYTE)
    assert guarded(partial(sum, range(30_000_000)), seconds=1.5, memory_bytes=300 * MEGABYTE)


def test_a_forked_process_leaves_the_children_of_its_parent_alone() -> None:
    before = reader()
    read_end, write_end = os.pipe()
    forked = os.fork()
    if forked == 0:
        os.write(write_end, str(reader()).encode())
        os._exit(0)
    os.waitpid(forked, 0)
    assert int(os.read(read_end, 20)) != before
    assert reader() == before
    os.close(read_end)
    os.close(write_end)
