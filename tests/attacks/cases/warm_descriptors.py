"""Open the warm process's descriptors and write to its channel."""

DEFENCE = "The channel is closed in the job, and the warm process's /proc is closed to it."
CORE = True
CELL = r"""
import os
import socket
for pid in (1, 2, os.getppid()):
    for number in range(64):
        try:
            os.write(os.open(f'/proc/{pid}/fd/{number}', os.O_RDWR), b'{"status": 0}\n')
        except OSError:
            pass
for number in range(3, 64):
    try:
        socket.socket(fileno=os.dup(number)).sendall(b'{"status": 0, "ready": true}\n')
    except OSError:
        pass
"""
