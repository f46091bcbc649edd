# ruff: noqa: E501  (submissions)
"""Send 15 MB of empty lists, which take twenty times that in memory."""

from tests.attacks.cases._forging import FORGE

DEFENCE = "The JSON of a frame is capped."
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

hostile = frame(b'{"event": "ran", "id": [' + b'[],' * 5_000_000 + b'1]}')
for descriptor in pipes():
    try:
        os.write(descriptor, hostile)
    except OSError:
        pass
os._exit(0)
"""
)
