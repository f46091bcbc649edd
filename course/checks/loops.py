"""Small networks, loaders, criteria and optimizers that keep a diary of how they are used.

They are ordinary PyTorch objects (a real `DataLoader`, `SGD`, `CrossEntropyLoss`), so that a
learner's code can do with them whatever it could do with its own.
"""

import contextlib
import os
import sys
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from typing import Any

import torch
from torch import Tensor, nn
from torch.utils.data import DataLoader, TensorDataset

from course.checks import networks

NUM_CLASSES = 5
IMAGE_SIZE = 12
_LOG_LIMIT = 200
_STEPS_KEPT = 8


@dataclass
class Diary:
    """What happened: `forwards` as [mode, graph kept, batch size, gradient came back], one a call.

    The mode is 1 where layers behaved as in training. Copies of a network share its diary.
    """

    dropping: bool = False
    forwards: list[list[int]] = field(default_factory=list)
    criterion_calls: int = 0
    losses: list[list[float]] = field(default_factory=list)
    steps: int = 0
    step_gradients: list[Tensor] = field(default_factory=list)

    def __deepcopy__(self, memo: Any) -> "Diary":
        return self

    def dropout(self, module: nn.Module, inputs: tuple[Tensor, ...], output: Tensor) -> None:
        """Note that a dropout layer did something to what passed through it."""
        self.dropping = not torch.equal(inputs[0], output)

    def forward(self, training: bool, logits: Tensor) -> None:
        """Note one forward pass; its last mark is set once a gradient arrives at the logits."""
        entry = [int(training), int(logits.requires_grad), len(logits), 0]
        if len(self.forwards) < _LOG_LIMIT:
            self.forwards.append(entry)
        if logits.requires_grad:
            logits.register_hook(lambda gradient: entry.__setitem__(3, 1))

    def loss(self, value: Tensor, count: int) -> None:
        """Note one call of the criterion on `count` images, and whether it is learned from."""
        self.criterion_calls += 1
        entry = [float(value.detach().mean()), count, False]
        if len(self.losses) < _LOG_LIMIT:
            self.losses.append(entry)
        if value.requires_grad:
            value.register_hook(lambda gradient: entry.__setitem__(2, True))

    def used(self) -> list[list[float]]:
        """Return [loss, images, True] for every value of the criterion that was learned from."""
        return [entry for entry in self.losses if entry[2]]

    def images(self) -> float:
        """Return how many images were learned from."""
        return sum(count for _, count, _ in self.used())

    def mean_loss(self) -> float:
        """Return the mean loss per image over what was learned from."""
        return sum(loss * count for loss, count, _ in self.used()) / max(self.images(), 1)

    def step(self, gradient: Tensor | None, parameter: Tensor) -> None:
        """Note one optimizer step and the gradient that it used."""
        self.steps += 1
        if len(self.step_gradients) < _STEPS_KEPT:
            used = torch.zeros_like(parameter) if gradient is None else gradient
            self.step_gradients.append(used.detach().float().clone())


def watch_criterion(loss: nn.Module, diary: Diary) -> nn.Module:
    """Note every call of `loss` in the diary; it stays an instance of its class."""
    kind: Any = type(loss)

    class Watched(kind):  # type: ignore[misc]
        def forward(self, *args: Any, **kwargs: Any) -> Tensor:
            value: Tensor = super().forward(*args, **kwargs)
            self.diary.loss(value, len([*args, *kwargs.values()][0]))
            return value

    Watched.__name__ = Watched.__qualname__ = kind.__name__
    loss.__class__ = Watched
    vars(loss)["diary"] = diary
    return loss


def watch_optimizer(
    optimizer: torch.optim.Optimizer, diary: Diary, parameter: nn.Parameter
) -> torch.optim.Optimizer:
    """Note every step and the gradient of `parameter` at it."""
    optimizer.register_step_post_hook(lambda *_: diary.step(parameter.grad, parameter))
    return optimizer


class DistanceLoss(nn.Module):
    """Cross-entropy of negated scores: for networks that give distances, the nearest class wins."""

    reduction = "mean"

    def forward(self, input: Tensor, target: Tensor) -> Tensor:
        return nn.functional.cross_entropy(-input, target)


class OrdinalLoss(nn.Module):
    """Squared distance between expected and right class, for classes that are steps of a scale."""

    reduction = "mean"

    def forward(self, input: Tensor, target: Tensor) -> Tensor:
        steps = torch.arange(input.shape[1], device=input.device)
        expected = (input.float().softmax(1) * steps).sum(1)
        return ((expected - target) / (input.shape[1] - 1)).square().mean()


def _block(channels_in: int, channels: int, stride: int, batchnorm: bool) -> list[nn.Module]:
    return [
        nn.Conv2d(channels_in, channels, 3, stride, padding=1, bias=not batchnorm),
        nn.BatchNorm2d(channels) if batchnorm else nn.Identity(),
        nn.ReLU(),
    ]


