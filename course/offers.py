"""What a cell's statements offer to other cells, and which names they need for it.

A cell that trains is not run. But other cells may use what stands beside the training: imports,
definitions, constants (`LR = 1e-3`) and values that are had at once (`frozen = lambda layer: ...`,
`criterion = nn.CrossEntropyLoss()`). A statement offers nothing if it may train or load data: if it
calls a variable, or a function of the notebook that does.
"""

import ast
import builtins
import functools
import re
import symtable
from collections.abc import Iterable, Iterator, Sequence, Set
from dataclasses import dataclass

from course import syntax

_DEFINITIONS = (ast.FunctionDef, ast.AsyncFunctionDef, ast.ClassDef)
_IMPORTS = (ast.Import, ast.ImportFrom)
_PLAIN = (*_IMPORTS, *_DEFINITIONS, ast.Assign, ast.AnnAssign, ast.AugAssign)
_BLOCKS = (ast.If, ast.Try, ast.With, ast.For, ast.Match, ast.ExceptHandler, ast.match_case)
_HARMLESS = (ast.Pass, ast.Continue, ast.Break, ast.Raise, ast.Assert)
_SLOW = ("backward", "step", "fit")
_NO_TREE = (SyntaxError, ValueError, TypeError, RecursionError, MemoryError)
_CELLS_KEPT = 256
_CHARACTERS = 30_000  # a longer cell is not read: nobody writes that by hand
_OF_THE_SHELL = re.compile(r"^[^\S\n]*[%!].*$", re.MULTILINE)


@dataclass(frozen=True)
class Offer:
    """A statement: the names that it binds or changes, those that it needs, and what it calls.

    `sure` is an import, a definition or a constant: running it costs nothing and cannot go wrong.
    `binds` is false where something is only done to what a name stands for.
    """

    names: frozenset[str]
    needs: frozenset[str]
    calls: frozenset[str]
    sure: bool
    binds: bool
    text: str


@dataclass(frozen=True)
class Contents:
    """A cell: its offers, the names that its functions need, those of its imports and classes, and
    what each of its functions calls.
    """

    offers: tuple[Offer, ...] = ()
    needs: frozenset[str] = frozenset()
    imported: frozenset[str] = frozenset()
    functions: tuple[tuple[str, frozenset[str]], ...] = ()


@functools.lru_cache(_CELLS_KEPT)  # a class has the same cells
def of_cell(source: str) -> Contents:
    """Return what a cell offers; nothing if it cannot be read."""
    if len(source) > _CHARACTERS:
        return Contents()
    try:
        plain = _OF_THE_SHELL.sub("", source)
        body = syntax.parse(plain).body
        offers = {line: offer for line in body if (offer := _offer(line))}
        needs = _needed_by_functions(symtable.symtable(plain, "cell", "exec"))
        needs = needs.union(
            *(own.needs for line, own in offers.items() if isinstance(line, _PLAIN))
        )
        return Contents(tuple(offers.values()), needs, _imported(body), _functions(body))
    except _NO_TREE:
        return Contents()


def _imported(body: list[ast.stmt]) -> frozenset[str]:
    """Return the names that imports and classes bind."""
    imports = [one for line in body if isinstance(line, _IMPORTS) for one in line.names]
    names = {(one.asname or one.name).split(".")[0] for one in imports}
    return frozenset(names | {line.name for line in body if isinstance(line, ast.ClassDef)})


def _functions(body: list[ast.stmt]) -> tuple[tuple[str, frozenset[str]], ...]:
    """Return each function, and what is called in its body or by a function within it."""
    found = [line for line in body if isinstance(line, (ast.FunctionDef, ast.AsyncFunctionDef))]
    return tuple((line.name, frozenset(_calls_in(ast.walk(line)))) for line in found)


