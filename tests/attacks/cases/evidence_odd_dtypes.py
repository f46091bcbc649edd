# ruff: noqa: E501  (submissions)
"""Send tensors of types that few operations know: float8, uint64, complex."""

from tests.attacks.cases._forging import FORGE

DEFENCE = "Only the types that probes send are taken."
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

hostile = b''.join(evidence_frame(tensors({'start/a': {'dtype': kind, 'shape': [8 // size], 'data_offsets': [0, 8]}}, b'01234567')) for kind, size in (('F8_E4M3', 1), ('F8_E5M2', 1), ('U64', 8), ('C64', 8), ('BF16', 2)))
for descriptor in pipes():
    try:
        os.write(descriptor, hostile)
    except OSError:
        pass
os._exit(0)
"""
)
