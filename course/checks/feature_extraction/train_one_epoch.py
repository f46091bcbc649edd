"""Exercise `train_one_epoch`: one pass over the loader, one optimizer step a batch.

`course.checks.epoch` makes the cases and watches the function; here is what is asked of it. A
mistake costs the checks that it is about: a judge passes over a run that another judge decides.
"""

import torch
from torch import Tensor

from course.checks import loops, scores, snapshots
from course.checks.epoch import Evidence, draw, probe, set_up
from course.checks.feedback import Failure, counted
from course.checks.judging import Run, judge
from course.checks.steps import cosine

__all__ = ["EXERCISE", "Evidence", "draw", "probe", "set_up"]

EXERCISE = "train_one_epoch"
_BEFORE = " The function had trained the same model before, when nothing was frozen."
_FAR = 1.6  # times the mean, or a part of it: no weights of batches lead so far
_ALONG = 0.5  # cosine of where something went and where it was led
_OTHERWISE = 0.1  # of the momentum
_FOREIGN, _RELATED = 0.03, 0.1  # of a gradient; bfloat16 stays below 0.01. Cosine
_FOLLOWS = 0.05  # relative distance from the reference's way: bfloat16 stays below half of it
_PILES_UP = 1.3  # gradients on equal batches, as a multiple of the first
_LOSS_TOLERANCE, _ROUNDING = 0.02, 0.006  # of the loss; two digits of it are enough


def _distance(run: Run) -> float:
    """Return how far the weights are from the reference's, as a part of the way that it went."""
    off = way = 0.0
    for name, start in run.reference.start.items():
        goal, end = run.reference.end[name], run.seen.end.get(name)
        if end is None or end.shape != goal.shape:
            return float("inf")
        off += float((end - goal).double().square().sum())
        way += float((goal - start).double().square().sum())
    return float((off / max(way, 1e-30)) ** 0.5) if run.seen.finite else float("inf")


def _ignores_the_criterion(run: Run) -> bool:
    """Say whether this run tells only what `uses_the_given_criterion` judges."""
    return run.case["criterion"] != "cross_entropy" and not run.seen.criterion_calls


def _need_scores(run: Run) -> None:
    """Fail where no score is on record that the model gives at the start."""
    matched = scores.match(run.seen.scores, run.reference.scores)
    if matched is None or not bool(matched.known.any()):
        raise Failure(
            "The scores on record are not those that the model gives for the first batch.",
            "What an epoch does to a model shows only when the model sees the loader's images.",
            "Run the given model on each batch of the loader, as it comes.",
            "Which model does your function call, and on what?",
            "Images that are changed before they are shown are other images.",
            "`logits = model(images.to(device))` for every batch.",
        )


def _gradients(run: Run) -> list[Tensor]:
    """Return the gradients of the head's weight at the optimizer's steps, in their order."""
    return [gradient for _, gradient in sorted(run.seen.step_gradients.items())]


def _need_steps(run: Run) -> None:
    """Fail where neither weights nor momentum went the way that the gradients on record lead."""
    _need_scores(run)
    gradients = _gradients(run)
    if not gradients or run.seen.steps > len(gradients):
        return
    velocity, led = _led(gradients, run.case["momentum"])
    went = [v - run.seen.end[n] for n, v in run.seen.start.items() if v.shape == led.shape]
    pairs = [(one, led) for one in went]
    pairs += [(one, velocity) for one in run.seen.velocity.values() if one.shape == led.shape]
    stands = not led.any() and not any(bool(one.any()) for one in went)
    if not stands and not any(cosine(*pair) >= _ALONG for pair in pairs):
        raise Failure(
            f"{counted(run.seen.steps, 'step')} of the optimizer are on record, and nothing went "
            "where their gradients lead.",
            "A step that moves no weight is none.",
            "Let `optimizer.step()` alone move the weights.",
            "Which lines of your function write to the weights, or to the optimizer?",
            "An optimizer that is not asked for its steps makes none.",
            "`loss.backward()`, then `optimizer.step()`, for every batch.",
        )


