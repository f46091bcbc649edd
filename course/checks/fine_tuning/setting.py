"""What `fine_tune` is watched with: the network and the images of a case.

Each kind of case isolates one property. `learns` has an undecided head and easy images: any usual
learning rate learns them within an epoch, and some labels are wrong, so that no accuracy is
perfect. `best` has phases (see `images`), so that one epoch is by far the best. `frozen` has frozen
layers beside trainable ones, and `placed` looks at devices.
"""

import random
from collections.abc import Sequence
from typing import Any

import torch
from torch import Tensor, nn

from course import models
from course.checks import loops, networks, small
from course.checks.fine_tuning import images
from course.checks.probing import Case

Pair = tuple[Tensor, Tensor]
VALIDATION_BATCH = 17
_OUTLIERS = 9  # a last batch of their own
_MANY = 10 * VALIDATION_BATCH + _OUTLIERS
_UNDECIDED = 1e-5
_ODD = 60  # five batches of 12: steps of one size cannot end where they began
_MOMENTUM = 0.5  # of BatchNorm: an epoch is short here
_SPREAD = 0.5  # of the classes' mean features: least direction against the greatest
_TRIES = 20


def draw(rng: random.Random, unseen: Sequence[str] = ()) -> list[Case]:
    """Draw the cases; hidden draws differ from the public ones in seeds and phases."""
    away = ["away"] * rng.randint(1, 2)
    few = {"train": 12, "batch": 4, "validation": 20}
    return [
        _case(rng, "learns", epochs=2, network="small_resnet", batchnorm=False),
        _case(rng, "learns", epochs=1, dropout=0.3, training=True),
        _case(rng, "learns", epochs=1),  # labels in disorder are learned from by luck at times:
        _case(rng, "learns", epochs=1),  # not four times in a row
        _case(rng, "best", phases=["away", "good", *["wrong"] * 4], dropout=0.1),
        _case(rng, "best", phases=[*away, "good"], frozen=1),  # whose last epoch comes back
        _case(rng, "best", phases=["good", "wrong", "wrong"]),
        _case(rng, "frozen", frozen=1, training=True, train=_ODD),
        _case(rng, "frozen", frozen=1, network="small_resnet", train=_ODD),
        _case(rng, "frozen", norms=True, train=_ODD),
        _case(rng, "frozen", network="mobilenet_v2", frozen=rng.randint(16, 18), **few),
        _case(rng, "placed", train=24),
    ]


def _case(rng: random.Random, kind: str, **given: Any) -> Case:
    phases = given.get("phases", ["good"])
    defaults = {
        "network": "small_mobilenet",
        "batchnorm": True,
        "dropout": 0.0,
        "frozen": 0,
        "norms": False,
        "training": False,
        "epochs": len(phases),
        "phases": phases,
        "train": 144,
        "validation": _MANY if kind == "best" else 60,
        "batch": 12,
        "seed": rng.randrange(2**31),
    }
    return {"kind": kind, **defaults, **given}


def sends_weights(case: Case) -> bool:
    """Say whether a case's network is so small that its weights come along as evidence."""
    small: bool = case["network"] != "mobilenet_v2"
    return small and case["kind"] != "placed"


