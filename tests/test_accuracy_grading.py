"""Notebook and checkpoint through the whole path: intake, jail, receipt; loose and in a zip."""

import itertools
import json
import zipfile
from collections.abc import Callable
from pathlib import Path

import pytest
import torch

from autograder import profile
from autograder.accuracy import attach, calibration, sets, thresholds
from autograder.cli import main
from autograder.desk import Desk
from autograder.errors import AutograderError
from autograder.handed import read
from autograder.intake import Submission, find
from autograder.results import Result
from autograder.transcript import RunsJobs
from course import untrusted
from course.checks.feature_extraction import trained_network
from course.untrusted import FILE
from tests import accuracy, classroom
from tests.accuracy import file, honest_head

NAMES = ("replace_head", "freeze_backbone", "train_one_epoch", "evaluate")
PROFILE = profile.load()


def notebook(**cells: str) -> str:
    sources = {name: classroom.source(name, "reference") or "" for name in NAMES}
    return json.dumps(classroom.notebook(sources | cells))


def grade(desk: Desk, worker: RunsJobs, path: Path) -> Result:
    return desk.grade(Submission("ada", classroom.SLUG, path), worker)


def lost(result: Result) -> set[str]:
    return {v.check.id for v in result.verdicts if v.outcome != "passed"}


def zipped(folder: Path, files: dict[str, bytes]) -> Path:
    path = folder / "ada.zip"
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in files.items():
            archive.writestr(name, content)
    return path


def test_a_zip_is_graded_and_the_receipt_tells_how(
    desk: Desk, worker: RunsJobs, tmp_path: Path
) -> None:
    head = file(honest_head(), device="NVIDIA H100", epochs="10")
    path = zipped(tmp_path, {"w/feature_extraction.ipynb": notebook().encode(), f"w/{FILE}": head})
    result = grade(desk, worker, path)
    assert not lost(result)
    receipt = desk.store.path(desk.store.key(Submission("ada", classroom.SLUG, path)))
    measured = json.loads(receipt.read_text())["result"]["measured"]
    kept = measured["saved_network"]["checkpoint"]
    assert (kept["route"], kept["claimed_device"]) == ("cached", "NVIDIA H100")
    assert 0.7 < kept["perturbed"] <= kept["clean"] < 0.9
    assert measured["trained_network"]["accuracy"]["route"] == "cached"
    assert measured["trained_network"]["unseen"]["route"].startswith("full: ")


def test_no_file_and_a_pickle_cost_only_the_saved_network(
    desk: Desk, worker: RunsJobs, tmp_path: Path
) -> None:
    path = tmp_path / "feature_extraction.ipynb"
    path.write_text(notebook(), encoding="utf-8")
    result = grade(desk, worker, path)
    assert {v.outcome for v in result.of("saved_network")} == {"not_attempted"}
    assert result.score == result.max_score - 10
    torch.save(honest_head(), tmp_path / "model.pth")
    verdict = grade(desk, worker, path).of("saved_network")[0]
    assert verdict.outcome == "failed"
    assert "course.save_checkpoint(model" in (verdict.feedback or result).text()  # type: ignore[union-attr]


