"""The grading desk: receipts that are there are used, what is missing is graded and filed.

One desk serves any number of threads, each with a worker of its own.
"""

import os
import threading
import time
from dataclasses import dataclass, field

from autograder import grading
from autograder.assignment import Assignment
from autograder.errors import AutograderError
from autograder.files import sha256
from autograder.grading import Grader
from autograder.intake import Submission
from autograder.judge import Check, Graders
from autograder.profile import Profile
from autograder.receipts import Store, canonical
from autograder.results import Result
from autograder.settings import Settings
from autograder.spawn import SpawningWorker
from autograder.transcript import RunsJobs
from autograder.worker import Worker


def worker_for(profile: Profile, trusted: bool, index: int = 0) -> RunsJobs:
    """Return a jailed worker; for trusted students one without, that also runs without fork."""
    if trusted and not hasattr(os, "fork"):
        return SpawningWorker(profile)
    return Worker(profile, jailed=not trusted, index=index)


@dataclass(eq=False)
class Desk:
    """One assignment's grading in one process; the reference is run at the first need.

    Without `units` only the exercises are graded: for measurements, in a course folder of their
    own, since receipts do not say so. Use as a context manager.
    """

    assignment: Assignment
    profile: Profile
    settings: Settings
    trusted: bool = False
    units: bool = True
    store: Store = field(init=False)
    _grader: Grader | None = None

    def __post_init__(self) -> None:
        isolation = "none: the students are trusted" if self.trusted else "jail"
        self.store = Store(self.settings, self.assignment, self.profile, isolation)
        self._graders = Graders(self.assignment.graders)
        self._lock = threading.Lock()
        self._workers: list[RunsJobs] = []
        self._given_up = False

    def __enter__(self) -> "Desk":
        self._graders.__enter__()
        return self

    def __exit__(self, *exception: object) -> None:
        self.stop()
        self._graders.__exit__(None, None, None)

    @property
    def checks(self) -> list[Check]:
        """List the assignment's hidden checks."""
        return self._graders.checks

    def worker(self) -> RunsJobs:
        """Engage one more worker; the desk dismisses it at the end."""
        with self._lock:
            self._workers.append(worker_for(self.profile, self.trusted, len(self._workers)))
            return self._workers[-1]

    def stop(self) -> None:
        """Dismiss every worker; a job that one is at ends."""
        for worker in self._workers:
            worker.close()
        self._workers.clear()

    def give_up(self) -> None:
        """End the jobs at hand; what they come to is not filed."""
        self._given_up = True
        self.stop()

    def grader(self, worker: RunsJobs) -> Grader:
        """Return the grader, made and proven on the reference the first time.

        Raises SourceError if the reference does not pass: nobody is graded then.
        """
        with self._lock:
            if self._grader is None:
                self._grader = self._prepare(worker)
            return self._grader

    def _prepare(self, worker: RunsJobs) -> Grader:
        key = sha256(canonical(self.store.circumstances))[:16]
        return grading.prepare(
            self.assignment,
            self.profile,
            self.settings.seed,
            self._graders,
            worker,
            self.settings.folder / "cache" / key,
            self.units,
        )

    def grade(self, submission: Submission, worker: RunsJobs) -> Result:
        """Return a submission's result, from its receipt if it has one."""
        known = self.store.get(submission)
        if known is not None:
            return known
        grader, began = self.grader(worker), time.time()
        result = grader.grade(submission, worker)
        if self._given_up:
            raise AutograderError("Grading was stopped; this submission is graded next time.")
        self.store.put(submission, result, began=began, seconds=round(time.time() - began, 3))
        return result
