"""`autograder attack-report`: try the attack suite on this machine and show what stops what."""

import argparse
import json
import sys
import tempfile
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from autograder.errors import AutograderError

Row = dict[str, Any]


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Add the command's arguments."""
    parser.add_argument("--only", nargs="+", metavar="NAME", help="attacks whose names begin so")
    parser.add_argument("--quick", action="store_true", help="leave out those that take long")
    parser.add_argument("--json", type=Path, metavar="FILE", help="write the table as JSON")


def run(options: argparse.Namespace) -> int:
    """Print a table of attack, defence and result; status 1 if an attack had an effect."""
    attacks = _chosen(options.only or [""], options.quick)
    rows: list[Row] = []
    for row in _tried(attacks):
        print(f"{len(rows) + 1:>3} of {len(attacks)}  {row['attack']}", file=sys.stderr)
        rows.append(row)
    _show(rows)
    if options.json is not None:
        from autograder.files import write_atomically

        text = json.dumps({"attacks": rows}, indent=1, ensure_ascii=False)
        write_atomically(options.json, (text + "\n").encode())
    return int(any(row["broken"] and not row["accepted"] for row in rows))


def _chosen(beginnings: list[str], quick: bool) -> list[Any]:
    """Load the suite, which is in a clone of the project and not in the installed package.

    Raises AutograderError if it is not there, or holds no attack of that name.
    """
    root = Path(__file__).parents[2]
    if not (root / "tests" / "attacks" / "cases").is_dir():
        raise AutograderError(
            "The attack suite is not installed with the autograder: run this command in a clone "
            "of the project."
        )
    if str(root) not in sys.path:
        sys.path.insert(0, str(root))
    from tests.attacks import case

    attacks = [a for a in case.load() if a.name.startswith(tuple(beginnings))]
    attacks = [a for a in attacks if not (quick and a.long)]
    if not attacks:
        raise AutograderError(f"There is no attack whose name begins with {beginnings[0]!r}.")
    return attacks


def _tried(attacks: list[Any]) -> Iterator[Row]:
    """Try the attacks on one assignment after the other."""
    for slug in sorted({attack.assignment for attack in attacks}):
        yield from _tried_on(slug, [attack for attack in attacks if attack.assignment == slug])


def _tried_on(slug: str, attacks: list[Any]) -> Iterator[Row]:
    from tests.attacks import bench

    with (
        tempfile.TemporaryDirectory(prefix="thaw-attacks-") as folder,
        bench.opened(Path(folder), slug) as opened,
    ):
        for attack in attacks:
            outcome = opened.attack(attack)
            harm = opened.next_student()
            yield {
                "attack": attack.name,
                "tries": attack.tries,
                "defence": attack.defence,
                "broken": [*outcome.broken, *([harm] if harm else [])],
                "accepted": attack.accepted,
                "reported": outcome.reported,
                "score": outcome.score,
                "without": outcome.baseline,
            }


def _show(rows: list[Row]) -> None:
    from rich.console import Console
    from rich.markup import escape
    from rich.table import Table

    table = Table(
        "attack", "what stops it", "result", title="Attacks on this machine", show_lines=True
    )
    for row in rows:
        what = f"[bold]{row['attack']}[/bold]\n{escape(row['tries'])}"
        table.add_row(what, escape(row["defence"]), escape(_result(row)))
    console = Console()
    console.print(table)
    stopped = sum(not row["broken"] for row in rows)
    console.print(f"{stopped} of {len(rows)} attacks had no effect.")
    if any(row["accepted"] for row in rows):
        console.print(
            "KNOWN: the instructor is told to read the notebook. With `hold = true` in the "
            "profile its points wait for that, and nothing is gained."
        )


def _result(row: Row) -> str:
    if not row["broken"]:
        return f"stopped ({row['score']:g} points; {row['without']:g} without the attack)"
    said = "; ".join(row["broken"])
    return f"KNOWN: {said}. {row['accepted']}" if row["accepted"] else f"NOT STOPPED: {said}"
