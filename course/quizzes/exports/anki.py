"""An Anki deck, made by the library genanki: the question in front, the feedback behind."""

import tempfile
from collections.abc import Sequence
from pathlib import Path
from zlib import crc32

from course.quizzes import html
from course.quizzes.markup import to_html
from course.quizzes.model import LETTERS, Question

MODEL = 1_607_392_311  # fixed: Anki knows its note types and decks by number
FRONT = "{{Question}}<ol type='A'>{{Choices}}</ol>"
BACK = "{{FrontSide}}<hr id='answer'><p><b>{{Answer}}</b></p><ol type='A'>{{Feedback}}</ol>"
STYLE = ".card { text-align: left; max-width: 42em; margin: auto; } pre { overflow-x: auto; }"
FIELDS = ("ID", "Question", "Choices", "Answer", "Feedback")


def write(title: str, questions: Sequence[Question]) -> bytes:
    """Return an .apkg; importing it again updates the notes, whose ids are the questions'."""
    import genanki  # type: ignore[import-untyped]

    templates = [{"name": "Question", "qfmt": FRONT, "afmt": BACK}]
    fields = [{"name": name} for name in FIELDS]
    model = genanki.Model(MODEL, "Quiz question", fields=fields, templates=templates, css=STYLE)
    deck = genanki.Deck(1_500_000_000 + crc32(title.encode()) % 400_000_000, title)
    for question in questions:
        tags = [f"objective::{question.objective}", f"topic::{question.topic}"]
        guid = genanki.guid_for("thaw-course", question.id)
        deck.add_note(genanki.Note(model=model, fields=_fields(question), tags=tags, guid=guid))
    with tempfile.TemporaryDirectory() as folder:
        media = []
        for question in questions:
            if question.image:
                path = Path(folder) / question.image.name
                path.write_bytes(question.image.data)
                media.append(str(path))
        target = Path(folder) / "deck.apkg"
        genanki.Package(deck, media_files=media).write_to_file(str(target), timestamp=1_577_836_800)
        return target.read_bytes()


def _fields(question: Question) -> list[str]:
    """Return the note's fields as HTML; the picture goes by its bare name."""
    choices = "".join(f"<li>{to_html(choice.text)}</li>" for choice in question.choices)
    feedback = "".join(f"<li>{to_html(choice.feedback)}</li>" for choice in question.choices)
    stem = html.stem(question, question.image.name if question.image else None)
    answer = f"{LETTERS[question.key]}. {to_html(question.choices[question.key].text)}"
    return [question.id, stem, choices, answer, feedback]
