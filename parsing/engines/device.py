"""The device that heavy engines work on: one of them at a time on a host, and what its complaints mean."""

from __future__ import annotations

import fcntl
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Final, Literal

Trouble = Literal["", "full", "lost"]

_FULL: Final = ("out of memory", "can't allocate memory", "alloc_failed", "not enough memory")
_LOST: Final = (
    "cuda error",
    "cuda driver",
    "cuda-capable",
    "cudnn error",
    "nvml",
    "cublas_status",
    "no cuda",
)


@contextmanager
def alone(lock: Path) -> Iterator[None]:
    """Hold the device inside the block, after waiting for whoever holds it now, in any process of this host.

    The kernel takes the lock back from the dead. One file for each device.
    """
    lock.parent.mkdir(parents=True, exist_ok=True)
    with lock.open("a") as file:
        fcntl.flock(file, fcntl.LOCK_EX)
        yield


def trouble_of(error: BaseException) -> Trouble:
    """What an exception says of the device: `full` for so much at once, `lost` for this process, or "".

    Told by words, because whoever asks need not have the library: torch raises OutOfMemoryError and
    AcceleratorError, in older versions RuntimeError for both.
    """
    said = str(error).lower()
    if isinstance(error, MemoryError) or type(error).__name__ == "OutOfMemoryError":
        return "full"
    if not isinstance(error, RuntimeError):
        return ""
    if any(word in said for word in _FULL):
        return "full"
    is_lost = type(error).__name__ == "AcceleratorError" or any(word in said for word in _LOST)
    return "lost" if is_lost else ""
