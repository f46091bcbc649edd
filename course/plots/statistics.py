"""How far BatchNorm's running statistics have wandered."""

from collections.abc import Mapping, Sequence

from course.plots.plot import COLOURS, DASHES, MARKERS, Plot, canvas, tidy


def batchnorm_drift(
    drifts: Mapping[str, Sequence[float]], title: str = "How far frozen BatchNorm has drifted"
) -> Plot:
    """Draw the drift of running means over batches: name of the run → a `DriftMeter`'s drifts."""
    figure, axes = canvas(size=(7.5, 3.6))
    for n, (name, values) in enumerate(drifts.items()):
        look = {"color": COLOURS[n], "linestyle": DASHES[n], "marker": MARKERS[n]}
        axes.plot(
            range(len(values)), values, label=name, markevery=max(1, len(values) // 12), **look
        )
    tidy(axes, "training batches", "mean change of a running mean\n(standard deviations)", title)
    axes.legend()
    count = max(len(values) for values in drifts.values())
    rows = [
        (step, *(v[step] if step < len(v) else "" for v in drifts.values()))
        for step in range(0, count, max(1, count // 20))
    ]
    ends = "; ".join(
        f"{name} ends at {values[-1]:.2f} standard deviations" for name, values in drifts.items()
    )
    return Plot(figure, f"{title}. {ends}.", ("batch", *drifts), rows).shown()
