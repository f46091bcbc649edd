"""`autograder validate`: how often the graders are wrong, on everything known."""

import argparse
import json
import os
from pathlib import Path
from typing import TYPE_CHECKING

from course.arguments import positive

if TYPE_CHECKING:
    from autograder.validation import Trial, Validation


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Add the command's arguments."""
    parser.add_argument("assignment", nargs="*", help="default: every assignment of the course")
    parser.add_argument("--json", type=Path, metavar="FILE", help="write everything as JSON")
    parser.add_argument("--seed", help="draw the hidden inputs from this instead of the course's")
    parser.add_argument("--times", type=positive, default=1, metavar="N",
                        help="grade the whole bank N times, with N seeds")  # fmt: skip
    parser.add_argument("--workers", type=int, default=os.cpu_count() or 1, metavar="N")
    parser.add_argument("--accepted", type=Path, metavar="FOLDER",
                        help="right work; default: tests/submissions/accepted")  # fmt: skip


def run(options: argparse.Namespace) -> int:
    """Grade the whole bank and print the rates; status 1 unless all is as it should be."""
    from autograder import settings
    from autograder.files import write_atomically

    root = settings.find_root()
    slugs = options.assignment or sorted(path.stem for path in (root / "solutions").glob("*.py"))
    validations, alike = [], True
    for slug in slugs:
        runs = []
        for number in range(options.times):
            runs.append(_validate(slug, root, options, number))
            _show(runs[-1])
        alike = _compare(runs) and alike
        validations += runs
    if options.json:
        text = json.dumps([one.as_json() for one in validations], indent=1)
        write_atomically(options.json, (text + "\n").encode())
    return 0 if alike and all(one.sound for one in validations) else 1


def _compare(runs: "list[Validation]") -> bool:
    """Say whether all runs came to the same table."""
    odd = sorted({name for run in runs for name in run.differences(runs[0])})
    if len(runs) > 1:
        told = f"different for {', '.join(odd)}" if odd else "identical"
        print(f"outcomes of {len(runs)} runs with {len(runs)} seeds: {told}\n")
    return not odd


def _validate(slug: str, root: Path, options: argparse.Namespace, number: int) -> "Validation":
    from autograder import profile, settings, validation
    from autograder.assignment import find
    from autograder.desk import Desk

    accepted = options.accepted or root / "tests" / "submissions" / "accepted"
    seeded = settings.load(root, options.seed)
    if number:
        seeded = settings.load(root, f"{seeded.seed} {number}")
    with Desk(find(slug, root), profile.load(), seeded, units=False) as desk:
        bank = list(validation.specimens(desk, accepted))
        trials = list(validation.run_bank(desk, bank, options.workers))
        own = [check for check in desk.checks if check.exercise in desk.assignment.exercises]
        checks = [f"{check.exercise}.{check.id}" for check in own]
    return validation.Validation(slug, trials, checks)


def _show(found: "Validation") -> None:
    from rich.console import Console
    from rich.table import Table

    console = Console()
    table = Table("exercise", "mistake", "fails", "named", title=f"{found.assignment}: kill matrix")
    for trial in found.trials:
        if trial.specimen.wrong:
            mark = "" if trial.exact else " (should fail: " + ", ".join(trial.specimen.fails) + ")"
            failed = ", ".join(sorted(trial.failed | trial.collateral)) or "nothing"
            named = "yes" if trial.named == {trial.specimen.slug} else str(sorted(trial.named))
            table.add_row(trial.specimen.exercise, trial.specimen.slug, failed + mark, named)
    console.print(table)
    collateral = sum(len(trial.collateral) for trial in found.trials)
    console.print(f"wrong work accepted:     {found.wrong_accepted}", highlight=False)
    console.print(f"right work rejected:     {found.right_rejected}", highlight=False)
    console.print(f"collateral losses:       {collateral}", highlight=False)
    console.print(f"not exactly as expected: {_names(found.inexact)}", highlight=False)
    console.print(f"told apart by evidence:  {found.told_apart}", highlight=False)
    console.print(f"misdiagnosed or unnamed: {_names(found.undiagnosed)}", highlight=False)
    console.print(f"checks that nothing exercises: {', '.join(found.unexercised) or 'none'}")
    rejected = [t for t in found.trials if not t.specimen.wrong and not t.accepted]
    console.print(f"right work that lost points: {_names(rejected)}", highlight=False)


def _names(trials: "list[Trial]") -> str:
    return ", ".join(f"{t.specimen.exercise}/{t.specimen.slug}" for t in trials) or "none"
