"""What in a network trains: a diagram and a table, from the live flags of the model."""

from torch import nn

from course.models.table import Layer, LayerTable, layer_table
from course.plots.plot import BLUE, GREY, Plot, canvas

_LOOK = {  # fill, hatching: told apart without colour
    "yes": (BLUE, ""),
    "no": ("#DDDDDD", "////"),
    "partly": ("#56B4E9", ".."),
}
_WORDS = {"yes": "trainable", "no": "frozen", "partly": "partly frozen"}


def layers(model: nn.Module, title: str = "What trains, from input to output") -> Plot:
    """Draw one bar a block, input at the top: how many parameters, and whether they train.

    Reads `requires_grad` and the modes of BatchNorm as they are at this moment.
    """
    table = layer_table(model)
    figure, axes = canvas(size=(7.5, 0.27 * len(table.rows) + 1.5))
    for place, row in enumerate(table.rows):
        fill, hatch = _LOOK[row.trainable]
        count = max(row.parameters, 1)
        axes.barh(place, count, color=fill, hatch=hatch, edgecolor=GREY)
        axes.text(count * 1.1, place, _note(row), va="center", fontsize=8)
    axes.set_yticks(range(len(table.rows)), [row.name for row in table.rows], fontsize=8)
    axes.invert_yaxis()
    axes.set_xscale("log")
    axes.set_xlim(right=max(row.parameters for row in table.rows) * 60)
    axes.set_xlabel("parameters (logarithmic)")
    axes.set_title(f"{title}\n{table.summary}", fontsize=10)
    rows = [row.cells() for row in table.rows]
    return Plot(
        figure,
        _words(table, title),
        ("layer", "type", "parameters", "trainable", "BatchNorm mode"),
        rows,
    ).shown()


def parameters(model: nn.Module) -> LayerTable:
    """Return the table of blocks: type, parameters, whether they train, BatchNorm's mode."""
    return layer_table(model)


def _note(row: Layer) -> str:
    mode = f", BatchNorm in {row.batch_norm} mode" if row.batch_norm else ""
    return f"{row.parameters:,} {_WORDS[row.trainable]}{mode}"


def _words(table: LayerTable, title: str) -> str:
    counts = {
        word: sum(row.trainable == flag for row in table.rows) for flag, word in _WORDS.items()
    }
    parts = ", ".join(f"{count} {word}" for word, count in counts.items() if count)
    first = next((row.name for row in table.rows if row.trainable != "no"), "none")
    return (
        f"{title}: {len(table.rows)} blocks as bars from input to output, {parts}. "
        f"{table.summary}. The first block that trains is {first}."
    )
