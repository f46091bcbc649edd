"""Leave files and locks in /dev/shm for the next job."""

DEFENCE = "/dev/shm is emptied after every job."
CORE = True
CELL = r"""
import os
from multiprocessing import shared_memory
shared_memory.SharedMemory('evaluate', create=True, size=1 << 20)
os.makedirs('/dev/shm/a/b')
open('/dev/shm/a/b/c', 'w').write('left')
os.chmod('/dev/shm/a/b', 0)
os.chmod('/dev/shm/a', 0)
"""
