"""Exercises of lesson 02: input, head, freezing, the loop and measuring, one small piece each."""

import copy
from collections.abc import Callable
from typing import Any

import torch
from torch import nn

from course.data import IMAGENET_MEAN, IMAGENET_STD
from course.models import load_backbone

Judge = Callable[[Any], str | None]


def normalise(answer: Any) -> str | None:
    """A grey uint8 image (H, W) becomes (3, H, W), scaled and normalised as ImageNet was."""
    for value in (0, 255, 100):
        image = torch.full((4, 5), value, dtype=torch.uint8)
        found = answer(image)
        if not isinstance(found, torch.Tensor) or tuple(found.shape) != (3, 4, 5):
            return (
                f"For an image of 4 x 5 it gave {_what(found)}; a tensor of shape (3, 4, 5) is "
                "wanted."
            )
        wanted = (torch.full((3,), value / 255) - _column(IMAGENET_MEAN)) / _column(IMAGENET_STD)
        if not torch.allclose(found[:, 0, 0].float(), wanted, atol=1e-3):
            return (
                f"A pixel of {value} became {_numbers(found[:, 0, 0])} (red, green, blue); "
                f"{_numbers(wanted)} is right."
            )
    return None


def resnet_for(answer: Any) -> str | None:
    """A ResNet-18 gets a new final layer for any number of classes."""
    for classes in (3, 7):
        before = load_backbone("resnet18", weights=None)
        kept = before.get_parameter("conv1.weight").detach().clone()
        model = answer(before, classes)
        if not isinstance(model, nn.Module):
            return f"It returned {_what(model)}; return the model."
        with torch.no_grad():
            logits = model.eval()(torch.zeros(2, 3, 64, 64))
        if tuple(logits.shape) != (2, classes):
            return f"For {classes} classes, two images gave {tuple(logits.shape)} logits."
        if not torch.equal(model.get_parameter("conv1.weight"), kept):
            return "The first convolution has other weights than before: keep the backbone."
    return None


def moved(answer: Any) -> str | None:
    """The names of the tensors that differ between two state dicts, running statistics included."""
    model = nn.Sequential(nn.Linear(2, 2), nn.BatchNorm1d(2))
    before = copy.deepcopy(model.state_dict())
    if list(answer(before, copy.deepcopy(before))):
        return "It names tensors though the two state dicts are equal."
    for name in ("0.weight", "1.running_mean", "1.num_batches_tracked"):
        after = copy.deepcopy(before)
        after[name] = after[name] + 1
        found = list(answer(before, after))
        if found != [name]:
            return f"Only {name} had changed; it gave {found}."
    return None


def hold_still(answer: Any) -> str | None:
    """Frozen BatchNorm goes to evaluation mode, everything else stays in training mode."""
    model = nn.Sequential(
        nn.Conv2d(3, 4, 1), nn.BatchNorm2d(4), nn.Dropout(), nn.Sequential(nn.BatchNorm2d(4))
    )
    model[1].requires_grad_(False)
    model.train()
    answer(model)
    if model[1].training:
        return "A BatchNorm layer with frozen weights is still in training mode."
    if not model.get_submodule("3.0").training:
        return "A BatchNorm layer that trains was put into evaluation mode."
    if not model[2].training:
        return "Dropout was put into evaluation mode too: only frozen BatchNorm should be."
    return None


def one_step(answer: Any) -> str | None:
    """Five steps on one batch; what was left in the gradients must not count."""
    torch.manual_seed(0)
    images, labels = torch.randn(8, 6), torch.randint(0, 3, (8,))
    model = nn.Linear(6, 3)
    twin = copy.deepcopy(model)
    for net in (model, twin):  # gradients of a batch before
        nn.functional.cross_entropy(net(-images), labels).backward()  # type: ignore[no-untyped-call]
    optimizer = torch.optim.SGD(model.parameters(), lr=0.1)
    loss = answer(model, nn.CrossEntropyLoss(), optimizer, images, labels)
    expected = nn.functional.cross_entropy(twin(images), labels)
    stale = copy.deepcopy(twin)
    twin.zero_grad()
    expected.backward()  # type: ignore[no-untyped-call]
    right = twin.weight - 0.1 * twin.weight.grad  # type: ignore[operator]
    if torch.equal(model.weight, stale.weight):
        return "The weights have not moved: is there a backward() and a step()?"
    if not torch.allclose(model.weight, right, atol=1e-6):
        return (
            "The step is off: the gradients of an earlier batch were not cleared, or it ran twice."
        )
    if not isinstance(loss, float):
        return f"It returned {_what(loss)}; return a Python number: loss.item()."
    return (
        None if abs(loss - expected.item()) < 1e-5 else f"The loss is {loss}, not {expected:.4f}."
    )


def mean_loss(answer: Any) -> str | None:
    """The mean per image from the batches' mean losses and sizes."""
    for losses, sizes, wanted in (([1.0, 4.0], [2, 1], 2.0), ([0.5, 0.5], [8, 3], 0.5)):
        found = answer(losses, sizes)
        if abs(found - wanted) > 1e-9:
            return f"Batches of {sizes} images with the mean losses {losses} gave {found}."
    return None


def accuracy_of(answer: Any) -> str | None:
    """The share of rows whose highest logit stands at the label."""
    logits = torch.tensor([[3.0, 1.0, 0.0], [0.0, 2.0, 1.0], [0.0, 5.0, 1.0], [9.0, 0.0, 1.0]])
    for labels, wanted in (([0, 1, 1, 0], 1.0), ([0, 1, 2, 2], 0.5), ([1, 0, 0, 2], 0.0)):
        found = answer(logits, torch.tensor(labels))
        if not isinstance(found, float):
            return f"It returned {_what(found)}; return a Python float, from 0 to 1."
        if abs(found - wanted) > 1e-6:
            return f"{wanted:.0%} of the answers were right; it gave {found}."
    return None


def margin(answer: Any) -> str | None:
    """Two standard errors of an accuracy."""
    for accuracy, count, wanted in ((0.8, 1000, 0.0253), (0.5, 100, 0.1), (0.9, 10_000, 0.006)):
        found = answer(accuracy, count)
        if abs(found - wanted) > 2e-4:
            return f"For {accuracy} on {count:,} images it gave {found}; {wanted} is right."
    return None


def _column(values: tuple[float, ...]) -> torch.Tensor:
    return torch.tensor(values)


def _numbers(values: torch.Tensor) -> str:
    return ", ".join(f"{value:.2f}" for value in values.tolist())


def _what(value: Any) -> str:
    if isinstance(value, torch.Tensor):
        return f"a tensor of shape {tuple(value.shape)}"
    return f"a {type(value).__name__}"


JUDGES: dict[str, Judge] = {
    "normalise": normalise,
    "resnet_for": resnet_for,
    "moved": moved,
    "hold_still": hold_still,
    "one_step": one_step,
    "mean_loss": mean_loss,
    "accuracy_of": accuracy_of,
    "margin": margin,
}
PRACTISES = {
    "match_input": "normalise",
    "replace_head": "resnet_for",
    "freeze": "moved",
    "batchnorm": "hold_still",
    "training_loop": "one_step",
    "report_loss": "mean_loss",
    "evaluate": "accuracy_of",
    "honest_evaluation": "margin",
}
