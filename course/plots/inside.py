"""What is inside a network: the filters of its first layer, what its blocks make of an image."""

from collections.abc import Mapping, Sequence

import numpy as np
import numpy.typing as npt
import torch
from torch import nn

from course.activations import of_blocks
from course.data.images import unnormalize
from course.errors import ModelError
from course.plots.pictures import show
from course.plots.plot import Plot, canvas


def filters(models: Mapping[str, nn.Module], most: int = 16) -> Plot:
    """Show the filters of the first convolution of each network, name → model, side by side.

    Each filter is scaled to the full range by itself, so that weak ones can be seen as well.
    ModelError for a network whose first convolution does not read colour images.
    """
    weights = {name: _first_convolution(model)[:most] for name, model in models.items()}
    width = 8
    lines = {name: -(-len(w) // width) for name, w in weights.items()}
    figure, grid = canvas(sum(lines.values()), width, (7, 0.95 * sum(lines.values()) + 0.3))
    cells = iter(grid)
    rows: list[tuple[object, ...]] = []
    for name, weight in weights.items():
        for line in range(lines[name]):
            for place, axes in enumerate(next(cells)):
                axes.set_axis_off()
                number = line * width + place
                if number < len(weight):
                    axes.imshow(_stretched(weight[number]))
                if line == place == 0:
                    axes.set_title(name, fontsize=9, loc="left")
        rows += [(name, n, float(w.std()), _smoothness(w)) for n, w in enumerate(weight)]
    means = {name: float(np.mean([r[3] for r in rows if r[0] == name])) for name in weights}
    alt = "First-layer filters: " + "; ".join(
        f"{name}, {len(weights[name])} filters, mean correlation of neighbouring weights {m:.2f}"
        for name, m in means.items()
    )
    return Plot(figure, f"{alt}.", ("network", "filter", "spread", "smoothness"), rows).shown()


def feature_maps(
    model: nn.Module, image: torch.Tensor, blocks: Sequence[int] = (0, 3, 7, 13), channels: int = 6
) -> Plot:
    """Show the strongest channels of some blocks for one image (3, H, W), normalised.

    Bright is strong; each map is scaled by itself.
    """
    maps = of_blocks(model, image.unsqueeze(0).to(next(model.parameters()).device))
    names = list(maps)
    figure, grid = canvas(len(blocks), channels + 1, (1.15 * (channels + 1), 1.3 * len(blocks)))
    rows: list[tuple[object, ...]] = []
    for line, block in zip(grid, blocks, strict=True):
        found = maps[names[block]][0]
        strength = found.abs().amax(dim=(1, 2))
        for axes in line:
            axes.set_axis_off()
        show(line[0], unnormalize(image))
        line[0].set_title(f"after block {block + 1}", fontsize=8, loc="left")
        for axes, channel in zip(line[1:], strength.argsort(descending=True), strict=False):
            axes.imshow(found[channel].cpu().numpy(), cmap="cividis")
            rows.append((block + 1, int(channel), _shape(found[channel]), float(strength[channel])))
    sizes = ", ".join(f"{_shape(maps[names[b]][0][0])} after block {b + 1}" for b in blocks)
    alt = f"Feature maps of one image. They shrink on the way: {sizes}. Bright is strong."
    return Plot(figure, alt, ("after block", "channel", "size", "strongest value"), rows).shown()


def _first_convolution(model: nn.Module) -> torch.Tensor:
    """Return the weights (filters, 3, H, W) of the first convolution."""
    first = next((m for m in model.modules() if isinstance(m, nn.Conv2d)), None)
    if first is None or first.in_channels != 3:
        raise ModelError(f"This {type(model).__name__} has no first convolution on three channels.")
    return first.weight.detach().float().cpu()


def _stretched(weight: torch.Tensor) -> npt.NDArray[np.float32]:
    """Scale one filter (3, H, W) to 0-1 for the eye: (H, W, 3)."""
    low, high = weight.min(), weight.max()
    return ((weight - low) / (high - low + 1e-12)).permute(1, 2, 0).numpy()


def _smoothness(weight: torch.Tensor) -> float:
    """Return the correlation of horizontally neighbouring weights of one filter."""
    left, right = weight[:, :, :-1].flatten(), weight[:, :, 1:].flatten()
    return float(torch.corrcoef(torch.stack([left, right]))[0, 1].nan_to_num())


def _shape(channel: torch.Tensor) -> str:
    return f"{channel.shape[1]} x {channel.shape[0]}"
