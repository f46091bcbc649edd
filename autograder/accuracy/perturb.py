"""Change images so that they are other images of the same thing.

Each is shifted, mirrored or cropped, and a little noise goes over all of them. A network that has
learned clothes hardly minds; one that knows the published images by heart does.
"""

import numpy as np
import numpy.typing as npt
import torch
from torch.nn.functional import interpolate

Bytes = npt.NDArray[np.uint8]
SIDE, SHIFT, CROP, NOISE = 28, 1, 2, 4.0  # pixels; NOISE is a standard deviation of 255


def perturbed(images: Bytes, rng: np.random.Generator) -> Bytes:
    """Return each image (N, 28, 28) changed in one of three ways, with noise on top."""
    ways = (_shifted, _mirrored, _cropped)
    kinds = rng.integers(len(ways), size=len(images))
    changed = np.stack([ways[kind](image, rng) for kind, image in zip(kinds, images, strict=True)])
    noisy = changed + rng.normal(0.0, NOISE, changed.shape)
    return np.asarray(np.clip(noisy.round(), 0, 255), dtype=np.uint8)


def _shifted(image: Bytes, rng: np.random.Generator) -> Bytes:
    """Move by one pixel in some direction; what comes in is background."""
    steps = [(x, y) for x in (-1, 0, 1) for y in (-1, 0, 1) if x or y]
    across, down = steps[rng.integers(len(steps))]
    framed = np.pad(image, SHIFT)
    return framed[SHIFT + down :, SHIFT + across :][:SIDE, :SIDE]


def _mirrored(image: Bytes, rng: np.random.Generator) -> Bytes:
    return image[:, ::-1]


def _cropped(image: Bytes, rng: np.random.Generator) -> Bytes:
    """Cut up to two pixels off and enlarge the rest."""
    cut = int(rng.integers(1, CROP + 1))
    left, top = rng.integers(0, cut + 1, size=2)
    part = image[top : SIDE - cut + top, left : SIDE - cut + left]
    tensor = torch.from_numpy(part.copy()).float()[None, None]
    grown = interpolate(tensor, size=(SIDE, SIDE), mode="bilinear")[0, 0]
    return np.asarray(grown.round().numpy(), dtype=np.uint8)
