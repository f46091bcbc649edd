"""Leave so many files that cleaning up takes long."""

DEFENCE = (
    "The scratch folder is small and is emptied between jobs; the next student's time has not "
    "begun."
)
CELL = r"""
for number in range(30_000):
    open(f'f{number}', 'w').close()
"""
