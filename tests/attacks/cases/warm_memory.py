"""Read and write the warm process's memory: /proc/PID/mem, ptrace, process_vm_writev."""

DEFENCE = "The warm process is not dumpable, and seccomp refuses ptrace and its kin."
CORE = True
CELL = r"""
import ctypes
import os
libc = ctypes.CDLL(None)
parent = os.getppid()
for pid in (parent, 1, 2):
    if libc.ptrace(16, pid, 0, 0) == 0:
        print('WORKED')
for pid in (1, 2, parent):
    try:
        with open(f'/proc/{pid}/mem', 'r+b') as memory, open(f'/proc/{pid}/maps') as maps:
            for line in maps:
                start = int(line.split('-')[0], 16)
                memory.seek(start)
                print(memory.read(64))
                memory.seek(start)
                memory.write(b'x' * 64)
    except OSError:
        pass
"""
