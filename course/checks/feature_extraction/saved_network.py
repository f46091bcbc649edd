"""Unit `saved_network`: the checkpoint that was handed in, rebuilt with the learner's own head.

The grader has read the file and hands over its tensors. `replace_head` builds the network again;
the tensors are put where their names say, and nowhere else. Where the backbone is bit for bit the
pretrained one only the head runs, on kept features.
"""

import base64
import random
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from typing import Any

import safetensors.torch
import torch
from torch import Tensor, nn

from course.checks import networks, tails, trials
from course.checks.probing import Case, seeded

EXERCISE = "saved_network"
FUNCTIONS = ("replace_head",)
_TRIED = 4
State = dict[str, Tensor]


@dataclass(frozen=True)
class Evidence:
    """What became of the file: `problem` if it does not fit, else logits on held-out images.

    `changed` names tensors of the backbone that are not the pretrained ones.
    """

    route: str
    problem: str
    changed: list[str]
    shape: list[int]
    finite: bool
    logits: dict[str, Tensor] = field(default_factory=dict)


def draw(rng: random.Random, unseen: Sequence[str] = (), device: str = "cpu") -> list[Case]:
    """Draw the one case; the grader puts the file into it. It runs on the CPU in any case."""
    seed = rng.randrange(2**31)
    return [{"kind": "checkpoint", "network": "mobilenet_v2", "kept": "features", "seed": seed}]


def probe(call: Callable[..., Any], case: Case) -> Evidence:
    """Rebuild the network from the file and let it answer."""
    if not case.get("file"):
        return Evidence("none", "", [], [], True)
    seeded(case["seed"])
    base = networks.pretrained(case["network"], case["seed"])
    model = call("replace_head", networks.pretrained(case["network"], case["seed"]), 10)
    if not isinstance(model, nn.Module):
        raise TypeError(f"replace_head returned {type(model).__name__}, not a network")
    tensors = safetensors.torch.load(base64.b64decode(case["file"]))
    backbone = _backbone(base)
    problem = _misfit(tensors, model, backbone)
    if problem:
        return Evidence("none", problem, [], [], True)
    changed = [n for n, t in tensors.items() if n in backbone and not _is_same(t, backbone[n])]
    own = {n: _whole(t) for n, t in tensors.items() if n not in backbone or n in changed}
    model.load_state_dict(own, strict=False)
    if "sets" not in case:  # a learner only asks whether it fits
        return Evidence("none", "", sorted(changed)[:400], [], True)
    return _answers(model, base, sorted(changed)[:400], case)


def _backbone(base: nn.Module) -> State:
    """Return the pretrained tensors by name: all but the old classifier's."""
    return {n: t for n, t in base.state_dict().items() if not n.startswith("classifier.")}


def _misfit(tensors: State, model: nn.Module, backbone: State) -> str:
    """Say where the file's names and shapes are not those of the network, empty if they are."""
    state = model.state_dict()
    for name, tensor in tensors.items():
        if name not in state:
            return f"the file holds {name[:100]!r}, and your network has no such tensor"
        if state[name].shape != tensor.shape:
            there, here = tuple(tensor.shape), tuple(state[name].shape)
            return f"{name[:100]!r} is of shape {there} in the file and {here} in your network"
        if state[name].is_floating_point() != tensor.is_floating_point():
            return f"{name[:100]!r} is of another type in the file than in your network"
    for name, tensor in state.items():
        if name not in tensors and not (name in backbone and torch.equal(tensor, backbone[name])):
            return f"the file lacks {name[:100]!r}, which your network has to learn"
    return ""


def _is_same(stored: Tensor, pretrained: Tensor) -> bool:
    """Say whether a stored tensor is the pretrained one, bit for bit in the file's precision."""
    return torch.equal(stored, pretrained.to(stored.dtype))


def _whole(tensor: Tensor) -> Tensor:
    return tensor.float() if tensor.is_floating_point() else tensor


def _answers(model: nn.Module, base: nn.Module, changed: list[str], case: Case) -> Evidence:
    reason = tails.obstacle(model, base) or _disagreement(model, case)
    if reason:
        network, name = model, "images"
        ready: Any = lambda images: trials.prepared(images, case["size"])  # noqa: E731
    else:
        network, name, ready = tails.Tail(model.classifier), "features", trials.as_inputs  # type: ignore[arg-type]
    sets = case["sets"]
    given = {
        part: trials.logits(network, trials.read(sets[part], name), ready) for part in trials.PARTS
    }
    return Evidence(
        route=f"full: {reason}" if reason else "cached",
        problem="",
        changed=changed,
        shape=list(given["clean"].shape),
        finite=all(bool(part.isfinite().all()) for part in given.values()),
        logits={part: trials.sent(own) for part, own in given.items()},
    )


def _disagreement(model: nn.Module, case: Case) -> str:
    """Compare the network's logits on some hidden images with its classifier's on kept features."""
    images = trials.read(case["sets"]["clean"], "images")
    picked = torch.randperm(len(images))[:_TRIED]
    kept = trials.read(case["sets"]["clean"], "features")[picked]
    ready = trials.prepared(images[picked], case["size"])
    whole = trials.logits(model, ready, lambda part: part)
    short = trials.logits(tails.Tail(model.classifier), kept, trials.as_inputs)  # type: ignore[arg-type]
    if whole.shape == short.shape and torch.allclose(whole, short, rtol=1e-3, atol=1e-3):
        return ""
    return "the network's logits differ from those on the kept features"
