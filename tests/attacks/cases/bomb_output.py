"""Print 200 MB."""

DEFENCE = "What a cell prints is kept up to 10,000 characters."
CORE = True
CELL = r"""
for _ in range(200):
    print('x' * (1 << 20))
"""
