"""What several test files share: a desk that is opened once, and fresh course folders."""

import os
from collections.abc import Iterator
from pathlib import Path

import pytest

os.environ.setdefault("OMP_NUM_THREADS", "1")
os.environ["TORCHDYNAMO_DISABLE"] = "1"  # as in the jail

from autograder import assignment, profile, settings
from autograder.desk import Desk
from autograder.transcript import RunsJobs
from tests import classroom


@pytest.fixture(scope="session")
def course_folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """An instructor's course folder with nobody's grades in it."""
    return classroom.course_folder(tmp_path_factory.mktemp("course"))


@pytest.fixture(scope="session")
def desk(course_folder: Path) -> Iterator[Desk]:
    """The grading desk of `feature_extraction`, its reference proven."""
    found = assignment.find(classroom.SLUG, course_folder)
    own = settings.load(course_folder, "a seed for tests")
    with Desk(found, profile.load(), own) as opened:
        yield opened


@pytest.fixture(scope="session")
def worker(desk: Desk) -> RunsJobs:
    """One jailed worker of the desk."""
    return desk.worker()
