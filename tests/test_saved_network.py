"""Checkpoints that were handed in, honest and not: each has its right outcome and message.

They go through reading, rebuilding and judging in this process; `test_accuracy_grading` sends some
through the jail.
"""

from collections.abc import Iterator
from typing import Any

import pytest
import torch
from torch import Tensor, nn
from torchvision.models import MobileNetV2

from autograder import assets
from autograder.accuracy import judges, measure
from course.models import load_backbone
from tests import accuracy
from tests.accuracy import SAVED, failures, file, functions, honest_head, saved

HEAD = ("classifier.1.weight", "classifier.1.bias")


def found(content: bytes, own: Any = None) -> dict[str, Any]:
    return failures(SAVED, [saved(content, own)])


def whole(dtype: torch.dtype) -> dict[str, Tensor]:
    """The honest network with every tensor of the backbone in it."""
    state = load_backbone("mobilenet_v2").state_dict() | honest_head()
    return {n: t.to(dtype) if t.is_floating_point() else t for n, t in state.items()}


def halves(tensors: dict[str, Tensor]) -> dict[str, Tensor]:
    return {name: tensor.half() for name, tensor in tensors.items()}


def under(prefix: str) -> dict[str, Tensor]:
    return {f"{prefix}{name}": tensor for name, tensor in honest_head().items()}


RIGHT = {
    "the head alone": lambda: file(honest_head()),
    "float16": lambda: file(halves(honest_head()), dtype="float16"),
    "the whole network": lambda: file(whole(torch.float32)),
    "the whole network in float16": lambda: file(whole(torch.float16), dtype="float16"),
    "a compiled network's names": lambda: file(under("_orig_mod.")),
    "DataParallel's names": lambda: file(under("module.")),
}


@pytest.mark.parametrize("name", RIGHT)
def test_right_files_pass_every_check(name: str) -> None:
    run = saved(RIGHT[name]())
    assert not failures(SAVED, [run])
    assert run.seen.route == "cached"
    assert not judges.memorised(run)


def test_a_claim_of_99_percent_with_60_is_found_out() -> None:
    head = dict(honest_head())
    noise = torch.randn(head[HEAD[0]].shape, generator=torch.Generator().manual_seed(0))
    head[HEAD[0]] = head[HEAD[0]] + 0.18 * noise
    run = saved(file(head, accuracy="0.9900"))
    clean = measure.accuracy(run, "clean")
    assert 0.5 < clean < 0.7
    lost = failures(SAVED, [run])
    assert set(lost) == {"saved_network_is_accurate", "claim_is_true"}
    assert "claims an accuracy of 0.990" in str(lost["claim_is_true"])
    assert f"has {clean:.3f}" in str(lost["claim_is_true"])
    assert 0 < lost["saved_network_is_accurate"].credit < 1


def test_an_untrained_head_has_no_credit() -> None:
    torch.manual_seed(5)
    fresh = nn.Linear(1280, 10)
    lost = found(file({HEAD[0]: fresh.weight.detach(), HEAD[1]: fresh.bias.detach()}))
    assert set(lost) == {"saved_network_is_accurate", "claim_is_true"}
    assert lost["saved_network_is_accurate"].credit <= 0.05


@pytest.mark.slow
def test_random_weights_have_no_credit_and_no_frozen_backbone() -> None:
    torch.manual_seed(0)
    state = MobileNetV2(num_classes=10).state_dict()
    lost = found(file(state))
    assert set(lost) == {"saved_network_is_accurate", "backbone_is_untouched", "claim_is_true"}
    assert lost["saved_network_is_accurate"].credit <= 0.05
    assert "tensors of the backbone are not the pretrained ones" in str(
        lost["backbone_is_untouched"]
    )


@pytest.mark.slow
def test_drifted_statistics_are_no_frozen_backbone() -> None:
    name = "features.0.1.running_mean"
    drifted = load_backbone("mobilenet_v2").state_dict()[name] + 1e-6
    run = saved(file(honest_head() | {name: drifted}))
    lost = failures(SAVED, [run])
    assert set(lost) == {"backbone_is_untouched"}
    assert "1 of them are BatchNorm statistics" in str(lost["backbone_is_untouched"])
    assert run.seen.route.startswith("full: the backbone is not bit for bit")


class Wide(nn.Sequential):
    """A head with room enough to know a thousand images by heart."""

    def __init__(self) -> None:
        super().__init__(nn.Linear(1280, 512), nn.ReLU(), nn.Linear(512, 10))


def wide_head(model: nn.Module, num_classes: int) -> nn.Module:
    model.classifier = Wide()
    return model


def test_a_network_trained_on_the_test_images_is_flagged_with_both_numbers() -> None:
    torch.manual_seed(0)
    head = accuracy.by_heart(Wide())
    state = {f"classifier.{name}": tensor.detach() for name, tensor in head.state_dict().items()}
    run = saved(file(state, accuracy="0.95"), functions(replace_head=wide_head))
    assert measure.accuracy(run, "clean") == 1.0
    said = judges.memorised(run)
    assert said.startswith("right on 100.0% of hidden images and on ")
    assert f"{measure.accuracy(run, 'perturbed'):.1%}" in said


