"""Watch a job from outside: its time, its cells' time, and the memory of all its processes."""

import contextlib
import time
from collections.abc import Callable
from typing import Literal

import psutil

from autograder.profile import Profile
from autograder.transcript import Event

LOOK = 0.25  # seconds between two looks at a job's memory
_LATE = 5.0  # seconds after which a cell that does not heed its time is not waited for


class Watch:
    """Says when a job is to be ended, however busy it keeps the grader."""

    def __init__(self, profile: Profile, warm: int) -> None:
        self._profile, self._warm = profile, warm
        self._end = time.monotonic() + profile.time.job
        self._cell_end = self._end
        self._looked = time.monotonic()

    def note(self, events: list[Event]) -> None:
        """Follow which cell runs: one that swallows its interruption is not waited for."""
        for record, _ in events:
            if record.get("event") in ("cell", "ran"):
                begins = record["event"] == "cell"
                limit = time.monotonic() + self._profile.time.cell + _LATE
                self._cell_end = limit if begins else self._end

    def verdict(self) -> Literal["timeout", "memory"] | None:
        """Return why the job is to be ended now, if it is."""
        now = time.monotonic()
        if now > min(self._end, self._cell_end):
            return "timeout"
        if now - self._looked >= LOOK:
            used = megabytes_below(self._warm, self._profile.jail.memory_megabytes)
            self._looked = time.monotonic()
            return "memory" if used > self._profile.jail.memory_megabytes else None
        return None


def megabytes_below(warm: int, limit: float) -> float:
    """Return the megabytes of all processes below `warm`, shared pages counted once.

    Telling shared pages apart takes long: where all of them together stay below `limit` even if
    counted each time, that sum is returned.
    """
    processes: list[psutil.Process] = []
    with contextlib.suppress(psutil.Error):
        processes = psutil.Process(warm).children(recursive=True)
    most = _sum(processes, lambda process: process.memory_info().rss)
    return most if most <= limit else _sum(processes, _resident)


def _sum(processes: list[psutil.Process], measure: Callable[[psutil.Process], int]) -> float:
    total = 0
    for process in processes:
        with contextlib.suppress(psutil.Error):
            total += measure(process)
    return total / (1 << 20)


def _resident(process: psutil.Process) -> int:
    """Return a process's memory in bytes, shared pages by their share where that can be read."""
    try:
        return int(process.memory_full_info().pss)
    except psutil.AccessDenied:
        plain = process.memory_info()
        return int(plain.rss - plain.shared)
