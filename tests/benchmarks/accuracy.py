"""Grading trained accuracy against doing it naively: `python -m tests.benchmarks.accuracy`.

Both ways run in this process on the same threads, one after the other, in rounds; the ratio of the
medians is what counts. The memory is that of a whole jailed job. Writes JSON with `--json FILE`;
status 1 where a promise is not kept.
"""

import argparse
import contextlib
import json
import random
import statistics
import tempfile
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import torch
from torch.utils.data import DataLoader

from autograder import assignment, grading, profile, settings
from autograder.accuracy import attach, measure, sets
from autograder.desk import Desk
from autograder.transcript import Transcript
from course import models
from course.checkpoint import load_checkpoint
from course.checks.feature_extraction import trained_network
from course.data import transforms
from tests import accuracy, bank, classroom
from tests.accuracy import SAVED, SEED, TRAINED, failures, file, functions, honest_head

SIZE = 96  # pixels: what the notebook's CPU budget trains at
VERIFY, TRAIN, MEGABYTES = 30.0, 20.0, 1200.0
Row = dict[str, Any]


def timed(action: Callable[[], Any]) -> tuple[float, Any]:
    """Return an action's seconds and result."""
    began = time.perf_counter()
    result = action()
    return time.perf_counter() - began, result


def compare(fast: Callable[[], Any], naive: Callable[[], Any], rounds: int) -> Row:
    """Return both medians, their ratio and both last results."""
    fast()  # the first run warms caches, as the jail's warm process does
    quick, slow = [], []
    for _ in range(rounds):
        seconds, slow_result = timed(naive)
        slow.append(seconds)
        for _ in range(3):
            seconds, quick_result = timed(fast)
            quick.append(seconds)
    ours, theirs = statistics.median(quick), statistics.median(slow)
    return {
        "seconds": round(ours, 3), "naive_seconds": round(theirs, 3),
        "ratio": round(theirs / ours, 1), "result": quick_result, "naive_result": slow_result,
    }  # fmt: skip


def naive_loader(part: str) -> DataLoader[Any]:
    """Return hidden images as a plain data set of transformed images would give them."""
    images = sets.read(sets.hidden(SEED, SIZE, "features")[part], "images")
    labels = sets.labels(sets.hidden(SEED, SIZE, "features")["clean"])
    ready = transforms(SIZE)
    pairs = [(image.unsqueeze(0), int(label)) for image, label in zip(images, labels, strict=True)]

    def collate(batch: list[Any]) -> Any:
        return torch.stack([ready(image) for image, _ in batch]), torch.tensor(
            [n for _, n in batch]
        )

    return DataLoader(pairs, 32, collate_fn=collate)  # type: ignore[arg-type]


def verify(rounds: int) -> Row:
    """Verify a frozen-backbone checkpoint on 1,000 hidden images, clean and perturbed."""
    content = file(honest_head(), size=str(SIZE))
    evaluate, replace_head = bank.reference("evaluate"), bank.reference("replace_head")

    def ours() -> list[float]:
        run = accuracy.saved(content)
        failures(SAVED, [run])
        return [round(measure.accuracy(run, part) * 1000) for part in ("clean", "perturbed")]

    def naive() -> list[float]:
        with tempfile.NamedTemporaryFile(suffix=".safetensors") as target:
            Path(target.name).write_bytes(whole(content))
            model = replace_head(models.load_backbone("mobilenet_v2"), 10)
            load_checkpoint(model, target.name)
        cpu = torch.device("cpu")
        return [round(evaluate(model, naive_loader(p), cpu) * 1000) for p in ("clean", "perturbed")]

    return compare(ours, naive, rounds)


def whole(content: bytes) -> bytes:
    """Write the same checkpoint with its base weights' fingerprint, as learners read it."""
    with tempfile.TemporaryDirectory() as folder:
        from course.checkpoint import save_checkpoint

        model = bank.reference("replace_head")(models.load_backbone("mobilenet_v2"), 10)
        model.load_state_dict(honest_head(), strict=False)
        path = save_checkpoint(model, Path(folder) / "m.safetensors", architecture="mobilenet_v2")
        return path.read_bytes()


def train(rounds: int) -> Row:
    """Train and grade feature extraction against the same epochs over images."""
    (case,) = attach.with_sets([trained_network.accuracy_case(random.Random(SEED))], SEED)

    def ours() -> bool:
        run = accuracy.observed(trained_network, functions(), case)
        return not failures({"learns_real_images": TRAINED["learns_real_images"]}, [run])

    def naive() -> bool:
        with full_path():
            return ours()

    return compare(ours, naive, rounds)


