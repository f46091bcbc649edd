"""How sure the thresholds are: accuracies of right and wrong work over many seeds.

Everything runs as a student's work would: through a job, on hidden images. The wrong work is the
known mistakes that cost accuracy. What comes out is committed, with a hash of the code that it
belongs to.
"""

import hashlib
import json
import platform
import random
from collections.abc import Callable, Iterator
from dataclasses import asdict, dataclass
from pathlib import Path
from statistics import NormalDist, fmean, stdev
from typing import Any

import torch

import course
from autograder import misconceptions
from autograder.accuracy import attach, measure, thresholds
from autograder.accuracy.thresholds import Threshold
from autograder.assignment import Assignment
from autograder.errors import AutograderError
from autograder.intake import Taken, TakenCell
from autograder.profile import Profile
from autograder.transcript import RunsJobs
from course.checks.feature_extraction import trained_network
from course.checks.fine_tuning import tuned_network
from course.checks.judging import Run
from course.checks.probing import Case
from course.training import budget

FOLDER = Path(__file__).parents[1] / "calibration"
SEED = "calibration"
RIGHT = "reference"
_OTHERS = ("permuted", "random", "unseen")
_A_JOB = 5  # cases at a time: a job's time is limited
Work = tuple[str, str]
"""A known mistake: its exercise and its slug."""


@dataclass(frozen=True)
class Study:
    """What is calibrated for an assignment: the unit, and mistakes that lower its accuracy.

    They cost accuracy with every optimizer and seed. With `checkpoint` the notebook's own budget is
    calibrated as well, with which checkpoints are trained that are handed in.
    """

    unit: Any
    lowering: dict[str, tuple[str, ...]]
    checkpoint: bool = False

    def works(self) -> list[Work]:
        """List the mistakes."""
        return [(exercise, slug) for exercise, slugs in self.lowering.items() for slug in slugs]


STUDIES = {
    "feature_extraction": Study(
        trained_network,
        {
            "replace_head": ("random_backbone_frozen",),
            "train_one_epoch": (
                "labels_out_of_step",
                "sign_of_the_loss_flipped",
                "step_missing",
                "forward_under_no_grad",
                "one_step_for_the_whole_epoch",
                "return_inside_the_loop",
                "old_weights_loaded_back",
            ),
        },
        checkpoint=True,
    ),
    "fine_tuning": Study(
        tuned_network,
        {
            "fine_tune": (
                "labels_shuffled",
                "learning_rate_zero",
                "loss_climbed",
                "step_missing",
            )
        },
    ),
}


@dataclass(frozen=True)
class Budget:
    """What one distribution is made with: the section of its threshold and the cases' settings."""

    name: str
    section: tuple[str, ...]
    given: dict[str, Any]
    kind: str = "accuracy"

    @property
    def at_most(self) -> bool:
        """Say whether right work must stay below the threshold, not above it."""
        return self.kind == "random"

    @property
    def part(self) -> str:
        """Say on which images the accuracy counts."""
        return measure.CLEAN if self.kind in ("random", "unseen") else measure.PERTURBED


def budgets(slug: str) -> list[Budget]:
    """List the grader's own budgets, and the notebook's where checkpoints are handed in."""
    study = _study(slug)
    name, own_budgets = study.unit.EXERCISE, study.unit.BUDGETS.items()
    found = [Budget(f"grader {on}", (name, on), dict(own)) for on, own in own_budgets]
    found += _notebook() if study.checkpoint else []
    return found + [Budget(kind, (name, kind), {}, kind) for kind in _OTHERS]


def _notebook() -> list[Budget]:
    found = []
    for name in ("cpu", "cuda"):
        own = budget(torch.device(name))
        given = {"size": own.size, "per_class": 350, "batch": own.batch_size, "epochs": own.epochs}
        found.append(Budget(f"notebook {name}", ("saved_network", name), given))
    return found


