"""Find an exercise's module, its judges and its cases, and observe a function on a case."""

import functools
import importlib
import pkgutil
import random
from collections.abc import Callable
from types import ModuleType
from typing import Any

import course.checks
from course.checks import surroundings
from course.checks.judging import Judge
from course.checks.probing import Case, Fault, message, raised
from course.errors import CheckError


@functools.cache
def assignments() -> dict[str, tuple[str, ...]]:
    """Map each assignment to its exercises, in the notebook's order."""
    folders = [m.name for m in pkgutil.iter_modules(course.checks.__path__) if m.ispkg]
    packages = {name: importlib.import_module(f"course.checks.{name}") for name in folders}
    return {name: package.EXERCISES for name, package in packages.items()}


@functools.cache
def units() -> dict[str, tuple[str, ...]]:
    """Map each assignment to what is graded on several of its functions together."""
    packages = {name: importlib.import_module(f"course.checks.{name}") for name in assignments()}
    return {name: getattr(package, "UNITS", ()) for name, package in packages.items()}


@functools.cache
def exercise(name: str) -> ModuleType:
    """Return the module of exercise or unit `name`.

    Raises CheckError if no assignment has it.
    """
    own = units()
    for assignment, names in assignments().items():
        if name in names or name in own[assignment]:
            return importlib.import_module(f"course.checks.{assignment}.{name}")
    known = ", ".join(name for names in assignments().values() for name in names)
    raise CheckError(f"There is no exercise called {name!r}; the exercises are {known}.")


def is_unit(name: str) -> bool:
    """Say whether `name` is graded on functions together, not on one of its own."""
    return hasattr(exercise(name), "FUNCTIONS")


def judges(module: ModuleType) -> list[Judge]:
    """List an exercise's judges in the order in which they are written."""
    return [value for value in vars(module).values() if hasattr(value, "kinds")]


def public_cases(module: ModuleType) -> list[Case]:
    """Draw the cases that learners check themselves with: always the same."""
    cases: list[Case] = module.draw(random.Random(f"public {module.EXERCISE}"))
    return cases


def observe(
    module: ModuleType,
    function: Callable[..., Any],
    case: Case,
    is_theirs: Callable[[str], bool] = lambda filename: not filename.startswith("<frozen"),
) -> Any:
    """Run the exercise's probe on one case.

    An exception of the function is evidence as well; one before the call is a Fault.
    """
    called = False

    def call(*arguments: Any) -> Any:
        nonlocal called
        called = True
        return function(*arguments)

    try:
        with surroundings.usual():
            return module.probe(call, case)
    except KeyboardInterrupt:
        raise
    except BaseException as error:  # SystemExit too: a function that exits has not answered
        return raised(error, is_theirs) if called else Fault(message(error))
