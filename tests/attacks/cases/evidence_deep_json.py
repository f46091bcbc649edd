# ruff: noqa: E501  (submissions)
"""Send JSON nested so deeply that its parser overflows."""

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

hostile = frame(b'[' * 200_000 + b']' * 200_000)
for descriptor in pipes():
    try:
        os.write(descriptor, hostile)
    except OSError:
        pass
os._exit(0)
"""
)
