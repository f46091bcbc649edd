"""Small networks, loaders, criteria and optimizers that keep a diary of how they were used."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from typing import Any

import torch
from torch import Tensor, nn
from torch.utils.data import DataLoader, TensorDataset

from course.checks import networks
from course.checks.offdevice import enter_model, leave_model, on_host

NUM_CLASSES = 5
IMAGE_SIZE = 12
_LOG_LIMIT = 200


@dataclass
class Diary:
    """What happened: `forwards` as [training, grad enabled, batch size], one entry a call."""

    forwards: list[list[int]] = field(default_factory=list)
    criterion_calls: int = 0
    steps: int = 0
    step_gradients: list[Tensor] = field(default_factory=list)

    def forward(self, training: bool, batch_size: int) -> None:
        """Note one forward pass."""
        if len(self.forwards) < _LOG_LIMIT:
            self.forwards.append([int(training), int(torch.is_grad_enabled()), batch_size])


class WatchedDropout(nn.Dropout):
    """Dropout that notes the mode it is called in."""

    def __init__(self, p: float, diary: Diary) -> None:
        super().__init__(p)
        self._diary = diary

    def forward(self, input: Tensor) -> Tensor:
        self._diary.forward(self.training, len(input))
        return super().forward(input)


class WatchedCriterion(nn.Module):
    """A loss averaged over the batch that counts its calls."""

    def __init__(self, loss: nn.Module, diary: Diary) -> None:
        super().__init__()
        self.loss = loss
        self._diary = diary

    def forward(self, logits: Tensor, labels: Tensor) -> Tensor:
        self._diary.criterion_calls += 1
        value: Tensor = self.loss(logits, labels)
        return value


class WatchedSGD(torch.optim.SGD):
    """SGD that counts its steps and keeps the gradients of the last layer at each."""

    def watch(self, diary: Diary, parameter: nn.Parameter) -> "WatchedSGD":
        """Start noting into `diary`."""
        self._diary, self._watched = diary, parameter
        return self

    def step(self, closure: Any = None) -> Any:
        """Note the step, then do what SGD does."""
        if closure is not None:
            with torch.enable_grad():
                loss = closure()
            self._note()
            super().step()
            return loss
        self._note()
        return super().step()

    def _note(self) -> None:
        self._diary.steps += 1
        if len(self._diary.step_gradients) < 8:
            gradient = self._watched.grad
            zeros = torch.zeros_like(self._watched)
            self._diary.step_gradients.append((zeros if gradient is None else gradient).clone())


class SmallConvNet(nn.Module):
    """A convolutional classifier in ResNet's manner: stem, layer1, fc. Input (N, 3, H, W)."""

    def __init__(self, diary: Diary, batchnorm: bool, dropout: float, placed: bool = False) -> None:
        super().__init__()
        self.placed = placed
        self.conv1 = nn.Conv2d(3, 8, 3, padding=1, bias=not batchnorm)
        self.bn1 = nn.BatchNorm2d(8) if batchnorm else nn.Identity()
        self.layer1 = nn.Sequential(
            nn.Conv2d(8, 12, 3, stride=2, padding=1, bias=not batchnorm),
            nn.BatchNorm2d(12) if batchnorm else nn.Identity(),
            nn.ReLU(),
        )
        self.dropout = WatchedDropout(dropout, diary)
        self.fc = nn.Linear(12, NUM_CLASSES)

    def forward(self, images: Tensor) -> Tensor:
        images = enter_model(images)
        hidden = torch.relu(self.bn1(self.conv1(images)))
        pooled = self.layer1(hidden).mean((2, 3))
        logits: Tensor = self.fc(self.dropout(pooled))
        return leave_model(logits) if self.placed else logits


class Oracle(nn.Module):
    """A classifier that reads each image's answer off its first pixels.

    Pixel [0, 0, 0] holds the class to answer in evaluation mode, pixel [1, 0, 0] the class to
    answer in training mode. One trainable factor lets a graph be built where gradients are on.
    """

    def __init__(self, diary: Diary, num_classes: int, placed: bool = False) -> None:
        super().__init__()
        self.num_classes, self.placed = num_classes, placed
        self.scale = nn.Parameter(torch.full((8,), 4.0))
        self.dropout = WatchedDropout(0.0, diary)

    def forward(self, images: Tensor) -> Tensor:
        images = self.dropout(enter_model(images))
        pixel = images[:, 1 if self.training else 0, 0, 0]
        answers = nn.functional.one_hot(pixel.round().long(), self.num_classes).float()
        logits = (answers - 0.25) * self.scale.mean()
        return leave_model(logits) if self.placed else logits


def batches(sizes: Sequence[int], seed: int, repeat: bool = False) -> tuple[Tensor, Tensor]:
    """Draw images and labels for batches of these sizes; `repeat` makes all batches the same."""
    count = sizes[0] if repeat else sum(sizes)
    drawn = networks.images(count, IMAGE_SIZE, seed)
    labels = torch.randint(NUM_CLASSES, (count,), generator=torch.Generator().manual_seed(seed))
    drawn = drawn + labels.view(-1, 1, 1, 1) * 0.3  # something to learn
    return (drawn.repeat(len(sizes), 1, 1, 1), labels.repeat(len(sizes))) if repeat else (drawn, labels)


def loader(images: Tensor, labels: Tensor, batch_size: int, placed: bool = False) -> DataLoader[Any]:
    """Wrap tensors as a plain DataLoader; `placed` puts every batch on the host."""
    collate = _collate_on_host if placed else None
    return DataLoader(TensorDataset(images, labels), batch_size=batch_size, collate_fn=collate)


def _collate_on_host(items: list[tuple[Tensor, Tensor]]) -> list[Tensor]:
    images, labels = zip(*items, strict=True)
    return [on_host(torch.stack(images)), on_host(torch.stack(labels))]


def state(model: nn.Module) -> dict[str, Tensor]:
    """Copy every parameter and buffer."""
    return {name: tensor.detach().clone() for name, tensor in networks.tensors(model)}


def changed(before: dict[str, Tensor], model: nn.Module) -> Iterator[tuple[str, float]]:
    """Yield the name and the largest change of every tensor whose bytes changed."""
    for name, tensor in networks.tensors(model):
        if name in before and not torch.equal(before[name], tensor.detach()):
            difference = (tensor.detach().double() - before[name].double()).abs().max()
            yield name, float(difference.nan_to_num(1e30, 1e30, 1e30))
