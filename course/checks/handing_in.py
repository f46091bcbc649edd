"""What a learner can know beforehand of how the finished work is graded."""

import os
from pathlib import Path

from course import untrusted
from course.errors import CourseError

LIMIT = 32_000_000  # bytes; as in the autograder's usual profile


class Said:
    """A sentence or two, shown as they are."""

    def __init__(self, text: str) -> None:
        self.text = text

    def __repr__(self) -> str:
        return self.text


def check_checkpoint(path: str | os.PathLike[str] = untrusted.FILE) -> Said | None:
    """Read a checkpoint as the grader will, and say what it is or why it would be refused.

    While an instructor grades the notebook this does nothing.
    """
    if os.environ.get("COURSE_GRADING"):
        return None
    try:
        return Said(describe(read(Path(path))))
    except CourseError as error:
        return Said(f"✗ not yet: {error}")


def read(path: Path) -> untrusted.Handed:
    """Read a checkpoint's file; CheckpointError if it is missing or would be refused."""
    from course.errors import CheckpointError

    if path.suffix in untrusted.PICKLES:
        raise CheckpointError(untrusted.pickled(path.name))
    try:
        if path.stat().st_size > LIMIT:
            raise CheckpointError(
                f"{path.name} has {path.stat().st_size:,} bytes, more than the {LIMIT:,} allowed: "
                f"save only what was trained, with `{untrusted.SAVE}`."
            )
        content = path.read_bytes()
    except OSError as error:
        raise CheckpointError(
            f"{path.name} cannot be read ({error.strerror}): run the cell that saves it, or "
            f"`{untrusted.SAVE}`."
        ) from None
    return untrusted.read(content, LIMIT)


def describe(handed: untrusted.Handed) -> str:
    """Say in a sentence what a checkpoint holds and claims."""
    header, numbers = handed.header, sum(t.numel() for t in handed.tensors.values())
    trained = f"{header.get('epochs') or '?'} epochs on {header.get('device') or '?'}"
    claim = header.get("accuracy")
    claimed = f"it claims an accuracy of {claim}" if claim else "it claims no accuracy"
    return (
        f"✓ a sound checkpoint: {len(handed.tensors)} tensors with {numbers:,} numbers for "
        f"{header.get('architecture') or 'an unnamed network'}, {trained}; {claimed}."
    )


def check_together(*functions: str) -> Said | None:
    """Say that these functions are graded together, which only the grader can do."""
    if os.environ.get("COURSE_GRADING"):
        return None
    if len(functions) == 1:
        return Said(
            f"{functions[0]}: the grader trains a network with it and measures that on images that "
            "nobody was given. If it passes its own check, so should its network."
        )
    return Said(
        f"{', '.join(functions)}: the grader trains a network with them and measures that on "
        "images that nobody was given. If each passes its own check, so should they together."
    )
