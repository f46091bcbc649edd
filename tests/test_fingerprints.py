"""Fingerprints tell tensors apart by their values, large ones as well as small ones."""

from collections.abc import Callable

import pytest
import torch
from torch import Tensor

from course.checks.fingerprints import UNREADABLE, fingerprint

SMALL, LARGE = torch.Size([16, 9]), torch.Size([64, 32, 3, 3])


def drawn(shape: torch.Size) -> Tensor:
    return torch.randn(shape, generator=torch.Generator().manual_seed(3))


def with_one_more(tensor: Tensor) -> Tensor:
    tensor.view(-1)[tensor.numel() // 2 + 1] += 1e-6
    return tensor


CHANGES: dict[str, Callable[[Tensor], Tensor]] = {
    "one value": with_one_more,
    "signs": lambda tensor: -tensor,
    "scale": lambda tensor: 2 * tensor,
    "order of rows": lambda tensor: tensor.flip(0),
    "order of columns": lambda tensor: tensor.flip(1),
    "rounding": lambda tensor: tensor.to(torch.bfloat16).float(),
    "size": lambda tensor: tensor[:-1],
}


@pytest.mark.parametrize("shape", [SMALL, LARGE])
@pytest.mark.parametrize("change", CHANGES.values(), ids=CHANGES)
def test_other_values_give_another(change: Callable[[Tensor], Tensor], shape: torch.Size) -> None:
    assert fingerprint(change(drawn(shape))) != fingerprint(drawn(shape))


SAME: dict[str, Callable[[Tensor], Tensor]] = {
    "copy": torch.clone,
    "shape": lambda tensor: tensor.flatten(),
    "strides": lambda tensor: tensor.mT.contiguous().mT,
    "gradient": lambda tensor: tensor.requires_grad_(),
    "type": lambda tensor: tensor.double(),
}


@pytest.mark.parametrize("shape", [SMALL, LARGE])
@pytest.mark.parametrize("change", SAME.values(), ids=SAME)
def test_the_same_values_give_the_same(
    change: Callable[[Tensor], Tensor], shape: torch.Size
) -> None:
    assert fingerprint(change(drawn(shape))) == fingerprint(drawn(shape))


@pytest.mark.parametrize("dtype", [torch.bool, torch.uint8, torch.int64, torch.float16])
def test_tensors_of_any_type_and_size_have_one(dtype: torch.dtype) -> None:
    for count in (1, 65_537, 300_001):
        assert fingerprint(torch.ones(count).to(dtype)) != UNREADABLE


def test_what_has_no_values_has_none() -> None:
    assert fingerprint(torch.ones(3, device="meta")) == UNREADABLE
