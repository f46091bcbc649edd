"""Jobs in a fresh interpreter each: where there is no fork, or where a GPU must not be forked."""

import json
import subprocess
import sys
import tempfile
from pathlib import Path
from typing import Any

from autograder.profile import Profile
from autograder.transcript import Frames, Transcript
from autograder.worker import environment
from course.checks.feedback import EvidenceError


class SpawningWorker:
    """Like `worker.Worker`, slower and without a jail: only for students who are trusted."""

    def __init__(self, profile: Profile) -> None:
        self._profile = profile

    def start(self) -> None:
        """Nothing is kept ready: each job is a process of its own."""

    def run(self, job: dict[str, Any]) -> Transcript:
        """Run a job to its end or its deadline and read what it wrote."""
        with tempfile.TemporaryDirectory(prefix="thaw-") as scratch:
            events = Path(scratch) / "events"
            ended = self._spawn(job, scratch, events)
            return self._read(events, ended)

    def close(self) -> None:
        """Nothing is kept between jobs."""

    def _spawn(self, job: dict[str, Any], scratch: str, events: Path) -> bool:
        command = [sys.executable, "-P", "-s", "-m", "course.runner", str(events)]
        try:
            subprocess.run(
                command,
                input=json.dumps(job).encode(),
                stdout=subprocess.DEVNULL,
                stderr=subprocess.DEVNULL,
                cwd=scratch,
                env=environment(scratch, self._profile.device),
                timeout=self._profile.time.job,
                check=False,
            )
        except subprocess.TimeoutExpired:
            return False
        return True

    def _read(self, events: Path, ended: bool) -> Transcript:
        transcript = Transcript(end="died" if ended else "timeout")
        limit = self._profile.output.evidence_bytes
        if not events.is_file() or events.stat().st_size > limit:
            return transcript
        try:
            transcript.events = Frames(self._profile).feed(events.read_bytes())
        except EvidenceError as error:
            transcript.end, transcript.detail = "malformed", str(error)
        if transcript.events and transcript.events[-1][0].get("event") == "done":
            transcript.end = "done"
        return transcript
