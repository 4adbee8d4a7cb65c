"""What may stand in a record: usual, hostile and extreme values, put in at any depth."""

import types
import typing
from collections.abc import Callable
from dataclasses import fields, is_dataclass, replace
from datetime import date, datetime
from enum import Enum
from typing import Any, TypeVar

from cs_engine.wording import Sentence

Value = TypeVar("Value")
Twist = Callable[[Value], Value]

HOSTILE = {
    "broadcast": "<!channel> <@U1> <!subteam^S1|x> <http://x.test|y>",
    "markup": "*x* _y_ ~z~ `w` > q &amp; {name} {{ name }} %(name)s",
    "right to left": "\u202eevil\u202c \u200f\u05d0\u05d1\u05d2\u200f \u2066x\u2069",
    "long": "W" * 3000,
    "emoji": "🏳️\u200d🌈👩\u200d💻 :tada: 🇩🇪",
    "lines": "one\ntwo\r\nthree\u2028four\x1efive\x00six",
    "quotes": "\"quoted\" 'single' \\ \\n \\u0041 </script>",
    "chinese": "北京字节科技有限公司（中国）",
    "nothing to see": "\u200b\u200b",
}
IDS = frozenset({"account_id", "episode_id", "task_id", "unit"})
"""Not words for people; a button's value and an option's have limits of their own that ids keep."""


def as_is(value: Value) -> Value:
    """Leave a record as it is."""
    return value


def with_words(words: str) -> Twist[Any]:
    """Put `words` where a record holds text."""
    return lambda value: words if isinstance(value, str) and not isinstance(value, Enum) else value


def with_numbers(number: float) -> Twist[Any]:
    """Put `number` where a record holds one."""
    return lambda value: (
        type(value)(number) if isinstance(value, int | float) and not isinstance(value, bool) else value
    )


def twisted(record: Any, twist: Twist[Any]) -> Any:  # noqa: ANN401 - any record
    """Return the record with `twist` done to every value in it, at any depth."""
    if isinstance(record, Sentence):
        return record.changed(twist)
    if is_dataclass(record) and not isinstance(record, type):
        kept = {one.name: getattr(record, one.name) for one in fields(record)}
        return replace(
            record, **{name: value if name in IDS else twisted(value, twist) for name, value in kept.items()}
        )
    if isinstance(record, tuple):
        return tuple(twisted(each, twist) for each in record)
    return record if isinstance(record, date | datetime) else twist(record)


def emptied(record: Any) -> Any:  # noqa: ANN401 - any record
    """Return the record with None wherever it may be, and no entry in any tuple."""
    hints = typing.get_type_hints(type(record))
    changes: dict[str, Any] = {}
    for one in fields(record):
        options = typing.get_args(hints[one.name])
        if types.NoneType in options:
            changes[one.name] = None
        elif isinstance(getattr(record, one.name), tuple):
            changes[one.name] = ()
    return replace(record, **changes)


TWISTS: dict[str, Twist[Any]] = {
    "usual": as_is,
    **{name: with_words(words) for name, words in HOSTILE.items()},
    "zero": with_numbers(0),
    "huge": with_numbers(9e11),
    "negative": with_numbers(-1),
}
