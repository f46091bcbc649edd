"""A call of a learner's function with a model that it is to see again, in another state.

Who remembers something of a model, where the model has changed since, is wrong at the second call.
"""

import contextlib
from collections.abc import Callable
from typing import Any

from torch import nn

from course.checks import snapshots, surroundings


def called(model: nn.Module, prepare: Callable[[], Any], call: Callable[[], Any]) -> bool:
    """Prepare the model, call, and put it back as it was; say whether that could be done."""
    before, settings = snapshots.take(model), snapshots.settings(model)
    prepare()
    with surroundings.usual():
        call()
    with contextlib.suppress(RuntimeError):
        before.put_back()
    changed = before.moved(model) or before.flags_changed(model)
    return not changed and snapshots.settings(model) == settings
