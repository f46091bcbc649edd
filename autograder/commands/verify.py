"""`autograder verify`: prove that receipts and log are what grading wrote."""

import argparse
import sys
from pathlib import Path


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Add the command's arguments."""
    parser.add_argument("assignment", nargs="*", help="default: every assignment with receipts")
    parser.add_argument("--course", type=Path, metavar="FOLDER", help="default: found from here")


def run(options: argparse.Namespace) -> int:
    """Print one line for everything that does not hold; status 1 if there is any."""
    from autograder import profile, settings
    from autograder.assignment import find
    from autograder.receipts import Store
    from autograder.verify import problems

    root = options.course or settings.find_root()
    own = settings.load(root)
    folders = sorted((own.folder / "receipts").glob("*"))
    bad = count = 0
    for slug in options.assignment or [folder.name for folder in folders]:
        store = Store(own, find(slug, root), profile.load(), "jail")
        count += len(list(store.folder.glob("*.json")))
        for problem in problems(store):
            print(problem, file=sys.stderr)
            bad += 1
    print(f"{count} receipts checked, {bad} problems.")
    return 1 if bad else 0
