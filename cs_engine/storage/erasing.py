"""Taking one of our people out of the memory: what is theirs is removed, what they wrote stays without their name."""

import json
from collections.abc import Collection, Mapping
from types import MappingProxyType
from typing import Any

from sqlalchemy import Column, Connection, String, Table, Text, cast, func, or_, select, type_coerce, update

from cs_engine.records.logbook import TaskState
from cs_engine.records.outbox import Outcome, Recipient, To
from cs_engine.storage.tables import CURRENT, IMPORTS
from cs_engine.storage.tables_episodes import EPISODE_EVENTS, EPISODES
from cs_engine.storage.tables_logbook import FOLLOW_UPS, FORECASTS, PULSES, RENEWALS, TASKS
from cs_engine.storage.tables_metrics import METRIC_PAGES, TARGET_LINES
from cs_engine.storage.tables_outbox import OUTBOX
from cs_engine.storage.tables_plays import PLANS, PLAY_RUNS, WINS
from cs_engine.storage.tables_preferences import AUDIT, CHANNELS

ERASED = "erased"
"""Stands where a name stood; nobody can be reached by it."""
PEOPLE_IN: Mapping[Table, tuple[str, ...]] = MappingProxyType(
    {
        FOLLOW_UPS: ("author",),
        TASKS: ("owner", "created_by", "ended_by"),
        PULSES: ("by",),
        RENEWALS: ("by",),
        FORECASTS: ("by",),
        EPISODES: ("owner", "backup", "claimed_by", "ended_by"),
        EPISODE_EVENTS: ("by",),
        PLAY_RUNS: ("started_by", "ended_by"),
        PLANS: ("owner", "changed_by"),
        WINS: ("by",),
        CHANNELS: ("set_by", "value"),
        AUDIT: ("by", "about"),
        IMPORTS: ("requested_by",),
    }
)
"""Columns that name one of our people; a test looks for ones that are missing here."""
LISTS: Mapping[Table, tuple[str, ...]] = MappingProxyType(
    {
        WINS: ("credit",),
        PLANS: ("milestones",),
        EPISODE_EVENTS: ("detail",),
        METRIC_PAGES: ("page", "restated"),
        TARGET_LINES: ("lines",),
    }
)
"""Columns of JSON in which a name may stand."""
WAITING = (Outcome.PENDING, Outcome.SENDING)


class Erasing:
    """The same, within one transaction; ``names`` are the person's address and their Slack user id."""

    def __init__(self, connection: Connection) -> None:
        self._connection = connection

    def authored(self, names: Collection[str]) -> int:
        """Return how many rows name the person."""
        return sum(
            self._connection.scalar(
                select(func.count()).select_from(table).where(or_(*(table.c[name].in_(names) for name in columns)))
            )
            or 0
            for table, columns in PEOPLE_IN.items()
        )

    def waiting(self, names: Collection[str]) -> int:
        """Return how many messages wait to be sent to the person and nobody else."""
        return len([row for row in self._told(names) if _is_theirs(row, names)])

    def hand_on(self, names: Collection[str], heir: str) -> None:
        """Give the person's open tasks to whoever looks after the account, else to its backup, else to ``heir``."""
        joined = TASKS.outerjoin(CURRENT, CURRENT.c.account_id == TASKS.c.account_id)
        theirs = (TASKS.c.owner.in_(names), TASKS.c.state == TaskState.OPEN)
        wanted = select(TASKS.c.id, CURRENT.c.owner, CURRENT.c.backup).select_from(joined).where(*theirs)
        for task_id, *people in self._connection.execute(wanted).all():
            others = (each.casefold() for each in people if each and each.casefold() not in names)
            change = update(TASKS).where(TASKS.c.id == task_id)
            self._connection.execute(change.values(owner=next(others, heir), reminded_for=None))

    def rename(self, names: Collection[str]) -> None:
        """Take the person's name out of everything that names them."""
        for table, columns in PEOPLE_IN.items():
            for name in columns:
                known = table.c[name]
                self._connection.execute(update(table).where(known.in_(names)).values({name: ERASED}))
        for table, columns in LISTS.items():
            for name in columns:
                self._rename_within(table, table.c[name], names)
        self._forget_messages(names)

    def _rename_within(self, table: Table, column: Column[Any], names: Collection[str]) -> None:
        """Replace the name wherever it is a whole string of a JSON document."""
        keys, plain = tuple(table.primary_key), type_coerce(cast(column, Text), Text)
        holds = or_(*(plain.contains(json.dumps(name)[1:-1], autoescape=True) for name in names))
        for *identity, document in self._connection.execute(select(*keys, plain).where(holds)).all():
            kept = json.dumps(_without(json.loads(document), names), ensure_ascii=False)
            same = (key == value for key, value in zip(keys, identity, strict=True))
            self._connection.execute(update(table).where(*same).values({column: type_coerce(kept, String)}))

    def _forget_messages(self, names: Collection[str]) -> None:
        for row in self._told(names):
            changes: dict[str, Any] = {
                "to": tuple(_nobody(each, names) for each in row["to"]),
                "told": row["told"] and _nobody(row["told"], names),
            }
            if _is_theirs(row, names):
                changes |= {"outcome": Outcome.MUTED, "reason": ERASED}
            self._connection.execute(update(OUTBOX).where(OUTBOX.c.key == row["key"]).values(changes))

    def _told(self, names: Collection[str]) -> list[Mapping[str, Any]]:
        plain = [type_coerce(cast(OUTBOX.c[name], Text), Text) for name in ("to", "told")]
        holds = or_(*(each.contains(f'"{name}"', autoescape=True) for name in names for each in plain))
        columns = (OUTBOX.c[name] for name in ("key", "to", "told", "outcome"))
        return [dict(row) for row in self._connection.execute(select(*columns).where(holds)).mappings()]


def _is_theirs(row: Mapping[str, Any], names: Collection[str]) -> bool:
    return row["outcome"] in WAITING and all(each.kind is To.PERSON and each.id in names for each in row["to"])


def _nobody(recipient: Recipient, names: Collection[str]) -> Recipient:
    return Recipient(To.PERSON, ERASED) if recipient.kind is To.PERSON and recipient.id in names else recipient


def _without(value: Any, names: Collection[str]) -> Any:  # noqa: ANN401 - any JSON
    if isinstance(value, str):
        return ERASED if value in names else value
    if isinstance(value, list):
        return [_without(each, names) for each in value]
    if isinstance(value, dict):
        return {key: _without(each, names) for key, each in value.items()}
    return value
