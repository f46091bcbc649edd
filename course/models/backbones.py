"""Load a TorchVision classifier with pretrained weights; never touch the network."""

import pickle
import re
from os import PathLike
from pathlib import Path

import safetensors.torch
import torch
from safetensors import SafetensorError
from torch import nn
from torchvision import models

from course import assets
from course.data.cache import WEIGHTS
from course.errors import ModelError
from course.models.structure import head

State = dict[str, torch.Tensor]
EMBEDDED = "mobilenet_v2"


def load_backbone(
    name: str = EMBEDDED, weights: str | PathLike[str] | None = "default"
) -> nn.Module:
    """Return a TorchVision classifier, pretrained on ImageNet, in training mode on the CPU.

    weights="default": for mobilenet_v2 the embedded backbone, else as "torchvision".
    weights="torchvision": TorchVision's own file, which `course data fetch NAME` brings.
    weights=None: a random network. Anything else: the path of a .safetensors or .pth state dict.

    The embedded weights are `features` only: the classifier is TorchVision's own 1000-way layer,
    freshly initialised, to be replaced before it means anything. The same holds for a state dict
    without a final layer. ModelError says what is missing or does not fit; nothing is downloaded.
    """
    model = _new(name)
    if weights is None:
        return model
    if weights == "default" and name == EMBEDDED:
        state = safetensors.torch.load(assets.read(assets.WEIGHTS))
        return _fill(model, state, "the embedded weights")
    path = _cached(name) if weights in ("default", "torchvision") else Path(weights)
    state = _read(path)
    return _fill(model, _renamed(state) if name.startswith("densenet") else state, str(path))


def _new(name: str) -> nn.Module:
    """Build a TorchVision classifier with random weights."""
    if name not in models.list_models(module=models):
        raise ModelError(
            f"TorchVision has no classifier called {name!r}: take mobilenet_v2, resnet18, "
            "efficientnet_b0, densenet121, convnext_tiny or another that it lists."
        )
    # These two warn about, and take a minute for, an initialisation that nobody needs.
    quick = {"init_weights": False} if name in ("googlenet", "inception_v3") else {}
    model: nn.Module = models.get_model(name, weights=None, **quick)
    return model


def _cached(name: str) -> Path:
    """Return the path of TorchVision's own weights in the cache."""
    if name not in WEIGHTS:
        raise ModelError(
            f"The course has no pretrained weights for {name}: give weights=PATH, weights=None "
            f"for a random network, or take one of {', '.join(WEIGHTS)}."
        )
    path = WEIGHTS[name].path
    if not path.is_file():
        raise ModelError(
            f"The pretrained weights of {name} are not on this machine: "
            f"run `course data fetch {name}` (in a notebook: `!course data fetch {name}`)."
        )
    return path


def _read(path: Path) -> State:
    """Read a state dict, executing nothing; ModelError where that cannot be done."""
    try:
        if path.suffix == ".safetensors":
            return dict(safetensors.torch.load_file(path))
        state = torch.load(path, map_location="cpu", weights_only=True)
    except FileNotFoundError:
        raise ModelError(f"There is no file {path}.") from None
    except (OSError, SafetensorError, RuntimeError, EOFError, pickle.UnpicklingError) as error:
        reason = str(error).splitlines()[0] if str(error) else type(error).__name__
        raise ModelError(f"{path} cannot be read as weights: {reason}") from error
    if not isinstance(state, dict) or not all(torch.is_tensor(v) for v in state.values()):
        raise ModelError(f"{path} is not a state dict (names and tensors, nothing else).")
    return dict(state)


def _renamed(state: State) -> State:
    """Rename the layers of TorchVision's published DenseNets, which predate today's names."""
    old = re.compile(r"(denselayer\d+\.(?:norm|conv))\.([12]\.)")
    return {old.sub(r"\1\2", name): tensor for name, tensor in state.items()}


def _fill(model: nn.Module, state: State, origin: str) -> nn.Module:
    """Load a state dict; only the final classification layer may be absent from it."""
    own = model.state_dict()
    final = {id(parameter) for parameter in head(model).parameters()}
    may_miss = {name for name, p in model.named_parameters() if id(p) in final}
    # Published weights of 2018 have no such counters; 0 is what a fresh network has.
    may_miss |= {name for name in own if name.endswith("num_batches_tracked")}
    faults = [f"no {name}" for name in own if name not in state and name not in may_miss]
    faults += [f"unknown {name}" for name in state if name not in own]
    faults += [
        f"{name} is {tuple(tensor.shape)}, not {tuple(own[name].shape)}"
        for name, tensor in state.items()
        if name in own and tensor.shape != own[name].shape
    ]
    if faults:
        more = f" and {len(faults) - 1} more" if len(faults) > 1 else ""
        kind = type(model).__name__
        raise ModelError(f"{origin} does not fit this {kind}: {faults[0]}{more}.")
    model.load_state_dict(state, strict=False)
    return model
