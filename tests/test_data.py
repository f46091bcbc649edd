"""Datasets, transforms and loaders."""

import subprocess
import sys

import numpy as np
import pytest
import torch
from hypothesis import given
from hypothesis import strategies as st
from PIL import Image

from course import data
from course.data import FashionMNIST, idx, loaders, transforms, unnormalize
from course.data.cache import VARIABLE
from course.data.splits import draw, validation_mask
from course.errors import DataError

MEAN = torch.tensor(data.IMAGENET_MEAN)
STD = torch.tensor(data.IMAGENET_STD)


@pytest.mark.parametrize(("split", "count"), [("train", 3500), ("validation", 500), ("test", 1000)])
def test_a_part_is_what_torchvision_users_expect(split: str, count: int) -> None:
    part = FashionMNIST(split)
    image, label = part[0]
    assert len(part) == len(part.targets) == count
    assert isinstance(image, Image.Image)
    assert (image.mode, image.size, label) == ("L", (28, 28), part.targets[0])
    assert type(label) is int
    assert part.classes[9] == "Ankle boot"
    assert part.class_to_idx["Trouser"] == 1
    assert len(list(part)) == count  # iteration ends


def test_train_and_validation_are_apart() -> None:
    train, validation = FashionMNIST("train"), FashionMNIST("validation", seed=1)
    assert not set(train.numbers) & set(validation.numbers)


def test_classes_are_torchvisions() -> None:
    from torchvision.datasets import FashionMNIST as Original

    assert FashionMNIST.classes == list(data.CLASSES) == Original.classes


@pytest.mark.parametrize("per_class", [1, 7, 350])
def test_n_labels_a_class(per_class: int) -> None:
    part = FashionMNIST("train", per_class=per_class, seed=3)
    assert np.bincount(part.targets).tolist() == [per_class] * 10


def test_draws_are_seeded_and_nested() -> None:
    def numbers(per_class: int, seed: int) -> set[int]:
        return set(FashionMNIST("train", per_class=per_class, seed=seed).numbers.tolist())

    assert numbers(20, 5) == numbers(20, 5)
    assert numbers(20, 5) != numbers(20, 6)
    assert numbers(5, 5) < numbers(20, 5)


@pytest.mark.parametrize("per_class", [0, -1, 51])
def test_too_many_a_class(per_class: int) -> None:
    with pytest.raises(DataError, match="from 1 to 50"):
        FashionMNIST("validation", per_class=per_class)


def test_unknown_split() -> None:
    with pytest.raises(DataError, match="train, validation or test"):
        FashionMNIST("valid")


def test_painting_on_one_dataset_leaves_the_next_alone() -> None:
    first = FashionMNIST("test")
    before = first.images.copy()
    first.images[:] = 0
    assert np.array_equal(FashionMNIST("test").images, before)


@given(seed=st.integers(), per_class=st.integers(1, 12))
def test_draw_is_stratified_whatever_the_seed(seed: int, per_class: int) -> None:
    labels = np.repeat([2, 0, 1], 12)
    numbers = np.arange(100, 136)
    chosen = draw(labels, numbers, per_class, seed)
    assert np.bincount(labels[chosen]).tolist() == [per_class] * 3
    assert (np.diff(chosen) > 0).all()


def test_draw_looks_at_the_number_not_the_position() -> None:
    labels, numbers = np.zeros(50, dtype=np.int64), np.arange(50)
    whole = set(draw(labels, numbers, 10, 0).tolist())
    back = numbers[::-1]
    assert {int(back[i]) for i in draw(labels, back, 10, 0)} == whole


def test_one_eighth_is_for_validation() -> None:
    labels = np.tile(np.arange(10), 80)
    assert np.bincount(labels[validation_mask(labels)]).tolist() == [10] * 10


@pytest.mark.parametrize("value", [0, 128, 255])
def test_constant_images_become_known_numbers(value: int) -> None:
    picture = Image.new("L", (28, 28), value)
    batch = transforms(40)(picture)
    expected = ((value / 255 - MEAN) / STD).view(3, 1, 1).expand(3, 40, 40)
    assert type(batch) is torch.Tensor
    torch.testing.assert_close(batch, expected)


def test_half_white_keeps_its_sides() -> None:
    picture = Image.new("L", (28, 28))
    picture.paste(255, (14, 0, 28, 28))
    shown = unnormalize(transforms(56)(picture))
    torch.testing.assert_close(shown[:, :, :26], torch.zeros(3, 56, 26), atol=1e-6, rtol=0)
    torch.testing.assert_close(shown[:, :, 30:], torch.ones(3, 56, 26), atol=1e-6, rtol=0)


