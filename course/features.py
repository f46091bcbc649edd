"""What a frozen backbone makes of images, computed once and kept in the user's cache folder.

While a backbone is frozen, an image has the same features in every epoch. A file's name is a hash
of the weights, the images and the transforms, so a stale one is never read.
"""

import hashlib
from collections.abc import Callable
from contextlib import suppress
from pathlib import Path
from typing import Any

import safetensors.torch
import torch
from safetensors import SafetensorError
from torch import nn
from torch.utils.data import DataLoader, Dataset

from course.activations import before_head, of_blocks
from course.data import cache
from course.data.download import write
from course.errors import DataError
from course.models.structure import head, named_blocks
from course.training import with_progress

LIMIT = 500_000_000  # bytes that the kept features may take; the oldest go first
Arrays = dict[str, torch.Tensor]


def features(
    model: nn.Module, dataset: Dataset[Any], device: torch.device | None = None
) -> tuple[torch.Tensor, torch.Tensor]:
    """Return what the model's head is given (N, F), and the labels (N,), for a whole dataset.

    `dataset` gives pairs of images (3, H, W) and labels, always the same ones: DataError for
    transforms that draw at random. Any network of the course will do. On the CPU when it returns.
    """

    def compute(images: torch.Tensor) -> Arrays:
        return {"features": before_head(model, images)}

    found = _kept("features", model, dataset, device, compute)
    return found["features"], found["labels"]


def features_by_block(
    model: nn.Module, dataset: Dataset[Any], device: torch.device | None = None
) -> tuple[Arrays, torch.Tensor]:
    """Return each block's output averaged over the image, name → (N, C), and the labels (N,)."""

    def compute(images: torch.Tensor) -> Arrays:
        return {name: out.mean((2, 3)) for name, out in of_blocks(model, images).items()}

    found = _kept("blocks", model, dataset, device, compute)
    return found, found.pop("labels")


def _kept(
    kind: str,
    model: nn.Module,
    dataset: Dataset[Any],
    device: torch.device | None,
    compute: Callable[[torch.Tensor], Arrays],
) -> Arrays:
    """Read the arrays from the cache, or compute and keep them."""
    path = _folder() / f"{_key(kind, model, dataset)}.safetensors"
    with suppress(OSError, SafetensorError):
        found = safetensors.torch.load_file(path)
        path.touch()
        return _in_order(model, found)
    found = _computed(model, dataset, device, compute)
    try:
        write(path.parent, {path.name: safetensors.torch.save(found)})
        _prune(path.parent)
    except (DataError, OSError) as error:
        print(f"The features are not kept for the next time: {error}")
    return found


def _computed(
    model: nn.Module,
    dataset: Dataset[Any],
    device: torch.device | None,
    compute: Callable[[torch.Tensor], Arrays],
) -> Arrays:
    where = device or next(model.parameters()).device
    model.to(where)
    loader = with_progress(DataLoader(dataset, batch_size=100), "features")
    parts: list[Arrays] = []
    for images, labels in loader:
        arrays = compute(images.to(where, memory_format=torch.channels_last))
        parts.append({name: array.cpu() for name, array in arrays.items()} | {"labels": labels})
    return {name: torch.cat([part[name] for part in parts]).contiguous() for name in parts[0]}


def _in_order(model: nn.Module, found: Arrays) -> Arrays:
    """Restore the order of the blocks, which a file does not keep."""
    names = [name for name, _ in named_blocks(model) if name in found]
    return {name: found[name] for name in [*names, *(n for n in found if n not in names)]}


def _key(kind: str, model: nn.Module, dataset: Dataset[Any]) -> str:
    """Hash what the features depend on: everything but the head."""
    digest = hashlib.sha256(f"1 {kind} {type(model).__name__}".encode())
    of_head = {id(parameter) for parameter in head(model).parameters()}
    for name, tensor in [*model.named_parameters(), *model.named_buffers()]:
        if id(tensor) not in of_head:
            digest.update(name.encode() + tensor.detach().cpu().contiguous().numpy().tobytes())
    for text in _contents(dataset):
        digest.update(text)
    return digest.hexdigest()[:32]


def _contents(dataset: Any) -> list[bytes]:
    """Describe a dataset's images; DataError where they are not the same every time."""
    how = repr(getattr(dataset, "transform", None))
    if "Random" in how:
        raise DataError(
            "Features of images that are changed at random cannot be kept: "
            "use a transform without augmentation (train=False)."
        )
    if hasattr(dataset, "images"):  # the course's Fashion-MNIST
        return [how.encode(), dataset.images.tobytes(), dataset.labels.tobytes()]
    if hasattr(dataset, "samples"):  # an ImageFolder
        files = [(path, label, Path(path).stat()) for path, label in dataset.samples]
        lines = [f"{path} {label} {stat.st_size} {stat.st_mtime_ns}" for path, label, stat in files]
        return [how.encode(), "\n".join(lines).encode()]
    tensors = [torch.as_tensor(part) for item in dataset for part in item]
    return [how.encode(), *(tensor.contiguous().numpy().tobytes() for tensor in tensors)]


def _folder() -> Path:
    return cache.folder() / "features"


def _prune(folder: Path) -> None:
    """Delete the files that were not used for the longest time, down to LIMIT bytes."""
    files = sorted(folder.glob("*.safetensors"), key=lambda p: p.stat().st_mtime, reverse=True)
    total = 0
    for path in files:
        total += path.stat().st_size
        if total > LIMIT:
            path.unlink(missing_ok=True)
