"""Which image belongs to which part: a seeded, stratified, nested draw that never changes.

Each image's number in the full set is hashed with a seed; within a class, the images with the
lowest hashes are drawn first. So the draw needs no random generator whose stream may change with
a NumPy release, and a larger draw with the same seed contains the smaller one.
"""

import numpy as np
import numpy.typing as npt

Indices = npt.NDArray[np.int64]

VALIDATION_SHARE = 8  # one training image in eight is kept apart for validation
SPLIT_SEED = 2017  # fixed for everyone: the parts must not depend on a caller's seed


def draw(labels: npt.NDArray[np.integer], numbers: Indices, per_class: int, seed: int) -> Indices:
    """Return positions of `per_class` images of every class, in their original order.

    `labels` (N,) are the classes, `numbers` (N,) the images' places in the full set.
    """
    order = np.argsort(_hash(numbers, seed), kind="stable")
    rank = np.empty(len(labels), dtype=np.int64)
    for label in np.unique(labels):
        mine = order[labels[order] == label]
        rank[mine] = np.arange(len(mine))
    return np.flatnonzero(rank < per_class).astype(np.int64)


def validation_mask(labels: npt.NDArray[np.integer]) -> npt.NDArray[np.bool_]:
    """Mark the images of the full train set (N,) that are kept apart for validation."""
    per_class = int(np.bincount(labels).min()) // VALIDATION_SHARE
    mask = np.zeros(len(labels), dtype=np.bool_)
    mask[draw(labels, np.arange(len(labels)), per_class, SPLIT_SEED)] = True
    return mask


def _hash(numbers: Indices, seed: int) -> npt.NDArray[np.uint64]:
    """Hash each number with the seed (splitmix64, Steele et al. 2014); seed is any integer."""
    step = np.uint64(0x9E3779B97F4A7C15)
    with np.errstate(over="ignore"):
        start = np.array([seed % 2**64], dtype=np.uint64) * np.uint64(0xD1342543DE82EF95)
        x = start + (numbers.astype(np.uint64) + np.uint64(1)) * step
        x = (x ^ (x >> np.uint64(30))) * np.uint64(0xBF58476D1CE4E5B9)
        x = (x ^ (x >> np.uint64(27))) * np.uint64(0x94D049BB133111EB)
        return np.asarray(x ^ (x >> np.uint64(31)), dtype=np.uint64)
