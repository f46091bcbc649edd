# ruff: noqa: E501  (submissions)
"""Send tensors of NaN and infinity."""

from tests.attacks.cases._forging import FORGE

DEFENCE = "Only finite values are taken."
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

hostile = evidence_frame(tensors({'start/a': {'dtype': 'F32', 'shape': [2], 'data_offsets': [0, 8]}}, b'\x00\x00\xc0\x7f\x00\x00\x80\x7f'))
for descriptor in pipes():
    try:
        os.write(descriptor, hostile)
    except OSError:
        pass
os._exit(0)
"""
)
