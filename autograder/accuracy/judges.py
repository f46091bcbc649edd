"""What is asked of a trained network and of a checkpoint, decided on accuracy."""

from collections.abc import Sequence
from dataclasses import dataclass

from autograder.accuracy import measure, thresholds
from autograder.accuracy.measure import CLEAN, PERTURBED
from autograder.accuracy.thresholds import Threshold
from course.checks.feedback import EvidenceError, Failure, NotAttempted
from course.checks.judging import Run, stop_on_raise
from course.data import CLASSES

_CHANCE = 0.1
_OTHERWISE = "full: the loop treats the whole network in another way"  # a route, as `tails` says it
_TWO_MODES = (
    "While your loop trains, the frozen layers compute something else than in evaluation mode: "
    "BatchNorm in training mode normalises with its batch's own statistics, even where the running "
    "ones are put back afterwards.",
    "Put BatchNorm layers whose weights are frozen in `eval()` while you train.",
)


@dataclass(frozen=True)
class _Words:
    """What is said of a unit beside its numbers: why and what next, and of the unseen network."""

    why: str
    next_step: str
    unseen: str
    unseen_why: str
    unseen_next: str


_WORDS = {
    "trained_network": _Words(
        "A right loop on a frozen backbone gets there with every seed that was tried.",
        "Look at the other checks of your loop: what they find costs accuracy too.",
        "A network that you have not seen, with random frozen weights,",
        "Functions that know one network by name break on the next.",
        "Look at the checks of replace_head and freeze_backbone.",
    ),
    "tuned_network": _Words(
        "Every usual optimizer with a usual learning rate gets further than that.",
        "Look at the other checks of fine_tune: what they find costs accuracy too.",
        "A network that is built in another way",
        "A function that knows one network by name breaks on the next.",
        "Train the parameters that require gradients, whatever the network calls them.",
    ),
}


def of_kind(runs: Sequence[Run], kind: str) -> list[Run]:
    """Return the runs of a kind, having stopped at an exception or at missing evidence."""
    own = [run for run in runs if run.case["kind"] == kind]
    if not own:
        raise EvidenceError(f"there is no run of kind {kind}")
    for run in own:
        stop_on_raise(run)
        _need_logits(run)
    return own


def _need_logits(run: Run) -> None:
    seen = run.seen
    if getattr(seen, "unfrozen", []):
        one = f" ({seen.unfrozen[0]} is one)" if run.case["kind"] != "unseen" else ""
        raise Failure(
            f"After your replace_head and freeze_backbone {len(seen.unfrozen)} pretrained "
            f"parameters would train{one}, so nothing was trained.",
            "Feature extraction trains the new head alone; the rest of the network holds still.",
            "Mend freeze_backbone first: its own checks say what is not frozen.",
        )
    if seen.route == "none":
        raise Failure(
            "After your replace_head and freeze_backbone no parameter of the network would train.",
            "The new head is what has to learn.",
            "Leave `requires_grad` True for the parameters of the new head.",
        )
    if not seen.finite:
        raise Failure(
            "The trained network's logits are not finite numbers (NaN or infinity).",
            "Steps that are too large throw the weights further off each time.",
            "Use the optimizer that is passed in, and its learning rate.",
        )
    if not measure.usable(run):
        raise Failure(
            f"The trained network gives logits of shape {tuple(seen.shape)} for "
            f"{len(measure.truth(run.case))} images of 10 classes.",
            "There must be one row for every image and one logit for every class.",
            "Look at replace_head: its checks say what the network gives.",
        )


def _measured(runs: Sequence[Run], kind: str, part: str) -> tuple[list[Run], float, Threshold]:
    """Return the runs of a kind, their mean accuracy, and the threshold for it."""
    own = of_kind(runs, kind)
    case = own[0].case
    line = thresholds.of(case["unit"], case["device"] if kind == "accuracy" else kind)
    return own, measure.mean_accuracy(own, part), line


