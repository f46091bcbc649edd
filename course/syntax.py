"""Parse Python source from any thread.

CPython counts the depth of a tree that it builds once for all threads, so that two that parse at
once can stop each other with a SystemError (seen with 3.11).
"""

import ast
import threading

_one_at_a_time = threading.Lock()


def parse(source: str) -> ast.Module:
    """Return the tree of some source.

    Raises what `ast.parse` raises.
    """
    with _one_at_a_time:
        return ast.parse(source)
