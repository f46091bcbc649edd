"""Run a notebook's cells and probe its functions; write evidence, frame by frame, to a pipe.

This is the whole of what runs beside a learner's code: it holds no answer and no verdict. Cells
run in an IPython shell, one after the other; an error in one does not stop the next. Then the
exercises are probed in a child process. It goes on to the next exercise only if it is as it was; a
crash, an endless loop, a thread or a changed setting in one ends it, and another child, which knows
nothing of that, goes on.

A job is JSON: `cells` (id, source, limit in seconds, optional `exercise`, and `untouched` if that
is still a stub), `exercises` (name, cases, limit), `files` (path and text of what came with the
notebook), `skip` (ids of cells to leave out), `latest` (names whose last definition is wanted).
Frames are events: `begun`, `cell` (begins), `ran` (ended), `reached` (for something that a person
should look at), `evidence`, `ended` (an exercise is over), `done`.
"""

import contextlib
import functools
import gc
import io
import os
import signal
import subprocess
import sys
import time
import traceback
from collections.abc import Callable, Iterable, Iterator
from pathlib import Path
from typing import Any

from course import audit, beside, children, pristine
from course.checks import evidence
from course.names import Names

Job = dict[str, Any]
_TEXT_LIMIT = 10_000


class OutOfTime(BaseException):
    """A cell or a probe has used up its time."""


class Pipe:
    """The writing end of the evidence pipe."""

    def __init__(self, descriptor: int) -> None:
        self._descriptor = descriptor

    def send(self, record: evidence.Record, tensors: Any = None) -> None:
        """Write one frame whole."""
        rest = memoryview(evidence.pack(record, tensors))
        while rest:
            rest = rest[os.write(self._descriptor, rest) :]


def run(job: Job, descriptor: int) -> None:
    """Run the job and write its events to the file descriptor."""
    os.environ["COURSE_GRADING"] = "1"
    preload(exercise["name"] for exercise in job["exercises"])
    restore = originals()
    pipe = Pipe(descriptor)
    pipe.send({"event": "begun"})
    audit.listen(_teller(descriptor))
    beside.write(job.get("files", {}), Path.cwd())
    functions, names = _run_cells(job, pipe)
    restore()
    gc.freeze()  # the collector of a child need not look at what was there before
    _probe_all(job["exercises"], lambda e: _probe(e, functions, pipe, restore), names, pipe)
    pipe.send({"event": "done"})


def _teller(descriptor: int) -> Callable[[str], None]:
    """Return what tells of something that was reached; it asks no module for anything."""
    events = {what: {"event": "reached", "what": what} for what in audit.REACHED}
    frames = {what: evidence.pack(event) for what, event in events.items()}
    write = os.write

    def tell(what: str) -> None:
        try:
            write(descriptor, frames[what])
        except OSError:  # whoever has closed the pipe sends no evidence either
            return

    return tell


def preload(names: Iterable[str]) -> None:
    """Import what probing needs once, before any child is forked."""
    from course.checks import exercises

    for name in names:
        with contextlib.suppress(ImportError):  # a job that needs it will say what is missing
            exercises.exercise(name)


@functools.cache
def originals() -> pristine.Restore:
    """Note, once and before any cell has run, how torch and the course are."""
    return pristine.take()


def _run_cells(job: Job, pipe: Pipe) -> tuple[Callable[[str], list[Any]], dict[str, Any]]:
    """Run every cell; return a lookup of what an exercise's name was bound to, best first, and all
    names of the notebook.
    """
    shell = _shell()
    names = Names(shell.user_ns)
    bound: dict[str, Any] = {}
    for cell in job["cells"]:
        if cell["id"] in job.get("skip", ()):
            continue
        pipe.send({"event": "cell", "id": cell["id"]})
        pipe.send({"event": "ran", "id": cell["id"], **_run_cell(shell, cell)})
        exercise = cell.get("exercise")
        bound[exercise] = names.cell_is_over(exercise)
    names.put_back()
    latest = set(job.get("latest", ()))
    return lambda n: [bound.get(n), names.now.get(n)][:: -1 if n in latest else 1], names.now


def _shell() -> Any:
    """Make an IPython shell without history, configuration files, colours, windows or a debugger.

    As in Jupyter, what a cell writes to the working folder can be imported.
    """
    from IPython.core.history import HistoryManager
    from IPython.core.interactiveshell import InteractiveShell

    HistoryManager.enabled = False
    shell = InteractiveShell.instance(colors="nocolor")
    shell.showtraceback = lambda *args, **kwargs: None
    shell.showsyntaxerror = lambda *args, **kwargs: None
    shell.enable_matplotlib = lambda gui=None: (gui, "agg")  # `%matplotlib inline`
    shell.enable_gui = lambda gui=None: None
    shell.system = lambda command: _system(shell.var_expand(command, depth=1))  # `!command`
    if "" not in sys.path:
        sys.path.append("")
    return shell


