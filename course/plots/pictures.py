"""Pictures: in a grid, and on their way from the file to the network."""

from collections.abc import Sequence
from typing import Any

import numpy as np
import numpy.typing as npt
import torch
from matplotlib.axes import Axes
from PIL import Image
from torchvision.transforms import v2

from course.data import IMAGENET_MEAN, IMAGENET_STD
from course.data.images import transforms, unnormalize
from course.plots.plot import Plot, canvas

Picture = torch.Tensor | Image.Image


def images(
    pictures: Sequence[Picture], captions: Sequence[str], title: str, columns: int = 5
) -> Plot:
    """Show pictures in a grid: PIL images, or tensors (3, H, W) with values from 0 to 1."""
    rows = max(1, -(-len(pictures) // columns))
    figure, grid = canvas(rows, columns, (max(1.7 * columns, 4.0), 1.9 * rows + 0.3))
    cells = np.atleast_1d(grid).ravel() if rows * columns > 1 else [grid]
    for axes in cells:
        axes.set_axis_off()
    for axes, picture, caption in zip(cells, pictures, captions, strict=False):
        show(axes, picture)
        axes.set_title(caption, fontsize=9)
    figure.suptitle(title)
    number = f"{len(pictures)} picture{'' if len(pictures) == 1 else 's'}"
    alt = f"{title}. {number}: {', '.join(_flat(c) for c in captions)}."
    rows_ = [
        (number, _flat(caption), _size(picture))
        for number, (caption, picture) in enumerate(zip(captions, pictures, strict=False), 1)
    ]
    return Plot(figure, alt, ("picture", "caption", "size"), rows_).shown()


def pipeline(image: Image.Image, size: int = 64, augmented: int = 3, seed: int = 0) -> Plot:
    """Show an image raw, resized, normalised, back again, and in a few augmented versions.

    The normalised image has values outside 0 to 1; it is shown as it would look if they were cut
    off, beside the right way: normalisation undone.
    """
    normal = transforms(size)(image)
    steps: list[tuple[str, Picture]] = [("raw", image), ("resized", unnormalize(normal))]
    steps += [("normalised,\ncut off", normal.clamp(0, 1)), ("un-normalised", unnormalize(normal))]
    with torch.random.fork_rng(devices=[]):
        torch.manual_seed(seed)
        chance = transforms(size, train=True)
        steps += [(f"augmented {n + 1}", unnormalize(chance(image))) for n in range(augmented)]
    figure, grid = canvas(1, len(steps), (1.5 * len(steps), 2.2))
    for axes, (name, picture) in zip(grid.ravel(), steps, strict=True):
        axes.set_axis_off()
        show(axes, picture)
        axes.set_title(name, fontsize=9)
    plain = v2.functional.to_image(image)
    rows = [
        ("raw", _size(image), int(plain.min()), int(plain.max())),
        ("resized, 0 to 1", _size(normal), *_range(unnormalize(normal))),
        *(
            (f"normalised, {name}: (x - {mean}) / {std}", f"{size} x {size}", *_range(channel))
            for name, mean, std, channel in zip(
                ("red", "green", "blue"), IMAGENET_MEAN, IMAGENET_STD, normal, strict=True
            )
        ),
    ]
    low, high = _range(normal)
    alt = (
        f"One image on its way to the network: raw, resized to {size} by {size} pixels, normalised "
        f"(values from {low:.2f} to {high:.2f}; cut off at 0 and 1 the dark parts are lost), with "
        f"normalisation undone it looks like the resized one, and {augmented} augmented versions, "
        "shifted or mirrored."
    )
    return Plot(figure, alt, ("step", "size", "lowest", "highest"), rows).shown()


def show(axes: Axes, picture: Picture) -> None:
    """Draw one picture."""
    axes.imshow(pixels(picture), cmap="gray", vmin=0, vmax=_white(picture))


def pixels(picture: Picture) -> npt.NDArray[Any]:
    """Return rows x columns, with a last axis for colour where there is one."""
    if isinstance(picture, Image.Image):
        return np.asarray(picture)
    return picture.detach().cpu().permute(1, 2, 0).numpy()


def _white(picture: Picture) -> int:
    return 255 if isinstance(picture, Image.Image) else 1


def _size(picture: Picture) -> str:
    height, width = pixels(picture).shape[:2]
    return f"{width} x {height}"


def _range(values: torch.Tensor) -> tuple[float, float]:
    return float(values.min()), float(values.max())


def _flat(caption: str) -> str:
    return " ".join(caption.split())
