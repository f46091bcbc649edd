"""The shortcut: train only what comes after a frozen backbone, on features computed once.

It is taken only where it is the same thing. The network must be torchvision's own MobileNetV2 with
the pretrained backbone bit for bit, unhooked and unpatched, so that its forward pass is `classifier
(pool(features(x)))`; its logits on drawn images must be those on the kept features; and where a
loop trains, two batches through the whole network must leave the classifier where they leave it
through the shortcut, and the backbone untouched.
"""

import copy
from collections.abc import Callable
from typing import Any, cast

import torch
from torch import Tensor, nn
from torchvision.models import MobileNetV2

from course.checks import networks, trials
from course.checks.probing import seeded

_CLOSE = 1e-3  # of the logits' scale; another order of summing makes 1e-5
_FOLLOWS = 0.05  # of the way of the classifier's weights: a bfloat16 pass stays below half of it
_TRIED, _BATCH, _RATE = 16, 8, 0.05
UPPER = 17  # the first of the blocks that are fine-tuned: two of nineteen, and the head
_HOOKS = ("_forward_hooks", "_forward_pre_hooks", "_backward_hooks", "_backward_pre_hooks")
Train = Callable[[nn.Module, torch.optim.Optimizer, Any], Any]
State = dict[str, Tensor]


class Tail(nn.Module):
    """A MobileNetV2's classifier as a network of its own: features (N, F, 1, 1) → logits."""

    def __init__(self, classifier: nn.Module) -> None:
        super().__init__()
        self.classifier = classifier

    def forward(self, features: Tensor) -> Tensor:
        """Do what MobileNetV2 does after pooling."""
        logits: Tensor = self.classifier(torch.flatten(features, 1))
        return logits


def features(model: nn.Module, images: Tensor) -> Tensor:
    """Return what a MobileNetV2's classifier is given for images (N, 3, H, W): (N, 1280)."""
    maps = model.get_submodule("features")(images)
    return nn.functional.adaptive_avg_pool2d(maps, (1, 1)).flatten(1)


def maps(model: nn.Module, images: Tensor) -> Tensor:
    """Return what a MobileNetV2's upper blocks are given for images (N, 3, H, W): (N, C, h, w)."""
    given: Tensor = cast(nn.Sequential, model.get_submodule("features"))[:UPPER](images)
    return given


def upper(model: nn.Module) -> nn.Module:
    """Take the lower blocks off a MobileNetV2, in place: it then takes maps for images."""
    model.features = cast(nn.Sequential, model.get_submodule("features"))[UPPER:]
    return model


def obstacle(model: nn.Module, base: nn.Module) -> str:
    """Say why `model` is not `base` with another classifier; empty if it is."""
    if type(model) is not MobileNetV2 or set(dict(model.named_children())) != {
        "features",
        "classifier",
    }:
        return "the network is built in another way than torchvision's"
    ours = dict(base.get_submodule("features").named_modules())
    theirs = dict(model.get_submodule("features").named_modules())
    if {n: type(m) for n, m in ours.items()} != {n: type(m) for n, m in theirs.items()}:
        return "the backbone has other layers"
    watched = [model, *theirs.values()]
    if any(getattr(m, hooks) for m in watched for hooks in _HOOKS):
        return "the network has hooks"
    if any("forward" in vars(m) for m in watched):
        return "a layer's forward pass was replaced"
    return "" if untouched(model, base) else "the backbone is not bit for bit the pretrained one"


def untouched(model: nn.Module, base: nn.Module) -> bool:
    """Say whether two networks have the same `features`, weights and statistics bit for bit."""
    ours = base.get_submodule("features").state_dict()
    theirs = model.get_submodule("features").state_dict()
    return ours.keys() == theirs.keys() and all(
        t.dtype == theirs[n].dtype and torch.equal(t, theirs[n].cpu()) for n, t in ours.items()
    )


def disagreement(model: nn.Module, images: Tensor, kept: Tensor) -> str:
    """Compare the network's logits on images with its classifier's on kept features."""
    whole = trials.logits(copy.deepcopy(model), images, lambda part: part)
    short = trials.logits(Tail(copy.deepcopy(model.classifier)), kept, trials.as_inputs)  # type: ignore[arg-type]
    scale = max(float(short.abs().max()), 1e-6)
    if whole.shape != short.shape or float((whole - short).abs().max()) > _CLOSE * scale:
        return "the network's logits differ from those on the kept features"
    return ""


def departure(
    train: Train, model: nn.Module, base: nn.Module, images: Tensor, kept: Tensor, labels: Tensor
) -> str:
    """Let `train` run over two batches, whole and short; say where the results part."""
    whole, short = copy.deepcopy(model), Tail(copy.deepcopy(model.classifier))  # type: ignore[arg-type]
    _two_batches(train, whole, images, labels, lambda part: part)
    _two_batches(train, short, kept, labels, trials.as_inputs)
    if not untouched(whole, base):
        return "the backbone changed while the loop ran"
    start, goal = _values(model.classifier), _values(whole.classifier)  # type: ignore[arg-type]
    end = _values(short.classifier)
    way = sum(float((goal[n] - start[n]).square().sum()) for n in goal) ** 0.5
    off = sum(float((goal[n] - end[n]).square().sum()) for n in goal) ** 0.5
    return "the loop treats the whole network in another way" if off > _FOLLOWS * way else ""


def _two_batches(
    train: Train, model: nn.Module, rows: Tensor, labels: Tensor, ready: Callable[[Tensor], Tensor]
) -> None:
    dataset = trials.Batches(rows[:_TRIED], labels[:_TRIED], ready)
    trainable = [p for p in model.parameters() if p.requires_grad]
    seeded(0)
    train(model, torch.optim.SGD(trainable, lr=_RATE), trials.loader(dataset, _BATCH, 0))


def _values(module: nn.Module) -> State:
    return {name: p.detach().double().cpu() for name, p in networks.parameters(module)}


def tried() -> int:
    """Return how many images the loop is tried on."""
    return _TRIED
