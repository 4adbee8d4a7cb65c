"""What digests are read from: snapshots as of an instant, what happened between two, and digests already written."""

from collections import Counter
from collections.abc import Collection, Iterator
from dataclasses import dataclass, fields
from datetime import date, datetime, timedelta

from sqlalchemy import ColumnElement, Connection, Select, func, select

from cs_engine.records.bands import Band
from cs_engine.records.episodes import Episode
from cs_engine.records.logbook import FollowUp, Forecast, Task, TaskState
from cs_engine.records.outbox import Delivery, Intent
from cs_engine.records.plays import SuccessPlan
from cs_engine.storage.documents import in_document
from cs_engine.storage.kinds import record_of
from cs_engine.storage.names import fold
from cs_engine.storage.rows import SnapshotRow
from cs_engine.storage.snapshots import COLUMNS, IS_CURRENT
from cs_engine.storage.tables import CURRENT, SNAPSHOTS
from cs_engine.storage.tables_episodes import EPISODES
from cs_engine.storage.tables_logbook import FOLLOW_UPS, FORECASTS, TASKS
from cs_engine.storage.tables_outbox import OUTBOX
from cs_engine.storage.tables_plays import PLANS

LOOK_BACK = timedelta(days=35)
"""An account without a snapshot for five weeks is no longer part of the picture."""
READ_ROWS = 500
REFRESH = "refresh"
"""Why all accounts were scored; other snapshots follow what somebody did to a single one."""


@dataclass(frozen=True, slots=True)
class Mark:
    """Where an account stood at an instant."""

    account_id: str
    owner: str | None
    segment: str | None
    band: Band | None
    score: int | None
    formula_version: str


@dataclass(frozen=True, slots=True)
class Glimpse:
    """What a day is planned by, of one account; the last four as they stand in its document."""

    account_id: str
    name: str
    status: str
    band: Band | None
    segment: str | None
    owner: str | None
    arr: float | None
    currency: str | None
    term_months: int | None
    decision_date: date | None
    customer: str | None
    """The customer's part of the week's change, in hundredths of points."""
    connected: str | None
    """Kinds of data that are connected, as a list in JSON."""
    last_two_way_at: str | None
    last_touch_at: str | None


_LISTED = tuple(one.name for one in fields(Glimpse))[:10]
_GLIMPSED = (("split", "customer"), ("connected",), ("facts", "last_two_way_at"), ("facts", "last_touch_at"))


