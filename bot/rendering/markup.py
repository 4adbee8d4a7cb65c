"""The little language of our templates, and its exits to what Slack reads.

A template writes ``*bold*``, ``~struck~`` and ``code`` in backticks, one line of text per line. A value is made inert
the moment it is put in: its own ``*``, ``~`` and backticks become stand-ins that no exit takes for markup, line breaks
become spaces, and characters that could hide or reorder text are dropped. A customer named ``<!channel>`` or ``*x*``
is only ever a name.
"""

import json
import re
import unicodedata
from collections.abc import Iterable
from typing import Any

from markupsafe import Markup

_STAR, _TICK, _TILDE = "\ue000", "\ue001", "\ue002"
"""Stand-ins for a value's own `*`, backtick and `~`; private use, so `clean` has removed them from the value itself."""

JOINER = "\u2060"
"""Word joiner: invisible, and keeps Slack from reading a formatting character as one."""

NOTHING = "—"
"""What a value looks like that is unknown, or of which nothing can be seen."""

_PROTECT = {ord("*"): _STAR, ord("`"): _TICK, ord("~"): _TILDE}
_RESTORE = {ord(_STAR): "*", ord(_TICK): "`", ord(_TILDE): "~"}
_ESCAPE = {ord("&"): "&amp;", ord("<"): "&lt;", ord(">"): "&gt;"}
_BREAK = {ord("_"): f"{JOINER}_{JOINER}"} | {mark: f"{JOINER}{own}{JOINER}" for mark, own in _RESTORE.items()}
_SPAN = re.compile(r"\*(?P<bold>[^*\n]+)\*|`(?P<code>[^`\n]+)`|~(?P<strike>[^~\n]+)~")
_WIDE = "\uff0c\u3002\uff1a\uff1b\u3001\uff01\uff1f\uff08\uff09"
_LOOSE = re.compile(rf" +(?=[{_WIDE}])|(?<=[{_WIDE}]) +")
"""Spaces beside Chinese punctuation, which is as wide as a character and brings its own room."""
_ISOLATE, _END_ISOLATE = "\u2068", "\u2069"
_HOLDS_EMOJI_TOGETHER = frozenset("\u200c\u200d")
_UNSEEN = frozenset({"Cc", "Cf", "Cs", "Co", "Cn"})
_RIGHT_TO_LEFT = frozenset({"R", "AL", "AN"})


def clean(value: str, limit: int | None = None) -> str:
    """Make a value one visible line, at most `limit` characters long, that cannot reorder the text around it."""
    simple = value.isascii() and value.isprintable()
    visible = value if simple else "".join(map(_visible, value))
    line = " ".join(visible.split()) or (NOTHING if value else "")
    if limit is not None and len(line) > limit:
        line = line[: limit - 1].rstrip() + "…"
    if not simple and any(unicodedata.bidirectional(character) in _RIGHT_TO_LEFT for character in line):
        return f"{_ISOLATE}{line}{_END_ISOLATE}"
    return line


def _visible(character: str) -> str:
    if character.isspace():
        return " "
    hidden = unicodedata.category(character) in _UNSEEN and character not in _HOLDS_EMOJI_TOGETHER
    return "" if hidden else character


def protect(value: object) -> Markup:
    """Make a value inert text of our language; text that already is stays as it is.

    Raises:
        TypeError: the value is None; what is unknown must be worded by the template.
    """
    if isinstance(value, Markup):
        return value
    if value is None:
        raise TypeError("a template shows a value that is None")
    return Markup(clean(str(value)).translate(_PROTECT))  # noqa: S704 - inert: stand-ins replaced its markup


def rich(text: object) -> Markup:
    """Exit to the elements of a ``rich_text_section``, as JSON: values are text there, whatever they hold."""
    return _json([_element(words, style) for words, style in _spans(tidy(text))])


def mrkdwn(text: object) -> Markup:
    """Exit to a ``mrkdwn`` string, as JSON: escaped, and formatting characters of values broken."""
    return _json(tidy(text).translate(_ESCAPE).translate(_BREAK))


def plain(text: object) -> Markup:
    """Exit to a ``plain_text`` string, as JSON: nothing is markup there."""
    return _json("".join(words for words, _ in _spans(tidy(text))) or NOTHING)


def readable(text: object) -> str:
    """Exit to a message's top-level text: no markup of ours, nothing that Slack could take for a mention."""
    return _SPAN.sub(_inner, tidy(text)).translate(_ESCAPE).translate(_BREAK)


def as_json(value: object) -> Markup:
    """Exit to JSON of a value that nobody reads, such as a button's value."""
    return _json(value)


def array(items: Iterable[str]) -> Markup:
    """Join JSON fragments to an array; empty ones are left out."""
    return Markup("[" + ",".join(item.strip() for item in items if item.strip()) + "]")  # noqa: S704 - JSON already


def dots(pieces: Iterable[object]) -> Markup:
    """Join the pieces of a line with a middle dot; empty ones and None are left out."""
    return Markup(" · ".join(protect(piece) for piece in pieces if piece is not None and str(piece).strip()))  # noqa: S704 - each piece is inert


def tidy(text: object) -> str:
    """Strip every line and drop empty ones, so that a template may spread over as many lines as it likes.

    Words and values are put together with spaces, as English wants them; beside Chinese punctuation there are none.
    """
    whole = "\n".join(line for line in map(str.strip, str(protect(text)).split("\n")) if line)
    return _LOOSE.sub("", whole)


def _spans(text: str) -> list[tuple[str, str | None]]:
    """Split text into words and their style: bold, code, strike or None."""
    spans: list[tuple[str, str | None]] = []
    end = 0
    for match in _SPAN.finditer(text):
        spans += [(text[end : match.start()], None), (_inner(match), match.lastgroup)]
        end = match.end()
    spans.append((text[end:], None))
    return [(words.translate(_RESTORE), style) for words, style in spans if words]


def _inner(match: re.Match[str]) -> str:
    """Return what stands between the marks of a span."""
    return str(match[match.lastgroup or 0])


def _element(words: str, style: str | None) -> dict[str, Any]:
    element: dict[str, Any] = {"type": "text", "text": words}
    return element if style is None else element | {"style": {style: True}}


def _json(value: object) -> Markup:
    return Markup(json.dumps(value, ensure_ascii=False))  # noqa: S704 - JSON by construction
