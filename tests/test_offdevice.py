"""A machine with one place has two, or a GPU that nobody asked for."""

from collections.abc import Callable

import pytest
import torch
from torch import Tensor, nn

from course.checks import offdevice

Move = Callable[[nn.Module, Tensor, torch.device], Tensor]


def run(move: Move) -> Tensor:
    """Put a batch through a network that lies on the device, the way that `move` says."""

    def call(places: offdevice.TwoPlaces | None) -> Tensor:
        model, batch = nn.Sequential(nn.Linear(3, 3), nn.BatchNorm1d(3)).eval(), torch.ones(2, 3)
        device = offdevice.place(places, model, [batch])
        with offdevice.entered(places):
            return move(model, batch, device)

    return offdevice.attempt(call)


def own_device() -> torch.device:
    return torch.device("cuda" if torch.cuda.is_available() else "cpu")


def to_own_device(model: nn.Module, batch: Tensor, device: torch.device) -> Tensor:
    result: Tensor = model(batch.to(own_device()))
    return result


def to_the_accelerator(model: nn.Module, batch: Tensor, device: torch.device) -> Tensor:
    found = torch.accelerator.current_accelerator()
    result: Tensor = model(batch.to(found or "cpu"))
    return result


def by_cuda_if_available(model: nn.Module, batch: Tensor, device: torch.device) -> Tensor:
    result: Tensor = model(batch.cuda() if torch.cuda.is_available() else batch.cpu())
    return result


@pytest.mark.parametrize("move", [to_own_device, to_the_accelerator, by_cuda_if_available])
def test_a_device_of_ones_own_is_another_place(move: Move) -> None:
    with pytest.raises(RuntimeError, match="some are on a GPU"):
        run(move)


def model_and_batch_to_own_device(model: nn.Module, batch: Tensor, device: torch.device) -> Tensor:
    result: Tensor = model.to(own_device())(batch.to(own_device()))
    return result


def asks_and_obeys(model: nn.Module, batch: Tensor, device: torch.device) -> Tensor:
    assert next(model.parameters()).device.type == device.type
    result: Tensor = model(batch.to(device, non_blocking=torch.cuda.is_available()))
    return result


def only_to_a_gpu(model: nn.Module, batch: Tensor, device: torch.device) -> Tensor:
    result: Tensor = model(batch.cuda() if device.type == "cuda" else batch)
    return result


@pytest.mark.parametrize("move", [model_and_batch_to_own_device, asks_and_obeys, only_to_a_gpu])
def test_what_works_on_every_machine_is_right(move: Move) -> None:
    assert run(move).shape == (2, 3)


def test_a_batch_that_stays_behind_is_in_another_place() -> None:
    with pytest.raises(RuntimeError, match="are elsewhere"):
        run(lambda model, batch, device: model(batch))


def test_afterwards_torch_answers_as_before() -> None:
    before = torch.cuda.is_available, torch.accelerator.current_accelerator
    run(asks_and_obeys)
    assert before == (torch.cuda.is_available, torch.accelerator.current_accelerator)
