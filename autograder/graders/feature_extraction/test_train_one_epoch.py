"""What `train_one_epoch` is worth and how it is judged; the runs are of hidden cases."""

from collections.abc import Sequence

import pytest

from course.checks.feature_extraction import train_one_epoch as judges
from course.checks.judging import Run


@pytest.mark.points(4)
def test_weights_follow_the_gradients(runs: Sequence[Run]) -> None:
    judges.weights_follow_the_gradients(runs)


@pytest.mark.points(2)
def test_gradients_are_cleared_between_batches(runs: Sequence[Run]) -> None:
    judges.gradients_are_cleared_between_batches(runs)


@pytest.mark.points(2)
def test_one_optimizer_step_a_batch(runs: Sequence[Run]) -> None:
    judges.one_optimizer_step_a_batch(runs)


@pytest.mark.points(1)
def test_uses_the_given_criterion(runs: Sequence[Run]) -> None:
    judges.uses_the_given_criterion(runs)


@pytest.mark.points(2)
def test_returns_the_mean_loss_per_image(runs: Sequence[Run]) -> None:
    judges.returns_the_mean_loss_per_image(runs)


@pytest.mark.points(1)
def test_returns_a_python_float(runs: Sequence[Run]) -> None:
    judges.returns_a_python_float(runs)


@pytest.mark.points(2)
def test_trainable_layers_are_in_training_mode(runs: Sequence[Run]) -> None:
    judges.trainable_layers_are_in_training_mode(runs)


@pytest.mark.points(3)
def test_frozen_batchnorm_comes_out_bit_identical(runs: Sequence[Run]) -> None:
    judges.frozen_batchnorm_comes_out_bit_identical(runs)


@pytest.mark.points(1)
def test_frozen_weights_stay_and_flags_too(runs: Sequence[Run]) -> None:
    judges.frozen_weights_stay_and_flags_too(runs)


@pytest.mark.points(1)
def test_trainable_layers_learn_beside_frozen_ones(runs: Sequence[Run]) -> None:
    judges.trainable_layers_learn_beside_frozen_ones(runs)


@pytest.mark.points(1)
def test_moves_the_batches_to_the_device(runs: Sequence[Run]) -> None:
    judges.moves_the_batches_to_the_device(runs)
