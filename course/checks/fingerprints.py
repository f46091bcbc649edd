"""Hashes of tensors' bytes: to find a tensor again wherever it sits, and to see whether it moved."""

import hashlib
from collections.abc import Iterable

from torch import Tensor

_TOO_SMALL = 8  # tensors of fewer values can be equal by chance


def fingerprint(tensor: Tensor) -> str:
    """Hash the values of `tensor` in row-major order; layout and device do not matter."""
    values = tensor.detach().cpu().contiguous()
    return hashlib.sha256(values.numpy().tobytes()).hexdigest()[:24]


def fingerprints(named: Iterable[tuple[str, Tensor]]) -> dict[str, str]:
    """Hash every named tensor of at least 8 floating-point values."""
    return {
        name: fingerprint(tensor)
        for name, tensor in named
        if tensor.is_floating_point() and tensor.numel() >= _TOO_SMALL
    }
