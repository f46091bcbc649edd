"""Fashion-MNIST as a torch Dataset: the embedded sample, or all 70,000 images once fetched."""

from collections.abc import Callable
from functools import cache
from io import BytesIO
from typing import Any, ClassVar

import numpy as np
from PIL import Image
from torch.utils.data import Dataset

from course import assets
from course.data import CLASSES, idx
from course.data.cache import folder, has_images, images_folder
from course.data.splits import Indices, draw, validation_mask
from course.errors import DataError

SPLITS = ("train", "validation", "test")
Part = tuple[idx.Bytes, idx.Bytes, Indices]


class FashionMNIST(Dataset[tuple[Any, int]]):
    """Fashion-MNIST: 28 x 28 grey images of ten kinds of clothing (Zalando, MIT licence).

    An item is (image, label): a PIL image in mode "L", or what `transform` makes of it, and an
    int. By default the embedded sample (3,500 train, 500 validation, 1,000 test); `full=True`
    takes all 70,000 (52,500, 7,500, 10,000) once `course data fetch fashion-mnist` has run.
    `per_class` keeps that many images of every class, drawn with `seed`; a larger draw contains
    the smaller. Validation images never depend on `seed` and are never training images, not even
    across sample and full set.

    >>> len(FashionMNIST("train", per_class=10))
    100
    """

    classes: ClassVar[list[str]] = list(CLASSES)

    def __init__(
        self,
        split: str = "train",
        full: bool = False,
        transform: Callable[[Any], Any] | None = None,
        per_class: int | None = None,
        seed: int = 0,
    ) -> None:
        """Take one part into memory; DataError for an unknown part or too many per class."""
        if split not in SPLITS:
            raise DataError(f"There is no split {split!r}: take train, validation or test.")
        self.split = split
        self.transform = transform
        # The folder is an argument only so that another $COURSE_DATA is another cache entry.
        part = _full(str(folder()))[split] if full else _sample()[split]
        self.images, self.labels, self.numbers = _subset(part, per_class, seed)
        self.targets: list[int] = self.labels.tolist()

    @property
    def class_to_idx(self) -> dict[str, int]:
        """Return class name → label."""
        return {name: label for label, name in enumerate(self.classes)}

    def __len__(self) -> int:
        return len(self.targets)

    def __getitem__(self, index: int) -> tuple[Any, int]:
        """Return (image, label)."""
        image: Any = Image.fromarray(self.images[index])
        if self.transform is not None:
            image = self.transform(image)
        return image, self.targets[index]

    def __repr__(self) -> str:
        return f"FashionMNIST({self.split!r}: {len(self):,} images, {len(self.classes)} classes)"


@cache
def _sample() -> dict[str, Part]:
    """Decode the embedded sample once: 4 MB."""
    with np.load(BytesIO(assets.read(assets.IMAGES)), allow_pickle=False) as arrays:
        return {
            split: (
                arrays[f"{split}_images"],
                arrays[f"{split}_labels"],
                arrays[f"{split}_numbers"].astype(np.int64),
            )
            for split in SPLITS
        }


@cache
def _full(_folder: str) -> dict[str, Part]:
    """Read and verify the full set once: 55 MB."""
    if not has_images():
        raise DataError(
            "The full Fashion-MNIST is not on this machine: run `course data fetch fashion-mnist`, "
            "or leave out full=True to use the embedded sample."
        )
    images, labels = idx.split(images_folder(), "train")
    numbers = np.arange(len(labels))
    apart = validation_mask(labels)
    test_images, test_labels = idx.split(images_folder(), "t10k")
    return {
        "train": (images[~apart], labels[~apart], numbers[~apart]),
        "validation": (images[apart], labels[apart], numbers[apart]),
        "test": (test_images, test_labels, np.arange(len(test_labels))),
    }


def _subset(part: Part, per_class: int | None, seed: int) -> Part:
    """Keep `per_class` images of every class, or all of them with None."""
    images, labels, numbers = part
    if per_class is None:
        # Copies: a learner who paints on his images must not change everyone's.
        return images.copy(), labels.copy(), numbers.copy()
    most = int(np.bincount(labels).min())
    if not 1 <= per_class <= most:
        raise DataError(f"per_class must be from 1 to {most} for this split, not {per_class}.")
    kept = draw(labels, numbers, per_class, seed)
    return images[kept], labels[kept], numbers[kept]
