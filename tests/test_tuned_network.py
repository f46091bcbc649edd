"""What `fine_tune` makes of real images: however it trains it learns; what is wrong does not."""

from collections.abc import Callable
from typing import Any

import pytest
import torch
from torch import nn

from course.checks.fine_tuning import tuned_network
from course.checks.judging import Run
from tests import bank
from tests.accuracy import TRAINED, failures, trained

RIGHT = {path.stem: path for path in bank.accepted("fine_tune")}
SLOWLY = "tiny_rate"  # of all right ones the one that learns least in a few epochs


def tuned(function: Callable[..., Any], *kinds: str, device: str = "cpu") -> list[Run]:
    return trained({"fine_tune": function}, *kinds, unit=tuned_network, device=device)


@pytest.mark.parametrize("function", [bank.reference("fine_tune"), bank.solution(RIGHT[SLOWLY])])
def test_right_work_has_every_point(function: Callable[..., Any]) -> None:
    assert not failures(TRAINED, tuned(function))


@pytest.mark.slow
@pytest.mark.parametrize("stem", sorted(RIGHT))
def test_every_right_way_to_train_has_every_point(stem: str) -> None:
    assert not failures(TRAINED, tuned(bank.solution(RIGHT[stem])))


@pytest.mark.parametrize("slug", ["step_missing", "labels_shuffled", "loss_climbed"])
def test_what_does_not_learn_has_no_credit(slug: str) -> None:
    wrong = bank.solution(bank.MISCONCEPTIONS / "fine_tune" / f"{slug}.py")
    lost = failures(TRAINED, tuned(wrong, "accuracy", "permuted"))
    assert set(lost) == {"learns_real_images", "learns_whatever_the_labels_say"}
    assert lost["learns_real_images"].credit < 0.4


def test_a_network_that_was_trained_elsewhere_fails_on_other_labels() -> None:
    kept: dict[str, Any] = {}

    def smuggling(model: nn.Module, *rest: Any) -> nn.Module:
        if not kept:
            bank.reference("fine_tune")(model, *rest)
            kept.update(model.state_dict())
        elif model.state_dict().keys() == kept.keys():
            model.load_state_dict(kept)
        return model

    lost = failures(TRAINED, tuned(smuggling, "accuracy", "permuted", "random"))
    assert "learns_real_images" not in lost
    assert {"learns_whatever_the_labels_say", "learns_nothing_from_random_labels"} <= set(lost)


def test_what_is_no_network_is_said_so() -> None:
    lost = failures(TRAINED, tuned(lambda *_: "trained", "accuracy"))
    assert "fine_tune returned str" in str(lost["learns_real_images"])


@pytest.mark.skipif(not torch.cuda.is_available(), reason="there is no CUDA device here")
def test_on_a_gpu_the_gpu_budget_and_threshold_hold() -> None:
    runs = tuned(bank.reference("fine_tune"), device="cuda")
    assert runs[0].case["size"] == 96
    assert not failures(TRAINED, runs)
