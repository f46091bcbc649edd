"""The end of a network: run again what comes after its backbone, on what that gave before.

A head's scores with other weights need no other pass through the whole network, if the network does
nothing with what its head gives.
"""

import contextlib
import functools
import itertools
from collections.abc import Callable
from typing import Any

import torch
from torch import Tensor, nn

from course.checks import outputs

New = list[tuple[str, nn.Parameter]]
"""Parameters that the pretrained network does not have, with their names."""

Again = Callable[[], Tensor]
"""Gives the logits once more, with the weights as they are now."""


class _Calls:
    """What went into a layer and what came out of it, each time."""

    def __init__(self) -> None:
        self.inputs: list[Tensor | None] = []
        self.outputs: list[tuple[Any, int]] = []

    def before(self, layer: nn.Module, args: tuple[Any, ...], kwargs: dict[str, Any]) -> None:
        plain = not kwargs and len(args) == 1 and isinstance(args[0], Tensor)
        self.inputs.append(args[0].detach().clone() if plain else None)

    def after(self, layer: nn.Module, inputs: Any, output: Any) -> None:
        self.outputs.append((output, _version(output)))

    def only_gave(self, logits: Tensor) -> Tensor | None:
        """Return what went in, if there was one call, and `logits` are what came out, untouched."""
        if len(self.inputs) != 1 or len(self.outputs) != 1:
            return None
        output, version = self.outputs[0]
        untouched = logits is output and version == _version(logits) >= 0
        return self.inputs[0] if untouched else None


def _version(value: Any) -> int:
    """Return how often a tensor was changed in place; -1 where nothing counts that."""
    return value._version if isinstance(value, Tensor) and not value.is_inference() else -1


@torch.no_grad()
def logits_and_again(model: nn.Module, images: Tensor, new: New) -> tuple[Tensor, Again]:
    """Return a network's logits on images, and how to have them again once `new` weights change.

    Raises NoLogits as `outputs.logits` does.
    """
    whole, part = functools.partial(outputs.logits, model, images), _smallest_with(model, new)
    if part is None:
        return whole(), whole
    calls = _Calls()
    hooks = (
        part.register_forward_pre_hook(calls.before, with_kwargs=True),
        part.register_forward_hook(calls.after),
    )
    try:
        logits = whole()
    finally:
        for hook in hooks:
            hook.remove()
    features = calls.only_gave(logits)
    return logits, whole if features is None else functools.partial(outputs.logits, part, features)


def _smallest_with(model: nn.Module, new: New) -> nn.Module | None:
    """Return the smallest part of a network that holds all `new` weights; None if it is all."""
    owners = [name.split(".")[:-1] for name, _ in new]
    same = itertools.takewhile(lambda step: len({*step}) == 1, zip(*owners, strict=False))
    path = ".".join(step[0] for step in same)
    with contextlib.suppress(Exception):  # a learner's own class may name its parts as it likes
        part = nn.Module.get_submodule(model, path)
        if part is not model and not isinstance(part, torch.jit.ScriptModule):
            return part
    return None
