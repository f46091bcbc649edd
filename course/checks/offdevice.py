"""Two places on a machine that has only one: the host, where batches lie, and the model's device.

A function mode watches every PyTorch call. Batches carry the mark "host", the model's tensors the
mark "device"; results inherit the mark of what they were made from, and a call that mixes the two
fails as it would on a GPU. An explicit move (`.to(device)`, `.cpu()`, …) gives a tensor without a
mark, welcome everywhere, and never the same object: a move whose result is thrown away moves
nothing.

Code may move its batches only `if device.type == "cuda"`, and rightly so. Hence a batch that was
left behind counts only if it is left behind on a pretended GPU as well.
"""

import contextlib
from collections.abc import Callable, Iterable, Iterator
from typing import Any, TypeVar

import torch
from torch import Tensor, nn
from torch.overrides import TorchFunctionMode
from torch.utils._pytree import tree_leaves, tree_map

T = TypeVar("T")
_MESSAGE = "Expected all tensors to be on the same device, but the images or labels are elsewhere"
_MARK = "_lies_on"
_MOVES = frozenset({Tensor.cuda, Tensor.cpu, Tensor.type_as})
_CROSSES = frozenset({Tensor.copy_, Tensor.__setitem__})
_DEVICE = Tensor.device.__get__
_IS_CUDA = Tensor.is_cuda.__get__  # type: ignore[attr-defined]


class TwoPlaces(TorchFunctionMode):
    """While this mode is on, host and device are two places; `violations` counts mixtures.

    With `gpu`, the device calls itself `cuda`, and does its work here all the same.
    """

    def __init__(self, gpu: bool = False) -> None:
        super().__init__()
        self.gpu = gpu
        self.device = torch.device("cuda" if gpu else "cpu")
        self.violations = 0

    def __torch_function__(
        self, func: Any, types: Any, args: Any = (), kwargs: dict[str, Any] | None = None
    ) -> Any:
        kwargs = kwargs or {}
        if func is torch.device:
            return func(*args, **kwargs)
        if self.gpu:
            if func in (_DEVICE, _IS_CUDA):
                return self._pretend(func, args[0])
            args, kwargs = tree_map(_local, args), tree_map(_local, kwargs)
        if _moves(func, args, kwargs):
            stays = self.gpu and func is Tensor.cuda
            return _renewed(args[0] if stays else func(*args, **kwargs))
        place = self._place(func, args, kwargs)
        return _mark(func(*args, **kwargs), place)

    def _pretend(self, func: Any, tensor: Tensor) -> Any:
        on_host = _place_of(tensor) == "host"
        if func == _IS_CUDA:
            return not on_host
        return torch.device("cpu") if on_host else torch.device("cuda", 0)

    def _place(self, func: Any, args: Any, kwargs: dict[str, Any]) -> str | None:
        """Return where the result lies; raise where tensors of both places meet."""
        if func in _CROSSES:
            return _place_of(args[0])
        if func is Tensor.__getitem__ and _place_of(args[0]) == "device":
            return "device"  # which may be indexed with host indices
        tensors = [t for t in tree_leaves((args, kwargs)) if isinstance(t, Tensor)]
        places = {place for t in tensors if (place := _place_of(t)) and t.dim() > 0}
        if len(places) > 1:
            self.violations += 1
            raise RuntimeError(_MESSAGE)
        numbers = {place for t in tensors if (place := _place_of(t))}
        return next(iter(places or numbers), None)


def _place_of(tensor: Tensor) -> str | None:
    place: str | None = vars(tensor).get(_MARK)
    return place


def place(model: nn.Module, batches: Iterable[Tensor]) -> None:
    """Mark a model's tensors as lying on the device, and batches as lying on the host."""
    for tensor in (*model.parameters(), *model.buffers()):
        setattr(tensor, _MARK, "device")
    for tensor in batches:
        setattr(tensor, _MARK, "host")


def attempt(call: Callable[[TwoPlaces | None], T]) -> T:
    """Make `call` under two places, and return what it returns.

    What it raises is passed on only if batches were left behind on the pretended GPU as well;
    otherwise the doubt is the learner's, and it is called again with everything in one place.
    """
    strict = TwoPlaces()
    try:
        return call(strict)
    except Exception:
        if strict.violations and _left_behind(call):
            raise
    return call(None)


def _left_behind(call: Callable[[TwoPlaces | None], Any]) -> bool:
    places = TwoPlaces(gpu=True)
    with _gpu_at_hand(), contextlib.suppress(Exception):
        call(places)
        return False
    return places.violations > 0


@contextlib.contextmanager
def _gpu_at_hand() -> Iterator[None]:
    """Say that there is a GPU; optimizers that look for one would ask its driver something."""
    really, kind = torch.cuda.is_available, torch.optim.Optimizer
    asking = {n: f for n, f in vars(kind).items() if n.endswith("graph_capture_health_check")}
    torch.cuda.is_available = lambda: True
    for name in asking:
        setattr(kind, name, lambda self: None)
    try:
        yield
    finally:
        torch.cuda.is_available = really
        for name, check in asking.items():
            setattr(kind, name, check)


def entered(places: TwoPlaces | None) -> contextlib.AbstractContextManager[Any]:
    """Turn the mode on, where there is one."""
    return contextlib.nullcontext() if places is None else places


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
            setattr(leaf, _MARK, place)
    return result


def _tensors(result: Any) -> Iterator[Tensor]:
    if isinstance(result, Tensor):
        yield result
    elif isinstance(result, (tuple, list)):
        for item in result:
            yield from _tensors(item)
