"""Backbones, heads, blocks and the layer table, over TorchVision's classifiers."""

import pickle
import re
from pathlib import Path
from typing import Any

import pytest
import safetensors.torch
import torch
from torch import nn
from torchvision import models

from course.data import FashionMNIST, transforms
from course.data.cache import VARIABLE, WEIGHTS
from course.errors import ModelError
from course.models import blocks, head, layer_table, load_backbone
from course.models.structure import named_blocks

# Architecture → blocks; one or two of every family that TorchVision has.
COUNTS = {
    "alexnet": 7,
    "convnext_tiny": 8,
    "densenet121": 5,
    "densenet169": 5,
    "efficientnet_b0": 9,
    "efficientnet_v2_s": 8,
    "googlenet": 14,
    "inception_v3": 17,
    "maxvit_t": 6,
    "mnasnet1_0": 10,
    "mobilenet_v2": 19,
    "mobilenet_v3_large": 18,
    "mobilenet_v3_small": 14,
    "regnet_x_400mf": 5,
    "regnet_y_400mf": 5,
    "resnet18": 5,
    "resnet50": 5,
    "resnext50_32x4d": 5,
    "shufflenet_v2_x1_0": 5,
    "squeezenet1_1": 9,
    "swin_t": 8,
    "swin_v2_t": 8,
    "vgg11": 10,
    "vgg16_bn": 15,
    "vit_b_16": 13,
    "wide_resnet50_2": 5,
}
SLOT = {  # where the last layer sits
    "alexnet": "classifier.6",
    "convnext_tiny": "classifier.2",
    "densenet121": "classifier",
    "efficientnet_b0": "classifier.1",
    "googlenet": "fc",
    "inception_v3": "fc",
    "maxvit_t": "classifier.5",
    "mnasnet1_0": "classifier.1",
    "mobilenet_v2": "classifier.1",
    "mobilenet_v3_small": "classifier.3",
    "regnet_y_400mf": "fc",
    "resnet18": "fc",
    "shufflenet_v2_x1_0": "fc",
    "squeezenet1_1": "classifier.1",
    "swin_t": "head",
    "vgg11": "classifier.6",
    "vit_b_16": "heads.head",
}


def build(name: str, **options: Any) -> nn.Module:
    """Build a TorchVision classifier without memory for its weights."""
    if name in ("googlenet", "inception_v3"):
        options["init_weights"] = False
    # A RegNet computes its own widths with tensors, which the meta device cannot.
    with torch.device("cpu" if name.startswith("regnet") else "meta"):
        model: nn.Module = models.get_model(name, weights=None, **options)
    return model


def put(model: nn.Module, path: str, new: nn.Module) -> nn.Module:
    """Replace the module at a dotted path."""
    parent, _, last = path.rpartition(".")
    setattr(model.get_submodule(parent), last, new)
    return model


def assert_covers(model: nn.Module) -> None:
    """Every parameter is in exactly one block or in the head."""
    parts = [*blocks(model), head(model)]
    held = [id(parameter) for part in parts for parameter in part.parameters()]
    assert sorted(held) == sorted(id(parameter) for parameter in model.parameters())


# -- head and blocks


@pytest.mark.parametrize("name", COUNTS)
def test_blocks_and_head_hold_every_parameter_once(name: str) -> None:
    model = build(name)
    assert_covers(model)
    assert len(blocks(model)) == COUNTS[name]
    assert head(model) not in blocks(model)


@pytest.mark.parametrize("name", SLOT)
def test_head_is_the_last_layer(name: str) -> None:
    model = build(name, num_classes=7)
    layer = head(model)
    assert layer is model.get_submodule(SLOT[name])
    assert 7 in (getattr(layer, "out_features", 0), getattr(layer, "out_channels", 0))


@pytest.mark.parametrize("name", SLOT)
@pytest.mark.parametrize(
    "new",
    [
        nn.Linear(8, 3),
        nn.Sequential(nn.Linear(8, 4), nn.ReLU(), nn.Linear(4, 3)),
        nn.Conv2d(8, 3, 1),
    ],
    ids=["linear", "mlp", "conv"],
)
def test_head_is_whatever_was_put_in_its_place(name: str, new: nn.Module) -> None:
    model = put(build(name), SLOT[name], new)
    assert head(model) is new
    assert_covers(model)