def learns_real_images(runs: Sequence[Run]) -> None:
    """Trained with the learner's functions, the network recognises clothes it has never seen."""
    own, found, line = _measured(runs, "accuracy", PERTURBED)
    if found < line.full:
        case = own[0].case
        words = _WORDS[case["unit"]]
        why, next_step = _instead(own, words.why, words.next_step)
        raise Failure(
            f"After {case['epochs']} epochs the network was right on {found:.1%} of images "
            f"that it had never seen{_seeds(own)}; {line.full:.0%} has full marks, and guessing "
            f"gives {_CHANCE:.0%}.",
            why,
            next_step,
            credit=line.credit(found),
        )


def _instead(runs: Sequence[Run], why: str, next_step: str) -> tuple[str, str]:
    """Return why and what next; where training and evaluation part, that is why."""
    return _TWO_MODES if any(run.seen.route == _OTHERWISE for run in runs) else (why, next_step)


def _seeds(runs: Sequence[Run]) -> str:
    return f" (mean of {len(runs)} runs with different seeds)" if len(runs) > 1 else ""


def learns_whatever_the_labels_say(runs: Sequence[Run]) -> None:
    """It learns just as well when the classes have other numbers."""
    own, found, line = _measured(runs, "permuted", PERTURBED)
    if found < line.full:
        why, next_step = _instead(
            own,
            "A network knows only what the labels of this run have taught it.",
            "Learn from the labels that the loader gives, and from nothing else.",
        )
        raise Failure(
            f"With the ten classes numbered in another way the network was right on {found:.1%} "
            f"of unseen images; {line.full:.0%} was expected.",
            why,
            next_step,
            credit=line.credit(found),
        )


def learns_nothing_from_random_labels(runs: Sequence[Run]) -> None:
    """From labels that mean nothing it learns nothing about unseen images."""
    _, found, line = _measured(runs, "random", CLEAN)
    if found > line.full:
        raise Failure(
            f"Trained on labels drawn at random, the network was right on {found:.1%} of unseen "
            f"images; guessing gives {_CHANCE:.0%}.",
            "What these labels cannot teach must have come from somewhere else.",
            "Learn from the labels that the loader gives, and from nothing else.",
        )


def learns_on_an_unseen_network(runs: Sequence[Run]) -> None:
    """The same functions train a network that the assignment does not name."""
    own, found, line = _measured(runs, "unseen", CLEAN)
    if found < line.full:
        words = _WORDS[own[0].case["unit"]]
        raise Failure(
            f"{words.unseen} was right on {found:.1%} of images; {line.full:.0%} was expected.",
            words.unseen_why,
            words.unseen_next,
            credit=line.credit(found),
        )


def _need_file(runs: Sequence[Run]) -> Run:
    run = next((run for run in runs if run.case["kind"] == "checkpoint"), None)
    if run is None:
        raise EvidenceError("there is no run of kind checkpoint")
    if run.case.get("missing"):
        raise NotAttempted("there is no model.safetensors in the submission.")
    return run


def file_fits(runs: Sequence[Run]) -> None:
    """The file is a sound checkpoint of the network that your replace_head builds."""
    run = _need_file(runs)
    if run.case.get("refused"):
        raise Failure(run.case["refused"], "", "")
    stop_on_raise(run)
    if run.seen.problem:
        raise Failure(
            f"model.safetensors doesn't fit the network: {run.seen.problem}.",
            "The file is loaded by name and shape into the network that your replace_head builds.",
            "Save the network that you trained, with the functions as you hand them in.",
        )


def _rebuilt(runs: Sequence[Run]) -> Run:
    file_fits(runs)
    run = _need_file(runs)
    if not run.seen.finite or not measure.usable(run):
        raise Failure(
            f"The rebuilt network gives logits of shape {tuple(run.seen.shape)}, or values that "
            f"are not finite; {len(measure.truth(run.case))} rows of 10 finite logits were "
            "expected.",
            "The head must have one logit for each of the ten classes.",
            "Replace the head with `replace_head(model, 10)`, train, and save again.",
        )
    return run