@contextlib.contextmanager
def full_path() -> Iterator[None]:
    """Take the shortcut away."""
    from course.checks import tails

    before, tails.obstacle = tails.obstacle, lambda model, base: "for comparison"
    try:
        yield
    finally:
        tails.obstacle = before


def job() -> Row:
    """Grade the reference's notebook and checkpoint in the jail; return time and peak memory."""
    with tempfile.TemporaryDirectory() as folder:
        root = classroom.course_folder(Path(folder))
        found = assignment.find(classroom.SLUG, root)
        with Desk(found, profile.load(), settings.load(root, SEED)) as desk:
            worker = desk.worker()
            grader = desk.grader(worker)
            taken = grading.reference(found)
            taken.checkpoint = attach.reference_checkpoint()
            usages: list[dict[str, Any]] = []
            seconds, verdicts = timed(lambda: grader.verdicts(taken, Recorder(worker, usages))[0])
    return {
        "seconds": round(seconds, 2),
        "peak_megabytes": max(usage.get("peak_megabytes", 0.0) for usage in usages),
        "all_passed": all(verdict.outcome == "passed" for verdict in verdicts),
    }


class Recorder:
    """A worker that notes what each of its jobs used."""

    def __init__(self, worker: Any, usages: list[dict[str, Any]]) -> None:
        self._worker, self._usages = worker, usages

    def start(self) -> None:
        """Leave that to the first job."""

    def run(self, work: dict[str, Any]) -> Transcript:
        """Run a job and note its usage."""
        transcript: Transcript = self._worker.run(work)
        self._usages.append(transcript.usage)
        return transcript

    def close(self) -> None:
        """Leave the worker to its desk."""


def outcomes() -> Row:
    """Grade the same work on 1 and 2 threads, in float32 and bfloat16; return who lost what."""
    found = {}
    for threads in (1, 2):
        torch.set_num_threads(threads)
        for dtype in ("float32", "bfloat16"):
            right = failures(TRAINED, accuracy.trained(functions(), dtype=dtype))
            wrong = accuracy.mistake("train_one_epoch", "one_step_for_the_whole_epoch")
            lost = failures(TRAINED, accuracy.trained(wrong, "accuracy", "permuted", dtype=dtype))
            found[f"{threads} threads, {dtype}"] = [sorted(right), sorted(lost)]
    torch.set_num_threads(1)
    first = next(iter(found.values()))
    return {"same": all(one == first for one in found.values()), "lost": found}


def main() -> int:
    """Measure, print a table, write JSON."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--rounds", type=int, default=3)
    parser.add_argument("--json", type=Path, metavar="FILE")
    options = parser.parse_args()
    torch.set_num_threads(1)
    rows = {
        "verify": verify(options.rounds), "train": train(options.rounds), "job": job(),
        "outcomes": outcomes(),
    }  # fmt: skip
    kept = {
        f"verify a checkpoint: ratio {rows['verify']['ratio']} (at least {VERIFY:g})":
            rows["verify"]["ratio"] >= VERIFY,
        f"the same accuracy to the image: {rows['verify']['result']} right of 1000 each":
            rows["verify"]["result"] == rows["verify"]["naive_result"],
        f"train and grade: ratio {rows['train']['ratio']} (at least {TRAIN:g})":
            rows["train"]["ratio"] >= TRAIN,
        f"peak memory of a job: {rows['job']['peak_megabytes']} MB (at most {MEGABYTES:g})":
            rows["job"]["peak_megabytes"] <= MEGABYTES,
        "1 and 2 threads, float32 and bfloat16: the same outcome": rows["outcomes"]["same"],
    }  # fmt: skip
    for name in ("verify", "train"):
        row = rows[name]
        print(f"{name:<8}{row['seconds']:>8} s   naive{row['naive_seconds']:>8} s")
    print(f"job     {rows['job']['seconds']:>8} s   all checks of a right submission, in the jail")
    for promise, holds in kept.items():
        print(f"{'kept  ' if holds else 'BROKEN'}  {promise}")
    if options.json:
        document = {"benchmark": "accuracy", "kept": all(kept.values()), "rows": rows}
        options.json.write_text(json.dumps(document, indent=2) + "\n", encoding="utf-8")
    return 0 if all(kept.values()) else 1


if __name__ == "__main__":
    raise SystemExit(main())
