"""The small markup of questions: `code`, **strong**, *emphasis*; as text, HTML or Markdown."""

import html
import re
from collections.abc import Callable, Iterator
from typing import NamedTuple

_INLINE = re.compile(
    r"(?<!`)(?P<ticks>`++)(?P<code>.+?)(?<!`)(?P=ticks)(?!`)"
    r"|\*\*(?P<strong>\S(?:.*?\S)??)\*\*"
    r"|(?<![\w*])\*(?P<em>[^\s*](?:[^*]*[^\s*])?)\*(?![\w*])"
    r"|\\(?P<escaped>[\\`*_{}\[\]<>#$])",
    re.DOTALL,
)
_TAGS = {"code": "code", "strong": "strong", "em": "em"}
_SPECIAL = re.compile(r"([\\`*_\[\]<>#$~|])")


class Span(NamedTuple):
    """A stretch of text in one style: "", "code", "strong" or "em"."""

    text: str
    style: str


def spans(text: str) -> Iterator[Span]:
    """Split marked-up text into its spans.

    >>> list(spans("a `b`"))
    [Span(text='a ', style=''), Span(text='b', style='code')]
    """
    position = 0
    for match in _INLINE.finditer(text):
        if match.start() > position:
            yield Span(text[position : match.start()], "")
        position = match.end()
        style = match.lastgroup or ""
        if match["code"] is not None:
            yield Span(match["code"].strip() or match["code"], "code")
        else:
            yield Span(match[style], "" if style == "escaped" else style)
    if position < len(text):
        yield Span(text[position:], "")


def plain(text: str) -> str:
    """Return the text without markup; code keeps its backticks, since spoken prose needs them."""
    return "".join(f"`{s.text}`" if s.style == "code" else s.text for s in spans(text))


def bare(text: str) -> str:
    """Return the text without any markup."""
    return "".join(span.text for span in spans(text))


def to_html(text: str) -> str:
    """Return an HTML fragment without a surrounding element."""
    return "".join(_span_html(span) for span in spans(text))


def _span_html(span: Span) -> str:
    body = html.escape(span.text, quote=False).replace("\n", " ")
    tag = _TAGS.get(span.style)
    return f"<{tag}>{body}</{tag}>" if tag else body


def to_markdown(text: str, literal: Callable[[str], str] | None = None) -> str:
    """Return CommonMark; what is not markup is escaped, by `literal` if given."""
    escaped = literal or (lambda part: _SPECIAL.sub(r"\\\1", part))
    return "".join(_span_markdown(span, escaped) for span in spans(" ".join(text.split())))


def _span_markdown(span: Span, literal: Callable[[str], str]) -> str:
    if span.style == "code":
        ticks = "`" * (1 + max((len(run) for run in re.findall("`+", span.text)), default=0))
        pad = " " if "`" in span.text else ""
        return f"{ticks}{pad}{span.text}{pad}{ticks}"
    mark = {"strong": "**", "em": "*"}.get(span.style, "")
    return mark + literal(span.text) + mark


def code_html(code: str) -> str:
    """Return a block of code as HTML."""
    return f"<pre><code>{html.escape(code, quote=False)}</code></pre>"


def code_markdown(code: str) -> str:
    """Return a fenced block; the fence is longer than any in the code."""
    fence = "`" * max(3, 1 + max((len(run) for run in re.findall("`+", code)), default=0))
    return f"{fence}python\n{code}\n{fence}"


def escape(text: str) -> str:
    """Escape text so that this markup shows it as it is."""
    return re.sub(r"([\\`*])", r"\\\1", text)