@pytest.mark.parametrize("name", ["mobilenet_v2", "vgg11", "convnext_tiny", "squeezenet1_1"])
def test_rebuilt_classifier_is_the_head_as_a_whole(name: str) -> None:
    model = build(name)
    new = nn.Sequential(nn.Flatten(), nn.Linear(8, 4), nn.ReLU(), nn.Linear(4, 3))
    model.classifier = new
    assert head(model) is new
    assert_covers(model)


class Wrapper(nn.Module):
    """A class of someone's own, with a headless backbone."""

    def __init__(self, backbone: nn.Module, new: nn.Module) -> None:
        super().__init__()
        self.net = backbone
        self.new = new


@pytest.mark.parametrize("name", ["resnet18", "mobilenet_v2", "vit_b_16", "convnext_tiny"])
def test_wrapped_around_a_headless_backbone(name: str) -> None:
    bare = put(build(name), SLOT[name], nn.Identity())
    for model in (Wrapper(bare, nn.Linear(8, 3)), nn.Sequential(bare, nn.Linear(8, 3))):
        assert head(model) is list(model.children())[1]
        assert_covers(model)
        assert len(blocks(model)) == COUNTS[name]


@pytest.mark.parametrize("name", ["resnet18", "densenet121", "swin_t"])
def test_wrapped_whole(name: str) -> None:
    model = build(name)
    for wrapped in (
        nn.Sequential(nn.Upsample(64), model),
        nn.ModuleDict({"model": model}),
        torch.compile(model),
    ):
        assert head(wrapped) is model.get_submodule(SLOT[name])
        assert_covers(wrapped)
        assert len(blocks(wrapped)) == COUNTS[name]


def test_any_other_network_has_blocks_too() -> None:
    model = nn.Sequential(
        nn.Conv2d(1, 4, 3), nn.BatchNorm2d(4), nn.ReLU(), nn.Conv2d(4, 4, 3), nn.Linear(4, 2)
    )
    assert head(model) is model[4]
    assert [name for name, _ in named_blocks(model)] == ["0 + 1", "3"]
    assert_covers(model)


@pytest.mark.parametrize("name", ["resnet18", "densenet121", "squeezenet1_1", "mobilenet_v2"])
def test_no_head_is_one_clear_error(name: str) -> None:
    with pytest.raises(ModelError, match="No final classification layer"):
        head(put(build(name), SLOT[name], nn.Identity()))


@pytest.mark.parametrize(
    ("name", "first", "last"),
    [
        ("resnet18", "conv1 + bn1", "layer4"),
        ("densenet121", "features.conv0 + features.norm0", "features.denseblock4 + features.norm5"),
        ("convnext_tiny", "features.0", "features.7 + classifier.0"),
        ("mobilenet_v2", "features.0", "features.18"),
        ("efficientnet_b0", "features.0", "features.8"),
        ("swin_t", "features.0", "features.7 + norm"),
        (
            "vit_b_16",
            "class_token + conv_proj + encoder.pos_embedding",
            "encoder.layers.encoder_layer_11 + encoder.ln",
        ),
        ("regnet_y_400mf", "stem", "trunk_output.block4"),
        ("inception_v3", "Conv2d_1a_3x3", "Mixed_7c"),
        ("googlenet", "conv1", "inception5b"),
    ],
)
def test_first_and_last_block(name: str, first: str, last: str) -> None:
    rows = named_blocks(build(name))
    assert (rows[0][0], rows[-1][0]) == (first, last)


@pytest.mark.parametrize("name", ["resnet18", "vit_b_16", "densenet121"])
def test_blocks_are_the_models_own_parameters(name: str) -> None:
    model = build(name).requires_grad_(False)
    for block in blocks(model)[:1]:
        block.requires_grad_(True)
    trainable = {name for name, p in model.named_parameters() if p.requires_grad}
    assert trainable
    assert len(trainable) == len(list(blocks(model)[0].parameters()))


def test_blocks_change_no_mode() -> None:
    model = build("resnet18")
    model.bn1.eval()
    before = {name: module.training for name, module in model.named_modules()}
    blocks(model)
    assert {name: module.training for name, module in model.named_modules()} == before
    blocks(model)[0].eval()
    assert not model.conv1.training


