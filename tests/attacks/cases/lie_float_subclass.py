"""Return a float whose comparisons always come out right."""

DEFENCE = (
    "No student-defined operator is called by the grader, and the probe takes plain values only."
)
WITHOUT = """def evaluate(model, data_loader, device):
    return 0.0
"""
CELL = r"""
class Right(float):
    def __eq__(self, other):
        return True

    def __ne__(self, other):
        return False

    __lt__ = __le__ = __gt__ = __ge__ = __eq__
    __hash__ = float.__hash__

    def __sub__(self, other):
        return Right(0.0)

    __rsub__ = __abs__ = lambda self, *rest: Right(0.0)


def evaluate(*arguments):
    return Right(0.0)
"""
