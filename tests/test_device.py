"""The device: the override, the environment variable, the automatic choice."""

import pytest
import torch

from course.device import VARIABLE, device
from course.errors import DeviceError


@pytest.fixture(autouse=True)
def _no_variable(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv(VARIABLE, raising=False)


@pytest.mark.parametrize("override", ["cpu", torch.device("cpu")])
def test_override_is_taken(override: str | torch.device) -> None:
    assert device(override) == torch.device("cpu")


def test_override_comes_before_the_variable(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv(VARIABLE, "meta")
    assert device().type == "meta"
    assert device("cpu").type == "cpu"


def test_blank_variable_is_no_override(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv(VARIABLE, " ")
    assert device() == device(None)


def test_automatic_choice_computes() -> None:
    chosen = device()
    assert torch.ones(3, device=chosen).sum().item() == 3
    assert (chosen.type == "cpu") == (
        not torch.cuda.is_available() and not torch.backends.mps.is_available()
    )


@pytest.mark.parametrize("wrong", ["gpu", "", "cuda:x"])
def test_a_name_that_is_none(wrong: str) -> None:
    with pytest.raises(DeviceError, match="is not a device name"):
        device(wrong)


def test_the_variable_is_named_in_the_error(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv(VARIABLE, "quantum")
    with pytest.raises(DeviceError, match=VARIABLE):
        device()


@pytest.mark.parametrize("absent", ["cuda:99", "mps:7"])
def test_a_device_that_is_not_here(absent: str) -> None:
    with pytest.raises(DeviceError, match="cannot be used here"):
        device(absent)


def test_called_through_the_package_as_often_as_one_likes() -> None:
    import course

    assert [course.device("cpu") for _ in range(3)] == [torch.device("cpu")] * 3