# -- layer table


def test_table_tells_trainable_from_frozen() -> None:
    model = build("resnet18").requires_grad_(False)
    model.layer4[0].requires_grad_(True)
    head(model).requires_grad_(True)
    model.layer3.eval()
    model.layer2[0].bn1.eval()
    rows = {row.name: row for row in layer_table(model).rows}
    assert list(rows) == ["conv1 + bn1", "layer1", "layer2", "layer3", "layer4", "fc"]
    assert [row.trainable for row in rows.values()] == ["no"] * 4 + ["partly", "yes"]
    modes = [row.batch_norm for row in rows.values()]
    assert modes == ["train", "train", "mixed", "eval", "train", ""]
    assert rows["conv1 + bn1"].type == "Conv2d + BatchNorm2d"
    assert rows["fc"].parameters == 513_000


def test_table_shows_itself() -> None:
    table = layer_table(build("mobilenet_v2"))
    lines = str(table).splitlines()
    assert lines[0].split() == ["layer", "type", "parameters", "trainable", "BatchNorm"]
    assert len(lines) == 2 + 20 + 1
    assert lines[-1] == "3,504,872 of 3,504,872 parameters are trainable"
    assert table._repr_html_().count("<tr>") == 21
    assert "1,281,000" in table._repr_html_()


@pytest.mark.parametrize("name", COUNTS)
def test_table_counts_everything(name: str) -> None:
    model = build(name)
    table = layer_table(model)
    assert sum(row.parameters for row in table.rows) == table.total
    assert table.total == sum(p.numel() for p in model.parameters())


# -- loading


def features(model: nn.Module, split: str) -> tuple[torch.Tensor, torch.Tensor]:
    """Return pooled features (250, 1280) and labels of 25 images a class at 64 px."""
    part = FashionMNIST(split, transform=transforms(64), per_class=25)
    images = torch.stack([image for image, _ in part])
    model.classifier = nn.Identity()
    model.eval().to(memory_format=torch.channels_last)
    with torch.no_grad():
        return model(images.to(memory_format=torch.channels_last)), torch.tensor(part.targets)


def probe_accuracy(model: nn.Module) -> float:
    """Train a Linear on the features as they come, 100 steps of Adam; accuracy on test images."""
    images, labels = features(model, "train")
    layer = nn.Linear(1280, 10)
    optimizer = torch.optim.Adam(layer.parameters(), 0.01)
    for _ in range(100):
        optimizer.zero_grad()
        nn.functional.cross_entropy(layer(images), labels).backward()
        optimizer.step()
    new, truth = features(model, "test")
    return (layer(new).argmax(1) == truth).float().mean().item()


def test_embedded_weights_are_really_pretrained() -> None:
    torch.manual_seed(0)
    pretrained, random = (
        probe_accuracy(load_backbone()),
        probe_accuracy(load_backbone(weights=None)),
    )
    assert pretrained > 0.6
    assert random < 0.3


def test_classifier_is_fresh_and_the_backbone_is_not() -> None:
    first, second = load_backbone(), load_backbone()
    assert head(first).out_features == 1000
    assert not torch.equal(head(first).weight, head(second).weight)
    for name, tensor in first.features.state_dict().items():
        assert torch.equal(tensor, second.features.state_dict()[name])
    assert {p.dtype for p in first.parameters()} == {torch.float32}
    assert all(p.requires_grad for p in first.parameters())
    assert first.training


def test_models_share_no_memory() -> None:
    first, second = load_backbone(), load_backbone()
    with torch.no_grad():
        first.features[0][0].weight.zero_()
    assert second.features[0][0].weight.abs().sum() > 0


