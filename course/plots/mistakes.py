"""Where a model goes wrong: the confusion matrix, the most confused pairs, the worst images."""

from collections.abc import Sequence

import numpy as np
import numpy.typing as npt
import torch
from matplotlib.axes import Axes
from torch import nn

from course.plots.pictures import Picture, images
from course.plots.plot import ORANGE, Plot, canvas, tidy


def confusion(
    labels: Sequence[int], predictions: Sequence[int], classes: Sequence[str], title: str
) -> Plot:
    """Draw how often each class (row) was taken for each other (column), as counts."""
    counts = _counts(labels, predictions, classes)
    figure, axes = canvas(size=(7, 6))
    shown = axes.imshow(counts, cmap="cividis")
    axes.set_xticks(range(len(classes)), classes, rotation=45, ha="right")
    axes.set_yticks(range(len(classes)), classes)
    axes.set_xlabel("what the network said")
    axes.set_ylabel("what it was")
    _write_counts(axes, counts)
    figure.colorbar(shown, ax=axes, label="images")
    axes.set_title(title)
    right = int(np.trace(counts))
    worst = "; ".join(f"{a} taken for {b} {n} times" for a, b, n in _pairs(counts, classes)[:3])
    alt = (
        f"{title}. Confusion matrix of {counts.sum():,} images, {right:,} of them on the "
        f"diagonal, which is right. Most frequent mistakes: {worst or 'none'}."
    )
    rows = [(name, *map(int, row)) for name, row in zip(classes, counts, strict=True)]
    return Plot(figure, alt, ("was / said", *classes), rows).shown()


def confused_pairs(
    labels: Sequence[int],
    predictions: Sequence[int],
    classes: Sequence[str],
    title: str = "The most confused pairs",
    most: int = 8,
) -> Plot:
    """Draw which class is most often taken for which other one, as bars."""
    pairs = _pairs(_counts(labels, predictions, classes), classes)[:most]
    figure, axes = canvas(size=(7, 0.4 * max(len(pairs), 1) + 1.3))
    names = [f"{truth} taken for {said}" for truth, said, _ in pairs]
    bars = axes.barh(names, [count for _, _, count in pairs], color=ORANGE)
    axes.bar_label(bars, padding=3)
    axes.invert_yaxis()
    tidy(axes, "test images", "", title)
    words = "; ".join(f"{name}: {count}" for name, (_, _, count) in zip(names, pairs, strict=True))
    return Plot(figure, f"{title}. {words or 'None'}.", ("was", "said", "images"), pairs).shown()


def highest_losses(
    pictures: Sequence[Picture],
    labels: Sequence[int],
    logits: torch.Tensor,
    classes: Sequence[str],
    title: str = "The images with the highest loss",
    most: int = 10,
) -> Plot:
    """Show the images that the model found hardest, with truth, answer and loss.

    logits (N, classes) in the order of the pictures; the loss is the cross-entropy of each image.
    """
    losses = nn.functional.cross_entropy(
        logits.detach().float().cpu(), torch.as_tensor(labels), reduction="none"
    )
    answers = logits.argmax(dim=1).tolist()
    order = losses.argsort(descending=True)[:most].tolist()
    captions = [
        f"{classes[labels[i]]},\nsaid {classes[answers[i]]}\nloss {losses[i]:.1f}" for i in order
    ]
    return images([pictures[i] for i in order], captions, title)


def _counts(
    labels: Sequence[int], predictions: Sequence[int], classes: Sequence[str]
) -> npt.NDArray[np.int64]:
    from sklearn.metrics import confusion_matrix  # seconds to import, and not always there

    return np.asarray(confusion_matrix(labels, predictions, labels=range(len(classes))))


def _pairs(counts: npt.NDArray[np.int64], classes: Sequence[str]) -> list[tuple[str, str, int]]:
    """List (was, said, how often), most frequent first, without the right answers."""
    pairs = [
        (classes[row], classes[column], int(count))
        for (row, column), count in np.ndenumerate(counts)
        if count and row != column
    ]
    return sorted(pairs, key=lambda pair: -pair[2])


def _write_counts(axes: Axes, counts: npt.NDArray[np.int64]) -> None:
    """Write each count into its square, in black on light and white on dark."""
    for (row, column), count in np.ndenumerate(counts):
        if count:
            ink = "black" if count > counts.max() / 2 else "white"
            axes.text(column, row, str(count), ha="center", va="center", color=ink, fontsize=8)
