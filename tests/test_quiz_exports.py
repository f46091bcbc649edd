"""Every export, read back by somebody else's reader to the same questions."""

import csv
import io
import json
import re
import tempfile
import xml.etree.ElementTree as ET
import zipfile
from collections.abc import Callable
from html import unescape
from pathlib import Path
from typing import Any, NamedTuple

import jsonschema
import pytest
from markdown_it import MarkdownIt

from course.quizzes.catalogue import bank
from course.quizzes.command import EXPORTS
from course.quizzes.errors import QuizError
from course.quizzes.exports.command import SUFFIXES, export
from course.quizzes.imports.command import parse
from course.quizzes.markup import bare
from course.quizzes.model import LETTERS, Question
from tests.quizzes import run

ALL = tuple(bank().by_id.values())
SCHEMA = Path(__file__).parents[1] / "course" / "quizzes" / "exports" / "schema.json"


class Seen(NamedTuple):
    """A question as a reader of another system sees it, without markup or white space."""

    stem: str
    choices: tuple[str, ...]
    feedback: tuple[str, ...]
    key: int


def squeeze(text: str) -> str:
    """Reduce HTML or text to its visible characters."""
    return "".join(unescape(re.sub(r"<[^<>]+>", "", text)).split())


def expected(question: Question) -> Seen:
    """Return what a reader must see."""
    return Seen(
        "".join((bare(question.text) + question.code).split()),
        tuple("".join(bare(choice.text).split()) for choice in question.choices),
        tuple("".join(bare(choice.feedback).split()) for choice in question.choices),
        question.key,
    )


def test_moodle_by_moodle_xml_parser() -> None:
    from moodle_xml_parser.parser import parse_bytes

    found = parse_bytes(export("moodle", "A / B", ALL))["multichoice"]
    assert [seen_by_moodle(one) for one in found] == [expected(q) for q in ALL]
    assert [one.name for one in found] == [q.id for q in ALL]
    assert all(one.single and one.shuffle_answers for one in found)


def seen_by_moodle(one: Any) -> Seen:
    scores = [option.score_fraction for option in one.options]
    assert sorted(scores) == [0.0, 0.0, 0.0, 100.0]
    return Seen(
        squeeze(one.text_pre_parse),
        tuple(squeeze(option.answer) for option in one.options),
        tuple(squeeze(option.feedback) for option in one.options),
        scores.index(100.0),
    )


@pytest.mark.filterwarnings("ignore")
def test_gift_by_pygiftparser() -> None:
    from pygiftparser.parser import parseFile

    found = parseFile(io.StringIO(export("gift", "Quiz", ALL).decode()))
    assert all(one.valid for one in found)
    assert [one.title for one in found] == [q.id for q in ALL]
    for one, question in zip(found, ALL, strict=True):
        answers = one.answers.answers
        seen = Seen(
            squeeze(ungift(one.text)),
            tuple(squeeze(ungift(answer.answer)) for answer in answers),
            tuple(squeeze(ungift(answer.feedback)) for answer in answers),
            next(i for i, answer in enumerate(answers) if answer.fraction == 100),
        )
        assert seen == expected(question)


def ungift(text: str) -> str:
    """Undo the escapes that pygiftparser leaves."""
    return re.sub(r"\\([~=#{}:\\])", r"\1", text)


def test_qti21_by_onyx2moodle(tmp_path: Path) -> None:
    from onyx2moodle.parser import parse_item

    with zipfile.ZipFile(io.BytesIO(export("qti21", "Quiz", ALL))) as package:
        package.extractall(tmp_path)
    for question in ALL:
        item = parse_item(tmp_path / "items" / f"{question.id}.xml")
        (interaction,) = item.interactions
        (declared,) = (d for d in item.response_decls.values() if d.correct_values)
        names = [choice.identifier for choice in interaction.choices]
        said = {one.identifier: one.html for one in item.feedback}
        seen = Seen(
            "".join(t for node in item.body_xml[:-1] for t in " ".join(node.itertext()).split()),
            tuple(squeeze(choice.html) for choice in interaction.choices),
            tuple(squeeze(said[name]) for name in names),
            names.index(declared.correct_values[0]),
        )
        assert seen == expected(question)
        assert interaction.shuffle
        assert interaction.max_choices == 1


