"""A warm process: it has imported torch, and forks a child for every job.

It holds no secret and starts no thread, so that a child is as good as a fresh interpreter and costs
milliseconds. It is spoken to over a socket: a message with two file descriptors (a job to read, a
pipe to write evidence to) starts a child; one line of JSON tells how it ended and what it used.
Between two jobs everything that a child left running is killed. A message with one descriptor
(cases to read, as a job will hold them) lets it make what the probes of these cases begin with, so
that every child finds that in memory.
"""

import contextlib
import gc
import json
import os
import resource
import signal
import socket
import sys
import traceback
from collections.abc import Callable
from typing import Any

from course import children

RUN = b"run\n"
STOP = b"end\n"  # as long as RUN
MAKE = b"get\n"


def serve(channel: socket.socket, confine: Callable[[], None], sweep: Callable[[], None]) -> None:
    """Answer requests until the other end of the channel is closed.

    `confine` is called in each child before the job; `sweep` here after it.
    """
    gc.freeze()  # pages shared with the children are then not touched by their collector
    channel.sendall(b'{"ready": true}\n')
    while True:
        message, descriptors, _, _ = socket.recv_fds(channel, len(RUN), 2)
        if message == STOP:
            continue  # the job had just ended by itself
        if message == MAKE and len(descriptors) == 1:
            report = _make_ahead(descriptors[0])
        elif message == RUN and len(descriptors) == 2:
            report = _one_job(channel, descriptors, confine)
            sweep()
        else:
            return
        channel.sendall(json.dumps(report).encode() + b"\n")


def _make_ahead(descriptor: int) -> dict[str, Any]:
    """Make what probes begin with; what cannot be made here is made, or not, in the job itself."""
    import torch

    from course.checks import ahead, exercises

    torch.set_num_threads(1)  # a thread would be missing in every child
    for name, cases in _read_json(descriptor).items():
        with contextlib.suppress(Exception):
            ahead.make(exercises.exercise(name), cases)
    gc.freeze()
    return {"made": True}


def _one_job(
    channel: socket.socket, descriptors: list[int], confine: Callable[[], None]
) -> dict[str, Any]:
    child = os.fork()
    if child == 0:
        _be_the_child(channel, descriptors, confine)
    for descriptor in descriptors:
        os.close(descriptor)
    status, usage = _wait_or_kill(channel, child)
    return {"status": status, **_usage(usage)}


def _usage(usage: resource.struct_rusage) -> dict[str, float]:
    return {
        "cpu_seconds": round(usage.ru_utime + usage.ru_stime, 4),
        "peak_megabytes": round(usage.ru_maxrss / 1024, 1),
    }


def _wait_or_kill(channel: socket.socket, child: int) -> tuple[int, resource.struct_rusage]:
    """Wait for the child to end; kill it if the other side says so or is gone."""
    with children.end_of(child) as end:
        while True:
            ended, status, usage = os.wait4(child, os.WNOHANG)
            if ended:
                return status, usage
            if children.pause(end, [channel]):
                channel.recv(len(STOP))
                os.kill(child, signal.SIGKILL)
                _, status, usage = os.wait4(child, 0)
                return status, usage


def _be_the_child(
    channel: socket.socket, descriptors: list[int], confine: Callable[[], None]
) -> None:
    """Confine this process, run the job, and leave without any of the parent's clean-up."""
    try:
        channel.close()
        request, pipe = descriptors
        job = _read_json(request)
        confine()
        _run(job, pipe)
    except BaseException:
        traceback.print_exc()
        sys.stderr.flush()
        os._exit(1)


def _read_json(descriptor: int) -> dict[str, Any]:
    with os.fdopen(descriptor, "rb") as file:
        content: dict[str, Any] = json.load(file)
    return content


def _run(job: dict[str, Any], pipe: int) -> None:
    from course import proof, runner

    if "proof" in job:
        proof.run(job["proof"], runner.Pipe(pipe).send)
    else:
        runner.run(job, pipe)
    os._exit(0)


def warm_up() -> None:
    """Import all that a job needs, without starting a thread or running an operation."""
    import IPython.core.interactiveshell
    import matplotlib
    import torch
    import torchvision

    from course import runner
    from course.checks import exercises

    matplotlib.use("agg")
    _ = IPython, torch, torchvision
    for known in (exercises.assignments(), exercises.units()):
        runner.preload(name for names in known.values() for name in names)
    runner.originals()


def kill_everything_else() -> None:
    """Kill all processes that this one may signal: in a PID namespace, whatever a job left."""
    with contextlib.suppress(ProcessLookupError, PermissionError):
        os.kill(-1, signal.SIGKILL)
    with contextlib.suppress(ChildProcessError):
        while os.waitpid(-1, os.WNOHANG)[0]:
            pass


def main() -> None:
    """Serve jobs without any confinement, on the socket whose descriptor is the argument."""
    channel = socket.socket(fileno=int(sys.argv[1]))
    warm_up()
    serve(channel, confine=os.setsid, sweep=lambda: None)


if __name__ == "__main__":
    main()
