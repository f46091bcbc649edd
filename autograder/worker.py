"""A worker: one warm process, the jobs that it is given, and the evidence that they send back."""

import contextlib
import json
import os
import selectors
import shutil
import signal
import socket
import subprocess
import sys
import tempfile
import time
from dataclasses import dataclass, field
from typing import Any, Literal

from torch import Tensor

from autograder.errors import AutograderError
from autograder.evidence import unpack
from autograder.profile import Profile
from course.checks.evidence import HEADER_SIZE, Record, lengths
from course.checks.feedback import EvidenceError
from course.warm import RUN, STOP

Event = tuple[Record, dict[str, Tensor]]
End = Literal["done", "died", "timeout", "malformed"]
_GRACE = 10.0  # seconds for the warm process to answer once a job is over


@dataclass
class Transcript:
    """What a job sent, how it ended, and what it used; `detail` is for the instructor."""

    events: list[Event] = field(default_factory=list)
    end: End = "died"
    detail: str = ""
    usage: dict[str, Any] = field(default_factory=dict)


class Frames:
    """Cut a stream of bytes into frames, refusing more than the profile allows."""

    def __init__(self, profile: Profile) -> None:
        self._limits = profile.output
        self._buffer = bytearray()
        self._total = 0

    def feed(self, data: bytes) -> list[Event]:
        """Take in bytes; return the events that are complete.

        Raises EvidenceError where the stream is too long or no frame.
        """
        self._total += len(data)
        if self._total > self._limits.evidence_bytes:
            raise EvidenceError("the job sent more evidence than is allowed")
        self._buffer += data
        events = []
        while (event := self._next()) is not None:
            events.append(event)
        return events

    def _next(self) -> Event | None:
        if len(self._buffer) < HEADER_SIZE:
            return None
        head, body = lengths(bytes(self._buffer[:HEADER_SIZE]))
        if head + body > self._limits.frame_bytes:
            raise EvidenceError("a frame of evidence is larger than is allowed")
        end = HEADER_SIZE + head + body
        if len(self._buffer) < end:
            return None
        frame = bytes(self._buffer[HEADER_SIZE:end])
        del self._buffer[:end]
        return unpack(frame[:head], frame[head:])


class Worker:
    """One warm process that forks a child for every job; started at the first, restarted on need.

    Use as a context manager, from one thread at a time.
    """

    def __init__(self, profile: Profile) -> None:
        self._profile = profile
        self._process: subprocess.Popen[bytes] | None = None
        self._channel: socket.socket | None = None
        self._scratch = ""
        self._jobs = 0

    def __enter__(self) -> "Worker":
        return self

    def __exit__(self, *exception: object) -> None:
        self.close()

    def run(self, job: dict[str, Any]) -> Transcript:
        """Run a job to its end, its deadline or its first malformed frame."""
        self._jobs += 1
        if self._channel is None:
            self._start()
        reading, writing = os.pipe()
        try:
            self._request(job, writing)
            os.close(writing)
            transcript = self._read(reading)
        finally:
            os.close(reading)
        self._settle(transcript)
        return transcript

    def close(self) -> None:
        """End the warm process and everything in it."""
        if self._channel is not None:
            self._channel.close()
            self._channel = None
        if self._process is not None:
            with contextlib.suppress(ProcessLookupError, PermissionError):
                os.killpg(self._process.pid, signal.SIGKILL)
            self._process.wait()
            self._process = None
        shutil.rmtree(self._scratch, ignore_errors=True)

    def _start(self) -> None:
        ours, theirs = socket.socketpair()
        self._scratch = tempfile.mkdtemp(prefix="thaw-")
        self._process = subprocess.Popen(
            [sys.executable, "-P", "-s", "-m", "course.warm", str(theirs.fileno())],
            stdin=subprocess.DEVNULL,
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
            pass_fds=(theirs.fileno(),),
            cwd=self._scratch,
            env=environment(self._scratch),
            start_new_session=True,
        )
        theirs.close()
        self._channel = ours
        if "ready" not in self._answer(self._profile.time.start):
            self.close()
            raise AutograderError("The warm process did not start: run `autograder doctor`.")

    def _request(self, job: dict[str, Any], writing: int) -> None:
        assert self._channel is not None
        with tempfile.TemporaryFile() as request:
            request.write(json.dumps(job).encode())
            request.seek(0)
            try:
                socket.send_fds(self._channel, [RUN], [request.fileno(), writing])
            except OSError as error:
                self.close()
                raise AutograderError("The warm process is gone; the job was not run.") from error

    def _read(self, reading: int) -> Transcript:
        transcript, frames = Transcript(), Frames(self._profile)
        end = time.monotonic() + self._profile.time.job
        with selectors.DefaultSelector() as selector:
            selector.register(reading, selectors.EVENT_READ)
            while selector.select(max(0.0, end - time.monotonic())):
                data = os.read(reading, 1 << 20)
                if not data:
                    return transcript
                try:
                    transcript.events += frames.feed(data)
                except EvidenceError as error:
                    transcript.end, transcript.detail = "malformed", str(error)
                    return transcript
                if transcript.events and transcript.events[-1][0].get("event") == "done":
                    transcript.end = "done"
                    return transcript
        transcript.end = "timeout"
        return transcript

    def _settle(self, transcript: Transcript) -> None:
        """Let the warm process report on the job; give up on it after anything odd."""
        if transcript.end in ("timeout", "malformed") and self._channel is not None:
            with contextlib.suppress(OSError):
                self._channel.sendall(STOP)
        transcript.usage = self._answer(_GRACE)
        if transcript.end != "done" or not transcript.usage or self._jobs % _RECYCLE == 0:
            self.close()

    def _answer(self, seconds: float) -> dict[str, Any]:
        """Read one line of JSON from the warm process; empty if none comes."""
        assert self._channel is not None
        self._channel.settimeout(seconds)
        line = b""
        with contextlib.suppress(OSError, ValueError):
            while not line.endswith(b"\n") and len(line) < 10_000:
                if not (data := self._channel.recv(4096)):
                    break
                line += data
            answer = json.loads(line)
            return answer if isinstance(answer, dict) else {}
        return {}


_RECYCLE = 200  # jobs after which a warm process is replaced whatever happened


def environment(scratch: str) -> dict[str, str]:
    """Return the whole environment of a job: nothing of the instructor's is in it."""
    return {
        "PATH": "/usr/local/bin:/usr/bin:/bin",
        "HOME": scratch,
        "TMPDIR": scratch,
        "LANG": "C.UTF-8",
        "MPLBACKEND": "agg",
        "IPYTHONDIR": scratch,
        "COURSE_GRADING": "1",
        "CUDA_VISIBLE_DEVICES": "",
        "OMP_NUM_THREADS": "1",
        "TORCHDYNAMO_DISABLE": "1",  # torch.compile then runs eagerly: same outcome, no compiler
        "PYTHONDONTWRITEBYTECODE": "1",
    }
