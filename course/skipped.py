"""What is kept of a cell that is not run because it trains: what it imports and defines.

Other cells may use that: `import time` may stand in a cell that times a training run.
"""

import ast
import re
from collections.abc import Iterable

from course import syntax

_KEPT = (ast.Import, ast.ImportFrom, ast.FunctionDef, ast.AsyncFunctionDef, ast.ClassDef)
_MAY_KEEP = re.compile(r"^(?:import|from|def|class|async|@)", re.MULTILINE)
_OF_THE_SHELL = re.compile(r"^\s*[%!].*$", re.MULTILINE)


def words(sources: Iterable[str]) -> set[str]:
    """Return every word that occurs in some sources."""
    return {word for source in sources for word in re.findall(r"\w+", source)}


def kept(source: str, wanted: set[str]) -> str:
    """Return a cell's imports and definitions of `wanted` names, as source.

    Empty where there are none, or the cell cannot be read.
    """
    if not _MAY_KEEP.search(source):
        return ""
    try:
        body = syntax.parse(_OF_THE_SHELL.sub("", source)).body
        named = wanted | {"*"}
        own = [s for s in body if isinstance(s, _KEPT) and not named.isdisjoint(_names(s))]
        return "\n".join(ast.unparse(statement) for statement in own)
    except (SyntaxError, ValueError, RecursionError, MemoryError):
        return ""


def _names(statement: ast.stmt) -> set[str]:
    """Return the names that an import or a definition binds."""
    if isinstance(statement, (ast.Import, ast.ImportFrom)):
        return {(one.asname or one.name).split(".")[0] for one in statement.names}
    return {statement.name} if hasattr(statement, "name") else set()
