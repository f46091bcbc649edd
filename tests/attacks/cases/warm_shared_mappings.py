"""Overwrite every memory mapping that is shared with the warm process."""

DEFENCE = "The warm process shares no writable memory with its children."
CORE = True
CELL = r"""
import ctypes
for line in open('/proc/self/maps').read().splitlines():
    place, rights = line.split()[:2]
    if rights.startswith('rw') and rights.endswith('s'):
        start, end = (int(part, 16) for part in place.split('-'))
        ctypes.memset(start, 0x41, end - start)
"""