def test_qti21_package_is_complete() -> None:
    with zipfile.ZipFile(io.BytesIO(export("qti21", "Quiz", ALL))) as package:
        names = set(package.namelist())
        space = {"cp": "http://www.imsglobal.org/xsd/imscp_v1p1"}
        manifest = ET.fromstring(package.read("imsmanifest.xml"))
        listed = {node.get("href") for node in manifest.iterfind(".//cp:file", space)}
        assert listed | {"imsmanifest.xml"} == names
        resources = {node.get("identifier") for node in manifest.iterfind(".//cp:resource", space)}
        dependencies = manifest.iterfind(".//cp:dependency", space)
        needed = {node.get("identifierref") for node in dependencies}
        assert needed | {"test"} == resources
        images = [q.image for q in ALL if q.image]
        assert images
        for image in images:
            assert package.read(f"items/images/{image.name}") == image.data


QTI12 = {"q": "http://www.imsglobal.org/xsd/ims_qtiasiv1p2"}


def test_qti12_by_its_specification() -> None:
    with zipfile.ZipFile(io.BytesIO(export("qti12", "Quiz", ALL))) as package:
        names = package.namelist()
        (name,) = (n for n in names if re.fullmatch(r"(\w+)/\1\.xml", n))
        root = ET.fromstring(package.read(name))
        for question in (q for q in ALL if q.image):
            assert question.image
            assert package.read(f"images/{question.image.name}") == question.image.data
    items = root.findall(".//q:item", QTI12)
    assert [item.get("title") for item in items] == [q.id for q in ALL]
    assert [seen_by_canvas(item) for item in items] == [expected(q) for q in ALL]


def seen_by_canvas(item: ET.Element) -> Seen:
    """Read an item as QTI 1.2 says: labels, the response that scores 100, linked feedback."""
    labels = item.findall(".//q:response_label", QTI12)
    names = [label.get("ident", "") for label in labels]
    said = {
        node.get("ident"): node.findtext(".//q:mattext", "", QTI12)
        for node in item.findall("q:itemfeedback", QTI12)
    }
    linked, key = {}, ""
    for rule in item.findall("q:resprocessing/q:respcondition", QTI12):
        name = rule.findtext(".//q:varequal", "", QTI12)
        for link in rule.findall("q:displayfeedback", QTI12):
            linked[name] = said[link.get("linkrefid")]
        if rule.findtext("q:setvar", "", QTI12) == "100":
            key = name
    return Seen(
        squeeze(item.findtext("q:presentation/q:material/q:mattext", "", QTI12)),
        tuple(squeeze(label.findtext(".//q:mattext", "", QTI12)) for label in labels),
        tuple(squeeze(linked[name]) for name in names),
        names.index(key),
    )


def test_canvas_csv_by_csv() -> None:
    text = export("canvas-csv", "Quiz", ALL).decode("utf-8-sig")
    rows = list(csv.DictReader(io.StringIO(text)))
    assert [row["ID"] for row in rows] == [q.id for q in ALL]
    for row, question in zip(rows, ALL, strict=True):
        numbers = range(1, len(question.choices) + 1)
        seen = Seen(
            squeeze(row["Question"]),
            tuple(squeeze(row[f"Choice {n}"]) for n in numbers),
            tuple(squeeze(row[f"Feedback {n}"]) for n in numbers),
            int(row["Correct Answer"]) - 1,
        )
        assert seen == expected(question)


def test_json_by_its_schema() -> None:
    document = json.loads(export("json", "Quiz", ALL))
    schema = json.loads(SCHEMA.read_text())
    jsonschema.Draft202012Validator.check_schema(schema)
    jsonschema.validate(document, schema)
    for row, question in zip(document["questions"], ALL, strict=True):
        assert row["text"] == question.text
        assert [c["text"] for c in row["choices"]] == [c.text for c in question.choices]
        assert row["key"] == LETTERS[question.key]
        assert row.get("code", "") == question.code
    assert all("proof" not in row for row in document["questions"]), "a proof is the answer"


def test_markdown_by_markdown_it() -> None:
    page = MarkdownIt("commonmark", {"html": True}).render(export("markdown", "Quiz", ALL).decode())
    parts = re.split(r"<h3>\d+\. ", page)[1:]
    assert len(parts) == len(ALL)
    for part, question in zip(parts, ALL, strict=True):
        shown, _, hidden = part.partition("<details>")
        wanted = expected(question)
        assert listed_items(shown, ")") == wanted.choices
        assert listed_items(hidden, ":") == wanted.feedback
        assert squeeze(shown.partition("<ul>")[0]) == wanted.stem
        assert f"Answer: {LETTERS[question.key]}" in hidden


def listed_items(page: str, mark: str) -> tuple[str, ...]:
    """Return the items of a page's lists without their letters."""
    items = re.findall(r"(?s)<li>(.*?)</li>", page)
    return tuple(re.sub(rf"^[A-H]\{mark}", "", squeeze(item)) for item in items)


