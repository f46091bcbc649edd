"""Two places on a machine that has only one: where the batches lie, and where the model lies.

`Placed` tensors live in ordinary memory and remember a place. The probe's network refuses images
that lie on the host, and an operation that mixes host and device tensors fails as it would on a
GPU. An explicit move (`.to(device)`, `.cpu()`, …) gives an ordinary tensor, welcome everywhere: it
is a copy, so a move whose result is thrown away moves nothing.
"""

from collections.abc import Iterable
from typing import Any

import torch
from torch import Tensor
from torch.utils._pytree import tree_leaves

_MESSAGE = "Expected all tensors to be on the same device, but the images or labels are elsewhere"
_MOVES = {Tensor.cuda, Tensor.cpu, Tensor.type_as}


class Placed(Tensor):
    """A tensor that remembers whether it lies on the host or on the model's device."""

    place: str

    @classmethod
    def __torch_function__(
        cls, func: Any, types: Any, args: Any = (), kwargs: dict[str, Any] | None = None
    ) -> Any:
        kwargs = kwargs or {}
        with torch._C.DisableTorchFunctionSubclass():
            if _moves(func, args, kwargs):
                return func(*_plain(args), **dict(zip(kwargs, _plain(kwargs.values()), strict=True)))
            place = _common_place(args, kwargs)
            return _mark(func(*args, **kwargs), place)


def on_host(tensor: Tensor) -> Tensor:
    """Return `tensor` marked as lying in host memory, where loaders put their batches."""
    return _mark(tensor, "host")  # type: ignore[no-any-return]


def enter_model(images: Tensor) -> Tensor:
    """Refuse images that were not moved; return the others as ordinary tensors."""
    if isinstance(images, Placed) and images.place == "host":
        raise RuntimeError(_MESSAGE)
    return images.as_subclass(Tensor)


def leave_model(logits: Tensor) -> Tensor:
    """Return what the model gives, marked as lying on its device."""
    return _mark(logits, "device")  # type: ignore[no-any-return]


def _moves(func: Any, args: Any, kwargs: dict[str, Any]) -> bool:
    if func in _MOVES:
        return True
    if func is not Tensor.to:
        return False
    targets = [*args[1:], kwargs.get("device"), kwargs.get("other")]
    return any(isinstance(target, (str, torch.device, int, Tensor)) for target in targets)


def _plain(values: Iterable[Any]) -> tuple[Any, ...]:
    return tuple(v.as_subclass(Tensor) if isinstance(v, Placed) else v for v in values)


def _common_place(args: Any, kwargs: dict[str, Any]) -> str:
    leaves = tree_leaves((args, kwargs))
    places = {leaf.place for leaf in leaves if isinstance(leaf, Placed) and leaf.dim() > 0}
    if len(places) > 1:
        raise RuntimeError(_MESSAGE)
    return places.pop() if places else "device"


def _mark(result: Any, place: str) -> Any:
    if type(result) in (tuple, list):
        return type(result)(_mark(item, place) for item in result)
    if not isinstance(result, Tensor) or isinstance(result, torch.nn.Parameter):
        return result
    marked = result.as_subclass(Placed)
    marked.place = place
    return marked
