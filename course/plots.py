"""The figures of the lessons: titled, labelled, and readable by the colour-blind.

Each function draws one figure with pyplot; a notebook shows it when the cell ends.
"""

from collections.abc import Mapping, Sequence
from typing import Any

import matplotlib.pyplot as plt
import numpy as np
import numpy.typing as npt
import torch
from matplotlib.axes import Axes
from matplotlib.ticker import MaxNLocator
from PIL import Image

# Okabe and Ito's palette (2008): told apart under every common colour blindness.
BLUE, ORANGE, GREY = "#0072B2", "#D55E00", "#666666"


def images(
    pictures: Sequence[torch.Tensor | Image.Image],
    captions: Sequence[str],
    title: str,
    columns: int = 5,
) -> None:
    """Show pictures in a grid: PIL images, or tensors (3, H, W) with values from 0 to 1."""
    rows = -(-len(pictures) // columns)
    _, grid = plt.subplots(
        rows, columns, figsize=(1.7 * columns, 1.9 * rows), squeeze=False, layout="constrained"
    )
    for axes in grid.flat:
        axes.set_axis_off()
    for axes, picture, caption in zip(grid.flat, pictures, captions, strict=False):
        axes.imshow(_pixels(picture), cmap="gray", vmin=0, vmax=_white(picture))
        axes.set_title(caption, fontsize=9)
    grid[0, 0].figure.suptitle(title)


def curves(losses: Sequence[float], accuracies: Sequence[float], title: str) -> None:
    """Draw the training loss and the validation accuracy (fractions), one point an epoch."""
    figure, (left, right) = plt.subplots(1, 2, figsize=(9, 3.4), layout="constrained")
    _curve(left, losses, "training loss", ORANGE, "o-")
    _curve(right, accuracies, "validation accuracy", BLUE, "s-")
    left.set_ylim(bottom=0)
    right.set_ylim(0, 1)  # a closer view would make noise look like news
    figure.suptitle(title)


def comparison(accuracies: Mapping[str, float], title: str, highlight: str = "") -> None:
    """Draw accuracies (fractions) as labelled bars, one of them highlighted."""
    _, axes = plt.subplots(figsize=(8, 0.5 * len(accuracies) + 1.4), layout="constrained")
    colours = [BLUE if name == highlight else GREY for name in accuracies]
    bars = axes.barh(list(accuracies), list(accuracies.values()), color=colours)
    axes.bar_label(bars, fmt="%.3f", padding=3)
    axes.invert_yaxis()
    axes.set_xlim(0, 1)
    axes.set_xlabel("accuracy on test images (0 to 1)")
    axes.set_title(title)


def confusion(
    labels: Sequence[int], predictions: Sequence[int], classes: Sequence[str], title: str
) -> None:
    """Draw how often each class (row) was taken for each other (column), as counts."""
    counts = np.zeros((len(classes), len(classes)), dtype=np.int64)
    np.add.at(counts, (np.asarray(labels), np.asarray(predictions)), 1)
    figure, axes = plt.subplots(figsize=(7, 6), layout="constrained")
    shown = axes.imshow(counts, cmap="cividis")
    axes.set_xticks(range(len(classes)), classes, rotation=45, ha="right")
    axes.set_yticks(range(len(classes)), classes)
    axes.set_xlabel("what the network said")
    axes.set_ylabel("what it was")
    _write_counts(axes, counts)
    figure.colorbar(shown, ax=axes, label="images")
    axes.set_title(title)


def _pixels(picture: torch.Tensor | Image.Image) -> npt.NDArray[Any]:
    """Return rows x columns, with a last axis for colour where there is one."""
    if isinstance(picture, Image.Image):
        return np.asarray(picture)
    return picture.detach().cpu().permute(1, 2, 0).numpy()


def _white(picture: torch.Tensor | Image.Image) -> int:
    return 255 if isinstance(picture, Image.Image) else 1


def _curve(axes: Axes, values: Sequence[float], label: str, colour: str, style: str) -> None:
    axes.plot(range(1, len(values) + 1), values, style, color=colour)
    axes.set_xlabel("epoch")
    axes.set_ylabel(label)
    axes.set_title(label.capitalize())
    axes.xaxis.set_major_locator(MaxNLocator(integer=True))
    axes.grid(alpha=0.3)


def _write_counts(axes: Axes, counts: npt.NDArray[np.int64]) -> None:
    """Write each count into its square, in black on light and white on dark."""
    for (row, column), count in np.ndenumerate(counts):
        if count:
            ink = "black" if count > counts.max() / 2 else "white"
            axes.text(column, row, str(count), ha="center", va="center", color=ink, fontsize=8)
