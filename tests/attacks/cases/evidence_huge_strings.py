# ruff: noqa: E501  (submissions)
"""Send an exception with a type name and a message of 6 MB each, to be repeated for every check."""

from tests.attacks.cases._forging import FORGE

DEFENCE = "Texts in evidence are capped."
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

long = json.dumps('x' * 6_000_000).encode()
hostile = evidence_frame(b'', b'{"raised": {"type": ' + long + b', "message": ' + long + b', "lines": []}}')
for descriptor in pipes():
    try:
        os.write(descriptor, hostile)
    except OSError:
        pass
os._exit(0)
"""
)
