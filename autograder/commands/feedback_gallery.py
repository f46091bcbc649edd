"""`autograder feedback-gallery`: a page with sample feedback for every known mistake."""

import argparse
from pathlib import Path


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Add the command's arguments."""
    parser.add_argument("assignment", nargs="*", help="default: every assignment of the course")
    parser.add_argument("--to", type=Path, default=Path("dist/feedback.html"), metavar="FILE")


def run(options: argparse.Namespace) -> int:
    """Grade every known mistake and write what a student would read."""
    from autograder import gallery, settings
    from autograder.files import write_atomically

    root = settings.find_root()
    slugs = options.assignment or sorted(path.stem for path in (root / "solutions").glob("*.py"))
    write_atomically(options.to, gallery.page(root, slugs).encode())
    print(options.to)
    return 0
