"""A figure that can also be read: the picture, a description in words, the numbers as a table.

In a notebook a plot shows itself when it is made, as a PNG whose metadata carry the description
(nbconvert and the site make it the alt text), followed by a closed box with description and data.
"""

import base64
from collections.abc import Sequence
from dataclasses import dataclass, field
from html import escape
from io import BytesIO
from typing import Any

from matplotlib.axes import Axes
from matplotlib.backends.backend_agg import FigureCanvasAgg
from matplotlib.figure import Figure

# Okabe and Ito's palette (2008): told apart under every common colour blindness.
BLUE, ORANGE, GREEN = "#0072B2", "#D55E00", "#009E73"
PURPLE, SKY, GREY = "#CC79A7", "#56B4E9", "#666666"
COLOURS = (BLUE, ORANGE, GREEN, PURPLE, SKY, GREY)
# Lines and points differ in shape as well: colour is never the only difference.
MARKERS = ("o", "s", "^", "D", "v", "P", "X", "*", "<", ">")
DASHES = ("solid", "dashed", "dashdot", "dotted", (0, (5, 1)), (0, (1, 1)))
DPI = 90


@dataclass
class Plot:
    """A drawn figure, its text alternative and the data behind it."""

    figure: Figure
    alt: str
    headings: Sequence[str]
    rows: Sequence[Sequence[object]]
    _shown_in: object = field(default=None, repr=False)

    def __repr__(self) -> str:
        return self.alt

    def png(self) -> bytes:
        """Return the picture."""
        buffer = BytesIO()
        self.figure.savefig(buffer, format="png", dpi=DPI, metadata={"Software": None})
        return buffer.getvalue()

    def save(self, path: str) -> None:
        """Write the picture; the format follows the file name's ending."""
        self.figure.savefig(path, dpi=DPI)

    def html(self) -> str:
        """Return description and data as a closed box that the keyboard opens."""
        top = "".join(f'<th scope="col">{escape(word)}</th>' for word in self.headings)
        body = "".join(
            "<tr>" + "".join(f"<td>{escape(_text(cell))}</td>" for cell in row) + "</tr>"
            for row in self.rows
        )
        table = f"<table><thead><tr>{top}</tr></thead><tbody>{body}</tbody></table>"
        return (
            '<details class="course-data"><summary>Description and data of this figure</summary>'
            f"<p>{escape(self.alt)}</p>{table}</details>"
        )

    def text(self) -> str:
        """Return the data as lines of text."""
        lines = [list(self.headings), *([_text(cell) for cell in row] for row in self.rows)]
        return "\n".join("\t".join(line) for line in lines)

    def _ipython_display_(self) -> None:
        """Show it, unless the cell that runs has just done so."""
        if self._shown_in != _running_cell():
            _display(self)

    def shown(self) -> "Plot":
        """Show it where there is a notebook, and return it."""
        if _running_cell() is not None:
            _display(self)
        return self


def canvas(rows: int = 1, columns: int = 1, size: tuple[float, float] = (7, 4)) -> Any:
    """Return a new figure and its axes (a 2-D array of them if there are several)."""
    figure = Figure(figsize=size, layout="constrained")
    FigureCanvasAgg(figure)
    axes = figure.subplots(rows, columns, squeeze=False)
    return (figure, axes[0, 0]) if rows == columns == 1 else (figure, axes)


def tidy(axes: Axes, x: str, y: str, title: str = "") -> None:
    """Label both axes and lay a light grid behind."""
    axes.set(xlabel=x, ylabel=y, title=title)
    axes.grid(alpha=0.3)
    axes.set_axisbelow(True)


def _text(cell: object) -> str:
    return f"{cell:.3f}" if isinstance(cell, float) else str(cell)


def _running_cell() -> object:
    """Return what tells the running cell from every other; None outside IPython."""
    from IPython.core.getipython import get_ipython

    shell = get_ipython()
    return None if shell is None else (id(shell), shell.execution_count)


def _display(plot: Plot) -> None:
    from IPython.display import display

    picture = base64.b64encode(plot.png()).decode("ascii")
    data = {"image/png": picture, "text/plain": plot.alt}
    display(data, raw=True, metadata={"image/png": {"alt": plot.alt}})
    display({"text/html": plot.html(), "text/plain": plot.text()}, raw=True)
    plot._shown_in = _running_cell()
