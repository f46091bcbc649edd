# ruff: noqa: E501  (submissions)
"""Write results as JSON lines, TAP, JUnit XML and exit codes to every descriptor."""

DEFENCE = "The evidence pipe takes frames only: anything else ends the job as malformed."
CORE = True
CELL = r"""
import os
lines = b'{"score": 50, "max_score": 50, "outcome": "passed"}\nok 1 - evaluate\n<testsuite failures="0"/>\n'
for descriptor in range(256):
    try:
        os.write(descriptor, lines)
    except OSError:
        pass
"""
