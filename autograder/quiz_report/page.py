"""The report as one HTML page with plots; no script and nothing from outside."""

import html
from collections.abc import Iterator
from pathlib import Path

from autograder.quiz_report import plots
from autograder.quiz_report.advice import advice, caution
from autograder.quiz_report.statistics import Figures, ItemFigures, Taken
from autograder.quiz_report.tables import number

STYLE = Path(__file__).with_name("page.css")


def to_html(figures: Figures, title: str = "Quiz report") -> str:
    """Return the page."""
    body = "\n".join(_parts(figures, title))
    style = STYLE.read_text(encoding="utf-8")
    head = '<meta charset="utf-8"><meta name="viewport" content="width=device-width">'
    return (
        f'<!doctype html>\n<html lang="en"><head>{head}<title>{html.escape(title)}</title>'
        f"<style>{style}</style></head>\n<body><main>\n{body}\n</main></body></html>\n"
    )


def _parts(figures: Figures, title: str) -> Iterator[str]:
    yield f"<h1>{html.escape(title)}</h1>"
    yield (
        f"<p>{figures.learners} learners, {len(figures.items)} questions. Mean score"
        f" {figures.mean:.0%}, standard deviation {figures.deviation:.0%}. Cronbach’s alpha"
        f" {number(figures.alpha)} over {figures.complete} complete attempts.</p>"
    )
    if caution(figures):
        yield f'<p class="caution">{html.escape(caution(figures))}</p>'
    yield "<h2>Difficulty and discrimination</h2>"
    yield plots.scatter(figures)
    yield "<p>Right: the share of right answers. Discrimination: the correlation of the question"
    yield "with the score on all others (corrected point-biserial).</p>"
    yield _table(figures)
    yield "<h2>Question by question</h2>"
    for one in figures.items:
        yield from _question(one)


def _table(figures: Figures) -> str:
    head = "".join(
        f'<th scope="col">{name}</th>'
        for name in ("Question", "n", "Right", "Discrimination", "Alpha without", "To mend")
    )
    rows = "".join(
        f'<tr><th scope="row">{_link(one.item.id)}</th>'
        f"<td>{one.asked}</td><td>{one.difficulty:.0%}</td><td>{number(one.discrimination)}</td>"
        f"<td>{number(one.alpha_without)}</td><td>{html.escape(' '.join(advice(one)))}</td></tr>"
        for one in figures.items
    )
    return _wide(head, rows)


def _question(one: ItemFigures) -> Iterator[str]:
    name = html.escape(one.item.id)
    yield f'<section id="{name}"><h3>{name}</h3><p>{html.escape(one.item.text)}</p>'
    yield plots.bars(one)
    rows = "".join(_choice(taken) for taken in one.taken)
    head = '<th scope="col">Choice</th><th scope="col">Taken</th><th scope="col">Misconception</th>'
    yield _wide(head, rows)
    for reason in advice(one):
        yield f'<p class="mend">{html.escape(reason)}</p>'
    yield "</section>"


def _choice(taken: Taken) -> str:
    mark = "✓ " if taken.right else ""
    text = html.escape(f"{mark}{taken.letter}. {taken.text}")
    why = html.escape("the key" if taken.right else taken.misconception)
    share = f"{taken.times} ({taken.share:.0%})"
    return f'<tr><th scope="row">{text}</th><td>{share}</td><td>{why}</td></tr>'


def _wide(head: str, rows: str) -> str:
    table = f"<table><thead><tr>{head}</tr></thead><tbody>{rows}</tbody></table>"
    return f'<div class="wide">{table}</div>'


def _link(name: str) -> str:
    return f'<a href="#{html.escape(name)}">{html.escape(name)}</a>'
