"""A checkpoint is small, exact, whole or absent, and refuses what would mislead."""

from pathlib import Path

import pytest
import torch
from torch import nn

from course.checkpoint import fingerprint, load_checkpoint, read_checkpoint, save_checkpoint
from course.errors import CourseError, ModelError
from course.models import load_backbone

NAME = "model.safetensors"


def classifier(seed: int = 0, num_classes: int = 10) -> nn.Module:
    """Return MobileNetV2 with the embedded weights and a new head."""
    torch.manual_seed(seed)
    model = load_backbone("mobilenet_v2")
    model.set_submodule("classifier.1", nn.Linear(1280, num_classes))
    return model.eval()


def random_network() -> nn.Module:
    torch.manual_seed(5)
    return load_backbone("mobilenet_v2", weights=None).eval()


def same(one: nn.Module, other: nn.Module) -> bool:
    return fingerprint(one.state_dict()) == fingerprint(other.state_dict())


def test_a_trained_head_comes_back_bit_for_bit(tmp_path: Path) -> None:
    model = classifier(seed=1)
    path = save_checkpoint(model, tmp_path / NAME, architecture="mobilenet_v2")
    again = classifier(seed=2)
    assert not same(again, model)
    assert load_checkpoint(again, path) is again
    assert same(again, model)


def test_only_what_differs_from_the_pretrained_weights_is_stored(tmp_path: Path) -> None:
    model = classifier()
    with torch.no_grad():
        model.get_parameter("features.0.1.bias").add_(1)
    path = save_checkpoint(model, tmp_path / NAME, architecture="mobilenet_v2")
    tensors, _ = read_checkpoint(path)
    assert sorted(tensors) == ["classifier.1.bias", "classifier.1.weight", "features.0.1.bias"]
    assert path.stat().st_size < 60_000


def test_a_whole_network_needs_no_pretrained_weights(tmp_path: Path) -> None:
    model = classifier()
    path = save_checkpoint(model, tmp_path / NAME, architecture="mobilenet_v2", changed_only=False)
    fresh = random_network()
    fresh.set_submodule("classifier.1", nn.Linear(1280, 10))
    assert same(load_checkpoint(fresh, path), model)


def test_float16_halves_the_floats_and_leaves_the_counters(tmp_path: Path) -> None:
    path = save_checkpoint(
        classifier(),
        tmp_path / NAME,
        architecture="mobilenet_v2",
        changed_only=False,
        dtype=torch.float16,
    )
    tensors, header = read_checkpoint(path)
    assert header["dtype"] == "float16"
    assert {tensor.dtype for tensor in tensors.values()} == {torch.float16, torch.int64}
    assert path.stat().st_size < 5_000_000
    load_checkpoint(classifier(seed=3), path)


def test_the_header_says_what_was_trained(tmp_path: Path) -> None:
    path = save_checkpoint(
        classifier(), tmp_path / NAME, architecture="mobilenet_v2", epochs=5, accuracy=0.83
    )
    _, header = read_checkpoint(path)
    assert header["architecture"] == "mobilenet_v2"
    assert header["epochs"] == "5"
    assert header["accuracy"] == "0.8300"
    assert header["device"].startswith("cpu")
    assert header["course_version"]
    assert len(header["base_weights"]) == 64


def test_a_compiled_network_is_saved_under_its_own_names(tmp_path: Path) -> None:
    path = save_checkpoint(
        torch.compile(classifier()),  # type: ignore[arg-type]  # wraps; compiles on first call
        tmp_path / NAME,
        architecture="mobilenet_v2",
    )
    assert sorted(read_checkpoint(path)[0]) == ["classifier.1.bias", "classifier.1.weight"]


@pytest.mark.parametrize("value", [float("nan"), float("inf"), float("-inf")])
def test_diverged_training_is_refused_and_the_old_file_kept(tmp_path: Path, value: float) -> None:
    path = save_checkpoint(classifier(), tmp_path / NAME, architecture="mobilenet_v2")
    before = path.read_bytes()
    bad = classifier()
    with torch.no_grad():
        bad.get_parameter("classifier.1.weight")[3, 7] = value
    with pytest.raises(CourseError, match=r"classifier\.1\.weight.*not finite"):
        save_checkpoint(bad, path, architecture="mobilenet_v2")
    assert path.read_bytes() == before
    assert [file.name for file in tmp_path.iterdir()] == [NAME]


def test_values_too_large_for_float16_are_refused(tmp_path: Path) -> None:
    model = classifier()
    with torch.no_grad():
        model.get_parameter("classifier.1.weight")[0, 0] = 1e6
    with pytest.raises(ModelError, match="not finite"):
        save_checkpoint(model, tmp_path / NAME, architecture="mobilenet_v2", dtype=torch.float16)


def test_a_failed_write_leaves_nothing_half_written(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = save_checkpoint(classifier(), tmp_path / NAME, architecture="mobilenet_v2")
    before = path.read_bytes()

    def full_disk(descriptor: int) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr("os.fsync", full_disk)
    with pytest.raises(ModelError, match="No space left"):
        save_checkpoint(classifier(seed=1), path, architecture="mobilenet_v2")
    assert path.read_bytes() == before
    assert [file.name for file in tmp_path.iterdir()] == [NAME]


def test_other_pretrained_weights_are_refused_before_anything_changes(tmp_path: Path) -> None:
    path = save_checkpoint(classifier(), tmp_path / NAME, architecture="mobilenet_v2")
    other = random_network()
    other.set_submodule("classifier.1", nn.Linear(1280, 10))
    before = fingerprint(other.state_dict())
    with pytest.raises(ModelError, match="other pretrained weights"):
        load_checkpoint(other, path)
    assert fingerprint(other.state_dict()) == before


def test_another_number_of_classes_is_refused(tmp_path: Path) -> None:
    path = save_checkpoint(classifier(), tmp_path / NAME, architecture="mobilenet_v2")
    with pytest.raises(ModelError, match=r"classifier\.1\.(bias|weight)"):
        load_checkpoint(classifier(num_classes=7), path)


@pytest.mark.parametrize(
    ("content", "said"),
    [(None, "can't be read"), (b"", "can't be read"), (b"PK\x03\x04 a pickle", "can't be read")],
)
def test_what_is_no_checkpoint_is_named(tmp_path: Path, content: bytes | None, said: str) -> None:
    path = tmp_path / NAME
    if content is not None:
        path.write_bytes(content)
    with pytest.raises(ModelError, match=said):
        read_checkpoint(path)


def test_a_network_that_nobody_knows_is_refused(tmp_path: Path) -> None:
    with pytest.raises(ModelError, match="mobilenet_v9"):
        save_checkpoint(classifier(), tmp_path / NAME, architecture="mobilenet_v9")


def test_the_fingerprint_sees_names_shapes_types_and_values() -> None:
    base = {"a": torch.zeros(2, 3)}
    variants = [
        base,
        {"b": torch.zeros(2, 3)},
        {"a": torch.zeros(3, 2)},
        {"a": torch.zeros(2, 3, dtype=torch.float16)},
        {"a": torch.tensor([[0.0, 0, 0], [0, 0, 1]])},
    ]
    assert len({fingerprint(variant) for variant in variants}) == len(variants)
    assert fingerprint({"a": torch.ones(1), "b": torch.ones(1)}) == fingerprint(
        {"b": torch.ones(1), "a": torch.ones(1)}
    )
