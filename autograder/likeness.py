"""Whether two pieces of evidence show the same behaviour."""

import dataclasses
from typing import Any

from torch import Tensor

from course.checks.probing import Raised

_CLOSE = 0.08  # tensors: part of the reference's own way; bfloat16 stays below 0.03
_NEAR = 2e-3  # plain numbers, relative


def alike(one: Any, other: Any, reference: Any) -> bool:
    """Say whether `one` is what `other` is; the reference's evidence gives tensors their scale.

    What only bears out other fields is passed over.
    """
    if type(one) is not type(other):
        return False
    if isinstance(one, Raised):
        return one.type == other.type and bool(one.type)
    return all(
        _same(
            getattr(one, field.name),
            getattr(other, field.name),
            getattr(reference, field.name, None),
        )
        for field in dataclasses.fields(one)
        if not field.metadata.get("proof")
    )


def _same(one: Any, other: Any, reference: Any) -> bool:
    if isinstance(one, dict) and any(isinstance(value, Tensor) for value in one.values()):
        return _same_tensors(one, other, reference if isinstance(reference, dict) else {})
    if isinstance(one, float) and isinstance(other, (int, float)) and not isinstance(other, bool):
        return abs(one - other) <= _NEAR * max(abs(one), abs(other), 1e-6)
    if isinstance(one, dict) and isinstance(other, dict):
        return one.keys() == other.keys() and _same_sizes(one, other)
    return bool(one == other)


def _same_sizes(one: dict[str, Any], other: dict[str, Any]) -> bool:
    """Compare plain values by name; sizes of movements only by their order of magnitude."""
    for key, value in one.items():
        if isinstance(value, float):
            low, high = sorted((abs(value), abs(float(other[key]))))
            if high > 10 * low + 1e-9:
                return False
        elif value != other[key]:
            return False
    return True


def _same_tensors(one: dict[str, Tensor], other: Any, reference: dict[str, Tensor]) -> bool:
    """Compare tensors on the scale of how far `one` is from the reference."""
    if not isinstance(other, dict) or one.keys() != other.keys():
        return False
    off = away = size = 0.0
    for key, value in one.items():
        against = reference.get(key, value)
        if value.shape != other[key].shape or value.shape != against.shape:
            return False
        off += float((value - other[key]).double().square().sum())
        away += float((value - against).double().square().sum())
        size += float(value.double().square().sum())
    return bool(off**0.5 <= _CLOSE * max(away**0.5, 0.02 * size**0.5, 1e-9))
