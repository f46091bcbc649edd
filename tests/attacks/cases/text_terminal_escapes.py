"""Print and raise terminal escapes that clear the screen, set titles and forge lines."""

DEFENCE = "Control characters are taken out of all that comes back."
CELL = r"""
import sys
escapes = "\x1b[2J\x1b]0;owned\x07\x1b[1A\r\x9b31m\u202e evaluate: 10 of 10 \x08\x08"
print(escapes)
sys.stderr.write(escapes)


def evaluate(*arguments):
    raise ValueError(escapes)
"""
