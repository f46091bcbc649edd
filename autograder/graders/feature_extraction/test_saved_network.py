"""What `saved_network` is worth and how it is judged; the labels of hidden images are here."""

from collections.abc import Sequence

import pytest

from autograder.accuracy import judges
from course.checks.judging import Run


@pytest.mark.points(2)
def test_file_fits(runs: Sequence[Run]) -> None:
    """The file is a sound checkpoint of the network that your replace_head builds."""
    judges.file_fits(runs)


@pytest.mark.points(6)
def test_saved_network_is_accurate(runs: Sequence[Run]) -> None:
    """The saved network recognises clothes that it has never seen."""
    judges.saved_network_is_accurate(runs)


@pytest.mark.points(1)
def test_backbone_is_untouched(runs: Sequence[Run]) -> None:
    """The backbone in the file is the pretrained one, bit for bit, statistics included."""
    judges.backbone_is_untouched(runs)


@pytest.mark.points(1)
def test_claim_is_true(runs: Sequence[Run]) -> None:
    """The accuracy that the file claims is the one that it has."""
    judges.claim_is_true(runs)
