# ruff: noqa: E501  (submissions)
"""Send a tensor header that claims 2^60 values, or values that overlap and lie outside."""

from tests.attacks.cases._forging import FORGE

DEFENCE = "safetensors checks shapes against the bytes that are there."
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

hostile = evidence_frame(tensors({'start/a': {'dtype': 'F32', 'shape': [2**30, 2**30], 'data_offsets': [0, 4]}}, b'0000'))
hostile += evidence_frame(tensors({'start/a': {'dtype': 'F32', 'shape': [1], 'data_offsets': [0, 4]}, 'start/b': {'dtype': 'F32', 'shape': [1], 'data_offsets': [0, 4]}}, b'0000'))
for descriptor in pipes():
    try:
        os.write(descriptor, hostile)
    except OSError:
        pass
os._exit(0)
"""
)
