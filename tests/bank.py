"""The bank of wrong and right solutions, run through probes and judges in this process."""

import ast
import contextlib
import copy
import functools
import random
import sys
import types
import warnings
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import torch
from torch import nn
from torch.utils.data import DataLoader

from autograder import assignment
from course.checks import exercises, networks, public
from course.checks.judging import Run

ROOT = Path(__file__).parents[1]
MISCONCEPTIONS = ROOT / "autograder" / "misconceptions"
ACCEPTED = ROOT / "tests" / "submissions" / "accepted"


def misconceptions(exercise: str) -> list[Path]:
    """List the wrong implementations of an exercise."""
    return sorted((MISCONCEPTIONS / exercise).glob("[!_]*.py"))


def accepted(exercise: str) -> list[Path]:
    """List the right but unusual implementations of an exercise."""
    return sorted((ACCEPTED / exercise).glob("[!_]*.py"))


def expected_failures(path: Path) -> set[str]:
    """Read FAILS from a misconception without running it."""
    for node in ast.parse(path.read_text(encoding="utf-8")).body:
        if isinstance(node, ast.Assign) and getattr(node.targets[0], "id", "") == "FAILS":
            return set(ast.literal_eval(node.value))
    raise ValueError(f"{path} has no FAILS")


def function_in(source: str, exercise: str, name: str = "cell") -> Callable[..., Any]:
    """Run a solution cell as the notebook would; return the exercise's function."""
    module = types.ModuleType(f"solution_{name}")
    sys.modules[module.__name__] = module  # dataclasses and pickling look it up
    vars(module).update(torch=torch, nn=nn, F=nn.functional, DataLoader=DataLoader)
    exec(compile(source, f"<ipython-input-{name}>", "exec"), vars(module))
    function: Callable[..., Any] = vars(module)[exercise]
    return function


def solution(path: Path) -> Callable[..., Any]:
    """Run a file of the bank as a solution cell; return the function of the folder it lies in."""
    return function_in(path.read_text(encoding="utf-8"), path.parent.name, path.stem)


@functools.cache
def reference(exercise: str) -> Callable[..., Any]:
    """Return the reference solution of an exercise, with the notebook's given cells before it."""
    slug = next(slug for slug, names in exercises.assignments().items() if exercise in names)
    cells = assignment.find(slug, ROOT).cells
    wanted = [c.source for c in cells if c.kind == "given" or c.grade_id == exercise]
    return function_in("\n\n".join(wanted), exercise, f"reference_{exercise}")


@functools.cache
def reference_evidence(exercise: str, seed: str) -> list[tuple[Any, Any]]:
    """Return the hidden cases of a seed with the reference's evidence."""
    module = exercises.exercise(exercise)
    cases = module.draw(random.Random(f"{seed} {exercise}"), getattr(module, "UNSEEN", ()))
    return [(case, exercises.observe(module, reference(exercise), case)) for case in cases]


def outcomes(exercise: str, function: Callable[..., Any], seed: str) -> dict[str, Any]:
    """Judge `function` on the hidden cases of a seed: check name → result."""
    module = exercises.exercise(exercise)
    pairs = reference_evidence(exercise, seed)
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # as when grading: a warning changes no score
        runs = [Run(case, exercises.observe(module, function, case), ref) for case, ref in pairs]
    return {result.check: result for result in public.decide(module, runs)}


def failed(exercise: str, function: Callable[..., Any], seed: str) -> set[str]:
    """Name the checks that `function` does not pass."""
    results = outcomes(exercise, function, seed)
    return {name for name, result in results.items() if result.outcome != "passed"}


@contextlib.contextmanager
def networks_built_once() -> Iterator[None]:
    """Hand out copies of networks instead of building the same ones again and again."""
    build = functools.cache(networks.pretrained)
    networks.pretrained, original = lambda *args: copy.deepcopy(build(*args)), networks.pretrained
    threads = torch.get_num_threads()
    torch.set_num_threads(1)
    try:
        yield
    finally:
        torch.set_num_threads(threads)
        networks.pretrained = original
