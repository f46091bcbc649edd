"""The command `autograder`: release, grade and what else an instructor runs."""

import argparse
import importlib
import sys
from collections.abc import Sequence

from course.errors import CourseError

COMMANDS = {
    "release": "make the notebook that students get, or prove that it is current",
    "grade": "grade notebooks, folders or a submitted/ tree",
    "package": "pack the zip that is handed out: notebook, wheel, how-to",
}


def main(arguments: Sequence[str] | None = None) -> int:
    """Run one subcommand; a known fault prints one line and gives status 1."""
    arguments = list(sys.argv[1:] if arguments is None else arguments)
    parser = argparse.ArgumentParser(prog="autograder", description=__doc__)
    commands = parser.add_subparsers(dest="command", required=True, metavar="COMMAND")
    for name, text in COMMANDS.items():
        sub = commands.add_parser(name, help=text, description=text)
        if name in arguments[:1]:
            importlib.import_module(f"autograder.commands.{name}").add_arguments(sub)
    return _run(parser.parse_args(arguments))


def _run(options: argparse.Namespace) -> int:
    command = importlib.import_module(f"autograder.commands.{options.command}")
    try:
        status: int = command.run(options)
    except CourseError as error:
        print(f"autograder: {error}", file=sys.stderr)
        return 1
    except KeyboardInterrupt:
        print("autograder: stopped.", file=sys.stderr)
        return 130
    return status


if __name__ == "__main__":
    sys.exit(main())
