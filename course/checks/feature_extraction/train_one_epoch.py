"""Exercise `train_one_epoch`: one pass over the loader, one optimizer step a batch.

Each case isolates one property: `steps` has no BatchNorm and compares the weights with those of
the reference; `repeat` has learning rate 0 and equal batches, so all gradients must be equal;
`loss` has learning rate 0 and a small last batch; `modes` and `frozen` look at BatchNorm and
dropout; `placed` has its batches on the host.
"""

import random
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from typing import Any

import torch
from torch import Tensor, nn

from course.checks import loops, networks
from course.checks.feedback import Failure
from course.checks.judging import Run, judge
from course.checks.probing import Case, seeded, type_name

EXERCISE = "train_one_epoch"
_CRITERIA: dict[str, Callable[[], nn.Module]] = {
    "cross_entropy": nn.CrossEntropyLoss,
    "multi_margin": nn.MultiMarginLoss,
    "smoothed": lambda: nn.CrossEntropyLoss(label_smoothing=0.4),
}
_FOLLOWS = 0.1  # relative distance from the reference's step: bfloat16 stays below 0.03
_LOSS_TOLERANCE = 0.02


@dataclass(frozen=True)
class Evidence:
    """What came back, what was called, and where every weight of the network ended."""

    returned: str
    value: float | None
    forwards: list[list[int]]
    criterion_calls: int
    steps: int
    frozen_moved: dict[str, float]
    trainable_moved: dict[str, float]
    flags_changed: list[str]
    finite: bool
    start: dict[str, Tensor] = field(default_factory=dict)
    end: dict[str, Tensor] = field(default_factory=dict)
    step_gradients: dict[str, Tensor] = field(default_factory=dict)


def draw(rng: random.Random, unseen: Sequence[str] = ()) -> list[Case]:
    """Draw the cases; hidden draws differ from the public ones in seeds, sizes and criteria."""
    criteria = [rng.choice(("multi_margin", "smoothed")), "cross_entropy"]
    steps = [_case(rng, "steps", criterion=name, training=rng.random() < 0.5) for name in criteria]
    return [
        *steps,
        _case(rng, "repeat", lr=0.0, momentum=0.0),
        _case(rng, "loss", lr=0.0),
        _case(rng, "modes", batchnorm=True, dropout=0.4, training=False),
        _case(rng, "modes", batchnorm=True, dropout=0.4, training=True),
        _case(rng, "frozen", batchnorm=True, frozen="all but head", training=True),
        _case(rng, "frozen", batchnorm=True, frozen="stem", training=False),
        _case(rng, "frozen", network="mobilenet_v2", frozen="all but head", training=True),
        _case(rng, "placed"),
    ]


def _case(rng: random.Random, kind: str, **given: Any) -> Case:
    size = rng.randint(6, 9)
    defaults = {
        "network": "small",
        "sizes": [size, size, size, rng.randint(2, 4)],
        "criterion": "cross_entropy",
        "lr": round(rng.uniform(0.04, 0.08), 3),
        "momentum": round(rng.uniform(0.5, 0.9), 2),
        "batchnorm": False,
        "dropout": 0.0,
        "frozen": "nothing",
        "training": False,
        "seed": rng.randrange(2**31),
    }
    return {"kind": kind, **defaults, **given}


def probe(function: Callable[..., Any], case: Case) -> Evidence:
    """Let `function` train a watched network for one epoch on a few batches."""
    diary = loops.Diary()
    model, head = _network(case, diary)
    flags = {name: p.requires_grad for name, p in model.named_parameters()}
    before = loops.state(model)
    criterion = loops.WatchedCriterion(_CRITERIA[case["criterion"]](), diary)
    seeded(case["seed"])
    value = function(model, criterion, _optimizer(case, model, head, diary), _loader(case), _cpu())
    return _evidence(value, model, before, flags, diary, whole=case["network"] == "small")


def _cpu() -> torch.device:
    return torch.device("cpu")


def _network(case: Case, diary: loops.Diary) -> tuple[nn.Module, nn.Linear]:
    if case["network"] == "mobilenet_v2":
        model: nn.Module = networks.pretrained("mobilenet_v2", case["seed"])
        head = networks.set_head(model, loops.NUM_CLASSES, case["seed"])
    else:
        model = loops.SmallConvNet(
            diary, case["batchnorm"], case["dropout"], placed=case["kind"] == "placed"
        )
        networks.fill(model, case["seed"])
        head = model.fc  # type: ignore[assignment]
    _freeze(model, head, case["frozen"])
    return model.train(case["training"]), head


