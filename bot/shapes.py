"""A small language for the shape of JSON: strings, numbers, lists and objects, each of which finds its own faults."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Protocol


@dataclass(frozen=True, slots=True)
class Problem:
    """One thing Slack would refuse: a JSON pointer to it, and what is wrong in Slack's words."""

    pointer: str
    message: str


class Spec(Protocol):
    """What a value has to be."""

    def check(self, value: object, at: str, /) -> Iterator[Problem]:
        """Yield what is wrong with `value`, which stands at the JSON pointer `at`."""


Shape = Mapping[str, Spec]
"""Field names to what they hold; a `!` after the name marks a required one."""


@dataclass(frozen=True, slots=True)
class String:
    """A string of `least` to `most` code points, or one of `choices`."""

    most: int = 3000
    least: int = 1
    choices: tuple[str, ...] = ()

    def check(self, value: object, at: str) -> Iterator[Problem]:
        """Check type, length and choices."""
        if not isinstance(value, str):
            yield Problem(at, "must provide a string")
        elif len(value) > self.most:
            yield Problem(at, f"must be less than {self.most + 1} characters")
        elif len(value) < self.least:
            yield Problem(at, f"must be more than {self.least - 1} characters")
        elif self.choices and value not in self.choices:
            yield Problem(at, "must be a valid enum value")


@dataclass(frozen=True, slots=True)
class Number:
    """A number from `least` to `most`; with `positive`, above zero."""

    least: float = float("-inf")
    most: float = float("inf")
    positive: bool = False

    def check(self, value: object, at: str) -> Iterator[Problem]:
        """Check type and range."""
        if isinstance(value, bool) or not isinstance(value, int | float):
            yield Problem(at, "must provide a number")
        elif not self.least <= value <= self.most or (self.positive and value <= 0):
            yield Problem(at, "must be above 0" if self.positive else f"must be from {self.least} to {self.most}")


class Flag:
    """True or false."""

    def check(self, value: object, at: str) -> Iterator[Problem]:
        """Check the type."""
        if not isinstance(value, bool):
            yield Problem(at, "must provide a boolean")


class Anything:
    """A part that Slack checks and this lint does not."""

    def check(self, _value: object, _at: str, /) -> Iterator[Problem]:
        """Find nothing."""
        yield from ()


@dataclass(frozen=True, slots=True)
class Items:
    """A list of `least` to `most` values that each fit `of`."""

    of: Spec
    most: int = 10_000
    least: int = 1

    def check(self, value: object, at: str) -> Iterator[Problem]:
        """Check the count, then every item."""
        if not isinstance(value, list | tuple):
            yield Problem(at, "must provide an array")
            return
        if len(value) > self.most:
            yield Problem(at, f"no more than {self.most} items allowed")
        if len(value) < self.least:
            yield Problem(at, f"no less than {self.least} items allowed")
        for index, item in enumerate(value):
            yield from self.of.check(item, f"{at}/{index}")


@dataclass(frozen=True, slots=True)
class Fields:
    """An object with these fields and no others; a `!` after the name marks a required one."""

    fields: Mapping[str, Spec]

    def check(self, value: object, at: str) -> Iterator[Problem]:
        """Check that required fields are there, others are known, and each fits."""
        if not isinstance(value, dict):
            yield Problem(at, "must provide an object")
            return
        for name in self.fields:
            if name.endswith("!") and value.get(name[:-1]) is None:
                yield Problem(at, f"missing required field: {name[:-1]}")
        for name, inner in value.items():
            spec = self.fields.get(name) or self.fields.get(f"{name}!")
            if spec is None:
                yield Problem(at, f"invalid additional property: {name}")
            elif inner is not None:
                yield from spec.check(inner, f"{at}/{name}")


@dataclass(frozen=True, slots=True)
class Text:
    """A text object of 1 to `most` characters; `plain` ones may not be mrkdwn."""

    most: int = 3000
    plain: bool = False

    def check(self, value: object, at: str) -> Iterator[Problem]:
        """Check the kind of text and its length."""
        kinds = ("plain_text",) if self.plain else ("plain_text", "mrkdwn")
        if not isinstance(value, dict) or value.get("type") not in kinds:
            yield Problem(at, f"must provide a {' or '.join(kinds)} object")
            return
        extra = {"emoji": Flag()} if value["type"] == "plain_text" else {"verbatim": Flag()}
        yield from Fields({"type!": Anything(), "text!": String(self.most), **extra}).check(value, at)
