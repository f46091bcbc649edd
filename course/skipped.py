"""What is kept of a cell that is not run because it trains: imports, definitions and constants.

Other cells may use that: `import time` may stand in a cell that times a training run.
"""

import ast
import functools
import re
from collections.abc import Iterable

from course import syntax

_DEFINITIONS = (ast.FunctionDef, ast.AsyncFunctionDef, ast.ClassDef)
_CELLS_KEPT = 256
_OF_THE_SHELL = re.compile(r"^\s*[%!].*$", re.MULTILINE)


def words(sources: Iterable[str]) -> set[str]:
    """Return every word that occurs in some sources."""
    return {word for source in sources for word in re.findall(r"\w+", source)}


def kept(source: str, wanted: set[str]) -> str:
    """Return a cell's imports, definitions and constants of `wanted` names, as source.

    Empty where there are none, or the cell cannot be read.
    """
    named = wanted | {"*"}
    return "\n".join(text for names, text in _offered(source) if not named.isdisjoint(names))


@functools.lru_cache(_CELLS_KEPT)  # a class has the same cells
def _offered(source: str) -> list[tuple[set[str], str]]:
    """Return what a cell imports, defines and sets: the names, and the statement's source."""
    try:
        body = syntax.parse(_OF_THE_SHELL.sub("", source)).body
        return [(own, ast.unparse(line)) for line in body if (own := _names(line))]
    except (SyntaxError, ValueError, TypeError, RecursionError, MemoryError):
        return []


def _names(statement: ast.stmt) -> set[str]:
    """Return the names that an import, a definition or a constant binds; none of all else."""
    if isinstance(statement, (ast.Import, ast.ImportFrom)):
        return {(one.asname or one.name).split(".")[0] for one in statement.names}
    if isinstance(statement, _DEFINITIONS):
        return {statement.name}
    if isinstance(statement, ast.Assign) and _is_constant(statement.value):
        return {target.id for target in statement.targets if isinstance(target, ast.Name)}
    return set()


def _is_constant(value: ast.expr) -> bool:
    try:
        ast.literal_eval(value)
    except ValueError:
        return False
    return True
