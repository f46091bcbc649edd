"""The end of a network is run by itself only where that gives the logits of the whole network."""

from collections.abc import Callable

import pytest
import torch
from torch import Tensor, nn

from course.checks import endings, networks, outputs

IMAGES = networks.images(2, 32, seed=5)


class Net(nn.Module):
    """A backbone that counts its passes, a head, and what comes after it."""

    def __init__(self, head: nn.Module, after: Callable[[Tensor], Tensor]) -> None:
        super().__init__()
        self.body = nn.Sequential(nn.Conv2d(3, 8, 3, 2), nn.AdaptiveAvgPool2d(1), nn.Flatten())
        self.head, self.after, self.passes = head, after, 0

    def forward(self, images: Tensor) -> Tensor:
        self.passes += 1
        return self.after(self.head(self.body(images)))


def new(model: nn.Module) -> endings.New:
    return [(n, p) for n, p in model.named_parameters() if n.startswith(("head", "1"))]


def again_with_other_weights(model: nn.Module) -> tuple[Tensor, Tensor]:
    """Return the logits with other weights as they are had again, and of the whole network."""
    _, again = endings.logits_and_again(model, IMAGES, new(model))
    with torch.no_grad():
        outputs.overwrite([parameter for _, parameter in new(model)], seed=3)
        return again(), outputs.logits(model, IMAGES)


HEADS: dict[str, Callable[[], nn.Module]] = {
    "linear": lambda: nn.Linear(8, 21),
    "two layers": lambda: nn.Sequential(nn.Linear(8, 6), nn.ReLU(), nn.Linear(6, 21)),
    "in place": lambda: nn.Sequential(nn.ReLU(inplace=True), nn.Linear(8, 21)),
    "dropout": lambda: nn.Sequential(nn.Dropout(0.5), nn.Linear(8, 21), nn.Dropout(0.5)),
}


@pytest.mark.parametrize("head", HEADS.values(), ids=HEADS)
def test_a_head_is_run_without_the_backbone(head: Callable[[], nn.Module]) -> None:
    model = Net(head(), lambda scores: scores)
    own, whole = again_with_other_weights(model)
    assert torch.equal(own, whole)
    assert model.passes == 2, "one pass to look, one of this test"


AFTER: dict[str, Callable[[Tensor], Tensor]] = {
    "softmax": lambda scores: scores.softmax(1),
    "relu": lambda scores: scores.relu(),
    "relu in place": lambda scores: scores.relu_(),
    "tanh in place": lambda scores: scores.tanh_(),
    "a part": lambda scores: scores[:, :20],
    "another order": lambda scores: scores.flip(1),
}


@pytest.mark.parametrize("after", AFTER.values(), ids=AFTER)
def test_what_comes_after_the_head_is_run_as_well(after: Callable[[Tensor], Tensor]) -> None:
    model = Net(nn.Linear(8, 21), after)
    own, whole = again_with_other_weights(model)
    assert torch.equal(own, whole)
    assert model.passes == 3


class Twice(Net):
    """Calls its head twice, and uses both."""

    def forward(self, images: Tensor) -> Tensor:
        self.passes += 1
        features = self.body(images)
        self.head(features + 1)
        return self.head(features)


def test_a_head_that_is_called_twice_is_run_with_the_backbone() -> None:
    model = Twice(nn.Linear(8, 21), lambda scores: scores)
    own, whole = again_with_other_weights(model)
    assert torch.equal(own, whole)
    assert model.passes == 3


@pytest.mark.parametrize("architecture", ["mobilenet_v2", "resnet18"])
def test_real_networks_give_the_same_logits(architecture: str) -> None:
    model = networks.pretrained(architecture, 4)
    networks.set_head(model, 21, 4)
    named = dict(model.named_parameters())
    parts = [(n, named[n]) for n in list(named)[-2:]]
    _, again = endings.logits_and_again(model, IMAGES, parts)
    with torch.no_grad():
        outputs.overwrite([parameter for _, parameter in parts], seed=3)
        assert torch.equal(again(), outputs.logits(model, IMAGES))


def test_without_new_weights_or_with_all_of_them_new_the_whole_network_is_run() -> None:
    model = Net(nn.Linear(8, 21), lambda scores: scores)
    for parts in ([], list(model.named_parameters())):
        logits, again = endings.logits_and_again(model, IMAGES, parts)
        with torch.no_grad():
            assert torch.equal(logits, again())
    assert model.passes == 4


def test_no_hook_stays() -> None:
    model = Net(nn.Linear(8, 21), lambda scores: scores)
    endings.logits_and_again(model, IMAGES, new(model))
    assert not model.head._forward_hooks and not model.head._forward_pre_hooks


@pytest.mark.filterwarnings("ignore::FutureWarning")
def test_a_scripted_network_is_run_whole() -> None:
    model = torch.jit.script(nn.Sequential(nn.Flatten(), nn.Linear(3 * 32 * 32, 21)))
    own, whole = again_with_other_weights(model)
    assert torch.equal(own, whole)