class SmallMobileNet(nn.Module):
    """A convolutional classifier in MobileNetV2's manner: features, classifier with dropout."""

    def __init__(self, diary: Diary, batchnorm: bool, dropout: float) -> None:
        super().__init__()
        self._diary = diary
        stem, body = _block(3, 8, 1, batchnorm), _block(8, 12, 2, batchnorm)
        self.features = nn.Sequential(nn.Sequential(*stem), nn.Sequential(*body))
        self.classifier = nn.Sequential(nn.Dropout(dropout), nn.Linear(12, NUM_CLASSES))
        self.classifier[0].register_forward_hook(diary.dropout)

    def forward(self, images: Tensor) -> Tensor:
        self._diary.dropping = False
        logits: Tensor = self.classifier(self.features(images).mean((2, 3)))
        self._diary.forward(self._diary.dropping, logits)
        return logits


class SmallResNet(nn.Module):
    """A convolutional classifier in ResNet's manner: conv1, bn1, layer1, fc; no dropout."""

    def __init__(self, diary: Diary, batchnorm: bool) -> None:
        super().__init__()
        self._diary = diary
        self.conv1, self.bn1, self.relu = _block(3, 8, 1, batchnorm)
        self.layer1 = nn.Sequential(*_block(8, 12, 2, batchnorm))
        self.fc = nn.Linear(12, NUM_CLASSES)

    def forward(self, images: Tensor) -> Tensor:
        hidden = self.relu(self.bn1(self.conv1(images)))
        logits: Tensor = self.fc(self.layer1(hidden).mean((2, 3)))
        self._diary.forward(self.training, logits)
        return logits


class Oracle(nn.Module):
    """A classifier that reads each image's answer off its first pixels.

    Pixel [0, 0, 0] holds the class with the highest logit, pixel [1, 0, 0] the second highest.
    Its BatchNorm and dropout layers see the images, and change no answer.
    """

    def __init__(self, diary: Diary, num_classes: int) -> None:
        super().__init__()
        self._diary, self.num_classes = diary, num_classes
        self.scale = nn.Parameter(torch.empty(num_classes))
        self.bn1 = nn.BatchNorm2d(3)
        self.dropout = nn.Dropout(0.5)

    def forward(self, images: Tensor) -> Tensor:
        seen = self.dropout(self.bn1(images)).mean((1, 2, 3)).unsqueeze(1)
        first, second = (self._one_hot(images[:, channel, 0, 0]) for channel in (0, 1))
        logits = (2 * first + second) * (1 + self.scale.abs()) + 0 * seen
        self._diary.forward(self.dropout.training or self.bn1.training, logits)
        return logits

    def _one_hot(self, pixel: Tensor) -> Tensor:
        classes = torch.arange(self.num_classes, device=pixel.device)
        return (pixel.round().unsqueeze(1) == classes).float()


def batches(sizes: Sequence[int], seed: int, repeat: bool = False) -> tuple[Tensor, Tensor]:
    """Draw images and labels for batches of these sizes; `repeat` makes all batches the same.

    The classes take turns, so that no batch pulls hard towards one of them.
    """
    count = sizes[0] if repeat else sum(sizes)
    drawn = networks.images(count, IMAGE_SIZE, seed)
    labels = (torch.arange(count) + seed) % NUM_CLASSES
    drawn = drawn + labels.view(-1, 1, 1, 1) * 0.3  # something to learn
    times = len(sizes) if repeat else 1
    return drawn.repeat(times, 1, 1, 1), labels.repeat(times)


def loader(images: Tensor, labels: Tensor, batch_size: int) -> DataLoader[Any]:
    """Wrap tensors as a plain DataLoader."""
    return DataLoader(TensorDataset(images, labels), batch_size=batch_size)


@contextlib.contextmanager
def undisturbed() -> Iterator[None]:
    """Start from PyTorch's own settings, whatever earlier code left behind.

    `torch.compile` runs eagerly: the outcome is the same, without a minute of compiling.
    """
    before = os.environ.get("TORCHDYNAMO_DISABLE"), torch.get_default_dtype()
    os.environ["TORCHDYNAMO_DISABLE"] = "1"
    torch.set_default_dtype(torch.float32)
    loaded = "torch._dynamo" in sys.modules
    eager = torch.compiler.set_stance("force_eager") if loaded else contextlib.nullcontext()
    try:
        with torch.enable_grad(), eager:
            yield
    finally:
        torch.set_default_dtype(before[1])
        os.environ.pop("TORCHDYNAMO_DISABLE")
        if before[0] is not None:
            os.environ["TORCHDYNAMO_DISABLE"] = before[0]
