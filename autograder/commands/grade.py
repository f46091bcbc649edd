"""`autograder grade`: grade submissions and say why each point was lost."""

import argparse
import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Add the command's arguments."""
    parser.add_argument("assignment", help="for example feature_extraction")
    parser.add_argument(
        "paths", nargs="+", type=Path, metavar="PATH",
        help="a notebook, a submission folder or nbgrader's submitted/ tree",
    )  # fmt: skip
    parser.add_argument("--workers", type=int, metavar="N", help="default: the number of cores")
    parser.add_argument(
        "--dask", metavar="ADDRESS",
        help="grade on a running Dask scheduler that shares this folder; `local` starts one here",
    )  # fmt: skip
    parser.add_argument("--json", type=Path, metavar="FILE", help="write the results as JSON")
    parser.add_argument("--seed", help="draw the hidden inputs from this instead of the course's")
    parser.add_argument("--profile", type=Path, metavar="FILE", help="limits other than the usual")
    parser.add_argument(
        "--i-trust-these-students", action="store_true", dest="trusted",
        help="run their code without the jail; every receipt says so",
    )  # fmt: skip
    parser.add_argument("--course", type=Path, metavar="FOLDER", help="default: found from here")


def run(options: argparse.Namespace) -> int:
    """Grade everything; status 0 even where students failed, 1 where the grader did."""
    from autograder import intake, profile, settings
    from autograder.assignment import find
    from autograder.desk import Desk
    from autograder.report import progress, table

    root = options.course or settings.find_root()
    assignment = find(options.assignment, root)
    submissions = _submissions(options, intake)
    own = settings.load(root, options.seed)
    with Desk(assignment, profile.load(options.profile), own, options.trusted) as desk:
        graded = _graded(desk, submissions, options)
        results = list(progress(graded, len(submissions)))
    results.sort(key=lambda result: result.student)
    if _is_course_tree(options.paths, root):
        from autograder.fold import fold

        fold(assignment, results)
    _write(options.json, results)
    table(results, assignment.graded)
    return 1 if any(v.outcome == "error" for r in results for v in r.verdicts) else 0


def _graded(desk: Any, submissions: list[Any], options: argparse.Namespace) -> Iterator[Any]:
    if options.dask:
        from autograder.cluster import grade_on_cluster

        return grade_on_cluster(options.dask, desk, submissions, options.workers)
    from autograder.executor import grade_class

    return grade_class(desk, submissions, options.workers)


def _is_course_tree(paths: list[Path], root: Path) -> bool:
    """Say whether what was graded is the course's own submitted/ tree."""
    return [path.resolve() for path in paths] == [(root / "submitted").resolve()]


def _submissions(options: argparse.Namespace, intake: Any) -> list[Any]:
    from autograder.errors import AutograderError

    found = []
    for path in options.paths:
        if not path.exists():
            raise AutograderError(f"There is nothing at {path}: name a notebook or a folder.")
        found += intake.find(path, options.assignment)
    return found


def _write(path: Path | None, results: list[Any]) -> None:
    from autograder import mistakes
    from autograder.files import write_atomically

    if path is not None:
        data = {
            "submissions": [result.as_json() for result in results],
            "mistakes": [mistake.as_json() for mistake in mistakes.of_class(results)],
        }
        text = json.dumps(data, indent=1, ensure_ascii=False)
        write_atomically(path, (text + "\n").encode())
