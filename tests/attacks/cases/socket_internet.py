"""Connect to the internet, the local machine and a name server."""

DEFENCE = (
    "A network namespace of its own without interfaces, and seccomp refuses other sockets "
    "than AF_UNIX."
)
CORE = True
CELL = r"""
import socket
for kind in (socket.SOCK_STREAM, socket.SOCK_DGRAM, socket.SOCK_RAW):
    for family, address in ((socket.AF_INET, "127.0.0.1"), (socket.AF_INET6, "::1")):
        try:
            with socket.socket(family, kind) as s:
                print("WORKED", family, kind)
        except OSError:
            pass
try:
    print("WORKED", socket.getaddrinfo("example.org", 80))
except OSError:
    pass
"""
