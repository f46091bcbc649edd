"""Answers for new images: the most probable classes, with their probabilities."""

from collections.abc import Sequence
from html import escape
from os import PathLike
from pathlib import Path
from typing import Any, NamedTuple

import torch
from PIL import Image, UnidentifiedImageError
from torch import nn

from course.activations import evaluating
from course.data.images import transforms
from course.errors import DataError


class Guess(NamedTuple):
    """One class and the probability that the model gives it."""

    label: str
    probability: float


class Guesses(list[Guess]):
    """The most probable classes, best first; a notebook shows them as a table."""

    def _repr_html_(self) -> str:
        rows = "".join(
            f"<tr><td>{escape(g.label)}</td><td>{g.probability:.1%}</td></tr>" for g in self
        )
        head = '<th scope="col">class</th><th scope="col">probability</th>'
        return f"<table><thead><tr>{head}</tr></thead><tbody>{rows}</tbody></table>"

    def __str__(self) -> str:
        return "\n".join(f"{g.probability:6.1%}  {g.label}" for g in self)

    __repr__ = __str__


def predict(
    model: nn.Module,
    image: str | PathLike[str] | Image.Image,
    classes: Sequence[str],
    size: int = 64,
    k: int = 5,
) -> Guesses:
    """Return the `k` most probable classes of an image: a PIL image, or the path of a file.

    Grey, RGBA and palette images of any size are fine. DataError if it is not an image.
    """
    picture = image if isinstance(image, Image.Image) else open_image(Path(image))
    batch = transforms(size)(as_rgb(picture)).unsqueeze(0)
    device = next(model.parameters()).device
    with evaluating(model), torch.no_grad():
        scores: Any = model(batch.to(device))[0].softmax(dim=0).cpu()
    if len(scores) != len(classes):
        raise DataError(
            f"The model has {len(scores)} classes and {len(classes)} names were given: "
            "give the names that it was trained with, in the same order."
        )
    best = scores.topk(min(k, len(classes)))
    return Guesses(
        Guess(classes[index], probability)
        for probability, index in zip(best.values.tolist(), best.indices.tolist(), strict=True)
    )


def open_image(path: Path) -> Image.Image:
    """Read an image file whole; DataError if it is none, is damaged or is not there."""
    try:
        with Image.open(path) as picture:
            picture.load()
            return picture.copy()
    except FileNotFoundError:
        raise DataError(f"There is no file {path}.") from None
    except (OSError, UnidentifiedImageError, SyntaxError, Image.DecompressionBombError) as error:
        reason = "it is damaged or not an image"
        raise DataError(f"{path} cannot be read as an image: {reason}; remove it.") from error


def as_rgb(picture: Image.Image) -> Image.Image:
    """Return an RGB copy of a picture in any mode; what is transparent becomes white."""
    if picture.mode in ("RGBA", "LA", "PA") or "transparency" in picture.info:
        layered = picture.convert("RGBA")
        ground = Image.new("RGBA", layered.size, "white")
        return Image.alpha_composite(ground, layered).convert("RGB")
    if picture.mode.startswith("I;16"):  # 16 bits: PIL alone would cut the values off
        return picture.point(lambda value: value / 256).convert("L").convert("RGB")
    return picture.convert("RGB")
