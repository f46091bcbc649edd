"""`autograder release`: from the single source to what students get."""

import argparse
import sys


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Add the command's arguments."""
    parser.add_argument("assignment", nargs="*", help="default: every assignment of the course")
    parser.add_argument("--check", action="store_true", help="only prove that releases are current")


def run(options: argparse.Namespace) -> int:
    """Make or check the releases; status 1 if a check finds one that is not current."""
    from autograder import public, release, settings
    from autograder.assignment import find
    from autograder.profile import load

    root = settings.find_root()
    slugs = options.assignment or sorted(path.stem for path in (root / "solutions").glob("*.py"))
    stale = 0
    for slug in slugs:
        assignment = find(slug, root)
        if options.check:
            stale += _check(slug, release.is_current(assignment) and public.is_current(assignment))
            continue
        print(release.write(assignment).relative_to(root))
        for path in public.write(assignment, load()):
            print(path.relative_to(root) if path.is_relative_to(root) else path)
    return 1 if stale else 0


def _check(slug: str, current: bool) -> int:
    if current:
        print(f"{slug}: the release is current")
        return 0
    print(f"{slug}: the release is stale; run `autograder release {slug}`.", file=sys.stderr)
    return 1
