"""Open sockets of every other family: netlink, packet, vsock, Bluetooth, kernel crypto."""

DEFENCE = "seccomp refuses other sockets than AF_UNIX."
CORE = True
CELL = r"""
import socket
for family in (f for f in range(2, 50)):
    for kind in (socket.SOCK_STREAM, socket.SOCK_DGRAM, socket.SOCK_RAW, socket.SOCK_SEQPACKET):
        try:
            socket.socket(family, kind).close()
            print("WORKED", family, kind)
        except OSError:
            pass
"""
