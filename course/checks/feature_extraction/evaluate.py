"""Exercise `evaluate`: accuracy over all images of a loader.

The network is an oracle that reads its answer off each image's first pixels, so how many answers
are right is known exactly; its scores tell how it was run. Each case isolates one property: `equal`
batches, a `ragged` last batch, `modes` (arrives in training mode), `quiet` (gradients and weights),
`placed` (batches on the host). Where batches are equal they hold as many images as there are
classes: an `argmax` along the wrong dimension then gives wrong counts, not an error. One loader has
more than a hundred batches, and all its images from the hundredth on are misjudged: who stops or
starts afresh there is far off. One network was measured before, when it gave other answers.
"""

import random
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from typing import Any

import torch
from torch import Tensor
from torch.utils.data import TensorDataset

from course.checks import again, loops, networks, offdevice, plain, scores, small, snapshots
from course.checks.belonging import PROOF, OfCase, sample
from course.checks.feedback import Failure, counted
from course.checks.judging import Run, judge
from course.checks.probing import Case, seeded
from course.checks.returned import number, type_of

EXERCISE = "evaluate"
_TOLERANCE = 0.006  # two digits are a matter of taste; one image is at least 0.02
_TRACKED = "bn1.num_batches_tracked"
_LARGER = (1 + small.Candid.KEPT) / 2
_BEFORE = " It had measured the same model before, when its weights were others."
_SHIFT = 0.3  # of scores; BatchNorm or dropout in training mode shift some by more than 0.5


@dataclass(frozen=True)
class Evidence(OfCase):
    """What came back, what each pass saw and gave, and whether the network was left alone."""

    returned: str
    value: float | None
    forwards: list[list[int]]
    changed: list[str]
    gradients_left: int
    flags_changed: int
    settings_changed: list[str]
    batches_tracked: int
    scores: dict[str, Tensor] = field(default_factory=dict, metadata=PROOF)


def draw(rng: random.Random, unseen: Sequence[str] = ()) -> list[Case]:
    """Draw the cases; in each, the errors are spread unevenly over the batches."""
    size = rng.randint(6, 9)
    return [
        _case(rng, "equal", [size] * 4, again=True),
        _case(rng, "equal", [size] * 3, shuffled=True),
        _case(rng, "equal", [6] * (loops.MANY + rng.randint(5, 9))),  # more than a byte can count
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
    again: bool = False,
) -> Case:
    """Draw a case: the labels of its images, and what the network will say of them, in code."""
    seed, wrong = rng.randrange(2**31), _misjudged(rng, sizes)
    meanings = _meanings(seed, sizes[0])
    answers = [_answer(index, seed, sizes[0], index in wrong) for index in range(sum(sizes))]
    return {
        "kind": kind,
        "sizes": sizes,
        "num_classes": sizes[0],
        "labels": [label for label, *_ in answers],
        "codes": [[meanings.index(one) for one in best_two] for _, *best_two in answers],
        "seed": seed,
        "training": training,
        "shuffled": shuffled,
        "again": again,
    }


def _misjudged(rng: random.Random, sizes: list[int]) -> set[int]:
    """Choose the images that are misjudged: some of each batch, and most of the last."""
    starts = [sum(sizes[:index]) for index in range(len(sizes))]
    wrong = {starts[0]}
    for index, (start, size) in enumerate(zip(starts[:-1], sizes, strict=False)):
        wrong.update(rng.sample(range(start, start + size), k=1 + index % 2))
    wrong.update(range(starts[-1] + (sizes[-1] > 3), sum(sizes)))
    wrong.update(range(loops.MANY * sizes[0], sum(sizes)))
    return wrong


def _answer(index: int, seed: int, classes: int, wrong: bool) -> tuple[int, int, int]:
    """Choose an image's label and its two best answers; where the network errs, the label is 2nd.

    Misjudged images are of few classes, so that a mean over classes is not the mean over images.
    """
    label = (2 * index + seed) % classes % (2 if wrong else classes)
    other = (label + 1 + index % (classes - 1)) % classes
    return (label, other, label) if wrong else (label, label, other)


def _meanings(seed: int, classes: int) -> list[int]:
    """Say which class each code stands for in a case's network."""
    return random.Random(seed).sample(range(classes), classes)


def probe(function: Callable[..., Any], case: Case) -> Evidence:
    """Let `function` evaluate an oracle whose accuracy is known."""
    if case["kind"] == "placed":
        return offdevice.attempt(lambda places: _observed(function, case, places))
    return _observed(function, case, None)


