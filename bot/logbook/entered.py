"""What somebody filled in in a window, read field by field; what nobody could have filled in there is refused."""

import math
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, date, datetime
from enum import StrEnum
from typing import Any, Self, TypeVar

from bot.errors import STALE_WINDOW, StaleButton

Choice = TypeVar("Choice", bound=StrEnum)


@dataclass(frozen=True, slots=True)
class Entered:
    """The entries of a window by the names of their elements; what is not there or empty is ``None`` or empty."""

    values: Mapping[str, Mapping[str, Any]]

    @classmethod
    def of(cls, view: Mapping[str, Any]) -> Self:
        """Read the state of a window."""
        blocks = (view.get("state") or {}).get("values") or {}
        return cls({name: entry for block in blocks.values() for name, entry in block.items()})

    def holds(self, name: str) -> bool:
        """Tell whether the window has this element at all."""
        return name in self.values

    def text(self, name: str) -> str:
        """Return what was typed, without spaces around it."""
        return self._string(name, "value").strip()

    def day(self, name: str) -> date | None:
        """Return the day that was picked."""
        picked = self._string(name, "selected_date")
        try:
            return date.fromisoformat(picked) if picked else None
        except ValueError as unknown:
            raise StaleButton(STALE_WINDOW) from unknown

    def moment(self, name: str) -> datetime | None:
        """Return the moment that was picked, aware; Slack gives seconds."""
        picked = self._of(name).get("selected_date_time")
        if picked is None:
            return None
        try:
            return datetime.fromtimestamp(int(picked), UTC)
        except (TypeError, ValueError, OverflowError, OSError) as unknown:
            raise StaleButton(STALE_WINDOW) from unknown

    def person(self, name: str) -> str | None:
        """Return the Slack user who was picked."""
        return self._string(name, "selected_user") or None

    def number(self, name: str) -> float | None:
        """Return the number that was typed."""
        typed = self._string(name, "value")
        try:
            number = float(typed) if typed else None
        except ValueError as unknown:
            raise StaleButton(STALE_WINDOW) from unknown
        if number is not None and not math.isfinite(number):
            raise StaleButton(STALE_WINDOW)
        return number

    def value(self, name: str) -> str:
        """Return the value of the option that was chosen."""
        return _value_of(self._of(name).get("selected_option") or {"value": ""})

    def values_of(self, name: str) -> tuple[str, ...]:
        """Return the values of all options that were chosen."""
        chosen = self._of(name).get("selected_options") or ()
        if not isinstance(chosen, list | tuple):
            raise StaleButton(STALE_WINDOW)
        return tuple(_value_of(option) for option in chosen)

    def choice(self, name: str, choices: type[Choice]) -> Choice | None:
        """Return the member of `choices` that was chosen."""
        return member(choices, self.value(name))

    def _string(self, name: str, key: str) -> str:
        given = self._of(name).get(key) or ""
        if not isinstance(given, str):
            raise StaleButton(STALE_WINDOW)
        return given

    def _of(self, name: str) -> Mapping[str, Any]:
        return self.values.get(name) or {}


def member(choices: type[Choice], value: str) -> Choice | None:
    """Return the member of `choices` that has this value, None for an empty one.

    Raises:
        StaleButton: there is no such member.
    """
    try:
        return choices(value) if value else None
    except ValueError as unknown:
        raise StaleButton(STALE_WINDOW) from unknown


def _value_of(option: object) -> str:
    if not isinstance(option, Mapping) or not isinstance(option.get("value"), str):
        raise StaleButton(STALE_WINDOW)
    return str(option["value"])
