"""The plot of a calibration: every distribution as points, and the line between right and wrong."""

from io import BytesIO
from typing import Any


def draw(calibration: dict[str, Any]) -> bytes:
    """Return a PNG with a panel for every budget."""
    from matplotlib.figure import Figure

    tables = calibration["budgets"]
    rows = [len(table["samples"]) for table in tables]
    figure = Figure(figsize=(8, 1.2 * len(rows) + 0.22 * sum(rows)), layout="constrained")
    panels = figure.subplots(len(rows), 1, sharex=True, height_ratios=[2 + n for n in rows])
    for panel, table in zip(panels, tables, strict=True):
        _panel(panel, table)
    panels[-1].set_xlabel("accuracy on hidden images")
    figure.suptitle(
        f"{calibration['assignment']}: a point is one seed, run on {calibration['device']}"
    )
    content = BytesIO()
    figure.savefig(content, format="png", dpi=110, metadata={"Software": None})
    return content.getvalue()


def _panel(panel: Any, table: dict[str, Any]) -> None:
    names = [sample["work"].rpartition("/")[2] for sample in table["samples"]]
    for row, sample in enumerate(table["samples"]):
        colour = "#1b7837" if row == 0 else "#b35806"
        values = sample[table["part"]]
        panel.plot(values, [row] * len(values), "|", color=colour, markersize=9)
    line = table["threshold"]
    panel.axvline(line["full"], color="#333333", linewidth=1)
    panel.axvspan(line["full"] - line["noise"], line["full"], color="#333333", alpha=0.12)
    panel.axvline(line["none"], color="#333333", linewidth=1, linestyle=":")
    panel.set_yticks(range(len(names)), names, fontsize=8)
    panel.set_ylim(len(names) - 0.5, -0.5)
    panel.set_xlim(0, 1)
    side = "up to" if table["name"] == "random" else "from"
    panel.set_title(f"{table['name']}; full marks {side} {line['full']:.2f}", fontsize=9)
