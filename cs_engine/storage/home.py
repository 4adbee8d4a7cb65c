"""What Home is read from: small rows over the accounts of one person or of everybody, now and a week ago."""

from collections import Counter
from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import date, datetime

from sqlalchemy import ColumnElement, Connection, and_, func, or_, select

from cs_engine.records.bands import Band
from cs_engine.records.logbook import FollowUp, Forecast, RenewalRecord, Task, TaskState
from cs_engine.records.outbox import Delivery, Intent, Outcome
from cs_engine.records.sight import Sight
from cs_engine.storage.documents import in_document
from cs_engine.storage.imports import sentence_of
from cs_engine.storage.kinds import record_of
from cs_engine.storage.names import fold
from cs_engine.storage.portfolio import listed
from cs_engine.storage.sight import in_sight
from cs_engine.storage.snapshots import IS_CURRENT
from cs_engine.storage.tables import CURRENT, IMPORTS, SNAPSHOTS
from cs_engine.storage.tables_episodes import EPISODES
from cs_engine.storage.tables_logbook import FOLLOW_UPS, FORECASTS, RENEWALS, TASKS
from cs_engine.storage.tables_outbox import OUTBOX
from cs_engine.wording import Sentence

_STANDING = ("account_id", "band", "arr", "currency", "term_months", "decision_date")
_DECISION = ("account_id", "name", "band", "arr", "currency", "decision_date", "owner")
_TASKS = TASKS.join(CURRENT, CURRENT.c.account_id == TASKS.c.account_id)
TROUBLE = (Outcome.FAILED, Outcome.UNCERTAIN, Outcome.CHANNEL_GONE)
"""What somebody has to look at."""


@dataclass(frozen=True, slots=True)
class Standing:
    """Where an account stood at a moment; ``None`` is unknown."""

    account_id: str
    band: Band | None
    arr: float | None
    currency: str | None
    term_months: int | None
    decision_date: date | None


@dataclass(frozen=True, slots=True)
class Decision:
    """A decision to come."""

    account_id: str
    name: str
    band: Band | None
    arr: float | None
    currency: str | None
    decision_date: date
    owner: str | None


@dataclass(frozen=True, slots=True)
class Whose:
    """Whose accounts and tasks: those of ``owner`` and ``person``, or everybody's that are in sight."""

    sight: Sight
    owner: str | None
    """As accounts name them; ``None`` is everybody."""
    person: str | None
    """As tasks name them; ``None`` is everybody."""