def _freeze(model: nn.Module, head: nn.Module, what: str) -> None:
    if what == "nothing":
        return
    if what == "all but head":
        model.requires_grad_(False)
        head.requires_grad_(True)
        return
    for name in ("conv1", "bn1"):
        getattr(model, name).requires_grad_(False)


def _optimizer(
    case: Case, model: nn.Module, head: nn.Linear, diary: loops.Diary
) -> torch.optim.Optimizer:
    parameters = [p for p in model.parameters() if p.requires_grad or case["training"]]
    sgd = loops.WatchedSGD(parameters, lr=case["lr"], momentum=case["momentum"])
    return sgd.watch(diary, head.weight)


def _loader(case: Case) -> Any:
    images, labels = loops.batches(case["sizes"], case["seed"], repeat=case["kind"] == "repeat")
    if case["kind"] == "loss":  # the small last batch is the odd one out
        labels[-case["sizes"][-1] :] = (labels[-case["sizes"][-1] :] + 1) % loops.NUM_CLASSES
        images[-case["sizes"][-1] :] *= 3
    if case["network"] == "mobilenet_v2":
        images = nn.functional.interpolate(images, size=(32, 32))
    return loops.loader(images, labels, case["sizes"][0], placed=case["kind"] == "placed")


def _evidence(
    value: Any,
    model: nn.Module,
    before: dict[str, Tensor],
    flags: dict[str, bool],
    diary: loops.Diary,
    whole: bool,
) -> Evidence:
    moved = dict(loops.changed(before, model))
    after = loops.state(model) if whole else {}
    frozen = _frozen_tensors(model, flags)
    now = {name: p.requires_grad for name, p in model.named_parameters()}
    return Evidence(
        returned=type_name(value) if not isinstance(value, float) else "float",
        value=_number(value),
        forwards=diary.forwards,
        criterion_calls=diary.criterion_calls,
        steps=diary.steps,
        frozen_moved={name: size for name, size in moved.items() if name in frozen},
        trainable_moved={name: size for name, size in moved.items() if name not in frozen},
        flags_changed=[name for name in flags if now.get(name) != flags[name]],
        finite=all(bool(t.isfinite().all()) for t in after.values()),
        start=before if whole else {},
        end={name: tensor.nan_to_num(0, 0, 0) for name, tensor in after.items()},
        step_gradients={str(i): g.nan_to_num(0, 0, 0) for i, g in enumerate(diary.step_gradients)},
    )


def _number(value: Any) -> float | None:
    """Read a number out of what came back: a float, an int, or a tensor that holds one."""
    try:
        number = float(value.detach() if isinstance(value, Tensor) else value)
    except Exception:
        return None
    return number if abs(number) < 1e30 else None


def _frozen_tensors(model: nn.Module, flags: dict[str, bool]) -> set[str]:
    """Name every frozen parameter, and every buffer of a module whose parameters are frozen."""
    frozen = {name for name, trainable in flags.items() if not trainable}
    for prefix, module in model.named_modules():
        own = [f"{prefix}.{name}" for name, _ in module.named_parameters(recurse=False)]
        if own and frozen.issuperset(own):
            frozen.update(f"{prefix}.{name}" for name, _ in module.named_buffers(recurse=False))
    return frozen


def _distance(run: Run) -> float:
    """Return how far the weights are from the reference's, as a part of the way it went."""
    off = way = 0.0
    for name, start in run.reference.start.items():
        off += float((run.seen.end[name] - run.reference.end[name]).double().square().sum())
        way += float((run.reference.end[name] - start).double().square().sum())
    return (off / max(way, 1e-30)) ** 0.5


@judge("steps")
def weights_follow_the_gradients(run: Run) -> None:
    """After the epoch the weights are where the optimizer's steps lead."""
    if not run.seen.trainable_moved:
        raise Failure(
            f"After an epoch of {len(run.case['sizes'])} batches no weight has moved; the "
            f"optimizer was asked for {run.seen.steps} steps.",
            "A step moves the weights along the gradients: without `backward()` there are none, "
            "and without `step()` nothing uses them.",
            "For every batch: forward, loss, `loss.backward()`, `optimizer.step()`.",
            "Which line of your loop changes a weight?",
            "Look for missing parentheses: `optimizer.step` alone calls nothing.",
            "Zero the gradients, compute the loss, call `loss.backward()`, call "
            "`optimizer.step()`.",
        )
    distance = _distance(run) if run.seen.finite else float("inf")
    if distance > _FOLLOWS:
        raise Failure(
            f"After an epoch of {len(run.case['sizes'])} batches the weights are off by "
            f"{min(distance, 99):.0%} of the way that they should have gone.",
            "Each batch's step must use that batch's gradient of the given criterion, once.",
            "Check the order in your loop: zero the gradients, forward, loss, backward, step.",
            "Follow one weight through two batches on paper: which gradient does each step use?",
            "Gradients add up until they are zeroed, and zeroing them before the step loses them.",
            "`optimizer.zero_grad()`, `loss = criterion(model(images), labels)`, "
            "`loss.backward()`, `optimizer.step()`, in this order for every batch.",
        )


