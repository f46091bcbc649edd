# ruff: noqa: E501  (submissions)
"""Send faults, as if the machine were to blame, to be graded again and again."""

from tests.attacks.cases._forging import FORGE

DEFENCE = "If the reference can still be probed, the notebook is to blame."
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

hostile = b''.join(frame(b'{"event": "evidence", "exercise": "evaluate", "case": %d, "record": {"fault": {"message": "the machine"}}}' % i) for i in range(7)) + frame(b'{"event": "done"}')
for descriptor in pipes():
    try:
        os.write(descriptor, hostile)
    except OSError:
        pass
os._exit(0)
"""
)
