"""A learner's own images: one folder a class, as TorchVision's ImageFolder reads them."""

from collections.abc import Sequence
from os import PathLike
from pathlib import Path
from typing import NamedTuple

import numpy as np
from PIL import Image
from torchvision.datasets import ImageFolder
from torchvision.datasets.folder import IMG_EXTENSIONS

from course.data.images import transforms
from course.errors import DataError
from course.prediction import as_rgb, open_image


class OwnImages(NamedTuple):
    """The three parts of a folder of images, and the names of its classes."""

    train: ImageFolder
    validation: ImageFolder
    test: ImageFolder
    classes: list[str]


def own_images(
    folder: str | PathLike[str],
    size: int = 64,
    shares: tuple[float, float] = (0.15, 0.15),
    seed: int = 0,
    augment: bool = False,
) -> OwnImages:
    """Return train, validation and test images from `folder`/CLASS/IMAGE, drawn class by class.

    `shares` go to validation and test. Images may be grey, RGBA or of any size. DataError, naming
    the folder or the file, if there are no images, fewer than two classes, a class with fewer
    than three images, or a file that is no image.
    """
    root = Path(folder)
    found = _samples(root)
    _make_sure_all_open(found.samples)
    parts = _draw(found.targets, shares, seed)
    train, validation, test = (
        _part(root, size, rows, train=augment and not number) for number, rows in enumerate(parts)
    )
    return OwnImages(train, validation, test, list(found.classes))


def _load(path: str) -> Image.Image:
    return as_rgb(open_image(Path(path)))


def _samples(root: Path) -> ImageFolder:
    """List the files; DataError where that is no data set."""
    if not root.is_dir():
        raise DataError(f"There is no folder {root}: give the one that holds a folder a class.")
    folders = sorted(f for f in root.iterdir() if f.is_dir() and not f.name.startswith("."))
    counts = {f.name: len(_images(f)) for f in folders}
    if not sum(counts.values()):
        raise DataError(
            f"There are no images in {root}: put them into one folder a class, "
            f"such as {root / 'cats'} and {root / 'dogs'}."
        )
    if len(counts) < 2:
        raise DataError(
            f"{root} has one class only ({next(iter(counts))}): a classifier needs two or more."
        )
    for name, count in counts.items():
        if count < 3:
            raise DataError(
                f"{root / name} has {count} image{'' if count == 1 else 's'}: training, validation "
                "and test need one each, so give three or more, or remove the folder."
            )
    return ImageFolder(str(root), loader=_load)


def _images(folder: Path) -> list[Path]:
    return [p for p in folder.rglob("*") if p.is_file() and p.name.lower().endswith(IMG_EXTENSIONS)]


def _make_sure_all_open(samples: Sequence[tuple[str, int]]) -> None:
    """Read every file once, before hours of training run into a damaged one."""
    for path, _ in samples:
        open_image(Path(path))


def _draw(labels: Sequence[int], shares: tuple[float, float], seed: int) -> list[list[int]]:
    """Return the rows of train, validation and test: at least one of each class in each."""
    rng = np.random.default_rng(seed)
    parts: list[list[int]] = [[], [], []]
    for label in sorted(set(labels)):
        rows = rng.permutation(np.flatnonzero(np.asarray(labels) == label)).tolist()
        first, second = (max(1, round(share * len(rows))) for share in shares)
        parts[1] += rows[:first]
        parts[2] += rows[first : first + second]
        parts[0] += rows[first + second :]
        if len(rows) <= first + second:
            raise DataError("Nothing is left to train on: make the two shares smaller.")
    return [sorted(rows) for rows in parts]


def _part(root: Path, size: int, rows: Sequence[int], train: bool) -> ImageFolder:
    part = ImageFolder(str(root), transform=transforms(size, train=train), loader=_load)
    part.samples = [part.samples[row] for row in rows]
    part.targets = [label for _, label in part.samples]
    part.imgs = part.samples
    return part
