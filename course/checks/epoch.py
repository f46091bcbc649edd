"""The probe of `train_one_epoch`: let a learner's loop train a small watched network.

Each kind of case isolates one property. `steps` has no BatchNorm and no dropout, so every right
loop follows the reference's trajectory. `repeat` has learning rate 0 and equal batches, so all
gradients are equal; `loss` has learning rate 0 and batches of unlike losses, once more than a
hundred, after which some stop or start afresh. `modes` and `frozen` look at dropout and BatchNorm,
and `placed` at devices; one model has been trained before, when nothing was frozen. In `steps` the
gradients stay below norm 1, where customary clipping changes nothing and float16 does not overflow.
"""

import random
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from typing import Any

import torch
from torch import Tensor, nn
from torch.utils.data import TensorDataset

from course.checks import again, loops, networks, offdevice, small, snapshots
from course.checks.ahead import ahead
from course.checks.belonging import PROOF, OfCase, sample
from course.checks.probing import Case, seeded
from course.checks.returned import number, type_of

CRITERIA: dict[str, Callable[[], nn.Module]] = {
    "cross_entropy": nn.CrossEntropyLoss,
    "distance": small.DistanceLoss,
    "ordinal": small.OrdinalLoss,
}
_BRIGHTNESS, _HEAD_SCALE = 0.15, 0.3  # keep gradients small
_SURE = 2.0  # standard deviation of logits where losses are to differ from batch to batch
_RANKS, _WORST = (0, 2, 1), 4  # how well each batch is classified, best first; and the last ones
_OLD_MOMENTUM = 0.05
_SMALL = 0.01  # learning rate: a step changes the loss, not much


@dataclass(frozen=True)
class Evidence(OfCase):
    """What came back, what was called, and where every weight of the network ended.

    `statistics` are BatchNorm's first running mean after the first pass in training mode,
    `velocity` is the optimizer's momentum for the head's weight. `features` are what the head is
    given in the first batch, and `scores` what it makes of all.
    """

    returned: str
    value: float | None
    forwards: list[list[int]]
    learned_loss: float | None
    criterion_calls: int
    criterion_used: int
    steps: int
    frozen_moved: dict[str, float]
    trainable_moved: dict[str, float]
    flags_changed: list[str]
    finite: bool
    start: dict[str, Tensor] = field(default_factory=dict)
    end: dict[str, Tensor] = field(default_factory=dict)
    step_gradients: dict[str, Tensor] = field(default_factory=dict)
    statistics: dict[str, Tensor] = field(default_factory=dict, metadata=PROOF)
    velocity: dict[str, Tensor] = field(default_factory=dict, metadata=PROOF)
    features: dict[str, Tensor] = field(default_factory=dict, metadata=PROOF)
    scores: dict[str, Tensor] = field(default_factory=dict, metadata=PROOF)


def draw(rng: random.Random, unseen: Sequence[str] = ()) -> list[Case]:
    """Draw the cases; hidden draws differ from the public ones in seeds and sizes.

    The gradient of cross-entropy on one image may be above norm 1; that of `ordinal` stays below.
    """
    dropout = {"batchnorm": True, "dropout": 0.4}
    backbone = {"frozen": "all but head", "training": True}
    return [
        _case(rng, "steps", network="small_resnet"),
        _case(rng, "steps", criterion="ordinal", training=True, sizes=[8, 8, 8, 1]),
        _case(rng, "repeat", lr=0.0, sizes=[6] * 4),
        _case(rng, "loss", lr=0.0),
        _case(rng, "loss", lr=0.0, network="tiny", sizes=[2] * (loops.MANY + rng.randint(5, 9))),
        _case(rng, "loss", lr=_SMALL, criterion="distance", training=True),
        _case(rng, "modes", **dropout),
        _case(rng, "modes", **dropout, training=True),
        _case(rng, "frozen", **dropout, **backbone),
        _case(rng, "frozen", **dropout, frozen="stem"),
        _case(rng, "frozen", **dropout, frozen="norms", again=True),
        _case(rng, "frozen", network="mobilenet_v2", dropout=0.2, sizes=[3, 2], **backbone),
        _case(rng, "placed"),
    ]


