"""Where fetched files live, and what is known of each before it is fetched."""

import hashlib
import os
from dataclasses import dataclass
from pathlib import Path

import platformdirs

from course.data import idx

VARIABLE = "COURSE_DATA"
TORCHVISION = "https://download.pytorch.org/models/"


def folder() -> Path:
    """Return the cache folder: $COURSE_DATA, else the user's cache folder. It may not exist."""
    if override := os.environ.get(VARIABLE):
        return Path(override).expanduser()
    return Path(platformdirs.user_cache_dir("thaw-course", appauthor=False))


def images_folder() -> Path:
    """Return where the full Fashion-MNIST goes: TorchVision's own layout, so it can use it too."""
    return folder() / "FashionMNIST" / "raw"


def has_images() -> bool:
    """Tell whether all four files of the full set are in the cache (not whether intact)."""
    return all(idx.find(images_folder(), name) for name in idx.SHA256)


@dataclass(frozen=True)
class Weights:
    """One of TorchVision's own weight files; its name carries the first 8 digits of its SHA-256."""

    model: str
    file: str
    megabytes: float

    @property
    def url(self) -> str:
        """Return where TorchVision downloads it from."""
        return TORCHVISION + self.file

    @property
    def sha256_prefix(self) -> str:
        """Return the start of the SHA-256, as TorchVision publishes it."""
        return self.file.removesuffix(".pth").rsplit("-", 1)[1]

    @property
    def path(self) -> Path:
        """Return its place in the cache; the file may not be there."""
        return folder() / "weights" / self.file


# TorchVision's `DEFAULT` weights, written out so that listing them need not import torch.
WEIGHTS = {
    entry.model: entry
    for entry in (
        Weights("resnet18", "resnet18-f37072fd.pth", 46.8),
        Weights("efficientnet_b0", "efficientnet_b0_rwightman-7f5810bc.pth", 21.4),
        Weights("densenet121", "densenet121-a639ec97.pth", 32.3),
        Weights("convnext_tiny", "convnext_tiny-983f1562.pth", 114.4),
        Weights("mobilenet_v2", "mobilenet_v2-7ebf99e0.pth", 14.3),
    )
}


def sha256(path: Path) -> str:
    """Return a file's SHA-256 as 64 hexadecimal digits."""
    with path.open("rb") as stream:
        return hashlib.file_digest(stream, "sha256").hexdigest()
