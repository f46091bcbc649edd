"""The jail and the warm process: what a job can do, what it cannot, and what the next one sees."""

import dataclasses
import os
import shutil
import subprocess
import sys
import tempfile
from pathlib import Path
from typing import Any

import psutil
import pytest

from autograder import jail, profile
from autograder.errors import JailError
from autograder.spawn import SpawningWorker
from autograder.transcript import Transcript
from autograder.worker import Worker, environment
from course.checks import exercises
from tests.bank import ROOT

LIMITS = dataclasses.replace(
    profile.load(), time=profile.Time(cell=5, exercise=8, training=8, job=40, start=120)
)


def job(*sources: str) -> dict[str, Any]:
    cells = [{"id": f"c{n}", "source": source, "limit": 5} for n, source in enumerate(sources)]
    return {"cells": cells, "exercises": []}


def printed(transcript: Transcript) -> str:
    return "".join(e.get("text", "") for e, _ in transcript.events if e.get("event") == "ran")


@pytest.fixture(scope="module")
def jailed() -> Any:
    """A jailed worker that several tests use, one after the other."""
    with Worker(LIMITS) as worker:
        yield worker


HIDDEN = [
    str(ROOT / "solutions" / "feature_extraction.py"),
    str(ROOT / "autograder" / "graders" / "feature_extraction" / "test_evaluate.py"),
    str(ROOT / "tests"),
    "/etc/passwd",
    "/root",
    "/home",
    "/usr/share/datasets/fashion-mnist/t10k-labels-idx1-ubyte.gz",
]


@pytest.mark.parametrize("path", HIDDEN)
def test_what_is_outside_cannot_be_read(jailed: Worker, path: str) -> None:
    source = (
        f"import os\np = {path!r}\nprint(os.listdir(p) if os.path.isdir(p) else open(p).read())"
    )
    said = printed(jailed.run(job(source)))
    assert said in ("", "[]\n", "['.pyenv']\n", "['.venv']\n")


def test_the_autograder_cannot_be_imported(jailed: Worker) -> None:
    source = (
        "try:\n    import autograder.judge\n    print('in')\nexcept ImportError:\n    print('out')"
    )
    assert printed(jailed.run(job(source))) == "out\n"


def test_the_environment_holds_nothing_of_the_instructor(jailed: Worker) -> None:
    os.environ["THAW_SECRET"] = "a secret"
    source = (
        "import os, pathlib\nprint(dict(os.environ))\n"
        "for p in pathlib.Path('/proc').glob('[0-9]*/environ'):\n"
        "    try:\n        print(p.read_text())\n    except OSError:\n        pass"
    )
    said = printed(jailed.run(job(source)))
    assert "COURSE_GRADING" in said
    assert "a secret" not in said
    assert str(Path.home()) not in said.replace(sys.prefix, "").replace(sys.base_prefix, "")


@pytest.mark.parametrize("family", ["AF_INET", "AF_INET6", "AF_NETLINK", "AF_VSOCK", "AF_PACKET"])
def test_no_socket_leaves_the_jail(jailed: Worker, family: str) -> None:
    source = f"import socket\nsocket.socket(socket.{family}, socket.SOCK_STREAM)\nprint('open')"
    assert printed(jailed.run(job(source))) == ""


def test_files_of_one_job_are_gone_in_the_next(jailed: Worker) -> None:
    places = "places = ('.', '/dev/shm', '/scratch')"
    write = (
        f"{places}\nfor d in places:\n"
        "    try:\n        open(d + '/left', 'w').write('x')\n"
        "    except OSError:\n        pass"
    )
    look = f"import os\n{places}\nprint([d for d in places if os.path.exists(d + '/left')])"
    assert printed(jailed.run(job(write, look))) == "['.', '/dev/shm']\n"
    assert printed(jailed.run(job(look))) == "[]\n"


def test_processes_of_one_job_are_gone_in_the_next(jailed: Worker) -> None:
    fork = (
        "import os, time\nif os.fork() == 0:\n    os.setsid()\n    time.sleep(60)\n    os._exit(0)"
    )
    count = "import os\nprint(sum(n.isdigit() for n in os.listdir('/proc')))"
    before = printed(jailed.run(job(count)))
    jailed.run(job(fork))
    assert printed(jailed.run(job(count))) == before


def test_an_endless_cell_is_stopped_and_the_next_runs(jailed: Worker) -> None:
    transcript = jailed.run(job("while True:\n    pass", "print('next')"))
    assert transcript.end == "done"
    assert printed(transcript) == "next\n"