@judge("repeat")
def gradients_are_cleared_between_batches(run: Run) -> None:
    """Every batch starts from cleared gradients."""
    gradients = run.seen.step_gradients
    norms = [float(gradients[key].norm()) for key in sorted(gradients)]
    expected = float(run.reference.step_gradients["0"].norm())
    if len(norms) >= 2 and max(abs(norm - norms[0]) for norm in norms) > 0.1 * expected:
        ratios = " : ".join(f"{norm / max(norms[0], 1e-12):.1f}" for norm in norms[:4])
        raise Failure(
            f"On equal batches, with a learning rate of 0, the gradients at the steps were in "
            f"the ratio {ratios}; equal ones were expected.",
            "`backward()` adds to the gradients that are there: what is not cleared piles up.",
            "Call `optimizer.zero_grad()` once for every batch.",
            "What is in `p.grad` when the second batch begins?",
            "Clearing belongs inside the loop, anywhere but between `backward()` and `step()`.",
            "Make `optimizer.zero_grad()` the first line in the loop, parentheses included.",
        )
    _need_steps(run)


def _need_steps(run: Run) -> None:
    if run.seen.steps < 2:
        raise Failure(
            f"The optimizer made {run.seen.steps} steps in {len(run.case['sizes'])} batches.",
            "Whether gradients are cleared shows only from one step to the next.",
            "Make one optimizer step for every batch.",
        )


@judge("steps")
def one_optimizer_step_a_batch(run: Run) -> None:
    """The given optimizer makes one step for every batch."""
    batches = len(run.case["sizes"])
    if run.seen.steps != batches:
        raise Failure(
            f"The optimizer that was passed in made {run.seen.steps} steps in {batches} batches.",
            "One step a batch is what makes an epoch; a step too many uses a gradient twice, a "
            "step too few throws one away.",
            "Call `optimizer.step()` once in the loop, on the optimizer that you are given.",
            "How often does the line with `step` run in an epoch?",
            "Watch the indentation: in the loop, not behind it; and no `return` in the loop.",
            "Use the argument `optimizer`; do not make another one.",
        )


@judge("steps")
def uses_the_given_criterion(run: Run) -> None:
    """The loss is the criterion that was passed in."""
    if run.seen.criterion_calls < len(run.case["sizes"]):
        raise Failure(
            f"The criterion that was passed in was called {run.seen.criterion_calls} times in "
            f"{len(run.case['sizes'])} batches.",
            "Whoever calls the function chooses the loss: another one trains for another goal.",
            "Compute the loss with `criterion(logits, labels)` in every batch.",
            "Where does the loss in your loop come from?",
            "A loss function made or called by name ignores the argument.",
            "`loss = criterion(model(images), labels)`.",
        )


@judge("loss")
def returns_the_mean_loss_per_image(run: Run) -> None:
    """The returned number is the mean training loss per image."""
    value, expected = run.seen.value, run.reference.value
    if value is None or abs(value - expected) > _LOSS_TOLERANCE * abs(expected):
        shown = "no number" if value is None else f"{value:.4f}"
        raise Failure(
            f"For batches of {', '.join(map(str, run.case['sizes']))} images the function "
            f"returned {shown}; the mean over all images is {expected:.4f}.",
            "`criterion` gives a mean over its batch: a smaller last batch must count for less.",
            "Add up `loss.item() * len(images)` and divide by the number of images at the end.",
            "By what does your function divide, and when?",
            "A mean of batch means is right only if all batches are of one size.",
            "`total += loss.item() * len(images)`, `count += len(images)`, then `total / count`.",
        )


