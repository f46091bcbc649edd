"""Two places on a machine that has only one: the host, where batches lie, and the model's device.

A function mode watches every PyTorch call. Batches carry the mark "host", the model's tensors the
mark "device"; results inherit the mark of what they were made from, and a call that mixes the two
fails as it would on a GPU. An explicit move (`.to(device)`, `.cpu()`, …) gives a tensor without a
mark, welcome everywhere, and never the same object: a move whose result is thrown away moves
nothing.

Code may move its batches only `if device.type == "cuda"`, and rightly so. Hence a batch that was
left behind counts only if it is left behind on a pretended GPU as well. Code that asks whether
there is a GPU is also run where there is one that lies idle: the device is the CPU, and what goes
to the GPU is in a third place.
"""

import contextlib
from collections.abc import Callable, Iterable, Iterator
from typing import Any, TypeVar
from unittest import mock

import torch
from torch import Tensor, nn
from torch.overrides import TorchFunctionMode
from torch.utils._pytree import tree_leaves, tree_map
from torch.utils.weak import WeakTensorKeyDictionary

T = TypeVar("T")
_MESSAGE = "Expected all tensors to be on the same device, but the images or labels are elsewhere"
_IDLE = "Expected all tensors to be on the same device, `device` is the CPU, and some are on a GPU"
_MARKS: Any = WeakTensorKeyDictionary()  # where tensors lie; beside them, not on them
_MOVES = frozenset({Tensor.cuda, Tensor.cpu, Tensor.type_as})
_CROSSES = frozenset({Tensor.copy_, Tensor.__setitem__})
_INSIDE_TO = (  # of `Module.to`; private, and may go
    getattr(torch._C._nn, "_parse_to", None),
    getattr(torch, "_has_compatible_shallow_copy_type", None),
)
_NO_WORK = frozenset({torch.device, *_INSIDE_TO})  # reads what it is given, wherever that lies
_DEVICE = Tensor.device.__get__
_IS_CUDA = Tensor.is_cuda.__get__  # type: ignore[attr-defined]
_SET_DATA = Tensor.data.__set__  # type: ignore[attr-defined]


class TwoPlaces(TorchFunctionMode):
    """While this mode is on, host and device are two places; `violations` counts mixtures.

    With `gpu`, the device calls itself `cuda`, and does its work here all the same; with `idle`,
    the device is the CPU of a machine that has a GPU too, and only what went there is elsewhere.
    """

    def __init__(self, gpu: bool = False, idle: bool = False) -> None:
        super().__init__()
        self.idle, self.pretends = idle, gpu or idle
        self.device = torch.device("cuda" if gpu else "cpu")
        self.violations = 0

    def __torch_function__(
        self, func: Any, types: Any, args: Any = (), kwargs: dict[str, Any] | None = None
    ) -> Any:
        kwargs = kwargs or {}
        if func in _NO_WORK:
            return func(*args, **kwargs)
        goal = "gpu" if self.idle and _goes_to_gpu(func, args, kwargs) else None
        if self.pretends:
            if func in (_DEVICE, _IS_CUDA):
                return self._pretend(func, args[0])
            args, kwargs = tree_map(_local, args), tree_map(_local, kwargs)
        if _moves(func, args, kwargs):
            stays = self.pretends and func is Tensor.cuda
            return _mark(_renewed(args[0] if stays else func(*args, **kwargs)), goal)
        if func == _SET_DATA:  # how a module moves its parameters
            _MARKS[args[0]] = _place_of(args[1]) or _place_of(args[0])
            return func(*args, **kwargs)
        place = self._place(func, args, kwargs)
        return _mark(func(*args, **kwargs), place)

    def _pretend(self, func: Any, tensor: Tensor) -> Any:
        on_gpu = _place_of(tensor) == "gpu" if self.idle else _place_of(tensor) != "host"
        if func == _IS_CUDA:
            return on_gpu
        return torch.device("cuda", 0) if on_gpu else torch.device("cpu")

    def _place(self, func: Any, args: Any, kwargs: dict[str, Any]) -> str | None:
        """Return where the result lies; raise where tensors of both places meet."""
        if func in _CROSSES:
            return _place_of(args[0])
        if func is Tensor.__getitem__ and _place_of(args[0]) == "device":
            return "device"  # which may be indexed with host indices
        tensors = [t for t in tree_leaves((args, kwargs)) if isinstance(t, Tensor)]
        places = {place for t in tensors if (place := _place_of(t)) and t.dim() > 0}
        if len(places) > 1 and (not self.idle or "gpu" in places):
            self.violations += 1
            raise RuntimeError(_IDLE if self.idle else _MESSAGE)
        numbers = {place for t in tensors if (place := _place_of(t))}
        return next(iter(places or numbers), None)