def data(case: Case) -> tuple[Pair, Pair]:
    """Draw a case's training and validation images with their labels."""
    count, held_out, seed = case["train"], case["validation"], case["seed"]
    if case["kind"] == "best":
        train = images.draw(count, seed, noisy_labels=count * 4 // 10)
        drawn = images.draw(held_out, seed + 1)
        return train, images.with_traps(*drawn, VALIDATION_BATCH, _OUTLIERS)
    train = images.draw(count, seed, noisy_labels=count // 10)
    return train, images.draw(held_out, seed + 1, noisy_labels=held_out // 10)


def network(case: Case, train: Tensor) -> nn.Module:
    """Build a case's network: its first blocks frozen, everything else trainable."""
    model = _spread_out(case, train) if case["kind"] == "learns" else _pretrained(case, train)
    for block in models.blocks(model)[: case["frozen"]]:
        block.requires_grad_(False)
    if case["norms"]:
        loops.freeze_norms(model)
    if case["kind"] in ("learns", "best"):
        _undecide(loops.head(model))
    return model.train(case["training"])


def body(model: nn.Module) -> nn.Module:
    """Return the last layer with parameters before the head."""
    return [layer for layer in models.blocks(model)[-1].modules() if not [*layer.children()]][-1]


def _spread_out(case: Case, train: Tensor) -> nn.Module:
    """Build networks until one has the four classes well apart, so that any rate learns them."""
    model = _pretrained(case, train)
    best = _spread(model, train)
    for index in range(1, _TRIES):
        if best >= _SPREAD:
            break
        candidate = _pretrained(case | {"seed": case["seed"] + index}, train)
        if (spread := _spread(candidate, train)) > best:
            best, model = spread, candidate
    return model


@torch.no_grad()
def _spread(model: nn.Module, train: Tensor) -> float:
    """Return how far apart the classes' mean features are, in (0, 1]; 1 is a tetrahedron."""
    seen: list[Tensor] = []
    handle = loops.head(model).register_forward_pre_hook(
        lambda layer, inputs: seen.append(inputs[0])
    )
    model.eval()(train)
    handle.remove()
    classes = images.class_by_colour(train)
    means = torch.stack([seen[0][classes == n].mean(0) for n in range(images.NUM_CLASSES)])
    sizes = torch.linalg.svdvals(means - means.mean(0))
    return float(sizes[images.NUM_CLASSES - 2] / sizes[0])


def _pretrained(case: Case, train: Tensor) -> nn.Module:
    if case["network"] == "mobilenet_v2":
        large = networks.pretrained("mobilenet_v2", case["seed"])
        networks.set_head(large, images.NUM_CLASSES, case["seed"])
        return large
    model: nn.Module
    last: Any
    if case["network"] == "small_resnet":
        model = small.SmallResNet(case["batchnorm"])
        model.fc, last = nn.Linear(12, images.NUM_CLASSES), model.layer1
    else:
        model = small.SmallMobileNet(case["batchnorm"], case["dropout"])
        model.classifier[1], last = nn.Linear(12, images.NUM_CLASSES), model.features[1]
    last[2] = nn.Identity()  # features on both sides of 0, as an undecided head needs them
    networks.fill(model, case["seed"])
    for layer in model.modules():
        if isinstance(layer, nn.BatchNorm2d):
            layer.momentum = _MOMENTUM
    if not case["batchnorm"]:
        _centre(last, model, train)
    if case["kind"] == "learns":
        _settle(model, train)
    return model


@torch.no_grad()
def _settle(model: nn.Module, train: Tensor) -> None:
    """Let BatchNorm's running statistics be those of the images, as in a network that was trained.

    Whoever trains with BatchNorm in evaluation mode then has normalised features, too.
    """
    layers = [layer for layer in model.modules() if isinstance(layer, nn.BatchNorm2d)]
    for layer in layers:
        layer.momentum = 1.0
        layer.train()
    model(train)
    for layer in layers:
        layer.momentum = _MOMENTUM
        layer.eval()


@torch.no_grad()
def _centre(last: Any, model: nn.Module, train: Tensor) -> None:
    """Give the features mean 0 and size 1 over the training images, as BatchNorm would."""
    seen: list[Tensor] = []
    handle = last.register_forward_hook(lambda layer, inputs, output: seen.append(output))
    model(train)
    handle.remove()
    means = seen[0].mean((2, 3))
    convolution = last[0]
    convolution.weight.div_(means.std())
    convolution.bias.sub_(means.mean(0)).div_(means.std())


@torch.no_grad()
def _undecide(layer: nn.Linear) -> None:
    """Let the head answer class 0, by a margin that any learning rate overcomes."""
    layer.weight.zero_()
    layer.bias.copy_(_UNDECIDED * (torch.arange(images.NUM_CLASSES) == 0))
