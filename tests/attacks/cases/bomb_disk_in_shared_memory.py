"""Write 2 GB into /dev/shm."""

DEFENCE = "/dev/shm is a sized tmpfs."
CELL = r"""
block = b'x' * (1 << 24)
for number in range(16):
    with open(f'/dev/shm/big{number}', 'wb') as file:
        for _ in range(8):
            file.write(block)
"""