@pytest.mark.filterwarnings("ignore")
def test_anki_by_anki_itself() -> None:
    from anki.collection import Collection, ImportAnkiPackageOptions, ImportAnkiPackageRequest

    with tempfile.TemporaryDirectory() as folder:
        package = Path(folder) / "deck.apkg"
        package.write_bytes(export("anki", "Quiz", ALL))
        collection = Collection(str(Path(folder) / "collection.anki2"))
        try:
            for _ in range(2):  # importing twice updates notes, and adds none
                options = ImportAnkiPackageOptions()
                request = ImportAnkiPackageRequest(package_path=str(package), options=options)
                collection.import_anki_package(request)
            notes = [collection.get_note(note) for note in collection.find_notes("")]
            media = {p.name: p.read_bytes() for p in Path(collection.media.dir()).iterdir()}
        finally:
            collection.close()
    found = {note.fields[0]: note for note in notes}
    assert len(notes) == len(ALL)
    assert media == {q.image.name: q.image.data for q in ALL if q.image}
    for question in ALL:
        note = found[question.id]
        _, stem, choices, answer, feedback = note.fields
        seen = Seen(
            squeeze(stem),
            tuple(squeeze(line) for line in choices.split("</li>")[:-1]),
            tuple(squeeze(line) for line in feedback.split("</li>")[:-1]),
            LETTERS.index(answer[0]),
        )
        assert seen == expected(question)
        assert f"objective::{question.objective}" in note.tags


ROUND: dict[str, Callable[[Question], object]] = {
    "text": lambda q: bare(q.text),
    "code": lambda q: q.code,
    "choices": lambda q: [(bare(c.text), bare(c.feedback), c.right) for c in q.choices],
    "image": lambda q: (q.image.alt, q.image.data) if q.image else None,
    "id": lambda q: q.id,
}


@pytest.mark.parametrize("kind", ["moodle", "gift", "markdown"])
def test_import_brings_back_what_export_wrote(kind: str) -> None:
    _, found = parse(export(kind, "Quiz", ALL).decode(), Path("x"), kind)
    for name, part in ROUND.items():
        assert [part(q) for q in found.questions] == [part(q) for q in ALL], name


@pytest.mark.parametrize("kind", EXPORTS)
def test_command_writes_every_format(tmp_path: Path, kind: str) -> None:
    path = tmp_path / f"out{SUFFIXES[kind]}"
    done = run(tmp_path / "h", "export", "--format", kind, "--practice", "head", "-o", str(path))
    assert done.returncode == 0, done.stderr
    assert path.stat().st_size > 1000
    assert [p.name for p in tmp_path.iterdir()] == [path.name]


def test_export_into_a_missing_folder_is_one_line(tmp_path: Path) -> None:
    path = tmp_path / "no" / "x.xml"
    done = run(tmp_path / "h", "export", "--format", "moodle", "-o", str(path))
    assert (done.returncode, done.stderr.count("\n")) == (1, 1)


def test_missing_library_names_the_extra(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(__import__("sys").modules, "genanki", None)
    with pytest.raises(QuizError, match=r"pip install 'thaw-course\[quiz\]'"):
        export("anki", "Quiz", ALL)


AWKWARD = Question(
    "awkward",
    "Is `a ~ b = {c}` # 5 < 6 & 7 > 3: \\n, $x$ and **bold** 100 %?",
    tuple(
        bank().by_id["why-effective"].choices[0]._replace(text=text, feedback=said, right=right)
        for text, said, right in (
            ("`` a`b `` or `x=~{}`", "Because 1 < 2 && \"quotes\" 'both' #1.", True),
            ("*no*: <script>alert(1)</script>", "`%50%` & so = on ~ {x}", False),
            ("### $$", "$CATEGORY: x // y", False),
        )
    ),
    code="d = {'a': '''x'''}  # ~=#:{}\n\nprint(f\"{d}\\n```\")",
)


@pytest.mark.parametrize("kind", ["moodle", "gift", "markdown"])
def test_awkward_characters_survive(kind: str) -> None:
    _, found = parse(export(kind, "T", (AWKWARD,)).decode(), Path("x"), kind)
    back = found.questions[0]
    for name in ("text", "code", "choices"):
        assert ROUND[name](back) == ROUND[name](AWKWARD), name


def test_awkward_characters_survive_canvas() -> None:
    with zipfile.ZipFile(io.BytesIO(export("qti12", "T", (AWKWARD,)))) as package:
        (name,) = (n for n in package.namelist() if re.fullmatch(r"(\w+)/\1\.xml", n))
        root = ET.fromstring(package.read(name))
    (item,) = root.findall(".//q:item", QTI12)
    assert seen_by_canvas(item) == expected(AWKWARD)