def _need_momentum(run: Run) -> None:
    """Fail where the optimizer's momentum is not the one that the gradients on record leave."""
    gradients = _gradients(run)
    velocity, _ = _led(gradients, run.case["momentum"])
    left = [own for own in run.seen.velocity.values() if own.shape == velocity.shape]
    known = [velocity, gradients[-1]]  # the latter where the momentum was thrown away
    if not all(any((own - one).norm() <= _OTHERWISE * one.norm() for one in known) for own in left):
        raise Failure(
            "The optimizer's momentum is not the one that the gradients at its steps leave.",
            "Momentum adds up what each step used, whatever is on record.",
            "Call `optimizer.zero_grad()` once for every batch.",
            "What is in `p.grad` when the second batch begins?",
            "Clearing belongs inside the loop, anywhere but between `backward()` and `step()`.",
            "Make `optimizer.zero_grad()` the first line in the loop, parentheses included.",
        )


def _led(gradients: list[Tensor], momentum: float) -> tuple[Tensor, Tensor]:
    """Return the velocity that SGD has after these gradients, and where they lead all in all."""
    velocity = led = torch.zeros_like(gradients[0])
    for gradient in gradients:
        velocity = momentum * velocity + gradient
        led = led + velocity
    return velocity, led


def _need_gradients_of_the_batch(run: Run) -> None:
    """Fail where gradients on record are neither mixtures of the features of the batch's images nor
    anything like the reference's.
    """
    features = run.reference.features["rows"]
    span = torch.linalg.qr(features.T).Q  # (features, images)
    theirs = run.reference.step_gradients["0"]
    own = [gradient for gradient in _gradients(run) if gradient.any()]
    foreign = sum(
        bool((g - g @ span @ span.T).norm() > _FOREIGN * g.norm())
        and abs(cosine(g, theirs)) < _RELATED
        for g in own
    )
    if foreign:
        raise Failure(
            f"{foreign} of {len(own)} gradients at the optimizer's steps are not of the batch's "
            "images.",
            "A gradient says how the loss of these images falls; another one teaches nothing.",
            "Let `loss.backward()` alone make the gradients.",
            "Which lines of your function write to `grad`?",
            "Images that are changed before they are shown are other images.",
            "`loss = criterion(model(images), labels)`, then `loss.backward()`.",
        )


