"""Ends process groups when the process that feeds it is gone.

Reads one group id a line from stdin; the line "done" says that the owner has ended them all itself.
"""

import os
import signal
import sys
import time


def main() -> None:
    """Collect groups until the pipe closes; then end them politely, and after two seconds at once."""
    for number in (signal.SIGINT, signal.SIGTERM, signal.SIGHUP):
        signal.signal(number, signal.SIG_IGN)
    groups = []
    for line in sys.stdin:
        if line == "done\n":  # not the pipe's end: a child that the owner forked may keep it open
            return
        groups.append(int(line))
    for number, pause in ((signal.SIGTERM, 2.0), (signal.SIGKILL, 0.0)):
        alive = [group for group in groups if _end(group, number)]
        if alive:
            time.sleep(pause)


def _end(group: int, number: int) -> bool:
    try:
        os.killpg(group, number)
    except (ProcessLookupError, PermissionError):
        return False
    return True


if __name__ == "__main__":
    main()
