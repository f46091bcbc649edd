"""Batches: the three parts as DataLoaders."""

from typing import Any

import torch
from torch.utils.data import DataLoader

from course.data.dataset import FashionMNIST
from course.data.images import transforms

Loader = DataLoader[Any]


def loaders(
    batch_size: int = 64,
    size: int = 64,
    per_class: int | None = None,
    seed: int = 0,
    full: bool = False,
    augment: bool = True,
    num_workers: int = 0,
) -> tuple[Loader, Loader, Loader]:
    """Return (train, validation, test) loaders of images (N, 3, size, size) and labels (N,).

    Training batches are shuffled with `seed`, and augmented unless `augment` is False; the other
    two are neither. `per_class` limits the training images only. The last batch may be smaller.
    """
    train = FashionMNIST("train", full, transforms(size, train=augment), per_class, seed)
    shuffle = DataLoader(
        train,
        batch_size,
        shuffle=True,
        generator=torch.Generator().manual_seed(seed),
        num_workers=num_workers,
    )
    validation, test = (
        DataLoader(FashionMNIST(split, full, transforms(size)), batch_size, num_workers=num_workers)
        for split in ("validation", "test")
    )
    return shuffle, validation, test
