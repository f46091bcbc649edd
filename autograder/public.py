"""Write the reference's evidence on the public cases: what learners' own checks compare with."""

import json
from pathlib import Path
from typing import Any

import safetensors.torch
from torch import Tensor

import course.checks
from autograder.assignment import Assignment
from autograder.files import write_atomically
from autograder.grading import observe, reference
from autograder.profile import Profile
from autograder.worker import Worker
from course.checks import evidence, exercises
from course.checks.feedback import EvidenceError
from course.checks.public import public_references
from course.errors import CheckError


def path_of(assignment: Assignment, exercise: str) -> Path:
    """Return where an exercise's public evidence lies."""
    return Path(course.checks.__file__).parent / assignment.slug / f"{exercise}.safetensors"


def build(assignment: Assignment, profile: Profile) -> dict[Path, bytes]:
    """Run the reference on the public cases; return each exercise's file."""
    cases = {
        name: exercises.public_cases(exercises.exercise(name)) for name in assignment.exercises
    }
    with Worker(profile, jailed=False) as worker:
        seen, _ = observe(reference(assignment), cases, profile, worker)
    return {
        path_of(assignment, name): as_file(cases[name], seen[name]) for name in assignment.exercises
    }


def as_file(cases: list[dict[str, Any]], seen: list[Any]) -> bytes:
    """Write cases and what was seen of them as one file."""
    runs, tensors = [], dict[str, Tensor]()
    for index, (case, own) in enumerate(zip(cases, seen, strict=True)):
        record, own_tensors = evidence.encode(own)
        runs.append({"case": case, "record": record})
        tensors |= {f"{index}/{name}": tensor for name, tensor in own_tensors.items()}
    text = json.dumps(runs, sort_keys=True)
    data: bytes = safetensors.torch.save(tensors, metadata={"runs": text})
    return data


def is_current(assignment: Assignment) -> bool:
    """Say whether the files that are there are of today's cases, and what they hold can be read."""
    try:
        for name in assignment.exercises:
            public_references(exercises.exercise(name))
    except (CheckError, EvidenceError):
        return False
    return True


def write(assignment: Assignment, profile: Profile) -> list[Path]:
    """Write every exercise's public evidence beside its module."""
    files = build(assignment, profile)
    for path, content in files.items():
        write_atomically(path, content)
    return list(files)
