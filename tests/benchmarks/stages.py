"""Where a submission's time goes, stage by stage, on one worker of an opened desk."""

import statistics
import time
from collections import defaultdict
from collections.abc import Callable
from typing import Any

from autograder import intake
from autograder.desk import Desk
from autograder.fold import fold
from autograder.grading import Grader
from autograder.intake import Submission
from autograder.receipts import Store
from autograder.transcript import Event, Frames, RunsJobs, Transcript

STAGES = ("intake", "fork", "cells", "probes", "judge", "receipt")


class _Stopwatch:
    """Seconds a submission by stage; wraps the functions whose time it takes."""

    def __init__(self) -> None:
        self.seconds: dict[str, float] = defaultdict(float)
        self.cpu = 0.0
        self._mark = 0.0
        self._undo: list[Callable[[], None]] = []

    def __enter__(self) -> "_Stopwatch":
        self._wrap(intake, "take", "intake")
        self._wrap(Grader, "_judge", "judge")
        self._wrap(Store, "put", "receipt")
        feed = Frames.feed

        def timed_feed(frames: Frames, data: bytes) -> list[Event]:
            events = feed(frames, data)
            self._follow(events)
            return events

        self._patch(Frames, "feed", timed_feed)
        return self

    def __exit__(self, *exception: object) -> None:
        for undo in self._undo:
            undo()

    def _patch(self, owner: Any, name: str, new: Any) -> None:
        old = getattr(owner, name)
        setattr(owner, name, new)
        self._undo.append(lambda: setattr(owner, name, old))

    def _wrap(self, owner: Any, name: str, stage: str) -> None:
        old = getattr(owner, name)

        def timed(*arguments: Any, **named: Any) -> Any:
            began = time.perf_counter()
            try:
                return old(*arguments, **named)
            finally:
                self.seconds[stage] += time.perf_counter() - began

        self._patch(owner, name, timed)

    def request(self) -> None:
        """Note that a job is handed over now."""
        self._mark = time.perf_counter()

    def _follow(self, events: list[Event]) -> None:
        """Give the time since the last event to the stage that it ends."""
        for record, _ in events:
            stage = {"begun": "fork", "cell": "cells", "ran": "cells"}.get(
                record["event"], "probes"
            )
            now = time.perf_counter()
            self.seconds[stage] += now - self._mark
            self._mark = now


class _Timed:
    """A worker that tells the stopwatch when a job starts, and what CPU it used."""

    def __init__(self, worker: RunsJobs, watch: _Stopwatch) -> None:
        self._worker, self._watch = worker, watch

    def start(self) -> None:
        self._worker.start()

    def run(self, job: dict[str, Any]) -> Transcript:
        self._watch.request()
        transcript = self._worker.run(job)
        self._watch.cpu += transcript.usage.get("cpu_seconds", 0.0)
        return transcript

    def close(self) -> None:
        self._worker.close()


def measure(desk: Desk, submissions: list[Submission]) -> dict[str, dict[str, float]]:
    """Grade submissions one by one; return milliseconds by stage: median and p95.

    They are folded together, as after a class: `fold` is the mean. `overhead` is all the time that
    is not CPU time of the job, in which the student's code and the probes run.
    """
    worker, results = desk.worker(), []
    desk.grader(worker).diagnosis.name_mistakes = lambda verdicts, *_: list(verdicts)  # type: ignore[method-assign,misc]
    rows: dict[str, list[float]] = defaultdict(list)
    fold(desk.assignment, [desk.grade(submissions[0], worker)])  # starts jail and gradebook
    for submission in submissions[1:]:
        began = time.perf_counter()
        with _Stopwatch() as watch:
            results.append(desk.grade(submission, _Timed(worker, watch)))
        whole = time.perf_counter() - began
        for stage in STAGES:
            rows[stage].append(1000 * watch.seconds[stage])
        rows["whole"].append(1000 * whole)
        rows["job's CPU"].append(1000 * watch.cpu)
        rows["overhead"].append(1000 * max(0.0, whole - watch.cpu))
    folding = time.perf_counter()
    fold(desk.assignment, results)
    each = 1000 * (time.perf_counter() - folding) / len(results)
    rows["fold"] = [each] * len(results)
    rows["overhead"] = [value + each for value in rows["overhead"]]
    return {name: _summary(values) for name, values in rows.items()}


def _summary(values: list[float]) -> dict[str, float]:
    p95 = statistics.quantiles(values, n=20)[-1] if len(values) > 1 else values[0]
    return {"median": round(statistics.median(values), 1), "p95": round(p95, 1)}
