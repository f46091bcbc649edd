"""Question sets from other formats; each module has one function `read(data, path) -> Found`."""

from typing import Any, NamedTuple


class Found(NamedTuple):
    """What an importer found: tables as a question set's TOML has them, and pictures by name."""

    title: str
    questions: list[dict[str, Any]]
    images: dict[str, bytes]


Draft = dict[str, Any]
