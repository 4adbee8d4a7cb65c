"""Imports in the memory: each change is one transaction, and of several at once exactly one succeeds."""

from collections.abc import Collection, Mapping
from datetime import datetime, timedelta
from functools import cache
from typing import Any

from pydantic import TypeAdapter
from sqlalchemy import Row, and_, insert, or_, select, update

from cs_engine.imports import OVER, WAITING, Import, ImportState, Look, Outcome, Sender, SentFile, Wishes
from cs_engine.storage.database import Database
from cs_engine.storage.tables import IMPORTS
from cs_engine.wording import Sentence

SENDER = {"user_id": "requested_by", "locale": "locale", "timezone": "timezone"}
DOCUMENTS: Mapping[str, Any] = {
    "files": tuple[SentFile, ...],
    "thread": tuple[str, ...],
    "wishes": Wishes,
    "look": Look | None,
    "headers": tuple[tuple[str, tuple[str, ...]], ...],
    "outcome": Outcome | None,
    "sentence": Sentence | None,
}
"""Columns that hold JSON, and of what."""


class Imports:
    """All imports. Safe to share between threads and processes."""

    def __init__(self, database: Database) -> None:
        self._database = database

    def add(self, new: Import) -> None:
        """Keep a new import."""
        with self._database.writing() as connection:
            connection.execute(insert(IMPORTS), _record(new))

    def get(self, import_id: str) -> Import | None:
        """Return an import, or ``None`` when there is none of this id."""
        with self._database.reading() as connection:
            record = connection.execute(select(IMPORTS).where(IMPORTS.c.id == import_id)).first()
        return None if record is None else _import(record)

    def move(self, import_id: str, of: Collection[ImportState], **changes: object) -> bool:
        """Change an import that is in one of these states.

        Returns:
            Whether it was; of several who try at once one is told ``True``, if ``changes`` give it another state.
        """
        mine = and_(IMPORTS.c.id == import_id, IMPORTS.c.state.in_(of))
        with self._database.writing() as connection:
            return connection.execute(update(IMPORTS).where(mine).values(_stored(changes))).rowcount == 1

    def hold(self, import_id: str, holder: str, **changes: object) -> bool:
        """Change an import that ``holder`` has claimed; nothing happens when somebody else has it by now."""
        mine = and_(IMPORTS.c.id == import_id, IMPORTS.c.claimed_by == holder)
        with self._database.writing() as connection:
            return connection.execute(update(IMPORTS).where(mine).values(_stored(changes))).rowcount == 1

    def claim(self, holder: str, at: datetime, lease: timedelta) -> Import | None:
        """Take the oldest import with work to do that nobody has, or whose holder was not heard of for a ``lease``."""
        columns = IMPORTS.c
        free = or_(columns.claimed_at.is_(None), columns.claimed_at < at - lease)
        to_do = and_(columns.state.in_(WAITING), free)
        with self._database.reading() as connection:
            found = connection.execute(select(columns.id).where(to_do).order_by(columns.changed_at).limit(1)).scalar()
        if found is None:
            return None
        taken = update(IMPORTS).where(and_(columns.id == found, to_do)).values(claimed_by=holder, claimed_at=at)
        with self._database.writing() as connection:
            record = connection.execute(taken.returning(IMPORTS)).first()
        return None if record is None else _import(record)

    def over_or_stale(self, ids: Collection[str], before: datetime) -> set[str]:
        """Return those of some ids whose files nobody needs: of imports that are over, untouched or unknown."""
        columns = IMPORTS.c
        needed = and_(columns.id.in_(ids), columns.state.not_in(OVER), columns.changed_at >= before)
        with self._database.reading() as connection:
            return set(ids) - set(connection.execute(select(columns.id).where(needed)).scalars())


def sentence_of(stored: str | None) -> Sentence | None:
    """Return why an import failed, as it is stored."""
    return None if stored is None else _adapter("sentence").validate_json(stored)


def _record(one: Import) -> dict[str, Any]:
    changes = {name: getattr(one, name) for name in Import.__dataclass_fields__ if name != "sender"}
    sender = {column: getattr(one.sender, name) for name, column in SENDER.items()}
    return _stored(changes) | sender


def _stored(changes: Mapping[str, object]) -> dict[str, Any]:
    return {name: _document(name, value) if name in DOCUMENTS else value for name, value in changes.items()}


def _document(name: str, value: object) -> str | None:
    return None if value is None else _adapter(name).dump_json(value).decode()


def _import(record: Row[Any]) -> Import:
    values = dict(record._mapping)  # noqa: SLF001 - SQLAlchemy's public name for it
    sender = Sender(**{name: values.pop(column) for name, column in SENDER.items()})
    for name in DOCUMENTS:
        if values[name] is not None:
            values[name] = _adapter(name).validate_json(values[name])
    return Import(**values | {"sender": sender, "state": ImportState(values["state"])})


@cache
def _adapter(name: str) -> TypeAdapter[Any]:
    return TypeAdapter(DOCUMENTS[name])
