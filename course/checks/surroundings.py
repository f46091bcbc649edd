"""What surrounds a call of a learner's function: PyTorch's own settings, and nothing compiled.

Networks run as they are where PyTorch would compile them. The outcome is the same, without a minute
of compiling, and with all the hooks that watch a network: `torch.jit.script` refuses a network that
has such hooks.
"""

import contextlib
import functools
import os
import sys
from collections.abc import Callable, Iterator
from typing import Any
from unittest import mock

import torch
from torch import nn

_OF_SCRIPTS = ("freeze", "optimize_for_inference")


@contextlib.contextmanager
def usual() -> Iterator[None]:
    """Start from PyTorch's own settings, whatever earlier code left behind, and compile nothing."""
    before = torch.get_default_dtype()
    torch.set_default_dtype(torch.float32)
    try:
        with torch.enable_grad(), _nothing_compiled():
            yield
    finally:
        torch.set_default_dtype(before)


@contextlib.contextmanager
def _nothing_compiled() -> Iterator[None]:
    """Make `torch.compile` and `torch.jit.script` give back what they are given."""
    with contextlib.ExitStack() as stack:
        stack.enter_context(mock.patch.dict(os.environ, TORCHDYNAMO_DISABLE="1"))
        if "torch._dynamo" in sys.modules:
            stack.enter_context(torch.compiler.set_stance("force_eager"))
        stack.enter_context(mock.patch.object(torch.jit._script, "_enabled", False))
        for name in _OF_SCRIPTS:
            lenient = _for_networks_too(getattr(torch.jit, name))
            stack.enter_context(mock.patch.object(torch.jit, name, lenient))
        yield


def _for_networks_too(of_scripts: Callable[..., Any]) -> Callable[..., Any]:
    """Let a function for scripts give back a network that was not made a script."""

    @functools.wraps(of_scripts)
    def lenient(mod: nn.Module, *args: Any, **kwargs: Any) -> Any:
        is_script = isinstance(mod, torch.jit.ScriptModule)
        return of_scripts(mod, *args, **kwargs) if is_script else mod

    return lenient
