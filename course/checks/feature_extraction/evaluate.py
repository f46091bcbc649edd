"""Exercise `evaluate`: accuracy over all images of a loader.

The network is an oracle that reads its answer off each image's first pixels, so the right accuracy
is known exactly. Each case isolates one property: `equal` batches, a `ragged` last batch, `modes`
(other answers in training mode), `quiet` (gradients and weights), `placed` (batches on the host).
"""

import random
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any

import torch
from torch import Tensor

from course.checks import loops, networks
from course.checks.feedback import Failure
from course.checks.judging import Run, judge
from course.checks.probing import Case, seeded, type_name

EXERCISE = "evaluate"
_EXACT = 1e-5


@dataclass(frozen=True)
class Evidence:
    """What came back, what each forward pass saw, and whether the network was left alone."""

    returned: str
    value: float | None
    forwards: list[list[int]]
    changed: list[str]
    gradients_left: int
    flags_changed: int


def draw(rng: random.Random, unseen: Sequence[str] = ()) -> list[Case]:
    """Draw the cases; in each, the errors are spread unevenly over the batches."""
    size = rng.randint(5, 8)
    return [
        _case(rng, "equal", [size] * 4),
        _case(rng, "ragged", [size, size, size, rng.randint(2, 3)]),
        _case(rng, "ragged", [size, size, 1]),
        _case(rng, "modes", [size] * 3, training=True),
        _case(rng, "quiet", [size] * 3, training=True),
        _case(rng, "quiet", [size] * 3, training=False),
        _case(rng, "placed", [size] * 3),
    ]


def _case(rng: random.Random, kind: str, sizes: list[int], training: bool = False) -> Case:
    total = sum(sizes)
    wrong = set(rng.sample(range(total - sizes[-1]), k=rng.randint(2, sizes[0] - 2)))
    wrong.update(range(total - sizes[-1] + (sizes[-1] > 3), total))  # the last batch does badly
    return {
        "kind": kind,
        "sizes": sizes,
        "num_classes": rng.randint(4, 10),
        "wrong": sorted(wrong),
        "seed": rng.randrange(2**31),
        "training": training,
    }


def accuracy(case: Case) -> float:
    """Return the accuracy that the case is made for, in [0, 1]."""
    return 1 - len(case["wrong"]) / sum(case["sizes"])


def probe(function: Callable[..., Any], case: Case) -> Evidence:
    """Let `function` evaluate an oracle whose accuracy is known."""
    diary = loops.Diary()
    placed = case["kind"] == "placed"
    model = loops.Oracle(diary, case["num_classes"], placed).train(case["training"])
    before = loops.state(model)
    images, labels = _images_and_labels(case)
    loader = loops.loader(images, labels, case["sizes"][0], placed)
    seeded(case["seed"])
    value = function(model, loader, torch.device("cpu"))
    return Evidence(
        returned=type_name(value) if not isinstance(value, float) else "float",
        value=_number(value),
        forwards=diary.forwards,
        changed=[name for name, _ in loops.changed(before, model)],
        gradients_left=sum(p.grad is not None for p in model.parameters()),
        flags_changed=sum(not p.requires_grad for p in model.parameters()),
    )


def _images_and_labels(case: Case) -> tuple[Tensor, Tensor]:
    """Write each image's answers into its first pixels; labels are the right answers."""
    total, classes = sum(case["sizes"]), case["num_classes"]
    generator = torch.Generator().manual_seed(case["seed"])
    labels = torch.randint(classes, (total,), generator=generator)
    answers = labels.clone()
    answers[case["wrong"]] = (answers[case["wrong"]] + 1) % classes
    images = networks.images(total, 6, case["seed"])
    images[:, 0, 0, 0] = answers
    images[:, 1, 0, 0] = (labels + 2) % classes if case["kind"] == "modes" else answers
    return images, labels


def _number(value: Any) -> float | None:
    try:
        number = float(value)
    except Exception:
        return None
    return number if abs(number) < 1e9 else None


def _value_is_right(run: Run, why: str, next_step: str, *hints: str) -> None:
    value, expected = run.seen.value, accuracy(run.case)
    if value is None or abs(value - expected) > _EXACT:
        shown = f"a {run.seen.returned}, no number" if value is None else f"{value:.4f}"
        raise Failure(
            f"For batches of {', '.join(map(str, run.case['sizes']))} images, of which "
            f"{sum(run.case['sizes']) - len(run.case['wrong'])} were classified rightly, the "
            f"function returned {shown}; {expected:.4f} is right.",
            why,
            next_step,
            *hints,
        )


@judge("equal")
def counts_right_answers(run: Run) -> None:
    """The accuracy is the share of images that are classified rightly, between 0 and 1."""
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
    training = [bool(mode) for mode, _, _ in run.seen.forwards]
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
    enabled = [bool(grad) for _, grad, _ in run.seen.forwards]
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
    if seen.changed or seen.gradients_left or seen.flags_changed:
        raise Failure(
            f"After the call {len(seen.changed)} tensors of the model had other values, "
            f"{seen.gradients_left} held gradients and {seen.flags_changed} had changed flags.",
            "A model that changes while it is measured is not the model that was measured.",
            "Do nothing but forward passes: no backward, no optimizer step.",
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
        )