@judge("steps")
def weights_follow_the_gradients(run: Run) -> None:
    """After the epoch the weights are where the optimizer's steps lead."""
    batches = len(run.case["sizes"])
    if not run.seen.trainable_moved:
        raise Failure(
            f"After an epoch of {batches} batches no weight has moved; the optimizer was asked "
            f"for {counted(run.seen.steps, 'step')}.",
            "A step moves the weights along the gradients: without `backward()` there are none, "
            "and without `step()` nothing uses them.",
            "For every batch: forward, loss, `loss.backward()`, `optimizer.step()`.",
            "Which line of your loop changes a weight?",
            "Look for missing parentheses: `optimizer.step` alone calls nothing.",
            "Zero the gradients, compute the loss, call `loss.backward()`, call "
            "`optimizer.step()`.",
        )
    if _ignores_the_criterion(run):
        return
    distance = _distance(run)
    if distance > _FOLLOWS:
        raise Failure(
            f"After an epoch of {batches} batches the weights are off by {min(distance, 99):.0%} "
            "of the way that they should have gone.",
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
    norms = [float(gradient.norm()) for gradient in _gradients(run)]
    if run.seen.steps < 2 or len(norms) < 2:
        raise Failure(
            f"The optimizer made {counted(run.seen.steps, 'step')} in "
            f"{len(run.case['sizes'])} batches.",
            "Whether gradients are cleared shows only from one step to the next.",
            "Make one optimizer step for every batch.",
        )
    _need_scores(run)
    first = next((norm for norm in norms if norm > 0), 0.0)
    if max(norms) > _PILES_UP * first:
        ratios = " : ".join(f"{norm / first:.1f}" for norm in norms[:4])
        raise Failure(
            f"On equal batches, with a learning rate of 0, the gradients at the steps were in "
            f"the ratio {ratios}; equal ones were expected.",
            "`backward()` adds to the gradients that are there: what is not cleared piles up.",
            "Call `optimizer.zero_grad()` once for every batch.",
            "What is in `p.grad` when the second batch begins?",
            "Clearing belongs inside the loop, anywhere but between `backward()` and `step()`.",
            "Make `optimizer.zero_grad()` the first line in the loop, parentheses included.",
        )
    _need_gradients_of_the_batch(run)
    _need_momentum(run)


@judge("steps")
def one_optimizer_step_a_batch(run: Run) -> None:
    """The given optimizer makes one step for every batch."""
    batches = len(run.case["sizes"])
    if run.seen.steps != batches:
        raise Failure(
            f"The optimizer that was passed in made {counted(run.seen.steps, 'step')} "
            f"in {batches} batches.",
            "One step a batch is what makes an epoch; a step too many uses a gradient twice, a "
            "step too few throws one away.",
            "Call `optimizer.step()` once in the loop, on the optimizer that you are given.",
            "How often does the line with `step` run in an epoch?",
            "Watch the indentation: in the loop, not behind it; and no `return` in the loop.",
            "Use the argument `optimizer`; do not make another one.",
        )
    _need_steps(run)


@judge("steps")
def uses_the_given_criterion(run: Run) -> None:
    """The loss is the criterion that was passed in."""
    seen = run.seen
    learned = sum(entry[3] for entry in seen.forwards)
    if seen.criterion_calls == 0 or seen.criterion_used < min(learned, len(run.case["sizes"])):
        raise Failure(
            f"The criterion that was passed in was called "
            f"{counted(seen.criterion_calls, 'time')}, and "
            f"{seen.criterion_used} of its values were used for the gradients.",
            "Whoever calls the function chooses the loss: another one trains for another goal.",
            "Compute the loss with `criterion(logits, labels)` in every batch.",
            "Where does the loss in your loop come from?",
            "A loss function made or called by name ignores the argument.",
            "`loss = criterion(model(images), labels)`.",
        )
    _need_steps(run)


@judge("loss")
def returns_the_mean_loss_per_image(run: Run) -> None:
    """The returned number is the mean training loss per image."""
    _need_scores(run)
    if _ignores_the_criterion(run):
        return
    value, expected = run.seen.value, run.reference.value
    if run.case["lr"] and run.seen.learned_loss is None:
        return  # it trained otherwise, which other checks say: its losses are then others
    goals = [expected]
    if run.seen.learned_loss is not None and _has_losses_of_its_own(run):
        goals.append(run.seen.learned_loss)
    if value is None or not any(_close(value, goal) for goal in goals):
        shown = "no number" if value is None else f"{value:.4f}"
        raise Failure(
            f"For {loops.in_words(run.case['sizes'])} the function "
            f"returned {shown}; the mean over all images is {expected:.4f}.",
            *_why_no_mean(value, expected),
            "`total += loss.item() * len(images)`, `count += len(images)`, then `total / count`.",
        )


def _has_losses_of_its_own(run: Run) -> bool:
    """Say whether it ran on all images, if otherwise than is right."""
    rows = run.seen.scores.get("rows")
    return rows is not None and len(rows) >= sum(run.case["sizes"])


def _why_no_mean(value: float | None, expected: float) -> tuple[str, ...]:
    """Return why, what next and two hints: near the mean it is the weights of the batches."""
    if value is not None and not expected / _FAR < value < expected * _FAR:
        return (
            "So far off, it is no mean of these losses: something else was added, or the sum was "
            "divided by another number.",
            "Start the sum and the count at 0 in every call, and divide the one by the other.",
            "Which numbers does your function add up, and by what does it divide?",
            "A list as a default argument, or a variable outside, keeps what earlier calls added.",
        )
    return (
        "`criterion` gives a mean over its batch: a smaller last batch must count for less.",
        "Add up `loss.item() * len(images)` and divide by the number of images at the end.",
        "By what does your function divide, and when?",
        "A mean of batch means is right only if all batches are of one size.",
    )


def _close(value: float, goal: float) -> bool:
    return abs(value - goal) <= max(_LOSS_TOLERANCE * abs(goal), _ROUNDING)


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
    _need_scores(run)


@judge("modes", "frozen")
def trainable_layers_are_in_training_mode(run: Run) -> None:
    """While training, dropout is active and trainable BatchNorm updates its statistics."""
    if not run.case["dropout"]:
        return
    with_graph = [entry for entry in run.seen.forwards if entry[1]]
    learned = [entry for entry in with_graph if entry[3]] or with_graph
    active = sum(entry[0] for entry in learned)
    still = _still_statistics(run) if run.case["kind"] == "modes" else []
    if run.case["kind"] == "modes" and not still:
        _need_statistics(run)
    if active < max(len(learned), 1) or still:
        raise Failure(
            f"Dropout was active in {active} of {len(learned)} forward passes that were learned "
            f"from, and {len(still)} statistics of trainable BatchNorm layers did not move.",
            "In evaluation mode dropout does nothing and BatchNorm neither uses nor learns the "
            "statistics of your images.",
            "Call `model.train()` before the loop; the model may arrive in evaluation mode.",
            "In which mode does the model arrive, and who changes it?",
            "`model.train()` switches all layers; frozen BatchNorm layers go back to "
            "`eval()` afterwards, one by one.",
            "First `model.train()`, then `eval()` only on BatchNorm layers whose weights are "
            "frozen.",
        )


def _need_statistics(run: Run) -> None:
    """Fail where BatchNorm's statistics moved, but not by a first batch in training mode."""
    seen, goal = (own.statistics.get("rows") for own in (run.seen, run.reference))
    if seen is None or seen.shape != goal.shape or cosine(seen, goal) < _ALONG:
        raise Failure(
            "The statistics of BatchNorm moved, and not where the first batch leads them.",
            "In training mode a layer learns the mean and variance of what passes through it.",
            "Let the forward passes in training mode alone move the statistics.",
            "Which lines of your function write to a buffer?",
            "Statistics of other images are of no use for these.",
            "`model.train()`, then `model(images)` for every batch.",
        )


def _still_statistics(run: Run) -> list[str]:
    expected = [
        name for name in run.reference.trainable_moved if name.endswith(snapshots.STATISTICS)
    ]
    return [name for name in expected if name not in run.seen.trainable_moved]


@judge("frozen")
def frozen_batchnorm_comes_out_bit_identical(run: Run) -> None:
    """A BatchNorm layer whose weights are frozen comes out bit-identical."""
    moved = {n: d for n, d in run.seen.frozen_moved.items() if n.endswith(snapshots.STATISTICS)}
    if moved:
        raise Failure(
            f"{snapshots.statistics_in_words(moved)}, although their weights are frozen."
            + _BEFORE * run.case["again"],
            "`requires_grad=False` stops gradients only: in training mode BatchNorm still "
            "overwrites its running mean and variance with your images'.",
            "After `model.train()`, put every BatchNorm layer whose weights are frozen in "
            "`eval()`.",
            "Which line of your function switches BatchNorm on?",
            "`model.train()` undoes an earlier `eval()`: do it in this order, in this function.",
            "Loop over `model.modules()`; if it is a BatchNorm layer and none of its parameters "
            "requires a gradient, call `.eval()` on it.",
        )


@judge("frozen")
def frozen_weights_stay_and_flags_too(run: Run) -> None:
    """Frozen weights keep their values, and every requires_grad flag stays as it was."""
    moved = [name for name in run.seen.frozen_moved if not name.endswith(snapshots.STATISTICS)]
    if moved or run.seen.flags_changed:
        raise Failure(
            f"{len(moved)} frozen weight tensors moved and {len(run.seen.flags_changed)} "
            f"requires_grad flags changed during the epoch.",
            "What is frozen is decided by whoever calls the function, and must hold for it.",
            "Leave `requires_grad` alone in this function, and give frozen weights no gradient.",
            "Which line writes to `requires_grad`, to `grad` or to the weights themselves?",
            "An optimizer skips a weight whose gradient is None; a gradient of 0 still lets old "
            "momentum move it.",
            "Let `backward()` make the gradients, `zero_grad()` clear them, and `step()` do the "
            "rest.",
        )


@judge("frozen")
def trainable_layers_learn_beside_frozen_ones(run: Run) -> None:
    """Beside frozen layers, the trainable ones still learn."""
    expected = set(run.reference.trainable_moved)
    missing = sorted(expected - set(run.seen.trainable_moved))
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