def _observed(
    function: Callable[..., Any], case: Case, places: offdevice.TwoPlaces | None
) -> Evidence:
    diary = loops.Diary()
    images, labels = _images_and_labels(case)
    order = case["seed"] if case["shuffled"] else None
    loader = loops.loader(TensorDataset(images, labels), case["sizes"][0], order)
    model = _measured_before(function, case, loader) if case["again"] else _network(case)
    loops.watch_evaluation(model, diary).train(case["training"])
    before, settings, numbers = snapshots.take(model), snapshots.settings(model), sample(model)
    device = offdevice.place(places, model, (images, labels))
    seeded(case["seed"])
    with offdevice.entered(places):
        value = function(model, loader, device)
    in_training = any(mode for mode, *_ in diary.forwards)  # which moves statistics, and is judged
    return Evidence(
        sample=numbers,
        returned=type_of(value),
        value=number(value),
        forwards=diary.forwards,
        changed=[
            n for n in before.moved(model) if not (in_training and n.endswith(snapshots.STATISTICS))
        ],
        gradients_left=sum(plain.holds_gradient(p) for p in model.parameters()),
        flags_changed=len(before.flags_changed(model)),
        settings_changed=[n for n, s in snapshots.settings(model).items() if settings.get(n) != s],
        batches_tracked=int(before.values_now(model)[_TRACKED] - before.values[_TRACKED]),
        scores=diary.rows(),
    )


def _need_scores(run: Run) -> scores.Matched:
    """Fail where forward passes are on record, and not the network's scores of the images.

    Of a network that was changed on the way only the first are its own. Who knows the accuracy has
    those of a batch at least; a network that was traced shows no more.
    """
    matched = scores.match(run.seen.scores, run.reference.scores)
    enough = torch.any if run.seen.changed else torch.all
    few = matched is not None and len(matched.known) < run.case["sizes"][0]
    if matched is None or not bool(enough(matched.known)) or (few and _is_right(run)):
        raise Failure(
            "The scores on record are not those that the model gives for the loader's images.",
            "An accuracy says something about the model and the images that it was measured on.",
            "Run the given model on each batch of the loader, as it comes.",
            "Which model does your function call, and on what?",
            "Images that are changed before they are shown are other images.",
            "`logits = model(images.to(device))` for every batch.",
        )
    return matched


def _network(case: Case) -> small.Oracle:
    """Build a case's network."""
    model = small.Oracle(case["num_classes"])
    networks.fill(model, case["seed"])
    model.answer_clearly(_meanings(case["seed"], case["num_classes"]))
    model.bn1.requires_grad_(case["kind"] != "quiet")
    return model


def _measured_before(function: Callable[..., Any], case: Case, loader: Any) -> small.Oracle:
    """Return a case's network, measured once with other answers; a new one if that changed it."""
    model, device = _network(case), torch.device("cpu")
    seeded(case["seed"])
    as_before = again.called(model, model.answer_otherwise, lambda: function(model, loader, device))
    return model if as_before else _network(case)


def _images_and_labels(case: Case) -> tuple[Tensor, Tensor]:
    """Draw images, and write into their first pixels what the network is to say of them."""
    images = networks.images(len(case["labels"]), 6, case["seed"])
    images[:, :2, 0, 0] = torch.tensor(case["codes"]).float()
    return images, torch.tensor(case["labels"])


def _is_right(run: Run) -> bool:
    value = run.seen.value
    return value is not None and abs(value - run.reference.value) <= _TOLERANCE


def _value_is_right(run: Run, why: str, next_step: str, *hints: str) -> None:
    value, expected = run.seen.value, run.reference.value
    if not _is_right(run):
        shown = f"a {run.seen.returned}, no number" if value is None else f"{value:.4f}"
        raise Failure(
            f"For {loops.in_words(run.case['sizes'])}, of which "
            f"{round(expected * sum(run.case['sizes']))} were classified rightly, the "
            f"function returned {shown}; {expected:.4f} is right.{_BEFORE * run.case['again']}",
            why,
            next_step,
            *hints,
        )
    _need_scores(run)


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


def _has_shifted_scores(run: Run) -> bool:
    shifted = bool((_need_scores(run).shift > _SHIFT).any())
    return shifted and not any(name.startswith("bn1") for name in run.seen.changed)


@judge("modes")
def uses_evaluation_mode(run: Run) -> None:
    """The model runs in evaluation mode."""
    training = [bool(entry[0]) for entry in run.seen.forwards]
    told = f"{sum(training)} of {len(training)} forward passes ran in training mode."
    wrong = any(training) or not training
    if not wrong and (_has_shifted_scores(run) or run.seen.batches_tracked > 0):
        wrong, told = True, "What the model did on the way is not what it does in evaluation mode."
    if wrong:
        raise Failure(
            told,
            "In training mode dropout throws features away, and BatchNorm depends on which "
            "images share a batch.",
            "Call `model.eval()` before the loop.",
            "In which mode does the model arrive?",
            "`torch.no_grad()` does not change the mode of a layer.",
            "Make `model.eval()` the first line of the function.",
        )


def _has_larger_scores(run: Run) -> bool:
    matched = _need_scores(run)
    return bool((matched.known & (matched.factor > _LARGER)).any())


@judge("quiet")
def keeps_no_gradients(run: Run) -> None:
    """The forward passes run with gradients disabled."""
    enabled = [bool(entry[1]) for entry in run.seen.forwards]
    told = f"{sum(enabled)} of {len(enabled)} forward passes ran with gradients enabled."
    wrong = any(enabled) or not enabled
    if not wrong and _has_larger_scores(run):
        wrong, told = True, "The scores on record are those of passes with gradients enabled."
    if wrong:
        raise Failure(
            told,
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
    _need_scores(run)
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
    if run.seen.forwards:
        _need_scores(run)


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
    _need_scores(run)
