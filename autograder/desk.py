"""The grading desk: receipts that are there are used, what is missing is graded and filed."""

import os
import time
from dataclasses import dataclass, field

from autograder import grading
from autograder.assignment import Assignment
from autograder.grading import Grader
from autograder.intake import Submission
from autograder.judge import Graders
from autograder.profile import Profile
from autograder.receipts import Store
from autograder.results import Result
from autograder.settings import Settings
from autograder.spawn import SpawningWorker
from autograder.worker import Worker

AnyWorker = Worker | SpawningWorker


def worker_for(profile: Profile, trusted: bool, index: int = 0) -> AnyWorker:
    """Return a jailed worker; for trusted students one without, that also runs without fork."""
    if trusted and not hasattr(os, "fork"):
        return SpawningWorker(profile)
    return Worker(profile, jailed=not trusted, index=index)


@dataclass
class Desk:
    """One assignment's grading in one process; the reference is run at the first need.

    Use as a context manager.
    """

    assignment: Assignment
    profile: Profile
    settings: Settings
    trusted: bool = False
    index: int = 0
    worker: AnyWorker = field(init=False)
    store: Store = field(init=False)
    _grader: Grader | None = None

    def __post_init__(self) -> None:
        self.worker = worker_for(self.profile, self.trusted, self.index)
        isolation = "none: the students are trusted" if self.trusted else "jail"
        self.store = Store(self.settings, self.assignment, self.profile, isolation)
        self._graders = Graders(self.assignment.graders)

    def __enter__(self) -> "Desk":
        self._graders.__enter__()
        return self

    def __exit__(self, *exception: object) -> None:
        self._graders.__exit__(None, None, None)
        self.worker.close()

    @property
    def grader(self) -> Grader:
        """Return the grader, made and proven on the reference the first time.

        Raises SourceError if the reference does not pass: nobody is graded then.
        """
        if self._grader is None:
            seed = self.settings.seed
            self._grader = grading.prepare(
                self.assignment, self.profile, seed, self._graders, self.worker
            )
        return self._grader

    def grade(self, submission: Submission) -> Result:
        """Return a submission's result, from its receipt if it has one."""
        known = self.store.get(submission)
        if known is not None:
            return known
        grader, began = self.grader, time.time()
        result = grader.grade(submission, self.worker)
        self.store.put(submission, result, began=began, seconds=round(time.time() - began, 3))
        return result
