"""The command `course`: what learners run in a terminal."""

import argparse
import importlib
import sys
from collections.abc import Sequence

from course import __version__
from course.errors import CourseError

COMMANDS = {
    "check": ("course.checks.command", "check the functions of a notebook, with hints"),
    "data": ("course.data.command", "show the images and weights that are here, or fetch more"),
    "submit": ("course.submit", "check notebook and checkpoint as the grader will, and zip them"),
    "lesson": ("course.lessons.command", "open a lesson in JupyterLab, on a copy of your own"),
    "lessons": ("course.lessons.command", "list the lessons"),
    "quiz": ("course.quizzes.command", "check for understanding: lesson, practice, review, export"),
}


def main(arguments: Sequence[str] | None = None) -> int:
    """Run one subcommand; a known fault prints one line and gives status 1."""
    arguments = list(sys.argv[1:] if arguments is None else arguments)
    parser = argparse.ArgumentParser(prog="course", description=__doc__)
    parser.add_argument("--version", action="version", version=f"thaw-course {__version__}")
    commands = parser.add_subparsers(dest="command", required=True, metavar="COMMAND")
    for name, (module, text) in COMMANDS.items():
        sub = commands.add_parser(name, help=text, description=text)
        if name in arguments[:1]:  # only the command that runs is imported: start-up stays quick
            importlib.import_module(module).add_arguments(sub)
    return _run(parser.parse_args(arguments))


def _run(options: argparse.Namespace) -> int:
    command = importlib.import_module(COMMANDS[options.command][0])
    try:
        status: int = command.run(options)
    except CourseError as error:
        print(f"course: {error}", file=sys.stderr)
        return 1
    except KeyboardInterrupt:
        print("course: stopped.", file=sys.stderr)
        return 130
    return status


if __name__ == "__main__":
    sys.exit(main())
