"""Networks that probes hand to a learner's function: real architectures, weights drawn from a seed.

A probe needs a network whose every weight is known, not one that is good at anything, so the
weights are a seeded pattern of the right scale. That costs milliseconds where TorchVision's own
initialisation costs up to a second. `mobilenet_v2` carries its real ImageNet weights.
"""

import contextlib
import functools
import math
from collections.abc import Iterator

import safetensors.torch
import torch
import torchvision
from torch import Tensor, nn

from course import assets, models

NAMED = {"mobilenet_v2": "MobileNetV2", "resnet18": "ResNet-18"}
_PATTERN_LENGTH = 65_537  # prime, so that tensors of usual sizes start at different places
_STRIDE = 7919


def display_name(architecture: str) -> str:
    """Name a network that the assignment names; the others stay undisclosed."""
    return NAMED.get(architecture, "a network that you have not seen")


def pretrained(architecture: str, seed: int) -> nn.Module:
    """Build a TorchVision classifier with 1000 logits, in evaluation mode, all weights known."""
    with _uninitialised():
        model: nn.Module = torchvision.models.get_model(architecture, weights=None)
    fill(model, seed)
    if architecture == "mobilenet_v2":
        model.load_state_dict(_embedded(), strict=False)
    return model.eval()


@functools.cache
def _embedded() -> dict[str, Tensor]:
    return dict(safetensors.torch.load(assets.read(assets.WEIGHTS)))


@contextlib.contextmanager
def _uninitialised() -> Iterator[None]:
    """Skip TorchVision's own initial values, which `fill` would overwrite.

    (The meta device would do as well, but its first use costs a second of imports.)
    """
    writers = {n: f for n, f in vars(nn.init).items() if n.endswith("_") and not n.startswith("_")}
    vars(nn.init).update(dict.fromkeys(writers, lambda tensor, *_, **__: tensor))
    try:
        yield
    finally:
        vars(nn.init).update(writers)


@torch.no_grad()
def fill(model: nn.Module, seed: int) -> None:
    """Write a seeded pattern into every parameter and buffer, scaled so that signals survive."""
    pattern = torch.randn(_PATTERN_LENGTH, generator=torch.Generator().manual_seed(seed))
    named = list(tensors(model))
    longest = max((tensor.numel() for _, tensor in named), default=0)
    tiled = pattern.repeat(2 + longest // _PATTERN_LENGTH)
    for index, (name, tensor) in enumerate(named):
        if not tensor.is_floating_point():
            tensor.fill_(100)
            continue
        start = -index * _STRIDE % _PATTERN_LENGTH
        tensor.copy_(tiled[start : start + tensor.numel()].view_as(tensor))
        _scale(name, tensor)


def _scale(name: str, tensor: Tensor) -> None:
    """Turn standard normal values, in place, into what a parameter of this name may hold."""
    leaf = name.rsplit(".", 1)[-1]
    if leaf == "running_var":
        tensor.abs_().mul_(0.1).add_(1)
    elif leaf in ("bias", "running_mean"):
        tensor.mul_(0.1)
    elif leaf == "layer_scale":
        tensor.mul_(0.01).add_(0.1)
    elif tensor.dim() >= 2:
        tensor.mul_(math.sqrt(2 / tensor[0].numel()))
    else:
        tensor.mul_(0.1).add_(1)


def tensors(model: nn.Module) -> Iterator[tuple[str, Tensor]]:
    """Yield every parameter and buffer with its name, whatever a subclass's methods hide."""
    yield from nn.Module.named_parameters(model)
    yield from nn.Module.named_buffers(model)


def parameters(model: nn.Module) -> list[tuple[str, nn.Parameter]]:
    """List every parameter with its name, whatever a subclass's methods hide."""
    return list(nn.Module.named_parameters(model))


def set_head(model: nn.Module, num_classes: int, seed: int) -> nn.Linear:
    """Swap the final Linear of a probe's own network for a seeded one, in place; return it."""
    old = models.head(model)
    new = nn.Linear(old.get_parameter("weight").shape[1], num_classes)
    fill(new, seed + 1)
    parent, leaf = _locate(model, old)
    setattr(parent, leaf, new)
    return new


def _locate(model: nn.Module, target: nn.Module) -> tuple[nn.Module, str]:
    for parent in model.modules():
        for leaf, child in parent.named_children():
            if child is target:
                return parent, leaf
    raise LookupError("the final layer is not a child of any module")


def images(count: int, height: int, seed: int, width: int | None = None) -> Tensor:
    """Draw (count, 3, height, width) float32 images, roughly normalised, no two alike.

    Without `width` they are square.
    """
    size = (height, width or height)
    generator = torch.Generator().manual_seed(seed)
    coarse = torch.randn(count, 3, 4, 4, generator=generator)
    smooth = nn.functional.interpolate(coarse, size=size, mode="bilinear")
    return smooth + 0.3 * torch.randn(count, 3, *size, generator=generator)
