"""Four kinds of coloured images for `fine_tune`, whose training labels may change over time.

Class and colour go together, and the colours are the corners of a tetrahedron around grey: no class
is nearer to the middle than another, so even one small step from an undecided head tells them
apart, whatever the optimizer and its learning rate.

In the `best` cases the training images belong to phases, an epoch each. In a phase "good" images
and labels are as in validation. In "away" the images are much brighter, so that BatchNorm's running
statistics fit them and not the validation images. In "wrong" they are brighter and carry the next
class's label, all of them without noise, so that training images look better than ever. So the
epoch that is best on validation images is known beforehand.
"""

from collections.abc import Sequence
from typing import Any, Protocol

import torch
from torch import Tensor
from torch.utils.data import Dataset

NUM_CLASSES = 4
SIZE = 12
COLOURS = torch.tensor([[1.0, 1, 1], [1, -1, -1], [-1, 1, -1], [-1, -1, 1]])
_CONTRAST, _NOISE, _BRIGHTER = 0.8, 0.4, 5.0
_OUTLIER = 30.0  # so bright that a few of them outweigh all others in a mean loss


def draw(count: int, seed: int, noisy_labels: int = 0) -> tuple[Tensor, Tensor]:
    """Draw (count, 3, 12, 12) images, classes in turn; the first labels are wrong where asked."""
    generator = torch.Generator().manual_seed(seed)
    labels = torch.arange(count) % NUM_CLASSES
    noise = torch.randn(count, 3, SIZE, SIZE, generator=generator)
    drawn = COLOURS[labels].view(-1, 3, 1, 1) * _CONTRAST + _NOISE * noise
    wrong = torch.arange(noisy_labels) // NUM_CLASSES % (NUM_CLASSES - 1) + 1  # each other class
    labels[:noisy_labels] = (labels[:noisy_labels] + wrong) % NUM_CLASSES
    order = torch.randperm(count, generator=generator)
    return drawn[order], labels[order]


def with_traps(images: Tensor, labels: Tensor, first: int, last: int) -> tuple[Tensor, Tensor]:
    """Give the first and the last images the next class's label, and make the last ones glaring.

    The glaring ones hardly touch the accuracy and rule the mean loss. A first or a last batch may
    hold only such images, so that it says nothing of all of them.
    """
    images, labels = images.clone(), labels.clone()
    images[-last:] *= _OUTLIER
    for part in (labels[:first], labels[-last:]):
        part.add_(1).remainder_(NUM_CLASSES)
    return images, labels


def class_by_colour(images: Tensor) -> Tensor:
    """Return the class of each image, whatever its label says, (N,)."""
    return (images.mean((2, 3)) @ COLOURS.T).argmax(1)


class Epochs(Protocol):
    """Who knows how many epochs are over, and is told of every image that is fetched."""

    fetched: int

    def epoch(self) -> int: ...


class Images(Dataset[Any]):
    """Training images whose phase is asked for at every access."""

    def __init__(
        self, images: Tensor, labels: Tensor, phases: Sequence[str], epochs: Epochs
    ) -> None:
        self.images, self.labels = images, labels
        self._next_class = (class_by_colour(images) + 1) % NUM_CLASSES
        self._phases, self._epochs = list(phases), epochs

    def __len__(self) -> int:
        return len(self.labels)

    def __getitem__(self, index: int) -> tuple[Tensor, Tensor]:
        image, label = self.images[index], self.labels[index]
        phase = self._phases[min(self._epochs.epoch(), len(self._phases) - 1)]
        self._epochs.fetched += torch.is_grad_enabled()
        if phase != "good":
            image = image + _BRIGHTER
        if phase == "wrong":
            label = self._next_class[index]
        return image, label
