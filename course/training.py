"""What a training run needs beside the loop: a budget for the machine, and a progress bar."""

import sys
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any, cast

import torch
from torch.utils.data import DataLoader
from tqdm import tqdm


@dataclass(frozen=True)
class Budget:
    """How much work to do: images of `size` pixels, `per_class` training images (None: all)."""

    size: int
    per_class: int | None
    batch_size: int
    epochs: int


def budget(device: torch.device) -> Budget:
    """Return a budget that takes about a minute on `device`; two CPU cores are the slowest case."""
    if device.type == "cpu":
        return Budget(size=96, per_class=None, batch_size=32, epochs=4)
    return Budget(size=128, per_class=None, batch_size=32, epochs=10)


class WithProgress:
    """Iterate over a DataLoader under a progress bar; all else is the loader's own.

    The bar goes to stdout: stderr is where warnings belong, and notebooks paint it red.
    """

    def __init__(self, loader: DataLoader[Any], label: str) -> None:
        self._loader = loader
        self._label = label

    def __iter__(self) -> Iterator[Any]:
        yield from tqdm(
            self._loader,
            desc=self._label,
            unit="batch",
            file=sys.stdout,
            leave=False,
            mininterval=0.3,
        )

    def __len__(self) -> int:
        return len(self._loader)

    def __getattr__(self, name: str) -> Any:
        return getattr(self._loader, name)


def with_progress(loader: DataLoader[Any], label: str) -> DataLoader[Any]:
    """Return `loader` under a progress bar that carries `label`, for use wherever it was used."""
    return cast(DataLoader[Any], WithProgress(loader, label))
