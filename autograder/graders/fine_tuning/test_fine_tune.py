"""What `fine_tune` is worth and how it is judged; the runs are of hidden cases."""

from collections.abc import Sequence

import pytest

from course.checks.fine_tuning import fine_tune as judges
from course.checks.judging import Run


@pytest.mark.points(1)
def test_returns_the_model(runs: Sequence[Run]) -> None:
    judges.returns_the_model(runs)


@pytest.mark.points(3)
def test_model_has_learned(runs: Sequence[Run]) -> None:
    judges.model_has_learned(runs)


@pytest.mark.points(3)
def test_returns_the_epoch_with_the_best_validation_accuracy(runs: Sequence[Run]) -> None:
    judges.returns_the_epoch_with_the_best_validation_accuracy(runs)


@pytest.mark.points(2)
def test_trains_for_the_given_number_of_epochs(runs: Sequence[Run]) -> None:
    judges.trains_for_the_given_number_of_epochs(runs)


@pytest.mark.points(1)
def test_starts_from_the_given_weights(runs: Sequence[Run]) -> None:
    judges.starts_from_the_given_weights(runs)


@pytest.mark.points(2)
def test_trains_in_training_mode(runs: Sequence[Run]) -> None:
    judges.trains_in_training_mode(runs)


@pytest.mark.points(1)
def test_measures_in_evaluation_mode(runs: Sequence[Run]) -> None:
    judges.measures_in_evaluation_mode(runs)


@pytest.mark.points(2)
def test_never_learns_from_validation_images(runs: Sequence[Run]) -> None:
    judges.never_learns_from_validation_images(runs)


@pytest.mark.points(1)
def test_gradients_are_cleared(runs: Sequence[Run]) -> None:
    judges.gradients_are_cleared(runs)


@pytest.mark.points(1)
def test_frozen_batchnorm_comes_out_bit_identical(runs: Sequence[Run]) -> None:
    judges.frozen_batchnorm_comes_out_bit_identical(runs)


@pytest.mark.points(1)
def test_frozen_weights_stay(runs: Sequence[Run]) -> None:
    judges.frozen_weights_stay(runs)


@pytest.mark.points(1)
def test_everything_trainable_is_trained(runs: Sequence[Run]) -> None:
    judges.everything_trainable_is_trained(runs)


@pytest.mark.points(1)
def test_moves_the_batches_to_the_device(runs: Sequence[Run]) -> None:
    judges.moves_the_batches_to_the_device(runs)