@dataclass(frozen=True)
class Sample:
    """One work's accuracies on perturbed and clean hidden images, a seed each."""

    work: str
    perturbed: list[float]
    clean: list[float]
    routes: list[str]

    def on(self, part: str) -> list[float]:
        """Return the accuracies on clean or perturbed images."""
        return self.clean if part == measure.CLEAN else self.perturbed


def digest(assignment: Assignment) -> str:
    """Hash the code, images and weights that accuracies come from."""
    package, own, study = (
        Path(course.__file__).parent,
        Path(__file__).parent,
        _study(assignment.slug),
    )
    names = ("trials", "tails", "networks", "probing", "evidence")
    files = [package / "checks" / f"{name}.py" for name in names]
    files += [Path(study.unit.__file__), package / "training.py", package / "pristine.py"]
    files += [package / "assets" / "manifest.json", own.parent / "assets" / "manifest.json"]
    files += [own / f"{n}.py" for n in ("measure", "perturb", "sets", "calibration")]
    digest = hashlib.sha256()
    for path in files:
        digest.update(path.name.encode() + b"\0" + path.read_bytes() + b"\0")
    for cell in assignment.cells:
        if cell.kind == "solution" and cell.grade_id in study.unit.FUNCTIONS:
            digest.update(cell.source.encode())
    for exercise, slug in study.works():
        digest.update((misconceptions.FOLDER / exercise / f"{slug}.py").read_bytes())
    return digest.hexdigest()


def _study(slug: str) -> Study:
    """Return what is calibrated for an assignment.

    Raises AutograderError if nothing is.
    """
    study = STUDIES.get(slug)
    if study is None:
        raise AutograderError(
            f"{slug} has no accuracy to calibrate; there is one in {' and in '.join(STUDIES)}."
        )
    return study


def sample(
    assignment: Assignment,
    profile: Profile,
    worker: RunsJobs,
    own: Budget,
    work: Work | None,
    seeds: int,
) -> Sample:
    """Run one work (None: the reference) `seeds` times under a budget."""
    from autograder.grading import observe

    unit, taken = _study(assignment.slug).unit, _taken(assignment, work)
    rng = random.Random(f"{SEED} {own.name}")
    runs: list[Run] = []
    for part in _parts([_case(unit, rng, own) for _ in range(seeds)]):
        seen, _ = observe(taken, {unit.EXERCISE: part}, profile, worker)
        runs += [Run(case, s, None) for case, s in zip(part, seen[unit.EXERCISE], strict=True)]
    return Sample(
        "/".join(work) if work else RIGHT,
        [_accuracy(run, measure.PERTURBED) for run in runs],
        [_accuracy(run, measure.CLEAN) for run in runs],
        sorted({str(getattr(run.seen, "route", run.seen))[:100] for run in runs}),
    )


def _case(unit: Any, rng: random.Random, own: Budget) -> Case:
    """Draw a case under a budget; it runs on the CPU whatever machine the budget is for."""
    drawn = unit.draw(rng)
    case = {**next(c for c in drawn if c["kind"] == own.kind), **own.given}
    return attach.with_sets([case], SEED)[0]


def _parts(cases: list[Case]) -> Iterator[list[Case]]:
    for start in range(0, len(cases), _A_JOB):
        yield cases[start : start + _A_JOB]


def _accuracy(run: Run, part: str) -> float:
    return round(measure.accuracy(run, part), 4) if measure.usable(run) else 0.0


def _taken(assignment: Assignment, work: Work | None) -> Taken:
    sources = {cell.grade_id: cell.source for cell in assignment.cells}
    if work is not None:
        exercise, slug = work
        known = {mistake.slug: mistake.source for mistake in misconceptions.of(exercise)}
        sources[exercise] = known[slug]
    cells = [c for c in assignment.cells if c.kind in ("given", "solution")]
    return Taken([TakenCell(c.grade_id, c.kind, "solution", sources[c.grade_id]) for c in cells])


