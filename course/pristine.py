"""Put the course, torch and Python's own modules back as they were before a learner's code ran.

Probes measure with torch and the course's own code, which the measured code could have changed: by
accident, or to be measured better. So every module's functions and classes are noted before the
first cell and put back before each probe and after each call of a learner's function. Names that a
learner adds stay, unless they hide one that was there.
"""

import builtins
import operator
import sys
from collections.abc import Callable
from types import FunctionType, ModuleType
from typing import Any

_WHOLE = ("course", "safetensors", "torch.nn.modules", "torch.optim", "torch.utils.data")
_SINGLE = frozenset(
    "builtins json os struct zlib math random torch torch._tensor torch._C torch.random "
    "torch.nn torch.nn.functional torch.nn.init torch.nn.parameter torch.overrides "
    "torch.autograd torch.autograd.grad_mode torch.utils._pytree torch.compiler".split()
)
_LAYER_HOOKS = "torch.nn.modules.module"
_PARTS = ("__code__", "__defaults__", "__kwdefaults__")
_NOTHING = object()
_dict_of: Callable[[type], Any] = type.__dict__["__dict__"].__get__
_set, _delete = type.__setattr__, type.__delattr__
_NOT_OURS = ("__dict__", "__weakref__", "__doc__", "__module__", "__abstractmethods__")

Restore = Callable[[], None]


def take() -> Restore:
    """Note how everything is; return the function that puts it back."""
    modules = [(n, m) for n, m in sys.modules.items() if _wanted(n) and isinstance(m, ModuleType)]
    modules.sort(key=lambda pair: pair[1] is not builtins)  # what follows is written with them
    spaces = [_module_kept(m, n.startswith("course")) for n, m in modules]
    spaces += [_class_kept(cls) for cls in _classes(modules)]
    functions = _functions_kept(_functions(modules))
    contents = tuple(pair for n, m in modules if n.startswith("course") for pair in _contents(m))
    loaded, hooks = tuple(modules), tuple(_layer_hooks())

    def restore() -> None:
        for put_back in spaces:
            put_back()
        for name, module in loaded:
            sys.modules[name] = module
        functions()
        for live, copy in contents:
            if live != copy:
                live.clear()
                live.update(copy)
        for registered in hooks:
            registered.clear()

    return restore


def _module_kept(module: ModuleType, everything: bool) -> Restore:
    namespace = vars(module)
    noted = _noted(namespace, everything)

    def put_back() -> None:
        for name, value in noted.items():
            if namespace.get(name, _NOTHING) is not value:
                namespace[name] = value

    return _where_changed(namespace, put_back)


def _class_kept(cls: type) -> Restore:
    noted, inherited = _noted(_dict_of(cls), True), _inherited(cls)
    return _where_changed(_dict_of(cls), lambda: _restore_class(cls, noted, inherited))


def _where_changed(namespace: Any, put_back: Restore) -> Restore:
    """Call `put_back` only where a namespace's names or values are no longer the same objects.

    Looking is done by `map` and `all` alone, which takes half as long as a loop. What the namespace
    holds once it has been put back counts as the same from then on: torch adds names of its own.
    """
    every, each, same, as_tuple, count = all, map, operator.is_, tuple, len
    names, values = as_tuple(namespace), as_tuple(namespace.values())

    def look() -> None:
        nonlocal names, values
        if (
            count(namespace) == count(names)
            and every(each(same, namespace, names))
            and every(each(same, namespace.values(), values))
        ):
            return
        put_back()
        names, values = as_tuple(namespace), as_tuple(namespace.values())

    return look


def _functions_kept(functions: list[FunctionType]) -> Restore:
    """Return what gives functions their code and default values back."""
    kept = [(name, operator.attrgetter(name)) for name in _PARTS]
    noted = [(name, get, tuple(map(get, functions))) for name, get in kept]

    def put_back() -> None:
        for name, get, values in noted:
            if all(map(operator.is_, map(get, functions), values)):
                continue
            for function, value in zip(functions, values, strict=True):
                setattr(function, name, value)

    return put_back


def _wanted(name: str) -> bool:
    return name in _SINGLE or name.startswith(_WHOLE)


def _noted(namespace: Any, everything: bool) -> dict[str, Any]:
    """Pick what code is looked up by: functions, classes and modules; not counters or caches."""
    return {
        name: value
        for name, value in namespace.items()
        if (callable(value) or isinstance(value, (ModuleType, property, classmethod, staticmethod)))
        or (everything and isinstance(value, (str, int, float, tuple, frozenset)))
        if name not in _NOT_OURS
    }


def _contents(module: ModuleType) -> list[tuple[dict[Any, Any], dict[Any, Any]]]:
    own = [v for n, v in vars(module).items() if type(v) is dict and not n.startswith("__")]
    return [(value, dict(value)) for value in own]


def _classes(modules: list[tuple[str, ModuleType]]) -> list[type]:
    found = {
        value: None
        for _, module in modules
        for value in vars(module).values()
        if isinstance(value, type) and _wanted(value.__module__) and value.__flags__ & 1 << 9
    }
    return list(found)


def _functions(modules: list[tuple[str, ModuleType]]) -> list[FunctionType]:
    spaces = [vars(module) for _, module in modules]
    spaces += [_dict_of(cls) for cls in _classes(modules)]
    found = {
        id(value): value
        for space in spaces
        for value in space.values()
        if isinstance(value, FunctionType) and _wanted(value.__module__ or "")
    }
    return list(found.values())


def _inherited(cls: type) -> frozenset[str]:
    return frozenset(name for base in cls.__mro__[1:] for name in _dict_of(base))


def _restore_class(cls: type, noted: dict[str, Any], inherited: frozenset[str]) -> None:
    own = _dict_of(cls)
    for name, value in noted.items():
        if own.get(name, _NOTHING) is not value:
            _set(cls, name, value)
    if own.keys() - noted.keys():
        for name in [n for n in own.keys() - noted.keys() if n in inherited and n not in _NOT_OURS]:
            if callable(own[name]) or isinstance(own[name], (property, classmethod, staticmethod)):
                _delete(cls, name)


def _layer_hooks() -> list[dict[Any, Any]]:
    """List the registries of hooks that run in every layer of every network."""
    module = sys.modules.get(_LAYER_HOOKS)
    spaces = vars(module).items() if module else ()
    return [v for n, v in spaces if n.startswith("_global_") and isinstance(v, dict)]