@pytest.mark.parametrize("name", ["resnet18", "convnext_tiny"])
def test_missing_weights_name_the_command(
    name: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv(VARIABLE, str(tmp_path))
    with pytest.raises(ModelError, match=f"course data fetch {name}"):
        load_backbone(name)


def test_embedded_ones_are_not_torchvisions(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv(VARIABLE, str(tmp_path))
    with pytest.raises(ModelError, match="course data fetch mobilenet_v2"):
        load_backbone(weights="torchvision")


@pytest.mark.parametrize(
    ("name", "words"), [("resnet19", "no classifier called"), ("resnet50", "no pretrained weights")]
)
def test_networks_that_cannot_be_had(name: str, words: str) -> None:
    with pytest.raises(ModelError, match=words):
        load_backbone(name)


def published(name: str) -> dict[str, torch.Tensor]:
    """Return a random state dict with the names that TorchVision's files have."""
    state: dict[str, torch.Tensor] = models.get_model(name, weights=None).state_dict()
    if name == "densenet121":  # as it was published: norm.1, no counters
        new = re.compile(r"(denselayer\d+\.(?:norm|conv))([12]\.)")
        state = {new.sub(r"\1.\2", key): tensor for key, tensor in state.items()}
        state = {key: t for key, t in state.items() if not key.endswith("num_batches_tracked")}
        assert "features.denseblock1.denselayer1.norm.1.weight" in state
    return state


@pytest.mark.parametrize("name", ["resnet18", "densenet121", "efficientnet_b0"])
def test_fetched_weights_are_loaded(
    name: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv(VARIABLE, str(tmp_path))
    state = published(name)
    WEIGHTS[name].path.parent.mkdir()
    torch.save(state, WEIGHTS[name].path)
    model = load_backbone(name)
    loaded = [t for key, t in model.state_dict().items() if "num_batches" not in key]
    expected = [t for key, t in state.items() if "num_batches" not in key]
    assert len(loaded) == len(expected)
    assert all(torch.equal(*pair) for pair in zip(loaded, expected, strict=True))


@pytest.mark.parametrize("suffix", [".pth", ".safetensors"])
def test_weights_from_a_path(suffix: str, tmp_path: Path) -> None:
    state = models.resnet18().state_dict()
    path = tmp_path / f"mine{suffix}"
    if suffix == ".pth":
        torch.save(state, path)
    else:
        safetensors.torch.save_file(state, path)
    loaded = load_backbone("resnet18", path).state_dict()
    assert all(torch.equal(tensor, loaded[name]) for name, tensor in state.items())


def _unpickled(path: str) -> None:
    Path(path).touch()


class Hostile:
    """Leaves a trace if it is ever unpickled."""

    def __init__(self, trace: Path) -> None:
        self.trace = trace

    def __reduce__(self) -> Any:
        return _unpickled, (str(self.trace),)


def test_a_pickle_with_code_is_not_run(tmp_path: Path) -> None:
    trace = tmp_path / "trace"
    (tmp_path / "bad.pth").write_bytes(pickle.dumps(Hostile(trace), protocol=2))
    torch.save({"fc.weight": Hostile(trace)}, tmp_path / "worse.pth")
    for name in ("bad.pth", "worse.pth"):
        with pytest.raises(ModelError, match="cannot be read as weights"):
            load_backbone("resnet18", tmp_path / name)
    assert not trace.exists()


@pytest.mark.parametrize(
    ("state", "words"),
    [
        ({"fc.weight": torch.zeros(10, 512)}, r"no conv1\.weight and \d+ more"),
        ({"new": torch.zeros(1), **models.resnet18().state_dict()}, "unknown new"),
        (models.resnet18(num_classes=10).state_dict(), r"fc\.weight is \(10, 512\), not"),
        (models.mobilenet_v2().state_dict(), "does not fit this ResNet"),
        ([torch.zeros(1)], "not a state dict"),
    ],
    ids=["missing", "unknown", "shape", "network", "list"],
)
def test_weights_that_do_not_fit(state: Any, words: str, tmp_path: Path) -> None:
    torch.save(state, tmp_path / "w.pth")
    with pytest.raises(ModelError, match=words):
        load_backbone("resnet18", tmp_path / "w.pth")


@pytest.mark.parametrize("name", ["w.pth", "w.safetensors"])
def test_files_that_are_no_weights(name: str, tmp_path: Path) -> None:
    with pytest.raises(ModelError, match="There is no file"):
        load_backbone(weights=tmp_path / name)
    (tmp_path / name).write_bytes(b"nothing of the kind")
    with pytest.raises(ModelError, match="cannot be read"):
        load_backbone(weights=tmp_path / name)
