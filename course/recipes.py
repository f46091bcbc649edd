"""The three ways to a classifier that the lessons compare: from scratch, linear probe, fine-tuning.

Each takes images that fit into memory, and gives back a `Run` that carries its own clock. The
lessons build these step by step; here they are ready to be repeated over seeds and label counts.
"""

import copy
import itertools
import sys
import time
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any, NamedTuple

import torch
from torch import Tensor, nn
from torch.utils.data import Dataset
from tqdm import tqdm

from course.models import blocks, head, load_backbone

BATCH = 32


class Images(NamedTuple):
    """Images (N, 3, H, W), or their features, and labels (N,), all on one device."""

    images: Tensor
    labels: Tensor


@dataclass
class Run:
    """A trained model, and after each epoch: training loss, validation accuracy, seconds so far."""

    model: nn.Module
    losses: list[float] = field(default_factory=list)
    accuracies: list[float] = field(default_factory=list)
    seconds: list[float] = field(default_factory=list)


def stack(dataset: Dataset[Any], device: torch.device | None = None) -> Images:
    """Return all of a dataset of pairs (image, label) as one batch."""
    pairs = [dataset[index] for index in range(len(dataset))]  # type: ignore[arg-type]
    images = torch.stack([image for image, _ in pairs])
    labels = torch.tensor([label for _, label in pairs])
    return Images(images.to(device, memory_format=torch.channels_last), labels.to(device))


def small_cnn(num_classes: int = 10) -> nn.Sequential:
    """Return three convolutions and a linear layer: some 100,000 weights, all of them random."""
    widths = (3, 32, 64, 128)
    body: list[nn.Module] = []
    for before, after in itertools.pairwise(widths):
        body += [nn.Conv2d(before, after, 3, padding=1), nn.BatchNorm2d(after), nn.ReLU()]
        body += [nn.MaxPool2d(2)]
    pool = nn.AdaptiveAvgPool2d(3)
    return nn.Sequential(
        *body[:-1], pool, nn.Flatten(), nn.Dropout(0.3), nn.Linear(9 * 128, num_classes)
    )


def from_scratch(
    train: Images,
    epochs: int,
    validation: Images | None = None,
    model: nn.Module | None = None,
    lr: float = 3e-3,
    bar: bool = True,
) -> Run:
    """Train a network that knows nothing: `small_cnn` unless another is given."""
    model = placed(model or small_cnn(), train.images.device)
    return fit(model, train, epochs, lr, validation, bar=bar)


def linear_probe(
    train: Images,
    epochs: int,
    validation: Images | None = None,
    model: nn.Module | None = None,
) -> Run:
    """Train a new head on a frozen MobileNetV2's features, which are computed once."""
    start = time.perf_counter()
    model = placed(model or new_model(), train.images.device)
    body = nn.Sequential(*_features(model), nn.AdaptiveAvgPool2d(1), nn.Flatten())
    seen = through(body, train)
    seen_later = validation and through(body, validation)
    run = fit(head(model), seen, epochs, 1e-3, seen_later, start)
    return Run(model, run.losses, run.accuracies, run.seconds)


def fine_tune(
    probe: nn.Module,
    train: Images,
    epochs: int,
    validation: Images | None = None,
    last_blocks: int = 12,
    lr: float = 1e-3,
) -> Run:
    """Go on from a probe: train the last blocks of a copy of it, head included.

    What the frozen front makes of the images is computed once: only the rest runs every epoch.
    """
    start = time.perf_counter()
    model = copy.deepcopy(probe)
    model.requires_grad_(False)
    for block in blocks(model)[-last_blocks:]:
        block.requires_grad_(True)
    head(model).requires_grad_(True)
    front, tail = split(model, last_blocks)
    seen = through(front, train)
    run = fit(tail, seen, epochs, lr, validation and through(front, validation), start)
    return Run(model, run.losses, run.accuracies, run.seconds)


def new_model(num_classes: int = 10, weights: str | None = "default") -> nn.Module:
    """Return MobileNetV2 with a new head and everything else frozen."""
    model = load_backbone("mobilenet_v2", weights=weights).requires_grad_(False)
    model.set_submodule("classifier.1", nn.Linear(1280, num_classes))
    return model


