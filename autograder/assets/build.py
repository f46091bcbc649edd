"""Draw the hidden images again from Fashion-MNIST: `python -m autograder.assets.build`.

They are test images that the course does not carry, equally many of every class. Two runs write
the same bytes.
"""

import argparse
import hashlib
import json
import sys
from io import BytesIO
from pathlib import Path

import numpy as np

from autograder.assets import HIDDEN
from course import assets
from course.assets.build import npz
from course.data import idx
from course.data.splits import draw
from course.errors import CourseError

SEED = 1867
PER_CLASS = 100
HERE = Path(__file__).parent


def main(argv: list[str] | None = None) -> int:
    """Write the images and the manifest; print size and SHA-256."""
    parser = argparse.ArgumentParser(prog="python -m autograder.assets.build", description=__doc__)
    parser.add_argument("--fashion-mnist", type=Path, default=idx.DEBIAN_FOLDER, metavar="DIR")
    parser.add_argument("--out", type=Path, default=HERE, metavar="DIR")
    args = parser.parse_args(argv)
    try:
        content = images(args.fashion_mnist)
    except CourseError as error:
        print(error, file=sys.stderr)
        return 1
    args.out.mkdir(parents=True, exist_ok=True)
    (args.out / HIDDEN).write_bytes(content)
    (args.out / "manifest.json").write_text(_manifest(content), encoding="utf-8")
    print(f"{HIDDEN}  {len(content):,} bytes  sha256 {hashlib.sha256(content).hexdigest()}")
    return 0


def images(folder: Path) -> bytes:
    """Draw the images; return .npz bytes with images (N, 28, 28), labels (N,), numbers (N,)."""
    pixels, labels = idx.split(folder, "t10k")
    with np.load(BytesIO(assets.read(assets.IMAGES)), allow_pickle=False) as published:
        free = np.setdiff1d(np.arange(len(labels)), published["test_numbers"])
    kept = free[draw(labels[free], free, PER_CLASS, SEED)]
    numbers = kept.astype(np.int32)
    return npz({"images": pixels[kept], "labels": labels[kept], "numbers": numbers})


def _manifest(content: bytes) -> str:
    sources = [s for s in assets.manifest()[assets.IMAGES]["sources"] if "t10k" in s["file"]]
    entry = {
        "size": len(content),
        "sha256": hashlib.sha256(content).hexdigest(),
        "what": "Fashion-MNIST test images that the course does not carry, equal per class",
        "licence": "MIT (Fashion-MNIST, copyright 2017 Zalando SE)",
        "sources": sources,
        "changes": "A seeded, stratified draw; pixels unchanged.",
    }
    return json.dumps({"assets": {HIDDEN: entry}}, indent=2) + "\n"


if __name__ == "__main__":
    sys.exit(main())
