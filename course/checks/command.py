"""`course check NOTEBOOK`: check every exercise of a notebook in the terminal."""

import argparse
from pathlib import Path


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Add the command's arguments."""
    parser.add_argument("notebook", type=Path, help="the notebook to check")
    parser.add_argument("--exercise", action="append", help="only this one (may be repeated)")
    parser.add_argument("--hints", type=int, default=0, metavar="N", help="show the first N hints")


def run(options: argparse.Namespace) -> int:
    """Run the notebook's cells and the public checks; status 0 if every check passed."""
    from course.checks import apart, exercises
    from course.checks.notebook import Panel
    from course.errors import CheckError

    notebook = apart.read(options.notebook)
    wanted = options.exercise or apart.exercises_of(notebook)
    for name in wanted:
        exercises.exercise(name)
    if not wanted:
        raise CheckError(f"{options.notebook} holds no exercise: is it an assignment's notebook?")
    results, later = apart.check(notebook, wanted)
    panels = [Panel(name, results[name], options.hints) for name in wanted]
    for panel in panels:
        print(panel)
        if panel.exercise in later:
            print("It is defined again in a later cell, and that one was checked.")
        print()
    return 0 if all(panel.passed for panel in panels) else 1