def _offer(statement: ast.stmt) -> Offer | None:
    if not _may_offer(statement):
        return None
    text = ast.unparse(statement)
    table = symtable.symtable(text, "statement", "exec")
    bound = {s.get_name() for s in table.get_symbols() if s.is_assigned() or s.is_imported()}
    calls = frozenset(_calls_in(_at_once(statement)))
    names = frozenset(bound.union(*map(_changed, _at_once(statement))))
    sure, needs = _is_sure(statement), _needed(table)
    return Offer(names, needs, calls, sure, bool(bound), text) if names else None


def _may_offer(statement: ast.AST) -> bool:
    """Say whether a statement is of a kind that binds or changes something, and does no more."""
    if isinstance(statement, _BLOCKS):
        parts = (ast.stmt, ast.ExceptHandler, ast.match_case)
        inner = [node for node in ast.iter_child_nodes(statement) if isinstance(node, parts)]
        return all(map(_may_offer, inner))
    if isinstance(statement, ast.Expr):
        return isinstance(statement.value, ast.Call)
    return isinstance(statement, (*_PLAIN, *_HARMLESS))


def _changed(node: ast.AST) -> set[str]:
    """Return the variable to which something is done: `c` of `c["lr"] = 1` and of `c.clear()`."""
    if isinstance(node, ast.Expr) and isinstance(node.value, ast.Call):
        return _root(node.value.func)
    if isinstance(node, (ast.Attribute, ast.Subscript)) and isinstance(node.ctx, ast.Store):
        return _root(node)
    return set()


def _root(target: ast.expr) -> set[str]:
    inner = target
    while isinstance(inner, (ast.Attribute, ast.Subscript)):
        inner = inner.value
    return {inner.id} if isinstance(inner, ast.Name) and inner is not target else set()


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


def _at_once(node: ast.AST) -> Iterator[ast.AST]:
    """Walk through what is run as soon as a statement is: not through functions that it makes."""
    if isinstance(node, (ast.Lambda, *_DEFINITIONS)):
        return
    yield node
    for child in ast.iter_child_nodes(node):
        yield from _at_once(child)


def _calls_in(nodes: Iterable[ast.AST]) -> Iterator[str]:
    """Yield what is called: names, and dotted names (`nn.Linear`)."""
    return (_dotted(node.func) for node in nodes if isinstance(node, ast.Call))


def _dotted(function: ast.expr) -> str:
    """Return `a.b.c` as it is written; what a call, an index or a lambda gives counts as `?`."""
    if isinstance(function, ast.Attribute):
        return f"{_dotted(function.value)}.{function.attr}"
    return function.id if isinstance(function, ast.Name) else "?"


def _needed(table: symtable.SymbolTable) -> frozenset[str]:
    """Return the global names that a statement uses, when it runs or in its functions."""
    used = {symbol.get_name() for symbol in table.get_symbols() if symbol.is_referenced()}
    return _needed_by_functions(table) | used


def _needed_by_functions(table: symtable.SymbolTable) -> frozenset[str]:
    """Return the global names that the functions and classes of a table use."""
    found: set[str] = set()
    for child in table.get_children():
        found |= {s.get_name() for s in child.get_symbols() if s.is_global() and s.is_referenced()}
        found |= _needed_by_functions(child)
    return frozenset(found)


def quick(cells: Sequence[Contents]) -> set[str]:
    """Return the names that may be called: imports, classes, and functions that call no others."""
    known = {"?", *vars(builtins)}.union(*(cell.imported for cell in cells))
    functions = dict(pair for cell in cells for pair in cell.functions)
    while new := {
        n for n, calls in functions.items() if n not in known and are_quick(calls, known)
    }:
        known |= new
    return known


def are_quick(calls: Iterable[str], known: Set[str]) -> bool:
    """Say whether calls neither train nor load data, given the names that may be called."""
    return all(_is_quick(name.split("."), known) for name in calls)


def _is_quick(path: list[str], known: Set[str]) -> bool:
    if len(path) == 1:
        return path[0] in known
    return path[-1] not in _SLOW and "data" not in path[1:-1]
