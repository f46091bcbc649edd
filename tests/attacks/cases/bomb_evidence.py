# ruff: noqa: E501  (submissions)
"""Send 200 MB of well-formed frames."""

from tests.attacks.cases._forging import FORGE

DEFENCE = "Evidence is capped in bytes before it is parsed."
CELL = (
    FORGE
    + r"""
for descriptor in pipes():
    for _ in range(200):
        Pipe(descriptor).send({'event': 'ran', 'id': 'evaluate', 'text': 'x' * (1 << 20), 'error': None})
"""
)