def placed(model: nn.Module, device: torch.device) -> nn.Module:
    """Move a model to a device, in the order of memory that convolutions like best."""
    model.to(device)
    return model.to(memory_format=torch.channels_last)


def split(model: nn.Module, last_blocks: int) -> tuple[nn.Sequential, nn.Sequential]:
    """Cut MobileNetV2 before its last blocks: (front, tail), sharing the model's own layers."""
    parts = _features(model)
    rest = (nn.AdaptiveAvgPool2d(1), nn.Flatten(), *model.get_submodule("classifier").children())
    cut = len(parts) - last_blocks
    return nn.Sequential(*parts[:cut]), nn.Sequential(*parts[cut:], *rest)


def _features(model: nn.Module) -> list[nn.Module]:
    return list(model.get_submodule("features").children())


def train_mode(model: nn.Module) -> None:
    """Put into training mode what trains; BatchNorm with frozen weights stays in evaluation."""
    model.train()
    for module in model.modules():
        trains = any(parameter.requires_grad for parameter in module.parameters())
        if isinstance(module, (nn.BatchNorm1d, nn.BatchNorm2d, nn.BatchNorm3d)) and not trains:
            module.eval()


@torch.no_grad()
def logits(model: nn.Module, images: Tensor) -> Tensor:
    """Return the logits (N, classes) of images (N, 3, H, W), in evaluation mode."""
    model.eval()
    return torch.cat([model(batch) for batch in torch.split(images, 200)])


def accuracy(model: nn.Module, data: Images) -> float:
    """Return the share of right answers."""
    return float((logits(model, data.images).argmax(dim=1) == data.labels).float().mean())


@torch.no_grad()
def through(body: nn.Module, data: Images) -> Images:
    """Return what a frozen part makes of the images, with their labels."""
    body.eval()
    batches = tqdm(torch.split(data.images, 100), desc="frozen part", leave=False, file=sys.stdout)
    return Images(torch.cat([body(batch) for batch in batches]), data.labels)


def fit(
    model: nn.Module,
    train: Images,
    epochs: int,
    lr: float,
    validation: Images | None = None,
    start: float | None = None,
    bar: bool = True,
) -> Run:
    """Train what is trainable with AdamW and a one-cycle schedule; `start` is when the clock began.

    Without `validation` no accuracies are noted; `bar` shows progress.
    """
    start = time.perf_counter() if start is None else start
    trainable = [p for p in model.parameters() if p.requires_grad]
    optimizer = torch.optim.AdamW(trainable, lr=lr)
    steps = epochs * len(_batches(len(train.labels)))
    schedule = torch.optim.lr_scheduler.OneCycleLR(optimizer, lr, total_steps=steps)
    run = Run(model)
    for _ in tqdm(range(epochs), desc="epochs", leave=False, file=sys.stdout, disable=not bar):
        train_mode(model)
        run.losses.append(_epoch(model, train, optimizer, schedule.step))
        if validation is not None:
            run.accuracies.append(accuracy(model, validation))
        run.seconds.append(time.perf_counter() - start)
    return run


def _epoch(
    model: nn.Module, train: Images, optimizer: torch.optim.Optimizer, after: Callable[[], None]
) -> float:
    total = 0.0
    for rows in _batches(len(train.labels)):
        loss = nn.functional.cross_entropy(model(train.images[rows]), train.labels[rows])
        optimizer.zero_grad()
        loss.backward()  # type: ignore[no-untyped-call]
        optimizer.step()
        after()
        total += loss.item() * len(rows)
    return total / len(train.labels)


def _batches(count: int) -> list[Tensor]:
    """Shuffle; a last batch of one joins the one before it: BatchNorm can't learn from one."""
    batches = list(torch.split(torch.randperm(count), BATCH))
    if len(batches) > 1 and len(batches[-1]) == 1:
        batches[-2:] = [torch.cat(batches[-2:])]
    return batches
