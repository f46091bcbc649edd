# ruff: noqa: E501  (submissions)
"""Send tensors of no values with dimensions of 2^62."""

from tests.attacks.cases._forging import FORGE

DEFENCE = "Tensors with absurd dimensions are refused."
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

hostile = evidence_frame(tensors({'start/a': {'dtype': 'F32', 'shape': [2**62, 0, 2**62], 'data_offsets': [0, 0]}}))
for descriptor in pipes():
    try:
        os.write(descriptor, hostile)
    except OSError:
        pass
os._exit(0)
"""
)
