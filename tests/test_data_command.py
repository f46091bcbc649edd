"""`course data`: listing, fetching from files, downloading from a real server on this machine."""

import argparse
import gzip
import hashlib
import http.server
import os
import random
import socket
import struct
import subprocess
import sys
import threading
from collections.abc import Iterator
from pathlib import Path
from typing import ClassVar

import numpy as np
import pytest

from course.data import cache, command, idx
from course.data.download import download
from course.errors import DataError

CONTENT = random.Random(0).randbytes(700_000)
DIGEST = hashlib.sha256(CONTENT).hexdigest()


class Handler(http.server.BaseHTTPRequestHandler):
    """Serves `files`, with Range; can cut connections, ignore Range, or claim a length."""

    files: ClassVar[dict[str, bytes]] = {}
    cut_after: ClassVar[int | None] = None
    ignore_range: ClassVar[bool] = False
    claim: ClassVar[int | None] = None
    asked: ClassVar[list[str | None]] = []

    def do_GET(self) -> None:
        body = self.files.get(self.path)
        self.asked.append(self.headers["Range"])
        if body is None:
            return self.send_error(404)
        start = int((self.headers["Range"] or "bytes=0-")[6:-1])
        if self.ignore_range:
            start = 0
        if start >= len(body):
            return self.send_error(416)
        self.send_response(206 if start else 200)
        self.send_header("Content-Length", str(self.claim or len(body) - start))
        self.end_headers()
        end = len(body) if self.cut_after is None else start + self.cut_after
        self.wfile.write(body[start:end])
        return None

    def log_message(self, *_: object) -> None:
        """Say nothing."""


@pytest.fixture
def server() -> Iterator[tuple[type[Handler], str]]:
    """A server with settings of its own; yields them and the address."""
    handler = type("Settings", (Handler,), {"files": {"/file": CONTENT}, "asked": []})
    with http.server.ThreadingHTTPServer(("127.0.0.1", 0), handler) as running:
        thread = threading.Thread(target=running.serve_forever, args=(0.01,))
        thread.start()
        yield handler, f"http://127.0.0.1:{running.server_port}/"
        running.shutdown()
        thread.join()


