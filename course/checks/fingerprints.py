"""Checksums of tensors' bytes: to find a tensor again wherever it sits, and to see if it moved."""

import zlib
from collections.abc import Iterable

import torch
from torch import Tensor

UNREADABLE = "unreadable"
"""The fingerprint of what has no values to read: on the meta device, say, or not yet made."""

_TOO_SMALL = 8  # tensors of fewer values can be equal by chance


def fingerprint(tensor: Tensor) -> str:
    """Sum up the values of `tensor` in row-major order; layout, shape and device do not matter.

    Two checksums of 32 bits each: nobody gains by forging one, and a hash costs far more time.
    """
    try:
        values = tensor.detach().to("cpu").reshape(-1)
        if values.is_floating_point():
            values = values.to(torch.float32)
        data = values.contiguous().numpy()
        return f"{zlib.crc32(data):08x}{zlib.adler32(data):08x}{len(data):x}"
    except Exception:  # a learner may hand back tensors of any kind
        return UNREADABLE


def fingerprints(named: Iterable[tuple[str, Tensor]]) -> dict[str, str]:
    """Sum up every named tensor of at least 8 floating-point values that can be read."""
    return {
        name: mark
        for name, tensor in named
        if tensor.is_floating_point() and _size(tensor) >= _TOO_SMALL
        if (mark := fingerprint(tensor)) != UNREADABLE
    }


def _size(tensor: Tensor) -> int:
    try:
        return tensor.numel()
    except Exception:  # a lazy layer's parameter has no shape before its first forward pass
        return 0
