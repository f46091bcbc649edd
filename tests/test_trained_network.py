"""What the learner's functions make of real images: right work learns, wrong work does not."""

from typing import Any

import pytest
import torch
from torch import nn

from autograder.accuracy import judges, measure
from course.checks.feedback import NotAttempted
from tests import bank
from tests.accuracy import TRAINED, failures, functions, honest_head, mistake, trained


def test_the_reference_learns_and_takes_the_shortcut() -> None:
    runs = trained(functions())
    assert not failures(TRAINED, runs)
    routes = {run.case["kind"]: run.seen.route for run in runs}
    assert {routes[kind] for kind in ("accuracy", "permuted", "random")} == {"cached"}
    assert routes["unseen"] == "full: no features are kept for this network"


@pytest.mark.slow
@pytest.mark.parametrize(("threads", "dtype"), [(1, "bfloat16"), (2, "float32"), (2, "bfloat16")])
def test_threads_and_precision_change_no_outcome(threads: int, dtype: str) -> None:
    torch.set_num_threads(threads)
    try:
        runs = trained(functions(), dtype=dtype)
    finally:
        torch.set_num_threads(1)
    assert not failures(TRAINED, runs)


@pytest.mark.parametrize("slug", ["step_missing", "sign_of_the_loss_flipped", "labels_out_of_step"])
def test_a_loop_that_learns_nothing_has_no_credit(slug: str) -> None:
    lost = failures(TRAINED, trained(mistake("train_one_epoch", slug), "accuracy", "permuted"))
    assert lost["learns_real_images"].credit == 0
    assert "images that it had never seen" in str(lost["learns_real_images"])
    assert "learns_whatever_the_labels_say" in lost


def test_a_loop_that_learns_a_little_has_part_of_the_points() -> None:
    own = mistake("train_one_epoch", "one_step_for_the_whole_epoch")
    lost = failures(TRAINED, trained(own, "accuracy"))
    assert 0.05 < lost["learns_real_images"].credit < 0.9


def test_a_stub_is_not_attempted() -> None:
    def stub(*arguments: Any) -> Any:
        raise NotImplementedError

    lost = failures(TRAINED, trained(functions(replace_head=stub)))
    assert all(isinstance(failure, NotAttempted) for failure in lost.values())
    assert set(lost) == set(TRAINED)


@pytest.mark.parametrize(
    ("slug", "said"),
    [("flag_set_on_modules", "pretrained parameters would train"),
     ("head_frozen_too", "no parameter of the network would train")],
)  # fmt: skip
def test_nothing_is_trained_where_the_wrong_part_is_frozen(slug: str, said: str) -> None:
    runs = trained(mistake("freeze_backbone", slug), "accuracy")
    assert runs[0].seen.route == "none"
    assert said in str(failures(TRAINED, runs)["learns_real_images"])


def smuggled(model: nn.Module, *others: Any) -> float:
    """Load a head that was trained elsewhere, and call that an epoch."""
    last = [layer for layer in model.modules() if isinstance(layer, nn.Linear)][-1]
    if last.in_features == 1280:
        last.load_state_dict({n.rpartition(".")[2]: t for n, t in honest_head().items()})
    return 0.5


def test_a_head_that_was_trained_elsewhere_fails_on_other_labels() -> None:
    runs = trained(functions(train_one_epoch=smuggled), "accuracy", "permuted", "random")
    assert measure.accuracy(runs[0], "clean") > 0.8
    lost = failures(TRAINED, runs)
    assert {"learns_whatever_the_labels_say", "learns_nothing_from_random_labels"} <= set(lost)


@pytest.mark.slow
@pytest.mark.parametrize("slug", ["frozen_batchnorm_left_in_training_mode", "everything_unfrozen"])
def test_a_loop_that_moves_the_backbone_takes_the_full_path(slug: str) -> None:
    (run,) = trained(mistake("train_one_epoch", slug), "accuracy", per_class=20, epochs=1)
    assert run.seen.route == "full: the backbone changed while the loop ran"


def test_batch_statistics_in_frozen_layers_are_told_as_the_reason() -> None:
    loop = bank.solution(bank.ACCEPTED / "train_one_epoch" / "batchnorm_saved_and_restored.py")
    runs = trained(functions(train_one_epoch=loop), "accuracy", per_class=10, epochs=1)
    failure = failures(TRAINED, runs)["learns_real_images"]
    assert runs[0].seen.route == judges._OTHERWISE
    assert "normalises with its batch's own statistics" in failure.feedback.why


@pytest.mark.slow
def test_both_paths_give_the_same_predictions(monkeypatch: pytest.MonkeyPatch) -> None:
    (short,) = trained(functions(), "accuracy", per_class=20, epochs=2)
    monkeypatch.setattr("course.checks.tails.obstacle", lambda model, base: "not today")
    (full,) = trained(functions(), "accuracy", per_class=20, epochs=2)
    assert (short.seen.route, full.seen.route) == ("cached", "full: not today")
    for part in ("clean", "perturbed"):
        same = short.seen.logits[part].argmax(1) == full.seen.logits[part].argmax(1)
        assert float(same.double().mean()) >= 0.995


@pytest.mark.skipif(not torch.cuda.is_available(), reason="there is no CUDA device here")
def test_on_a_gpu_the_gpu_budget_and_threshold_hold() -> None:
    runs = trained(functions(), device="cuda")
    assert runs[0].case["size"] == 128
    assert not failures(TRAINED, runs)
