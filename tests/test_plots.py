"""Every figure on real models and images: a picture, a description that is true, and its data."""

import random
from typing import Any

import matplotlib as mpl
import numpy as np
import pytest
import torch
from captum.attr import LayerAttribution, LayerGradCam
from PIL import Image
from torch import nn

import course
from course import plots
from course.data import CLASSES, FashionMNIST, transforms
from course.drift import DriftMeter
from course.errors import ModelError
from course.models import blocks, load_backbone
from course.plots.attention import cam
from course.plots.labels import crossovers
from course.recipes import new_model, train_mode

IMAGES, LABELS = zip(*FashionMNIST("test", transform=transforms(64), per_class=2), strict=True)
BATCH = torch.stack(IMAGES)
RESULTS = {"probe": {5: [0.7, 0.72], 80: [0.8, 0.81]}, "tuned": {5: [0.6, 0.7], 80: [0.85, 0.9]}}


@pytest.fixture(scope="module")
def model() -> nn.Module:
    torch.manual_seed(0)
    return new_model()


def _figures(model: nn.Module) -> dict[str, Any]:
    raw = [image for image, _ in FashionMNIST("test", per_class=2)]
    said = [(label + (label == 6)) % 10 for label in LABELS]
    logits = torch.nn.functional.one_hot(torch.tensor(said), 10).float() * 9
    return {
        "images": lambda: plots.images(raw[:3], ["a", "b", "c"], "Three"),
        "pipeline": lambda: plots.pipeline(raw[0]),
        "filters": lambda: plots.filters({"pretrained": model}),
        "feature_maps": lambda: plots.feature_maps(model, BATCH[0]),
        "layers": lambda: plots.layers(model),
        "curves": lambda: plots.curves([2.0, 1.0, 0.5], [0.2, 0.6, 0.7], "Run", unfrozen_after=2),
        "loss_curves": lambda: plots.loss_curves({"a": [2.0, 1.0], "b": [2.0]}, "Runs"),
        "comparison": lambda: plots.comparison({"a": 0.5, "b": 0.8}, "Two", highlight="b"),
        "accuracy_over_time": lambda: plots.accuracy_over_time(
            {"a": ([1.0, 2.0], [0.5, 0.6])}, "Time"
        ),
        "labels_needed": lambda: plots.labels_needed(RESULTS, "Labels"),
        "depth": lambda: plots.depth({"a": [0.5, 0.8, 0.7]}, "Depth"),
        "confusion": lambda: plots.confusion(LABELS, said, CLASSES, "Confusion"),
        "confused_pairs": lambda: plots.confused_pairs(LABELS, said, CLASSES),
        "highest_losses": lambda: plots.highest_losses(raw, LABELS, logits, CLASSES, most=4),
        "projection": lambda: plots.projection({"pixels": BATCH[:, 0]}, LABELS, CLASSES),
        "grad_cam": lambda: plots.grad_cam({"probe": model}, BATCH[:3], LABELS[:3], CLASSES),
        "batchnorm_drift": lambda: plots.batchnorm_drift({"train": [0.0, 0.1, 0.2]}),
    }


NAMES = sorted(
    set(plots.__all__) - {"Plot", "parameters"} - {n for n in plots.__all__ if n.isupper()}
)


@pytest.mark.parametrize("name", NAMES)
def test_a_figure_is_a_picture_with_words_and_data(name: str, model: nn.Module) -> None:
    plot = _figures(model)[name]()
    assert plot.png().startswith(b"\x89PNG")
    assert len(plot.alt) > 20
    assert plot.rows
    assert all(len(row) == len(plot.headings) for row in plot.rows)
    assert plot.html().count("<tr>") == len(plot.rows) + 1
    assert len(plot.text().splitlines()) == len(plot.rows) + 1


def test_plotting_leaves_no_figure_open_and_no_setting_changed(model: nn.Module) -> None:
    import matplotlib.pyplot as plt

    settings = dict(mpl.rcParams)
    plots.layers(model)
    assert plt.get_fignums() == []
    assert dict(mpl.rcParams) == settings


def test_in_a_notebook_it_shows_itself_once_with_alt_and_data() -> None:
    import nbformat
    from nbclient import NotebookClient

    draw = "import course\nplot = course.plots.comparison({'a': 0.5}, 'One bar')"
    cells = [draw, f"{draw}\nplot", "plot"]
    notebook = nbformat.v4.new_notebook(cells=[nbformat.v4.new_code_cell(c) for c in cells])
    NotebookClient(notebook, kernel_name="python3").execute()
    for cell in notebook.cells:
        first, second = cell.outputs
        assert first.metadata["image/png"]["alt"] == "One bar. Bars: a 0.500."
        assert "<td>a</td><td>0.500</td>" in second.data["text/html"]