class Digests:
    """The same, within one transaction."""

    def __init__(self, connection: Connection) -> None:
        self._connection = connection

    def newest(self, until: datetime) -> tuple[datetime, date] | None:
        """Return the last instant, not after ``until``, at which all accounts were scored, and its last day of data."""
        refreshed = (SNAPSHOTS.c.as_of <= until, SNAPSHOTS.c.cause == REFRESH)
        wanted = select(SNAPSHOTS.c.as_of, SNAPSHOTS.c.data_ends).where(*refreshed)
        found = self._connection.execute(wanted.order_by(SNAPSHOTS.c.as_of.desc()).limit(1)).first()
        return None if found is None else (found[0], found[1])

    def standings(self, since: datetime, until: datetime) -> Iterator[SnapshotRow]:
        """Walk through the latest snapshots of all accounts in ``(since, until]``, by account."""
        latest = _latest(since, until).subquery()
        same = (latest.c.account_id == SNAPSHOTS.c.account_id) & (latest.c.as_of == SNAPSHOTS.c.as_of)
        wanted = select(*COLUMNS).select_from(SNAPSHOTS.join(latest, same)).order_by(SNAPSHOTS.c.account_id)
        for record in self._connection.execute(wanted.execution_options(yield_per=READ_ROWS)):
            yield SnapshotRow(*record)

    def glimpses(self, owner: str) -> list[Glimpse]:
        """Return how the accounts that somebody looks after stand now, by account; no document is opened for it."""
        told = (in_document(self._connection, *path) for path in _GLIMPSED)
        wanted = select(*(CURRENT.c[name] for name in _LISTED), *told)
        mine = wanted.select_from(CURRENT.join(SNAPSHOTS, IS_CURRENT)).where(CURRENT.c.owner_key == fold(owner))
        return [Glimpse(*row) for row in self._connection.execute(mine.order_by(CURRENT.c.account_id))]

    def open_episodes(self, person: str) -> list[Episode]:
        """Return the open episodes that somebody owns or has claimed, by id."""
        theirs = (EPISODES.c.owner == person) | (EPISODES.c.claimed_by == person)
        wanted = select(EPISODES).where(EPISODES.c.ended_at.is_(None), theirs).order_by(EPISODES.c.id)
        return [record_of(Episode, row) for row in self._connection.execute(wanted)]

    def plans(self, owner: str) -> list[SuccessPlan]:
        """Return the success plans that somebody owns, by account."""
        wanted = select(PLANS).where(PLANS.c.owner == owner).order_by(PLANS.c.account_id)
        return [record_of(SuccessPlan, row) for row in self._connection.execute(wanted)]

    def names(self, accounts: Collection[str]) -> dict[str, tuple[str, Band | None]]:
        """Return the names and bands of some accounts."""
        wanted = select(CURRENT.c.account_id, CURRENT.c.name, CURRENT.c.band)
        found = self._connection.execute(wanted.where(CURRENT.c.account_id.in_(accounts)))
        return {account_id: (name, band) for account_id, name, band in found}

    def marks(self, until: datetime, look_back: timedelta = LOOK_BACK) -> dict[str, Mark]:
        """Return where every account stood at ``until``, by account."""
        latest = _latest(until - look_back, until).subquery()
        same = (latest.c.account_id == SNAPSHOTS.c.account_id) & (latest.c.as_of == SNAPSHOTS.c.as_of)
        names = ("account_id", "owner", "segment", "band", "score", "formula_version")
        wanted = select(*(SNAPSHOTS.c[name] for name in names)).select_from(SNAPSHOTS.join(latest, same))
        return {row[0]: Mark(*row) for row in self._connection.execute(wanted)}

    def bands(self, until: datetime) -> Counter[Band]:
        """Return how many accounts stood in each band at ``until``, parents as they are shown."""
        return Counter(mark.band for mark in self.marks(until).values() if mark.band is not None)

    def episodes(self, since: datetime, until: datetime) -> list[Episode]:
        """Return the episodes that were open at some time in ``[since, until)``, by id."""
        lasted = EPISODES.c.ended_at.is_(None) | (EPISODES.c.ended_at >= since)
        wanted = select(EPISODES).where(EPISODES.c.opened_at < until, lasted).order_by(EPISODES.c.id)
        return [record_of(Episode, row) for row in self._connection.execute(wanted)]

    def follow_ups(self, since: datetime, until: datetime) -> list[FollowUp]:
        """Return what was logged in ``[since, until)`` and not undone."""
        within = (FOLLOW_UPS.c.logged_at >= since, FOLLOW_UPS.c.logged_at < until, FOLLOW_UPS.c.undone_at.is_(None))
        return [record_of(FollowUp, row) for row in self._connection.execute(select(FOLLOW_UPS).where(*within))]

    def tasks_done(self, since: datetime, until: datetime) -> list[Task]:
        """Return the tasks done in ``[since, until)``."""
        within = (TASKS.c.state == TaskState.DONE, TASKS.c.ended_at >= since, TASKS.c.ended_at < until)
        return self._tasks(*within)

    def tasks_due(self, until: datetime, owner: str | None = None) -> list[Task]:
        """Return the open tasks due before ``until``, of everybody or of one person, longest due first."""
        mine = () if owner is None else (TASKS.c.owner == owner,)
        return self._tasks(TASKS.c.state == TaskState.OPEN, TASKS.c.due_at < until, *mine)

    def forecasts(self, accounts: Collection[str]) -> dict[tuple[str, date], Forecast]:
        """Return the latest call on each decision of some accounts, by account and decision date."""
        wanted = select(FORECASTS).where(FORECASTS.c.account_id.in_(accounts)).order_by(FORECASTS.c.at, FORECASTS.c.id)
        found = (record_of(Forecast, row) for row in self._connection.execute(wanted))
        return {(each.account_id, each.decision_date): each for each in found}

    def parts(self, subject: str) -> list[Delivery]:
        """Return the parts of a digest's thread, in order."""
        mine = (OUTBOX.c.kind == "digest_part", OUTBOX.c.subject == subject)
        found = [
            _delivery(dict(row._mapping))  # noqa: SLF001 - SQLAlchemy's public name for it
            for row in self._connection.execute(select(OUTBOX).where(*mine))
        ]
        return sorted(found, key=lambda each: int(each.intent.key.rpartition(":")[2]))

    def _tasks(self, *conditions: ColumnElement[bool]) -> list[Task]:
        wanted = select(TASKS).where(*conditions).order_by(TASKS.c.due_at, TASKS.c.id)
        return [record_of(Task, row) for row in self._connection.execute(wanted)]


def _latest(since: datetime, until: datetime) -> Select[str, datetime]:
    """Return the key of each account's latest snapshot in ``(since, until]``."""
    within = (SNAPSHOTS.c.as_of > since, SNAPSHOTS.c.as_of <= until)
    wanted = select(SNAPSHOTS.c.account_id, func.max(SNAPSHOTS.c.as_of).label("as_of"))
    return wanted.where(*within).group_by(SNAPSHOTS.c.account_id)


def _delivery(found: dict[str, object]) -> Delivery:
    return record_of(Delivery, {**found, "intent": record_of(Intent, found)})
