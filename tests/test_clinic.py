"""Each patient of the clinic has the mistake that its diagnosis names, and no other."""

import pytest

from course.lessons.catalogue import find
from course.lessons.judges.clinic import ANSWERS, CAUSES
from course.lessons.notebook import unrun
from tests import bank

PATIENTS = {
    "Anna": ("fine_tune", "optimizer_of_another_copy"),
    "Boris": ("replace_head", "softmax_at_the_end"),
    "Carmen": ("train_one_epoch", "gradients_never_cleared"),
    "Dmitri": ("train_one_epoch", "frozen_batchnorm_left_in_training_mode"),
    "Elif": ("freeze_backbone", "flag_set_on_modules"),
    "Farah": ("fine_tune", "validation_images_trained_on_too"),
}
CELLS = {cell.id: cell.source for cell in unrun(find("04")).cells}
GIVEN = """
import copy
from itertools import chain
import course
losses, accuracies = [], []
"""


def _code(name: str, exercise: str) -> str:
    """Return a patient's function, with what stands before it in the notebook."""
    own = CELLS[f"{name.lower()}_code"]
    healthy = CELLS["healthy"] if exercise == "fine_tune" else ""
    if exercise == "replace_head":  # the patient knows one network, the checks know several
        return own
    return f"{GIVEN}\n{healthy}\n{own}"


@pytest.mark.parametrize("name", [n for n, (e, _) in PATIENTS.items() if e != "replace_head"])
def test_a_patient_fails_what_the_misconception_fails(name: str) -> None:
    exercise, misconception = PATIENTS[name]
    path = bank.MISCONCEPTIONS / exercise / f"{misconception}.py"
    function = bank.function_in(_code(name, exercise), exercise, name)
    assert bank.failed(exercise, function, "clinic") == bank.expected_failures(path)


def test_boris_ends_in_a_softmax() -> None:
    import torch

    from course.models import load_backbone

    replace_head = bank.function_in(_code("Boris", "replace_head"), "replace_head", "Boris")
    model = replace_head(load_backbone("mobilenet_v2", weights=None), 10).eval()
    outputs = model(torch.randn(3, 3, 32, 32))
    torch.testing.assert_close(outputs.sum(dim=1), torch.ones(3))


@pytest.mark.parametrize("exercise", ["freeze_backbone", "train_one_epoch", "fine_tune"])
def test_the_healthy_functions_pass_every_check(exercise: str) -> None:
    function = bank.function_in(f"{GIVEN}\n{CELLS['healthy']}", exercise, f"healthy_{exercise}")
    assert bank.failed(exercise, function, "clinic") == set()


def test_the_causes_in_the_notebook_are_those_of_the_judge() -> None:
    assert set(ANSWERS) == set(PATIENTS)
    for letter, cause in CAUSES.items():
        assert f"| {letter} | {cause} |" in CELLS["diagnoses_story"]
