# ruff: noqa: E501  (submissions)
"""Announce a frame of 4 GB."""

from tests.attacks.cases._forging import FORGE

DEFENCE = "A frame's length is checked before anything is read for it."
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

hostile = b'THAW' + struct.pack('<II', 2**32 - 1, 2**32 - 1) + b'x' * 1000
for descriptor in pipes():
    try:
        os.write(descriptor, hostile)
    except OSError:
        pass
os._exit(0)
"""
)
