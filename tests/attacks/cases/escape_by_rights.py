# ruff: noqa: E501  (submissions)
"""Become root, use capabilities, run setuid programs."""

DEFENCE = (
    "A real, distinct user id without capabilities; no_new_privs takes setuid programs their power."
)
CORE = True
CELL = r"""
import os
import subprocess
for call in (lambda: os.setuid(0), lambda: os.setresuid(0, 0, 0), lambda: os.setgroups([0])):
    try:
        call()
        print("WORKED")
    except OSError:
        pass
status = open("/proc/self/status").read()
caps = [line.split()[1] for line in status.splitlines() if line.startswith(("CapEff", "CapPrm", "CapAmb"))]
if any(int(cap, 16) for cap in caps) or "NoNewPrivs:\t1" not in status:
    print("WORKED", status)
for program in ("su", "sudo", "passwd", "mount", "newgrp"):
    try:
        subprocess.run([program], capture_output=True, stdin=subprocess.DEVNULL, timeout=2)
    except (OSError, subprocess.TimeoutExpired):
        pass
"""
