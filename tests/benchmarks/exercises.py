"""Grade a class's exercises alone, and fold: a process of its own, which a benchmark may kill.

Units, which train networks on real images, are left out: no other grader has anything like them,
and their cost is a constant for each submission. The argument is the course folder.
"""

import sys
from pathlib import Path

from autograder import assignment, intake, profile, settings
from autograder.desk import Desk
from autograder.executor import grade_class
from autograder.fold import fold
from autograder.intake import Submission
from tests import classroom


def desk_of(root: Path, units: bool = False) -> Desk:
    """Return a desk for the course in `root`: for exercises alone, or with units."""
    found = assignment.find(classroom.SLUG, root)
    return Desk(found, profile.load(), settings.load(root), units=units)


def submitted(root: Path) -> list[Submission]:
    """List what was handed in to the course in `root`."""
    return intake.find(root / "submitted", classroom.SLUG)


def main() -> int:
    """Grade what has no receipt yet, and fold everything."""
    root = Path(sys.argv[1])
    with desk_of(root) as desk:
        results = list(grade_class(desk, submitted(root)))
    fold(desk.assignment, results)
    return 0


if __name__ == "__main__":
    sys.exit(main())