@pytest.mark.parametrize("size", [14, 28, 64])
def test_resize_is_bilinear_and_antialiased(size: int) -> None:
    image, _ = FashionMNIST("test")[0]
    pixels = torch.from_numpy(np.array(image))[None, None].float() / 255
    expected = torch.nn.functional.interpolate(
        pixels, (size, size), mode="bilinear", antialias=True
    )
    shown = unnormalize(transforms(size)(image))
    torch.testing.assert_close(shown, expected[0].expand(3, -1, -1), atol=1e-5, rtol=1e-5)


def test_colour_pictures_keep_their_colours() -> None:
    shown = unnormalize(transforms(8)(Image.new("RGB", (20, 30), (255, 0, 51))))
    torch.testing.assert_close(shown[:, 4, 4], torch.tensor([1.0, 0.0, 0.2]), atol=1e-6, rtol=0)


def test_unnormalize_undoes_a_batch_in_its_own_dtype() -> None:
    images = torch.rand(2, 3, 5, 5, dtype=torch.float64)
    normalised = (images - MEAN.double().view(3, 1, 1)) / STD.double().view(3, 1, 1)
    torch.testing.assert_close(unnormalize(normalised), images)


def test_only_training_augments() -> None:
    image, _ = FashionMNIST("train")[3]
    torch.manual_seed(0)
    still = {transforms(32)(image).numpy().tobytes() for _ in range(8)}
    moved = [transforms(32, train=True)(image) for _ in range(8)]
    assert len(still) == 1
    assert len({picture.numpy().tobytes() for picture in moved}) > 4
    assert {picture.shape for picture in moved} == {(3, 32, 32)}


def test_loaders_give_batches_and_a_ragged_end() -> None:
    train, validation, test = loaders(batch_size=64, size=32, per_class=10)
    sizes = [len(labels) for _, labels in train]
    assert sizes == [64, 36]
    assert (len(validation.dataset), len(test.dataset)) == (500, 1000)
    images, labels = next(iter(validation))
    assert (images.shape, images.dtype) == ((64, 3, 32, 32), torch.float32)
    assert labels.dtype == torch.int64


def test_shuffle_is_seeded_and_differs_between_epochs() -> None:
    def orders(seed: int) -> list[list[int]]:
        train, _, _ = loaders(50, 8, per_class=10, seed=seed)
        return [torch.cat([labels for _, labels in train]).tolist() for _ in range(2)]

    first, second = orders(1)
    assert orders(1) == [first, second]
    assert first != second
    assert sorted(first) == sorted(second)
    assert first != FashionMNIST("train", per_class=10, seed=1).targets


def test_augmentation_can_be_left_out() -> None:
    def batch(augment: bool) -> torch.Tensor:
        torch.manual_seed(0)
        train, _, _ = loaders(100, 16, per_class=10, augment=augment)
        return torch.as_tensor(next(iter(train))[0])

    part = FashionMNIST("train", transform=transforms(16), per_class=10)
    plain = torch.stack([image for image, _ in part])
    torch.testing.assert_close(batch(False).mean(0), plain.mean(0))
    assert not torch.allclose(batch(True).mean(0), plain.mean(0))


def test_full_set_is_asked_for_by_name(
    tmp_path_factory: pytest.TempPathFactory, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv(VARIABLE, str(tmp_path_factory.mktemp("empty")))
    with pytest.raises(DataError, match="course data fetch fashion-mnist"):
        FashionMNIST("train", full=True)


@pytest.mark.skipif(not idx.DEBIAN_FOLDER.is_dir(), reason="dataset-fashion-mnist not installed")
def test_full_set_and_sample_agree(
    tmp_path_factory: pytest.TempPathFactory, monkeypatch: pytest.MonkeyPatch
) -> None:
    raw = tmp_path_factory.mktemp("full") / "FashionMNIST" / "raw"
    raw.parent.mkdir()
    raw.symlink_to(idx.DEBIAN_FOLDER)
    monkeypatch.setenv(VARIABLE, str(raw.parents[1]))
    full = {split: FashionMNIST(split, full=True) for split in ("train", "validation", "test")}
    assert [len(part) for part in full.values()] == [52_500, 7_500, 10_000]
    for split, part in full.items():
        sample = FashionMNIST(split)
        places = np.searchsorted(part.numbers, sample.numbers)
        assert np.array_equal(part.numbers[places], sample.numbers)
        assert np.array_equal(part.images[places], sample.images)
        assert np.array_equal(part.labels[places], sample.labels)


def test_data_package_does_not_import_torch() -> None:
    program = "import sys, course.data, course.data.command; assert 'torch' not in sys.modules"
    subprocess.run([sys.executable, "-c", program], check=True)


def test_unknown_attribute_is_an_attribute_error() -> None:
    with pytest.raises(AttributeError, match="no attribute"):
        data.nothing  # noqa: B018
