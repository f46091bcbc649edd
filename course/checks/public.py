"""Check a learner's function in the learner's own process, with public inputs."""

import functools
import importlib.resources
import json
from collections.abc import Callable, Sequence
from pathlib import Path
from types import ModuleType
from typing import Any

import safetensors
import torch

from course.checks import evidence, exercises
from course.checks.feedback import CheckResult, EvidenceError, Failure, NotAttempted
from course.checks.judging import Judge, Run
from course.checks.probing import Case
from course.errors import CheckError

References = list[tuple[Case, Any]]
"""Cases with the reference's evidence on them."""


def run_public(name: str, function: Callable[..., Any]) -> list[CheckResult]:
    """Probe `function` on the public cases of exercise `name` and judge what is seen."""
    module = exercises.exercise(name)
    return run(module, function, public_references(module))


def run(
    module: ModuleType, function: Callable[..., Any], references: References
) -> list[CheckResult]:
    """Probe `function` on the references' cases, here, and judge what is seen."""
    with torch.random.fork_rng(devices=[]):
        seen = [exercises.observe(module, function, case, _is_theirs) for case, _ in references]
    runs = [Run(case, own, ref) for (case, ref), own in zip(references, seen, strict=True)]
    return decide(module, runs)


def _is_theirs(filename: str) -> bool:
    ours = str(importlib.resources.files("course"))
    return "site-packages" not in filename and not filename.startswith((ours, "<frozen"))


def decide(module: ModuleType, runs: Sequence[Run]) -> list[CheckResult]:
    """Ask every judge that has a run to look at."""
    kinds = {run.case["kind"] for run in runs}
    asked = [judge for judge in exercises.judges(module) if kinds.intersection(judge.kinds)]
    return [verdict(module.EXERCISE, judge, runs) for judge in asked]


def verdict(exercise: str, judge: Judge, runs: Sequence[Run]) -> CheckResult:
    """Turn what one judge says into a result."""
    name, title = judge.__name__, (judge.__doc__ or "").strip()
    try:
        judge(runs)
    except NotAttempted:
        return CheckResult(name, exercise, title, "not_attempted")
    except Failure as failure:
        return CheckResult(name, exercise, title, "failed", failure.feedback)
    except EvidenceError as error:
        raise CheckError(f"{exercise} could not be judged: {error}.") from error
    return CheckResult(name, exercise, title, "passed")


@functools.cache
def public_references(module: ModuleType) -> References:
    """Read the reference's evidence on the public cases, shipped beside the exercise.

    Raises CheckError if the file is missing or was made for other cases.
    """
    package = module.__name__.rpartition(".")[0]
    path = importlib.resources.files(package) / f"{module.EXERCISE}.safetensors"
    if not path.is_file():
        raise CheckError(
            f"The file {path.name} is missing from the installed course: install it again."
        )
    with importlib.resources.as_file(path) as file:
        references = read(module, file)
    if [case for case, _ in references] != exercises.public_cases(module):
        raise CheckError(f"{path.name} belongs to another version of the course: install it again.")
    return references


def read(module: ModuleType, path: Path) -> References:
    """Read a reference's evidence from a file as `autograder release` writes it."""
    with safetensors.safe_open(str(path), framework="pt") as file:
        stored = json.loads(file.metadata()["runs"])
        tensors = {name: file.get_tensor(name) for name in file.keys()}  # noqa: SIM118
    return [(run["case"], _reference(module, i, run, tensors)) for i, run in enumerate(stored)]


def _reference(module: ModuleType, index: int, run: Any, tensors: dict[str, Any]) -> Any:
    prefix = f"{index}/"
    own = {n.removeprefix(prefix): t for n, t in tensors.items() if n.startswith(prefix)}
    return evidence.decode(module, run["record"], own)
