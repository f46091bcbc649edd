"""What a learner's function gave back where one number was asked for."""

from typing import Any

import numpy
import torch
from torch import Tensor

from course.checks.probing import type_name

_LIMIT = 1e30


def type_of(value: Any) -> str:
    """Name the type of `value`; every kind of Python float (NumPy's float64 is one) is "float"."""
    if isinstance(value, float):
        return "float"
    name = type_name(value)
    return "another class called float" if name == "float" else name


def number(value: Any) -> float | None:
    """Read a number out of what came back: a float, an int, or a tensor or array that holds one.

    None where there is no number in it, or none that is finite and of a sensible size. No method
    of a learner's own class is called: it would run inside the probe.
    """
    try:
        found = _read(value)
    except Exception:
        return None
    return found if abs(found) < _LIMIT else None


def _read(value: Any) -> float:
    if isinstance(value, float):
        return float.__float__(value)
    if isinstance(value, int):
        return int.__float__(value)
    if isinstance(value, numpy.generic):
        return float(numpy.generic.item(value))
    if isinstance(value, numpy.ndarray):
        return float(numpy.ndarray.item(value))
    if isinstance(value, Tensor):
        with torch._C.DisableTorchFunctionSubclass():
            return float(value.detach())
    raise TypeError("no kind of number")