class HomeFacts:
    """The same, within one transaction."""

    def __init__(self, connection: Connection) -> None:
        self._connection = connection

    def standings(self, whose: Whose) -> list[Standing]:
        """Return where accounts with a band stand now."""
        wanted = select(*(CURRENT.c[name] for name in _STANDING)).where(*listed(whose.owner, sight=whose.sight))
        return [Standing(*row) for row in self._connection.execute(wanted)]

    def standings_within(self, whose: Whose, since: datetime, until: datetime) -> list[Standing]:
        """Return where the accounts of today stood by their latest snapshot in ``[since, until]``."""
        within = (SNAPSHOTS.c.as_of >= since, SNAPSHOTS.c.as_of <= until)
        key = select(SNAPSHOTS.c.account_id, func.max(SNAPSHOTS.c.as_of).label("as_of")).where(*within)
        latest = key.group_by(SNAPSHOTS.c.account_id).subquery()
        same = and_(latest.c.account_id == SNAPSHOTS.c.account_id, latest.c.as_of == SNAPSHOTS.c.as_of)
        known = SNAPSHOTS.join(latest, same).join(CURRENT, CURRENT.c.account_id == SNAPSHOTS.c.account_id)
        wanted = select(*(SNAPSHOTS.c[name] for name in _STANDING)).select_from(known)
        mine = wanted.where(*listed(whose.owner, sight=whose.sight))
        return [Standing(*row) for row in self._connection.execute(mine)]

    def usage(self, whose: Whose) -> tuple[date | None, bool]:
        """Return the last day that usage of these accounts covers, and whether usage comes by the day."""
        last = func.max(in_document(self._connection, "facts", "usage_last_day"))
        daily = func.count(in_document(self._connection, "facts", "active_days"))
        theirs = () if whose.owner is None else (CURRENT.c.owner_key == fold(whose.owner),)
        wanted = select(last, daily).select_from(CURRENT.join(SNAPSHOTS, IS_CURRENT))
        day, days = self._connection.execute(wanted.where(*theirs, *in_sight(whose.sight))).one()
        return (date.fromisoformat(day) if day else None), bool(days)

    def in_episodes(self, at: datetime) -> set[str]:
        """Return the accounts that had an open episode at a moment."""
        lasted = or_(EPISODES.c.ended_at.is_(None), EPISODES.c.ended_at > at)
        return set(self._connection.scalars(select(EPISODES.c.account_id).where(EPISODES.c.opened_at <= at, lasted)))

    def overdue(self, whose: Whose, at: datetime) -> int:
        """Return how many tasks were overdue at a moment."""
        open_then = or_(TASKS.c.ended_at.is_(None), TASKS.c.ended_at > at)
        late = (TASKS.c.due_at < at, TASKS.c.created_at <= at, open_then)
        return self._count_tasks(whose, *late)

    def unassigned(self, sight: Sight) -> list[tuple[float | None, str | None]]:
        """Return ARR and currency of every account with a band that nobody looks after."""
        nobodys = (*listed(None, sight=sight), CURRENT.c.owner_key.is_(None))
        return list(self._connection.execute(select(CURRENT.c.arr, CURRENT.c.currency).where(*nobodys)))

    def decisions(self, whose: Whose, since: date, offset: int, limit: int) -> tuple[list[Decision], int]:
        """Return decisions of longer contracts from a day on, the nearest first, and how many there are."""
        conditions = _deciding(whose, since)
        total = self._connection.scalar(select(func.count()).select_from(CURRENT).where(*conditions)) or 0
        wanted = select(*(CURRENT.c[name] for name in _DECISION)).where(*conditions)
        ordered = wanted.order_by(CURRENT.c.decision_date, CURRENT.c.account_id).offset(offset).limit(limit)
        return [Decision(*row) for row in self._connection.execute(ordered)], total

    def forecasts(self, accounts: Collection[str]) -> dict[tuple[str, date], Forecast]:
        """Return the latest call on each decision of some accounts."""
        wanted = select(FORECASTS).where(FORECASTS.c.account_id.in_(accounts)).order_by(FORECASTS.c.at, FORECASTS.c.id)
        calls = (record_of(Forecast, row) for row in self._connection.execute(wanted))
        return {(each.account_id, each.decision_date): each for each in calls}

    def renewals(self, accounts: Collection[str]) -> dict[str, RenewalRecord]:
        """Return what was recorded last about the renewals of some accounts."""
        known = (RENEWALS.c.account_id.in_(accounts), RENEWALS.c.undone_at.is_(None))
        rows = self._connection.execute(select(RENEWALS).where(*known).order_by(RENEWALS.c.at))
        return {each.account_id: each for each in (record_of(RenewalRecord, row) for row in rows)}

    def touches(self, accounts: Collection[str]) -> dict[str, datetime]:
        """Return when somebody last logged to have been in touch with some accounts."""
        known = (FOLLOW_UPS.c.account_id.in_(accounts), FOLLOW_UPS.c.undone_at.is_(None))
        wanted = select(FOLLOW_UPS.c.account_id, func.max(FOLLOW_UPS.c.at)).where(*known)
        return dict(self._connection.execute(wanted.group_by(FOLLOW_UPS.c.account_id)).all())

    def open_tasks(self, whose: Whose, offset: int, limit: int) -> tuple[list[tuple[Task, str]], int]:
        """Return open tasks with their accounts' names, longest due first, and how many there are."""
        is_open = TASKS.c.state == TaskState.OPEN
        wanted = select(TASKS, CURRENT.c.name.label("account")).select_from(_TASKS).where(is_open, *_theirs(whose))
        rows = self._connection.execute(wanted.order_by(TASKS.c.due_at, TASKS.c.id).offset(offset).limit(limit))
        return [(record_of(Task, row), str(row.account)) for row in rows], self._count_tasks(whose, is_open)

    def logged(self, whose: Whose, limit: int) -> list[tuple[FollowUp, str]]:
        """Return what was logged last with the accounts' names, newest first."""
        joined = FOLLOW_UPS.join(CURRENT, CURRENT.c.account_id == FOLLOW_UPS.c.account_id)
        mine = () if whose.person is None else (FOLLOW_UPS.c.author == whose.person,)
        wanted = select(FOLLOW_UPS, CURRENT.c.name.label("account")).select_from(joined)
        kept = wanted.where(FOLLOW_UPS.c.undone_at.is_(None), *mine, *in_sight(whose.sight))
        rows = self._connection.execute(kept.order_by(FOLLOW_UPS.c.at.desc(), FOLLOW_UPS.c.id).limit(limit))
        return [(record_of(FollowUp, row), str(row.account)) for row in rows]

    def accounts_by_owner(self) -> dict[str, int]:
        """Return how many accounts with a band everybody owns, by their folded address."""
        owned = (CURRENT.c.owner_key.is_not(None), CURRENT.c.band.is_not(None))
        wanted = select(CURRENT.c.owner_key, func.count()).where(*owned).group_by(CURRENT.c.owner_key)
        return dict(self._connection.execute(wanted).all())

    def segments(self) -> list[str]:
        """Return the segments that accounts are in, by name."""
        wanted = select(CURRENT.c.segment).where(CURRENT.c.segment.is_not(None)).distinct()
        return list(self._connection.scalars(wanted.order_by(CURRENT.c.segment)))

    def scorecards(self, sight: Sight) -> list[tuple[str, str, int]]:
        """Return scorecard, formula version and how many accounts in sight are scored with it, the most used first."""
        count = func.count()
        wanted = select(CURRENT.c.scorecard, CURRENT.c.formula_version, count).where(
            CURRENT.c.score.is_not(None), *in_sight(sight)
        )
        grouped = wanted.group_by(CURRENT.c.scorecard, CURRENT.c.formula_version)
        ordered = grouped.order_by(count.desc(), CURRENT.c.scorecard, CURRENT.c.formula_version)
        return list(self._connection.execute(ordered))

    def imports(self, limit: int) -> list[tuple[str, datetime, str, Sentence | None]]:
        """Return files (as JSON), last change, state and sentence of the newest imports."""
        columns = (IMPORTS.c.files, IMPORTS.c.changed_at, IMPORTS.c.state, IMPORTS.c.sentence)
        wanted = select(*columns).order_by(IMPORTS.c.created_at.desc(), IMPORTS.c.id).limit(limit)
        return [(files, at, state, sentence_of(said)) for files, at, state, said in self._connection.execute(wanted)]

    def outcomes(self, since: datetime) -> Counter[Outcome]:
        """Return how many intents made since a moment have each outcome."""
        wanted = select(OUTBOX.c.outcome, func.count()).where(OUTBOX.c.created_at >= since).group_by(OUTBOX.c.outcome)
        return Counter(dict(self._connection.execute(wanted).all()))

    def deliveries(self, offset: int, limit: int) -> tuple[list[Delivery], int]:
        """Return intents and what became of them, those that somebody has to look at first, then the newest."""
        total = self._connection.scalar(select(func.count()).select_from(OUTBOX)) or 0
        order = (OUTBOX.c.outcome.in_(TROUBLE).desc(), OUTBOX.c.created_at.desc(), OUTBOX.c.key)
        rows = self._connection.execute(select(OUTBOX).order_by(*order).offset(offset).limit(limit)).mappings()
        return [record_of(Delivery, {**row, "intent": record_of(Intent, dict(row))}) for row in rows], total

    def was_sent(self, kind: str) -> bool:
        """Tell whether anything of a kind was ever sent."""
        sent = (OUTBOX.c.kind == kind, OUTBOX.c.outcome.in_((Outcome.SENT, Outcome.ALREADY_SENT)))
        return self._connection.execute(select(OUTBOX.c.key).where(*sent).limit(1)).first() is not None

    def _count_tasks(self, whose: Whose, *conditions: ColumnElement[bool]) -> int:
        wanted = select(func.count()).select_from(_TASKS).where(*conditions, *_theirs(whose))
        return self._connection.scalar(wanted) or 0


def _theirs(whose: Whose) -> tuple[ColumnElement[bool], ...]:
    mine = () if whose.person is None else (TASKS.c.owner == whose.person,)
    return (*mine, *in_sight(whose.sight))


def _deciding(whose: Whose, since: date) -> Sequence[ColumnElement[bool]]:
    longer = or_(CURRENT.c.term_months.is_(None), CURRENT.c.term_months != 1)
    return (
        *listed(whose.owner, sight=whose.sight),
        CURRENT.c.band != Band.LEAVING,
        longer,
        CURRENT.c.decision_date >= since,
    )
