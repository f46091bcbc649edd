"""Evidence as bytes: plain JSON and safetensors in frames, never pickle, never an object.

A frame is `THAW`, two little-endian uint32 lengths, a JSON object and a safetensors body. Tensors
of an evidence dataclass travel in the body under `field/name`; everything else is in the JSON.
"""

import dataclasses
import json
import struct
from types import ModuleType
from typing import Any

import safetensors.torch
from torch import Tensor

from course.checks.feedback import EvidenceError
from course.checks.probing import Fault, Raised

MAGIC = b"THAW"
_LENGTHS = struct.Struct("<II")
HEADER_SIZE = len(MAGIC) + _LENGTHS.size
Record = dict[str, Any]
_LABELS: dict[type, str] = {Raised: "raised", Fault: "fault"}


def pack(record: Record, tensors: dict[str, Tensor] | None = None) -> bytes:
    """Make one frame of a JSON object and tensors."""
    head = json.dumps(record, allow_nan=False).encode()
    body = safetensors.torch.save(_storable(tensors)) if tensors else b""
    return MAGIC + _LENGTHS.pack(len(head), len(body)) + head + body


def _storable(tensors: dict[str, Tensor]) -> dict[str, Tensor]:
    return {name: t.detach().cpu().contiguous().clone() for name, t in tensors.items()}


def lengths(header: bytes) -> tuple[int, int]:
    """Read the two lengths of a frame's header.

    Raises EvidenceError if the header is not one.
    """
    if len(header) != HEADER_SIZE or not header.startswith(MAGIC):
        raise EvidenceError("the evidence stream holds something that is no frame")
    head, body = _LENGTHS.unpack(header[len(MAGIC) :])
    return head, body


def frames(data: bytes) -> list[tuple[Record, dict[str, Tensor]]]:
    """Read the whole frames of a learner's own job; a cut-off last one is left out."""
    found, at = [], 0
    while len(data) - at >= HEADER_SIZE:
        head, body = lengths(data[at : at + HEADER_SIZE])
        start, at = at + HEADER_SIZE, at + HEADER_SIZE + head + body
        if at > len(data):
            break
        record = json.loads(data[start : start + head])
        found.append((record, safetensors.torch.load(data[start + head : at]) if body else {}))
    return found


def encode(evidence: Any) -> tuple[Record, dict[str, Tensor]]:
    """Split an evidence dataclass into plain values and tensors."""
    record: Record = {}
    tensors: dict[str, Tensor] = {}
    for field in dataclasses.fields(evidence):
        value = getattr(evidence, field.name)
        if is_tensor_field(field):
            tensors |= {f"{field.name}/{name}": tensor for name, tensor in value.items()}
        else:
            record[field.name] = value
    return {_LABELS.get(type(evidence), "evidence"): record}, tensors


def is_tensor_field(field: "dataclasses.Field[Any]") -> bool:
    """Say whether a field holds named tensors."""
    return bool(field.type == dict[str, Tensor])


def decode(module: ModuleType, record: Record, tensors: dict[str, Tensor]) -> Any:
    """Put evidence of the exercise `module` together again, without validating its values.

    Raises EvidenceError if fields are missing, extra or of no known kind.
    """
    kind, label = kind_of(module, record)
    values = dict(record[label])
    for name, tensor in tensors.items():
        field, _, key = name.partition("/")
        values.setdefault(field, {})[key] = tensor
    return build(kind, values)


def kind_of(module: ModuleType, record: Record) -> tuple[Any, str]:
    """Return the dataclass that a record is to become, and the label that its values are under.

    Raises EvidenceError if the record is not labelled as one kind of evidence.
    """
    kinds = {"raised": Raised, "fault": Fault, "evidence": module.Evidence}
    if len(record) != 1 or (label := next(iter(record))) not in kinds:
        raise EvidenceError("a record holds no single piece of evidence")
    return kinds[label], label


def build(kind: Any, values: dict[str, Any]) -> Any:
    """Make a dataclass of exactly these values; tensor fields may be absent, nothing else."""
    fields = {field.name: field for field in dataclasses.fields(kind)}
    absent = [name for name, field in fields.items() if name not in values]
    values = {**{name: {} for name in absent if is_tensor_field(fields[name])}, **values}
    if values.keys() != fields.keys():
        wrong = sorted(values.keys() ^ fields.keys())
        raise EvidenceError(f"the evidence has missing or unknown fields: {', '.join(wrong)[:200]}")
    return kind(**values)
