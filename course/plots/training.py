"""How training went: curves, bars, accuracy against time."""

from collections.abc import Mapping, Sequence

from matplotlib.axes import Axes
from matplotlib.ticker import LogLocator, MaxNLocator, NullFormatter

from course.plots.plot import BLUE, COLOURS, DASHES, GREY, MARKERS, ORANGE, Plot, canvas, tidy


def curves(
    losses: Sequence[float],
    accuracies: Sequence[float],
    title: str,
    unfrozen_after: int | None = None,
) -> Plot:
    """Draw the training loss and the validation accuracy (fractions), one point an epoch.

    `unfrozen_after` draws a line after that epoch: the moment when the backbone was unfrozen.
    """
    figure, grid = canvas(1, 2, (9, 3.4))
    left, right = grid[0]
    _curve(left, losses, "training loss", ORANGE, "o-")
    _curve(right, accuracies, "validation accuracy", BLUE, "s-")
    left.set_ylim(0, 1.1 * max([*losses, 0.1]))
    right.set_ylim(0, 1)  # a closer view would make noise look like news
    if unfrozen_after is not None:
        for axes in (left, right):
            axes.axvline(unfrozen_after + 0.5, color=GREY, linestyle="--")
            axes.annotate(
                " unfrozen", (unfrozen_after + 0.5, 0.05), xycoords=("data", "axes fraction")
            )
    figure.suptitle(title)
    rows = [(n, *pair) for n, pair in enumerate(zip(losses, accuracies, strict=True), 1)]
    return Plot(
        figure,
        f"{title}. {_course('Training loss', losses)}; {_course('validation accuracy', accuracies)}"
        + (f". The backbone was unfrozen after epoch {unfrozen_after}." if unfrozen_after else "."),
        ("epoch", "training loss", "validation accuracy"),
        rows,
    ).shown()


def loss_curves(
    runs: Mapping[str, Sequence[float]], title: str, x: str = "batch", y: str = "loss"
) -> Plot:
    """Draw the loss (or another number, `y`) of several runs over their batches or epochs."""
    figure, axes = canvas(size=(7.5, 3.8))
    for n, (name, losses) in enumerate(runs.items()):
        axes.plot(
            range(1, len(losses) + 1), losses, color=COLOURS[n], linestyle=DASHES[n], label=name
        )
    tidy(axes, x, y, title)
    axes.set_ylim(bottom=0)
    axes.xaxis.set_major_locator(MaxNLocator(integer=True))
    axes.legend()
    longest = max(len(losses) for losses in runs.values())
    rows = [
        (step + 1, *(losses[step] if step < len(losses) else "" for losses in runs.values()))
        for step in range(0, longest, max(1, longest // 40))
    ]
    alt = f"{title}. " + "; ".join(_course(name, losses) for name, losses in runs.items()) + "."
    return Plot(figure, alt, (x, *runs), rows).shown()


def comparison(accuracies: Mapping[str, float], title: str, highlight: str = "") -> Plot:
    """Draw accuracies (fractions) as labelled bars, one of them highlighted."""
    figure, axes = canvas(size=(8, 0.5 * len(accuracies) + 1.4))
    colours = [BLUE if name == highlight else GREY for name in accuracies]
    bars = axes.barh(list(accuracies), list(accuracies.values()), color=colours)
    axes.bar_label(bars, fmt="%.3f", padding=3)
    axes.invert_yaxis()
    axes.set_xlim(0, 1)
    axes.set_xlabel("accuracy (0 to 1)")
    axes.set_title(title)
    values = ", ".join(f"{name} {value:.3f}" for name, value in accuracies.items())
    return Plot(
        figure, f"{title}. Bars: {values}.", ("what", "accuracy"), list(accuracies.items())
    ).shown()


def accuracy_over_time(
    runs: Mapping[str, tuple[Sequence[float], Sequence[float]]], title: str
) -> Plot:
    """Draw accuracy against seconds: name → (seconds since the start, accuracy), a point an epoch.

    The time is on a logarithmic axis; every run starts its own clock, preparations included.
    """
    figure, axes = canvas(size=(7.5, 4))
    for n, (name, (seconds, accuracies)) in enumerate(runs.items()):
        look = {"color": COLOURS[n], "marker": MARKERS[n], "linestyle": DASHES[n]}
        axes.plot(seconds, accuracies, label=name, **look)
    axes.set_xscale("log")
    axes.xaxis.set_major_locator(LogLocator(subs=(1, 2, 5)))
    axes.xaxis.set_major_formatter("{x:g}")
    axes.xaxis.set_minor_formatter(NullFormatter())
    axes.set_ylim(0, 1)
    tidy(axes, "seconds (logarithmic)", "accuracy", title)
    axes.legend(loc="lower right")
    rows = [
        (name, float(second), float(accuracy))
        for name, (seconds, accuracies) in runs.items()
        for second, accuracy in zip(seconds, accuracies, strict=True)
    ]
    ends = "; ".join(f"{n} reaches {a[-1]:.3f} after {s[-1]:.0f} s" for n, (s, a) in runs.items())
    return Plot(figure, f"{title}. {ends}.", ("run", "seconds", "accuracy"), rows).shown()


def _curve(axes: Axes, values: Sequence[float], label: str, colour: str, style: str) -> None:
    axes.plot(range(1, len(values) + 1), values, style, color=colour)
    tidy(axes, "epoch", label, label.capitalize())
    axes.xaxis.set_major_locator(MaxNLocator(integer=True))


def _course(name: str, values: Sequence[float]) -> str:
    """Say where a line starts, ends and turns."""
    if not values:
        return f"{name}: no values"
    text = f"{name} from {values[0]:.3f} to {values[-1]:.3f}"
    low, high = min(values), max(values)
    if low < min(values[0], values[-1]):
        text += f", lowest {low:.3f}"
    if high > max(values[0], values[-1]):
        text += f", highest {high:.3f}"
    return text
