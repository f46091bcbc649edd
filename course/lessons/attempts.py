"""`course.lessons.attempt("mean_loss", mean_loss)`: try a learner's answer to a small exercise.

These exercises are for practice: nothing is graded or kept, and the solution is a click away.
"""

from collections.abc import Callable, Iterator
from importlib import import_module
from typing import Any

from course.errors import CheckError

NOT_YET = "not attempted yet. Replace the dots (...) and run the cell again."
_MODULES = ("transfer", "extraction", "tuning", "clinic")


class NotAttemptedError(Exception):
    """The answer, or something in it, is still the dots of the template."""


def attempt(name: str, answer: Any) -> None:
    """Say in one line whether `answer` does what exercise `name` asks for, and if not, what it did.

    `answer` is the function, or the value, that the exercise asks for.
    """
    print(f"{name}: {verdict(name, answer)}")


def verdict(name: str, answer: Any) -> str:
    """Return what `attempt` prints: right, not attempted yet, or what is wrong."""
    judge = judges().get(name)
    if judge is None:
        raise CheckError(f"There is no exercise {name!r}; there are {', '.join(judges())}.")
    if answer is ...:
        return NOT_YET
    try:
        fault = judge(_guarded(answer))
    except NotAttemptedError:
        return NOT_YET
    except Exception as error:  # whatever a learner's code raises is an answer to talk about
        return f"not yet. It raised {type(error).__name__}: {error}"
    return "right." if fault is None else f"not yet. {fault}"


def judges() -> dict[str, Callable[[Any], str | None]]:
    """Return every exercise's judge: what is wrong with an answer, or None if it is right."""
    return {name: judge for module in _modules() for name, judge in module.JUDGES.items()}


def objectives() -> dict[str, str]:
    """Return objective → the exercise that practises it."""
    return {aim: name for module in _modules() for aim, name in module.PRACTISES.items()}


def _modules() -> Iterator[Any]:
    for name in _MODULES:
        yield import_module(f"course.lessons.judges.{name}")


def _guarded(answer: Any) -> Any:
    """Wrap a function so that a result of dots counts as not attempted."""
    if not callable(answer):
        return answer

    def call(*arguments: Any) -> Any:
        result = answer(*arguments)
        if result is ...:
            raise NotAttemptedError
        return result

    return call
