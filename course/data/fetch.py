"""Bring the full Fashion-MNIST, or TorchVision's weights, into the cache, verified."""

from pathlib import Path

from course.data import cache, idx
from course.data.download import Check, Report, download, write
from course.errors import DataError

IMAGES = "fashion-mnist"


def fetch(name: str, given: Path | None, report: Report) -> str:
    """Fetch what `course data fetch NAME` names; return one line on where it came from."""
    return fetch_images(given, report) if name == IMAGES else fetch_weights(name, given, report)


def images_intact() -> bool:
    """Tell whether the full set is in the cache and genuine."""
    return _is_complete(cache.images_folder())


def weights_intact(name: str) -> bool:
    """Tell whether a network's weights are in the cache and genuine."""
    entry = cache.WEIGHTS[name]
    return entry.path.is_file() and cache.sha256(entry.path).startswith(entry.sha256_prefix)


def fetch_images(given: Path | None, report: Report) -> str:
    """Take the four files from a given folder, else Debian's package, else TorchVision's mirror."""
    if given is None and images_intact():
        return f"The full Fashion-MNIST is already in {cache.images_folder()}, verified."
    if given is not None:
        _install(given)
        return f"Fashion-MNIST from {given}, verified."
    if idx.DEBIAN_FOLDER.is_dir():
        try:
            _install(idx.DEBIAN_FOLDER)
        except DataError as error:
            # Only a faulty package may be passed over; a full disk stays a full disk.
            if _is_complete(idx.DEBIAN_FOLDER):
                raise
            print(f"Debian's package is no help: {error}")
        else:
            return f"Fashion-MNIST from Debian's package ({idx.DEBIAN_FOLDER}), verified."
    return _download_images(report)


def _install(folder: Path) -> None:
    """Verify the four files in a folder and put them, uncompressed, into the cache."""
    contents = {}
    for name in idx.SHA256:
        path = idx.find(folder, name)
        if path is None:
            raise DataError(f"There is no {name} (or {name}.gz) in {folder}.")
        contents[name] = idx.content(path, name)
    write(cache.images_folder(), contents)


def _is_complete(folder: Path) -> bool:
    """Tell whether a folder has all four files, genuine."""
    try:
        idx.split(folder, "train")
        idx.split(folder, "t10k")
    except DataError:
        return False
    return True


def _download_images(report: Report) -> str:
    """Download the four files from where TorchVision does; resumable file by file."""
    from torchvision.datasets import FashionMNIST

    inbox = cache.folder() / "downloads"
    base = FashionMNIST.mirrors[0]
    for name in idx.SHA256:
        target = inbox / f"{name}.gz"
        if not target.exists():
            download(f"{base}{name}.gz", target, _is_genuine(name), report)
    _install(inbox)
    for name in idx.SHA256:
        (inbox / f"{name}.gz").unlink()
    return f"Fashion-MNIST from {base}, verified."


def _is_genuine(name: str) -> Check:
    """Return a check of a downloaded file by its content."""

    def check(path: Path) -> None:
        idx.content(path, name)

    return check


def fetch_weights(name: str, given: Path | None, report: Report) -> str:
    """Take TorchVision's weights from a given file, else download them."""
    entry = cache.WEIGHTS[name]
    if given is None and weights_intact(name):
        return f"The weights of {name} are already in {entry.path.parent}, verified."

    def check(path: Path) -> None:
        if not cache.sha256(path).startswith(entry.sha256_prefix):
            raise DataError(
                f"{path.name} is not TorchVision's {entry.file}: its SHA-256 does not begin "
                f"with {entry.sha256_prefix}."
            )

    if given is None:
        download(entry.url, entry.path, check, report)
        return f"The weights of {name} from {entry.url}, verified."
    if not given.is_file():
        raise DataError(f"There is no file {given}.")
    check(given)
    write(entry.path.parent, {entry.file: given.read_bytes()})
    return f"The weights of {name} from {given}, verified."
