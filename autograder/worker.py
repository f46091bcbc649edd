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
import threading
from collections.abc import Iterator
from pathlib import Path
from typing import IO, Any

import course
from autograder import jail
from autograder.accuracy import sets
from autograder.errors import AutograderError, JailError
from autograder.profile import Profile
from autograder.transcript import Frames, Transcript
from autograder.watch import LOOK, Watch
from course.checks import ahead
from course.checks.exercises import exercise
from course.checks.feedback import EvidenceError
from course.checks.trials import VARIABLE
from course.warm import MAKE, RUN, STOP

Popen = subprocess.Popen[bytes]
_GRACE = 10.0  # seconds for the warm process to answer once a job is over
_LEAVE = 2.0  # seconds for a job to end once it has said that it is done


class Worker:
    """One warm process that forks a child for every job; started at the first, restarted on need.

    Use as a context manager, from one thread at a time.
    """

    def __init__(self, profile: Profile, jailed: bool = True, index: int = 0) -> None:
        self._profile = profile
        self._jailed = jailed
        self._index = index
        self._process: Popen | None = None
        self._channel: socket.socket | None = None
        self._scratch = ""
        self._jobs = 0
        self._made: dict[str, list[Any]] = {}

    def __enter__(self) -> "Worker":
        return self

    def __exit__(self, *exception: object) -> None:
        self.close()

    def start(self) -> None:
        """Start the warm process if there is none: the first job does so by itself."""
        if self._channel is None:
            self._start()

    def run(self, job: dict[str, Any]) -> Transcript:
        """Run a job to its end, its deadline or its first malformed frame."""
        self.start()
        self._make_ahead(job)
        transcript = self._exchange(job)
        if not transcript.events:
            self.close()
            raise AutograderError("The job did not even begin; it is run again next time.")
        if transcript.end != "done" or not transcript.usage or self._jobs % _RECYCLE == 0:
            self.close()  # whatever was odd about it ends here
        return transcript

    def _make_ahead(self, job: dict[str, Any]) -> None:
        """Let the warm process make what the job's probes begin with, where it has not yet."""
        cases = {
            e["name"]: e["cases"] for e in job["exercises"] if ahead.applies(exercise(e["name"]))
        }
        new = {name: own for name, own in cases.items() if not self._has_made(name, own)}
        if not new:
            return
        with _as_file(new) as request:
            self._send(MAKE, request)
        if not self._answer(self._profile.time.start):
            self.close()
            raise AutograderError("The warm process did not get ready; the job was not run.")
        self._made |= new

    def _has_made(self, name: str, cases: list[Any]) -> bool:
        made = self._made.get(name, [])
        return all(case in made for case in cases)

    def _exchange(self, job: dict[str, Any]) -> Transcript:
        """Hand a job over and read until it is over."""
        self._jobs += 1
        reading, writing = os.pipe()
        try:
            self._request(job, writing)
            os.close(writing)
            transcript = self._read(reading)
        finally:
            os.close(reading)
        transcript.usage = self._answer(_LEAVE) if transcript.end == "done" else {}
        if not transcript.usage and self._channel is not None:
            with contextlib.suppress(OSError):
                self._channel.sendall(STOP)
            transcript.usage = self._answer(_GRACE)
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
        self._made = {}
        self._channel, theirs = socket.socketpair()
        self._scratch = tempfile.mkdtemp(prefix="thaw-")
        try:
            with theirs, contextlib.ExitStack() as kept:
                self._process = self._launch(*self._command(theirs.fileno(), kept))
            if "ready" not in self._answer(self._profile.time.start):
                said = self._last_words() or "it ended at once"
                raise JailError(f"The warm process did not start: {said}.")
            self._drain_errors()
            if self._jailed:
                self._prove()
        except BaseException:
            self.close()
            raise

    def _launch(self, command: list[str], descriptors: tuple[int, ...]) -> Popen:
        return subprocess.Popen(
            command,
            stdin=subprocess.DEVNULL,
            stdout=subprocess.DEVNULL,
            stderr=subprocess.PIPE,
            pass_fds=descriptors,
            cwd=self._scratch,
            env=environment(self._scratch, self._profile.device),
            start_new_session=True,
        )

    def _command(
        self, channel: int, kept: contextlib.ExitStack
    ) -> tuple[list[str], tuple[int, ...]]:
        """Return the command line of the warm process, and the descriptors that it inherits."""
        if not self._jailed:
            return [sys.executable, "-P", "-s", "-m", "course.warm", str(channel)], (channel,)
        rules = kept.enter_context(jail.seccomp_filter())
        uid = jail.job_uid(self._index)
        command = jail.command(channel, rules.fileno(), uid, self._profile)
        return command, (channel, rules.fileno())

    def _last_words(self) -> str:
        """Return the end of what the warm process wrote to its standard error."""
        assert self._process is not None and self._process.stderr is not None
        os.killpg(self._process.pid, signal.SIGKILL)
        return self._process.stderr.read().decode(errors="replace").strip()[-300:]

    def _drain_errors(self) -> None:
        """Throw away what jobs write to standard error: it is never read, and must not block."""
        assert self._process is not None and self._process.stderr is not None
        stream = self._process.stderr
        threading.Thread(target=_drain, args=(stream,), daemon=True).start()

    def _prove(self) -> None:
        """Let a job try to get out.

        Raises JailError naming what it could do.
        """
        with tempfile.NamedTemporaryFile(prefix="thaw-canary-") as canary:
            canary.write(b"canary")
            canary.flush()
            os.chmod(canary.name, 0o644)
            request = {
                "canary": canary.name,
                "processes": self._profile.jail.processes,
                "own_processes": 3,
            }
            transcript = self._exchange({"proof": request})
        proofs = [e for e, _ in transcript.events if e.get("event") == "proof"]
        if len(proofs) != 1 or proofs[0].get("worked") != []:
            worked = ", ".join(proofs[0]["worked"]) if proofs else "it did not answer"
            raise JailError(
                f"The jail does not hold on this machine ({worked}); nobody has been graded. "
                "Pass --i-trust-these-students to grade without it."
            )

    def _request(self, job: dict[str, Any], writing: int) -> None:
        with _as_file(job) as request:
            self._send(RUN, request, writing)

    def _send(self, message: bytes, *descriptors: int) -> None:
        assert self._channel is not None
        try:
            socket.send_fds(self._channel, [message], descriptors)
        except OSError as error:
            self.close()
            raise AutograderError("The warm process is gone; the job was not run.") from error

    def _read(self, reading: int) -> Transcript:
        """Read what a job sends, until it is over or is to be ended."""
        transcript, frames = Transcript(), Frames(self._profile)
        assert self._process is not None
        watch = Watch(self._profile, self._process.pid)
        with selectors.DefaultSelector() as selector:
            selector.register(reading, selectors.EVENT_READ)
            while (verdict := watch.verdict()) is None:
                if not selector.select(LOOK):
                    continue
                if not (data := os.read(reading, 1 << 20)):
                    return transcript
                try:
                    events = frames.feed(data)
                except EvidenceError as error:
                    transcript.end, transcript.detail = "malformed", str(error)
                    return transcript
                transcript.events += events
                watch.note(events)
                if events and events[-1][0].get("event") in ("done", "proof"):
                    transcript.end = "done"
                    return transcript
        transcript.end = verdict
        return transcript

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


