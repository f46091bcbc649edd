"""Draws the pictures of the question bank: `python -m course.quizzes.pictures`.

The curves are drawn from formulas, not from runs: the questions ask how to read them.
"""

import math
from pathlib import Path

from course.quizzes.catalogue import FOLDER

STYLES = ("solid", "dashed", "dotted", "dashdot")  # told apart without colour


def learning_rates() -> dict[str, list[float]]:
    """Return the training loss over 30 steps of four runs, P to S."""
    steps = range(31)
    return {
        "P": [2.3 - 0.01 * t for t in steps],
        "Q": [0.3 + 2.0 * math.exp(-t / 3) for t in steps],
        "R": [2.3 + (2.8 * abs(math.sin(2.1 * t)) + 0.09 * t if t else 0.0) for t in steps],
        "S": [2.3 - 1.4 * t / 30 for t in steps],
    }


def overfitting() -> dict[str, list[float]]:
    """Return training and validation loss over 12 epochs; validation is lowest at epoch 4."""
    epochs = range(1, 13)
    falling = [1.2 * math.exp(-0.42 * (e - 1)) + 0.03 for e in epochs]
    turning = [0.45 + 0.085 * (4 - e) ** 2 if e < 4 else 0.45 + 0.45 * (e - 4) / 8 for e in epochs]
    return {"training": falling, "validation": turning}


def draw(curves: dict[str, list[float]], first: int, label: str, path: Path) -> None:
    """Write the curves as a small PNG, each with its name at its end."""
    from matplotlib.figure import Figure

    figure = Figure(figsize=(5, 3), dpi=110, layout="constrained")
    axes = figure.subplots()
    for (name, values), style in zip(curves.items(), STYLES, strict=False):
        xs = range(first, first + len(values))
        axes.plot(xs, values, linestyle=style, label=name, linewidth=2)
        if len(name) == 1:  # longer names are in the legend only: they would leave the frame
            axes.annotate(name, (xs[-1], values[-1]), xytext=(4, 0), textcoords="offset points")
    axes.set(xlabel=label, ylabel="loss", ylim=(0, None))
    axes.legend(loc="best", frameon=False, handlelength=3)
    figure.savefig(path, metadata={"Software": None})


def main() -> None:
    """Write both pictures."""
    folder = FOLDER / "images"
    folder.mkdir(exist_ok=True)
    draw(learning_rates(), 0, "step", folder / "learning_rates.png")
    draw(overfitting(), 1, "epoch", folder / "overfitting.png")


if __name__ == "__main__":
    main()
