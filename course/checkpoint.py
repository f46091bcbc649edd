"""Save a trained network as one small safetensors file, and load it back over a fresh one.

By default the file holds only the tensors that differ from the pretrained weights: after feature
extraction that is the head, some fifty kilobytes. The rest is named by a checksum, so that loading
over other pretrained weights fails instead of giving quietly worse predictions.
"""

import hashlib
import os
import platform
from collections.abc import Mapping
from pathlib import Path

import safetensors
import safetensors.torch
import torch
from torch import Tensor, nn

from course.errors import ModelError
from course.models import load_backbone

DTYPES = {torch.float32: "float32", torch.float16: "float16"}


def save_checkpoint(
    model: nn.Module,
    path: str | os.PathLike[str],
    *,
    architecture: str,
    epochs: int = 0,
    accuracy: float | None = None,
    size: int | None = None,
    changed_only: bool = True,
    dtype: torch.dtype = torch.float32,
) -> Path:
    """Write `model` to `path` as safetensors, whole or not at all, and return the path.

    With `changed_only`, tensors equal to the pretrained weights of `architecture` are left out.
    Floating-point tensors are stored as `dtype` (float32 or float16). `epochs`, `accuracy`
    (a fraction, on images that chose nothing) and `size` (pixels that the network was trained at)
    go into the header. Raises ModelError for tensors that
    are not finite, an unknown architecture or dtype, and a file that cannot be written.
    """
    if dtype not in DTYPES:
        raise ModelError(f"Checkpoints hold float32 or float16, not {dtype}: pass one of those.")
    state = _state(model)
    base = _unchanged(state, _state(load_backbone(architecture))) if changed_only else {}
    stored = {name: _compact(t, dtype) for name, t in state.items() if name not in base}
    _refuse_non_finite(stored)
    header = {
        "format": "pt",
        "architecture": architecture,
        "base_weights": fingerprint(base),
        "tensors": "changed" if changed_only else "all",
        "dtype": DTYPES[dtype],
        "device": device_name(next(iter(model.state_dict().values())).device),
        "epochs": str(epochs),
        "accuracy": "" if accuracy is None else f"{accuracy:.4f}",
        "size": "" if size is None else str(size),
        "course_version": _version(),
    }
    return _write(Path(path), safetensors.torch.save(stored, header))


def read_checkpoint(path: str | os.PathLike[str]) -> tuple[dict[str, Tensor], dict[str, str]]:
    """Return a checkpoint's tensors by name and its header; ModelError if it is not one."""
    try:
        with safetensors.safe_open(path, framework="pt") as file:
            tensors = {name: file.get_tensor(name) for name in file.keys()}  # noqa: SIM118
            header = dict(file.metadata() or {})
    except (OSError, safetensors.SafetensorError) as error:
        raise ModelError(
            f"{Path(path).name} can't be read as a checkpoint ({error}): save it again."
        ) from None
    if "architecture" not in header:
        raise ModelError(
            f"{Path(path).name} doesn't say which architecture it is for: save it again."
        )
    return tensors, header


def load_checkpoint(model: nn.Module, path: str | os.PathLike[str]) -> nn.Module:
    """Fill `model` in place from a checkpoint and return it.

    `model` has the layers of the saved one and, where the file holds only changed tensors, the same
    pretrained weights. Raises ModelError, having changed nothing, when either is not so.
    """
    tensors, header = read_checkpoint(path)
    state = _state(model)
    wrong = [n for n, t in tensors.items() if n not in state or state[n].shape != t.shape]
    if wrong:
        raise ModelError(
            f"{Path(path).name} doesn't fit this network: it has no place for {wrong[0]!r} of "
            f"shape {tuple(tensors[wrong[0]].shape)}. Build it as you did before saving."
        )
    rest = {name: tensor for name, tensor in state.items() if name not in tensors}
    if fingerprint(rest) != header.get("base_weights"):
        raise ModelError(
            f"{Path(path).name} was trained on other pretrained weights than this network has: "
            f"start from load_backbone({header['architecture']!r})."
        )
    _bare(model).load_state_dict(tensors, strict=False)
    return model


def fingerprint(tensors: Mapping[str, Tensor]) -> str:
    """Return the SHA-256 (hex) of tensors: names, types, shapes and bytes, in order of name."""
    digest = hashlib.sha256()
    for name, tensor in sorted(tensors.items()):
        flat = tensor.detach().cpu().contiguous().reshape(-1)
        digest.update(f"{name} {tensor.dtype} {tuple(tensor.shape)}\n".encode())
        digest.update(flat.view(torch.uint8).numpy().tobytes())
    return digest.hexdigest()


def device_name(device: torch.device) -> str:
    """Return a device's name for people, such as 'NVIDIA H100' or 'cpu x86_64'."""
    if device.type == "cuda":
        return torch.cuda.get_device_name(device)
    return f"{device.type} {platform.machine()}".strip()


def _bare(model: nn.Module) -> nn.Module:
    """Return the network inside torch.compile's wrapper, whose names all start `_orig_mod.`."""
    inner = getattr(model, "_orig_mod", model)
    return inner if isinstance(inner, nn.Module) else model


def _state(model: nn.Module) -> dict[str, Tensor]:
    return {name: tensor.detach().cpu() for name, tensor in _bare(model).state_dict().items()}


def _unchanged(state: Mapping[str, Tensor], pretrained: Mapping[str, Tensor]) -> dict[str, Tensor]:
    """Return the tensors of `state` that the pretrained network has too, bit for bit."""
    return {n: t for n, t in state.items() if n in pretrained and _same(t, pretrained[n])}


def _same(one: Tensor, other: Tensor) -> bool:
    return one.dtype == other.dtype and torch.equal(one, other)


def _compact(tensor: Tensor, dtype: torch.dtype) -> Tensor:
    """Return a private copy (safetensors refuses shared memory) with floats as `dtype`."""
    return tensor.to(dtype if tensor.is_floating_point() else tensor.dtype, copy=True).contiguous()


def _refuse_non_finite(tensors: Mapping[str, Tensor]) -> None:
    bad = [name for name, tensor in tensors.items() if not tensor.isfinite().all()]
    if bad:
        raise ModelError(
            f"Nothing was saved: {bad[0]!r} holds values that are not finite (NaN or infinity). "
            "Training has diverged: build a fresh model and use a smaller learning rate."
        )


def _write(path: Path, content: bytes) -> Path:
    """Write through a neighbour and a rename, so that `path` is never half a file."""
    part = path.with_name(f".{path.name}.{os.getpid()}.part")
    try:
        with part.open("wb") as file:
            file.write(content)
            file.flush()
            os.fsync(file.fileno())
        part.replace(path)
    except OSError as error:
        raise ModelError(
            f"{path} could not be written ({error.strerror}): choose another folder or free space."
        ) from None
    finally:
        part.unlink(missing_ok=True)
    return path


def _version() -> str:
    from course import __version__

    return str(__version__)
