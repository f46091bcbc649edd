"""What a learner's function gave back where one number was asked for."""

from typing import Any

from torch import Tensor

from course.checks.probing import type_name

_LIMIT = 1e30


def type_of(value: Any) -> str:
    """Name the type of `value`; every kind of Python float (NumPy's float64 is one) is "float"."""
    return "float" if isinstance(value, float) else type_name(value)


def number(value: Any) -> float | None:
    """Read a number out of what came back: a float, an int, or a tensor that holds one.

    None where there is no number in it, or none that is finite and of a sensible size.
    """
    try:
        found = float(value.detach() if isinstance(value, Tensor) else value)
    except Exception:
        return None
    return found if abs(found) < _LIMIT else None
