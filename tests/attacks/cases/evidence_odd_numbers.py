# ruff: noqa: E501  (submissions)
"""Send NaN, infinities, and integers of a million digits."""

from tests.attacks.cases._forging import FORGE

DEFENCE = "Only finite numbers of sensible length are read."
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

hostile = evidence_frame(b'', b'{"evidence": {"value": NaN}}') + evidence_frame(b'', b'{"evidence": {"value": ' + b'9' * 1_000_000 + b'}}')
for descriptor in pipes():
    try:
        os.write(descriptor, hostile)
    except OSError:
        pass
os._exit(0)
"""
)
