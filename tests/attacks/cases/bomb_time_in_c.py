"""Loop in C code, where no signal handler of Python is ever run."""

DEFENCE = (
    "The grader ends a job one of whose cells is not over in time, and runs it again without "
    "that cell."
)
LONG = True
CELL = r"""
sum(range(10**12))
"""
