# ruff: noqa: E501  (submissions)
"""Send an error of a cell whose lines are a number and whose message is a tree."""

from tests.attacks.cases._forging import FORGE

DEFENCE = "Events have a strict schema; whatever does not fit ends the job as malformed."
CELL = (
    FORGE
    + r"""
import json
import os
import struct


def frame(head, body=b''):
    return b'THAW' + struct.pack('<II', len(head), len(body)) + head + body


def evidence_frame(body, record=b'{"evidence": {}}'):
    return frame(b'{"event": "evidence", "exercise": "evaluate", "case": 0, "record": ' + record + b'}', body)


def tensors(header, data=b''):
    text = json.dumps(header).encode()
    return struct.pack('<Q', len(text)) + text + data

hostile = frame(b'{"event": "ran", "id": "evaluate", "text": 7, "error": {"type": [], "message": {}, "lines": 3}}')
for descriptor in pipes():
    try:
        os.write(descriptor, hostile)
    except OSError:
        pass
os._exit(0)
"""
)