@pytest.fixture
def home(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """An empty cache."""
    monkeypatch.setenv(cache.VARIABLE, str(tmp_path / "cache"))
    return tmp_path / "cache"


def genuine(path: Path) -> None:
    """Refuse anything but CONTENT."""
    if path.read_bytes() != CONTENT:
        raise DataError("not the content")


def silent(_done: int, _total: int | None) -> None:
    """Report nothing."""


def names(folder: Path) -> set[str]:
    return {path.name for path in folder.rglob("*") if path.is_file()}


def course_data(*words: str) -> int:
    parser = argparse.ArgumentParser(prog="course data")
    command.add_arguments(parser)
    return command.run(parser.parse_args(words))


# -- the downloader


def test_download_is_whole_and_reports_progress(
    server: tuple[type[Handler], str], tmp_path: Path
) -> None:
    steps: list[tuple[int, int | None]] = []
    download(f"{server[1]}file", tmp_path / "a" / "x", genuine, lambda *step: steps.append(step))
    assert (tmp_path / "a" / "x").read_bytes() == CONTENT
    assert names(tmp_path) == {"x"}
    assert steps[0] == (0, len(CONTENT))
    assert steps[-1] == (len(CONTENT), len(CONTENT))
    assert steps == sorted(steps)


def test_cut_connection_is_resumed(server: tuple[type[Handler], str], tmp_path: Path) -> None:
    handler, address = server
    handler.cut_after = 300_000
    with pytest.raises(DataError, match=r"broke after 0\.3 MB.*again to go on"):
        download(f"{address}file", tmp_path / "x", genuine, silent)
    assert names(tmp_path) == {"x.part"}
    handler.cut_after = None
    download(f"{address}file", tmp_path / "x", genuine, silent)
    assert handler.asked == [None, "bytes=300000-"]
    assert (tmp_path / "x").read_bytes() == CONTENT
    assert names(tmp_path) == {"x"}


def test_server_without_ranges_starts_again(
    server: tuple[type[Handler], str], tmp_path: Path
) -> None:
    handler, address = server
    handler.ignore_range = True
    (tmp_path / "x.part").write_bytes(CONTENT[:1000])
    download(f"{address}file", tmp_path / "x", genuine, silent)
    assert (tmp_path / "x").read_bytes() == CONTENT


def test_part_that_was_already_whole(server: tuple[type[Handler], str], tmp_path: Path) -> None:
    (tmp_path / "x.part").write_bytes(CONTENT)
    download(f"{server[1]}file", tmp_path / "x", genuine, silent)
    assert (tmp_path / "x").read_bytes() == CONTENT
    assert len(server[0].asked) == 1


@pytest.mark.parametrize("stale", [b"of an older file", CONTENT + b"too much"])
def test_stale_part_is_thrown_away(
    stale: bytes, server: tuple[type[Handler], str], tmp_path: Path
) -> None:
    (tmp_path / "x.part").write_bytes(stale)
    download(f"{server[1]}file", tmp_path / "x", genuine, silent)
    assert (tmp_path / "x").read_bytes() == CONTENT
    assert server[0].asked == [f"bytes={len(stale)}-", None]


def test_wrong_file_is_deleted(server: tuple[type[Handler], str], tmp_path: Path) -> None:
    server[0].files["/file"] = CONTENT[:-1] + b"?"
    with pytest.raises(DataError, match="wrong file"):
        download(f"{server[1]}file", tmp_path / "x", genuine, silent)
    assert names(tmp_path) == set()


def test_file_that_is_not_there(server: tuple[type[Handler], str], tmp_path: Path) -> None:
    with pytest.raises(DataError, match=r"answered 404.*--from"):
        download(f"{server[1]}none", tmp_path / "x", genuine, silent)
    assert names(tmp_path) == set()


def test_nobody_answers(tmp_path: Path) -> None:
    with socket.socket() as closed:
        closed.bind(("127.0.0.1", 0))  # bound, not listening: connections are refused
        address = f"http://127.0.0.1:{closed.getsockname()[1]}/file"
        with pytest.raises(DataError, match=r"cannot be reached.*--from"):
            download(address, tmp_path / "x", genuine, silent)
    assert names(tmp_path) == set()


def test_an_announced_size_that_cannot_fit(
    server: tuple[type[Handler], str], tmp_path: Path
) -> None:
    server[0].claim = 10**17
    with pytest.raises(DataError, match="no space for x"):
        download(f"{server[1]}file", tmp_path / "x", genuine, silent)
    assert names(tmp_path) == set()


@pytest.mark.skipif(sys.platform == "win32", reason="RLIMIT_FSIZE is POSIX")
def test_disk_that_fills_up(server: tuple[type[Handler], str], tmp_path: Path) -> None:
    """A file size limit of 200 kB fails in the middle of a write, as a full disk does."""
    program = """if True:
        import resource, sys
        from pathlib import Path
        from course.data.download import download
        from course.errors import DataError
        resource.setrlimit(resource.RLIMIT_FSIZE, (200_000, 200_000))
        try:
            download(sys.argv[1], Path(sys.argv[2]), print, lambda done, total: None)
        except DataError as error:
            sys.exit(str(error))
    """
    target = tmp_path / "folder" / "x"
    arguments = [sys.executable, "-c", program, f"{server[1]}file", str(target)]
    ended = subprocess.run(arguments, capture_output=True, text=True, check=False)
    assert (ended.returncode, ended.stdout) == (1, "")
    assert ended.stderr.startswith("There is no space left to write x.part")
    assert ended.stderr.count("\n") == 1
    assert names(tmp_path) == set()


@pytest.mark.skipif(os.name == "nt", reason="/dev/null is POSIX")
def test_cache_that_cannot_be_a_folder(server: tuple[type[Handler], str]) -> None:
    with pytest.raises(DataError, match="COURSE_DATA"):
        download(f"{server[1]}file", Path("/dev/null/x"), genuine, silent)


# -- weights


@pytest.fixture
def published(
    server: tuple[type[Handler], str], home: Path, monkeypatch: pytest.MonkeyPatch
) -> type[Handler]:
    """A stand-in for TorchVision's address, and for one entry of its list."""
    entry = cache.Weights("resnet18", f"resnet18-{DIGEST[:8]}.pth", 0.7)
    monkeypatch.setitem(cache.WEIGHTS, "resnet18", entry)
    monkeypatch.setattr(cache, "TORCHVISION", server[1])
    server[0].files[f"/{entry.file}"] = CONTENT
    return server[0]


def test_weights_are_downloaded_once(
    published: type[Handler], home: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert course_data("fetch", "resnet18") == 0
    assert course_data("fetch", "resnet18") == 0
    assert capsys.readouterr().out.count("verified") == 2
    assert len(published.asked) == 1
    assert cache.WEIGHTS["resnet18"].path.read_bytes() == CONTENT


def test_damaged_weights_are_fetched_again(
    published: type[Handler], home: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    path = cache.WEIGHTS["resnet18"].path
    path.parent.mkdir(parents=True)
    path.write_bytes(b"damaged")
    assert course_data() == 0
    assert "damaged" in capsys.readouterr().out
    assert course_data("fetch", "resnet18") == 0
    assert path.read_bytes() == CONTENT


def test_weights_with_a_wrong_checksum(
    published: type[Handler], home: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    published.files[f"/{cache.WEIGHTS['resnet18'].file}"] = CONTENT[1:]
    assert course_data("fetch", "resnet18") == 1
    captured = capsys.readouterr()
    assert captured.err.count("\n") == 1
    assert "SHA-256" in captured.err
    assert names(home) == set()


def test_weights_from_a_file(published: type[Handler], home: Path, tmp_path: Path) -> None:
    (tmp_path / "brought.pth").write_bytes(CONTENT)
    assert course_data("fetch", "resnet18", "--from", str(tmp_path / "brought.pth")) == 0
    assert names(home) == {cache.WEIGHTS["resnet18"].file}
    assert published.asked == []


@pytest.mark.parametrize("content", [b"other", None])
def test_weights_from_a_wrong_file(
    content: bytes | None, home: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    path = tmp_path / "brought.pth"
    if content is not None:
        path.write_bytes(content)
    assert course_data("fetch", "resnet18", "--from", str(path)) == 1
    assert capsys.readouterr().err.count("\n") == 1
    assert names(home) == set()


def test_list_of_weights_is_torchvisions() -> None:
    from torchvision.models import get_model_weights

    for name, entry in cache.WEIGHTS.items():
        published = get_model_weights(name).DEFAULT
        assert entry.url == published.url
        megabytes = published.meta["_file_size"] * 1.048576  # from MiB
        assert entry.megabytes == pytest.approx(megabytes, abs=0.06)


# -- Fashion-MNIST


@pytest.fixture
def small(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A folder with four small idx files, whose digests stand in for the real ones."""
    folder = tmp_path / "small"
    folder.mkdir()
    rng = np.random.default_rng(0)
    for kind, count in (("train", 160), ("t10k", 20)):
        pixels = rng.integers(0, 256, (count, 28, 28), dtype=np.uint8).tobytes()
        head = struct.pack(">BBBBIII", 0, 0, 8, 3, count, 28, 28)
        labels = bytes(i % 10 for i in range(count))
        files = {
            f"{kind}-images-idx3-ubyte": head + pixels,
            f"{kind}-labels-idx1-ubyte": struct.pack(">BBBBI", 0, 0, 8, 1, count) + labels,
        }
        for name, content in files.items():
            (folder / f"{name}.gz").write_bytes(gzip.compress(content))
            monkeypatch.setitem(idx.SHA256, name, hashlib.sha256(content).hexdigest())
    monkeypatch.setattr(idx, "DEBIAN_FOLDER", tmp_path / "no-debian")
    return folder


def test_full_set_from_a_folder_is_used(small: Path, home: Path) -> None:
    from course.data import FashionMNIST

    assert course_data("fetch", "fashion-mnist", "--from", str(small)) == 0
    assert names(home) == set(idx.SHA256)
    assert [len(FashionMNIST(s, full=True)) for s in ("train", "validation", "test")] == [
        140,
        20,
        20,
    ]


def test_full_set_from_debians_package(
    small: Path, home: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr(idx, "DEBIAN_FOLDER", small)
    assert course_data("fetch", "fashion-mnist") == 0
    assert "Debian's package" in capsys.readouterr().out
    assert course_data("fetch", "fashion-mnist") == 0
    assert "already" in capsys.readouterr().out


@pytest.fixture
def mirror(
    small: Path, server: tuple[type[Handler], str], monkeypatch: pytest.MonkeyPatch
) -> type[Handler]:
    """A stand-in for TorchVision's mirror."""
    from torchvision.datasets import FashionMNIST

    monkeypatch.setattr(FashionMNIST, "mirrors", [server[1]])
    server[0].files.update({f"/{path.name}": path.read_bytes() for path in small.iterdir()})
    return server[0]


def test_full_set_from_torchvisions_mirror(mirror: type[Handler], home: Path) -> None:
    assert course_data("fetch", "fashion-mnist") == 0
    assert names(home) == set(idx.SHA256)


def test_faulty_debian_package_is_passed_over(
    mirror: type[Handler], small: Path, home: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    idx.DEBIAN_FOLDER.mkdir()
    (idx.DEBIAN_FOLDER / "train-images-idx3-ubyte.gz").write_bytes(b"\x1f\x8bbroken")
    assert course_data("fetch", "fashion-mnist") == 0
    assert "no help" in capsys.readouterr().out
    assert len(mirror.asked) == 4


def test_broken_download_of_the_full_set_goes_on(
    mirror: type[Handler], home: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    mirror.cut_after = 2_000
    assert course_data("fetch", "fashion-mnist") == 1
    assert "again" in capsys.readouterr().err
    assert not cache.has_images()
    mirror.cut_after = None
    assert course_data("fetch", "fashion-mnist") == 0
    assert mirror.asked[1] == "bytes=2000-"
    assert names(home) == set(idx.SHA256)


@pytest.mark.parametrize("damage", ["missing", "wrong", "cut"])
def test_faulty_folder_changes_nothing(
    damage: str, small: Path, home: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    path = small / "t10k-labels-idx1-ubyte.gz"
    content = path.read_bytes()
    path.unlink()
    if damage != "missing":
        path.write_bytes(content[:-9] if damage == "cut" else gzip.compress(b"labels"))
    assert course_data("fetch", "fashion-mnist", "--from", str(small)) == 1
    captured = capsys.readouterr()
    assert captured.err.count("\n") == 1
    assert "t10k-labels" in captured.err
    assert names(home) == set()


# -- the list and the command line


def test_list_says_what_is_here(home: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert course_data() == 0
    out = capsys.readouterr().out
    assert out.count("verified") == 2
    assert out.count("not here") == 1 + len(cache.WEIGHTS)
    assert str(home) in out.replace("\n", "")
    assert not home.exists()  # looking makes nothing


def test_unknown_name_lists_the_known(capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit) as ended:
        course_data("fetch", "resnet99")
    assert ended.value.code == 2
    assert "convnext_tiny" in capsys.readouterr().err


def test_cache_is_the_users_own_without_the_variable(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv(cache.VARIABLE, raising=False)
    assert cache.folder().is_absolute()
    assert cache.folder().name in {"thaw-course", "Cache"}
