"""What a window remembers about where it was opened from; Slack hands it back with the submission."""

import json
from collections.abc import Mapping
from dataclasses import asdict, dataclass, fields
from typing import Any, Self

from bot.errors import STALE_WINDOW, StaleButton
from bot.logbook.entered import member
from cs_engine.records.logbook import Source

MOST = 3000
"""Characters that Slack keeps for a window."""


@dataclass(frozen=True, slots=True)
class About:
    """Where a window was opened from, and what it is about. What is not known is empty."""

    source: Source = Source.COMMAND
    account: str = ""
    episode: str = ""
    follow_up: str = ""
    """The one that is edited."""
    task: str = ""
    answer: str = ""
    """Address at which the message that was clicked can be answered, for half an hour."""
    card: str = ""
    """Set when that is a card which only its reader sees: it is renewed."""
    instead: str = ""
    """Set when that message is to become the confirmation."""
    channel: str = ""
    """In which it stands, where others read it as well."""
    permalink: str = ""
    quote: str = ""
    """What the linked message says; kept only if the person ticks the box."""
    full: str = ""
    """Set once the rest of the window is shown."""
    again: str = ""
    """Set once the person was told that they had logged the same."""

    @property
    def code(self) -> str:
        """As it travels; of the linked message, as much as Slack takes."""
        known = {name: value for name, value in asdict(self).items() if value}
        short = {**known, "quote": ""} if self.quote else known
        room = MOST - len(json.dumps(short, ensure_ascii=False))
        quote = self.quote
        while quote and len(json.dumps(quote, ensure_ascii=False)) > room:
            quote = quote[: len(quote) * 9 // 10]
        return json.dumps({**short, "quote": quote} if quote else short, ensure_ascii=False)

    @classmethod
    def of(cls, view: Mapping[str, Any]) -> Self:
        """Read back what a window remembers.

        Raises:
            StaleButton: no window of ours remembers that.
        """
        try:
            told = json.loads(str(view.get("private_metadata") or "{}"))
        except ValueError as unreadable:
            raise StaleButton(STALE_WINDOW) from unreadable
        names = {one.name for one in fields(cls)}
        if not isinstance(told, dict) or not names >= told.keys() or not all(isinstance(x, str) for x in told.values()):
            raise StaleButton(STALE_WINDOW)
        source = member(Source, told.pop("source", "")) or Source.COMMAND
        return cls(source=source, **told)
