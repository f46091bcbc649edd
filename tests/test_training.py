"""The helpers around a learner's loop: they never stand in its way."""

from collections.abc import Iterator

import matplotlib
import pytest
import torch
from torch.utils.data import DataLoader, TensorDataset

from course import plots
from course.training import budget, with_progress


@pytest.fixture
def figures() -> Iterator[None]:
    """Draw without a screen, and leave no figure behind."""
    matplotlib.use("agg")
    yield
    plots.plt.close("all")


def ragged_loader() -> DataLoader[tuple[torch.Tensor, ...]]:
    return DataLoader(TensorDataset(torch.arange(7.0), torch.arange(7)), batch_size=3)


def test_a_loader_under_a_progress_bar_is_still_that_loader(
    capsys: pytest.CaptureFixture[str],
) -> None:
    loader = ragged_loader()
    bar = with_progress(loader, "epoch 1/4")
    for _ in range(2):
        assert [len(images) for images, _ in bar] == [3, 3, 1]
    assert (len(bar), len(bar.dataset), bar.batch_size) == (3, 7, 3)  # type: ignore[arg-type]
    out, err = capsys.readouterr()
    assert "epoch 1/4" in out
    assert err == ""


def test_an_accelerator_is_given_more_to_do() -> None:
    cpu, gpu = budget(torch.device("cpu")), budget(torch.device("cuda"))
    assert cpu.size * cpu.epochs < gpu.size * gpu.epochs
    assert budget(torch.device("mps")) == gpu


@pytest.mark.usefixtures("figures")
def test_every_figure_has_a_title_and_named_axes() -> None:
    plots.curves([2.0, 1.0], [0.5, 0.8], "Curves")
    plots.comparison({"guess": 0.1, "probe": 0.8}, "Bars", highlight="probe")
    plots.confusion([0, 1, 1], [0, 0, 1], ["shirt", "coat"], "Mistakes")
    for number in plots.plt.get_fignums():
        figure = plots.plt.figure(number)
        shown = [axes for axes in figure.axes if axes.get_label() != "<colorbar>"]
        assert figure.get_suptitle() or all(axes.get_title() for axes in shown)
        assert all(axes.get_xlabel() for axes in shown)


@pytest.mark.usefixtures("figures")
def test_confusion_counts_rows_as_truth_and_columns_as_answers() -> None:
    plots.confusion([0, 1, 1, 1], [0, 0, 0, 1], ["shirt", "coat"], "Mistakes")
    shown = plots.plt.gcf().axes[0].images[0].get_array()
    assert shown is not None
    assert shown.tolist() == [[1, 0], [2, 1]]


@pytest.mark.usefixtures("figures")
def test_a_grid_takes_pictures_of_either_kind_and_a_ragged_last_row() -> None:
    grey = plots.Image.new("L", (28, 28), 255)
    plots.images([grey, torch.ones(3, 8, 8), grey], ["a", "b", "c"], "Grid", columns=2)
    drawn = [axes for axes in plots.plt.gcf().axes if axes.images]
    assert [axes.get_title() for axes in drawn] == ["a", "b", "c"]
    assert plots.plt.gcf().get_suptitle() == "Grid"
