"""What stops the autograder, as one small tree.

    CourseError
    └── AutograderError      a fault of the machine, the data or the instructor's set-up
        ├── SourceError      an assignment's source or graders are wrong
        ├── ReleaseError     a release cannot be made, or is not current
        └── JailError        untrusted code cannot be held back on this machine

What is wrong with a submission is never an exception: it is a result with a reason.
"""

from course.errors import CourseError


class AutograderError(CourseError):
    """Root of the autograder's own errors."""


class SourceError(AutograderError):
    """An assignment's source or its graders are missing or wrong."""


class ReleaseError(AutograderError):
    """A release cannot be made or is not current."""


class JailError(AutograderError):
    """A submission cannot be run as safely as was asked for."""
