"""Return an object of a class that merely calls itself float."""

DEFENCE = "Names of types that are not Python's own are marked as such."
WITHOUT = """
class Honest:
    def __float__(self):
        return 0.0


def evaluate(*arguments):
    return Honest()
"""
CELL = r"""
class Pretender:
    def __float__(self):
        return 0.0


Pretender.__name__ = Pretender.__qualname__ = "float"


def evaluate(*arguments):
    return Pretender()
"""
