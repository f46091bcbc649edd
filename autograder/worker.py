"""Run one job in a process of its own and read its events from a pipe, within time and bytes."""

import contextlib
import json
import os
import selectors
import signal
import subprocess
import sys
import tempfile
import time
from dataclasses import dataclass, field
from typing import Any, Literal

from torch import Tensor

from autograder.evidence import unpack
from autograder.profile import Profile
from course.checks.evidence import HEADER_SIZE, Record, lengths
from course.checks.feedback import EvidenceError

Event = tuple[Record, dict[str, Tensor]]
End = Literal["done", "died", "timeout", "malformed"]


@dataclass
class Transcript:
    """What a job sent and how it ended; `detail` says more for the instructor."""

    events: list[Event] = field(default_factory=list)
    end: End = "died"
    detail: str = ""


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


def run(job: dict[str, Any], profile: Profile) -> Transcript:
    """Run a job to its end, its deadline or its first malformed frame."""
    with tempfile.TemporaryDirectory(prefix="thaw-") as scratch:
        reading, writing = os.pipe()
        process = _start(job, writing, scratch)
        os.close(writing)
        try:
            return _read(process, reading, profile)
        finally:
            os.close(reading)
            _kill(process)


def _start(job: dict[str, Any], writing: int, scratch: str) -> "subprocess.Popen[bytes]":
    request = tempfile.TemporaryFile()
    request.write(json.dumps(job).encode())
    request.seek(0)
    with request:
        return subprocess.Popen(
            [sys.executable, "-I", "-m", "course.runner", str(writing)],
            stdin=request,
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
            pass_fds=(writing,),
            cwd=scratch,
            env=environment(scratch),
            start_new_session=True,
        )


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


def _read(process: "subprocess.Popen[bytes]", reading: int, profile: Profile) -> Transcript:
    transcript, frames = Transcript(), Frames(profile)
    end = time.monotonic() + profile.time.job
    with selectors.DefaultSelector() as selector:
        selector.register(reading, selectors.EVENT_READ)
        while selector.select(max(0.0, end - time.monotonic())):
            data = os.read(reading, 1 << 20)
            if not data:
                return _ended(process, transcript)
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


def _ended(process: "subprocess.Popen[bytes]", transcript: Transcript) -> Transcript:
    with contextlib.suppress(subprocess.TimeoutExpired):
        transcript.detail = f"exit status {process.wait(timeout=5)}"
    return transcript


def _kill(process: "subprocess.Popen[bytes]") -> None:
    with contextlib.suppress(ProcessLookupError, PermissionError):
        os.killpg(process.pid, signal.SIGKILL)
    process.wait()
