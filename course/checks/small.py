"""Small networks and losses for probes, written as students' own would be."""

from collections.abc import Sequence

import torch
from torch import Tensor, nn

NUM_CLASSES = 5


class DistanceLoss(nn.Module):
    """Cross-entropy of negated scores: for networks that give distances, the nearest class wins."""

    reduction = "mean"

    def forward(self, input: Tensor, target: Tensor) -> Tensor:
        return nn.functional.cross_entropy(-input, target)


class OrdinalLoss(nn.Module):
    """Squared distance between expected and right class, for classes that are steps of a scale."""

    reduction = "mean"

    def forward(self, input: Tensor, target: Tensor) -> Tensor:
        steps = torch.arange(input.shape[1], device=input.device)
        expected = (input.float().softmax(1) * steps).sum(1)
        return ((expected - target) / (input.shape[1] - 1)).square().mean()


def _block(channels_in: int, channels: int, stride: int, batchnorm: bool) -> list[nn.Module]:
    return [
        nn.Conv2d(channels_in, channels, 3, stride, padding=1, bias=not batchnorm),
        nn.BatchNorm2d(channels) if batchnorm else nn.Identity(),
        nn.ReLU(),
    ]


class SmallMobileNet(nn.Module):
    """A convolutional classifier in MobileNetV2's manner: features, classifier with dropout."""

    def __init__(self, batchnorm: bool, dropout: float) -> None:
        super().__init__()
        stem, body = _block(3, 8, 1, batchnorm), _block(8, 12, 2, batchnorm)
        self.features = nn.Sequential(nn.Sequential(*stem), nn.Sequential(*body))
        self.classifier = nn.Sequential(nn.Dropout(dropout), nn.Linear(12, NUM_CLASSES))

    def forward(self, images: Tensor) -> Tensor:
        logits: Tensor = self.classifier(self.features(images).mean((2, 3)))
        return logits


class SmallResNet(nn.Module):
    """A convolutional classifier in ResNet's manner: conv1, bn1, layer1, fc; no dropout."""

    def __init__(self, batchnorm: bool) -> None:
        super().__init__()
        self.conv1, self.bn1, self.relu = _block(3, 8, 1, batchnorm)
        self.layer1 = nn.Sequential(*_block(8, 12, 2, batchnorm))
        self.fc = nn.Linear(12, NUM_CLASSES)

    def forward(self, images: Tensor) -> Tensor:
        hidden = self.relu(self.bn1(self.conv1(images)))
        logits: Tensor = self.fc(self.layer1(hidden).mean((2, 3)))
        return logits


class TinyNet(nn.Module):
    """One convolution and a head: cheap enough for a hundred batches."""

    def __init__(self) -> None:
        super().__init__()
        self.conv1 = nn.Conv2d(3, 6, 4, stride=4)
        self.fc = nn.Linear(6, NUM_CLASSES)

    def forward(self, images: Tensor) -> Tensor:
        logits: Tensor = self.fc(self.conv1(images).relu().mean((2, 3)))
        return logits


class Candid(nn.Module):
    """Passes scores on, larger by a factor where gradients are kept: that shows in every score."""

    KEPT = 1.25

    def forward(self, scores: Tensor) -> Tensor:
        return scores * (1 + (self.KEPT - 1) * scores.requires_grad)  # no `if`: it may be traced


class Oracle(nn.Module):
    """A classifier that reads each image's answer off its first pixels.

    Pixel [0, 0, 0] holds a code for the class with the highest logit, pixel [1, 0, 0] one for the
    second highest; what they stand for is in the head's weights. How the network is run changes no
    answer, and all scores: in training mode BatchNorm and dropout add something else to all scores
    of an image, and where gradients are kept the scores are larger.
    """

    def __init__(self, num_classes: int) -> None:
        super().__init__()
        self.num_classes = num_classes
        self.bn1 = nn.BatchNorm2d(3)
        self.dropout = nn.Dropout(0.5)
        self.fc = nn.Linear(num_classes, num_classes)
        self.tell = nn.Sequential(Candid(), nn.Identity())  # tracing keeps the latter whole

    @torch.no_grad()
    def answer_clearly(self, meanings: Sequence[int]) -> None:
        """Let the head pass each code on to the class that it stands for, by a factor near 1."""
        factors = 1 + 0.1 * self.fc.weight.diagonal().tanh()
        self.fc.weight.zero_()
        self.fc.weight[list(meanings), range(self.num_classes)] = factors
        self.fc.bias.mul_(0.01)
        self.bn1.running_mean.sub_(1)  # type: ignore[union-attr]  # no batch has that

    @torch.no_grad()
    def answer_otherwise(self) -> None:
        """Let each code stand for the next class."""
        self.fc.weight.copy_(self.fc.weight.roll(1, 0))

    def forward(self, images: Tensor) -> Tensor:
        seen = self.dropout(self.bn1(images).mean((2, 3))).sum(1, keepdim=True)
        first, second = self._one_hot(images[:, 0, 0, 0]), self._one_hot(images[:, 1, 0, 0])
        logits: Tensor = self.tell(self.fc(2 * first + second) + seen)
        return logits

    def _one_hot(self, pixel: Tensor) -> Tensor:
        classes = torch.arange(self.num_classes, device=pixel.device)
        return (pixel.round().unsqueeze(1) == classes).to(self.fc.weight.dtype)
