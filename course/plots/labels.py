"""What labels and depth are worth: accuracy against labels per class, and against the block."""

from collections.abc import Mapping, Sequence
from itertools import pairwise
from statistics import fmean

from matplotlib.ticker import MaxNLocator

from course.plots.plot import COLOURS, DASHES, GREY, MARKERS, Plot, canvas, tidy

HUMAN = 0.835  # people who are not in the trade, asked by the makers of Fashion-MNIST (2017)


def labels_needed(
    results: Mapping[str, Mapping[int, Sequence[float]]], title: str, human: float | None = HUMAN
) -> Plot:
    """Draw accuracy against labels per class: method → labels per class → accuracies, one a seed.

    Lines join the means; bands reach from the worst seed to the best. `human` is the level that
    people reach, None for no such line. The description names each crossover of the means.
    """
    figure, axes = canvas(size=(7.5, 4.6))
    for n, (method, by_count) in enumerate(results.items()):
        counts = sorted(by_count)
        means = [fmean(by_count[count]) for count in counts]
        look = {"color": COLOURS[n], "marker": MARKERS[n], "linestyle": DASHES[n]}
        axes.plot(counts, means, label=method, **look)
        low, high = ([f(by_count[count]) for count in counts] for f in (min, max))
        axes.fill_between(counts, low, high, color=COLOURS[n], alpha=0.15, linewidth=0)
    every = sorted({count for by_count in results.values() for count in by_count})
    axes.set_xscale("log")
    axes.set_xticks(every, [str(count) for count in every])
    axes.minorticks_off()
    if human is not None:
        axes.axhline(human, color=GREY, linestyle=":")
        axes.annotate(f"people {human:.1%}", (every[0], human), va="bottom", color=GREY)
    tidy(axes, "labelled images of each class (logarithmic)", "accuracy on test images", title)
    axes.legend(loc="lower right")
    return Plot(figure, _words(results, title, human), _HEADINGS, _rows(results)).shown()


def depth(
    results: Mapping[str, Sequence[float]], title: str, blocks: Sequence[str] | None = None
) -> Plot:
    """Draw the accuracy of a probe on each block's features: name of the network → accuracies."""
    figure, axes = canvas(size=(7.5, 4))
    for n, (name, accuracies) in enumerate(results.items()):
        look = {"color": COLOURS[n], "marker": MARKERS[n], "linestyle": DASHES[n]}
        axes.plot(range(1, len(accuracies) + 1), accuracies, label=name, **look)
    axes.set_ylim(0, 1)
    tidy(axes, "block whose features the probe reads (input to output)", "accuracy", title)
    axes.xaxis.set_major_locator(MaxNLocator(integer=True))
    axes.legend(loc="lower center")
    count = max(len(accuracies) for accuracies in results.values())
    names = blocks or [str(number) for number in range(1, count + 1)]
    best = "; ".join(
        f"{name}: {values[0]:.3f} after the first block, best {max(values):.3f} after block "
        f"{1 + max(range(len(values)), key=values.__getitem__)}, {values[-1]:.3f} after the last"
        for name, values in results.items()
    )
    rows = [(names[k], *(values[k] for values in results.values())) for k in range(count)]
    return Plot(figure, f"{title.rstrip('?')}: {best}.", ("block", *results), rows).shown()


def crossovers(
    results: Mapping[str, Mapping[int, Sequence[float]]],
) -> list[tuple[str, str, int]]:
    """List (method, overtakes, at labels per class) wherever the order of two means changes."""
    means = {m: {count: fmean(v) for count, v in by.items()} for m, by in results.items()}
    found = []
    for one in means:
        for other in means:
            shared = sorted(set(means[one]) & set(means[other]))
            for before, after in pairwise(shared):
                if (
                    means[one][before] < means[other][before]
                    and means[one][after] > means[other][after]
                ):
                    found.append((one, other, after))
    return found


_HEADINGS = ("method", "labels per class", "mean accuracy", "worst seed", "best seed", "seeds")


def _rows(results: Mapping[str, Mapping[int, Sequence[float]]]) -> list[tuple[object, ...]]:
    return [
        (method, count, fmean(by_count[count]), min(by_count[count]), max(by_count[count]),
         len(by_count[count]))
        for method, by_count in results.items()
        for count in sorted(by_count)
    ]  # fmt: skip


def _words(
    results: Mapping[str, Mapping[int, Sequence[float]]], title: str, human: float | None
) -> str:
    ends = "; ".join(
        f"{m} from {fmean(by[min(by)]):.3f} with {min(by)} to {fmean(by[max(by)]):.3f} with "
        f"{max(by)} labels per class"
        for m, by in results.items()
    )
    turns = [f"{one} overtakes {other} by {at}" for one, other, at in crossovers(results)]
    crossed = f" Crossovers: {'; '.join(turns)}." if turns else " The lines do not cross."
    people = f" People reach {human:.3f}." if human is not None else ""
    return f"{title}. {ends}.{crossed}{people}"
