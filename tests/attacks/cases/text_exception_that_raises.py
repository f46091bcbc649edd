"""Raise exceptions whose __str__, __repr__ and attributes raise."""

DEFENCE = "A message that cannot be read is called that."
CELL = r"""
class Meta(type):
    @property
    def __name__(cls):
        raise SystemExit


class Nasty(Exception, metaclass=Meta):
    def __str__(self):
        raise KeyboardInterrupt

    __repr__ = __str__

    def __getattribute__(self, name):
        raise RuntimeError(name)


def evaluate(*arguments):
    raise Nasty
"""
