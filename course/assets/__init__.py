"""The embedded assets: pretrained weights and a sample of images, checked as they are read.

`manifest.json` records each file's size, SHA-256, sources and licence; `build.py` makes them all.
No torch here: the bytes are handed to whoever decodes them.
"""

import hashlib
import json
from functools import cache
from importlib.resources import files
from typing import Any

from course.errors import DataError

WEIGHTS = "mobilenet_v2.safetensors"
IMAGES = "fashion_mnist.npz"


@cache
def manifest() -> dict[str, dict[str, Any]]:
    """Return file name → size (bytes), sha256, what, sources, licence."""
    text = (files(__package__) / "manifest.json").read_text(encoding="utf-8")
    assets: dict[str, dict[str, Any]] = json.loads(text)["assets"]
    return assets


def is_intact(name: str) -> bool:
    """Tell whether the embedded file is there and has the recorded SHA-256."""
    try:
        read(name)
    except DataError:
        return False
    return True


def read(name: str) -> bytes:
    """Return an embedded file's bytes; DataError where it is missing or damaged."""
    try:
        content = (files(__package__) / name).read_bytes()
    except OSError as error:
        raise DataError(f"The embedded file {name} cannot be read ({error}). {_MEND}") from error
    if hashlib.sha256(content).hexdigest() != manifest()[name]["sha256"]:
        raise DataError(f"The embedded file {name} is damaged: its SHA-256 is wrong. {_MEND}")
    return content


_MEND = "Reinstall the course: pip install --force-reinstall --no-deps thaw-course."
