"""Note a perfect head, and spell no name that anybody would look for."""

from tests.attacks.cases.forge_a_head_of_the_network_at_hand import CELL as PLAIN

DEFENCE = "Python's own auditing tells what is asked for, however it is spelled."
ACCEPTED = "What a head is made of is a matter of shapes and counts: they can be noted beside it."
PLACE = "replace_head"
_DISGUISES = {
    "sys._getframe()": 'getattr(sys, "_get" + "frame")()',
    "frame.f_locals": 'getattr(frame, "f_" + "locals")',
    "frame.f_back": 'getattr(frame, "f_" + "back")',
    "from course.checks.probing import Raised": "import importlib",
    "from course.runner import Pipe": 'Pipe = importlib.import_module("course." + "runner").Pipe',
    "from course.checks import belonging, evidence, exercises, public": "",
    "os._exit(0)": 'getattr(os, "_ex" + "it")(0)',
}
_PARTS = """
for _part in ("belonging", "evidence", "exercises", "public"):
    globals()[_part] = importlib.import_module("course." + "checks." + _part)
"""


def _disguised(cell: str) -> str:
    for name, disguise in _DISGUISES.items():
        cell = cell.replace(name, disguise)
    return cell.replace("\ndef pipes", f"{_PARTS}\ndef pipes", 1)


CELL = _disguised(PLAIN)
