"""Grade a class in parallel in this process: a thread a worker, each with its own warm process."""

import os
import queue
from collections.abc import Generator, Iterator, Sequence
from concurrent.futures import Future, ThreadPoolExecutor, as_completed

from autograder.desk import Desk
from autograder.intake import Submission
from autograder.results import Result
from autograder.transcript import RunsJobs


def grade_class(
    desk: Desk, submissions: Sequence[Submission], workers: int | None = None
) -> Iterator[Result]:
    """Yield results as they come, in no order; what has a receipt costs nothing.

    On Ctrl-C the jobs at hand are given up, and the next run goes on from the receipts.
    """
    waiting = yield from already_graded(desk, submissions)
    if not waiting:
        return
    count = min(workers or os.cpu_count() or 1, len(waiting))
    idle: queue.Queue[RunsJobs] = queue.Queue()
    for _ in range(count):
        idle.put(desk.worker())
    with ThreadPoolExecutor(count) as pool:
        futures = [pool.submit(_grade, desk, one, idle) for one in waiting]
        try:
            yield from (future.result() for future in as_completed(futures))
        except BaseException:
            _give_up(futures, desk)
            raise


def already_graded(
    desk: Desk, submissions: Sequence[Submission]
) -> Generator[Result, None, list[Submission]]:
    """Yield the results that have a receipt; return the submissions that have none."""
    waiting = []
    for submission in submissions:
        known = desk.store.get(submission)
        if known is None:
            waiting.append(submission)
        else:
            yield known
    return waiting


def _grade(desk: Desk, submission: Submission, idle: "queue.Queue[RunsJobs]") -> Result:
    worker = idle.get()
    try:
        worker.start()  # while another thread proves the reference
        return desk.grade(submission, worker)
    finally:
        idle.put(worker)


def _give_up(futures: Sequence["Future[Result]"], desk: Desk) -> None:
    for future in futures:
        future.cancel()
    desk.give_up()
