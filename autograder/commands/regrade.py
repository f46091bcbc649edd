"""`autograder regrade`: after a grader was mended, grade again and say who gains and loses."""

import argparse
from pathlib import Path


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Add the command's arguments."""
    parser.add_argument("assignment", help="for example feature_extraction")
    parser.add_argument("--only", action="append", default=[], metavar="CHECK",
                        help="change this check's outcome alone (may be repeated)")  # fmt: skip
    parser.add_argument("--course", type=Path, metavar="FOLDER", help="default: found from here")


def run(options: argparse.Namespace) -> int:
    """Regrade the course's submitted/ tree and print every change."""
    from autograder import intake, profile, settings
    from autograder.assignment import find
    from autograder.desk import Desk
    from autograder.errors import AutograderError
    from autograder.regrade import last_keys, regrade

    root = options.course or settings.find_root()
    assignment = find(options.assignment, root)
    with Desk(assignment, profile.load(), settings.load(root)) as desk:
        worker = desk.worker()
        unknown = set(options.only) - {check.id for check in desk.checks}
        if unknown:
            raise AutograderError(f"There is no check called {', '.join(sorted(unknown))}.")
        submissions = intake.find(root / "submitted", assignment.slug)
        keys = last_keys(desk.store)
        changes = [
            regrade(desk, one, worker, options.only, keys.get(one.student)) for one in submissions
        ]
    for change in changes:
        if change.checks:
            before = "nothing" if change.before is None else f"{change.before:g}"
            print(f"{change.student}: {before} -> {change.after:g} ({', '.join(change.checks)})")
    gains = sum(c.before is not None and c.after > c.before for c in changes)
    losses = sum(c.before is not None and c.after < c.before for c in changes)
    print(f"{len(changes)} submissions: {gains} gain, {losses} lose.")
    return 0
