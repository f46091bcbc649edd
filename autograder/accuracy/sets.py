"""Images and their backbone features, computed once per machine and shared by all jobs.

A set is one safetensors file in a folder that the jail shows read-only. Its name is a hash of all
that it depends on. Labels are not in it: they stay in this process.
"""

import hashlib
import os
import random
import threading
from functools import cache
from pathlib import Path

import numpy as np
import numpy.typing as npt
import platformdirs
import safetensors.torch
import torch
import torchvision
from torch import Tensor

from autograder import assets
from autograder.accuracy.perturb import perturbed
from autograder.errors import AutograderError
from autograder.files import write_atomically
from course.assets import WEIGHTS, manifest
from course.checks import networks, tails, trials
from course.data import FashionMNIST

CACHE = "AUTOGRADER_CACHE"
BACKBONE = "mobilenet_v2"
_FORMAT = 2
_AT_ONCE = 50
_one_at_a_time = threading.Lock()
_labels: dict[str, Tensor] = {}


def folder() -> Path:
    """Return the folder of all sets, made at the first need: $AUTOGRADER_CACHE, else the user's."""
    given = os.environ.get(CACHE)
    root = Path(given) if given else platformdirs.user_cache_path("thaw-autograder", False)
    path = root / "sets"
    try:
        path.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        raise AutograderError(
            f"{path} cannot be made ({error.strerror}): name another folder in ${CACHE}."
        ) from error
    return path


def training(size: int, kept: str) -> str:
    """Return the key of the course's training images; `kept` is what the backbone made of them.

    That is "features", "maps" (as `course.checks.tails` has them) or "" for neither.
    """
    return _make(FashionMNIST("train").images, size, kept)


def hidden(seed: str, size: int, kept: str) -> dict[str, str]:
    """Return the keys of the hidden images, clean and perturbed, in an order drawn from `seed`."""
    images, labels = _in_order(seed)
    changed = perturbed(images, np.random.default_rng(_number(f"{seed} perturbed")))
    keys = {
        "clean": _make(images, size, kept),
        "perturbed": _make(changed, size, kept),
    }
    _labels[keys["clean"]] = labels
    return keys


def read(key: str, name: str) -> Tensor:
    """Read one tensor of a set."""
    with safetensors.safe_open(str(folder() / f"{key}.safetensors"), framework="pt") as file:
        tensor: Tensor = file.get_tensor(name)
    return tensor


def labels(key: str) -> Tensor:
    """Return the labels (N,) of a set of hidden images that this process has asked for."""
    return _labels[key]


def _in_order(seed: str) -> tuple[assets.Bytes, Tensor]:
    images, labels = assets.hidden()
    order = list(range(len(images)))
    random.Random(f"{seed} order").shuffle(order)
    return images[order], torch.from_numpy(labels[order].astype(np.int64))


def _number(text: str) -> int:
    return int.from_bytes(hashlib.sha256(text.encode()).digest()[:8], "little")


def _make(images: npt.NDArray[np.uint8], size: int, kept: str) -> str:
    """Write the set of these images if it is not there; return its key."""
    key = _key(images, size, kept)
    path = folder() / f"{key}.safetensors"
    with _one_at_a_time:
        if not _is_whole(path):
            tensors = {"images": torch.from_numpy(np.ascontiguousarray(images))}
            if kept:
                tensors[kept] = _kept(tensors["images"], size, kept)
            digest = _digest(tensors)
            write_atomically(path, safetensors.torch.save(tensors, {"sha256": digest}))
    return key


def _key(images: npt.NDArray[np.uint8], size: int, kept: str) -> str:
    digest = hashlib.sha256(np.ascontiguousarray(images).tobytes())
    if kept:
        weights = manifest()[WEIGHTS]["sha256"]
        versions = f"{torch.__version__} {torchvision.__version__}"
        made = f"{_FORMAT} {kept} {tails.UPPER} {size} {BACKBONE} {weights} {versions}"
        digest.update(made.encode())
    return digest.hexdigest()


@cache
def _is_known(path: Path, changed: int) -> bool:
    with safetensors.safe_open(str(path), framework="pt") as file:
        tensors = {name: file.get_tensor(name) for name in file.keys()}  # noqa: SIM118
        return bool((file.metadata() or {}).get("sha256") == _digest(tensors))


def _is_whole(path: Path) -> bool:
    """Say whether a set is there and holds what was written, read through once a process."""
    try:
        return _is_known(path, path.stat().st_mtime_ns)
    except (OSError, safetensors.SafetensorError):
        return False


def _digest(tensors: dict[str, Tensor]) -> str:
    digest = hashlib.sha256()
    for name, tensor in sorted(tensors.items()):
        digest.update(name.encode() + tensor.contiguous().view(torch.uint8).numpy().tobytes())
    return digest.hexdigest()


@torch.no_grad()
def _kept(images: Tensor, size: int, kept: str) -> Tensor:
    """Run the frozen backbone, or its lower blocks, on images (N, 28, 28); return float32."""
    model = networks.pretrained(BACKBONE, 0).to(memory_format=torch.channels_last)
    run = {"features": tails.features, "maps": tails.maps}[kept]
    parts = []
    for part in torch.split(images, _AT_ONCE):
        ready = trials.prepared(part, size).contiguous(memory_format=torch.channels_last)
        parts.append(run(model, ready).contiguous())
    return torch.cat(parts)
