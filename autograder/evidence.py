"""Evidence parsed as hostile: capped, typed, finite, and exactly what the exercise declares."""

import dataclasses
import functools
import json
import typing
from types import ModuleType
from typing import Any

import safetensors.torch
import torch
from pydantic import ConfigDict, TypeAdapter, ValidationError
from torch import Tensor

from course.checks import evidence
from course.checks.feedback import EvidenceError

_STRICT = ConfigDict(strict=True, allow_inf_nan=False)
_TENSOR_LIMIT = 400
_ITEMS, _TEXT, _DIMENSIONS = 2_000, 2_000, 8  # of one list, one text, one shape
_TYPES = (torch.float64, torch.float32, torch.float16, torch.bfloat16, torch.int64, torch.bool)


def unpack(head: bytes, body: bytes) -> tuple[evidence.Record, dict[str, Tensor]]:
    """Read the two parts of a frame.

    Raises EvidenceError if one is not what it should be. The body's own header is checked against
    the number of bytes that are there before anything is allocated.
    """
    try:
        record = json.loads(head.decode(), parse_constant=_refuse)
        tensors = safetensors.torch.load(body) if body else {}
    except Exception as error:  # whatever a parser makes of hostile bytes
        raise EvidenceError(
            f"a frame of evidence cannot be read ({type(error).__name__})"
        ) from error
    if not isinstance(record, dict):
        raise EvidenceError("a frame of evidence is no object")
    _check_tensors(tensors)
    return record, tensors


def _refuse(constant: str) -> None:
    raise ValueError(f"{constant} is no finite number")


def _check_tensors(tensors: dict[str, Tensor]) -> None:
    if len(tensors) > _TENSOR_LIMIT:
        raise EvidenceError("a frame holds too many tensors")
    for name, tensor in tensors.items():
        if tensor.dtype not in _TYPES or tensor.dim() > _DIMENSIONS:
            raise EvidenceError(f"tensor {name[:80]} is of a type or shape that no probe sends")
        if max(tensor.shape, default=0) > tensor.numel():
            raise EvidenceError(f"tensor {name[:80]} holds no values")
        if tensor.is_floating_point() and not bool(tensor.isfinite().all()):
            raise EvidenceError(f"tensor {name[:80]} holds values that are not finite")


def decode(module: ModuleType, record: Any, tensors: dict[str, Tensor]) -> Any:
    """Build evidence of the exercise `module` from a frame, every field validated.

    Raises EvidenceError for missing, extra or mistyped fields.
    """
    if not isinstance(record, dict):
        raise EvidenceError("a frame holds no record")
    kind, label = evidence.kind_of(module, record)
    values = record[label]
    if not isinstance(values, dict):
        raise EvidenceError("a frame holds no evidence")
    _check_sizes(values)
    checked = {name: _value(kind, name, value) for name, value in values.items()}
    return evidence.build(kind, checked | _by_field(kind, tensors))


def _check_sizes(value: Any) -> None:
    """Refuse texts and lists longer than any probe sends: feedback repeats them."""
    if isinstance(value, (str, list, dict)) and len(value) > (
        _TEXT if isinstance(value, str) else _ITEMS
    ):
        raise EvidenceError("the evidence holds a text or list longer than is allowed")
    if isinstance(value, (list, dict)):
        for item in [*value, *(value.values() if isinstance(value, dict) else ())]:
            _check_sizes(item)


def _value(kind: Any, name: str, value: Any) -> Any:
    adapter = _adapters(kind).get(name)
    if adapter is None:
        raise EvidenceError(f"the evidence has an unknown field {name[:80]!r}")
    try:
        return adapter.validate_json(json.dumps(value))
    except ValidationError as error:
        raise EvidenceError(f"field {name} is not of its type") from error


@functools.cache
def _adapters(kind: Any) -> dict[str, TypeAdapter[Any]]:
    hints = typing.get_type_hints(kind)
    plain = [f.name for f in dataclasses.fields(kind) if not evidence.is_tensor_field(f)]
    return {name: TypeAdapter(hints[name], config=_STRICT) for name in plain}


def _by_field(kind: Any, tensors: dict[str, Tensor]) -> dict[str, dict[str, Tensor]]:
    fields = {f.name for f in dataclasses.fields(kind) if evidence.is_tensor_field(f)}
    sorted_out: dict[str, dict[str, Tensor]] = {}
    for name, tensor in tensors.items():
        field, _, key = name.partition("/")
        if field not in fields:
            raise EvidenceError(f"tensor {name[:80]!r} belongs to no field")
        sorted_out.setdefault(field, {})[key] = tensor
    return sorted_out
