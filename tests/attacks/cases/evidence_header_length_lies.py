# ruff: noqa: E501  (submissions)
"""Announce a safetensors header of 2^63 bytes."""

from tests.attacks.cases._forging import FORGE

DEFENCE = "safetensors checks its header against the bytes that are there."
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

hostile = evidence_frame(struct.pack('<Q', 2**63 - 1) + b'{}')
for descriptor in pipes():
    try:
        os.write(descriptor, hostile)
    except OSError:
        pass
os._exit(0)
"""
)
