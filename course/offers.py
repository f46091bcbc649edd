"""What a cell's statements offer to other cells, and which names they need for it.

A cell that trains is not run. But other cells may use what stands beside the training: imports,
definitions, constants (`LR = 1e-3`) and values that are had at once (`frozen = lambda layer: ...`,
`criterion = nn.CrossEntropyLoss()`). A statement offers nothing if it calls a function of the
notebook, which may train, or loads data.
"""

import ast
import builtins
import functools
import re
import symtable
from collections.abc import Iterator
from dataclasses import dataclass

from course import syntax

_DEFINITIONS = (ast.FunctionDef, ast.AsyncFunctionDef, ast.ClassDef)
_IMPORTS = (ast.Import, ast.ImportFrom)
_NO_TREE = (SyntaxError, ValueError, TypeError, RecursionError, MemoryError)
_CELLS_KEPT = 256
_CHARACTERS = 30_000  # a longer cell is not read: nobody writes that by hand
_OF_THE_SHELL = re.compile(r"^\s*[%!].*$", re.MULTILINE)


@dataclass(frozen=True)
class Offer:
    """A statement: the names that it binds, those that it needs, and those that it calls.

    `sure` is an import, a definition or a constant: running it costs nothing and cannot go wrong.
    """

    names: frozenset[str]
    needs: frozenset[str]
    calls: frozenset[str]
    sure: bool
    text: str


@dataclass(frozen=True)
class Contents:
    """A cell: its offers, the names that its functions need, and those of imports and classes."""

    offers: tuple[Offer, ...] = ()
    needs: frozenset[str] = frozenset()
    callable: frozenset[str] = frozenset()


@functools.lru_cache(_CELLS_KEPT)  # a class has the same cells
def of_cell(source: str) -> Contents:
    """Return what a cell offers; nothing if it cannot be read."""
    if len(source) > _CHARACTERS:
        return Contents()
    try:
        plain = _OF_THE_SHELL.sub("", source)
        body = syntax.parse(plain).body
        offers = tuple(offer for line in body if (offer := _offer(line)))
        needs = _needed_by_functions(symtable.symtable(plain, "cell", "exec"))
        needs = needs.union(*(offer.needs for offer in offers))
        return Contents(offers, needs, frozenset(_called_at_ease(body)))
    except _NO_TREE:
        return Contents()


def _called_at_ease(body: list[ast.stmt]) -> Iterator[str]:
    """Yield the names that imports and classes bind."""
    for line in body:
        if isinstance(line, (*_IMPORTS, ast.ClassDef)):
            yield from _bound(line)


def _offer(statement: ast.stmt) -> Offer | None:
    names = frozenset(_bound(statement))
    if not names:
        return None
    text = ast.unparse(statement)
    calls = frozenset() if isinstance(statement, _DEFINITIONS) else frozenset(_calls(statement))
    return Offer(names, _needed(text), calls, _is_sure(statement), text)


def _bound(statement: ast.stmt) -> set[str]:
    """Return the names that a statement binds or changes, if it is one that offers something."""
    if isinstance(statement, _IMPORTS):
        return {(one.asname or one.name).split(".")[0] for one in statement.names}
    if isinstance(statement, _DEFINITIONS):
        return {statement.name}
    if isinstance(statement, ast.Assign):
        return set().union(*map(_roots, statement.targets))
    if isinstance(statement, (ast.AnnAssign, ast.AugAssign)):
        return _roots(statement.target) if statement.value else set()
    if isinstance(statement, (ast.If, ast.Try)):
        return _bound_by_all(list(_branches(statement)))
    return set()


def _bound_by_all(statements: list[ast.stmt]) -> set[str]:
    """Return the names that statements bind; none if one among them offers nothing."""
    each = [_bound(line) for line in statements if not isinstance(line, ast.Pass)]
    return set().union(*each) if all(each) else set()


def _branches(statement: ast.If | ast.Try) -> Iterator[ast.stmt]:
    yield from statement.body
    yield from statement.orelse
    if isinstance(statement, ast.Try):
        yield from statement.finalbody
        for handler in statement.handlers:
            yield from handler.body


def _roots(target: ast.expr) -> set[str]:
    """Return the variables that a target binds or changes: `CFG` of `CFG["lr"]`."""
    if isinstance(target, (ast.Tuple, ast.List)):
        return set().union(*map(_roots, target.elts))
    while isinstance(target, (ast.Attribute, ast.Subscript, ast.Starred)):
        target = target.value
    return {target.id} if isinstance(target, ast.Name) else set()


def _is_sure(statement: ast.stmt) -> bool:
    if isinstance(statement, (*_IMPORTS, *_DEFINITIONS)):
        return True
    plain = isinstance(statement, ast.Assign) and all(
        isinstance(target, ast.Name) for target in statement.targets
    )
    return plain and _is_constant(statement.value)  # type: ignore[attr-defined]


def _is_constant(value: ast.expr) -> bool:
    try:
        ast.literal_eval(value)
    except ValueError:
        return False
    return True


def _calls(node: ast.AST) -> Iterator[str]:
    """Yield what is called as soon as a statement runs: names, and dotted names (`nn.Linear`)."""
    if isinstance(node, (ast.Lambda, *_DEFINITIONS)):
        return
    if isinstance(node, ast.Call):
        yield _dotted(node.func)
    for child in ast.iter_child_nodes(node):
        yield from _calls(child)


def _dotted(function: ast.expr) -> str:
    """Return `a.b.c` as it is written; what a call or an index gives counts as `?`."""
    if isinstance(function, ast.Attribute):
        return f"{_dotted(function.value)}.{function.attr}"
    return function.id if isinstance(function, ast.Name) else "?"


def _needed(text: str) -> frozenset[str]:
    """Return the global names that a statement uses, when it runs or in its functions."""
    table = symtable.symtable(text, "statement", "exec")
    used = {symbol.get_name() for symbol in table.get_symbols() if symbol.is_referenced()}
    return _needed_by_functions(table) | used


def _needed_by_functions(table: symtable.SymbolTable) -> frozenset[str]:
    """Return the global names that the functions and classes of a table use."""
    found: set[str] = set()
    for child in table.get_children():
        found |= {s.get_name() for s in child.get_symbols() if s.is_global() and s.is_referenced()}
        found |= _needed_by_functions(child)
    return frozenset(found)


def is_quick(offer: Offer, callable_names: frozenset[str]) -> bool:
    """Say whether a statement calls only what is no function of the notebook's, and no data."""
    return all(_is_quick(name.split("."), callable_names) for name in offer.calls)


def _is_quick(path: list[str], callable_names: frozenset[str]) -> bool:
    if len(path) == 1:
        return path[0] in callable_names or hasattr(builtins, path[0])
    return "data" not in path[1:-1]
