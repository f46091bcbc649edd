"""From a picture to what a pretrained network expects, and back for the eye."""

import torch
from torchvision.transforms import v2

from course.data import IMAGENET_MEAN, IMAGENET_STD


def transforms(size: int = 64, train: bool = False) -> v2.Compose:
    """Return the transform that turns a picture into a network's input.

    A PIL image or uint8 tensor (C, H, W), grey or RGB, becomes float32 (3, size, size): bilinear,
    scaled to 0-1, normalised with ImageNet's statistics. `train` adds a random flip and a random
    shift of up to a sixteenth of the size; they draw from torch's global random generator.
    """
    steps = [
        v2.ToImage(),
        v2.ToDtype(torch.float32, scale=True),
        v2.Resize((size, size), v2.InterpolationMode.BILINEAR, antialias=True),
    ]
    if train:
        # Fashion-MNIST's background is black, so black padding looks like a shifted picture.
        steps += [v2.RandomHorizontalFlip(), v2.RandomCrop(size, padding=max(1, size // 16))]
    steps += [v2.RGB(), v2.Normalize(IMAGENET_MEAN, IMAGENET_STD)]
    # Plain tensors: torchvision's Image subclass would follow the batch into the network.
    return v2.Compose([*steps, v2.ToPureTensor()])


def unnormalize(images: torch.Tensor) -> torch.Tensor:
    """Undo ImageNet's normalisation: (..., 3, H, W) float → the same shape, in 0-1, to be shown."""
    mean = images.new_tensor(IMAGENET_MEAN).view(3, 1, 1)
    std = images.new_tensor(IMAGENET_STD).view(3, 1, 1)
    return (images * std + mean).clamp(0, 1)
