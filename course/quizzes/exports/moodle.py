"""Moodle XML: one multiple-choice question each, pictures inside, tags for objective and topic."""

import base64
import xml.etree.ElementTree as ET
from collections.abc import Sequence

from course.quizzes import html
from course.quizzes.markup import to_html
from course.quizzes.model import Image, Question


def write(title: str, questions: Sequence[Question]) -> bytes:
    """Return a file for Moodle's question bank, in a category named by the title."""
    quiz = ET.Element("quiz")
    category = ET.SubElement(quiz, "question", type="category")
    path = title.replace("/", "//")  # a single slash would begin a subcategory
    _text(ET.SubElement(category, "category"), f"$course$/top/{path}")
    for question in questions:
        quiz.append(_question(question))
    ET.indent(quiz)
    data: bytes = ET.tostring(quiz, encoding="utf-8", xml_declaration=True)
    return data


def _question(question: Question) -> ET.Element:
    node = ET.Element("question", type="multichoice")
    _text(ET.SubElement(node, "name"), question.id)
    body = ET.SubElement(node, "questiontext", format="html")
    _text(
        body,
        html.stem(question, f"@@PLUGINFILE@@/{question.image.name}" if question.image else None),
    )
    if question.image:
        body.append(_file(question.image))
    _text(ET.SubElement(node, "generalfeedback", format="html"), "")
    for name, value in (
        ("defaultgrade", "1"),
        ("penalty", "0.3333333"),
        ("hidden", "0"),
        ("idnumber", question.id),
        ("single", "true"),
        ("shuffleanswers", "true"),
        ("answernumbering", "ABCD"),
    ):
        ET.SubElement(node, name).text = value
    for choice in question.choices:
        answer = ET.SubElement(
            node, "answer", fraction="100" if choice.right else "0", format="html"
        )
        _text(answer, to_html(choice.text))
        _text(ET.SubElement(answer, "feedback", format="html"), to_html(choice.feedback))
    tags = ET.SubElement(node, "tags")
    for tag in (f"objective:{question.objective}", f"topic:{question.topic}"):
        _text(ET.SubElement(tags, "tag"), tag)
    return node


def _text(parent: ET.Element, text: str) -> None:
    ET.SubElement(parent, "text").text = text


def _file(image: Image) -> ET.Element:
    node = ET.Element("file", name=image.name, path="/", encoding="base64")
    node.text = base64.b64encode(image.data).decode("ascii")
    return node
