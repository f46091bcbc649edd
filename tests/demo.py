"""`make demo`: grade a sample class through nbgrader, from the release to the feedback pages."""

import shutil
import subprocess
import sys
from collections.abc import Sequence
from pathlib import Path

from rich.console import Console
from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeElapsedColumn

from tests import classroom

FOLDER = classroom.ROOT / "demo"
BIN = Path(sys.executable).parent


def main() -> int:
    """Run the demo; status 0 if every step went through."""
    console = Console()
    shutil.rmtree(FOLDER, ignore_errors=True)
    course = classroom.course_folder(FOLDER)
    students = classroom.students()
    console.print(f"A class of {len(students)} hands in feature_extraction:")
    for student in students:
        classroom.hand_in(student, course / "submitted")
        console.print(f"  {student.name:<10} {student.about}", highlight=False)
    autograde(course, len(students))
    nbgrader(course, "generate_feedback", classroom.SLUG)
    nbgrader(course, "export", "--to", "grades.csv")
    (course / "report.txt").write_text(report(course), encoding="utf-8")
    print((course / "report.txt").read_text(encoding="utf-8"))  # rich would break its lines again
    console.print("Grades:         demo/grades.csv (nbgrader's export of its gradebook)")
    console.print(
        "Feedback pages: demo/feedback/STUDENT/feature_extraction/feature_extraction.html"
    )
    return 0


def autograde(course: Path, count: int) -> None:
    """Run nbgrader's autograde under a progress bar."""
    command = [str(BIN / "nbgrader"), "autograde", classroom.SLUG]
    columns = (TextColumn("{task.description}"), BarColumn(), MofNCompleteColumn())
    lines: list[str] = []
    with (
        Progress(*columns, TimeElapsedColumn()) as bar,
        subprocess.Popen(
            command, cwd=course, stderr=subprocess.STDOUT, stdout=subprocess.PIPE, text=True
        ) as process,
    ):
        task = bar.add_task("nbgrader autograde", total=count)
        for line in process.stdout or ():
            lines.append(line)
            bar.advance(task, "Setting destination file permissions" in line)
    if process.returncode:
        sys.exit("".join(lines[-20:]) + "nbgrader autograde failed.")


def nbgrader(course: Path, *arguments: str) -> None:
    """Run another of nbgrader's commands; show its output only if it fails."""
    command = [str(BIN / "nbgrader"), *arguments]
    done = subprocess.run(command, cwd=course, capture_output=True, text=True, check=False)
    if done.returncode:
        sys.exit(f"{done.stdout}{done.stderr}nbgrader {arguments[0]} failed.")


def report(course: Path) -> str:
    """Return students × exercises and the reasons, read from what nbgrader now holds."""
    from autograder.report import from_course

    return from_course(course, classroom.SLUG)


if __name__ == "__main__":
    arguments: Sequence[str] = sys.argv[1:]
    sys.exit(main())
