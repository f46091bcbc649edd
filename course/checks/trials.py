"""Real images for a learner's loop: sets that the grader has prepared, as ordinary DataLoaders.

A set is a safetensors file with `images` (N, 28, 28) uint8 and, where the backbone has been run
on them, `features` (N, F) or `maps` (N, C, H, W). It holds no labels. Training images carry the
course's own labels, true, permuted or random as the case says.
"""

import os
import random
from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import numpy as np
import safetensors
import torch
from torch import Tensor, nn
from torch.utils.data import DataLoader, Dataset

from course import data
from course.checks.probing import Case
from course.data.splits import draw

VARIABLE = "COURSE_SETS"  # the folder of the sets
NUM_CLASSES = 10
PARTS = ("clean", "perturbed")
_AT_ONCE = 100  # images in a forward pass where nothing is learned
Ready = Callable[[Tensor], Tensor]


@dataclass(frozen=True)
class Evidence:
    """How a network was trained, and its logits on held-out images.

    `route` is "cached", or "full" and the reason why the shortcut was not taken, or "none".
    """

    route: str
    unfrozen: list[str]
    shape: list[int]
    finite: bool
    logits: dict[str, Tensor] = field(default_factory=dict)


def read(key: str, name: str) -> Tensor:
    """Read one tensor of the set called `key`."""
    path = Path(os.environ[VARIABLE]) / f"{key}.safetensors"
    with safetensors.safe_open(str(path), framework="pt") as file:
        tensor: Tensor = file.get_tensor(name)
    return tensor


def prepared(images: Tensor, size: int) -> Tensor:
    """Turn images (N, 28, 28) uint8 into what the network takes, (N, 3, size, size) float32."""
    ready: Tensor = data.transforms(size)(images.unsqueeze(1))
    return ready


def as_inputs(features: Tensor) -> Tensor:
    """Give features (N, F) the four dimensions of images, (N, F, 1, 1)."""
    return features[:, :, None, None]


class Batches(Dataset[Any]):
    """A data set that is read a batch at a time: rows of a tensor, made ready by `ready`."""

    def __init__(self, rows: Tensor, labels: Tensor, ready: Ready) -> None:
        self.rows, self.labels, self._ready = rows, labels, ready

    def __len__(self) -> int:
        return len(self.labels)

    def __getitem__(self, index: int) -> tuple[Tensor, Tensor]:
        return self.__getitems__([index])[0]

    def __getitems__(self, indices: list[int]) -> list[tuple[Tensor, Tensor]]:
        """Return pairs that any loader can collate, a learner's own too."""
        images, labels = self._ready(self.rows[indices]), self.labels[indices]
        return list(zip(images.unbind(), labels.unbind(), strict=True))


def loader(dataset: Batches, batch_size: int, seed: int) -> DataLoader[Any]:
    """Shuffle `dataset` with `seed` into batches of `batch_size`."""
    generator = torch.Generator().manual_seed(seed)
    return DataLoader(dataset, batch_size, shuffle=True, generator=generator)


def case(rng: random.Random, unit: str, kind: str, device: str, **given: Any) -> Case:
    """Draw a case of a unit: its seed; `given` says how much is learned, and from what."""
    return {
        "kind": kind,
        "unit": unit,
        "network": "mobilenet_v2",
        "labels": "true",
        "held_out": 0,  # 0: all of them
        "device": device,
        "seed": rng.randrange(2**31),
        **given,
    }


def other_order(rng: random.Random) -> list[int]:
    """Draw new numbers for the classes: none keeps its own."""
    order = list(range(NUM_CLASSES))
    while any(label == place for place, label in enumerate(order)):
        rng.shuffle(order)
    return order


def training_rows(case: Case) -> tuple[Tensor, Tensor]:
    """Return which training images a case learns from, and the labels that they carry there."""
    train = data.FashionMNIST("train")
    rows = draw(train.labels, train.numbers, case["per_class"], case["seed"])
    labels = torch.from_numpy(train.labels[rows].astype(np.int64))
    return torch.from_numpy(rows), _as_told(labels, case)


def _as_told(labels: Tensor, case: Case) -> Tensor:
    if case["labels"] == "permuted":
        return torch.tensor(case["permutation"])[labels]
    if case["labels"] == "random":
        generator = torch.Generator().manual_seed(case["seed"])
        return torch.randint(NUM_CLASSES, labels.shape, generator=generator)
    return labels


@torch.no_grad()
def logits(model: nn.Module, rows: Tensor, ready: Ready) -> Tensor:
    """Run `model` in evaluation mode over rows; return its logits on the CPU as float32."""
    model.eval()
    given = [model(ready(part)) for part in torch.split(rows, _AT_ONCE)]
    return torch.cat([part.detach().float().cpu() for part in given])


def sent(given: Tensor) -> Tensor:
    """Make logits fit for the evidence pipe: finite values, of a size that can be compared."""
    return given.nan_to_num(0, 0, 0).clamp(-1e30, 1e30)


def answered(route: str, network: nn.Module, name: str, ready: Ready, case: Case) -> Evidence:
    """Let a trained network answer on the held-out images; `name` is what it takes of a set."""
    device = torch.device(case["device"])
    held_out = slice(case["held_out"] or None)
    given = {
        part: logits(
            network,
            read(case["sets"][part], name)[held_out],
            lambda rows: ready(rows).to(device),
        )
        for part in PARTS
    }
    finite = all(bool(part.isfinite().all()) for part in given.values())
    shape = list(given["clean"].shape)
    return Evidence(route, [], shape, finite, {name: sent(part) for name, part in given.items()})
