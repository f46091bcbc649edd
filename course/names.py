"""What a notebook's names stand for, whatever its last cells have made of them.

`torch = None`, `sum = 0` or `evaluate = 0.9` in a last cell takes nothing from functions that were
right when they were written.
"""

import builtins
from types import FunctionType, ModuleType
from typing import Any

_CODE = (ModuleType, FunctionType, type)


class Names:
    """The names of a notebook, cell by cell."""

    def __init__(self, now: dict[str, Any]) -> None:
        self.now = now
        self._code: dict[str, Any] = {}
        self._written: frozenset[str] = frozenset()

    def cell_is_over(self, exercise: str | None) -> Any:
        """Note what stands for code after a cell; return what an exercise's name is bound to."""
        self._code |= {n: v for n, v in list(self.now.items()) if type(v) in _CODE}
        if exercise is None:
            return None
        self._written = frozenset(self.now)
        return self.now.get(exercise)

    def put_back(self) -> None:
        """Let names stand for code again that stand for something else now, or for nothing.

        Names of Python's own that were taken after the last exercise are given free.
        """
        self.now |= {n: v for n, v in self._code.items() if not _is_code(self.now.get(n))}
        for name in vars(builtins).keys() & self.now.keys() - self._written:
            if not (name.startswith("__") or _is_code(self.now[name])):
                del self.now[name]


def _is_code(value: Any) -> bool:
    return callable(value) or type(value) is ModuleType
