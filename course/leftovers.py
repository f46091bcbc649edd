"""What a learner's code has left behind in a process: whether the next exercise finds it as new.

Threads, processes, settings, handlers, names of the notebook's and much memory would reach from one
exercise into the next.
"""

import os
import resource
import signal
import sys
import threading
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

import torch

_MEGABYTES = 800  # more than this, and the next exercise would be short of memory
_SECONDS = 60  # of CPU time, of which a process has so much
_SIGNALS = tuple(signal.valid_signals())
_SIZED = (list, dict, set, bytearray)


def none_since(names: dict[str, Any]) -> Callable[[], bool]:
    """Note how this process is, and what the notebook's `names` stand for.

    Return a function that says whether all is still so.
    """
    before, began, size = _state(names), time.process_time(), _resident()

    def still() -> bool:
        return (
            _state(names) == before
            and not _has_children()
            and time.process_time() - began < _SECONDS
            and _resident() - size < _MEGABYTES
        )

    return still


def _state(names: dict[str, Any]) -> tuple[Any, ...]:
    own = {name: _told_by(value) for name, value in names.items() if not name.startswith("__")}
    return _of_torch(), _of_python(), _of_networks(), own


def _of_torch() -> tuple[Any, ...]:
    return (
        torch.is_grad_enabled(),
        torch.is_inference_mode_enabled(),
        torch.is_anomaly_enabled(),
        torch.is_autocast_enabled("cpu"),
        torch.get_default_dtype(),
        str(torch.get_default_device()),
        torch.get_num_threads(),
        torch.are_deterministic_algorithms_enabled(),
        torch.backends.mkldnn.enabled,
    )


def _of_networks() -> list[tuple[int, ...]]:
    """Say what TorchVision's classes of networks are made of, which are not put back."""
    modules = [m for name, m in sys.modules.items() if name.startswith("torchvision.models")]
    classes = {c: None for m in modules for c in vars(m).values() if isinstance(c, type)}
    return [tuple(map(id, vars(one).values())) for one in classes]


def _of_python() -> tuple[Any, ...]:
    return (
        threading.active_count(),
        _threads(),
        [signal.getsignal(number) for number in _SIGNALS],
        os.getcwd(),
        dict(os.environ),
        [id(stream) for stream in (sys.stdin, sys.stdout, sys.stderr)],
        list(sys.path),
        sys.gettrace(),
        sys.getprofile(),
        sys.getrecursionlimit(),
        resource.getrlimit(resource.RLIMIT_AS),
    )


def _threads() -> int:
    """Count this process's threads, those that Python does not know of included."""
    tasks = Path("/proc/self/task")
    return len(os.listdir(tasks)) if tasks.is_dir() else 1


def _told_by(value: Any) -> tuple[int, int]:
    return id(value), len(value) if type(value) in _SIZED else 0


def _has_children() -> bool:
    try:
        os.waitpid(-1, os.WNOHANG)
    except ChildProcessError:
        return False
    return True


def _resident() -> float:
    """Return the megabytes of memory that this process holds, as far as the system tells."""
    statm = Path("/proc/self/statm")
    pages = int(statm.read_text(encoding="ascii").split()[1]) if statm.exists() else 0
    return pages * resource.getpagesize() / (1 << 20)
