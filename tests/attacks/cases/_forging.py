"""What forgers have in common: cells to put in front of an attack's own.

They know this code: the course's package, the frames, the published reference evidence. From the
job in the runner's frame they take the hidden cases, and from the judges what each wants to see.
"""

import textwrap

FORGE = r"""
import dataclasses
import os
import stat
import sys

from course.checks import belonging, evidence, exercises, public
from course.checks.probing import Raised
from course.runner import Pipe


def pipes():
    found = []
    for descriptor in range(3, 256):
        try:
            if stat.S_ISFIFO(os.fstat(descriptor).st_mode):
                found.append(descriptor)
        except OSError:
            pass
    return found


def local(name, wanted=lambda value: True):
    frame = sys._getframe()
    while frame is not None:
        if name in frame.f_locals and wanted(frame.f_locals[name]):
            return frame.f_locals[name]
        frame = frame.f_back
    return None


JOB = local("job", lambda value: "exercises" in value)


def job():
    return JOB


def public_like(name, case, index=0):
    known = public.public_references(exercises.exercise(name))
    alike = [seen for other, seen in known if other["kind"] == case["kind"]]
    return alike[index % len(alike)] if alike else known[0][1]


def perfect(name, case):
    seen = public_like(name, case)
    if name == "replace_head":
        count = case["num_classes"]
        shapes = {"shape": [2, count], "other_size_shape": [1, count]}
        trained = {"training_shape": [4, count]} if seen.training_shape else {}
        return dataclasses.replace(seen, **shapes, **trained)
    if name == "evaluate":
        pairs = zip(case["labels"], case["codes"])
        value = sum(label == first for label, (first, _) in pairs) / len(case["labels"])
        return dataclasses.replace(seen, value=value, forwards=[[0, 0]] * len(case["sizes"]))
    if name == "train_one_epoch":
        return dataclasses.replace(seen, steps=len(case["sizes"]), value=1.0, learned_loss=1.0)
    return seen


def events(name, evidence_of):
    own = next(e for e in JOB["exercises"] if e["name"] == name)["cases"]
    for index, case in enumerate(own):
        record, tensors = evidence.encode(evidence_of(case))
        head = {"event": "evidence", "exercise": name, "case": index, "record": record}
        yield head, tensors


def perfect_events(name):
    return events(name, lambda case: perfect(name, case))


def send_and_leave(name, evidence_of):
    pipe = local("pipe", lambda value: hasattr(value, "send"))
    for record, tensors in events(name, evidence_of):
        pipe.send(record, tensors)
    os._exit(0)


def send_everything_and_leave(evidence_of):
    cell = local("cell", lambda value: type(value) is dict)
    for pipe in map(Pipe, pipes()):
        pipe.send({"event": "ran", "id": cell["id"], "text": "", "error": None})
        for name in [own["name"] for own in JOB["exercises"]]:
            for record, tensors in events(name, lambda case: evidence_of(name, case)):
                pipe.send(record, tensors)
            pipe.send({"event": "ended", "exercise": name, "how": "exit 0"})
        pipe.send({"event": "done"})
    os._exit(0)


def perfect_next():
    return perfect(local("exercise")["name"], local("case"))
"""

STILL = """model.train()
for m in model.modules():
    if type(m).__name__ == "BatchNorm2d" and not any(p.requires_grad for p in m.parameters()):
        m.eval()
"""
"""Lines that put a network in training mode, as far as it is not frozen."""


def epoch(
    before: str = STILL,
    clear: str = "optimizer.zero_grad()",
    after: str = "",
    result: str = "total / count",
) -> str:
    """Write a right `train_one_epoch`, but for the lines that are given."""
    return f"""
def train_one_epoch(model, criterion, optimizer, data_loader, device):
{textwrap.indent(before, "    ")}
    total = count = 0
    for images, labels in data_loader:
        images, labels = images.to(device), labels.to(device)
        {clear}
        loss = criterion(model(images), labels)
        loss.backward()
        optimizer.step()
        total += loss.item() * len(labels)
        count += len(labels)
{textwrap.indent(after, "    ")}
    return {result}
"""
