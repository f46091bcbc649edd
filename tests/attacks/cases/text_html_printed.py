# ruff: noqa: E501  (submissions)
"""Print and display HTML with scripts."""

DEFENCE = "Only printed text is kept, as text; displayed objects are dropped."
CELL = r"""
from IPython.display import HTML, Javascript, display
print('<script>alert(1)</script><img src=x onerror=alert(1)><iframe src=//x></iframe>[x](javascript:alert(1))')
display(HTML('<script>alert(1)</script><img src=x onerror=alert(1)><iframe src=//x></iframe>[x](javascript:alert(1))'), Javascript("alert(1)"))
HTML('<script>alert(1)</script><img src=x onerror=alert(1)><iframe src=//x></iframe>[x](javascript:alert(1))')
"""
