"""A class graded by this project, by stock nbgrader and by Otter: `make bench ONLY=class`.

Everything is measured side by side in one run; ratios are what counts, seconds are the machine's.
`--sizes 50 200 1000` grades growing classes, the largest with a `kill -9` in the middle;
`--compare N` is how many notebooks the other graders get; `--steps` leaves steps out, whose figures
are then those that the JSON file has.
"""

import argparse
import json
import os
import signal
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import psutil

from autograder.cluster import LOCAL, grade_on_cluster
from autograder.executor import grade_class
from autograder.results import Result
from tests import bank, classroom
from tests.benchmarks import comparison, exercises, roster, stages

Figures = dict[str, Any]
_STEPS = ("comparison", "whole", "stages", "throughput", "growth")
_CONTESTS = {
    "comparison": "{submissions} notebooks with exercises alone, {verdicts} verdicts on exercises.",
    "whole": "{submissions} notebooks as they are handed in, {networks_saved} with a network that "
    "was trained and saved; {verdicts} verdicts on exercises.",
}


def main() -> int:
    """Measure, print a table, write JSON and a plot."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--json", type=Path, metavar="FILE")
    parser.add_argument("--compare", type=int, default=10, metavar="N")
    parser.add_argument("--throughput", type=int, default=60, metavar="N")
    parser.add_argument("--sizes", type=int, nargs="*", default=[50, 200, 1000])
    parser.add_argument("--steps", nargs="*", default=_STEPS, choices=_STEPS)
    options = parser.parse_args()
    with tempfile.TemporaryDirectory(prefix="bench-") as folder:
        for figures in _measure(Path(folder), options):
            _write(figures, options.json)
    print(report(figures))
    return 0


def _write(figures: Figures, path: Path | None) -> None:
    """Write what has been measured so far: JSON, a table and a plot."""
    if path:
        path.write_text(json.dumps(figures, indent=2) + "\n", encoding="utf-8")
        path.with_suffix(".md").write_text(report(figures) + "\n", encoding="utf-8")
        plot(figures, path.with_suffix(".png"))


def _measure(folder: Path, options: argparse.Namespace) -> Iterator[Figures]:
    """Measure step by step; yield all figures after each."""
    figures: Figures = {"benchmark": "class", "cores": os.cpu_count(), "growth": []}
    if options.json and options.json.is_file() and set(options.steps) != set(_STEPS):
        figures = json.loads(options.json.read_text(encoding="utf-8"))
    for name, step in {
        "comparison": lambda: comparison.exercises_alone(folder / "alone", options.compare),
        "whole": lambda: comparison.as_handed_in(folder / "whole", options.compare),
        "stages": lambda: by_stage(folder / "stages", 30),
        "throughput": lambda: throughput(folder / "throughput", options.throughput),
    }.items():
        if name in options.steps:
            print(f"{name} ...", file=sys.stderr, flush=True)
            figures[name] = step()
            yield figures
    if "growth" not in options.steps:
        return
    figures["growth"] = []
    for count in options.sizes:
        print(f"{count} submissions ...", file=sys.stderr, flush=True)
        figures["growth"].append(growth(folder / f"growth-{count}", count, count >= 500))
        yield figures


def _environment() -> dict[str, str]:
    return {**os.environ, "PYTHONPATH": str(bank.ROOT), "OMP_NUM_THREADS": "1"}


def by_stage(root: Path, count: int) -> Figures:
    """Time each stage of grading on one worker."""
    classroom.course_folder(root)
    roster.hand_in(count, root, hostile=False)
    with exercises.desk_of(root, units=True) as desk:
        return stages.measure(desk, exercises.submitted(root))


def throughput(root: Path, count: int) -> Figures:
    """Grade the same class with 1 and 2 workers, here and on Dask; submissions a minute.

    Exercises alone, from the first result to the last: a student whose network takes the units'
    full path would decide alone how long it takes, and start-up is told elsewhere.
    """
    classroom.course_folder(root)
    roster.hand_in(count, root, hostile=False)
    with exercises.desk_of(root) as desk:
        every = exercises.submitted(root)
        _rate(root, grade_class(desk, every))  # known mistakes are then run, for all that follow
        rates = {
            "1 worker": _rate(root, grade_class(desk, every, 1)),
            "2 workers": _rate(root, grade_class(desk, every, 2)),
            "Dask, 1 worker": _rate(root, grade_on_cluster(LOCAL, desk, every, 1)),
            "Dask, 2 workers": _rate(root, grade_on_cluster(LOCAL, desk, every, 2)),
        }
    efficiency = {
        "local": round(rates["2 workers"] / rates["1 worker"] / 2, 2),
        "Dask": round(rates["Dask, 2 workers"] / rates["Dask, 1 worker"] / 2, 2),
    }
    return {"submissions": count, "a_minute": rates, "efficiency": efficiency}


def _rate(root: Path, results: Iterator[Result]) -> float:
    """Return results a minute, from the first to the last."""
    comparison.forget(root)
    times = [time.perf_counter() for _ in results]
    return round(60 * (len(times) - 1) / (times[-1] - times[0]), 1)


def growth(root: Path, count: int, kill: bool) -> Figures:
    """Grade a class of `count`; with `kill`, the grader is killed half-way and started again.

    Exercises alone, as in the comparison.
    """
    classroom.course_folder(root)
    roster.hand_in(count, root)
    began, peak, killed_at = time.perf_counter(), 0.0, None
    if kill:
        killed_at, peak = _run_until(root, count // 2)
    _, rest = _run_until(root, None)
    seconds = time.perf_counter() - began
    receipts = len(list((root / ".autograder" / "receipts").rglob("*.json")))
    return {
        "submissions": count,
        "seconds": round(seconds, 1),
        "seconds_each": round(seconds / count, 3),
        "peak_megabytes": round(max(peak, rest)),
        "killed_after": killed_at,
        "receipts": receipts,
        "autograded": len(list((root / "autograded").glob("*/*/*.ipynb"))),
    }


def _run_until(root: Path, receipts: int | None) -> tuple[int, float]:
    """Run a grader to its end, or kill -9 it once it has filed so many receipts."""
    command = [sys.executable, "-m", "tests.benchmarks.exercises", str(root)]
    with (root / "log.txt").open("ab") as log:
        process = subprocess.Popen(command, cwd=root, env=_environment(), stdout=log, stderr=log)
        peak, filed = 0.0, 0
        while process.poll() is None:
            time.sleep(0.5)
            try:
                peak = max(peak, psutil.Process(process.pid).memory_info().rss / (1 << 20))
            except psutil.Error:
                continue
            filed = len(list((root / ".autograder" / "receipts").rglob("*.json")))
            if receipts is not None and filed >= receipts:
                process.send_signal(signal.SIGKILL)
                process.wait()
    return filed, peak


def report(figures: Figures) -> str:
    """Write the figures as Markdown."""
    lines = [f"# A class, on {figures['cores']} cores", ""]
    for name, title in _CONTESTS.items():
        if own := figures.get(name):
            lines += [title.format(**own), "", *comparison.table(own), ""]
    lines += ["| stage | median, ms | p95, ms |", "|---|---|---|"]
    for name, row in figures.get("stages", {}).items():
        lines.append(f"| {name} | {row['median']} | {row['p95']} |")
    if own := figures.get("throughput"):
        lines += ["", "| workers | submissions a minute |", "|---|---|"]
        lines += [f"| {name} | {rate} |" for name, rate in own["a_minute"].items()]
        lines += ["", f"Efficiency of two workers: {own['efficiency']['local']} here, "
                      f"{own['efficiency']['Dask']} on Dask."]  # fmt: skip
    lines += [
        "", "| class | seconds | each | peak MB of the grader | killed after | receipts | folded |",
        "|---|---|---|---|---|---|---|",
    ]  # fmt: skip
    for row in figures["growth"]:
        lines.append("| " + " | ".join(str(value) for value in row.values()) + " |")
    return "\n".join(lines)


def plot(figures: Figures, path: Path) -> None:
    """Draw submissions a minute of the three graders, and the class's growth."""
    import matplotlib

    matplotlib.use("agg")
    import matplotlib.pyplot as plt

    figure, (left, right) = plt.subplots(1, 2, figsize=(9, 3.2), layout="constrained")
    rates = figures.get("comparison", {}).get("a_minute", {})
    colors = ["#0072B2" if name == "ours" else "#666666" for name in rates]
    bars = left.barh(list(rates), list(rates.values()), color=colors)
    left.bar_label(bars, padding=3)
    left.invert_yaxis()
    left.set_xlabel("submissions a minute")
    rows = figures["growth"]
    right.plot([r["submissions"] for r in rows], [r["seconds"] / 60 for r in rows], "o-",
               color="#0072B2")  # fmt: skip
    right.set_xlabel("submissions")
    right.set_ylabel("minutes")
    right.set_xlim(left=0)
    right.set_ylim(bottom=0)
    figure.savefig(path, dpi=110)


if __name__ == "__main__":
    sys.exit(main())
