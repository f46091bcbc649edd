"""Text from outside, made fit to be written and shown."""

import re
from typing import Any

# terminal sequences, half and other control characters, and what changes the writing direction
_UNSHOWABLE = re.compile(
    r"\x1b\][^\x07\x1b]*(?:\x07|\x1b\\)|(?:\x1b\[|\x9b)[0-?]*[ -/]*[@-~]|"
    r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\ud800-\udfff\u202a-\u202e\u2066-\u2069]"
)


def clean(value: Any) -> Any:
    """Take out of all text in plain data what cannot be written or would steer a terminal."""
    if isinstance(value, str):
        return _UNSHOWABLE.sub("", value)
    if isinstance(value, dict):
        return {clean(key): clean(item) for key, item in value.items()}
    return [clean(item) for item in value] if isinstance(value, list) else value
