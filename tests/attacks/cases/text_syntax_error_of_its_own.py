"""Raise a SyntaxError whose fields are objects of its own."""

DEFENCE = "Every exercise is probed in a process of its own; how that ended is not evidence."
CELL = r"""
class Field(str):
    def strip(self, *rest):
        return ["<script>alert(1)</script>"] * 1000

    def __str__(self):
        raise SystemExit


def evaluate(*arguments):
    error = SyntaxError("x")
    error.lineno, error.text, error.msg = Field("<b>"), Field("x"), Field("x")
    raise error
"""