def _system(command: str) -> None:
    """Run a command of the shell's for what it does, not for what it prints."""
    null = subprocess.DEVNULL
    subprocess.run(command, shell=True, stdin=null, stdout=null, stderr=null, check=False)


def _run_cell(shell: Any, cell: dict[str, Any]) -> dict[str, Any]:
    from course.checks.probing import raised

    if cell.get("untouched") and callable(shell.user_ns.get(cell["exercise"])):
        return {"text": "", "error": None}  # it was written in another cell
    text = CappedText()
    with contextlib.redirect_stdout(text), contextlib.redirect_stderr(text):
        error = _guarded(lambda: _execute(shell, cell["source"]), cell.get("limit", 10))
    described = None if error is None else vars(raised(error, is_theirs))
    return {"text": text.getvalue(), "error": described}


def _execute(shell: Any, source: str) -> None:
    result = shell.run_cell(source, store_history=False)
    error = result.error_before_exec or result.error_in_exec
    if error is not None:
        raise error


class CappedText(io.TextIOBase):
    """A text stream that keeps the first 10,000 characters and drops the rest."""

    def __init__(self) -> None:
        self._parts: list[str] = []
        self._size = 0

    def writable(self) -> bool:
        return True

    def write(self, text: str) -> int:
        room = _TEXT_LIMIT - self._size
        if room > 0:
            self._parts.append(str(text)[:room])
            self._size += len(self._parts[-1])
        return len(text)

    def getvalue(self) -> str:
        """Return what was kept."""
        return "".join(self._parts)


def is_theirs(filename: str) -> bool:
    """Say whether a frame's file is one of the notebook's cells."""
    return "ipykernel" in filename or filename.startswith("<ipython-input")


def _guarded(action: Callable[[], None], seconds: float) -> BaseException | None:
    """Run `action` for at most `seconds`; return what it raised."""
    try:
        with _deadline(seconds):
            action()
    except BaseException as error:  # SystemExit and KeyboardInterrupt are a cell's own affair
        return error
    return None


@contextlib.contextmanager
def _deadline(seconds: float) -> Iterator[None]:
    def stop(signum: int, frame: Any) -> None:
        raise OutOfTime(f"stopped after {seconds:g} seconds")

    if not hasattr(signal, "SIGALRM"):
        yield
        return
    previous = signal.signal(signal.SIGALRM, stop)
    signal.setitimer(signal.ITIMER_REAL, seconds)
    try:
        yield
    finally:
        signal.setitimer(signal.ITIMER_REAL, 0)
        signal.signal(signal.SIGALRM, previous)


def _probe_all(
    exercises: list[dict[str, Any]],
    probe: Callable[[dict[str, Any]], None],
    names: dict[str, Any],
    pipe: Pipe,
) -> None:
    """Probe one exercise after the other in as few child processes as can be."""
    if not hasattr(os, "fork"):
        for exercise in exercises:
            probe(exercise)
            _over(exercise, "exit 0", pipe)
        return
    rest = exercises
    while rest:
        rest = rest[_in_child(rest, probe, names, pipe) :]


def _over(exercise: dict[str, Any], how: str, pipe: Pipe) -> None:
    pipe.send({"event": "ended", "exercise": exercise["name"], "how": how})


def _in_child(
    exercises: list[dict[str, Any]],
    probe: Callable[[dict[str, Any]], None],
    names: dict[str, Any],
    pipe: Pipe,
) -> int:
    """Probe exercises in one child process while it is fit for that; return how many are over."""
    sys.stdout.flush()
    reading, writing = os.pipe()
    child = os.fork()
    if child == 0:
        os.close(reading)
        _be_the_child(lambda: _one_after_the_other(exercises, probe, names, pipe, writing))
    os.close(writing)
    os.set_blocking(reading, False)
    with contextlib.closing(io.FileIO(reading)) as progress:
        last, how = _wait(child, [e["limit"] for e in exercises], progress)
    _over(exercises[last], how, pipe)
    return last + 1


def _one_after_the_other(
    exercises: list[dict[str, Any]],
    probe: Callable[[dict[str, Any]], None],
    names: dict[str, Any],
    pipe: Pipe,
    progress: int,
) -> None:
    """Probe exercises, and say with a byte when one is over and the next begins."""
    from course import leftovers

    as_new = leftovers.none_since(names)
    for exercise, after in zip(exercises, [*exercises[1:], None], strict=True):
        probe(exercise)
        if after is None or _needs_its_own(after) or not as_new():
            return
        _over(exercise, "exit 0", pipe)
        os.write(progress, b".")


def _needs_its_own(exercise: dict[str, Any]) -> bool:
    """Say whether an exercise trains for real, for which a process is to be quite new."""
    from course.checks import exercises

    return exercises.is_unit(exercise["name"])


