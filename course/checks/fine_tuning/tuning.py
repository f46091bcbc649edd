"""The probe of `fine_tune`: let a learner's function train a watched network, and sum up."""

import contextlib
import copy
import itertools
import math
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from typing import Any

import torch
from torch import Tensor, nn
from torch.optim.optimizer import register_optimizer_step_post_hook
from torch.utils.data import TensorDataset

from course.checks import loops, networks, offdevice, outputs, snapshots
from course.checks.ahead import ahead
from course.checks.belonging import PROOF, OfCase, sample
from course.checks.fine_tuning import images, setting
from course.checks.fine_tuning.journal import Journal, State
from course.checks.probing import Case, seeded, type_name

_LIMIT = 1e30
_STILL = 1e-3  # of the way that the first half of an epoch went


@dataclass(frozen=True)
class Evidence(OfCase):
    """What came back, how it was trained, and which of the epochs it is from.

    `accuracy` is on the validation images. Epochs count from 1; `came_back` is 0 for the weights
    that went in, and -1 for weights that no epoch ended with. `weights` are those that came back,
    of a small network, as they are or with 0 for what is no number.
    """

    returned: str
    is_module: bool
    finite: bool
    accuracy: dict[str, float] = field(default_factory=dict)
    best_epoch: int = -1
    came_back: int = -1
    epochs: int = 0
    stalled: bool = False
    passes: dict[str, float] = field(default_factory=dict)
    dropping_share: float = 0.0
    validation: dict[str, int] = field(default_factory=dict)
    stale: int = 0
    replaced: int = 0
    frozen_moved: dict[str, float] = field(default_factory=dict)
    trainable_still: list[str] = field(default_factory=list)
    weights: dict[str, Tensor] = field(default_factory=dict, metadata=PROOF)


def probe(function: Callable[..., Any], case: Case) -> Evidence:
    """Let `function` fine-tune a watched network."""
    if case["kind"] == "placed":
        return offdevice.attempt(lambda places: _observed(function, case, places))
    return _observed(function, case, None)


def _observed(
    function: Callable[..., Any], case: Case, places: offdevice.TwoPlaces | None
) -> Evidence:
    train, validation, model, spare = set_up(case)
    before, numbers = snapshots.take(model), sample(train[0])
    journal = Journal(model, case["train"], None if places else validation[0])
    journal.watch(setting.body(model), loops.head(model))
    device = offdevice.place(places, model, (*train, *validation))
    loaders = (
        loops.loader(images.Images(*train, case["phases"], journal), case["batch"], case["seed"]),
        loops.loader(TensorDataset(*validation), setting.VALIDATION_BATCH),
    )
    seeded(case["seed"])
    with _steps_noted(journal), offdevice.entered(places):
        result = function(model, *loaders, case["epochs"], device)
    journal.closed = True
    seen = _evidence(result, model, spare, before, journal, validation)
    if setting.sends_weights(case):
        whole = result if seen["is_module"] else model
        seen["weights"] = _readable(before.values_now(_core(whole, before)))
    return Evidence(sample=numbers, **seen)


@ahead
def set_up(case: Case) -> tuple[setting.Pair, setting.Pair, nn.Module, nn.Module]:
    """Return a case's training and validation images, its network, and a copy of the network."""
    train, validation = setting.data(case)
    model = setting.network(case, train[0])
    return train, validation, model, copy.deepcopy(model)


@contextlib.contextmanager
def _steps_noted(journal: Journal) -> Iterator[None]:
    handle = register_optimizer_step_post_hook(journal.stepped)
    try:
        yield
    finally:
        handle.remove()


def _evidence(
    result: Any,
    model: nn.Module,
    spare: nn.Module,
    before: snapshots.Snapshot,
    journal: Journal,
    validation: setting.Pair,
) -> dict[str, Any]:
    """Return fields of evidence; where no model came back, the one handed in is looked at."""
    is_module = isinstance(result, nn.Module)
    whole = result if is_module else model
    core = _core(whole, before)
    states = [before.values, *journal.ends]
    known = [accuracy(loaded(spare, state), validation) for state in journal.ends]
    moved, frozen = before.moved(core), before.frozen()
    trainable = [name for name, flag in before.flags.items() if flag]
    return {
        "returned": type_name(result),
        "is_module": is_module,
        "finite": all(bool(tensor.isfinite().all()) for _, tensor in networks.tensors(core)),
        "accuracy": {"returned": accuracy(whole, validation)}
        | ({"best": max(known), "last": known[-1]} if known else {}),
        "best_epoch": known.index(max(known)) + 1 if known else -1,
        "came_back": _origin(dict(networks.tensors(core)), states),
        "epochs": len(journal.ends),
        "stalled": _stalled([before.values, *journal.halves], trainable),
        "frozen_moved": {name: size for name, size in moved.items() if name in frozen},
        "trainable_still": [name for name in trainable if name not in moved],
        **journal.summary(),
    }


def _readable(state: State) -> State:
    """Put numbers where there are none, which evidence cannot carry."""
    return {name: tensor.nan_to_num(0, _LIMIT, -_LIMIT) for name, tensor in state.items()}


def _core(returned: nn.Module, before: snapshots.Snapshot) -> nn.Module:
    """Find the network in what came back, whatever it is wrapped in."""
    for module in returned.modules():
        if before.values.keys() <= dict(networks.tensors(module)).keys():
            return module
    return returned


def accuracy(model: nn.Module, validation: setting.Pair) -> float:
    """Return the share of right answers on images with labels; 0 for a network without any."""
    try:
        answers = outputs.logits(model, validation[0]).argmax(1)
        return float((answers == validation[1]).float().mean())
    except Exception:
        return 0.0


def loaded(spare: nn.Module, state: State) -> nn.Module:
    """Put weights into a network; return it."""
    spare.load_state_dict(state, strict=False)
    return spare


def _origin(now: State, states: list[State]) -> int:
    """Return the last epoch after which the weights were those that came back, or -1."""
    for index in reversed(range(len(states))):
        if all(_alike(tensor, now.get(name)) for name, tensor in states[index].items()):
            return index
    return -1


def _alike(one: Tensor, other: Tensor | None) -> bool:
    if other is None or one.shape != other.shape:
        return False
    return torch.equal(one, other.detach().to(one.device, one.dtype))


def _stalled(states: list[State], names: list[str]) -> bool:
    """Tell whether the weights had nearly come to rest in the middle of the first epoch."""
    ways = [_way(*pair, names) for pair in itertools.pairwise(states)]
    return len(ways) > 1 and ways[1] <= _STILL * ways[0] > 0


def _way(one: State, other: State, names: list[str]) -> float:
    pairs = [(one[name], other[name]) for name in names if name in one and name in other]
    return math.sqrt(sum(float((b - a).double().square().sum()) for a, b in pairs))
