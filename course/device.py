"""The one place that chooses where tensors live: cuda, then mps, then cpu."""

import os
import sys
import types
import warnings
from collections.abc import Callable

import torch

from course.errors import DeviceError

VARIABLE = "COURSE_DEVICE"


def device(override: str | torch.device | None = None) -> torch.device:
    """Return the device to work on: the override, else $COURSE_DEVICE, else the best one here.

    An override that cannot be used raises DeviceError; an automatic choice never does.
    """
    if override is not None:
        return _usable(override, "")
    if named := os.environ.get(VARIABLE, "").strip():
        return _usable(named, f" (from the environment variable {VARIABLE})")
    return _best()


def _best() -> torch.device:
    """Return the first accelerator that works, else the CPU."""
    present: dict[str, Callable[[], bool]] = {
        "cuda": torch.cuda.is_available,
        "mps": torch.backends.mps.is_available,
    }
    for name in (name for name, is_there in present.items() if is_there()):
        fault = _fault(torch.device(name))
        if fault is None:
            return torch.device(name)
        # A GPU too old for this build of torch is "available", and fails at its first kernel.
        warnings.warn(f"{name} is present but unusable ({fault}); using the next one", stacklevel=3)
    return torch.device("cpu")


def _usable(wanted: str | torch.device, origin: str) -> torch.device:
    """Return `wanted` as a device on which an operation has just worked."""
    try:
        chosen = torch.device(wanted)
    except (RuntimeError, TypeError):
        raise DeviceError(
            f"{str(wanted)!r} is not a device name{origin}: use cpu, cuda, cuda:1 or mps."
        ) from None
    if (fault := _fault(chosen)) is not None:
        raise DeviceError(
            f"The device {str(wanted)!r}{origin} cannot be used here: {fault}. "
            "Ask for cpu, or ask for none to get the best device there is."
        )
    return chosen


def _fault(candidate: torch.device) -> str | None:
    """Try one small operation; return what went wrong in a few words, or None."""
    try:
        torch.ones(2, device=candidate).add(1)
    except (RuntimeError, AssertionError, NotImplementedError) as error:
        return str(error).strip().splitlines()[0].rstrip(".") if str(error) else repr(error)
    return None


class _Callable(types.ModuleType):
    """A module that is also its one function.

    `course.device` is a function and a module of the same name, and importing the module would
    hide the function; so the module answers to a call as well.
    """

    def __call__(self, override: str | torch.device | None = None) -> torch.device:
        return device(override)


sys.modules[__name__].__class__ = _Callable