def _case(rng: random.Random, kind: str, **given: Any) -> Case:
    size = rng.randint(7, 9)
    criterion = given.get("criterion", "cross_entropy")
    defaults = {
        "network": "small_mobilenet",
        "sizes": [size, size, size, rng.randint(3, 4)],
        "criterion": criterion,
        "lr": round(rng.uniform(0.4, 0.6) * (4 if criterion == "ordinal" else 1), 3),
        "momentum": round(rng.uniform(0.5, 0.8), 2),
        "batchnorm": False,
        "dropout": 0.0,
        "frozen": "nothing",
        "training": False,
        "again": False,
        "seed": rng.randrange(2**31),
    }
    return {"kind": kind, **defaults, **given}


def probe(function: Callable[..., Any], case: Case) -> Evidence:
    """Let `function` train a watched network for one epoch on a few batches."""
    if case["kind"] == "placed":
        return offdevice.attempt(lambda places: _observed(function, case, places))
    return _observed(function, case, None)


def _observed(
    function: Callable[..., Any], case: Case, places: offdevice.TwoPlaces | None
) -> Evidence:
    diary = loops.Diary()
    made = _trained_before(function, case) if case["again"] else set_up(case)
    model, head, images, labels = made
    loops.watch_training(model, diary)
    before, numbers = snapshots.take(model), sample(model)
    criterion = loops.watch_criterion(CRITERIA[case["criterion"]](), diary)
    optimizer = loops.watch_optimizer(_optimizer(case, model), diary, head)
    loader = loops.loader(TensorDataset(images, labels), case["sizes"][0])
    device = offdevice.place(places, model, (images, labels))
    seeded(case["seed"])
    with offdevice.entered(places):
        value = function(model, criterion, optimizer, loader, device)
    return Evidence(sample=numbers, **_evidence(value, model, before, diary, case))


@ahead
def set_up(case: Case) -> tuple[nn.Module, nn.Linear, Tensor, Tensor]:
    """Build a case's network; return it with its head, its images and their labels."""
    model, head = _network(case)
    images, labels = _images_and_labels(case)
    if case["kind"] == "loss":
        _make_sure(model, images)
        labels = _unlike_labels(case, model, images)
    return model, head, images, labels


_SetUp = tuple[nn.Module, nn.Linear, Tensor, Tensor]


def _trained_before(function: Callable[..., Any], case: Case) -> _SetUp:
    """Return a case's set-up after an epoch with nothing frozen; a new one if that changed it."""
    model, _, images, labels = made = set_up(case)
    criterion = CRITERIA[case["criterion"]]()
    loader = loops.loader(TensorDataset(images, labels), case["sizes"][0])
    still = torch.optim.SGD(model.parameters(), lr=0.0)
    seeded(case["seed"])
    as_before = again.called(
        model,
        lambda: model.requires_grad_(True),
        lambda: function(model, criterion, still, loader, torch.device("cpu")),
    )
    return made if as_before else set_up(case)


def _network(case: Case) -> tuple[nn.Module, nn.Linear]:
    """Build the case's network and return it with its head."""
    model = _built(case)
    head = loops.head(model)
    if case["frozen"] == "all but head":
        model.requires_grad_(False)
        head.requires_grad_(True)
    elif case["frozen"] == "stem":
        model.features[0].requires_grad_(False)  # type: ignore[index]
    elif case["frozen"] == "norms":  # beside convolutions that train
        loops.freeze_norms(model)
    return model.train(case["training"]), head


def _built(case: Case) -> nn.Module:
    model: nn.Module
    if case["network"] == "mobilenet_v2":
        model = networks.pretrained("mobilenet_v2", case["seed"])
        networks.set_head(model, small.NUM_CLASSES, case["seed"])
        return model
    if case["network"] == "small_resnet":
        model = small.SmallResNet(case["batchnorm"])
    elif case["network"] == "tiny":
        model = small.TinyNet()
    else:
        model = small.SmallMobileNet(case["batchnorm"], case["dropout"])
    networks.fill(model, case["seed"])
    with torch.no_grad():
        loops.head(model).weight.mul_(_HEAD_SCALE)
    return model


