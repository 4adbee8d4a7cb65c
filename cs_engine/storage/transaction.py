"""Changes to several rooms of the memory at once: one transaction over outbox, episodes, logbook, plays and wishes."""

from collections.abc import Sequence
from functools import cached_property

from sqlalchemy import Connection

from cs_engine.storage import snapshots
from cs_engine.storage.digests import Digests
from cs_engine.storage.episodes import Episodes
from cs_engine.storage.erasing import Erasing
from cs_engine.storage.home import HomeFacts
from cs_engine.storage.job_runs import JobRuns
from cs_engine.storage.journeys import Journeys
from cs_engine.storage.logbook import Logbook
from cs_engine.storage.metrics import Metrics
from cs_engine.storage.outbox import Outbox
from cs_engine.storage.plays import Plays
from cs_engine.storage.preferences import Wishes
from cs_engine.storage.risks import Risks
from cs_engine.storage.rows import SnapshotRow
from cs_engine.storage.segments import Segments
from cs_engine.storage.values import Values
from cs_engine.storage.worked import PlaysWorked


class Transaction:
    """Everything within one transaction; nothing of it outlives the block that opened it."""

    def __init__(self, connection: Connection) -> None:
        self._connection = connection

    def write_snapshots(self, rows: Sequence[SnapshotRow]) -> None:
        """Append a few snapshots that follow from a change; the newest of an account becomes its current one."""
        snapshots.write(self._connection, rows)

    @cached_property
    def outbox(self) -> Outbox:
        """What is to be said unasked."""
        return Outbox(self._connection)

    @cached_property
    def job_runs(self) -> JobRuns:
        """Which jobs were run."""
        return JobRuns(self._connection)

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

    @cached_property
    def digests(self) -> Digests:
        """What digests are read from."""
        return Digests(self._connection)

    @cached_property
    def home(self) -> HomeFacts:
        """What Home is read from."""
        return HomeFacts(self._connection)

    @cached_property
    def segments(self) -> Segments:
        """Segments of customers, as they were found last."""
        return Segments(self._connection)

    @cached_property
    def values(self) -> Values:
        """What accounts are still worth, as it was found last."""
        return Values(self._connection)

    @cached_property
    def risks(self) -> Risks:
        """How likely accounts are lost."""
        return Risks(self._connection)

    @cached_property
    def worked(self) -> PlaysWorked:
        """What plays have done, as it was found last."""
        return PlaysWorked(self._connection)

    @cached_property
    def journeys(self) -> Journeys:
        """Lives of customers, as they were told last."""
        return Journeys(self._connection)

    @cached_property
    def metrics(self) -> Metrics:
        """Pages of figures as they were told."""
        return Metrics(self._connection)

    @cached_property
    def erasing(self) -> Erasing:
        """Taking one of our people out."""
        return Erasing(self._connection)
