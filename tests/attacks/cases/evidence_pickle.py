# ruff: noqa: E501  (submissions)
"""Send a pickle that runs a program when it is loaded."""

from tests.attacks.cases._forging import FORGE

DEFENCE = "Evidence is JSON and safetensors; nothing is ever unpickled."
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

import pickle


class Run:
    def __reduce__(self):
        return os.system, ('touch {COURSE}/owned',)


hostile = evidence_frame(pickle.dumps(Run())) + pickle.dumps(Run())
for descriptor in pipes():
    try:
        os.write(descriptor, hostile)
    except OSError:
        pass
os._exit(0)
"""
)
