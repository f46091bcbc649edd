"""What is kept of a cell that is not run because it trains: what other cells use of it.

`import time`, or the learning rate that a function is to take, may stand in a cell that trains.
"""

import re
from collections.abc import Iterable, Iterator

from course import offers
from course.offers import Contents, Offer

_CHARACTERS = 300_000  # of source that is read; what comes after that is taken for empty
_TRIED = "try:\n{}\nexcept Exception:\n    pass"


def kept(training: Iterable[str], others: Iterable[str], functions: Iterable[str]) -> list[str]:
    """Return what is to be run of each cell that trains, given the sources of all other cells.

    Imports, definitions and constants are kept if another cell has a word like their name, or if
    they are one of `functions`; what has to be worked out, if functions use it. Empty where there
    is nothing, or a cell is no Python.
    """
    sources = [*others, *functions]
    cells = [offers.of_cell(source) for source in _not_too_much(training)]
    rest = [offers.of_cell(source) for source in _not_too_much(sources)]
    offered = _quick(cells, rest)
    needs = set().union(*(cell.needs for cell in rest))
    chosen = _chosen([offer for own in offered for offer in own], _words(sources), needs)
    return ["\n".join(_as_run(offer) for offer in own if offer in chosen) for own in offered]


def _quick(cells: list[Contents], rest: list[Contents]) -> list[list[Offer]]:
    """Return each cell's offers, without those that may train or only do something to a module."""
    known = offers.quick([*cells, *rest])
    found = [[o for o in cell.offers if offers.are_quick(o.calls, known)] for cell in cells]
    made = frozenset().union(*(o.names for own in found for o in own if o.binds))
    variables = made.difference(*(cell.imported for cell in cells))
    return [[o for o in own if o.binds or o.names & variables] for own in found]


def _not_too_much(sources: Iterable[str]) -> Iterator[str]:
    read = 0
    for source in sources:
        read += len(source)
        yield source if read <= _CHARACTERS else ""


def _words(sources: Iterable[str]) -> set[str]:
    return {word for source in sources for word in re.findall(r"\w+", source)}


def _chosen(offered: list[Offer], words: set[str], needs: set[str]) -> set[Offer]:
    """Choose the offers that are wanted, and those that these need in turn."""
    chosen: set[Offer] = set()
    words, needs = words | {"*"}, set(needs)
    while new := {
        offer
        for offer in set(offered) - chosen
        if not offer.names.isdisjoint(words | needs if offer.sure else needs)
    }:
        chosen |= new
        needs = needs.union(*(offer.needs for offer in new))
    return chosen


def _as_run(offer: Offer) -> str:
    if offer.sure:
        return offer.text
    return _TRIED.format("\n".join(f"    {line}" for line in offer.text.splitlines()))
