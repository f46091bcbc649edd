"""A learner's own folder: what can be wrong with it, and what need not worry anyone."""

import io
from collections.abc import Callable
from pathlib import Path

import numpy as np
import pytest
import torch
from PIL import Image

from course.checkpoint import load_checkpoint, save_checkpoint
from course.data.folder import own_images
from course.errors import CourseError, DataError, ModelError
from course.models import load_backbone
from course.prediction import as_rgb, open_image, predict
from course.recipes import new_model, stack


def _fill(root: Path, classes: tuple[str, ...] = ("cats", "dogs"), count: int = 6) -> Path:
    rng = np.random.default_rng(0)
    for name in classes:
        (root / name).mkdir(parents=True)
        for number in range(count):
            pixels = rng.integers(0, 255, (20 + number, 30, 3), dtype=np.uint8)
            Image.fromarray(pixels).save(root / name / f"{number}.png")
    return root


def test_three_parts_that_share_no_image(tmp_path: Path) -> None:
    parts = own_images(_fill(tmp_path, count=10), size=32)
    assert parts.classes == ["cats", "dogs"]
    files = [{path for path, _ in part.samples} for part in parts[:3]]
    assert [len(part) for part in files] == [12, 4, 4]
    assert len(set.union(*files)) == 20
    for part in parts[:3]:
        assert set(part.targets) == {0, 1}
    again = own_images(tmp_path, size=32)
    assert again.test.samples == parts.test.samples
    assert own_images(tmp_path, size=32, seed=1).test.samples != parts.test.samples


@pytest.mark.parametrize("mode", ["L", "RGB", "RGBA", "LA", "P", "CMYK", "1", "I;16"])
def test_every_kind_of_picture_becomes_three_channels(mode: str, tmp_path: Path) -> None:
    grey = Image.fromarray(np.arange(0, 240, 10, dtype=np.uint8).reshape(4, 6))
    if mode == "I;16":
        picture = Image.fromarray(np.asarray(grey).astype(np.uint16) * 256)
    else:
        picture = grey.convert("RGB").convert(mode) if mode in ("P", "CMYK") else grey.convert(mode)
    kind = "tiff" if mode == "CMYK" else "png"
    root = _fill(tmp_path)
    picture.save(root / "cats" / f"odd.{kind}")
    shown = as_rgb(open_image(root / "cats" / f"odd.{kind}"))
    assert shown.mode == "RGB"
    assert shown.size == (6, 4)
    if mode not in ("1", "P"):
        difference = np.abs(np.asarray(shown)[..., 0].astype(int) - np.asarray(grey))
        assert difference.max() <= 1
    images = stack(own_images(root, size=32).train).images
    assert images.shape[1:] == (3, 32, 32)


def test_what_is_transparent_becomes_white() -> None:
    clear = Image.new("RGBA", (2, 2), (255, 0, 0, 0))
    assert as_rgb(clear).getpixel((0, 0)) == (255, 255, 255)


def _nothing(root: Path) -> None:
    root.mkdir()


def _loose(root: Path) -> None:
    _fill(root, ("cats",))
    for path in (root / "cats").iterdir():
        path.rename(root / path.name)
    (root / "cats").rmdir()


def _broken(root: Path) -> None:
    path = _fill(root) / "dogs" / "3.png"
    path.write_bytes(path.read_bytes()[:200])


def _text(root: Path) -> None:
    (_fill(root) / "dogs" / "x.jpg").write_text("not an image")


def _few(root: Path) -> None:
    _fill(root)
    for number in range(1, 6):
        (root / "dogs" / f"{number}.png").unlink()


@pytest.mark.parametrize(
    ("spoil", "said"),
    [
        (lambda root: None, "There is no folder {root}: give the one that holds a folder a class."),
        (_nothing, "There are no images in {root}: put them into one folder a class"),
        (_loose, "There are no images in {root}"),
        (lambda root: _fill(root, ("cats",)), "{root} has one class only (cats)"),
        (_broken, "{root}/dogs/3.png cannot be read as an image: it is damaged or not an image"),
        (_text, "{root}/dogs/x.jpg cannot be read as an image"),
        (_few, "{root}/dogs has 1 image: training, validation and test need one each"),
    ],
)
def test_a_fault_is_one_clear_sentence(
    spoil: Callable[[Path], None], said: str, tmp_path: Path
) -> None:
    root = tmp_path / "pets"
    spoil(root)
    with pytest.raises(DataError) as caught:
        own_images(root)
    message = str(caught.value)
    assert message.startswith(said.format(root=root))
    assert "\n" not in message


def test_an_empty_class_is_named(tmp_path: Path) -> None:
    (_fill(tmp_path) / "birds").mkdir()
    with pytest.raises(DataError, match="birds has 0 images"):
        own_images(tmp_path)


def test_prediction_sums_up_and_is_sorted(tmp_path: Path) -> None:
    root = _fill(tmp_path)
    torch.manual_seed(0)
    model = new_model(num_classes=3).train()
    found = predict(model, root / "cats" / "0.png", ["a", "b", "c"], size=32, k=5)
    assert len(found) == 3
    assert sum(guess.probability for guess in found) == pytest.approx(1, abs=1e-5)
    assert found[0].probability == max(guess.probability for guess in found)
    assert model.training
    assert "<td>" in found._repr_html_()


@pytest.mark.parametrize(
    ("make", "classes", "said"),
    [
        (lambda p: p / "none.png", ["a"] * 3, "There is no file"),
        (lambda p: p / "text.png", ["a"] * 3, "cannot be read as an image"),
        (lambda p: Image.new("L", (4, 4)), ["a"], "The model has 3 classes and 1 names"),
    ],
)
def test_what_cannot_be_predicted(make, classes, said, tmp_path: Path) -> None:
    (tmp_path / "text.png").write_text("no image")
    with pytest.raises(DataError, match=said):
        predict(new_model(num_classes=3), make(tmp_path), classes, size=32)


def test_a_checkpoint_of_another_network_changes_nothing(tmp_path: Path) -> None:
    path = save_checkpoint(new_model(), tmp_path / "mine.safetensors", architecture="mobilenet_v2")
    other = load_backbone("resnet18", weights=None)
    before = {name: tensor.clone() for name, tensor in other.state_dict().items()}
    with pytest.raises(ModelError, match=r"doesn't fit this network"):
        load_checkpoint(other, path)
    assert all(torch.equal(before[name], t) for name, t in other.state_dict().items())


def test_weights_that_were_not_fetched_say_how(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("COURSE_DATA", str(tmp_path))
    with pytest.raises(CourseError, match="run `course data fetch resnet18`"):
        load_backbone("resnet18")


def test_an_image_is_read_whole_and_its_file_closed(tmp_path: Path) -> None:
    buffer = io.BytesIO()
    Image.new("RGB", (8, 8)).save(buffer, format="JPEG")
    path = tmp_path / "a.jpg"
    path.write_bytes(buffer.getvalue())
    picture = open_image(path)
    path.unlink()
    assert picture.size == (8, 8)
