"""The embedded assets: what they are, where they come from, how they are made."""

import io
import shutil
from pathlib import Path

import numpy as np
import pytest
import safetensors.torch
import torch
from torchvision.models import mobilenet_v2

from course import assets
from course.assets import build
from course.data import idx
from course.errors import DataError

ROOT = Path(__file__).parents[1]
FOLDER = Path(assets.__file__).parent
NAMES = (assets.WEIGHTS, assets.IMAGES)


@pytest.mark.parametrize("name", NAMES)
def test_manifest_describes_the_file(name: str) -> None:
    entry = assets.manifest()[name]
    assert len(assets.read(name)) == entry["size"]  # `read` has compared the SHA-256
    assert entry["licence"].startswith("MIT")
    assert all(len(source["sha256"]) == 64 for source in entry["sources"])


def test_nothing_else_is_embedded_and_all_is_small() -> None:
    binary = {path.name for path in FOLDER.iterdir() if path.suffix in {".safetensors", ".npz"}}
    assert binary == set(assets.manifest()) == set(NAMES)
    assert sum(entry["size"] for entry in assets.manifest().values()) < 8e6


def test_notice_carries_every_digest() -> None:
    notice = (ROOT / "NOTICE").read_text(encoding="utf-8")
    for entry in assets.manifest().values():
        assert entry["sha256"] in notice
        assert all(source["sha256"] in notice for source in entry["sources"])


def test_damage_is_noticed(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    assets.manifest()
    content = bytearray(assets.read(assets.WEIGHTS))
    content[-1] ^= 1
    (tmp_path / assets.WEIGHTS).write_bytes(content)
    monkeypatch.setattr(assets, "files", lambda _package: tmp_path)
    with pytest.raises(DataError, match=r"damaged.*Reinstall"):
        assets.read(assets.WEIGHTS)
    assert not assets.is_intact(assets.IMAGES)  # missing


def test_weights_are_torchvisions_features_key_for_key() -> None:
    stored = safetensors.torch.load(assets.read(assets.WEIGHTS))
    own = {k: v for k, v in mobilenet_v2().state_dict().items() if k.startswith("features.")}
    assert {k: v.shape for k, v in stored.items()} == {k: v.shape for k, v in own.items()}
    assert len(stored) == 312
    assert all(tensor.isfinite().all() for tensor in stored.values())
    big = {t.dtype for t in stored.values() if t.numel() >= build.BIG}
    small = {t.dtype for t in stored.values() if t.dim() and t.numel() < build.BIG}
    assert (big, small) == ({torch.float16}, {torch.float32})


def test_rounding_keeps_what_the_network_computes() -> None:
    """Build from a float32 checkpoint with other names; compare the outputs."""
    torch.manual_seed(0)
    network = mobilenet_v2().eval()
    state = {f"t{i}": t for i, t in enumerate(network.features.state_dict().values())}
    checkpoint = io.BytesIO()
    torch.save(state, checkpoint)
    built = build.weights(checkpoint.getvalue())
    assert built == build.weights(checkpoint.getvalue())
    copy = mobilenet_v2().eval()
    copy.load_state_dict(safetensors.torch.load(built), strict=False)
    picture = torch.randn(2, 3, 64, 64)
    with torch.no_grad():
        before, after = network.features(picture), copy.features(picture)
    assert before.std() > 0
    assert (before - after).norm() / before.norm() < 2e-3


def test_another_network_is_refused() -> None:
    checkpoint = io.BytesIO()
    torch.save({"weight": torch.zeros(3)}, checkpoint)
    with pytest.raises(DataError, match="not those of torchvision"):
        build.weights(checkpoint.getvalue())


@pytest.mark.parametrize(
    ("name", "content"), [("w.whl", b"no zip"), ("w.pt", b"other weights"), ("absent.pt", None)]
)
def test_a_wrong_source_is_one_clear_line(
    name: str, content: bytes | None, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    path = tmp_path / name
    if content is not None:
        path.write_bytes(content)
    out = tmp_path / "out"
    assert build.main(["--mobilenet", str(path), "--out", str(out)]) == 1
    assert capsys.readouterr().err.count("\n") == 1
    assert not out.exists()


def test_sample_is_stratified() -> None:
    with np.load(io.BytesIO(assets.read(assets.IMAGES))) as arrays:
        for split, per_class in build.PER_CLASS.items():
            assert arrays[f"{split}_images"].shape == (10 * per_class, 28, 28)
            assert np.bincount(arrays[f"{split}_labels"]).tolist() == [per_class] * 10


@pytest.mark.skipif(not idx.DEBIAN_FOLDER.is_dir(), reason="dataset-fashion-mnist not installed")
def test_sample_can_be_made_again(tmp_path: Path) -> None:
    shutil.copytree(idx.DEBIAN_FOLDER, tmp_path / "copy")
    built = build.images(tmp_path / "copy")
    assert built == build.images(idx.DEBIAN_FOLDER)
    # Arrays, not bytes: another zlib may compress the same pixels differently.
    with np.load(io.BytesIO(built)) as new, np.load(io.BytesIO(assets.read(assets.IMAGES))) as old:
        assert set(new) == set(old)
        assert all(np.array_equal(new[name], old[name]) for name in old)
