"""Replace the runner's Pipe.send by one that improves the evidence on its way."""

from tests.attacks.cases._forging import FORGE

DEFENCE = "Course and torch are put back as they were before every probe and after every call."
PLACE = "own"
CELL = (
    FORGE
    + r"""
from course import runner
send = runner.Pipe.send


def better(self, record, tensors=None):
    if record.get("event") == "evidence" and record["exercise"] in ("replace_head", "evaluate"):
        own = [e for e in job()["exercises"] if e["name"] == record["exercise"]][0]["cases"]
        head, tensors = evidence.encode(perfect(record["exercise"], own[record["case"]]))
        record = {**record, "record": head}
    send(self, record, tensors)


runner.Pipe.send = better
"""
)
