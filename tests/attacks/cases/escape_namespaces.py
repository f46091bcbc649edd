"""Make namespaces, mount, change the root, join the parent's namespaces."""

DEFENCE = "No capabilities, no new privileges, and seccomp refuses these calls."
CORE = True
CELL = r"""
import ctypes
import os
libc = ctypes.CDLL(None, use_errno=True)


def attempt(name, call):
    try:
        if call() >= 0:
            print("WORKED", name)
    except OSError:
        pass


attempt("unshare", lambda: libc.unshare(0x10000000))
attempt("mount", lambda: libc.mount(b"none", b"/scratch/job", b"tmpfs", 0, None))
attempt("umount", lambda: libc.umount2(b"/proc", 2))
attempt("chroot", lambda: libc.chroot(b"/"))
attempt("clone", lambda: libc.syscall(56, 0x10000000 | 17, 0, 0, 0, 0))
attempt("setns", lambda: libc.setns(os.open("/proc/1/ns/mnt", os.O_RDONLY), 0))
attempt("bpf", lambda: libc.syscall(321, 0, 0, 0))
attempt("io_uring", lambda: libc.syscall(425, 4, 0))
attempt("userfaultfd", lambda: libc.syscall(323, 0))
attempt("mknod", lambda: libc.mknod(b"disk", 0o060666, 0x0800))
"""