class LookUp(nn.Module):
    """Answers known images from a table and asks an untrained network about all others."""

    def __init__(self, model: nn.Module) -> None:
        super().__init__()
        self.inner = model
        images, labels = assets.hidden()
        ready = accuracy.trials.prepared(torch.from_numpy(images), 64)
        pairs = zip(ready, labels, strict=True)
        self.table = {hash(image.numpy().tobytes()): int(label) for image, label in pairs}

    def forward(self, images: Tensor) -> Tensor:
        known = [self.table.get(hash(image.numpy().tobytes())) for image in images]
        logits = self.inner(images)
        for row, label in enumerate(known):
            if label is not None:
                logits[row] = nn.functional.one_hot(torch.tensor(label), 10) * 50.0
        return logits


def test_a_look_up_table_by_image_hash_earns_nothing_and_is_flagged() -> None:
    reference = functions()["replace_head"]
    own = functions(replace_head=lambda model, n: LookUp(reference(model, n)))
    state = {f"inner.{name}": tensor * 0 for name, tensor in honest_head().items()}
    backbone = load_backbone("mobilenet_v2").state_dict()
    state |= {f"inner.{n}": t for n, t in backbone.items() if n.startswith("features.")}
    run = saved(file(state), own)
    assert measure.accuracy(run, "clean") == 1.0
    lost = failures(SAVED, [run])
    assert "saved_network_is_accurate" in lost
    assert lost["saved_network_is_accurate"].credit == 0
    assert "right on 100.0% of hidden images" in judges.memorised(run)


class ByPosition(nn.Module):
    """Recites the labels of the hidden images in the order in which the asset has them."""

    def __init__(self, model: nn.Module) -> None:
        super().__init__()
        self.inner = model
        self.answers: Iterator[int] = iter(assets.hidden()[1].tolist() * 3)

    def forward(self, images: Tensor) -> Tensor:
        labels = torch.tensor([next(self.answers) for _ in images])
        return nn.functional.one_hot(labels, 10).float()


def test_answers_by_position_earn_nothing() -> None:
    reference = functions()["replace_head"]
    own = functions(replace_head=lambda model, n: ByPosition(reference(model, n)))
    backbone = load_backbone("mobilenet_v2").state_dict()
    state = {f"inner.{n}": t for n, t in (backbone | honest_head()).items()}
    state = {n: t for n, t in state.items() if n.startswith("inner.features.") or "1." in n}
    lost = found(file({n: t for n, t in state.items() if "classifier.0" not in n}), own)
    assert lost["saved_network_is_accurate"].credit == 0


def test_another_order_of_the_classes_is_named() -> None:
    order = [1, 2, 3, 4, 5, 6, 7, 8, 9, 0]
    lost = found(file({name: tensor[order] for name, tensor in honest_head().items()}))
    assert "in another order: its logit 0 stands for Trouser" in str(
        lost["saved_network_is_accurate"].feedback
    )
    assert lost["saved_network_is_accurate"].credit == 0


MISFITS = {
    "a head too large": ({HEAD[0]: torch.ones(1000, 1280), HEAD[1]: torch.ones(1000)}, "of shape"),
    "a head of another name": ({"fc.weight": torch.ones(10, 1280)}, "has no such tensor"),
    "half a head": ({HEAD[0]: torch.ones(10, 1280)}, "lacks 'classifier.1.bias'"),
    "whole numbers for weights": (
        {HEAD[0]: torch.ones(10, 1280).long(), HEAD[1]: torch.ones(10)}, "another type",
    ),
}  # fmt: skip


@pytest.mark.parametrize("name", MISFITS)
def test_a_file_that_does_not_fit_fails_every_check_and_says_why(name: str) -> None:
    tensors, said = MISFITS[name]
    lost = found(file(tensors))
    assert set(lost) == set(SAVED)
    assert said in str(lost["file_fits"])


def test_a_thousand_logits_are_not_ten_classes() -> None:
    own = functions(replace_head=lambda model, n: model)
    lost = found(file({HEAD[0]: torch.ones(1000, 1280), HEAD[1]: torch.ones(1000)}), own)
    assert "logits of shape (1000, 1000)" in str(lost["saved_network_is_accurate"])


@pytest.mark.parametrize(
    ("header", "said"),
    [({"architecture": "resnet18"}, "this assignment is about mobilenet_v2"),
     ({"size": "1000000"}, "at one of these")],
)  # fmt: skip
def test_a_header_that_cannot_be_graded_is_refused(header: dict[str, str], said: str) -> None:
    lost = found(file(honest_head(), **header))
    assert said in str(lost["file_fits"])


def test_no_claim_is_said_to_be_missing() -> None:
    lost = found(file(honest_head(), accuracy=""))
    assert set(lost) == {"claim_is_true"}
