"""The helpers around a learner's loop: they never stand in its way."""

import pytest
import torch
from PIL import Image
from torch.utils.data import DataLoader, TensorDataset

from course import plots
from course.training import budget, with_progress


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


def test_every_figure_has_a_title_and_named_axes() -> None:
    for plot in (
        plots.curves([2.0, 1.0], [0.5, 0.8], "Curves"),
        plots.comparison({"guess": 0.1, "probe": 0.8}, "Bars", highlight="probe"),
        plots.confusion([0, 1, 1], [0, 0, 1], ["shirt", "coat"], "Mistakes"),
    ):
        figure = plot.figure
        shown = [axes for axes in figure.axes if axes.get_label() != "<colorbar>"]
        assert figure.get_suptitle() or all(axes.get_title() for axes in shown)
        assert all(axes.get_xlabel() for axes in shown)


def test_confusion_counts_rows_as_truth_and_columns_as_answers() -> None:
    plot = plots.confusion([0, 1, 1, 1], [0, 0, 0, 1], ["shirt", "coat"], "Mistakes")
    shown = plot.figure.axes[0].images[0].get_array()
    assert shown is not None
    assert shown.tolist() == [[1, 0], [2, 1]]
    assert plot.rows == [("shirt", 1, 0), ("coat", 2, 1)]


def test_a_grid_takes_pictures_of_either_kind_and_a_ragged_last_row() -> None:
    grey = Image.new("L", (28, 28), 255)
    plot = plots.images([grey, torch.ones(3, 8, 8), grey], ["a", "b", "c"], "Grid", columns=2)
    drawn = [axes for axes in plot.figure.axes if axes.images]
    assert [axes.get_title() for axes in drawn] == ["a", "b", "c"]
    assert plot.figure.get_suptitle() == "Grid"
