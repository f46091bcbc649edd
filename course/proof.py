"""Prove from inside that a jail holds: try what must fail, and report what did not."""

import os
import socket
import time
from collections.abc import Callable
from typing import Any


def run(request: dict[str, Any], send: Callable[[dict[str, Any]], None]) -> None:
    """Try every escape that the request names; send the list of those that worked."""
    tries = {
        "a file outside could be read": lambda: _read(request["canary"]),
        "a socket to the network could be made": _connect,
        "the number of processes is not limited": lambda: _fork(request["processes"]),
        "a file outside its own folder could be written": _write,
        "other processes can be seen": lambda: _see_processes(request["own_processes"]),
    }
    worked = [name for name, attempt in tries.items() if _works(attempt)]
    send({"event": "proof", "worked": worked})


def _works(attempt: Callable[[], bool]) -> bool:
    try:
        return attempt()
    except OSError:
        return False


def _read(path: str) -> bool:
    with open(path, "rb") as file:
        return bool(file.read(1))


def _connect() -> bool:
    with socket.socket(socket.AF_INET, socket.SOCK_STREAM) as probe:
        probe.settimeout(1)
        probe.connect(("127.0.0.1", 9))
    return True


def _fork(limit: int) -> bool:
    """Fork until refused; say whether more than `limit` processes were granted."""
    children: list[int] = []
    try:
        while len(children) <= limit:
            child = os.fork()
            if child == 0:
                time.sleep(30)
                os._exit(0)
            children.append(child)
    except OSError:
        return False
    finally:
        for child in children:
            os.kill(child, 9)
            os.waitpid(child, 0)
    return True


def _write() -> bool:
    for folder in ("/", "/tmp", "/dev", "/usr", "/var/tmp"):
        try:
            path = f"{folder}/thaw-proof-{os.getpid()}"
            with open(path, "w") as file:
                file.write("x")
            os.unlink(path)
        except OSError:
            continue
        return True
    return False


def _see_processes(own: int) -> bool:
    return sum(name.isdigit() for name in os.listdir("/proc")) > own
