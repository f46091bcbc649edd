"""HTML as other systems write it, turned into the markup of questions."""

import base64
import binascii
import re
from html.parser import HTMLParser
from typing import NamedTuple

from course.quizzes.markup import escape

_MARKS = {"strong": "**", "b": "**", "em": "*", "i": "*"}
_SILENT = ("script", "style", "head", "title")
_BREAKS = ("p", "div", "br", "li", "tr", "h1", "h2", "h3", "h4")


LONGEST = 24_000


def without_data(text: str) -> str:
    """Return text without the contents of `data:` URIs."""
    return re.sub(r";base64,[A-Za-z0-9+/=\s]*", "", text)


class Picture(NamedTuple):
    """An `<img>`: where it is, and what it shows."""

    source: str
    alt: str


class Read(NamedTuple):
    """Text, code block and picture of a piece of HTML."""

    text: str
    code: str
    picture: Picture | None


def read_html(source: str) -> Read:
    """Return text in the questions' markup; unknown tags are dropped, scripts with their text."""
    visible = without_data(source)
    if len(visible) > LONGEST:  # the parser is slow on what is far too long: leave the refusal to
        return Read(visible, "", None)  # the rules of a question set
    reader = _Reader()
    reader.feed(source)
    reader.close()
    text = re.sub(r"\s*\n\s*", " ", re.sub(r"[ \t\xa0]+", " ", "".join(reader.text))).strip()
    return Read(text, "".join(reader.code).strip("\n"), reader.picture)


def data_bytes(source: str) -> bytes | None:
    """Return what a `data:` URI holds, or None where it is none."""
    match = re.match(r"data:image/(?:png|jpeg);base64,", source)
    if not match:
        return None
    try:
        return base64.b64decode(source[match.end() :], validate=True)
    except (binascii.Error, ValueError):
        return None


class _Reader(HTMLParser):
    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.text: list[str] = []
        self.code: list[str] = []
        self.picture: Picture | None = None
        self._open: list[str] = []
        self._inline: list[str] | None = None

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        if tag == "img":
            values = {name: value or "" for name, value in attrs}
            self.picture = self.picture or Picture(values.get("src", ""), values.get("alt", ""))
        elif tag in _BREAKS:
            self.text.append("\n")
        elif tag == "code" and "pre" not in self._open and self._inline is None:
            self._inline = []
        elif tag in _MARKS and "pre" not in self._open and self._inline is None:
            self.text.append(_MARKS[tag])
        if tag in ("pre", *_SILENT):
            self._open.append(tag)

    def handle_endtag(self, tag: str) -> None:
        if tag in self._open:
            self._open.remove(tag)
        elif tag == "code" and self._inline is not None:
            self.text.append(_ticked("".join(self._inline)))
            self._inline = None
        elif tag in _MARKS and "pre" not in self._open and self._inline is None:
            self.text.append(_MARKS[tag])
        elif tag in _BREAKS:
            self.text.append("\n")

    def handle_data(self, data: str) -> None:
        if any(tag in self._open for tag in _SILENT):
            return
        if "pre" in self._open:
            self.code.append(data)
        elif self._inline is not None:
            self._inline.append(data)
        else:
            self.text.append(escape(data))

    def close(self) -> None:
        super().close()
        if self._inline:
            self.text.append(_ticked("".join(self._inline)))


def _ticked(code: str) -> str:
    ticks = "`" * (1 + max((len(run) for run in re.findall("`+", code)), default=0))
    pad = " " if "`" in code else ""
    return f"{ticks}{pad}{code}{pad}{ticks}" if code.strip() else code
