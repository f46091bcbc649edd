"""Return values whose types have names full of markup, quotes and newlines."""

DEFENCE = "Names are cut, cleaned and escaped."
WITHOUT = "def evaluate(*arguments):\n    return object()\n"
CELL = r"""
Odd = type("</script><script>alert(1)</script>\x1b[2J\n" * 20, (), {})


def evaluate(*arguments):
    return Odd()
"""
