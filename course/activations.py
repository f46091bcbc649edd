"""What the blocks of a network put out, caught by hooks while an image passes."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Any

import torch
from torch import nn

from course.models.structure import head, named_blocks


@torch.no_grad()
def of_blocks(model: nn.Module, images: torch.Tensor) -> dict[str, torch.Tensor]:
    """Return block name → its output (N, C, H, W) for images (N, 3, H, W), in evaluation mode.

    The model's modes come out as they went in.
    """
    found: dict[str, torch.Tensor] = {}

    def keep(name: str) -> Callable[..., None]:
        def hook(_module: nn.Module, _inputs: Any, output: torch.Tensor) -> None:
            found[name] = output.detach()

        return hook

    places = [(_callable(block), keep(name)) for name, block in named_blocks(model)]
    handles = [module.register_forward_hook(hook) for module, hook in places]
    try:
        with evaluating(model):
            model(images)
    finally:
        for handle in handles:
            handle.remove()
    return found


@torch.no_grad()
def before_head(model: nn.Module, images: torch.Tensor) -> torch.Tensor:
    """Return what the final layer is given (N, features) for images (N, 3, H, W).

    In evaluation mode; the model's modes come out as they went in.
    """
    caught: list[torch.Tensor] = []
    final = head(model)
    handle = final.register_forward_pre_hook(lambda _module, inputs: caught.append(inputs[0]))
    try:
        with evaluating(model):
            model(images)
    finally:
        handle.remove()
    return caught[0].detach().flatten(1)


@contextmanager
def evaluating(model: nn.Module) -> Iterator[nn.Module]:
    """Put a model into evaluation mode, and every module back into the mode it had."""
    modes = [(module, module.training) for module in model.modules()]
    model.eval()
    try:
        yield model
    finally:
        for module, training in modes:
            module.training = training


def _callable(block: nn.Module) -> nn.Module:
    """Return the module whose output is the block's: of a container of several, the last."""
    if type(block) is nn.Module:
        return list(block.children())[-1]
    return block
