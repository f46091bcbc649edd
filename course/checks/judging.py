"""Judges: functions that read evidence and say whether one thing holds.

A judge is written for one run (one case, what was seen, what the reference shows) and registered
with `@judge(kinds)`. Called with all runs of an exercise it looks at those of its kinds. Where
there is none it raises: a check never passes for want of evidence. The docstring is the line that
the learner reads.
"""

import functools
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any, Protocol

from course.checks.belonging import need_same_case
from course.checks.feedback import EvidenceError, Failure, NotAttempted
from course.checks.probing import Case, Fault, Raised
from course.errors import CheckError


@dataclass(frozen=True)
class Run:
    """One case, the evidence `seen` from the learner's function, and the `reference`'s own."""

    case: Case
    seen: Any
    reference: Any


class Judge(Protocol):
    """A registered judge: call it with every run of its exercise."""

    __name__: str
    __doc__: str | None
    kinds: tuple[str, ...]

    def __call__(self, runs: Sequence[Run]) -> None: ...


def judge(*kinds: str) -> Callable[[Callable[[Run], None]], Judge]:
    """Register a judge of one run for the cases of these kinds."""

    def register(body: Callable[[Run], None]) -> Judge:
        def decide(runs: Sequence[Run]) -> None:
            own = [run for run in runs if run.case["kind"] in kinds]
            if not own:
                raise EvidenceError(f"there is no run of kind {' or '.join(kinds)} to judge")
            for run in own:
                stop_on_raise(run)
                need_same_case(run.seen, run.reference)
                body(run)

        return registered(body, kinds, decide)

    return register


def registered(
    body: Callable[[Run], None], kinds: tuple[str, ...], decide: Callable[[Sequence[Run]], None]
) -> Judge:
    """Make a judge of what decides on all runs, with the name and the line of `body`."""
    functools.update_wrapper(decide, body)
    decide.kinds = kinds  # type: ignore[attr-defined]
    return decide  # type: ignore[return-value]


def stop_on_raise(run: Run) -> None:
    """Raise what an exception of the learner's function means: there is no evidence to judge."""
    if isinstance(run.seen, Fault):
        raise CheckError(f"The check could not be set up: {run.seen.message}")
    if not isinstance(run.seen, Raised):
        return
    if run.seen.type == "NotImplementedError" and not run.seen.message:  # the stub's own
        raise NotAttempted
    raise Failure(
        _stopped(run.seen),
        _reason(run.seen),
        "Run the cell on a small example of your own until it goes through.",
        "Read the last line of the error first: it names what went wrong.",
        "Print the shapes, types and devices just before the line that stops.",
    )


def _stopped(error: Raised) -> str:
    if not error.type:
        return error.message
    where = f" ({error.lines[-1]})" if error.lines else ""
    return f"Your code stopped with {error.type}: {error.message}{where}"


def _reason(error: Raised) -> str:
    text = error.message.lower()
    if "cuda" in text or "nvidia" in text:
        return "It asks for a GPU by name, and this machine has none: `device` says where to work."
    if "same device" in text:
        return "The images or labels were not on the model's device: `.to(device)` returns a copy."
    if "shapes cannot be multiplied" in text:
        return "A layer got another number of features than it was made for."
    return "An exercise that stops before its end cannot be judged further."
