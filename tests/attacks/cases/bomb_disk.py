"""Write 2 GB of files into its own folder."""

DEFENCE = "The scratch folder is a sized tmpfs, and RLIMIT_FSIZE limits one file."
CORE = True
CELL = r"""
block = b'x' * (1 << 24)
for number in range(16):
    with open(f'big{number}', 'wb') as file:
        for _ in range(8):
            file.write(block)
"""