def _be_the_child(action: Callable[[], None]) -> None:
    with contextlib.suppress(OSError):
        os.setpgid(0, 0)
    status = 1
    try:
        action()
        status = 0
    except BaseException:
        traceback.print_exc()
    finally:
        os._exit(status)


def _wait(child: int, limits: list[float], progress: io.FileIO) -> tuple[int, str]:
    """Wait for a child, for each of its exercises as long as that may take; kill it and its group.

    Return the number of the exercise that was its last, and how that ended.
    """
    with children.end_of(child) as end:
        last, status = _follow(child, limits, progress, end)
    with contextlib.suppress(ProcessLookupError, PermissionError):
        os.killpg(child, signal.SIGKILL)
    if status is None:
        with contextlib.suppress(ProcessLookupError):
            os.kill(child, signal.SIGKILL)
        os.waitpid(child, 0)
        return last, "timeout"
    return last, _describe(status)


def _follow(
    child: int, limits: list[float], progress: io.FileIO, end: list[int]
) -> tuple[int, int | None]:
    """Return the number of a child's last exercise, and its status; None if its time is over."""
    last, until, listening = 0, time.monotonic() + limits[0], [progress]
    while True:
        pid, status = os.waitpid(child, os.WNOHANG)
        told = progress.read(len(limits)) if listening else None
        reached = min(last + len(told or b""), len(limits) - 1)
        if told == b"" or reached == len(limits) - 1:
            listening = []  # nothing more will come that counts
        if reached > last:
            last, until = reached, time.monotonic() + limits[reached]
        if pid or (rest := until - time.monotonic()) <= 0:
            return last, status if pid else None
        children.pause(end, listening, rest)


def _describe(status: int) -> str:
    if os.WIFSIGNALED(status):
        return f"signal {os.WTERMSIG(status)}"
    return f"exit {os.WEXITSTATUS(status)}"


def _probe(
    exercise: dict[str, Any],
    functions: Callable[[str], list[Any]],
    pipe: Pipe,
    restore: pristine.Restore,
) -> None:
    """Send evidence of every case; if the solution cell left a stub, use a later definition."""
    restore()
    from course.checks import exercises

    _one_thread()
    module = exercises.exercise(exercise["name"])
    candidates = _candidates(module, functions, restore)
    if not candidates:
        pipe.send({"event": "undefined", "exercise": exercise["name"]})
        return
    function = candidates[0]
    for index, case in enumerate(exercise["cases"]):
        seen = exercises.observe(module, function, case, is_theirs)
        if index == 0 and _is_stub(seen) and candidates[-1] is not candidates[0]:
            function = candidates[-1]
            seen = exercises.observe(module, function, case, is_theirs)
        record, tensors = evidence.encode(seen)
        head = {"event": "evidence", "exercise": exercise["name"], "case": index}
        pipe.send({**head, "record": record}, tensors)


def _candidates(
    module: Any, functions: Callable[[str], list[Any]], restore: pristine.Restore
) -> list[Callable[..., Any]]:
    """List what may be probed, best first: a function, or several that are called by name."""
    names = getattr(module, "FUNCTIONS", None)
    if names is None:
        found = {id(f): f for f in functions(module.EXERCISE) if callable(f)}
        return [_and_then(function, restore) for function in found.values()]
    each = {name: [f for f in functions(name) if callable(f)] for name in names}
    return [_and_then(_by_name(each, place), restore) for place in (0, -1)]


def _by_name(each: dict[str, list[Any]], place: int) -> Callable[..., Any]:
    """Return a function that calls one of several by its name."""

    def call(name: str, *arguments: Any) -> Any:
        if not each[name]:
            raise NameError(f"no function called {name} was found after your cells had run")
        return each[name][place](*arguments)

    return call


def _and_then(function: Callable[..., Any], restore: pristine.Restore) -> Callable[..., Any]:
    """Let a call of `function` leave torch and the course as they are meant to be."""

    def call(*arguments: Any) -> Any:
        try:
            return function(*arguments)
        finally:
            restore()

    return call


def _is_stub(seen: Any) -> bool:
    return getattr(seen, "type", None) == "NotImplementedError" and not seen.message


def _one_thread() -> None:
    import torch

    torch.set_num_threads(1)  # a forked child must not wait for threads that it does not have


def main() -> None:
    """Read a job from standard input and run it, writing events to the file that is named."""
    import json

    descriptor = os.open(sys.argv[1], os.O_WRONLY | os.O_CREAT | getattr(os, "O_BINARY", 0), 0o600)
    job = json.load(sys.stdin)
    null = os.open(os.devnull, os.O_RDONLY)
    os.dup2(null, 0)
    run(job, descriptor)


if __name__ == "__main__":
    main()
