"""Programs composed of legitimate choices, and the same programs with one bug seeded into each.

A file an exercise: `TEMPLATE` has places, `<<like_this>>`; `CHOICES` holds, for each independent
decision, the ways in which a right program may take it, each a text for one or more places; `BUGS`
maps a bug to what it puts into places, and to a check that it must cost.
"""

import itertools
import random
import re
import textwrap
from collections.abc import Iterator
from dataclasses import dataclass
from importlib import import_module
from typing import Any

Texts = dict[str, str]
EXERCISES = (
    "replace_head", "freeze_backbone", "train_one_epoch", "evaluate",
    "unfreeze_last_blocks", "parameter_groups", "fine_tune",
)  # fmt: skip
_LINE = re.compile(r"^( *)<<(\w+)>>\n", re.MULTILINE)
_INLINE = re.compile(r"<<(\w+)>>")


@dataclass(frozen=True)
class Program:
    """A composed program; `bug` names what was seeded into it, and `costs` a check that it loses."""

    exercise: str
    source: str
    bug: str = ""
    costs: str = ""


def right(exercise: str, count: int) -> list[Program]:
    """Compose at most `count` different right programs, always the same."""
    module = import_module(f"tests.programs.{exercise}")
    return [Program(exercise, _fill(module, texts)) for texts in _sampled(module, count)]


def wrong(exercise: str, count: int) -> list[Program]:
    """Compose at most `count` different programs with one bug each, every bug equally often."""
    module = import_module(f"tests.programs.{exercise}")
    bugs = itertools.cycle(module.BUGS.items())
    made: dict[str, Program] = {}
    for texts, (bug, (costs, given)) in zip(_sampled(module, 3 * count), bugs, strict=False):
        source = _fill(module, texts | given)
        made.setdefault(source, Program(exercise, source, bug, costs))
    return list(made.values())[:count]


def _sampled(module: Any, count: int) -> Iterator[Texts]:
    """Yield different combinations of choices in an order drawn once and for all."""
    choices = list(module.CHOICES.values())
    drawn = random.Random(module.__name__)
    whole = list(itertools.product(*choices)) if _size(choices) < 50_000 else None
    if whole is not None:
        drawn.shuffle(whole)
        picked: Any = whole[:count]
    else:
        picked = list({_pick(choices, drawn): None for _ in range(2 * count)})[:count]
    for parts in picked:
        yield {place: text for part in parts for place, text in dict(part).items()}


def _size(choices: list[list[Texts]]) -> int:
    size = 1
    for options in choices:
        size *= len(options)
    return size


def _pick(choices: list[list[Texts]], drawn: random.Random) -> Any:
    return tuple(tuple(sorted(drawn.choice(options).items())) for options in choices)


def _fill(module: Any, texts: Texts) -> str:
    """Put texts into their places; a place without one is left out with its line."""

    def block(found: re.Match[str]) -> str:
        text = texts.get(found[2], "")
        return textwrap.indent(text + "\n", found[1]) if text else ""

    lines = _LINE.sub(block, module.TEMPLATE.lstrip("\n"))
    return _INLINE.sub(lambda found: texts.get(found[1], ""), lines)
