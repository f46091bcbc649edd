"""`autograder calibrate`: how often the accuracy thresholds reject right work or accept wrong."""

import argparse
import json
import sys
from typing import Any


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Add the command's arguments."""
    parser.add_argument("assignment", nargs="*", help="default: every one with an accuracy")
    parser.add_argument("--check", action="store_true",
                        help="only prove that the committed file belongs to this code")  # fmt: skip
    parser.add_argument("--odds", action="store_true",
                        help="only reckon new odds, for new thresholds")  # fmt: skip
    parser.add_argument("--seeds", type=int, default=30, metavar="N", help="of right work")
    parser.add_argument("--wrong-seeds", type=int, default=10, metavar="N", help="of each mistake")


def run(options: argparse.Namespace) -> int:
    """Run and write the calibration, or check it; status 1 if it is not current."""
    from autograder import settings
    from autograder.accuracy import calibration
    from autograder.assignment import find

    root = settings.find_root()
    named = options.assignment or list(calibration.STUDIES)
    step = _check if options.check else _make
    return max(step(find(slug, root), options) for slug in named)


def _check(assignment: Any, options: argparse.Namespace) -> int:
    from autograder.accuracy import calibration

    if calibration.is_current(assignment):
        print(f"{assignment.slug}: the calibration is current")
        return 0
    print(
        f"{assignment.slug}: the calibration is stale; run `autograder calibrate "
        f"{assignment.slug}`.",
        file=sys.stderr,
    )
    return 1


def _make(assignment: Any, options: argparse.Namespace) -> int:
    from autograder.accuracy import calibration, plot
    from autograder.files import write_atomically

    path = calibration.path(assignment)
    made = _renewed(assignment) if options.odds else _made(assignment, options)
    write_atomically(path, (json.dumps(made, indent=1) + "\n").encode())
    write_atomically(path.with_suffix(".png"), plot.draw(made))
    for table in made["budgets"]:
        print(
            f"{table['name']}: P(right work rejected) = {table['right_rejected']['estimated']:.2g}"
        )
    return 0


def _renewed(assignment: Any) -> Any:
    from autograder.accuracy import calibration
    from autograder.errors import AutograderError

    found = calibration.stored(assignment)
    if not found:
        raise AutograderError(
            f"{calibration.path(assignment)} is missing: calibrate without --odds."
        )
    return calibration.renewed(found)


def _made(assignment: Any, options: argparse.Namespace) -> Any:
    from autograder import profile
    from autograder.accuracy import calibration
    from autograder.desk import worker_for

    limits = profile.load()
    worker = worker_for(limits, trusted=False)
    try:
        return calibration.run(assignment, limits, worker, options.seeds, options.wrong_seeds, _say)
    finally:
        worker.close()


def _say(line: str) -> None:
    print(line, flush=True)
