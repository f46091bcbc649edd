"""Exercise `evaluate`: accuracy over all images of a loader.

The network is an oracle that reads its answer off each image's first pixels, so the right accuracy
is known exactly. Each case isolates one property: `equal` batches, a `ragged` last batch, `modes`
(arrives in training mode), `quiet` (gradients and weights), `placed` (batches on the host). Where
batches are equal they hold as many images as there are classes: an `argmax` along the wrong
dimension then gives wrong counts, not an error. One loader has more than a hundred batches, and
all its images from the hundredth on are misjudged: who stops or starts afresh there is far off.
"""

import random
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any

import torch
from torch import Tensor
from torch.utils.data import TensorDataset

from course.checks import loops, networks, offdevice, small, snapshots
from course.checks.feedback import Failure, counted
from course.checks.judging import Run, judge
from course.checks.probing import Case, seeded
from course.checks.returned import number, type_of

EXERCISE = "evaluate"
_TOLERANCE = 0.006  # two digits are a matter of taste; one image is at least 0.02


@dataclass(frozen=True)
class Evidence:
    """What came back, what each forward pass saw, and whether the network was left alone."""

    returned: str
    value: float | None
    forwards: list[list[int]]
    changed: list[str]
    gradients_left: int
    flags_changed: int
    settings_changed: list[str]


def draw(rng: random.Random, unseen: Sequence[str] = ()) -> list[Case]:
    """Draw the cases; in each, the errors are spread unevenly over the batches."""
    size = rng.randint(6, 9)
    return [
        _case(rng, "equal", [size] * 4),
        _case(rng, "equal", [size] * 3, shuffled=True),
        _case(rng, "equal", [3] * (loops.MANY + rng.randint(5, 9))),
        _case(rng, "ragged", [size, size, size, rng.randint(2, 3)]),
        _case(rng, "ragged", [size, size, 1]),
        _case(rng, "modes", [size] * 3, training=True),
        _case(rng, "quiet", [size] * 3, training=True),
        _case(rng, "quiet", [size] * 3, training=False),
        _case(rng, "placed", [size] * 3),
    ]


def _case(
    rng: random.Random,
    kind: str,
    sizes: list[int],
    training: bool = False,
    shuffled: bool = False,
) -> Case:
    """Choose the images that are misjudged: some of each batch, and most of the last."""
    starts = [sum(sizes[:index]) for index in range(len(sizes))]
    wrong = {starts[0]}
    for index, (start, size) in enumerate(zip(starts[:-1], sizes, strict=False)):
        wrong.update(rng.sample(range(start, start + size), k=1 + index % 2))
    wrong.update(range(starts[-1] + (sizes[-1] > 3), sum(sizes)))
    wrong.update(range(loops.MANY * sizes[0], sum(sizes)))
    return {
        "kind": kind,
        "sizes": sizes,
        "num_classes": sizes[0],
        "wrong": sorted(wrong),
        "seed": rng.randrange(2**31),
        "training": training,
        "shuffled": shuffled,
    }


def accuracy(case: Case) -> float:
    """Return the accuracy that the case is made for, in [0, 1]."""
    return 1 - len(case["wrong"]) / sum(case["sizes"])


def probe(function: Callable[..., Any], case: Case) -> Evidence:
    """Let `function` evaluate an oracle whose accuracy is known."""
    with loops.undisturbed():
        if case["kind"] == "placed":
            return offdevice.attempt(lambda places: _observed(function, case, places))
        return _observed(function, case, None)


def _observed(
    function: Callable[..., Any], case: Case, places: offdevice.TwoPlaces | None
) -> Evidence:
    diary = loops.Diary()
    model = small.Oracle(case["num_classes"])
    networks.fill(model, case["seed"])
    model.answer_clearly()
    model.bn1.requires_grad_(case["kind"] != "quiet")
    loops.watch_evaluation(model, diary).train(case["training"])
    before, settings = snapshots.take(model), snapshots.settings(model)
    images, labels = _images_and_labels(case)
    order = case["seed"] if case["shuffled"] else None
    loader = loops.loader(TensorDataset(images, labels), case["sizes"][0], order)
    device = offdevice.place(places, model, (images, labels))
    seeded(case["seed"])
    with offdevice.entered(places):
        value = function(model, loader, device)
    in_training = any(mode for mode, *_ in diary.forwards)  # which moves statistics, and is judged
    return Evidence(
        returned=type_of(value),
        value=number(value),
        forwards=diary.forwards,
        changed=[
            n for n in before.moved(model) if not (in_training and n.endswith(snapshots.STATISTICS))
        ],
        gradients_left=sum(p.grad is not None for p in model.parameters()),
        flags_changed=len(before.flags_changed(model)),
        settings_changed=[n for n, s in snapshots.settings(model).items() if settings.get(n) != s],
    )


def _images_and_labels(case: Case) -> tuple[Tensor, Tensor]:
    """Write each image's two best answers into its first pixels; where it errs, the label is 2nd.

    Misjudged images are of few classes, so that a mean over classes is not the mean over images.
    """
    total, classes = sum(case["sizes"]), case["num_classes"]
    labels = (torch.arange(total) * 2 + case["seed"]) % classes
    wrong = torch.tensor(case["wrong"])
    labels[wrong] = labels[wrong] % 2
    others = (labels + 1 + torch.arange(total) % (classes - 1)) % classes
    answers, seconds = labels.clone(), others.clone()
    answers[wrong], seconds[wrong] = others[wrong], labels[wrong]
    images = networks.images(total, 6, case["seed"])
    images[:, 0, 0, 0], images[:, 1, 0, 0] = answers.float(), seconds.float()
    return images, labels


