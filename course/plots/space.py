"""How images lie in a space of features: projected to the plane."""

from collections.abc import Mapping, Sequence

import numpy as np
import torch

from course.plots.plot import COLOURS, MARKERS, Plot, canvas

TEN = (*COLOURS, "#E69F00", "#000000", "#999933", "#882255")


def projection(
    spaces: Mapping[str, torch.Tensor],
    labels: Sequence[int],
    classes: Sequence[str],
    title: str = "The same images in different spaces",
    seed: int = 0,
) -> Plot:
    """Draw each space, name → features (N, F), as a t-SNE map after PCA; colour and shape: class.

    A map of this kind keeps neighbours together; distances between far groups mean nothing. The
    number under each name is measured in the full space: the share of images whose class is the
    majority among their five nearest neighbours.
    """
    truth = np.asarray(labels)
    figure, grid = canvas(1, len(spaces), (4.2 * len(spaces), 4.9))
    cells = np.atleast_1d(grid).ravel()
    rows: list[tuple[object, ...]] = []
    for axes, (name, features) in zip(cells, spaces.items(), strict=True):
        flat = features.detach().flatten(1).float().cpu().numpy()
        share = _neighbours_agree(flat, truth)
        places = _plane(flat, seed)
        for label, class_name in enumerate(classes):
            mine = places[truth == label]
            axes.scatter(*mine.T, s=12, color=TEN[label], marker=MARKERS[label], label=class_name)
        axes.set_title(f"{name}\nneighbours agree: {share:.2f}", fontsize=10)
        axes.set_xticks([])
        axes.set_yticks([])
        rows.append((name, flat.shape[1], len(flat), share))
    handles, names = cells[0].get_legend_handles_labels()
    figure.legend(handles, names, loc="outside lower center", ncols=5, fontsize=8)
    figure.suptitle(title)
    shares = "; ".join(f"{row[0]} {row[3]:.2f}" for row in rows)
    alt = f"{title}: t-SNE maps of {len(truth)} images. Share of neighbours that agree: {shares}."
    headings = ("space", "dimensions", "images", "five nearest neighbours agree")
    return Plot(figure, alt, headings, rows).shown()


def _plane(flat: np.ndarray, seed: int) -> np.ndarray:
    """Map (N, F) to (N, 2)."""
    from sklearn.decomposition import PCA  # seconds to import: only when it is used
    from sklearn.manifold import TSNE

    few = PCA(min(30, *flat.shape), random_state=seed).fit_transform(flat)
    perplexity = min(30.0, (len(flat) - 1) / 3)
    return np.asarray(TSNE(2, perplexity=perplexity, random_state=seed).fit_transform(few))


def _neighbours_agree(flat: np.ndarray, truth: np.ndarray) -> float:
    """Return the accuracy of five nearest neighbours, an image's own self left out."""
    from sklearn.neighbors import KNeighborsClassifier

    flat = flat - flat.mean(axis=0)
    neighbours = KNeighborsClassifier(5).fit(flat, truth).kneighbors(return_distance=False)
    votes = truth[neighbours]
    majority = np.array([np.bincount(row).argmax() for row in votes])
    return float((majority == truth).mean())
