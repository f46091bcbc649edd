"""The log of what was graded: append-only, one JSON line an entry, each chained to the one before.

An entry's hash covers the entry and the hash before it, so that nothing can be taken out, put in or
changed unseen. A line that a crash cut off was never an entry: the next one takes its place.
"""

import contextlib
import hashlib
import json
import os
import time
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import IO, Any

from autograder.errors import AutograderError

Entry = dict[str, Any]
_START = "0" * 64


def _hash(entry: Entry) -> str:
    text = json.dumps(entry, sort_keys=True, separators=(",", ":"), ensure_ascii=False)
    return hashlib.sha256(text.encode()).hexdigest()


@dataclass(frozen=True)
class Ledger:
    """The log in one file; several programs may append to it at once."""

    path: Path

    def append(self, event: str, **facts: Any) -> Entry:
        """Add an entry and make it last through a power cut; return it.

        Raises AutograderError if the log cannot be written.
        """
        try:
            self.path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
            with self.path.open("a+b") as file, _locked(file):
                return self._add(file, {"event": event, "time": time.time(), **facts})
        except OSError as error:
            raise AutograderError(
                f"The log {self.path} cannot be written ({error.strerror})."
            ) from error

    def _add(self, file: IO[bytes], facts: Entry) -> Entry:
        whole, last = _last_entry(file)
        file.truncate(whole)
        entry = {
            "number": last["number"] + 1 if last else 1,
            "previous": last["hash"] if last else _START,
            **facts,
        }
        entry["hash"] = _hash(entry)
        file.write(json.dumps(entry, sort_keys=True, ensure_ascii=False).encode() + b"\n")
        file.flush()
        os.fsync(file.fileno())
        return entry

    def entries(self) -> Iterator[Entry]:
        """Yield the entries in order, checking the chain.

        Raises AutograderError naming the first entry that does not hold.
        """
        previous = _START
        for number, line in enumerate(self._lines(), 1):
            entry = _parsed(line, self.path, number)
            stated = entry.pop("hash", None)
            linked = entry.get("previous") == previous and entry.get("number") == number
            if not linked or stated != _hash(entry):
                raise AutograderError(f"{self.path}, line {number}: the log was changed here.")
            previous = stated
            yield {**entry, "hash": stated}

    def _lines(self) -> list[bytes]:
        """Return the whole lines; one that was cut off is not an entry."""
        if not self.path.is_file():
            return []
        content = self.path.read_bytes()
        return content[: content.rfind(b"\n") + 1].splitlines()


def _parsed(line: bytes, path: Path, number: int) -> Entry:
    try:
        entry: Entry = json.loads(line)
    except ValueError as error:
        raise AutograderError(f"{path}, line {number}: this is no entry of the log.") from error
    return entry


def _last_entry(file: IO[bytes]) -> tuple[int, Entry | None]:
    """Return the length of the log's whole lines, and its last entry, reading the end only."""
    size = file.seek(0, os.SEEK_END)
    reach = 1 << 16
    while True:
        start = max(0, size - reach)
        file.seek(start)
        tail = file.read()
        lines = tail[: tail.rfind(b"\n") + 1].splitlines()
        if len(lines) > 1 or start == 0:
            whole = start + tail.rfind(b"\n") + 1
            return whole, json.loads(lines[-1]) if lines else None
        reach *= 4


@contextlib.contextmanager
def _locked(file: IO[bytes]) -> Iterator[None]:
    """Hold the file for this program alone, where the system has such locks."""
    try:
        import fcntl
    except ImportError:
        yield
        return
    fcntl.flock(file, fcntl.LOCK_EX)
    try:
        yield
    finally:
        fcntl.flock(file, fcntl.LOCK_UN)
