"""Start-up of the commands against `python -c pass`: `python -m tests.benchmarks.startup`.

The runs are interleaved, so that a busy machine slows all of them alike; the ratio of the medians
is what counts. Writes JSON with `--json FILE`; status 1 where a command takes over four times as
long, or imports torch or another slow package. The full-screen quiz is timed in a terminal: until
its first question can be read, and (without a limit) until its library is loaded and answers to
keys.
"""

import argparse
import contextlib
import json
import os
import pty
import select
import signal
import statistics
import subprocess
import sys
import tempfile
import time
from pathlib import Path

LIMIT = 4.0
COMMANDS = {
    "course --help": ("course.cli", ["--help"]),
    "course quiz": ("course.cli", ["quiz"]),
    "course quiz --list": ("course.cli", ["quiz", "--list"]),
    "autograder --help": ("autograder.cli", ["--help"]),
}
SCREEN = {  # what to wait for in the terminal
    "course quiz, full screen": b"question 1",
    "full screen, answers to keys": b"later",
}
READ, KEYS = SCREEN
HEAVY = ("torch", "numpy", "textual", "rich", "matplotlib", "IPython")


def measure(rounds: int) -> dict[str, list[float]]:
    """Return the seconds of each command's runs, and of `python -c pass`."""
    names = ("python -c pass", *COMMANDS, *SCREEN)
    timings: dict[str, list[float]] = {name: [] for name in names}
    for number in range(rounds + 1):
        for name, runs in timings.items():
            took = _on_screen(SCREEN[name]) if name in SCREEN else _time(_command(name))
            if number:  # the first round writes the byte code and warms the disk cache
                runs.append(took)
    return timings


def heavy_imports(name: str) -> list[str]:
    """Return which of the slow packages a command imports."""
    module, arguments = COMMANDS[name]
    code = (
        f"import sys; sys.argv[1:] = {arguments!r}\n"
        f"from {module} import main\n"
        "try: main()\nexcept SystemExit: pass\n"
        f"print(*({HEAVY!r} & sys.modules.keys()), file=sys.stderr)"
    ).replace(repr(HEAVY), repr(set(HEAVY)))
    done = subprocess.run(
        [sys.executable, "-c", code],
        stdin=subprocess.DEVNULL,
        stdout=subprocess.DEVNULL,
        stderr=subprocess.PIPE,
        text=True,
        env=_environment(),
        check=True,
    )
    return sorted(set(done.stderr.split()) & set(HEAVY))


def report(timings: dict[str, list[float]]) -> list[dict[str, object]]:
    """Return a row per command: median, ratio, what it imports that it should not."""
    base = statistics.median(timings["python -c pass"])
    rows: list[dict[str, object]] = []
    for name in (*COMMANDS, READ):
        median = statistics.median(timings[name])
        ratio = round(median / base, 2)
        heavy = heavy_imports(name) if name in COMMANDS else []
        fits = ratio <= LIMIT and not heavy
        milliseconds = round(median * 1000, 1)
        rows.append(
            {"command": name, "ms": milliseconds, "ratio": ratio, "heavy": heavy, "fits": fits}
        )
    return rows


def main() -> int:
    """Measure, print a table, write JSON."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--rounds", type=int, default=20)
    parser.add_argument("--json", type=Path, metavar="FILE")
    options = parser.parse_args()
    timings = measure(options.rounds)
    rows = report(timings)
    base = statistics.median(timings["python -c pass"]) * 1000
    print(f"{'command':<30}{'median':>8}{'ratio':>8}   limit {LIMIT:g}; heavy imports")
    print(f"{'python -c pass':<30}{base:>5.1f} ms{1:>8.2f}")
    for row in rows:
        heavy = ", ".join(row["heavy"]) or "none"  # type: ignore[arg-type]
        print(f"{row['command']:<30}{row['ms']:>5} ms{row['ratio']:>8}   {heavy}")
    ready = statistics.median(timings[KEYS]) * 1000
    print(f"{KEYS:<30}{ready:>5.1f} ms{ready / base:>8.2f}   no limit; textual, rich")
    if options.json:
        document = {"benchmark": "startup", "limit": LIMIT, "pass_ms": round(base, 1), "rows": rows}
        document["answers_to_keys"] = {"ms": round(ready, 1), "ratio": round(ready / base, 2)}
        options.json.write_text(json.dumps(document, indent=2) + "\n", encoding="utf-8")
    return 0 if all(row["fits"] for row in rows) else 1


def _command(name: str) -> list[str]:
    if name not in COMMANDS:
        return [sys.executable, "-c", "pass"]
    module, arguments = COMMANDS[name]
    script = Path(sys.executable).parent / module.partition(".")[0]
    start = [str(script)] if script.exists() else [sys.executable, "-m", module]
    return [*start, *arguments]


def _environment() -> dict[str, str]:
    """Return an environment that may keep byte code, and a history of its own."""
    kept = {k: v for k, v in os.environ.items() if k != "PYTHONDONTWRITEBYTECODE"}
    return {**kept, "COURSE_QUIZ_HISTORY": str(Path(tempfile.gettempdir()) / "bench-quiz.sqlite3")}


def _time(command: list[str]) -> float:
    began = time.perf_counter()
    subprocess.run(
        command,
        stdin=subprocess.DEVNULL,
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
        env=_environment(),
        check=False,
    )
    return time.perf_counter() - began


def _on_screen(words: bytes, patience: float = 20.0) -> float:
    """Return the seconds until a quiz in a terminal of its own shows the words."""
    began = time.perf_counter()
    child, terminal = pty.fork()
    if child == 0:
        size = {"TERM": "xterm-256color", "COLUMNS": "90", "LINES": "30"}
        command = _command("course quiz")
        os.execve(command[0], command, {**_environment(), **size})
    shown = b""
    with contextlib.suppress(OSError):
        while words not in shown and time.perf_counter() - began < patience:
            if select.select([terminal], [], [], 0.01)[0]:
                shown += os.read(terminal, 65536)
    took = time.perf_counter() - began
    os.kill(child, signal.SIGKILL)
    os.waitpid(child, 0)
    os.close(terminal)
    if words not in shown:
        raise RuntimeError(f"the quiz showed no question: {shown[-500:]!r}")
    return took


if __name__ == "__main__":
    sys.exit(main())
