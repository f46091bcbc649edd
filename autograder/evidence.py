"""Evidence parsed as hostile: capped, typed, finite, and exactly what the exercise declares."""

import dataclasses
import functools
import json
import typing
from types import ModuleType
from typing import Any

import safetensors.torch
from pydantic import ConfigDict, TypeAdapter, ValidationError
from safetensors import SafetensorError
from torch import Tensor

from course.checks import evidence
from course.checks.feedback import EvidenceError

_STRICT = ConfigDict(strict=True, allow_inf_nan=False)
_TENSOR_LIMIT = 400


def unpack(head: bytes, body: bytes) -> tuple[evidence.Record, dict[str, Tensor]]:
    """Read the two parts of a frame.

    Raises EvidenceError if one is not what it should be. The body's own header is checked against
    the number of bytes that are there before anything is allocated.
    """
    try:
        record = json.loads(head.decode(), parse_constant=_refuse)
        tensors = safetensors.torch.load(body) if body else {}
    except (ValueError, RecursionError, SafetensorError) as error:
        raise EvidenceError(f"a frame of evidence cannot be read ({error})") from error
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
    checked = {name: _value(kind, name, value) for name, value in values.items()}
    return evidence.build(kind, checked | _by_field(kind, tensors))


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
