"""What the quiz's tests share: running the command, and a terminal with a screen to look at."""

import os
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pexpect
import pyte

COURSE = [sys.executable, "-m", "course.cli", "quiz"]


def environment(history: Path, **more: str) -> dict[str, str]:
    """Return an environment in which the quiz keeps its history in `history`."""
    kept = {k: v for k, v in os.environ.items() if k not in ("NO_COLOR", "COLUMNS", "LINES", "CI")}
    return {**kept, "COURSE_QUIZ_HISTORY": str(history), "TERM": "xterm-256color", **more}


def run(history: Path, *arguments: str, given: str = "") -> subprocess.CompletedProcess[str]:
    """Run `course quiz` with its input piped in."""
    return subprocess.run(
        [*COURSE, *arguments],
        input=given,
        capture_output=True,
        text=True,
        env=environment(history, COLUMNS="100"),
        timeout=60,
        check=False,
    )


class Terminal:
    """A program on a pseudo-terminal, and the screen that a person would see."""

    def __init__(self, child: "pexpect.spawn[bytes]", columns: int, rows: int) -> None:
        self.child = child
        self.screen = pyte.Screen(columns, rows)
        self.raw = b""
        self._stream = pyte.ByteStream(self.screen)

    @property
    def text(self) -> str:
        """Return the screen's lines, without trailing blanks."""
        return "\n".join(line.rstrip() for line in self.screen.display)

    def wait_for(self, words: str, seconds: float = 20) -> str:
        """Read until the words are on the screen; return the screen."""
        end = time.monotonic() + seconds
        while words not in self.text:
            if time.monotonic() > end:
                raise AssertionError(f"{words!r} did not appear on:\n{self.text}")
            self.read()
        while self.read():  # let the program finish drawing
            pass
        return self.text

    def press(self, keys: str) -> None:
        """Type."""
        self.child.send(keys.encode())

    def read(self) -> bool:
        """Draw what has come; tell whether anything has."""
        try:
            data = self.child.read_nonblocking(65536, timeout=0.1)
        except pexpect.TIMEOUT:
            return False
        except pexpect.EOF:
            time.sleep(0.05)
            return False
        self.raw += data
        # pyte does not know these two sequences and would print them as text
        self._stream.feed(data.replace(b"\x1b[>4;0m", b"").replace(b"\x1b[<u", b""))
        return True

    def end(self) -> int:
        """Wait for the program's end and return its status."""
        self.child.expect(pexpect.EOF, timeout=20)
        self.child.close()
        status = self.child.exitstatus
        return -1 if status is None else status


@contextmanager
def terminal(
    history: Path, *arguments: str, columns: int = 100, rows: int = 40, **more: str
) -> Iterator[Terminal]:
    """Run `course quiz` on a terminal of that size."""
    child = pexpect.spawn(
        "/bin/sh",
        ["-c", 'read -r _; exec "$@"', "sh", *COURSE, *arguments],
        env=environment(history, **more),
        dimensions=(rows, columns),
        timeout=20,
    )
    child.sendline("")  # only now has the terminal its size
    try:
        yield Terminal(child, columns, rows)
    finally:
        child.close(force=True)
