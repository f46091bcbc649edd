"""What a job sent: frames cut out of a stream of bytes, within the profile's caps.

A frame is one event. Events have a fixed form, whatever sent them: the process that sends them has
run a student's code.
"""

from dataclasses import dataclass, field
from typing import Any, Literal, Protocol

from torch import Tensor

from autograder import events
from autograder.evidence import unpack
from autograder.profile import Profile
from course.checks.evidence import HEADER_SIZE, Record, lengths
from course.checks.feedback import EvidenceError

Event = tuple[Record, dict[str, Tensor]]
End = Literal["done", "died", "timeout", "malformed", "memory"]
_HEAD_BYTES = 1 << 21  # JSON takes twenty times its bytes in memory
_FRAMES = 10_000


@dataclass
class Transcript:
    """What a job sent, how it ended, and what it used; `detail` is for the instructor."""

    events: list[Event] = field(default_factory=list)
    end: End = "died"
    detail: str = ""
    usage: dict[str, Any] = field(default_factory=dict)


class RunsJobs(Protocol):
    """Whatever runs a job and tells what it sent."""

    def start(self) -> None: ...

    def run(self, job: dict[str, Any]) -> Transcript: ...

    def close(self) -> None: ...


class Frames:
    """Cut a stream of bytes into frames, refusing more than the profile allows."""

    def __init__(self, profile: Profile) -> None:
        self._limits = profile.output
        self._buffer = bytearray()
        self._total = 0
        self._count = 0
        self._order = events.Order()

    def feed(self, data: bytes) -> list[Event]:
        """Take in bytes; return the events that are complete.

        Raises EvidenceError where the stream is too long or no frame.
        """
        self._total += len(data)
        if self._total > self._limits.evidence_bytes:
            raise EvidenceError("the job sent more evidence than is allowed")
        self._buffer += data
        complete = []
        while (event := self._next()) is not None:
            complete.append(event)
        return complete

    def _next(self) -> Event | None:
        if len(self._buffer) < HEADER_SIZE:
            return None
        head, body = lengths(bytes(self._buffer[:HEADER_SIZE]))
        if head + body > self._limits.frame_bytes or head > _HEAD_BYTES:
            raise EvidenceError("a frame of evidence is larger than is allowed")
        end = HEADER_SIZE + head + body
        if len(self._buffer) < end:
            return None
        frame = bytes(self._buffer[HEADER_SIZE:end])
        del self._buffer[:end]
        self._count += 1
        if self._count > _FRAMES:
            raise EvidenceError("the job sent more frames than is allowed")
        record, tensors = unpack(frame[:head], frame[head:])
        event = events.checked(record)
        self._order.follow(event)
        return event, tensors
