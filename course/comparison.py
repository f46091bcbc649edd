"""The contest of lesson 01: three ways to a classifier, at several label counts, over seeds."""

import sys
import time
from collections.abc import Iterator, Sequence
from statistics import fmean, stdev
from typing import NamedTuple

import numpy as np
import torch
from torch import nn
from tqdm import tqdm

from course import recipes
from course.data import FashionMNIST, transforms
from course.recipes import Images

METHODS = ("small CNN from scratch", "linear probe", "fine-tuned")
LAST_BLOCKS = 12  # those that fine-tuning trains
_BAR = "{desc} {percentage:3.0f}% |{bar}| {elapsed} gone, {remaining} left"


class Score(NamedTuple):
    """One run: how it came out, and what it cost from first image to last step."""

    method: str
    per_class: int
    seed: int
    accuracy: float
    seconds: float


class Epochs(NamedTuple):
    """How long each method trains at one label count, and how gently fine-tuning does."""

    per_class: int
    scratch: int
    probe: int
    tune: int
    lr: float = 1e-3  # the highest rate of fine-tuning


class Contest:
    """Images prepared once: as pixels, after the frozen front, and as the backbone's features.

    What the front takes is added to each run's clock, image by image, as if it had been alone.
    """

    def __init__(self, size: int, device: torch.device) -> None:
        train = FashionMNIST("train", transform=transforms(size))
        self._numbers, self._device, self.size = train.numbers, device, size
        self._pixels = _stacked("train", 28, device), _stacked("test", 28, device)
        model = recipes.placed(recipes.new_model(), device)
        front, tail = recipes.split(model, LAST_BLOCKS)
        body = tail[:-2]  # all but dropout and head: what makes features of the front's maps
        start = time.perf_counter()
        self._maps = tuple(_mapped(part, size, device, front) for part in ("train", "test"))
        middle = time.perf_counter()
        self._features = tuple(
            Images(_through(body, maps.images), maps.labels) for maps in self._maps
        )
        count = sum(len(maps.labels) for maps in self._maps)
        self._per_map = (middle - start) / count
        self._per_feature = self._per_map + (time.perf_counter() - middle) / count

    def scores(self, plan: Sequence[Epochs], seeds: Sequence[int]) -> Iterator[Score]:
        """Yield a score for every method, count and seed, under a progress bar."""
        jobs = [(epochs, seed) for epochs in plan for seed in seeds]
        weights = [e.per_class * (e.scratch + 4 * e.tune) for e, _ in jobs]
        with tqdm(total=sum(weights), leave=False, bar_format=_BAR, file=sys.stdout) as bar:
            for (epochs, seed), weight in zip(jobs, weights, strict=True):
                bar.set_description(f"{epochs.per_class} per class, seed {seed}")
                yield from self._scores(epochs, seed)
                bar.update(weight)

    def _scores(self, epochs: Epochs, seed: int) -> Iterator[Score]:
        rows = self._rows(epochs.per_class, seed)
        yield self._scratch(rows, epochs, seed)
        probe, score = self._probe(rows, epochs, seed)
        yield score
        yield self._tune(probe, rows, epochs, seed, score.seconds)

    def _rows(self, per_class: int, seed: int) -> torch.Tensor:
        drawn = FashionMNIST("train", per_class=per_class, seed=seed).numbers
        return torch.from_numpy(np.searchsorted(self._numbers, drawn)).to(self._device)

    def _scratch(self, rows: torch.Tensor, epochs: Epochs, seed: int) -> Score:
        train, test = self._pixels
        torch.manual_seed(seed)
        run = recipes.from_scratch(_pick(train, rows), epochs.scratch, bar=False)
        accuracy = recipes.accuracy(run.model, test)
        return Score(METHODS[0], epochs.per_class, seed, accuracy, run.seconds[-1])

    def _probe(self, rows: torch.Tensor, epochs: Epochs, seed: int) -> tuple[nn.Linear, Score]:
        train, test = self._features
        torch.manual_seed(seed)
        head = nn.Linear(train.images.shape[1], 10).to(self._device)
        run = recipes.fit(head, _pick(train, rows), epochs.probe, lr=1e-3, bar=False)
        seconds = run.seconds[-1] + self._per_feature * len(rows)
        accuracy = recipes.accuracy(head, test)
        return head, Score(METHODS[1], epochs.per_class, seed, accuracy, seconds)

    def _tune(
        self, head: nn.Linear, rows: torch.Tensor, epochs: Epochs, seed: int, before: float
    ) -> Score:
        train, test = self._maps
        torch.manual_seed(seed)
        model = recipes.placed(recipes.new_model(), self._device)
        model.set_submodule("classifier.1", head)
        _, tail = recipes.split(model.requires_grad_(True), LAST_BLOCKS)
        run = recipes.fit(tail, _pick(train, rows), epochs.tune, lr=epochs.lr, bar=False)
        seconds = before + run.seconds[-1]
        return Score(METHODS[2], epochs.per_class, seed, recipes.accuracy(tail, test), seconds)


def by_method(scores: Sequence[Score]) -> dict[str, dict[int, list[float]]]:
    """Return method → labels per class → accuracies, as `course.plots.labels_needed` takes them."""
    found: dict[str, dict[int, list[float]]] = {}
    for score in scores:
        found.setdefault(score.method, {}).setdefault(score.per_class, []).append(score.accuracy)
    return found


def table(scores: Sequence[Score]) -> str:
    """Return a Markdown table: accuracy, mean ± standard deviation over seeds, and seconds."""
    methods = list(dict.fromkeys(score.method for score in scores))
    counts = sorted({score.per_class for score in scores})
    lines = [f"| labels per class | {' | '.join(methods)} |", "|---" * (len(methods) + 1) + "|"]
    for count in counts:
        cells = [
            _cell([s for s in scores if (s.method, s.per_class) == (method, count)])
            for method in methods
        ]
        lines.append(f"| {count} | {' | '.join(cells)} |")
    return "\n".join(lines)


def _cell(scores: Sequence[Score]) -> str:
    values = [score.accuracy for score in scores]
    spread = f" ± {stdev(values):.3f}" if len(values) > 1 else ""
    return f"{fmean(values):.3f}{spread}, {fmean(score.seconds for score in scores):.1f} s"


def _stacked(split: str, size: int, device: torch.device) -> Images:
    return recipes.stack(FashionMNIST(split, transform=transforms(size)), device)


def _mapped(split: str, size: int, device: torch.device, front: nn.Module) -> Images:
    """Return the front's maps of one part, without ever holding all enlarged images at once."""
    dataset = FashionMNIST(split, transform=transforms(size))
    front.eval()
    maps = []
    with torch.no_grad():
        for rows in tqdm(
            torch.split(torch.arange(len(dataset)), 100),
            desc=f"{split} images",
            leave=False,
            file=sys.stdout,
        ):
            batch = torch.stack([dataset[row][0] for row in rows.tolist()])
            maps.append(front(batch.to(device, memory_format=torch.channels_last)))
    return Images(torch.cat(maps), torch.tensor(dataset.targets, device=device))


def _through(body: nn.Module, maps: torch.Tensor) -> torch.Tensor:
    body.eval()
    with torch.no_grad():
        return torch.cat([body(batch) for batch in torch.split(maps, 100)])


def _pick(data: Images, rows: torch.Tensor) -> Images:
    return Images(data.images[rows], data.labels[rows])
