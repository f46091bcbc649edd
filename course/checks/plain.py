"""Read tensors as PyTorch has them, whatever a learner's own class of tensors says of them."""

from typing import Any

import torch
from torch import Tensor, nn

_REQUIRES_GRAD: Any = vars(torch._C.TensorBase)["requires_grad"].__get__
_GRAD: Any = vars(torch._C.TensorBase)["grad"].__get__
_DETACH, _AS = Tensor.detach, Tensor.as_subclass
_USUAL = (Tensor, nn.Parameter)


def requires_grad(tensor: Tensor) -> bool:
    """Say whether autograd computes a gradient for a tensor."""
    with torch._C.DisableTorchFunctionSubclass():
        return bool(_REQUIRES_GRAD(tensor))


def holds_gradient(tensor: Tensor) -> bool:
    """Say whether a gradient is left at a tensor."""
    with torch._C.DisableTorchFunctionSubclass():
        return _GRAD(tensor) is not None


def values(tensor: Tensor) -> Tensor:
    """Return a tensor's values as a plain tensor, sharing its memory and without a gradient.

    Raises ValueError for a lazy parameter, which has none yet.
    """
    if type(tensor) in _USUAL or nn.parameter.is_lazy(tensor):
        return tensor.detach()
    with torch._C.DisableTorchFunctionSubclass():
        return _DETACH(_AS(tensor, Tensor))
