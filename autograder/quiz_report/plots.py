"""The report's plots as SVG: text stays text, and each mark says its value when pointed at."""

import html

from autograder.quiz_report.statistics import Figures, ItemFigures

WIDTH, HEIGHT, LEFT, BOTTOM = 640, 320, 56, 44


def scatter(figures: Figures) -> str:
    """Plot each question's discrimination (−1 to 1) against its share of right answers."""
    across, up = WIDTH - LEFT - 16, HEIGHT - BOTTOM - 12

    def x(share: float) -> float:
        return round(LEFT + across * share, 1)

    def y(value: float) -> float:
        return round(12 + up * (1 - value) / 2, 1)

    parts = [
        f'<line class="axis" x1="{LEFT}" y1="{y(-1)}" x2="{x(1)}" y2="{y(-1)}"/>',
        f'<line class="axis" x1="{LEFT}" y1="{y(-1)}" x2="{LEFT}" y2="{y(1)}"/>',
        f'<line class="guide" x1="{LEFT}" y1="{y(0)}" x2="{x(1)}" y2="{y(0)}"/>',
        f'<text x="{x(0.5)}" y="{HEIGHT - 6}" text-anchor="middle">share of right answers</text>',
        f'<text x="14" y="{y(0)}" text-anchor="middle" transform="rotate(-90 14 {y(0)})">'
        "discrimination</text>",
    ]
    for tick in (0.0, 0.25, 0.5, 0.75, 1.0):
        parts.append(f'<text x="{x(tick)}" y="{y(-1) + 16}" text-anchor="middle">{tick:.0%}</text>')
    for value in (-1, -0.5, 0, 0.5, 1):
        parts.append(f'<text x="{LEFT - 6}" y="{y(value) + 4}" text-anchor="end">{value:g}</text>')
    for one in figures.items:
        if one.discrimination is not None:
            label = html.escape(f"{one.item.id}: {one.difficulty:.0%}, {one.discrimination:.2f}")
            at = f'cx="{x(one.difficulty)}" cy="{y(one.discrimination)}"'
            parts.append(f'<circle class="dot" {at} r="5"><title>{label}</title></circle>')
    title = "Discrimination against the share of right answers, a dot for each question"
    return _svg("".join(parts), WIDTH, HEIGHT, title)


def bars(one: ItemFigures) -> str:
    """Plot how often each choice was taken."""
    row, width = 24, 420
    parts = []
    for number, taken in enumerate(one.taken):
        top = number * row
        kind = "key" if taken.right else "wrong"
        long = round((width - 110) * taken.share, 1)
        parts.append(
            f'<text x="0" y="{top + 16}">{taken.letter}{" ✓" if taken.right else ""}</text>'
        )
        parts.append(
            f'<rect class="{kind}" x="36" y="{top + 4}" width="{long}" height="{row - 8}"/>'
        )
        parts.append(f'<text x="{42 + long}" y="{top + 16}">{taken.share:.0%}</text>')
    title = f"How often each choice of {html.escape(one.item.id)} was taken"
    return _svg("".join(parts), width, max(row * len(one.taken), row), title)


def _svg(inside: str, width: int, height: int, title: str) -> str:
    box = f'viewBox="0 0 {width} {height}" width="{width}"'
    return f'<svg role="img" {box}><title>{title}</title>{inside}</svg>'
