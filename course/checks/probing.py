"""Call a learner's function under watch: what it raised, where, and what it left behind."""

import linecache
import traceback
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

import torch

Case = dict[str, Any]
"""One call of a learner's function as JSON: its `kind`, and seeds and sizes to build it from."""

_MESSAGE_LIMIT = 300


@dataclass(frozen=True)
class Raised:
    """An exception out of the learner's function: its type, its message, and their lines only."""

    type: str
    message: str
    lines: list[str]


@dataclass(frozen=True)
class Fault:
    """The probe itself could not be set up; the learner's function was not even called."""

    message: str


def raised(error: BaseException, is_theirs: Callable[[str], bool]) -> Raised:
    """Describe `error`, keeping the frames whose file name `is_theirs`, innermost last."""
    if isinstance(error, SyntaxError):
        where = [f"line {error.lineno}: {str(error.text or '').strip()[:160]}"]
        return Raised(type(error).__name__, str(error.msg)[:_MESSAGE_LIMIT], where)
    frames = traceback.extract_tb(error.__traceback__)
    theirs = [frame for frame in frames if is_theirs(frame.filename)][-4:]
    lines = [f"line {frame.lineno}: {_source(frame.filename, frame.lineno)}" for frame in theirs]
    return Raised(_safe(lambda: type(error).__name__)[:80], message(error), lines)


def _source(filename: str, number: int | None) -> str:
    return linecache.getline(filename, number or 0).strip()[:160]


def message(error: BaseException) -> str:
    """Return the exception's text; a text that cannot be made, or is huge, is cut short."""
    return _safe(lambda: str(error))


def _safe(make: Callable[[], str]) -> str:
    try:
        text = make().encode("utf-8", "replace").decode()  # no half characters: JSON refuses them
    except BaseException:  # a learner's own __str__ may raise anything
        return "(its message could not be read)"
    return text if len(text) <= _MESSAGE_LIMIT else text[:_MESSAGE_LIMIT] + "…"


def seeded(seed: int) -> None:
    """Make what the learner's function draws at random the same in every run."""
    torch.manual_seed(seed)


def type_name(value: object) -> str:
    """Name the type of what came back, as a learner would say it."""
    return "None" if value is None else type(value).__name__[:80]