def test_close_to_the_line_more_seeds_decide_and_credit_is_smooth(
    desk: Desk, worker: RunsJobs, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """With a line that no linear head reaches, and all within its noise, four seeds are run."""
    grader = desk.grader(worker)  # which the line as it is lets begin
    text = thresholds.DEFAULT.read_text(encoding="utf-8")
    wide = text.replace(
        "full = 0.70\nnone = 0.20\nnoise = 0.02", "full = 0.9\nnone = 0\nnoise = 0.5"
    )
    assert wide != text
    own = tmp_path / "t.toml"
    own.write_text(wide, encoding="utf-8")
    monkeypatch.setenv(thresholds.VARIABLE, str(own))
    path = tmp_path / "feature_extraction.ipynb"
    path.write_text(notebook(), encoding="utf-8")
    result = grader.grade(Submission("ada", classroom.SLUG, path), worker)
    assert lost(result) & {"learns_real_images"}
    verdict = next(v for v in result.verdicts if v.check.id == "learns_real_images")
    assert "mean of 4 runs with different seeds" in (verdict.feedback or result).text()  # type: ignore[union-attr]
    assert 0.9 < verdict.credit < 1
    assert result.measured["trained_network"]["accuracy"]["seeds"] == 4
    assert result.of("trained_network")[0].check.points > 0


def test_labels_are_not_where_jobs_can_read() -> None:
    keys = sets.hidden(accuracy.SEED, 64, "features")
    import safetensors

    for key in keys.values():
        with safetensors.safe_open(str(sets.folder() / f"{key}.safetensors"), framework="pt") as f:
            assert set(f.keys()) == {"images", "features"}


def huge(files: dict[str, bytes]) -> dict[str, bytes]:
    return files | {FILE: b"\0" * (PROFILE.intake.checkpoint_bytes + 1)}


ZIPS: dict[str, tuple[Callable[[dict[str, bytes]], dict[str, bytes]], str]] = {
    "two notebooks": (lambda f: f | {"b.ipynb": b"{}"}, "holds 2 notebooks"),
    "none": (lambda f: {FILE: f[FILE]}, "holds 0 notebooks"),
    "a bomb": (huge, "model.safetensors is larger than"),
    "a pickle": (lambda f: {"a.ipynb": b"{}", "m.pth": b"\x80\x04."}, "is a pickle"),
}


@pytest.mark.parametrize("name", ZIPS)
def test_an_odd_zip_is_told_apart(tmp_path: Path, name: str) -> None:
    change, said = ZIPS[name]
    files = read(zipped(tmp_path, change({"a.ipynb": b"{}", FILE: b"x"})), PROFILE)
    reasons = [files.unusable or "", files.checkpoint.refused if files.checkpoint else ""]
    assert any(said in reason for reason in reasons)


CALLED = f"The network was called model (1).safetensors; the right name is {FILE}."


def test_a_checkpoint_of_another_name_is_taken_and_noted(tmp_path: Path) -> None:
    files = {"a.ipynb": b"{}", "model (1).safetensors": b"x"}
    for name, content in files.items():
        (tmp_path / name).write_bytes(content)
    for path in (tmp_path / "a.ipynb", zipped(tmp_path, files)):
        found = read(path, PROFILE)
        assert found.checkpoint is not None
        assert (found.checkpoint.content, found.notes) == (b"x", (CALLED,))
    (tmp_path / "b.ipynb").write_text("{}")  # whose is it?
    assert read(tmp_path / "a.ipynb", PROFILE).checkpoint is None


def test_of_two_checkpoints_neither_is_taken(tmp_path: Path) -> None:
    names = ("a.ipynb", "model (1).safetensors", "model (2).safetensors")
    for name in names:
        (tmp_path / name).write_bytes(b"{}")
    for path in (tmp_path / "a.ipynb", zipped(tmp_path, dict.fromkeys(names, b"{}"))):
        found = read(path, PROFILE)
        assert (found.checkpoint, found.notes) == (None, ())


def test_a_broken_zip_is_no_submission(tmp_path: Path) -> None:
    path = tmp_path / "ada.zip"
    path.write_bytes(b"PK\x03\x04 and nothing more")
    assert "no sound zip" in (read(path, PROFILE).unusable or "")


def test_a_link_for_a_checkpoint_is_not_followed(tmp_path: Path) -> None:
    (tmp_path / "a.ipynb").write_text("{}")
    (tmp_path / FILE).symlink_to(thresholds.DEFAULT)
    found = read(tmp_path / "a.ipynb", PROFILE).checkpoint
    assert found is not None and "no ordinary file" in found.refused


def test_zips_are_found_in_folders(tmp_path: Path) -> None:
    folder = tmp_path / "submitted" / "ada" / classroom.SLUG
    folder.mkdir(parents=True)
    zipped(folder, {"a.ipynb": b"{}"})
    (one,) = find(tmp_path / "submitted", classroom.SLUG)
    assert (one.student, one.path) == ("ada", folder / "ada.zip")


def test_the_credit_curve_is_smooth_and_ends_at_chance() -> None:
    line = thresholds.Threshold(full=0.75, none=0.2, noise=0.02)
    values = [line.credit(a / 100) for a in range(0, 101)]
    assert values == sorted(values)
    assert (line.credit(0.1), line.credit(0.2), line.credit(0.75)) == (0, 0, 1)
    assert max(b - a for a, b in itertools.pairwise(values)) < 0.04


@pytest.mark.parametrize(
    ("change", "said"),
    [("full = 0.70", "full = 2"), ("noise = 0.02", "nose = 0.02"), ("full = 0.70", "full = 0.1")],
)  # fmt: skip
def test_wrong_thresholds_are_refused_by_section(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, change: str, said: str
) -> None:
    path = tmp_path / "t.toml"
    path.write_text(thresholds.DEFAULT.read_text(encoding="utf-8").replace(change, said, 1))
    monkeypatch.setenv(thresholds.VARIABLE, str(path))
    with pytest.raises(AutograderError, match=r"trained_network\.cpu"):
        thresholds.of("trained_network", "cpu")


@pytest.mark.parametrize(("slug", "mistakes"), [("feature_extraction", 8), ("fine_tuning", 4)])
def test_the_committed_calibration_is_current_and_sharp(
    slug: str, mistakes: int, course_folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(course_folder)
    assert main(["calibrate", "--check", slug]) == 0
    made = json.loads((calibration.FOLDER / f"{slug}.json").read_text())
    tables = {table["name"]: table for table in made["budgets"]}
    for table in tables.values():
        assert len(table["samples"][0]["perturbed"]) >= 30
        assert table["right_rejected"]["estimated"] < 0.001
    wrong = tables["grader cpu"]["wrong_accepted"]
    assert len(wrong) >= mistakes
    assert all(odds["estimated"] < 0.001 for odds in wrong.values())


def test_a_calibration_of_other_code_is_stale(
    course_folder: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.chdir(course_folder)
    study = calibration.Study(trained_network, {"train_one_epoch": ("step_missing",)})
    monkeypatch.setattr(calibration, "STUDIES", {"feature_extraction": study})
    assert main(["calibrate", "--check"]) == 1
    assert "the calibration is stale" in capsys.readouterr().err


def test_a_set_that_was_damaged_is_made_again(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv(sets.CACHE, str(tmp_path))
    keys = sets.hidden("another seed", 32, "")
    path = sets.folder() / f"{keys['clean']}.safetensors"
    content = path.read_bytes()
    path.write_bytes(content[:-1] + bytes([content[-1] ^ 1]))
    assert sets.hidden("another seed", 32, "") == keys
    assert path.read_bytes() == content


def test_the_reference_checkpoint_is_the_same_every_time() -> None:
    once = untrusted.read(attach.reference_checkpoint().content, accuracy.LIMIT).tensors
    attach.reference_checkpoint.cache_clear()
    again = untrusted.read(attach.reference_checkpoint().content, accuracy.LIMIT).tensors
    assert all(torch.equal(once[name], again[name]) for name in once)
