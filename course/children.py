"""Wait for a forked child: at once where the system tells of its end, else by looking often."""

import contextlib
import os
import select
from collections.abc import Iterator
from typing import Any

_OFTEN = 0.02  # seconds between two looks where the system does not tell


@contextlib.contextmanager
def end_of(child: int) -> Iterator[list[int]]:
    """Open a descriptor that becomes readable when the child has ended; none before Linux 5.3."""
    try:
        descriptors = [os.pidfd_open(child)]
    except (AttributeError, OSError):
        descriptors = []
    try:
        yield descriptors
    finally:
        for descriptor in descriptors:
            os.close(descriptor)


def pause(end: list[int], also: list[Any], seconds: float | None = None) -> list[Any]:
    """Wait until the child's `end` comes, one of `also` is readable or the seconds are over.

    Returns those of `also` that are readable. Where `end` is empty it may come back earlier.
    """
    if not end:
        seconds = _OFTEN if seconds is None else min(seconds, _OFTEN)
    ready = select.select([*end, *also], [], [], seconds)[0]
    return [one for one in ready if one not in end]
