"""A stranger's checkpoint is refused with the reason, or read; it never runs code."""

import io
import json
import pickle
import struct
from typing import Any

import pytest
import safetensors.torch
import torch

from course import untrusted
from course.errors import CheckpointError

LIMIT = 1_000_000
GOOD = {"a": torch.ones(2, 3), "b": torch.zeros(4, dtype=torch.float16)}


def made(header: Any, body: bytes = b"") -> bytes:
    text = header if isinstance(header, bytes) else json.dumps(header).encode()
    return struct.pack("<Q", len(text)) + text + body


def entry(shape: list[Any], begin: int, end: int, dtype: str = "F32") -> dict[str, Any]:
    return {"dtype": dtype, "shape": shape, "data_offsets": [begin, end]}


def torch_file() -> bytes:
    target = io.BytesIO()
    torch.save(GOOD, target)
    return target.getvalue()


REFUSED = {
    "a torch pickle": (torch_file(), "is a pickle"),
    "a bare pickle": (pickle.dumps({"a": 1}), "is a pickle"),
    "nothing": (b"", "no plausible length"),
    "a text": (b"hello, this is my model", "no plausible length"),
    "a header of 10^18 bytes": (struct.pack("<Q", 10**18) + b"{}", "no plausible length"),
    "a header that is no JSON": (made(b"{]"), "no JSON"),
    "a header that is a list": (made([1]), "no JSON object"),
    "a deep header": (made(b'{"a":' * 50_000 + b"1" + b"}" * 50_000), "no JSON"),
    "no tensor": (made({}), "names 0 tensors"),
    "a shape of 10^12": (made({"a": entry([10**12], 0, 4)}, b"0000"), "does not fit into its 4"),
    "10^12 in two factors": (made({"a": entry([10**6, 10**6], 0, 4)}, b"0000"), "does not fit"),
    "a shape that overflows": (made({"a": entry([2**40, 2**40], 0, 0)}), "does not fit"),
    "a negative shape": (made({"a": entry([-1, -1], 0, 4)}, b"0000"), "malformed"),
    "a shape of text": (made({"a": entry(["9"], 0, 4)}, b"0000"), "malformed"),
    "a shape of booleans": (made({"a": entry([True], 0, 4)}, b"0000"), "malformed"),
    "twenty dimensions": (made({"a": entry([1] * 20, 0, 4)}, b"0000"), "malformed"),
    "a place outside": (made({"a": entry([1], 8, 12)}, b"0000"), "does not begin"),
    "two in one place": (
        made({"a": entry([1], 0, 4), "b": entry([1], 0, 4)}, b"0000"), "does not begin",
    ),
    "bytes left over": (made({"a": entry([1], 0, 4)}, b"00000000"), "and it holds 8"),
    "cut off": (safetensors.torch.save(GOOD)[:-3], "describes"),
    "double precision": (safetensors.torch.save({"a": torch.ones(2).double()}), "float32"),
    "a text as type": (made({"a": entry([1], 0, 4, "evil" * 50)}, b"0000"), "float32"),
    "an entry that is a number": (made({"a": 3}), "malformed"),
    "metadata that is a list": (made({"__metadata__": [], "a": entry([0], 0, 0)}), "metadata"),
    "NaN": (safetensors.torch.save({"a": torch.tensor([float("nan")])}), "not finite"),
    "infinity": (safetensors.torch.save({"a": torch.tensor([-float("inf")])}), "not finite"),
    "too large": (safetensors.torch.save({"a": torch.ones(LIMIT)}), "more than the 1,000,000"),
}  # fmt: skip


@pytest.mark.parametrize("name", REFUSED)
def test_what_is_no_sound_checkpoint_is_refused_with_the_reason(name: str) -> None:
    content, said = REFUSED[name]
    with pytest.raises(CheckpointError, match=said) as caught:
        untrusted.read(content, LIMIT)
    assert untrusted.SAVE in str(caught.value) or "smaller learning rate" in str(caught.value)


def test_a_pickle_is_never_opened(tmp_path: Any) -> None:
    class Bomb:
        def __reduce__(self) -> Any:
            return (open, (str(tmp_path / "opened"), "w"))

    with pytest.raises(CheckpointError, match="is a pickle"):
        untrusted.read(pickle.dumps(Bomb()), LIMIT)
    assert not (tmp_path / "opened").exists()


def test_tensors_and_header_come_back() -> None:
    found = untrusted.read(safetensors.torch.save(GOOD, {"device": "cpu x"}), LIMIT)
    assert found.header == {"device": "cpu x"}
    assert all(torch.equal(found.tensors[name], GOOD[name]) for name in GOOD)


@pytest.mark.parametrize("wrapper", ["_orig_mod.", "module.", "module._orig_mod."])
def test_the_names_of_wrapped_networks_are_unwrapped(wrapper: str) -> None:
    content = safetensors.torch.save({f"{wrapper}{n}": t for n, t in GOOD.items()})
    assert set(untrusted.read(content, LIMIT).tensors) == set(GOOD)
