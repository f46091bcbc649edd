"""The lessons: notebooks with their sources, the exercises in them, and the commands to open them.

`NN_name.py` is the source of a lesson (py:percent, read by jupytext), `NN_name.ipynb` what
`python -m course.lessons.build` made of it, outputs included.
"""

from typing import Any

__all__ = ["attempt"]


def __getattr__(name: str) -> Any:
    """Import on first use: `course lessons` must not load torch."""
    if name == "attempt":
        from course.lessons.attempts import attempt

        return attempt
    raise AttributeError(f"module 'course.lessons' has no attribute {name!r}")
