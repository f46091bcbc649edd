"""Read a safetensors file of a stranger: sizes first, then the header, then the numbers.

Nothing of the file is believed: its header is parsed under a cap and every shape, type and offset
is reckoned against the bytes that are there before a tensor is made. Nothing in it can run code.
"""

import json
import math
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

import safetensors.torch
import torch
from safetensors import SafetensorError
from torch import Tensor

from course.errors import CheckpointError

FILE = "model.safetensors"
PICKLES = (".pth", ".pt", ".pkl", ".pickle", ".ckpt", ".bin")
SAVE = f'course.save_checkpoint(model, "{FILE}", architecture="mobilenet_v2")'
_PICKLED = (b"PK\x03\x04", b"\x80\x02", b"\x80\x03", b"\x80\x04", b"\x80\x05")
_BYTES = {"F16": 2, "F32": 4, "I64": 8}
_HEADER, _TENSORS, _NAME, _DIMENSIONS, _TEXT = 1 << 20, 2_000, 200, 8, 500
_WRAPPERS = ("_orig_mod.", "module.")  # of torch.compile and DataParallel


@dataclass(frozen=True)
class Handed:
    """What a checkpoint holds: tensors by name, and what it says about itself."""

    tensors: dict[str, Tensor]
    header: dict[str, str]


def read(content: bytes, limit: int) -> Handed:
    """Read a checkpoint's bytes, at most `limit` of them; wrappers' prefixes are taken off names.

    Raises CheckpointError saying what is wrong and how to mend it.
    """
    if len(content) > limit:
        raise CheckpointError(
            f"{FILE} has {len(content):,} bytes, more than the {limit:,} allowed: save only what "
            f"was trained, with `{SAVE}`."
        )
    if content.startswith(_PICKLED):
        raise CheckpointError(pickled(FILE))
    entries, metadata = _header(content)
    _check_layout(entries, len(content) - 8 - int.from_bytes(content[:8], "little"))
    try:
        tensors = safetensors.torch.load(content)
    except (SafetensorError, ValueError, RuntimeError, OverflowError) as error:
        raise _unreadable(str(error)[:200]) from None
    _refuse_non_finite(tensors)
    return Handed(_unwrapped(tensors), metadata)


def pickled(name: str) -> str:
    """Say why a pickle is not taken, and which line makes the right file."""
    return (
        f"{name} is a pickle, which can run code when it is opened, so it is not opened. Make "
        f"{FILE} instead: `{SAVE}`."
    )


def _header(content: bytes) -> tuple[dict[str, Any], dict[str, str]]:
    length = int.from_bytes(content[:8], "little")
    if len(content) < 10 or not 2 <= length <= min(_HEADER, len(content) - 8):
        raise _unreadable("its header has no plausible length")
    try:
        header = json.loads(content[8 : 8 + length].decode())
    except (ValueError, RecursionError):
        raise _unreadable("its header is no JSON") from None
    if not isinstance(header, dict):
        raise _unreadable("its header is no JSON object")
    metadata = header.pop("__metadata__", {})
    if not isinstance(metadata, dict):
        raise _unreadable("its metadata is no JSON object")
    texts = {str(k)[:_NAME]: v for k, v in metadata.items() if isinstance(v, str)}
    return header, {name: text[:_TEXT] for name, text in texts.items()}


def _check_layout(entries: Mapping[str, Any], body: int) -> None:
    """Refuse tensors that are not exactly the bytes of the file, one after the other."""
    if not entries or len(entries) > _TENSORS:
        raise _unreadable(f"it names {len(entries):,} tensors")
    spans = sorted(_span(name, entry) for name, entry in entries.items())
    at = 0
    for begin, end, name in spans:
        if begin != at:
            raise _unreadable(f"tensor {name!r} does not begin where the one before it ends")
        at = end
    if at != body:
        raise _unreadable(f"its header describes {at:,} bytes of numbers, and it holds {body:,}")


def _span(name: str, entry: Any) -> tuple[int, int, str]:
    shown = name[:80]
    if len(name) > _NAME or not isinstance(entry, dict):
        raise _unreadable(f"the entry {shown!r} of its header is malformed")
    kind, shape, offsets = (entry.get(key) for key in ("dtype", "shape", "data_offsets"))
    if kind not in _BYTES:
        raise CheckpointError(
            f"{FILE} holds {shown!r} as {str(kind)[:20]}; float32, float16 and int64 are taken: "
            f"save it again with `{SAVE}`."
        )
    sizes, places = _sizes(shape), _sizes(offsets)
    if sizes is None or places is None or len(places) != 2 or len(sizes) > _DIMENSIONS:
        raise _unreadable(f"the shape or place of tensor {shown!r} is malformed")
    begin, end = places
    if math.prod(sizes) * _BYTES[kind] != end - begin:
        raise _unreadable(
            f"tensor {shown!r} of shape {sizes} does not fit into its {end - begin:,} bytes"
        )
    return begin, end, shown


def _sizes(values: Any) -> list[int] | None:
    """Return a list of whole numbers from 0 up, None if it is anything else."""
    if not isinstance(values, list):
        return None
    return values if all(type(v) is int and 0 <= v < 1 << 62 for v in values) else None


def _refuse_non_finite(tensors: Mapping[str, Tensor]) -> None:
    bad = sorted(name for name, tensor in tensors.items() if not bool(tensor.isfinite().all()))
    if bad:
        raise CheckpointError(
            f"{FILE} holds values that are not finite (NaN or infinity) in {bad[0][:80]!r}: the "
            "training has diverged. Train a fresh network with a smaller learning rate."
        )


def _unwrapped(tensors: Mapping[str, Tensor]) -> dict[str, Tensor]:
    """Take the prefixes of torch.compile and DataParallel off the names."""
    plain = dict(tensors)
    while plain:
        wrapper = next((w for w in _WRAPPERS if all(n.startswith(w) for n in plain)), None)
        if wrapper is None:
            break
        plain = {name.removeprefix(wrapper): tensor for name, tensor in plain.items()}
    return plain


def _unreadable(reason: str) -> CheckpointError:
    return CheckpointError(f"{FILE} is no sound safetensors file: {reason}. Save it: `{SAVE}`.")


def as_float32(tensor: Tensor) -> Tensor:
    """Return a tensor with half precision made whole."""
    return tensor.float() if tensor.dtype == torch.float16 else tensor
