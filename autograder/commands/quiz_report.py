"""The command `autograder quiz-report`: item analysis of a quiz, from results or LMS exports."""

import argparse
import json
from pathlib import Path


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Declare the files to read and the forms to write."""
    option = parser.add_argument
    option(
        "responses",
        nargs="+",
        type=Path,
        metavar="RESPONSES",
        help="JSON results, Moodle's Responses or Canvas's Student Analysis as CSV, or folders",
    )
    option(
        "--questions",
        action="append",
        default=[],
        type=Path,
        metavar="FILE",
        help="a question set that is not the course's; may be given several times",
    )
    option("--last", action="store_true", help="count each learner's last attempt, not the first")
    option("--csv", type=Path, metavar="FILE", help="write a row for each question")
    option("--html", type=Path, metavar="FILE", help="write a page with plots")
    option("--json", action="store_true", help="print everything as JSON in place of the table")


def run(options: argparse.Namespace) -> int:
    """Print the report and write what was asked for."""
    from autograder.quiz_report import reading, tables
    from autograder.quiz_report.page import to_html
    from autograder.quiz_report.statistics import analyse
    from course.quizzes.catalogue import bank
    from course.quizzes.exports.command import save
    from course.quizzes.load import load

    own = [question for path in options.questions for question in load(path).questions]
    figures = analyse(reading.read(options.responses, bank(), own, options.last))
    if options.csv:
        save(options.csv, tables.to_csv(figures).encode("utf-8-sig"))
    if options.html:
        save(options.html, to_html(figures).encode())
    if options.json:
        print(json.dumps(tables.to_json(figures), indent=2, ensure_ascii=False))
    else:
        print("\n".join(tables.lines(figures)))
    return 0
