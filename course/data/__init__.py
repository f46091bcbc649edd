"""Fashion-MNIST as TorchVision users expect it: a dataset, transforms, loaders.

>>> train, validation, test = course.data.loaders(batch_size=64, size=64)  # doctest: +SKIP
"""

from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from course.data.dataset import FashionMNIST
    from course.data.images import transforms, unnormalize
    from course.data.loading import loaders

__all__ = [
    "CLASSES",
    "IMAGENET_MEAN",
    "IMAGENET_STD",
    "FashionMNIST",
    "loaders",
    "transforms",
    "unnormalize",
]

# Spelt as TorchVision spells them.
CLASSES = (
    "T-shirt/top",
    "Trouser",
    "Pullover",
    "Dress",
    "Coat",
    "Sandal",
    "Shirt",
    "Sneaker",
    "Bag",
    "Ankle boot",
)
# Per channel, RGB, of images scaled to 0-1: what every TorchVision network was trained with.
IMAGENET_MEAN = (0.485, 0.456, 0.406)
IMAGENET_STD = (0.229, 0.224, 0.225)

# Imported on first use: torch takes seconds, and `course data` must not wait for it.
_HOME = {
    "FashionMNIST": "course.data.dataset",
    "loaders": "course.data.loading",
    "transforms": "course.data.images",
    "unnormalize": "course.data.images",
}


def __getattr__(name: str) -> Any:
    """Import a torch-based name on first use."""
    if name not in _HOME:
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    from importlib import import_module

    value = getattr(import_module(_HOME[name]), name)
    globals()[name] = value
    return value


def __dir__() -> list[str]:
    return sorted(__all__)
