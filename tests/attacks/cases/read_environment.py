"""Print the environment of this process and of every other one."""

DEFENCE = "The environment is made for the job; nothing of the instructor's is in it."
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


import subprocess
print(dict(os.environ))
for pid in ("self", *[p for p in os.listdir("/proc") if p.isdigit()]):
    show(f"/proc/{pid}/environ")
    show(f"/proc/{pid}/cmdline")
print(subprocess.run(["env"], capture_output=True, text=True).stdout)
"""
