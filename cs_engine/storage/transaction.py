"""Changes to several rooms of the memory at once: one transaction over outbox, episodes, logbook, plays and wishes."""

from functools import cached_property

from sqlalchemy import Connection

from cs_engine.storage.episodes import Episodes
from cs_engine.storage.logbook import Logbook
from cs_engine.storage.outbox import Outbox
from cs_engine.storage.plays import Plays
from cs_engine.storage.preferences import Wishes


class Transaction:
    """Everything within one transaction; nothing of it outlives the block that opened it."""

    def __init__(self, connection: Connection) -> None:
        self._connection = connection

    @cached_property
    def outbox(self) -> Outbox:
        """What is to be said unasked."""
        return Outbox(self._connection)

    @cached_property
    def episodes(self) -> Episodes:
        """Risk episodes."""
        return Episodes(self._connection)

    @cached_property
    def logbook(self) -> Logbook:
        """Follow-ups, tasks, pulses, renewals and forecasts."""
        return Logbook(self._connection)

    @cached_property
    def plays(self) -> Plays:
        """Plays at work, success plans and wins."""
        return Plays(self._connection)

    @cached_property
    def wishes(self) -> Wishes:
        """What people and channels have set, and the audit log."""
        return Wishes(self._connection)