def _place_of(tensor: Tensor) -> str | None:
    place: str | None = _MARKS.get(tensor)
    return place


def place(places: TwoPlaces | None, model: nn.Module, batches: Iterable[Tensor]) -> torch.device:
    """Lay the model on the device and batches on the host, where these are two; return the device.

    Tensors are marked as lying there.
    """
    if places is None:
        return torch.device("cpu")
    for tensor in (*model.parameters(), *model.buffers()):
        _MARKS[tensor] = "device"
    for tensor in batches:
        _MARKS[tensor] = "host"
    return places.device


def attempt(call: Callable[[TwoPlaces | None], T]) -> T:
    """Make `call` under two places, and return what it returns.

    What it raises is passed on only if batches were left behind on the pretended GPU as well;
    otherwise the doubt is the learner's, and it is called again with everything in one place. What
    asks for a GPU must also work where there is one that is not the device.
    """
    strict = TwoPlaces()
    with _gpu(at_hand=False) as asked:
        try:
            result = call(strict)
        except Exception:
            if strict.violations and _mixed(call, TwoPlaces(gpu=True)):
                raise
            result = call(None)
    if asked and (mixed := _mixed(call, TwoPlaces(idle=True))):
        raise mixed
    return result


def _mixed(call: Callable[[TwoPlaces | None], Any], places: TwoPlaces) -> Exception | None:
    """Make `call` where a GPU is at hand; return what it raised if it mixed places there."""
    with _gpu(at_hand=True):
        try:
            call(places)
        except Exception as error:
            return error if places.violations else None
    return None


@contextlib.contextmanager
def _gpu(at_hand: bool) -> Iterator[list[bool]]:
    """Let PyTorch say whether there is a GPU; the list that this gives grows when somebody asks.

    Optimizers that look for one would ask its driver something, so they are kept from it.
    """
    asked: list[bool] = []

    def is_available() -> bool:
        asked.append(at_hand)
        return at_hand

    def current_accelerator(check_available: bool = False) -> torch.device | None:
        return torch.device("cuda") if is_available() else None

    kind = torch.optim.Optimizer
    says: dict[Any, dict[str, Any]] = {
        torch.cuda: {"is_available": is_available, "device_count": lambda: int(is_available())},
        torch.accelerator: {
            "is_available": is_available,
            "current_accelerator": current_accelerator,
        },
        kind: {n: lambda _: None for n in vars(kind) if n.endswith("graph_capture_health_check")},
    }
    with contextlib.ExitStack() as patches:
        for place, answers in says.items():
            patches.enter_context(mock.patch.multiple(place, **answers))
        yield asked


def entered(places: TwoPlaces | None) -> contextlib.AbstractContextManager[Any]:
    """Turn the mode on, where there is one."""
    return contextlib.nullcontext() if places is None else places


def _goes_to_gpu(func: Any, args: Any, kwargs: dict[str, Any]) -> bool:
    targets = [kwargs.get("device"), kwargs.get("other")]
    targets += args[1:] if func in (Tensor.to, Tensor.type_as) else ()
    return func is Tensor.cuda or any(map(_is_gpu, targets))


def _is_gpu(target: Any) -> bool:
    if isinstance(target, Tensor):
        return _place_of(target) == "gpu"
    return not isinstance(target, bool) and _local(target) != target


def _local(value: Any) -> Any:
    if isinstance(value, torch.device):
        return torch.device("cpu") if value.type == "cuda" else value
    return "cpu" if isinstance(value, str) and value.startswith("cuda") else value


def _moves(func: Any, args: Any, kwargs: dict[str, Any]) -> bool:
    if func in _MOVES or kwargs.get("device") is not None:
        return True
    targets = [*args[1:], kwargs.get("other")] if func is Tensor.to else []
    kinds = (str, torch.device, int, Tensor)
    return any(isinstance(target, kinds) and not isinstance(target, bool) for target in targets)


def _renewed(moved: Any) -> Any:
    """Return another object without a mark: what was moved is a copy, as between real devices."""
    marked = isinstance(moved, Tensor) and _place_of(moved) is not None
    return moved.view_as(moved) if marked else moved


def _mark(result: Any, place: str | None) -> Any:
    for leaf in _tensors(result) if place else ():
        if not isinstance(leaf, nn.Parameter):
            _MARKS[leaf] = place
    return result


def _tensors(result: Any) -> Iterator[Tensor]:
    if isinstance(result, Tensor):
        yield result
    elif isinstance(result, (tuple, list)):
        for item in result:
            yield from _tensors(item)
