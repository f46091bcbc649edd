# ruff: noqa: E501  (submissions)
"""Send half a frame and leave."""

from tests.attacks.cases._forging import FORGE

DEFENCE = "A job that ends in the middle of a frame has sent nothing in it."
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

hostile = evidence_frame(b'', b'{}')[:-5]
for descriptor in pipes():
    try:
        os.write(descriptor, hostile)
    except OSError:
        pass
os._exit(0)
"""
)
