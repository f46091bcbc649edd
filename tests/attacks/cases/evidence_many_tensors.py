# ruff: noqa: E501  (submissions)
"""Send a frame of 50,000 tensors."""

from tests.attacks.cases._forging import FORGE

DEFENCE = "The number of tensors in a frame is capped."
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

hostile = evidence_frame(tensors({f'start/{i}': {'dtype': 'U8', 'shape': [1], 'data_offsets': [i, i + 1]} for i in range(50_000)}, b'x' * 50_000))
for descriptor in pipes():
    try:
        os.write(descriptor, hostile)
    except OSError:
        pass
os._exit(0)
"""
)
