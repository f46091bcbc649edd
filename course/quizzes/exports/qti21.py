"""IMS QTI 2.1: a zip with a manifest, a test, an item for each question, and the pictures.

https://www.imsglobal.org/question/qtiv2p1/imsqti_implv2p1.html
"""

import io
import xml.etree.ElementTree as ET
import zipfile
from collections.abc import Sequence

from course.quizzes import html
from course.quizzes.markup import to_html
from course.quizzes.model import LETTERS, Question

QTI = "http://www.imsglobal.org/xsd/imsqti_v2p1"
CP = "http://www.imsglobal.org/xsd/imscp_v1p1"
XSI = "http://www.w3.org/2001/XMLSchema-instance"
EPOCH = (2020, 1, 1, 0, 0, 0)  # one date for all entries: equal questions give equal bytes


def write(title: str, questions: Sequence[Question]) -> bytes:
    """Return the content package."""
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as package:
        _add(package, "imsmanifest.xml", _document(_manifest(questions)))
        _add(package, "test.xml", _document(_test(title, questions)))
        for question in questions:
            _add(package, f"items/{question.id}.xml", _document(_item(question)))
            if question.image:
                _add(package, f"items/images/{question.image.name}", question.image.data)
    return out.getvalue()


def _item(question: Question) -> ET.Element:
    """Return the item: one choice, scored by the key, its feedback shown after the answer."""
    item = ET.Element("assessmentItem", {"xmlns": QTI, "identifier": _name(question)})
    item.attrib |= {"title": question.id, "adaptive": "false", "timeDependent": "false"}
    declared = {"identifier": "RESPONSE", "cardinality": "single", "baseType": "identifier"}
    response = ET.SubElement(item, "responseDeclaration", declared)
    _value(ET.SubElement(response, "correctResponse"), LETTERS[question.key])
    score = {"identifier": "SCORE", "cardinality": "single", "baseType": "float"}
    _value(ET.SubElement(ET.SubElement(item, "outcomeDeclaration", score), "defaultValue"), "0")
    ET.SubElement(item, "outcomeDeclaration", declared | {"identifier": "FEEDBACK"})
    item.append(_body(question))
    item.append(_processing())
    for letter, choice in zip(LETTERS, question.choices, strict=False):
        shown = {"outcomeIdentifier": "FEEDBACK", "identifier": letter, "showHide": "show"}
        _fill(ET.SubElement(item, "modalFeedback", shown), f"<p>{to_html(choice.feedback)}</p>")
    return item


def _body(question: Question) -> ET.Element:
    body = ET.Element("itemBody")
    _fill(body, html.stem(question, f"images/{question.image.name}" if question.image else None))
    options = {"responseIdentifier": "RESPONSE", "shuffle": "true", "maxChoices": "1"}
    interaction = ET.SubElement(body, "choiceInteraction", options)
    for letter, choice in zip(LETTERS, question.choices, strict=False):
        _fill(ET.SubElement(interaction, "simpleChoice", identifier=letter), to_html(choice.text))
    return body


def _processing() -> ET.Element:
    """Return the rules: a point for the key, and the feedback that belongs to the response."""
    processing = ET.Element("responseProcessing")
    case = ET.SubElement(ET.SubElement(processing, "responseCondition"), "responseIf")
    match = ET.SubElement(case, "match")
    ET.SubElement(match, "variable", identifier="RESPONSE")
    ET.SubElement(match, "correct", identifier="RESPONSE")
    point = ET.SubElement(case, "setOutcomeValue", identifier="SCORE")
    ET.SubElement(point, "baseValue", baseType="float").text = "1"
    said = ET.SubElement(processing, "setOutcomeValue", identifier="FEEDBACK")
    ET.SubElement(said, "variable", identifier="RESPONSE")
    return processing


def _test(title: str, questions: Sequence[Question]) -> ET.Element:
    test = ET.Element("assessmentTest", {"xmlns": QTI, "identifier": "quiz", "title": title})
    modes = {"identifier": "part", "navigationMode": "nonlinear", "submissionMode": "individual"}
    part = ET.SubElement(test, "testPart", modes)
    section = {"identifier": "section", "title": title, "visible": "true"}
    node = ET.SubElement(part, "assessmentSection", section)
    for question in questions:
        where = {"identifier": _name(question), "href": f"items/{question.id}.xml"}
        ET.SubElement(node, "assessmentItemRef", where)
    return test


def _manifest(questions: Sequence[Question]) -> ET.Element:
    manifest = ET.Element("manifest", {"xmlns": CP, "identifier": "thaw-course-quiz"})
    metadata = ET.SubElement(manifest, "metadata")
    ET.SubElement(metadata, "schema").text = "QTIv2.1 Package"
    ET.SubElement(metadata, "schemaversion").text = "1.0.0"
    ET.SubElement(manifest, "organizations")
    resources = ET.SubElement(manifest, "resources")
    kind = {"identifier": "test", "type": "imsqti_test_xmlv2p1", "href": "test.xml"}
    test = ET.SubElement(resources, "resource", kind)
    ET.SubElement(test, "file", href="test.xml")
    for question in questions:
        href = f"items/{question.id}.xml"
        about = {"identifier": _name(question), "type": "imsqti_item_xmlv2p1", "href": href}
        resource = ET.SubElement(resources, "resource", about)
        ET.SubElement(resource, "file", href=href)
        if question.image:
            ET.SubElement(resource, "file", href=f"items/images/{question.image.name}")
        ET.SubElement(test, "dependency", identifierref=_name(question))
    return manifest


def _name(question: Question) -> str:
    """Return an identifier that does not begin with a digit, as XML names must not."""
    return f"q-{question.id}"


def _value(parent: ET.Element, text: str) -> None:
    ET.SubElement(parent, "value").text = text


def _fill(parent: ET.Element, fragment: str) -> None:
    """Append HTML made by this package, which is well-formed XML."""
    source = ET.fromstring(f"<x>{fragment}</x>")
    parent.text = source.text
    parent.extend(source)


def _document(root: ET.Element) -> bytes:
    data: bytes = ET.tostring(root, encoding="utf-8", xml_declaration=True)
    return data


def _add(package: zipfile.ZipFile, name: str, data: bytes) -> None:
    entry = zipfile.ZipInfo(name, EPOCH)
    entry.compress_type = zipfile.ZIP_DEFLATED
    package.writestr(entry, data)