def test_a_job_that_hides_from_the_clock_ends_with_the_job(jailed: Worker) -> None:
    short = dataclasses.replace(
        LIMITS, time=profile.Time(cell=2, exercise=2, training=2, job=6, start=120)
    )
    source = "import signal\nsignal.signal(signal.SIGALRM, signal.SIG_IGN)\nwhile True:\n    pass"
    with Worker(short) as worker:
        assert worker.run(job(source)).end == "timeout"
        assert printed(worker.run(job("print('alive')"))) == "alive\n"


def test_memory_is_limited(jailed: Worker) -> None:
    small = dataclasses.replace(LIMITS, jail=dataclasses.replace(LIMITS.jail, memory_megabytes=900))
    source = (
        "import time\nkept = []\nfor _ in range(30):\n"
        "    kept.append(bytearray(100_000_000))\n    time.sleep(0.1)\nprint('had 3 GB')"
    )
    with Worker(small) as worker:
        assert worker.run(job(source)).end == "memory"
        assert printed(worker.run(job("print('alive')"))) == "alive\n"


def test_without_bubblewrap_grading_refuses_and_says_what_to_do(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setenv("PATH", "/nowhere")
    with pytest.raises(JailError, match="apt install bubblewrap"):
        Worker(LIMITS).run(job("1"))


def test_a_jail_that_does_not_hold_is_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    leaky = [*jail._scratch(LIMITS)[:-4], "--bind", "/tmp", "/tmp"]
    monkeypatch.setattr(jail, "_scratch", lambda _: leaky)
    with pytest.raises(JailError, match="does not hold"):
        Worker(LIMITS).run(job("1"))


@pytest.mark.parametrize("kind", ["fork", "spawn"])
def test_trusted_students_run_without_a_jail(kind: str) -> None:
    worker = Worker(LIMITS, jailed=False) if kind == "fork" else SpawningWorker(LIMITS)
    transcript = worker.run(job("print('hello')"))
    worker.close()
    assert (transcript.end, printed(transcript)) == ("done", "hello\n")


def test_the_environment_of_a_job_is_ours(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("AWS_TOKEN", "secret")
    assert "secret" not in " ".join(environment("/x").values())


@pytest.mark.skipif(os.geteuid() != 0, reason="becomes an ordinary user, which needs root")
@pytest.mark.skipif(shutil.which("setpriv") is None, reason="needs setpriv")
def test_the_jail_holds_for_an_ordinary_user(tmp_path: Path) -> None:
    """Run the proof as uid 12345, the interpreter shown where that user can read it."""
    prefix = Path(sys.base_prefix)
    top = Path(*prefix.parts[:2])
    shown = ["--perms", "0755", "--tmpfs", str(top), "--ro-bind", str(prefix), str(prefix)]
    code = (
        "import os\nfrom autograder import profile\nfrom autograder.worker import Worker\n"
        "assert os.geteuid() == 12345\n"
        "with Worker(profile.load()) as worker:\n"
        "    print(worker.run({'cells': [], 'exercises': []}).end)"
    )
    parents = [
        p
        for folder in reversed(prefix.parents[:-2])
        for p in ("--perms", "0755", "--dir", str(folder))
    ]
    mounts = [] if os.access(prefix, os.R_OK) and (top.stat().st_mode & 0o005) else [
        *shown[:4], *parents, *shown[4:]]  # fmt: skip
    home = tempfile.mkdtemp(prefix="thaw-home-")  # pytest's own folders are closed to others
    os.chmod(home, 0o777)
    done = subprocess.run(
        ["bwrap", "--dev-bind", "/", "/", *mounts, "--", "setpriv", "--reuid", "12345", "--regid",
         "12345", "--clear-groups", "--inh-caps=-all", "env", f"HOME={home}", "TMPDIR=/tmp",
         sys.executable, "-c", code],
        cwd=ROOT, capture_output=True, text=True, check=False,
    )  # fmt: skip
    shutil.rmtree(home, ignore_errors=True)
    assert done.stdout == "done\n", done.stderr


SPOILS = """
import torch

def freeze_backbone(model):
    for name, parameter in model.named_parameters():
        parameter.requires_grad = name.startswith(("classifier", "fc"))
    with torch.no_grad():
        model(torch.ones(1, 3, 64, 64))
        next(model.parameters()).zero_()
    return model
"""


def probing(*kinds: str) -> dict[str, Any]:
    module = exercises.exercise("freeze_backbone")
    cases = [case for case in exercises.public_cases(module) if case["kind"] in kinds]
    cell = {"id": "freeze_backbone", "source": SPOILS, "limit": 5, "exercise": "freeze_backbone"}
    return {
        "cells": [cell],
        "exercises": [{"name": "freeze_backbone", "cases": cases, "limit": 60}],
    }


def records(transcript: Transcript) -> list[Any]:
    return [e["record"] for e, _ in transcript.events if e.get("event") == "evidence"]


def test_what_is_made_ahead_is_given_once_and_changes_nothing(jailed: Worker) -> None:
    job = probing("named")
    first, second = records(jailed.run(job)), records(jailed.run(job))
    job["exercises"][0]["cases"] *= 2  # the second time there is nothing left of what was made
    twice = records(jailed.run(job))
    bare = records(SpawningWorker(LIMITS).run(probing("named")))
    assert len(first) == 2
    assert first[0]["evidence"]["changed"], "the network was not spoilt"
    assert first == second == twice[:2] == twice[2:] == bare


def test_the_warm_process_has_one_thread_whatever_it_made_ahead(jailed: Worker) -> None:
    jailed.run(probing("named"))
    assert jailed._process is not None
    warm = psutil.Process(jailed._process.pid).children(recursive=True)
    assert [process.num_threads() for process in warm] == [1] * len(warm)
    assert max(process.memory_info().rss for process in warm) > 300 << 20  # the right ones


def answering(first: str) -> dict[str, Any]:
    """A notebook of two functions that raise their process's number, the first after a line."""
    source = f"""
import os, signal, subprocess, threading, time, torch, torchvision
kept = []
def freeze_backbone(model):
    {first}
    raise RuntimeError(os.getpid())
def evaluate(model, data_loader, device):
    raise RuntimeError(os.getpid())
"""
    cell = {"id": "both", "source": source, "limit": 5}
    two = [(n, exercises.public_cases(exercises.exercise(n))[:1]) for n in TWO]
    return {"cells": [cell], "exercises": [{"name": n, "cases": c, "limit": 6} for n, c in two]}


TWO = ("freeze_backbone", "evaluate")
STAYS_BEHIND = {
    "a thread": "threading.Thread(target=time.sleep, args=(60,), daemon=True).start()",
    "a process": "subprocess.Popen(['sleep', '60'])",
    "a handler": "signal.signal(signal.SIGUSR1, signal.SIG_IGN)",
    "a name": "globals()['left'] = 'behind'",
    "a longer list": "kept.append(1)",
    "another network": "torchvision.models.ResNet.forward = lambda self, images: images",
    "memory": "torch.left = torch.ones(1 << 28)",
}


def numbers(transcript: Transcript) -> list[str]:
    return [record["raised"]["message"] for record in records(transcript)]


def test_exercises_share_a_process(jailed: Worker) -> None:
    one, other = numbers(jailed.run(answering("pass")))
    assert one == other


@pytest.mark.parametrize("first", STAYS_BEHIND.values(), ids=STAYS_BEHIND)
def test_what_stays_behind_reaches_no_other_exercise(jailed: Worker, first: str) -> None:
    one, other = numbers(jailed.run(answering(first)))
    assert one != other


PUT_BACK = (
    "torch.set_grad_enabled(False)",
    "torch.set_default_dtype(torch.float64)",
    "os.environ['LEFT'] = 'behind'",
)


@pytest.mark.parametrize("first", PUT_BACK)
def test_settings_are_put_back_after_every_call(jailed: Worker, first: str) -> None:
    job = answering(first)
    told = "(os.getpid(), torch.is_grad_enabled(), torch.get_default_dtype(), 'LEFT' in os.environ)"
    source = job["cells"][0]["source"]
    job["cells"][0]["source"] = source.replace("RuntimeError(os.getpid())", f"RuntimeError({told})")
    one, other = numbers(jailed.run(job))
    assert one != other and other.endswith("True, torch.float32, False)")
    assert one.split(",")[0] == other.split(",")[0], "they do not share a process"


ENDS = {
    "os._exit(3)": "exit 3",
    "os._exit(0)": "exit 0",
    "os.kill(os.getpid(), signal.SIGKILL)": "signal 9",
    "time.sleep(60)": "timeout",
}


@pytest.mark.parametrize(("first", "how"), ENDS.items())
def test_how_an_exercise_ends_costs_no_other(jailed: Worker, first: str, how: str) -> None:
    transcript = jailed.run(answering(first))
    assert transcript.end == "done"
    assert ended(transcript) == [(TWO[0], how), (TWO[1], "exit 0")]
    assert len(numbers(transcript)) == 1


def ended(transcript: Transcript) -> list[tuple[str, str]]:
    return [(e["exercise"], e["how"]) for e, _ in transcript.events if e.get("event") == "ended"]


def test_who_pretends_to_be_further_loses_own_exercises_only(jailed: Worker) -> None:
    pipes = "[n for n in range(3, 64) if os.path.realpath(f'/proc/self/fd/{n}').count('pipe')]"
    transcript = jailed.run(answering(f"os.write({pipes}[-1], b'.' * 99); os._exit(4)"))
    assert ended(transcript) == [(TWO[1], "exit 4")]
    assert transcript.end == "done"