def _value_is_right(run: Run, why: str, next_step: str, *hints: str) -> None:
    value, expected = run.seen.value, accuracy(run.case)
    if value is None or abs(value - expected) > _TOLERANCE:
        shown = f"a {run.seen.returned}, no number" if value is None else f"{value:.4f}"
        raise Failure(
            f"For {loops.in_words(run.case['sizes'])}, of which "
            f"{sum(run.case['sizes']) - len(run.case['wrong'])} were classified rightly, the "
            f"function returned {shown}; {expected:.4f} is right.",
            why,
            next_step,
            *hints,
        )


@judge("equal")
def counts_right_answers(run: Run) -> None:
    """The accuracy is the share of images that are classified rightly, between 0 and 1."""
    if len(run.case["sizes"]) > loops.MANY and run.seen.changed:
        return  # the model changed while it was measured, which another check says
    _value_is_right(
        run,
        "Accuracy is the number of right answers divided by the number of images.",
        "Count the images where the largest logit is at the label, and divide once, at the end.",
        "On two images, by hand: which number should come out?",
        "The classes lie along dimension 1 of the logits: `argmax(1)` gives one answer an image.",
        "`correct += (logits.argmax(1) == labels).sum().item()`, then `correct / count`.",
    )


@judge("ragged")
def counts_a_smaller_last_batch_rightly(run: Run) -> None:
    """A last batch that is smaller counts by its number of images."""
    _value_is_right(
        run,
        "A mean of batch means gives the images of a small batch too much weight.",
        "Keep two counts, right answers and images, and divide them at the end.",
        "What happens to your formula when the last batch holds one image?",
        "`len(labels)` is the number of images of a batch, whatever the loader's batch size.",
        "`count += len(labels)` in the loop; `correct / count` behind it.",
    )


@judge("modes")
def uses_evaluation_mode(run: Run) -> None:
    """The model runs in evaluation mode."""
    training = [bool(entry[0]) for entry in run.seen.forwards]
    if any(training) or not training:
        raise Failure(
            f"{sum(training)} of {len(training)} forward passes ran in training mode.",
            "In training mode dropout throws features away, and BatchNorm depends on which "
            "images share a batch.",
            "Call `model.eval()` before the loop.",
            "In which mode does the model arrive?",
            "`torch.no_grad()` does not change the mode of a layer.",
            "Make `model.eval()` the first line of the function.",
        )


@judge("quiet")
def keeps_no_gradients(run: Run) -> None:
    """The forward passes run with gradients disabled."""
    enabled = [bool(entry[1]) for entry in run.seen.forwards]
    if any(enabled) or not enabled:
        raise Failure(
            f"{sum(enabled)} of {len(enabled)} forward passes ran with gradients enabled.",
            "PyTorch then keeps every intermediate result for a backward pass that never comes, "
            "and a large test set fills the memory.",
            "Put the loop inside `with torch.no_grad():`.",
            "What does PyTorch remember during a forward pass, and what for?",
            "`model.eval()` does not switch gradients off.",
            "`with torch.no_grad():` around the loop, or `@torch.no_grad()` above the function.",
        )


@judge("quiet")
def leaves_the_model_unchanged(run: Run) -> None:
    """Evaluating changes nothing in the model."""
    seen = run.seen
    if not seen.forwards:
        raise Failure(
            "The model was not used at all.",
            "Whether evaluating changes a model shows only when it is evaluated.",
            "Run the model on every batch and count the right answers.",
        )
    if seen.changed or seen.gradients_left or seen.flags_changed or seen.settings_changed:
        raise Failure(
            f"After the call {len(seen.changed)} tensors of the model had other values, "
            f"{seen.gradients_left} held gradients and {seen.flags_changed} had changed flags; "
            f"{counted(len(seen.settings_changed), 'layer')} had other settings.",
            "A model that changes while it is measured is not the model that was measured.",
            "Do nothing but forward passes: no backward, no optimizer step.",
            "Which lines of your function write to the model?",
            "`backward()` leaves gradients, `requires_grad_` and `half()` change the model itself.",
            "`torch.no_grad()` is enough to measure without gradients: take the other lines out.",
        )


@judge("equal", "quiet")
def returns_a_python_float(run: Run) -> None:
    """The accuracy comes back as a Python float."""
    if run.seen.returned != "float":
        raise Failure(
            f"The function returned a value of type {run.seen.returned}, not a float.",
            "A tensor in a list of results does not plot or save as a number does.",
            "Return `correct / count` of two Python numbers.",
            "Which type does the value have that you return?",
            "`.item()` turns a tensor that holds one number into a Python number.",
            "`correct += (…).sum().item()`.",
        )


@judge("placed")
def moves_the_batches_to_the_device(run: Run) -> None:
    """Images and labels are moved to the given device."""
    if not run.seen.forwards:
        raise Failure(
            "No forward pass was made on batches that had to be moved first.",
            "Images, labels and model must lie on one device.",
            "Move both: `images, labels = images.to(device), labels.to(device)`.",
            "On which device does a loader's batch lie?",
            "`images.to(device)` gives back a copy: keep it.",
            "Make `images, labels = images.to(device), labels.to(device)` the loop's first line.",
        )
