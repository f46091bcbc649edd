"""Evidence is parsed as hostile: anything that is not exactly evidence is refused."""

import dataclasses
import json
import struct
from typing import Any

import pytest
import torch
from hypothesis import given
from hypothesis import strategies as st

from autograder import evidence as hostile
from autograder import profile
from autograder.transcript import Frames
from course.checks import evidence, exercises
from course.checks.feedback import EvidenceError
from course.checks.probing import Raised

PROFILE = profile.load()
EVALUATE = exercises.exercise("evaluate")
EVENT = {"record": {}}  # evidence as it is kept between runs: in any order
FRAME = evidence.pack(EVENT, {"t/a": torch.arange(4.0)})


def good() -> dict[str, Any]:
    """Return a record of `evaluate` as a probe would send it."""
    case = exercises.public_cases(EVALUATE)[0]
    seen = exercises.observe(EVALUATE, lambda *a: 0.5, case)
    record, _ = evidence.encode(seen)
    return json.loads(json.dumps(record))


def test_a_frame_comes_through_in_any_pieces() -> None:
    for size in (1, 3, 7, 1000):
        frames, events = Frames(PROFILE), []
        for at in range(0, 2 * len(FRAME), size):
            events += frames.feed((FRAME + FRAME)[at : at + size])
        assert [record for record, _ in events] == [EVENT] * 2
        assert torch.equal(events[0][1]["t/a"], torch.arange(4.0))


@pytest.mark.parametrize(
    "data",
    [
        b"PASS" * 10,
        b"THAW" + struct.pack("<II", 2**32 - 1, 0),
        b"THAW" + struct.pack("<II", 3, 0) + b"{]}",
        b"THAW" + struct.pack("<II", 2, 0) + b"[]",
        b"THAW" + struct.pack("<II", 9, 0) + b'{"a":NaN}',
        b"THAW" + struct.pack("<II", 2, 16) + b"{}" + b"\xff" * 16,
        b"THAW" + struct.pack("<II", 60_000, 0) + b"[" * 60_000,
    ],
)
def test_what_is_no_frame_is_refused(data: bytes) -> None:
    with pytest.raises(EvidenceError):
        Frames(PROFILE).feed(data)


def test_a_tensor_that_claims_more_than_is_there_is_refused() -> None:
    header = json.dumps(
        {"t/a": {"dtype": "F32", "shape": [10**12], "data_offsets": [0, 16]}}
    ).encode()
    body = struct.pack("<Q", len(header)) + header + b"\0" * 16
    frame = b"THAW" + struct.pack("<II", 2, len(body)) + b"{}" + body
    with pytest.raises(EvidenceError):
        Frames(PROFILE).feed(frame)


@pytest.mark.parametrize("value", [float("nan"), float("inf")])
def test_a_tensor_that_is_not_finite_is_refused(value: float) -> None:
    with pytest.raises(EvidenceError, match="not finite"):
        Frames(PROFILE).feed(evidence.pack(EVENT, {"t/a": torch.tensor([value])}))


def test_a_stream_has_an_end() -> None:
    limits = dataclasses.replace(PROFILE.output, evidence_bytes=100)
    frames = Frames(dataclasses.replace(PROFILE, output=limits))
    with pytest.raises(EvidenceError, match="more evidence"):
        frames.feed(b"x" * 101)


@given(st.binary(max_size=300))
def test_random_bytes_never_do_more_than_be_refused(data: bytes) -> None:
    try:
        Frames(PROFILE).feed(data)
    except EvidenceError:
        return


def test_good_evidence_is_taken() -> None:
    assert isinstance(hostile.decode(EVALUATE, good(), {}), EVALUATE.Evidence)


def test_a_raised_exception_is_evidence() -> None:
    record, _ = evidence.encode(Raised("ValueError", "no", ["line 1: x"]))
    assert hostile.decode(EVALUATE, record, {}) == Raised("ValueError", "no", ["line 1: x"])


WRONG_TYPES = [None, True, "x", 1.5, [], {}, [[1, "x"]], {"a": 1}]


PLAIN = [f.name for f in dataclasses.fields(EVALUATE.Evidence) if not evidence.is_tensor_field(f)]


@pytest.mark.parametrize("field", PLAIN)
def test_missing_extra_and_mistyped_fields_are_refused(field: str) -> None:
    missing = good()
    del missing["evidence"][field]
    extra = good()
    extra["evidence"]["verdict"] = "passed"
    for record in (missing, extra):
        with pytest.raises(EvidenceError):
            hostile.decode(EVALUATE, record, {})
    refused = 0
    for value in WRONG_TYPES:
        odd = good()
        odd["evidence"][field] = value
        try:
            hostile.decode(EVALUATE, odd, {})
        except EvidenceError:
            refused += 1
    assert refused >= len(WRONG_TYPES) - 3


@pytest.mark.parametrize(
    "record",
    [None, [], "passed", {}, {"evidence": []}, {"verdict": {}}, {"evidence": {}, "raised": {}}],
)
def test_what_is_no_record_is_refused(record: Any) -> None:
    with pytest.raises(EvidenceError):
        hostile.decode(EVALUATE, record, {})


def test_a_tensor_that_belongs_to_no_field_is_refused() -> None:
    with pytest.raises(EvidenceError, match="belongs to no field"):
        hostile.decode(EVALUATE, good(), {"passed/all": torch.ones(1)})
