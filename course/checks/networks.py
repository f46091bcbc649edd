"""Networks that probes hand to a learner's function: real architectures, weights drawn from a seed.

A probe needs a network whose every weight is known, not one that is good at anything, so the
weights are a seeded pattern of the right scale. That costs milliseconds where TorchVision's own
initialisation costs up to a second. `mobilenet_v2` carries its real ImageNet weights.
"""

import math
from collections.abc import Iterator

import torch
import torchvision
from torch import Tensor, nn

from course import models

NAMED = {"mobilenet_v2": "MobileNetV2", "resnet18": "ResNet-18"}
_PATTERN_LENGTH = 65_537  # prime, so that tensors of usual sizes start at different places
_MIN_HASHED = 8  # smaller tensors can be equal by chance


def display_name(architecture: str) -> str:
    """Name a network that the assignment names; the others stay undisclosed."""
    return NAMED.get(architecture, "a network that you have not seen")


def pretrained(architecture: str, seed: int) -> nn.Module:
    """Build a TorchVision classifier with 1000 logits, in evaluation mode, all weights known."""
    with torch.device("meta"):
        model: nn.Module = torchvision.models.get_model(architecture, weights=None)
    model.to_empty(device="cpu")
    fill(model, seed)
    if architecture == "mobilenet_v2":
        _load_real_features(model)
    return model.eval()


def _load_real_features(model: nn.Module) -> None:
    features = models.load_backbone("mobilenet_v2").state_dict()
    own = {name: value for name, value in features.items() if name.startswith("features.")}
    model.load_state_dict(own, strict=False)


@torch.no_grad()
def fill(model: nn.Module, seed: int) -> None:
    """Write a seeded pattern into every parameter and buffer, scaled so that signals survive."""
    pattern = torch.randn(_PATTERN_LENGTH, generator=torch.Generator().manual_seed(seed))
    for index, (name, tensor) in enumerate(tensors(model)):
        if not tensor.is_floating_point():
            tensor.fill_(100)
            continue
        values = pattern.roll(index * 7919).repeat(math.ceil(tensor.numel() / _PATTERN_LENGTH))
        tensor.copy_(_scaled(name, tensor, values[: tensor.numel()].view_as(tensor)))


def _scaled(name: str, tensor: Tensor, values: Tensor) -> Tensor:
    leaf = name.rsplit(".", 1)[-1]
    if leaf == "running_var":
        return 1 + 0.1 * values.abs()
    if leaf in ("bias", "running_mean"):
        return 0.1 * values
    if leaf == "layer_scale":
        return 0.1 + 0.01 * values
    if tensor.dim() >= 2:
        return values * math.sqrt(2 / tensor[0].numel())
    return 1 + 0.1 * values


def tensors(model: nn.Module) -> Iterator[tuple[str, Tensor]]:
    """Yield every parameter and buffer with its name."""
    yield from model.named_parameters()
    yield from model.named_buffers()


def set_head(model: nn.Module, num_classes: int, seed: int) -> nn.Linear:
    """Swap the final Linear of a probe's own network for a seeded one, in place; return it."""
    old = models.head(model)
    new = nn.Linear(old.in_features, num_classes)
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


def images(count: int, size: int, seed: int) -> Tensor:
    """Draw (count, 3, size, size) float32 images, roughly normalised, no two alike."""
    generator = torch.Generator().manual_seed(seed)
    coarse = torch.randn(count, 3, 4, 4, generator=generator)
    smooth = nn.functional.interpolate(coarse, size=(size, size), mode="bilinear")
    return smooth + 0.3 * torch.randn(count, 3, size, size, generator=generator)
