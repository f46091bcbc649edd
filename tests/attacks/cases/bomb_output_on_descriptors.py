"""Write 200 MB to standard output and standard error themselves."""

DEFENCE = "Both descriptors are thrown away without being read as anything."
CELL = r"""
import os
block = b'x' * (1 << 20)
for _ in range(100):
    os.write(1, block)
    os.write(2, block)
"""
