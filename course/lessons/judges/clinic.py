"""The exercise of lesson 04: a diagnosis for each of the six patients."""

from collections.abc import Callable
from typing import Any

from course.lessons.attempts import NotAttemptedError

Judge = Callable[[Any], str | None]
CAUSES = {
    "a": "the gradients are never cleared",
    "b": "the head ends in a softmax, and the loss applies its own",
    "c": "the optimizer holds the parameters of another model",
    "d": "the frozen BatchNorm layers run in training mode",
    "e": "nothing was frozen: the flag was set on modules",
    "f": "the validation images are trained on too",
    "g": "the learning rate is zero",
    "h": "the labels were shuffled",
}
ANSWERS = {
    "Anna": "c",
    "Boris": "b",
    "Carmen": "a",
    "Dmitri": "d",
    "Elif": "e",
    "Farah": "f",
}


def diagnoses(answer: Any) -> str | None:
    """Each patient's cause, by its letter."""
    given = {name: answer.get(name, ...) for name in ANSWERS}
    if all(letter is ... for letter in given.values()):
        raise NotAttemptedError
    odd = {str(x) for x in given.values() if x is not ... and x not in CAUSES}
    if odd:
        return f"There is no cause {', '.join(sorted(odd))}: use the letters {', '.join(CAUSES)}."
    open_cases = [name for name, letter in given.items() if letter is ...]
    wrong = [name for name, x in given.items() if x is not ... and x != ANSWERS[name]]
    if wrong:
        return f"Look again at {', '.join(wrong)}: another cause fits the findings better."
    return f"So far all right; still waiting: {', '.join(open_cases)}." if open_cases else None


JUDGES: dict[str, Judge] = {"diagnoses": diagnoses}
PRACTISES = {"diagnose": "diagnoses"}
