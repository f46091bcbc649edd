"""Read Fashion-MNIST's own files: the idx format, plain or gzipped, known by SHA-256."""

import gzip
import hashlib
import zlib
from pathlib import Path

import numpy as np
import numpy.typing as npt

from course.errors import DataError

Bytes = npt.NDArray[np.uint8]

# Of the uncompressed content: mirrors and distributions compress the same bytes differently.
SHA256 = {
    "train-images-idx3-ubyte": "c59f468a2f672dc815687fe0f83887768d799fd8a3f3276145d20f83aa44d888",
    "train-labels-idx1-ubyte": "bad3541b69d912435c50bb6ba87bec294ff4f6a2e1246121d8633921760443d9",
    "t10k-images-idx3-ubyte": "5b4141f0afbad91edebe8549f8fcffe087ea10ca49f1dbef5c9a5cd8815ce37b",
    "t10k-labels-idx1-ubyte": "0402a96d92fd2663957122ceb108a494c5af83dab82d92729df917d7dec38c34",
}
DEBIAN_FOLDER = Path("/usr/share/datasets/fashion-mnist")  # package dataset-fashion-mnist


def find(folder: Path, name: str) -> Path | None:
    """Return the file `name` or `name`.gz in a folder, or in TorchVision's layout below it."""
    places = [folder, folder / "FashionMNIST" / "raw"]
    paths = [place / file for place in places for file in (name, f"{name}.gz")]
    return next((path for path in paths if path.is_file()), None)


def content(path: Path, name: str) -> bytes:
    """Return the uncompressed bytes of one of the four files; DataError unless they are genuine."""
    try:
        raw = path.read_bytes()
        # By its first bytes, not its name: an unfinished download is called .part.
        plain = gzip.decompress(raw) if raw.startswith(b"\x1f\x8b") else raw
    except (OSError, EOFError, zlib.error) as error:
        raise DataError(f"{path} cannot be read ({error}); get the file again.") from error
    if hashlib.sha256(plain).hexdigest() != SHA256[name]:
        raise DataError(f"{path} is not Fashion-MNIST's {name}: its SHA-256 differs.")
    return plain


def array(plain: bytes) -> Bytes:
    """Decode idx bytes to uint8, (N,) for labels and (N, 28, 28) for images."""
    dimensions = plain[3]
    shape = np.frombuffer(plain, ">u4", count=dimensions, offset=4).astype(int)
    return np.frombuffer(plain, np.uint8, offset=4 + 4 * dimensions).reshape(tuple(shape))


def split(folder: Path, kind: str) -> tuple[Bytes, Bytes]:
    """Return images (N, 28, 28) and labels (N,) of "train" or "t10k" from a folder, verified."""
    arrays = []
    for name in (f"{kind}-images-idx3-ubyte", f"{kind}-labels-idx1-ubyte"):
        path = find(folder, name)
        if path is None:
            raise DataError(f"There is no {name} (or {name}.gz) in {folder}.")
        arrays.append(array(content(path, name)))
    return arrays[0], arrays[1]
