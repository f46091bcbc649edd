"""Moodle XML, parsed without entities, DTDs or anything from outside.

https://docs.moodle.org/en/Moodle_XML_format
"""

import base64
import binascii
from pathlib import Path
from xml.etree.ElementTree import Element, ParseError

from course.quizzes.errors import QuizError, at
from course.quizzes.imports import Draft, Found
from course.quizzes.imports.drafts import draft, place_picture
from course.quizzes.imports.html import Read, read_html
from course.quizzes.markup import escape

DEEPEST = 40  # elements inside each other; Moodle needs six


def read(text: str, path: Path) -> Found:
    """Return the multiple-choice questions; other kinds are refused by name."""
    root = _parse(text, path)
    if root.tag != "quiz":
        raise at(path, "top level", "is not a Moodle quiz", "export it as Moodle XML")
    images: dict[str, bytes] = {}
    questions = []
    title = ""
    for number, node in enumerate(root.findall("question"), 1):
        kind = node.get("type", "")
        if kind == "category":
            title = (
                title
                or (node.findtext("category/text") or "").replace("//", "/").rpartition("top/")[2]
            )
            continue
        place = f"question {number}"
        if kind not in ("multichoice", "truefalse"):
            raise at(
                path, place, f'is of the kind "{kind}"', "only multiple choice can be imported"
            )
        questions.append(_question(node, images, place, path))
    return Found(title, questions, images)


def _parse(text: str, path: Path) -> Element:
    try:
        from defusedxml.ElementTree import fromstring
    except ModuleNotFoundError:
        need = "Moodle XML needs defusedxml"
        raise QuizError(f"{need}; install it with: pip install 'thaw-course[quiz]'.") from None
    try:
        root: Element = fromstring(text.encode(), forbid_dtd=True)
    except ParseError as error:
        raise at(path, f"line {error.position[0]}", "is not XML", "export it anew") from None
    except (ValueError, RecursionError, LookupError):
        raise at(path, "top level", "has a DTD or entities", "export it without them") from None
    depth = _depth(root)
    if depth > DEEPEST:
        raise at(path, "top level", f"is nested {depth} deep", "export it anew")
    return root


def _depth(root: Element) -> int:
    level, depth = [root], 0
    while level:
        level = [child for node in level for child in node]
        depth += 1
    return depth


def _question(node: Element, images: dict[str, bytes], place: str, path: Path) -> Draft:
    if (node.findtext("single") or "true").strip().lower() not in ("true", "1"):
        raise at(path, place, "has several right choices", "only single choice can be imported")
    body = node.find("questiontext")
    asked = _markup(body)
    item = draft(
        (node.findtext("idnumber") or node.findtext("name/text") or "").strip(),
        asked.text,
        asked.code,
    )
    place_picture(item, asked.picture, images, _files(body))
    for tag in node.findall("tags/tag/text"):
        kind, _, name = (tag.text or "").partition(":")
        if kind == "objective":
            item["objective"] = name.strip()
    item["choices"] = [_choice(answer) for answer in node.findall("answer")]
    return item


def _choice(answer: Element) -> Draft:
    read = _markup(answer)
    words = read.text if not read.code else f"{read.text} `{' '.join(read.code.split())}`".strip()
    right = answer.get("fraction", "0").strip() in ("100", "100.0", "100.00000")
    return {"text": words, "right": right, "feedback": _markup(answer.find("feedback")).text}


def _markup(node: Element | None) -> Read:
    if node is None:
        return Read("", "", None)
    text = node.findtext("text") or ""
    if node.get("format", "html") in ("html", "moodle_auto_format"):
        return read_html(text)
    words = " ".join(text.split())
    return Read(words if node.get("format") == "markdown" else escape(words), "", None)


def _files(node: Element | None) -> dict[str, bytes]:
    found = {}
    for file in node.findall("file") if node is not None else ():
        try:
            found[file.get("name", "")] = base64.b64decode(
                "".join((file.text or "").split()), validate=True
            )
        except (binascii.Error, ValueError):
            continue  # a picture that cannot be read is a question without one
    return found
