"""Checksums of tensors' bytes: to find a tensor again wherever it sits, and to see if it moved."""

import zlib
from collections.abc import Iterable
from typing import Any

import numpy as np
import torch
from torch import Tensor

from course.checks import plain

UNREADABLE = "unreadable"
"""The fingerprint of what has no values to read: on the meta device, say, or not yet made."""

_TOO_SMALL = 8  # tensors of fewer values can be equal by chance
_LARGE = 1 << 16  # bytes
_ROW = 256  # bytes that a large tensor is folded to
_SAMPLE = 1024  # values of a large tensor whose places count


def fingerprint(tensor: Tensor) -> str:
    """Sum up the values of `tensor` in row-major order; layout, shape and device do not matter.

    A checksum of 32 bits will do: nobody gains by forging one, and a hash costs far more time.
    """
    try:
        values = plain.values(tensor).to("cpu").reshape(-1)
        if values.is_floating_point():
            values = values.to(torch.float32)
        data = values.contiguous().numpy()
        return f"{_checksum(data):08x}-{len(data)}"
    except Exception:  # a learner may hand back tensors of any kind
        return UNREADABLE


def _checksum(data: np.ndarray[Any, Any]) -> int:
    """Return the CRC of a small array of one dimension, and of parts and a folding of a large one.

    Folding sees every value change, and costs a quarter of the time. What it does not see (rows in
    another order, all signs changed) shows in the parts.
    """
    if data.nbytes < _LARGE:
        return zlib.crc32(data.data)
    whole = data.nbytes - data.nbytes % _ROW
    rows = data.view(np.uint8)[:whole].reshape(-1, _ROW).view(np.uint64)
    parts = np.bitwise_xor.reduce(rows, axis=0), data[:: len(data) // _SAMPLE], data[-_ROW:]
    return zlib.crc32(b"".join(part.tobytes() for part in parts))


def fingerprints(named: Iterable[tuple[str, Tensor]]) -> dict[str, str]:
    """Sum up every named tensor that tells it apart from others by its values."""
    return {name: fingerprint(tensor) for name, tensor in named if is_telling(tensor)}


def is_telling(tensor: Tensor) -> bool:
    """Tell whether a tensor holds so many floating-point values that none is alike by chance."""
    return tensor.is_floating_point() and tensor.numel() >= _TOO_SMALL
