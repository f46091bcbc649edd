"""The single defences, each without a jail around it."""

import os
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
import torch
from torch import nn

from autograder import suspicion
from autograder.events import Order, checked
from autograder.text import clean
from course import confine, pristine
from course.checks import loops
from course.checks.feedback import EvidenceError
from tests import bank

RAN = {"event": "ran", "id": "a", "text": "", "error": None}
ODD_EVENTS: list[dict[str, Any]] = [
    {},
    {"event": "verdict", "outcome": "passed"},
    {"event": "cell", "id": ["a"]},
    {**RAN, "score": 10},
    {**RAN, "text": "x" * 10_001},
    {**RAN, "error": {"type": "", "message": "", "lines": 3}},
    {"event": "evidence", "exercise": "evaluate", "case": True, "record": {}},
    {"event": "evidence", "exercise": "evaluate", "case": 0, "record": []},
    {"event": "ended", "exercise": "evaluate", "how": 0},
]


@pytest.mark.parametrize("event", ODD_EVENTS)
def test_an_odd_event_is_refused(event: dict[str, Any]) -> None:
    with pytest.raises(EvidenceError):
        checked(event)


def _event(word: str) -> dict[str, Any]:
    kind, _, name = word.partition(":")
    about = "id" if kind in ("cell", "ran") else "exercise"
    return {"event": kind, **({about: name} if name else {})}


@pytest.mark.parametrize(
    ("order", "fits"),
    [
        (
            "begun cell:a ran:a cell:b ran:b evidence:x ended:x undefined:y ended:y done",
            1,
        ),
        ("begun done", 1),
        ("cell:a", 0),
        ("begun begun", 0),
        ("begun cell:a cell:b", 0),
        ("begun cell:a ran:b", 0),
        ("begun cell:a evidence:x", 0),
        ("begun evidence:x cell:a", 0),
        ("begun evidence:x evidence:y", 0),
        ("begun evidence:x ended:x evidence:x", 0),
        ("begun evidence:x done", 0),
        ("begun evidence:x undefined:x", 0),
        ("begun undefined:x evidence:x", 0),
        ("begun undefined:x undefined:x", 0),
    ],
)
def test_events_come_in_one_order(order: str, fits: int) -> None:
    follow = Order().follow
    *first, last = [_event(word) for word in order.split()]
    for event in first:
        follow(event)
    if fits:
        follow(last)
        return
    with pytest.raises(EvidenceError):
        follow(last)


def test_text_keeps_what_can_be_read() -> None:
    assert clean(["\x1b[31mred\x1b[0m \x1b]0;title\x07ü€😀\ttab\nline"]) == ["red ü€😀\ttab\nline"]
    assert clean({"a\x00": "\ud800b\u202e"}) == {"a": "b"}


@pytest.fixture
def restore() -> Iterator[pristine.Restore]:
    taken = pristine.take()
    yield taken
    taken()


def test_what_was_changed_is_put_back(restore: pristine.Restore) -> None:
    equal, head, train = torch.equal, loops.Diary.head, nn.Module.train
    code = loops.batches.__code__
    torch.equal = lambda *tensors: True
    loops.Diary.head = lambda *rest: None
    nn.BatchNorm2d.train = lambda self, mode=True: self
    loops.batches.__code__ = (lambda *rest: None).__code__
    restore()
    assert torch.equal is equal
    assert loops.Diary.head is head
    assert nn.BatchNorm2d.train is train
    assert loops.batches.__code__ is code


def test_what_was_added_stays(restore: pristine.Restore) -> None:
    nn.Module.freeze = lambda self: self.requires_grad_(False)
    restore()
    try:
        assert not nn.Linear(1, 1).freeze().weight.requires_grad
    finally:
        del nn.Module.freeze


HOSTILE = ("import sys; sys._getframe()", "open('/proc/self/maps')", "from course import runner")
PLAIN = ("model.eval()  # like eval() or os._exit", "'''`eval()` first'''", "torch.compile(model)")


def test_cells_that_name_the_grader_are_noted() -> None:
    assert all(suspicion.notes([("cell", source)]) for source in HOSTILE)
    assert not any(suspicion.notes([("cell", source)]) for source in PLAIN)


def test_a_text_that_takes_long_to_search_is_searched_once() -> None:
    line = "from course import " * 10_000
    assert suspicion.notes([("cell", line)] * 50) == []
    (note,) = suspicion.notes([("cell", f"{line}runner")])
    assert "(from course import runner)" in note


def test_no_known_solution_right_or_wrong_is_noted() -> None:
    paths = [*bank.MISCONCEPTIONS.rglob("[!_]*.py"), *bank.ACCEPTED.rglob("[!_]*.py")]
    cells = [(path.stem, path.read_text(encoding="utf-8")) for path in paths]
    assert len(cells) > 100
    assert suspicion.notes(cells) == []


def test_a_folder_is_emptied_however_deep_and_closed(tmp_path: Path) -> None:
    top = tmp_path / "scratch"
    inner = top / "job" / "closed" / "inner"
    inner.mkdir(parents=True)
    (inner / "file").touch()
    (top / "link").symlink_to(tmp_path)
    for folder in (inner, inner.parent, inner.parent.parent):
        folder.chmod(0)
    here = os.open(".", os.O_RDONLY)
    try:
        os.chdir(top)
        for _ in range(3000):
            os.mkdir("d")
            os.chdir("d")
    finally:
        os.fchdir(here)
        os.close(here)
    confine._empty(top)
    assert list(top.iterdir()) == []
    assert tmp_path.is_dir()
