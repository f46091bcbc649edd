"""What instructors alone have: images that no learner is given, with their labels.

The labels never leave the grader's own process; the jail sees images only.
"""

import hashlib
import json
from functools import cache
from importlib.resources import files
from io import BytesIO
from typing import Any

import numpy as np
import numpy.typing as npt

from autograder.errors import AutograderError

HIDDEN = "hidden_images.npz"
Bytes = npt.NDArray[np.uint8]


@cache
def hidden() -> tuple[Bytes, Bytes]:
    """Return the hidden images (N, 28, 28) and their labels (N,).

    Raises AutograderError if the file is missing or is not the recorded one.
    """
    try:
        content = (files(__package__) / HIDDEN).read_bytes()
    except OSError as error:
        raise AutograderError(f"The hidden images cannot be read ({error}). {_MEND}") from error
    if hashlib.sha256(content).hexdigest() != manifest()[HIDDEN]["sha256"]:
        raise AutograderError(f"The hidden images are damaged: the SHA-256 is wrong. {_MEND}")
    with np.load(BytesIO(content), allow_pickle=False) as arrays:
        return arrays["images"], arrays["labels"]


def manifest() -> dict[str, dict[str, Any]]:
    """Return file name → size (bytes), sha256, what, source, licence."""
    text = (files(__package__) / "manifest.json").read_text(encoding="utf-8")
    assets: dict[str, dict[str, Any]] = json.loads(text)["assets"]
    return assets


_MEND = "Install the autograder again, or run python -m autograder.assets.build."
