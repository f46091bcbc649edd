"""The log and the receipts: nothing can be changed, lost or added unseen."""

import json
import threading
from pathlib import Path

import pytest

from autograder import assignment, profile, settings
from autograder.errors import AutograderError
from autograder.files import write_atomically
from autograder.intake import Submission
from autograder.judge import Check, Verdict
from autograder.ledger import Ledger
from autograder.receipts import Store
from autograder.results import Result
from autograder.verify import problems
from tests import classroom
from tests.bank import ROOT

CHECK = Check("counts_right_answers", "evaluate", "It counts.", 2.0)


@pytest.fixture
def ledger(tmp_path: Path) -> Ledger:
    made = Ledger(tmp_path / "log.jsonl")
    for number in range(5):
        made.append("graded", student=f"s{number}", assignment="a", key=str(number), receipt="r")
    return made


def test_entries_are_chained_and_numbered(ledger: Ledger) -> None:
    entries = list(ledger.entries())
    assert [entry["number"] for entry in entries] == [1, 2, 3, 4, 5]
    assert [entry["previous"] for entry in entries[1:]] == [entry["hash"] for entry in entries[:-1]]


@pytest.mark.parametrize("line", range(5))
def test_a_changed_entry_is_found(ledger: Ledger, line: int) -> None:
    lines = ledger.path.read_text().splitlines()
    lines[line] = lines[line].replace(f'"s{line}"', '"somebody"')
    ledger.path.write_text("\n".join(lines) + "\n")
    with pytest.raises(AutograderError, match=f"line {line + 1}"):
        list(ledger.entries())


@pytest.mark.parametrize("line", range(4))
def test_a_removed_entry_is_found(ledger: Ledger, line: int) -> None:
    lines = ledger.path.read_text().splitlines()
    del lines[line]
    ledger.path.write_text("\n".join(lines) + "\n")
    with pytest.raises(AutograderError, match=f"line {line + 1}"):
        list(ledger.entries())


def test_a_line_that_a_crash_cut_off_is_replaced(ledger: Ledger) -> None:
    with ledger.path.open("a") as file:
        file.write('{"number": 6, "prev')
    assert len(list(ledger.entries())) == 5
    ledger.append("graded", student="s6", assignment="a", key="6", receipt="r")
    assert [entry["number"] for entry in ledger.entries()] == [1, 2, 3, 4, 5, 6]


def test_many_writers_at_once_keep_one_chain(tmp_path: Path) -> None:
    ledger = Ledger(tmp_path / "log.jsonl")
    threads = [
        threading.Thread(target=lambda: [ledger.append("graded", n=n) for n in range(20)])
        for _ in range(4)
    ]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert len(list(ledger.entries())) == 80


def test_long_entries_are_chained_too(tmp_path: Path) -> None:
    ledger = Ledger(tmp_path / "log.jsonl")
    for number in range(4):
        ledger.append("graded", text="x" * 200_000, number_of=number)
    assert len(list(ledger.entries())) == 4


@pytest.fixture
def store(tmp_path: Path) -> Store:
    course = classroom.course_folder(tmp_path / "course")
    found = assignment.find(classroom.SLUG, course)
    return Store(settings.load(course), found, profile.load(), "jail")


@pytest.fixture
def submission(store: Store) -> Submission:
    path = store.settings.root / "submitted" / "ada" / classroom.SLUG / "feature_extraction.ipynb"
    path.parent.mkdir(parents=True)
    path.write_bytes((ROOT / "tests/submissions/files/cut_off.ipynb").read_bytes())
    return Submission("ada", classroom.SLUG, path)


def result(outcome: str = "passed") -> Result:
    return Result("ada", classroom.SLUG, [Verdict(CHECK, outcome)])  # type: ignore[arg-type]


def test_a_receipt_reads_back_as_it_was(store: Store, submission: Submission) -> None:
    assert store.get(submission) is None
    store.put(submission, result())
    assert store.get(submission) == result()
    assert list(problems(store)) == []


def test_another_submission_student_or_seed_is_another_receipt(
    store: Store, submission: Submission
) -> None:
    key = store.key(submission)
    assert store.key(Submission("ben", classroom.SLUG, submission.path)) != key
    assert submission.path is not None
    submission.path.write_bytes(submission.path.read_bytes() + b" ")
    assert store.key(submission) != key


def test_a_fault_of_the_machine_leaves_no_receipt(store: Store, submission: Submission) -> None:
    assert store.put(submission, result("error")) is None
    assert store.get(submission) is None


def test_a_changed_receipt_is_refused_and_reported(store: Store, submission: Submission) -> None:
    path = store.put(submission, result("failed"))
    assert path is not None
    path.write_text(path.read_text().replace('"failed"', '"passed"'))
    with pytest.raises(AutograderError, match="changed after it was signed"):
        store.get(submission)
    assert any("changed after it was signed" in problem for problem in problems(store))


@pytest.mark.parametrize("content", [b"", b"{}", b"[1]", b"\x00\xff", b'{"signature": 1}'])
def test_a_damaged_receipt_is_refused(store: Store, submission: Submission, content: bytes) -> None:
    path = store.put(submission, result())
    assert path is not None
    path.write_bytes(content)
    with pytest.raises(AutograderError, match=r"damaged|changed"):
        store.get(submission)


def test_missing_renamed_and_unlogged_receipts_are_reported(
    store: Store, submission: Submission
) -> None:
    path = store.put(submission, result())
    assert path is not None
    path.rename(path.with_name("0" * 64 + ".json"))
    said = " ".join(problems(store))
    assert "not its own" in said
    assert "its file is gone" in said


def test_receipts_tell_nothing_secret(store: Store, submission: Submission) -> None:
    path = store.put(submission, result())
    assert path is not None
    text = path.read_text()
    assert store.settings.seed not in text
    assert store.settings.signing_key().decode() not in text


def test_a_write_that_fails_leaves_the_old_file(tmp_path: Path) -> None:
    path = tmp_path / "file"
    write_atomically(path, b"old")
    with pytest.raises(TypeError):
        write_atomically(path, "no bytes")  # type: ignore[arg-type]
    assert path.read_bytes() == b"old"
    assert [p.name for p in tmp_path.iterdir()] == ["file"]


def test_a_receipt_is_canonical_json(store: Store, submission: Submission) -> None:
    path = store.put(submission, result())
    assert path is not None
    data = json.loads(path.read_text())
    assert path.read_text() == json.dumps(
        data, sort_keys=True, separators=(",", ":"), ensure_ascii=False
    ) + "\n"  # fmt: skip
