"""The command `autograder`: release, grade and what else an instructor runs."""

import argparse
import importlib
import sys
from collections.abc import Sequence
from types import ModuleType

from course.errors import CourseError

COMMANDS = {
    "release": "make the notebook that students get, or prove that it is current",
    "grade": "grade notebooks, folders or a submitted/ tree",
    "verify": "prove that receipts and log are what grading wrote",
    "regrade": "grade again after a grader was mended; say who gains and loses",
    "calibrate": "measure how often accuracy thresholds reject right work or accept wrong",
    "validate": "measure how often the graders are wrong, on everything known",
    "attack-report": "try the attack suite on this machine; say what stops what",
    "feedback-gallery": "write a page with sample feedback for every known mistake",
    "package": "pack the zip that is handed out: notebook, wheel, how-to",
    "quiz-report": "item analysis of a quiz: difficulty, discrimination, misconceptions",
}


def main(arguments: Sequence[str] | None = None) -> int:
    """Run one subcommand; a known fault prints one line and gives status 1."""
    arguments = list(sys.argv[1:] if arguments is None else arguments)
    parser = argparse.ArgumentParser(prog="autograder", description=__doc__)
    commands = parser.add_subparsers(dest="command", required=True, metavar="COMMAND")
    for name, text in COMMANDS.items():
        sub = commands.add_parser(name, help=text, description=text)
        if name in arguments[:1]:
            _module(name).add_arguments(sub)
    return _run(parser.parse_args(arguments))


def _module(name: str) -> ModuleType:
    return importlib.import_module(f"autograder.commands.{name.replace('-', '_')}")


def _run(options: argparse.Namespace) -> int:
    try:
        status: int = _module(options.command).run(options)
    except CourseError as error:
        print(f"autograder: {error}", file=sys.stderr)
        return 1
    except KeyboardInterrupt:
        print("autograder: stopped.", file=sys.stderr)
        return 130
    return status


if __name__ == "__main__":
    sys.exit(main())
