"""The core of the suite once more as an ordinary user, whose jail is made in another way."""

import os
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
UID = "12345"


@pytest.fixture
def home() -> Iterator[Path]:
    """A home folder of the ordinary user's, below a temporary folder that all may enter."""
    with tempfile.TemporaryDirectory(prefix="thaw-ordinary-") as made:
        folder = Path(made)
        os.chown(folder, int(UID), int(UID))
        yield folder


def _as_ordinary_user(home: Path, *command: str) -> list[str]:
    """Return the command line that runs `command` with no rights but those of a user."""
    drop = ["setpriv", "--reuid", UID, "--regid", UID, "--clear-groups", "--inh-caps=-all"]
    keep = ["env", f"HOME={home}", f"TMPDIR={home}", "OMP_NUM_THREADS=1"]
    return [*_readable_interpreter(), *drop, *keep, *command]


def _readable_interpreter() -> list[str]:
    """Show the interpreter to everybody if it lies in root's home."""
    base = Path(sys.base_prefix)
    if not base.is_relative_to("/root"):
        return []
    shown = Path("/root") / base.relative_to("/root").parts[0]
    parents = ["--perms", "0755", "--tmpfs", "/root", "--perms", "0755", "--dir", str(shown)]
    return ["bwrap", "--dev-bind", "/", "/", *parents, "--ro-bind", str(shown), str(shown), "--"]


@pytest.mark.slow
@pytest.mark.skipif(os.name != "posix" or os.geteuid() != 0, reason="this is an ordinary user")
def test_core_of_the_suite_holds_for_an_ordinary_user(home: Path) -> None:
    if shutil.which("setpriv") is None or shutil.which("bwrap") is None:
        pytest.skip("setpriv (util-linux) or bwrap is missing: no way to become an ordinary user")
    jail = ["bwrap", "--unshare-user", "--ro-bind", "/", "/", "true"]
    tried = subprocess.run(
        _as_ordinary_user(home, *jail), capture_output=True, text=True, check=False
    )
    if tried.returncode:
        pytest.skip(f"ordinary users may not make namespaces here: {tried.stderr.strip()[:200]}")
    pytest_command = [
        sys.executable, "-m", "pytest", "-q", "-x", "-p", "no:cacheprovider",
        "--basetemp", str(home / "t"), "-k", "core", "tests/attacks/test_attacks.py",
    ]  # fmt: skip
    done = subprocess.run(
        _as_ordinary_user(home, *pytest_command),
        cwd=ROOT,
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 0, done.stdout[-3000:] + done.stderr[-500:]
    assert "passed" in done.stdout
