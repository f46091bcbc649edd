"""What `tuned_network` is worth and how it is judged; the labels of hidden images are here."""

from collections.abc import Sequence

import pytest

from autograder.accuracy import judges
from course.checks.judging import Run


@pytest.mark.points(6)
def test_learns_real_images(runs: Sequence[Run]) -> None:
    """Fine-tuned by your function, a pretrained network recognises clothes it has never seen."""
    judges.learns_real_images(runs)


@pytest.mark.points(2)
def test_learns_whatever_the_labels_say(runs: Sequence[Run]) -> None:
    """It learns just as well when the classes have other numbers."""
    judges.learns_whatever_the_labels_say(runs)


@pytest.mark.points(1)
def test_learns_nothing_from_random_labels(runs: Sequence[Run]) -> None:
    """From labels that mean nothing it learns nothing about unseen images."""
    judges.learns_nothing_from_random_labels(runs)


@pytest.mark.points(1)
def test_learns_on_an_unseen_network(runs: Sequence[Run]) -> None:
    """The same function trains a network that the assignment does not name."""
    judges.learns_on_an_unseen_network(runs)
