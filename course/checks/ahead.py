"""What a probe needs before it calls a learner's function, made ahead of time where that can be.

A warm process makes it once, for the cases of all the jobs to come. Each job that is forked from
it finds its own copy and uses it up: what a learner's function was given is not given again.
Everywhere else it is made when it is asked for.
"""

import functools
import json
from collections.abc import Callable, Iterable
from types import ModuleType
from typing import TypeVar

from course.checks.probing import Case

T = TypeVar("T")
_MAKE = "make_ahead"


def ahead(set_up: Callable[[Case], T]) -> Callable[[Case], T]:
    """Let what `set_up` makes of a case be made before it is asked for."""
    made: dict[str, T] = {}

    @functools.wraps(set_up)
    def ready(case: Case) -> T:
        key = _key(case)
        return made.pop(key) if key in made else set_up(case)

    def make_ahead(cases: Iterable[Case]) -> None:
        made.clear()
        for case in cases:
            made[_key(case)] = set_up(case)

    setattr(ready, _MAKE, make_ahead)
    return ready


def applies(module: ModuleType) -> bool:
    """Say whether an exercise's probe has a `set_up` of this kind."""
    return hasattr(getattr(module, "set_up", None), _MAKE)


def make(module: ModuleType, cases: Iterable[Case]) -> None:
    """Make what an exercise's probe needs for these cases, and forget it for others."""
    if applies(module):
        getattr(module.set_up, _MAKE)(cases)


def _key(case: Case) -> str:
    return json.dumps(case, sort_keys=True)
