"""The hidden graders as one long pytest session: collected once, run for every submission.

The graders are ordinary pytest files. A plugin takes the place of pytest's run loop: it waits for
the runs of a submission, lets every collected test judge them, and hands the results back. The
session lives in a thread, isolated from any project's configuration and plugins.
"""

import queue
import threading
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from types import TracebackType
from typing import Any

import pytest

from autograder.errors import AutograderError, SourceError
from course.checks import exercises
from course.checks.feedback import EvidenceError, Failure, Feedback, NotAttempted, Outcome
from course.checks.judging import Run

ARGUMENTS = [
    "--import-mode=importlib",
    "--assert=plain",
    "--noconftest",
    "--strict-markers",
    "-p",
    "no:cacheprovider",
]
QUIET = ["-p", "no:terminal", "-p", "no:faulthandler", "-p", "no:threadexception", "-s"]


@dataclass(frozen=True)
class Check:
    """A hidden check: one pytest function, worth `points`."""

    id: str
    exercise: str
    title: str
    points: float


@dataclass(frozen=True)
class Verdict:
    """What a check decided; `fault` is set if the check itself broke.

    `credit` is the share of the points that a failed check still brings. Points that are `held`
    wait for a person to give them.
    """

    check: Check
    outcome: Outcome
    feedback: Feedback | None = None
    fault: str | None = None
    credit: float = 0.0
    held: bool = False


class Graders:
    """The graders of one assignment, ready to judge; use as a context manager."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        self._requests: queue.Queue[Any] = queue.Queue()
        self._answers: queue.Queue[Any] = queue.Queue()
        self._one_at_a_time = threading.Lock()
        self.checks: list[Check] = []

    def __enter__(self) -> "Graders":
        self._start()
        return self

    def _start(self) -> None:
        self._thread = threading.Thread(target=self._session, daemon=True)
        self._thread.start()
        answer = self._answers.get()
        if isinstance(answer, BaseException):
            raise SourceError(f"The graders in {self._folder} do not load: {answer}")
        self.checks = answer

    def __exit__(
        self,
        kind: type[BaseException] | None,
        value: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self._requests.put(None)
        self._thread.join()

    def judge(self, runs: Mapping[str, Sequence[Run]]) -> list[Verdict]:
        """Let every check decide on the runs of its exercise.

        Raises AutograderError if pytest itself breaks down; the next submission has a new session.
        """
        with self._one_at_a_time:
            self._requests.put(runs)
            verdicts: list[Verdict] | BaseException = self._answers.get()
            if isinstance(verdicts, BaseException):  # the session broke down, and is over
                self._thread.join()
                self._start()
                raise AutograderError(f"The graders' session broke down: {verdicts}")
        return verdicts

    def _session(self) -> None:
        plugin = _Loop(self._requests, self._answers)
        arguments = [*ARGUMENTS, *QUIET, "-c", str(_ini()), "--rootdir", str(self._folder.parent)]
        try:
            pytest.main([*arguments, str(self._folder)], plugins=[plugin])
        except BaseException as error:  # the caller waits for an answer whatever happens
            self._answers.put(error)
            return
        self._answers.put(SourceError(plugin.fault or "no checks were collected."))


def _ini() -> Path:
    return Path(__file__).parent / "graders" / "pytest.ini"


class _Loop:
    """The pytest plugin: collection as usual, then one round of tests for every request."""

    def __init__(self, requests: "queue.Queue[Any]", answers: "queue.Queue[Any]") -> None:
        self._requests, self._answers = requests, answers
        self._runs: Mapping[str, Sequence[Run]] = {}
        self._exercise = ""
        self.fault = ""

    @pytest.fixture
    def runs(self) -> Sequence[Run]:
        """Give a grader the runs of its exercise."""
        return self._runs[self._exercise]

    def pytest_collectreport(self, report: Any) -> None:
        if report.failed:
            self.fault += f"{report.longreprtext}\n"

    def pytest_runtestloop(self, session: pytest.Session) -> bool:
        if session.testsfailed or not session.items:
            return True
        try:
            items = [(item, _describe(item)) for item in session.items]
        except SourceError as error:
            self.fault = str(error)
            return True
        self._answers.put([check for _, check in items])
        while (request := self._requests.get()) is not None:
            self._runs = request
            self._answers.put([self._run(item, check) for item, check in items])
        return True

    def _run(self, item: pytest.Item, check: Check) -> Verdict:
        from _pytest.runner import runtestprotocol

        self._exercise = check.exercise
        if check.exercise not in self._runs:
            return Verdict(check, "error", fault="there is no evidence for this exercise")
        item._exception = None  # type: ignore[attr-defined]
        runtestprotocol(item, log=False, nextitem=None)
        return _verdict(check, item._exception)  # type: ignore[attr-defined]

    @pytest.hookimpl(tryfirst=True)
    def pytest_runtest_makereport(self, item: pytest.Item, call: Any) -> pytest.TestReport:
        """Keep the exception itself; pytest's own report would parse the graders' source."""
        if call.excinfo is not None:
            item._exception = call.excinfo.value  # type: ignore[attr-defined]
        outcome: Any = "failed" if call.excinfo else "passed"
        return pytest.TestReport(item.nodeid, item.location, {}, outcome, None, call.when)


def _describe(item: pytest.Item) -> Check:
    marker = item.get_closest_marker("points")
    function = getattr(item, "function", None)
    if marker is None or function is None:
        raise SourceError(f"{item.nodeid}: a grader needs @pytest.mark.points(…).")
    exercise = item.path.stem.removeprefix("test_")
    name = item.name.removeprefix("test_")
    judge = getattr(exercises.exercise(exercise), name, None)
    title = function.__doc__ or getattr(judge, "__doc__", None) or name.replace("_", " ")
    return Check(name, exercise, title.strip(), float(marker.args[0]))


def _verdict(check: Check, error: BaseException | None) -> Verdict:
    if error is None:
        return Verdict(check, "passed")
    if isinstance(error, NotAttempted):
        return Verdict(check, "not_attempted", error.feedback)
    if isinstance(error, Failure):
        return Verdict(check, "failed", error.feedback, credit=error.credit)
    if isinstance(error, EvidenceError):
        return Verdict(check, "failed", Feedback(_no_evidence(error), "", ""))
    if isinstance(error, _ODD_EVIDENCE):
        return Verdict(check, "failed", Feedback(_no_evidence(error), "", ""))
    return Verdict(check, "error", fault=f"{type(error).__name__}: {str(error)[:300]}")


# The reference has passed the same judge, so it is the evidence that does not fit it.
_ODD_EVIDENCE = (LookupError, TypeError, ValueError, AttributeError, ArithmeticError, RuntimeError)


def _no_evidence(error: BaseException) -> str:
    return f"What came back from your code could not be used: {error}."