def _checkpoint_line(run: Run) -> Threshold:
    gpu = "cpu" not in (run.case.get("header") or {}).get("device", "cpu")
    return thresholds.of("saved_network", "cuda" if gpu else "cpu")


def saved_network_is_accurate(runs: Sequence[Run]) -> None:
    """The saved network recognises clothes that it has never seen."""
    run = _rebuilt(runs)
    clean, found, line = *_both(run), _checkpoint_line(run)
    if found >= line.full:
        return
    raise Failure(
        f"The saved network is right on {found:.1%} of hidden images ({clean:.1%} before they were "
        f"shifted, mirrored and so on); {line.full:.0%} has full marks.{_renamed(run, line)}",
        "The grader measures on images that nobody was given; what the notebook prints counts for "
        "nothing.",
        "Train with the whole training part, save the trained model, and hand that file in.",
        credit=line.credit(found),
    )


def _both(run: Run) -> tuple[float, float]:
    return measure.accuracy(run, CLEAN), measure.accuracy(run, PERTURBED)


def _renamed(run: Run, line: Threshold) -> str:
    best, order = measure.other_order(run)
    if best < line.full or order == sorted(order):
        return ""
    place = next(i for i, label in enumerate(order) if i != label)
    return (
        f" It tells the classes apart ({best:.1%}), but in another order: its logit {place} stands "
        f"for {CLASSES[order[place]]}. Keep the labels as the course numbers them."
    )


def backbone_is_untouched(runs: Sequence[Run]) -> None:
    """The backbone in the file is the pretrained one, bit for bit, statistics included."""
    run = _rebuilt(runs)
    changed = run.seen.changed
    if changed:
        statistics = [n for n in changed if "running_" in n or "num_batches" in n]
        raise Failure(
            f"{len(changed)} tensors of the backbone are not the pretrained ones "
            f"({len(statistics)} of them are BatchNorm statistics); {changed[0]} is one.",
            "Feature extraction leaves the backbone as it was, running statistics included.",
            "Freeze before you train, keep frozen BatchNorm in evaluation mode, and train a fresh "
            "network.",
        )


def claim_is_true(runs: Sequence[Run]) -> None:
    """The accuracy that the file claims is the one that it has."""
    run = _rebuilt(runs)
    claimed, (clean, _) = claim(run), _both(run)
    if claimed is None:
        raise Failure(
            "model.safetensors claims no accuracy.",
            "A result without its number cannot be compared with anything.",
            "Pass `accuracy=test_accuracy` to `course.save_checkpoint`.",
        )
    limit = thresholds.of("claim").full
    if claimed - clean > limit:
        raise Failure(
            f"The file claims an accuracy of {claimed:.3f}; on hidden images it has {clean:.3f}.",
            "An honest test accuracy is off by two or three hundredths, not by more.",
            "Measure once, on the test part, in evaluation mode, and save that number.",
        )


def claim(run: Run) -> float | None:
    """Return the accuracy that a checkpoint claims, if it is a number from 0 to 1."""
    try:
        value = float((run.case.get("header") or {}).get("accuracy", ""))
    except ValueError:
        return None
    return value if 0 <= value <= 1 else None


def memorised(run: Run) -> str:
    """Say that a checkpoint knows the published images by heart, with both numbers; else empty."""
    if not measure.usable_or_no(run):
        return ""
    clean, changed = _both(run)
    if clean - changed <= thresholds.of("memorised").full:
        return ""
    return (
        f"right on {clean:.1%} of hidden images and on {changed:.1%} of the same images shifted, "
        "mirrored or cropped: no honest training shows such a gap; it may have been trained on "
        "the published test images"
    )
