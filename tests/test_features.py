"""Features kept on disk: right, never stale, and a full disk stops nobody."""

from pathlib import Path

import pytest
import torch
from torch import nn

from course import features as module
from course.data import FashionMNIST, transforms
from course.data.cache import VARIABLE
from course.errors import DataError
from course.features import features, features_by_block
from course.models import head, load_backbone


@pytest.fixture(autouse=True)
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setenv(VARIABLE, str(tmp_path))
    return tmp_path / "features"


@pytest.fixture
def model() -> nn.Module:
    return load_backbone("mobilenet_v2")


def _images(size: int = 32, seed: int = 0) -> FashionMNIST:
    return FashionMNIST("train", transform=transforms(size), per_class=2, seed=seed)


def test_they_are_what_the_head_is_given(model: nn.Module) -> None:
    found, labels = features(model, _images())
    images = torch.stack([image for image, _ in _images()])
    with torch.no_grad():
        expected = model.eval()(images)
        torch.testing.assert_close(head(model)(found), expected, atol=1e-4, rtol=1e-3)
    assert labels.tolist() == _images().targets


def test_the_second_time_nothing_is_computed(
    model: nn.Module, monkeypatch: pytest.MonkeyPatch
) -> None:
    first = features(model, _images())[0], features_by_block(model, _images())[0]
    monkeypatch.setattr(module, "_computed", None)
    assert torch.equal(features(model, _images())[0], first[0])
    again, _ = features_by_block(model, _images())
    assert list(again) == list(first[1]) == [f"features.{n}" for n in range(19)]
    head(model).weight.data += 1  # the head decides nothing
    assert torch.equal(features(model, _images())[0], first[0])


def test_other_weights_images_and_sizes_are_other_features(folder: Path, model: nn.Module) -> None:
    features(model, _images())
    features(model, _images(seed=1))
    features(model, _images(size=64))
    with torch.no_grad():
        next(model.parameters()).add_(0.1)
    features(model, _images())
    assert len(list(folder.iterdir())) == 4


def test_a_damaged_file_is_computed_anew(folder: Path, model: nn.Module) -> None:
    first, _ = features(model, _images())
    (path,) = folder.iterdir()
    path.write_bytes(path.read_bytes()[:1000])
    assert torch.equal(features(model, _images())[0], first)
    assert path.stat().st_size > 1000


def test_images_changed_at_random_are_refused(model: nn.Module) -> None:
    augmented = FashionMNIST("train", transform=transforms(32, train=True), per_class=2)
    with pytest.raises(DataError, match="changed at random cannot be kept: use a transform"):
        features(model, augmented)


def test_a_full_disk_costs_the_next_time_only(
    folder: Path,
    model: nn.Module,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> None:
    def full(*_: object) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr("course.data.download.os.fsync", full)
    found, _ = features(model, _images())
    assert found.shape == (20, 1280)
    assert "not kept for the next time: There is no space left" in capsys.readouterr().out
    assert list(folder.iterdir()) == []


def test_the_oldest_go_when_the_limit_is_reached(
    folder: Path, model: nn.Module, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(module, "LIMIT", 250_000)  # bytes: two files of 20 x 1,280 numbers
    for seed in range(4):
        features(model, _images(seed=seed))
    assert len(list(folder.iterdir())) == 2


def test_the_modes_of_the_model_come_out_as_they_went_in(model: nn.Module) -> None:
    model.train()
    features(model, _images())
    assert all(part.training for part in model.modules())
