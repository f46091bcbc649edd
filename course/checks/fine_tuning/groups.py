"""Read parameter groups as a torch optimizer would, parameter by parameter."""

import math
import warnings
from collections.abc import Iterable, Sequence
from typing import Any

import torch
from torch import Tensor

from course.checks.probing import message

_ROUNDING = 1e-4  # relative
_DEFAULT = 123.0  # a rate that nobody asks for: a group without its own would get it


class Groups:
    """The learning rates of each parameter, by the parameter's id.

    `unreadable` says why there are no groups to read, `refused` why no optimizer takes them (the
    same parameter twice does not count as a reason here).
    """

    def __init__(self, given: Any) -> None:
        self.rates: dict[int, list[float]] = {}
        self.unreadable: str | None = None
        self.refused: str | None = None
        self._kept: list[Any] = []  # ids are of living objects only
        try:
            groups = [self._group(group) for group in _each(given)]
        except Exception as error:
            self.unreadable = f"{type(error).__name__}: {message(error)}"
            return
        self.refused = _refusal(groups)

    def rate(self, parameter: Tensor) -> float:
        """Return the rate that a parameter is given, the first of several; 0 in no group."""
        return self.rates.get(id(parameter), [0.0])[0]

    def count(self, parameters: Sequence[Tensor], rate: float) -> dict[str, int]:
        """Count parameters at the right rate, at another, and in no group."""
        found = [self.rates.get(id(parameter), []) for parameter in parameters]
        right = sum(any(is_near(r, rate) for r in rates) for rates in found)
        missing = sum(not rates for rates in found)
        return {
            "of": len(parameters),
            "right": right,
            "another": len(parameters) - right - missing,
            "missing": missing,
        }

    def _group(self, group: Any) -> dict[str, Any]:
        """Note a group's parameters; return it with those that are new in it."""
        if not isinstance(group, dict):
            group = {"params": group}
        given = group["params"]
        entries = [given] if isinstance(given, Tensor) else _in_order(given)
        self._kept.append(entries)
        rate = _rate(group.get("lr", _DEFAULT))
        fresh = []
        for entry in entries:
            parameter = entry[1] if isinstance(entry, tuple) else entry
            if id(parameter) not in self.rates:
                fresh.append(entry)
            self.rates.setdefault(id(parameter), []).append(rate)
        return {**group, "params": fresh}


def is_near(rate: float, wanted: float) -> bool:
    """Say whether a rate is the one that is wanted, but for rounding."""
    return math.isclose(rate, wanted, rel_tol=_ROUNDING)


def _each(given: Any) -> list[Any]:
    """List the groups; parameters without any group are one."""
    found = list(given)
    if not found:
        raise ValueError("there are no groups")
    return found if isinstance(found[0], dict) else [{"params": found}]


def _in_order(given: Any) -> list[Any]:
    if isinstance(given, (set, frozenset)):
        raise TypeError("a set has no order; an optimizer needs a list")
    entries: Iterable[Any] = given
    return list(entries)


def _rate(given: Any) -> float:
    try:
        rate = float(given)
    except Exception:
        return _DEFAULT
    return rate if math.isfinite(rate) else _DEFAULT


def _refusal(groups: list[dict[str, Any]]) -> str | None:
    """Say why no optimizer can be built from the groups, if so."""
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            torch.optim.SGD(groups, lr=_DEFAULT)
    except Exception as error:
        return f"{type(error).__name__}: {message(error)}"
    return None
