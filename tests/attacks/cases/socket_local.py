# ruff: noqa: E501  (submissions)
"""Reach services over local sockets: Docker, D-Bus, X11, abstract names."""

DEFENCE = "Their files are not in the jail, and abstract names belong to the network namespace."
CELL = r"""
import os
import socket
names = ["/var/run/docker.sock", "/run/dbus/system_bus_socket", "/tmp/.X11-unix/X0", "\0/tmp/.X11-unix/X0"]
names += ["\0" + line.split("@")[1] for line in open("/proc/net/unix").read().splitlines() if "@" in line]
for name in names:
    try:
        with socket.socket(socket.AF_UNIX) as s:
            s.connect(name)
            print("WORKED", name)
    except OSError:
        pass
"""
