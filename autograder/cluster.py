"""Grade a class on a Dask cluster: the same desk on every machine, one folder that all share.

A task carries a path and JSON, and gives JSON back; nothing that a student wrote is pickled. Each
Dask worker opens a desk and a jailed worker of its own, and files receipts in the course folder
like a local run does: what was graded is graded, whatever becomes of the cluster. The scheduler
tries a submission again when its machine dies; one that goes on killing machines is given up as
`error` and holds nobody else up.
"""

import contextlib
import dataclasses
import json
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any

from autograder import assignment, profile, settings
from autograder.desk import Desk
from autograder.errors import AutograderError
from autograder.executor import already_graded
from autograder.files import sha256
from autograder.intake import Submission
from autograder.judge import Verdict
from autograder.receipts import canonical
from autograder.results import Result
from autograder.transcript import RunsJobs

LOCAL = "local"
DEATHS = 1  # of a worker, on a cluster of our own, before its submission is given up
_opened: dict[str, tuple[Desk, RunsJobs]] = {}  # in a Dask worker: what it has at hand


def grade_on_cluster(
    address: str, desk: Desk, submissions: Sequence[Submission], workers: int | None = None
) -> Iterator[Result]:
    """Yield results as they come, in no order; what has a receipt costs nothing.

    `address` is a Dask scheduler's, or `local` for one on this machine with `workers` workers.
    Raises AutograderError if Dask is not installed or the scheduler does not answer.
    """
    waiting = yield from already_graded(desk, submissions)
    if not waiting:
        return
    with _client(address, workers) as client:
        futures = {_submit(client, desk, one): one for one in waiting}
        try:
            yield from _results(desk, futures)
        except BaseException:
            client.cancel(list(futures))
            raise


def _submit(client: Any, desk: Desk, submission: Submission) -> Any:
    needs = {"GPU": 1} if desk.profile.jail.devices else {}
    return client.submit(grade_one, order(desk, submission), pure=False, resources=needs)


def _results(desk: Desk, futures: dict[Any, Submission]) -> Iterator[Result]:
    from distributed import KilledWorker, as_completed

    for future in as_completed(list(futures)):
        try:
            yield Result.from_json(json.loads(future.result()))
        except KilledWorker:
            yield _given_up(desk, futures[future])
        future.release()


def _given_up(desk: Desk, submission: Submission) -> Result:
    """Say that a submission's machine died under it, here and in the log."""
    fault = "the machine that graded it died, again and again"
    desk.store.ledger.append("given up", student=submission.student, reason=fault)
    verdicts = [Verdict(check, "error", fault=fault) for check in desk.checks]
    return Result(submission.student, submission.assignment, verdicts)


def order(desk: Desk, submission: Submission) -> str:
    """Write down as JSON what a worker must know to grade a submission; the seed stays at home."""
    own = settings.load(desk.settings.root)
    return json.dumps(
        {
            "desk": {
                "root": str(desk.settings.root.resolve()),
                "assignment": desk.assignment.slug,
                "seed": None if own.seed == desk.settings.seed else desk.settings.seed,
                "profile": dataclasses.asdict(desk.profile),
                "trusted": desk.trusted,
                "units": desk.units,
                "circumstances": sha256(canonical(desk.store.circumstances)),
            },
            "student": submission.student,
            "path": str(submission.path.absolute()) if submission.path else None,
            "notes": submission.notes,
        }
    )


def grade_one(task: str) -> str:
    """Grade one submission on this machine; file its receipt; return the result as JSON."""
    given = json.loads(task)
    desk, worker = _desk(given["desk"])
    path = Path(given["path"]) if given["path"] else None
    submission = Submission(given["student"], desk.assignment.slug, path, tuple(given["notes"]))
    return json.dumps(desk.grade(submission, worker).to_json())


def _desk(wanted: dict[str, Any]) -> tuple[Desk, RunsJobs]:
    """Return the desk that is wanted, opened at the first need and kept; another is closed."""
    key = sha256(canonical(wanted))
    if key not in _opened:
        while _opened:
            _opened.popitem()[1][0].__exit__()
        _opened[key] = _open(wanted)
    return _opened[key]


def _open(wanted: dict[str, Any]) -> tuple[Desk, RunsJobs]:
    root = Path(wanted["root"])
    own = settings.load(root, wanted["seed"])
    limits = profile.from_data(wanted["profile"])
    found = assignment.find(wanted["assignment"], root)
    desk = Desk(found, limits, own, wanted["trusted"], units=wanted["units"])
    if sha256(canonical(desk.store.circumstances)) != wanted["circumstances"]:
        raise AutograderError(
            "A Dask worker has another course, autograder or Python than this machine: give all "
            "the same and start the workers anew."
        )
    desk.__enter__()
    return desk, desk.worker()


@contextlib.contextmanager
def _client(address: str, workers: int | None) -> Iterator[Any]:
    try:
        import distributed
    except ImportError as error:
        raise AutograderError(
            "Dask is not installed: pip install 'thaw-course[dask]', or leave --dask out."
        ) from error
    with contextlib.ExitStack() as kept:
        scheduler = kept.enter_context(_local(workers)) if address == LOCAL else address
        try:
            client = distributed.Client(scheduler, timeout=20)
        except (OSError, ValueError) as error:
            raise AutograderError(
                f"No Dask scheduler answers at {address}: start one there, or use --dask local."
            ) from error
        yield kept.enter_context(client)


def _local(workers: int | None) -> Any:
    """Start a scheduler and workers on this machine, a process and a thread each."""
    import os

    import dask
    from distributed import LocalCluster

    dask.config.set({"distributed.scheduler.allowed-failures": DEATHS})
    return LocalCluster(
        n_workers=workers or os.cpu_count() or 1,
        threads_per_worker=1,
        dashboard_address=None,
        silence_logs=50,
    )