@contextlib.contextmanager
def _as_file(content: Any) -> Iterator[int]:
    """Write JSON to a file without a name; yield the descriptor to read it from."""
    with tempfile.TemporaryFile() as file:
        file.write(json.dumps(content).encode())
        file.seek(0)
        yield file.fileno()


def _drain(stream: IO[bytes]) -> None:
    with stream, contextlib.suppress(OSError, ValueError):
        while stream.read(1 << 16):
            pass


_RECYCLE = 200  # jobs after which a warm process is replaced whatever happened


# Huge pages: memory that a network takes costs a hundredth of the page faults, and what is freed is
# kept for the next network. Other allocators than glibc's do not look at this.
_ALLOCATOR = ":".join(
    (
        "glibc.malloc.hugetlb=1",
        "glibc.malloc.mmap_threshold=33554432",
        "glibc.malloc.trim_threshold=1073741824",
    )
)


def environment(scratch: str, device: str = "cpu") -> dict[str, str]:
    """Return the whole environment of a job: nothing of the instructor's is in it.

    On the CPU every GPU is hidden from it.
    """
    hidden = {} if device == "cuda" else {"CUDA_VISIBLE_DEVICES": ""}
    return hidden | {
        "PATH": "/usr/local/bin:/usr/bin:/bin",
        "HOME": scratch,
        "TMPDIR": scratch,
        "LANG": "C.UTF-8",
        "MPLBACKEND": "agg",
        "IPYTHONDIR": scratch,
        "COURSE_GRADING": "1",
        "OMP_NUM_THREADS": "1",
        "GLIBC_TUNABLES": _ALLOCATOR,
        "TORCHDYNAMO_DISABLE": "1",  # torch.compile then runs eagerly: same outcome, no compiler
        "PYTHONDONTWRITEBYTECODE": "1",
        VARIABLE: str(sets.folder()),
        "PYTHONPATH": str(Path(course.__file__).parents[1]),  # the same course as the grader's own
    }
