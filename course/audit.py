"""Tell, as it happens, that a notebook's code reaches for what belongs to whoever runs it.

Python's own auditing (PEP 578) says what is done before it is done, however a name was spelled, and
a hook cannot be taken away again. So what is told here cannot be unsaid by the code that did it. It
is told for a person to look at; it decides nothing.
"""

import inspect
import os
import sys
import threading
import traceback
from collections.abc import Callable
from types import FrameType
from typing import Any

_FRAMES = ("sys._getframe", "sys._current_frames", "tb_frame", "gi_frame", "cr_frame", "ag_frame")
REACHED = (
    *_FRAMES,
    "__code__ set",
    "code.__new__",
    "compile",
    "exec",
    "gc.get_objects",
    "gc.get_referrers",
    "gc.get_referents",
    "sys.settrace",
    "sys.setprofile",
    "sys.addaudithook",
)
_GET, _SET = "object.__getattr__", "object.__setattr__"


def listen(tell: Callable[[str], None]) -> None:
    """From now on, tell once of each thing in REACHED that code outside the installation asks for.

    A module belongs to the installation if it is found below an entry of the path other than the
    working folder.
    """
    here = os.getcwd()
    installed = ("<frozen ", *(place for place in sys.path if place not in ("", here)))
    sys.addaudithook(_hook(tell, installed))


def _hook(tell: Callable[[str], None], installed: tuple[str, ...]) -> Callable[..., None]:
    """Make the hook; all that it needs it holds itself, so that no module's names matter to it."""
    heard, busy, left = frozenset((*REACHED, _GET, _SET)), set[int](), set(REACHED)
    frame_of, thread, asker, frames = sys._getframe, threading.get_ident, _asker, _FRAMES
    handing_on, get, setting = (inspect.__file__, traceback.__file__), _GET, _SET

    def hook(event: str, arguments: tuple[Any, ...]) -> None:
        if event not in heard:
            return
        what = event
        if event == get:  # a million times a job: functions are compared with what they were
            what = arguments[1]
        elif event == setting:
            what = f"{arguments[1]} set"
        if what not in left or thread() in busy:
            return
        busy.add(thread())
        try:
            if not asker(frame_of(1), what in frames, *handing_on).startswith(installed):
                left.discard(what)
                tell(what)
        finally:
            busy.discard(thread())

    return hook


def _asker(frame: FrameType | None, for_frames: bool, inspect: str, traceback: str) -> str:
    """Return the file of the code that asked; for frames, be it through a module that gives them.

    What `inspect` asks for it gives away; `traceback` does so where it does not format by itself.
    """
    while for_frames and frame is not None and frame.f_code.co_filename == inspect:
        frame = frame.f_back
    if for_frames and frame is not None and frame.f_code.co_filename == traceback:
        frame = frame.f_back
    return "" if frame is None else frame.f_code.co_filename
