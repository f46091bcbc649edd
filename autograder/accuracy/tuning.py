"""What is asked of a network that the learner's `fine_tune` has trained, decided on accuracy."""

from collections.abc import Sequence

from autograder.accuracy.judges import measured
from autograder.accuracy.measure import CLEAN, PERTURBED
from course.checks.feedback import Failure
from course.checks.judging import Run

_CHANCE = 0.1


def learns_real_images(runs: Sequence[Run]) -> None:
    """Fine-tuned by your function, a pretrained network recognises clothes it has never seen."""
    own, found, line = measured(runs, "accuracy", PERTURBED)
    if found < line.full:
        raise Failure(
            f"After {own[0].case['epochs']} epochs of fine_tune a pretrained network was right on "
            f"{found:.1%} of images that it had never seen; {line.full:.0%} has full marks, and "
            f"guessing gives {_CHANCE:.0%}.",
            "Every usual optimizer with a usual learning rate gets further than that.",
            "Look at the other checks of fine_tune: what they find costs accuracy too.",
            credit=line.credit(found),
        )


def learns_whatever_the_labels_say(runs: Sequence[Run]) -> None:
    """It learns just as well when the classes have other numbers."""
    _, found, line = measured(runs, "permuted", PERTURBED)
    if found < line.full:
        raise Failure(
            f"With the ten classes numbered in another way the network was right on {found:.1%} "
            f"of unseen images; {line.full:.0%} was expected.",
            "A network knows only what the labels of this run have taught it.",
            "Learn from the labels that the loader gives, and from nothing else.",
            credit=line.credit(found),
        )


def learns_nothing_from_random_labels(runs: Sequence[Run]) -> None:
    """From labels that mean nothing it learns nothing about unseen images."""
    _, found, line = measured(runs, "random", CLEAN)
    if found > line.full:
        raise Failure(
            f"Fine-tuned on labels drawn at random, the network was right on {found:.1%} of unseen "
            f"images; guessing gives {_CHANCE:.0%}.",
            "What these labels cannot teach must have come from somewhere else.",
            "Learn from the labels that the loaders give, and from nothing else.",
        )


def learns_on_an_unseen_network(runs: Sequence[Run]) -> None:
    """The same function trains a network that the assignment does not name."""
    _, found, line = measured(runs, "unseen", CLEAN)
    if found < line.full:
        raise Failure(
            f"A network that is built in another way was right on {found:.1%} of images; "
            f"{line.full:.0%} was expected.",
            "A function that knows one network by name breaks on the next.",
            "Train the parameters that require gradients, whatever the network calls them.",
            credit=line.credit(found),
        )