@judge("loss")
def returns_a_python_float(run: Run) -> None:
    """The loss comes back as a Python float."""
    if run.seen.returned != "float":
        raise Failure(
            f"The function returned a value of type {run.seen.returned}, not a float.",
            "A loss kept as a tensor drags its whole graph along, and memory grows with every "
            "batch; None cannot be plotted.",
            "Take the number out of the tensor: `loss.item()`.",
            "Which type does the value have that you return?",
            "`float(x)` and `x.item()` both give a Python float.",
            "Add up `loss.item() * len(images)` instead of `loss`.",
        )


@judge("modes")
def trainable_layers_are_in_training_mode(run: Run) -> None:
    """While training, dropout is active and trainable BatchNorm updates its statistics."""
    learning = [bool(training) for training, grad, _ in run.seen.forwards if grad]
    moved = any(name.endswith("running_mean") for name in run.seen.trainable_moved)
    if sum(learning) < len(run.case["sizes"]) or not moved:
        raise Failure(
            f"In {len(run.case['sizes'])} batches, {sum(learning)} forward passes with gradients "
            f"had dropout active, and the running means of trainable BatchNorm layers {'moved' if moved else 'did not move'}.",
            "In evaluation mode dropout does nothing and BatchNorm neither uses nor learns the "
            "statistics of your images.",
            "Call `model.train()` before the loop; the model may arrive in evaluation mode.",
            "In which mode does the model arrive, and who changes it?",
            "`model.train()` switches all layers; frozen BatchNorm layers go back to "
            "`eval()` afterwards, one by one.",
            "First `model.train()`, then `eval()` only on BatchNorm layers whose weights are "
            "frozen.",
        )


@judge("frozen")
def frozen_batchnorm_comes_out_bit_identical(run: Run) -> None:
    """A BatchNorm layer whose weights are frozen comes out bit-identical."""
    moved = {n: d for n, d in run.seen.frozen_moved.items() if n.endswith(_STATISTICS)}
    means = [size for name, size in moved.items() if name.endswith("running_mean")]
    if moved:
        raise Failure(
            f"{len(moved)} statistics of frozen BatchNorm layers moved; a running mean by up to "
            f"{max(means, default=0.0):.2g}, although its weights are frozen.",
            "`requires_grad=False` stops gradients only: in training mode BatchNorm still "
            "overwrites its running mean and variance with your images'.",
            "After `model.train()`, put every BatchNorm layer whose weights are frozen in "
            "`eval()`.",
            "Which line of your function switches BatchNorm on?",
            "`model.train()` undoes an earlier `eval()`: do it in this order, in this function.",
            "Loop over `model.modules()`; if it is a BatchNorm layer and none of its parameters "
            "requires a gradient, call `.eval()` on it.",
        )


_STATISTICS = ("running_mean", "running_var", "num_batches_tracked")


@judge("frozen")
def frozen_weights_stay_and_flags_too(run: Run) -> None:
    """Frozen weights keep their values, and every requires_grad flag stays as it was."""
    moved = [name for name in run.seen.frozen_moved if not name.endswith(_STATISTICS)]
    if moved or run.seen.flags_changed:
        raise Failure(
            f"{len(moved)} frozen weight tensors moved and {len(run.seen.flags_changed)} "
            f"requires_grad flags changed during the epoch.",
            "What is frozen is decided by whoever calls the function, and must hold for it.",
            "Leave `requires_grad` alone in this function and step only the given optimizer.",
        )


@judge("frozen")
def trainable_layers_learn_beside_frozen_ones(run: Run) -> None:
    """Beside frozen layers, the trainable ones still learn."""
    names = set(run.seen.trainable_moved)
    expected = set(run.reference.trainable_moved)
    missing = sorted(expected - names)
    if missing:
        raise Failure(
            f"Of {len(expected)} trainable tensors and statistics, {len(missing)} did not move "
            f"({missing[0]} is one).",
            "Only what is frozen should stand still: a trainable BatchNorm layer has to update "
            "its statistics, a trainable weight has to learn.",
            "Decide layer by layer: `eval()` only where none of the layer's own parameters "
            "requires a gradient.",
            "Does your function put the whole model, or its whole backbone, in `eval()`?",
            "Part of a backbone may be trainable: look at each BatchNorm layer's own weights.",
            "Test `all(not p.requires_grad for p in layer.parameters())` for each layer.",
        )


@judge("placed")
def moves_the_batches_to_the_device(run: Run) -> None:
    """Images and labels are moved to the given device."""
    if run.seen.steps == 0:
        raise Failure(
            "The optimizer made no step on batches that had to be moved first.",
            "Images, labels and model must lie on one device.",
            "Move both: `images, labels = images.to(device), labels.to(device)`.",
        )