def run(
    assignment: Assignment,
    profile: Profile,
    worker: RunsJobs,
    right: int,
    wrong: int,
    said: Callable[[str], None],
) -> dict[str, Any]:
    """Make every distribution; return the whole calibration as plain data."""
    tables = []
    for own in budgets(assignment.slug):
        samples = [sample(assignment, profile, worker, own, None, right)]
        said(f"{own.name}: {_line(samples[0])}")
        if own.name.startswith("grader cpu"):
            for work in _study(assignment.slug).works():
                samples.append(sample(assignment, profile, worker, own, work, wrong))
                said(f"{own.name}: {_line(samples[-1])}")
        tables.append(_table(own, samples))
    return {
        "assignment": assignment.slug,
        "code": digest(assignment),
        "device": f"cpu {platform.machine()}",
        "torch": torch.__version__,
        "budgets": tables,
    }


def _line(own: Sample) -> str:
    changed, clean = own.perturbed, own.clean
    spread = f"{fmean(changed):.3f} ± {_spread(changed):.3f}"
    return f"{own.work}: {spread} on {len(changed)} seeds (clean {fmean(clean):.3f})"


def _spread(values: list[float]) -> float:
    return stdev(values) if len(values) > 1 else 0.0


def _table(own: Budget, samples: list[Sample]) -> dict[str, Any]:
    right = samples[0]
    return {
        "name": own.name,
        "settings": own.given,
        "device": "cpu",
        "part": own.part,
        **odds(own, samples),
        "largest_gap": max(c - p for c, p in zip(right.clean, right.perturbed, strict=True)),
        "samples": [asdict(one) for one in samples],
    }


def odds(own: Budget, samples: list[Sample]) -> dict[str, Any]:
    """Return a budget's threshold in force, and how often it is wrong on these samples."""
    line = thresholds.of(*own.section)
    return {
        "threshold": asdict(line),
        "right_rejected": rejected(samples[0].on(own.part), line, own.at_most),
        "wrong_accepted": {s.work: accepted(s.on(own.part), line) for s in samples[1:]},
    }


def renewed(found: dict[str, Any]) -> dict[str, Any]:
    """Reckon a calibration's odds again, from its samples, with the thresholds now in force."""
    known = {own.name: own for own in budgets(found["assignment"])}
    tables = [
        {**t, **odds(known[t["name"]], [Sample(**one) for one in t["samples"]])}
        for t in found["budgets"]
    ]
    return {**found, "budgets": tables}


def rejected(values: list[float], line: Threshold, at_most: bool) -> dict[str, float]:
    """Return how often right work would lose something: counted, and by a normal distribution.

    Below `full - noise` the first run decides; within the noise the mean of four runs does. With
    `at_most` right work must not be above `full`.
    """
    if at_most:
        return accepted(values, line)
    mean, spread = fmean(values), max(_spread(values), 1e-6)
    one, four = NormalDist(mean, spread), NormalDist(mean, spread / 2)
    far = one.cdf(line.full - line.noise)
    near = one.cdf(line.full) - far
    return {
        "counted": sum(value < line.full for value in values) / len(values),
        "estimated": far + near * four.cdf(line.full),
    }


def accepted(values: list[float], line: Threshold) -> dict[str, float]:
    """Return how often wrong work would have full marks: counted, and by a normal distribution."""
    mean, spread = fmean(values), max(_spread(values), 1e-6)
    return {
        "counted": sum(value >= line.full for value in values) / len(values),
        "estimated": 1 - NormalDist(mean, spread).cdf(line.full),
    }


def path(assignment: Assignment) -> Path:
    """Return where an assignment's calibration is committed; its plot lies beside it."""
    return FOLDER / f"{assignment.slug}.json"


def stored(assignment: Assignment) -> dict[str, Any]:
    """Read the committed calibration; empty if there is none that can be read."""
    try:
        found = json.loads(path(assignment).read_text(encoding="utf-8"))
    except (OSError, ValueError):
        return {}
    return found if isinstance(found, dict) else {}


def is_current(assignment: Assignment) -> bool:
    """Say whether the committed calibration belongs to the present code and thresholds."""
    found = stored(assignment)
    return found.get("code") == digest(assignment) and found == renewed(found)
