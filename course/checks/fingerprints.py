"""Checksums of tensors' bytes: to find a tensor again wherever it sits, and to see if it moved."""

import zlib
from collections.abc import Iterable

import torch
from torch import Tensor

from course.checks import plain

UNREADABLE = "unreadable"
"""The fingerprint of what has no values to read: on the meta device, say, or not yet made."""

_TOO_SMALL = 8  # tensors of fewer values can be equal by chance


def fingerprint(tensor: Tensor) -> str:
    """Sum up the values of `tensor` in row-major order; layout, shape and device do not matter.

    A checksum of 32 bits will do: nobody gains by forging one, and a hash costs far more time.
    """
    try:
        values = plain.values(tensor).to("cpu").reshape(-1)
        if values.is_floating_point():
            values = values.to(torch.float32)
        data = values.contiguous().numpy().data
        return f"{zlib.crc32(data):08x}-{len(data)}"
    except Exception:  # a learner may hand back tensors of any kind
        return UNREADABLE


def fingerprints(named: Iterable[tuple[str, Tensor]]) -> dict[str, str]:
    """Sum up every named tensor that tells it apart from others by its values."""
    return {name: fingerprint(tensor) for name, tensor in named if is_telling(tensor)}


def is_telling(tensor: Tensor) -> bool:
    """Tell whether a tensor holds so many floating-point values that none is alike by chance."""
    return tensor.is_floating_point() and tensor.numel() >= _TOO_SMALL