@torch.no_grad()
def _make_sure(model: nn.Module, images: Tensor) -> None:
    """Let the head tell images and classes apart so well that losses differ a lot."""
    head = loops.head(model)
    head.weight.mul_(_SURE / (model(images) - head.bias).std())


def _optimizer(case: Case, model: nn.Module) -> torch.optim.Optimizer:
    """Make the optimizer, with a group for the backbone, if that is trained, and one for the head.

    Where the model arrives in training mode, it trained everything before. Frozen parameters then
    have momentum left over: a zero gradient would still move them, where no gradient does not.
    """
    parameters = [p for p in model.parameters() if p.requires_grad or case["training"]]
    head = {id(p) for p in loops.head(model).parameters()}
    parts = [[p for p in parameters if (id(p) in head) == of_head] for of_head in (False, True)]
    groups: list[dict[str, Any]] = [{"params": part} for part in parts if part]
    sgd = torch.optim.SGD(groups, lr=case["lr"], momentum=case["momentum"])
    for parameter in parameters:
        if not parameter.requires_grad:
            sgd.state[parameter]["momentum_buffer"] = torch.full_like(parameter, _OLD_MOMENTUM)
    return sgd


def _images_and_labels(case: Case) -> tuple[Tensor, Tensor]:
    images, labels = loops.batches(case["sizes"], case["seed"], repeat=case["kind"] == "repeat")
    images = images * _BRIGHTNESS
    if case["network"] == "mobilenet_v2":
        images = nn.functional.interpolate(images, size=(48, 48))
    return images, labels


def _unlike_labels(case: Case, model: nn.Module, images: Tensor) -> Tensor:
    """Choose each image's label so that the losses of the batches are unlike, (N,)."""
    by_loss = _losses(CRITERIA[case["criterion"]](), model, images).argsort(1)
    ranks = torch.tensor(_ranks(case["sizes"])).repeat_interleave(torch.tensor(case["sizes"]))
    return by_loss.gather(1, ranks.unsqueeze(1)).squeeze(1)


def _ranks(sizes: list[int]) -> list[int]:
    """Say how well each batch is classified: the last, and all beyond a hundred, worst."""
    well = min(len(sizes) - 1, loops.MANY)
    return [_RANKS[index % len(_RANKS)] for index in range(well)] + [_WORST] * (len(sizes) - well)


@torch.no_grad()
def _losses(criterion: nn.Module, model: nn.Module, images: Tensor) -> Tensor:
    """Return each image's loss for each class that its label could be, (N, classes)."""
    rows = list(model(images).unsqueeze(1))
    classes = list(torch.arange(small.NUM_CLASSES).unsqueeze(1))
    return torch.tensor([[criterion(row, label).item() for label in classes] for row in rows])


def _evidence(
    value: Any, model: nn.Module, before: snapshots.Snapshot, diary: loops.Diary, case: Case
) -> dict[str, Any]:
    """Sum up, as fields of evidence."""
    keep = case["kind"] == "steps"
    moved = before.moved(model)
    frozen = before.frozen()
    end = before.values_now(model) if keep else {}
    return {
        "returned": type_of(value),
        "value": number(value),
        "forwards": diary.forwards,
        "learned_loss": number(diary.mean_loss()) if diary.images() == sum(case["sizes"]) else None,
        "criterion_calls": diary.criterion_calls,
        "criterion_used": len(diary.used()),
        "steps": diary.steps,
        "frozen_moved": {name: size for name, size in moved.items() if name in frozen},
        "trainable_moved": {name: size for name, size in moved.items() if name not in frozen},
        "flags_changed": before.flags_changed(model),
        "finite": all(bool(tensor.isfinite().all()) for tensor in end.values()),
        "start": before.values if keep else {},
        "end": {name: tensor.nan_to_num(0, 0, 0) for name, tensor in end.items()},
        "step_gradients": {
            str(i): g.nan_to_num(0, 0, 0) for i, g in enumerate(diary.step_gradients)
        },
        "statistics": loops.as_rows(diary.statistics),
        "velocity": loops.as_rows(diary.velocity),
        "features": loops.as_rows(diary.features if case["kind"] == "repeat" else None),
        "scores": diary.rows(),
    }
