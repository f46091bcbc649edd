# ruff: noqa: E501  (submissions)
"""Raise an error whose text is HTML and Markdown with scripts."""

DEFENCE = "Everything of a student's is escaped, and pages are sanitised."
CELL = r"""
def evaluate(*arguments):
    raise ValueError('<script>alert(1)</script><img src=x onerror=alert(1)><iframe src=//x></iframe>[x](javascript:alert(1))' + '`</code><script>alert(1)</script><img src=x onerror=alert(1)><iframe src=//x></iframe>[x](javascript:alert(1))`')
"""
