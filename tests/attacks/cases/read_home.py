# ruff: noqa: E501  (submissions)
"""Look into home folders, temporary folders and mounted volumes."""

DEFENCE = "The jail shows the system, the interpreter and the package course, and nothing else."
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


for path in ("{HOME}", "/root", "/home", "/tmp", "/var", "/mnt", "/media", "/srv", "/run", "/etc/shadow", "/etc/passwd"):
    show(path)
for path in glob.glob("/home/*/*") + glob.glob("/root/.[a-z]*") + glob.glob("/tmp/*"):
    show(path)
"""
