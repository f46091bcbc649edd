"""`course data`: what images and weights are on this machine, and how to get the others."""

import argparse
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from course import assets
from course.data import cache, fetch
from course.data.download import Report
from course.errors import CourseError

DESCRIPTION = """\
Without an action: list the images and weights on this machine, and verify each by SHA-256.
fetch NAME: bring the full Fashion-MNIST (all 70,000 images), or a network's ImageNet weights from
TorchVision, into the cache. The embedded sample and weights need no fetching and no network.
"""


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Describe `course data [fetch NAME [--from PATH]]`."""
    parser.description = DESCRIPTION
    parser.formatter_class = argparse.RawDescriptionHelpFormatter
    actions = parser.add_subparsers(dest="action", metavar="ACTION")
    get = actions.add_parser("fetch", help="bring the full set or a network's weights")
    names = [fetch.IMAGES, *cache.WEIGHTS]
    get.add_argument("name", choices=names, metavar="NAME", help=", ".join(names))
    get.add_argument(
        "--from",
        dest="source",
        type=Path,
        metavar="PATH",
        help="take it from this folder (fashion-mnist: the four idx files, .gz or not) or file",
    )


def run(args: argparse.Namespace) -> int:
    """List, or fetch; return the exit status: 0, 1 after one clear line, 130 when interrupted."""
    if getattr(args, "action", None) is None:
        show()
        return 0
    try:
        with _progress(args.name) as report:
            message = fetch.fetch(args.name, args.source, report)
    except CourseError as error:
        print(f"course data: {error}", file=sys.stderr)
        return 1
    except KeyboardInterrupt:
        print("course data: stopped; run it again to go on from there.", file=sys.stderr)
        return 130
    print(message)
    return 0


def show() -> None:
    """Print the table of what is there."""
    from rich.console import Console
    from rich.table import Table

    table = Table("what", "size", "where", "state")
    table.columns[1].justify = "right"
    for row in rows():
        table.add_row(*row)
    console = Console()
    console.print(table)
    # Not in the table: a long path would be folded there.
    console.print(f"cache: {cache.folder()}", soft_wrap=True, highlight=False)
    console.print("to get what is missing: course data fetch NAME", highlight=False)


def rows() -> Iterator[tuple[str, str, str, str]]:
    """Yield what, size, where and state of everything that the course can use."""
    embedded = {
        assets.IMAGES: "Fashion-MNIST sample, 5,000 images",
        assets.WEIGHTS: "MobileNetV2 backbone, ImageNet",
    }
    for name, what in embedded.items():
        size = f"{assets.manifest()[name]['size'] / 1e6:.1f} MB"
        yield what, size, "in the package", _state(True, assets.is_intact(name))
    there = cache.has_images()
    state = _state(there, there and fetch.images_intact())
    yield f"{fetch.IMAGES}, all 70,000 images", "54.9 MB", "cache" if there else "", state
    for name, entry in cache.WEIGHTS.items():
        there = entry.path.is_file()
        state = _state(there, there and fetch.weights_intact(name))
        yield f"{name}, ImageNet", f"{entry.megabytes:.1f} MB", "cache" if there else "", state


def _state(is_there: bool, is_intact: bool) -> str:
    """Return one word, coloured: verified, damaged or not here."""
    if not is_there:
        return "[dim]not here[/]"
    return "[green]verified[/]" if is_intact else "[red]damaged: fetch it again[/]"


@contextmanager
def _progress(name: str) -> Iterator[Report]:
    """Show a progress bar on a terminal, nothing elsewhere."""
    from tqdm import tqdm

    with tqdm(desc=name, unit="B", unit_scale=True, disable=None, leave=False) as bar:

        def report(done: int, total: int | None) -> None:
            if total != bar.total:
                bar.reset(total)
            bar.update(done - bar.n)

        yield report
