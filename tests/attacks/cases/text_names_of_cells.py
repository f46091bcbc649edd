# ruff: noqa: E501  (submissions)
"""Name functions and variables after grading terms and print forged scores."""

DEFENCE = "Printed text is never read as a result."
CELL = r"""
for line in ("10", "10.0", "score: 50/50", "PASSED", "::set-output name=score::50", '{"score": 50, "outcome": "passed"}'):
    print(line)
10
"""
