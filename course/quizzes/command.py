"""The command `course quiz`: answer questions, review, look at the figures, export and import."""

import argparse
import os
import sys
from pathlib import Path

from course.arguments import positive

EXPORTS = ("moodle", "gift", "qti12", "qti21", "canvas-csv", "json", "markdown", "anki")
EPILOG = """\
answers:      one per line, `B` or `question-id: B`; the letters are the author's, not shuffled
exit status:  0 finished; 1 a fault, named in one line; 2 wrong arguments;
              3 finished below --pass; 4 stopped before the end, to be resumed; 130 Ctrl-C
history:      one file in your data folder; COURSE_QUIZ_HISTORY or --history names another
"""


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Declare the options and the actions `export` and `import`."""
    parser.formatter_class = argparse.RawDescriptionHelpFormatter
    parser.epilog = EPILOG
    _add_modes(parser)
    option = parser.add_argument
    option("--count", type=positive, metavar="N", help="ask N questions (all of practice: 10)")
    option("--new", action="store_true", help="begin anew where there is something to resume")
    option("--plain", action="store_true", help="lines instead of a screen; automatic in a pipe")
    option("--answers", metavar="FILE", help="take the answers from FILE, or - for standard input")
    option("--json", nargs="?", const="-", metavar="FILE", help="write the results as JSON")
    option("--pass", dest="pass_mark", type=_percent, metavar="PERCENT", help="status 3 below it")
    option("--learner", metavar="NAME", help="name to put into the results")
    option("--history", type=Path, metavar="FILE", help="file to keep the history in")
    option("--seed", type=int, metavar="N", help="shuffle in a repeatable way")
    actions = parser.add_subparsers(dest="action", metavar="export | import")
    export = actions.add_parser("export", help="write questions for another system")
    export.add_argument("--format", required=True, choices=EXPORTS)
    export.add_argument("-o", "--output", type=Path, metavar="FILE", help="default: by the format")
    _add_selection(export)
    bring = actions.add_parser("import", help="turn Markdown, GIFT or Moodle XML into a set")
    bring.add_argument("file", type=Path, metavar="FILE")
    bring.add_argument("--format", choices=("markdown", "gift", "moodle"), help="default: by name")
    bring.add_argument("-o", "--output", type=Path, metavar="FILE", help="default: print it")


def run(options: argparse.Namespace) -> int:
    """Do what was asked for; see EPILOG for the status."""
    for stream in (sys.stdout, sys.stderr):
        reconfigure = getattr(stream, "reconfigure", None)
        if reconfigure:
            reconfigure(errors="replace")  # a terminal without these letters must not stop a quiz
    try:
        status = _dispatch(options)
        sys.stdout.flush()
    except BrokenPipeError:  # `course quiz --list | head -1`
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        return 0
    return status


def _dispatch(options: argparse.Namespace) -> int:
    if options.action == "export":
        from course.quizzes.exports.command import run as export

        return export(options)
    if options.action == "import":
        from course.quizzes.imports.command import run as bring

        return bring(options)
    if options.list or options.stats:
        from course.quizzes import overview

        return overview.listing(options) if options.list else overview.stats(options)
    if options.lint is not None:
        from course.quizzes.lint import run as check

        return check(options.lint)
    from course.quizzes import playing

    return playing.run(options)


def _add_modes(parser: argparse.ArgumentParser) -> None:
    modes = parser.add_mutually_exclusive_group()
    _add_selection(parser, modes)
    option = modes.add_argument
    option("--review", action="store_true", help="what you missed, or what is due again")
    option("--list", action="store_true", help="show the sets and topics")
    option("--stats", action="store_true", help="show how you have been doing")
    option("--lint", nargs="*", type=Path, metavar="FILE", help="check question files (authors)")


def _add_selection(
    parser: argparse.ArgumentParser, group: "argparse._MutuallyExclusiveGroup | None" = None
) -> None:
    where = group or parser.add_mutually_exclusive_group()
    text = "the practice bank, or one topic of it"
    where.add_argument("--practice", nargs="?", const="", metavar="TOPIC", help=text)
    where.add_argument("--lesson", metavar="01", help="the questions of one lesson")
    where.add_argument("--questions", type=Path, metavar="FILE", help="a question set of your own")


def _percent(text: str) -> int:
    if not text.isascii() or not text.isdigit() or int(text) > 100:
        raise argparse.ArgumentTypeError(f"{text!r} is not a whole number from 0 to 100")
    return int(text)
