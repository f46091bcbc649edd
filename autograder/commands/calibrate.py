"""`autograder calibrate`: how often the accuracy thresholds reject right work or accept wrong."""

import argparse
import json
import sys


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Add the command's arguments."""
    parser.add_argument("assignment", nargs="?", default="feature_extraction")
    parser.add_argument("--check", action="store_true",
                        help="only prove that the committed file belongs to this code")  # fmt: skip
    parser.add_argument("--seeds", type=int, default=30, metavar="N", help="of right work")
    parser.add_argument("--wrong-seeds", type=int, default=10, metavar="N", help="of each mistake")


def run(options: argparse.Namespace) -> int:
    """Run and write the calibration, or check it; status 1 if it is not current."""
    from autograder import profile, settings
    from autograder.accuracy import calibration, plot
    from autograder.assignment import find
    from autograder.desk import worker_for
    from autograder.files import write_atomically

    assignment = find(options.assignment, settings.find_root())
    path = calibration.path(assignment)
    if options.check:
        if calibration.is_current(assignment):
            print(f"{assignment.slug}: the calibration is current")
            return 0
        print(
            f"{assignment.slug}: the calibration is stale; run `autograder calibrate "
            f"{assignment.slug}`.",
            file=sys.stderr,
        )
        return 1
    limits = profile.load()
    worker = worker_for(limits, trusted=False)
    try:
        made = calibration.run(
            assignment,
            limits,
            worker,
            options.seeds,
            options.wrong_seeds,
            lambda s: print(s, flush=True),
        )
    finally:
        worker.close()
    write_atomically(path, (json.dumps(made, indent=1) + "\n").encode())
    write_atomically(path.with_suffix(".png"), plot.draw(made))
    for table in made["budgets"]:
        print(
            f"{table['name']}: P(right work rejected) = {table['right_rejected']['estimated']:.2g}"
        )
    return 0