def test_the_layers_follow_the_live_flags(model: nn.Module) -> None:
    before = plots.layers(model)
    assert "1 trainable, 19 frozen" in before.alt
    blocks(model)[-1].requires_grad_(True)
    after = plots.layers(model)
    blocks(model)[-1].requires_grad_(False)
    assert "2 trainable, 18 frozen" in after.alt
    assert "424,970 of 2,236,682 parameters are trainable" in after.alt


def test_un_normalising_gives_the_resized_image_back() -> None:
    white = plots.pipeline(Image.fromarray(np.full((28, 28), 255, np.uint8)))
    rows = {row[0].split(":")[0]: row[2:] for row in white.rows}
    assert rows["raw"] == (255, 255)
    assert rows["resized, 0 to 1"] == pytest.approx((1.0, 1.0))
    assert rows["normalised, red"] == pytest.approx(((1 - 0.485) / 0.229,) * 2, abs=1e-4)


def test_pipeline_draws_from_no_generator_but_its_own() -> None:
    torch.manual_seed(3)
    expected = torch.rand(1)
    torch.manual_seed(3)
    plots.pipeline(Image.new("L", (28, 28)))
    assert torch.equal(torch.rand(1), expected)


def test_filters_of_grey_networks_are_refused() -> None:
    with pytest.raises(ModelError, match="no first convolution on three channels"):
        plots.filters({"grey": nn.Sequential(nn.Conv2d(1, 4, 3))})


def test_crossovers_are_those_of_the_means() -> None:
    assert crossovers(RESULTS) == [("tuned", "probe", 80)]
    assert "tuned overtakes probe by 80" in plots.labels_needed(RESULTS, "Labels").alt
    assert crossovers({"a": {5: [0.5], 80: [0.6]}, "b": {5: [0.6], 80: [0.7]}}) == []


def test_confused_pairs_are_counted_and_sorted() -> None:
    pairs = plots.confused_pairs([0, 0, 0, 1], [1, 1, 0, 0], ["x", "y"]).rows
    assert pairs == [("x", "y", 2), ("y", "x", 1)]


def test_the_highest_loss_is_that_of_the_confident_mistake() -> None:
    logits = torch.tensor([[9.0, 0.0], [9.0, 0.0], [0.5, 0.0]])
    blank = [Image.new("L", (4, 4))] * 3
    plot = plots.highest_losses(blank, [0, 1, 1], logits, ["x", "y"], most=2)
    assert [row[1] for row in plot.rows] == ["y, said x loss 9.0", "y, said x loss 1.0"]


@pytest.mark.parametrize("block", [13, -1])
def test_grad_cam_agrees_with_captum(model: nn.Module, block: int) -> None:
    ours = cam(model, BATCH[:4], LABELS[:4], block)
    model.eval()
    layer = blocks(model)[block]
    captum = LayerGradCam(model, layer).attribute(
        BATCH[:4].requires_grad_(), target=list(LABELS[:4]), relu_attributions=True
    )
    theirs = LayerAttribution.interpolate(captum, (64, 64), "bilinear").squeeze(1)
    theirs = theirs / theirs.amax(dim=(1, 2), keepdim=True).clamp_min(1e-12)
    torch.testing.assert_close(ours, theirs.detach(), atol=1e-4, rtol=1e-3)


def test_grad_cam_leaves_the_model_as_it_was(model: nn.Module) -> None:
    train_mode(model)
    modes = [m.training for m in model.modules()]
    before = {name: tensor.clone() for name, tensor in model.state_dict().items()}
    cam(model, BATCH[:2], LABELS[:2])
    assert [m.training for m in model.modules()] == modes
    assert all(torch.equal(before[n], t) for n, t in model.state_dict().items())
    assert all(p.grad is None for p in model.parameters())


def test_projection_measures_the_full_space() -> None:
    rng = random.Random(0)
    places = torch.tensor([[10.0 * (n % 2), rng.random()] for n in range(40)])
    plot = plots.projection({"apart": places}, [n % 2 for n in range(40)], ["a", "b"])
    assert plot.rows == [("apart", 2, 40, 1.0)]


def test_drift_is_zero_in_evaluation_mode_and_grows_in_training_mode(model: nn.Module) -> None:
    for training in (False, True):
        network = load_backbone().train(training)
        meter = DriftMeter(network)
        with torch.no_grad():
            network(BATCH)
        assert (meter.note().drifts[-1] > 0.01) is training


def test_feature_maps_work_on_a_resnet() -> None:
    plot = course.plots.feature_maps(
        load_backbone("resnet18", weights=None), BATCH[0], (0, 2, 4), 3
    )
    assert [row[2] for row in plot.rows[::3]] == ["32 x 32", "8 x 8", "2 x 2"]
