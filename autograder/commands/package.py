"""`autograder package`: the zip that an instructor hands out."""

import argparse
from pathlib import Path


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Add the command's arguments."""
    parser.add_argument("assignment", nargs="*", help="default: every assignment of the course")
    parser.add_argument("--to", type=Path, default=Path("dist"), metavar="FOLDER")


def run(options: argparse.Namespace) -> int:
    """Write one zip an assignment: the notebook, the learners' wheel and a how-to."""
    from autograder import packing, settings
    from autograder.assignment import find

    root = settings.find_root()
    slugs = options.assignment or sorted(path.stem for path in (root / "solutions").glob("*.py"))
    for slug in slugs:
        print(packing.pack(find(slug, root), options.to))
    return 0
