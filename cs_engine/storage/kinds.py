"""Kinds of columns: instants, words of a choice, and values kept as JSON; and records in and out of rows."""

from collections.abc import Mapping
from dataclasses import fields
from datetime import UTC, datetime
from enum import StrEnum
from functools import cache
from typing import Any, TypeVar

from pydantic import TypeAdapter
from sqlalchemy import DateTime, Dialect, Row, String, Text
from sqlalchemy.types import TypeDecorator

Record = TypeVar("Record")


class Instant(TypeDecorator[datetime]):
    """An aware datetime, kept in UTC. SQLite knows no zones, so there the UTC wall time is stored."""

    impl = DateTime(timezone=True)
    cache_ok = True

    def process_bind_param(self, value: datetime | None, dialect: Dialect) -> datetime | None:
        """Turn an aware datetime into what the database keeps.

        Raises:
            ValueError: the datetime has no zone, so nobody can know which instant is meant.
        """
        if value is None:
            return None
        if value.tzinfo is None:
            raise ValueError(f"{value} has no time zone; pass an aware datetime.")
        in_utc = value.astimezone(UTC)
        return in_utc.replace(tzinfo=None) if dialect.name == "sqlite" else in_utc

    def process_result_value(self, value: datetime | None, dialect: Dialect) -> datetime | None:
        """Turn what the database keeps into an aware datetime in UTC."""
        if value is None:
            return None
        return value.replace(tzinfo=UTC) if dialect.name == "sqlite" else value.astimezone(UTC)


class Word(TypeDecorator[StrEnum]):
    """One of the words of a choice."""

    impl = String(24)
    cache_ok = True

    def __init__(self, choice: type[StrEnum]) -> None:
        """Keep a member of ``choice``."""
        super().__init__()
        self.choice = choice

    def process_bind_param(self, value: StrEnum | None, dialect: Dialect) -> str | None:  # noqa: ARG002 - SQLAlchemy's signature
        """Turn a member into its word."""
        return None if value is None else str(self.choice(value))

    def process_result_value(self, value: str | None, dialect: Dialect) -> StrEnum | None:  # noqa: ARG002 - same
        """Turn a word into its member."""
        return None if value is None else self.choice(value)


class Document(TypeDecorator[Any]):
    """A value of any type that pydantic knows, kept as JSON text."""

    impl = Text
    cache_ok = True

    def __init__(self, kind: Any) -> None:  # noqa: ANN401 - a type or an annotation
        """Keep values of the type ``kind``."""
        super().__init__()
        self.kind = kind
        self._adapter: TypeAdapter[Any] = TypeAdapter(kind)

    def process_bind_param(self, value: Any, dialect: Dialect) -> str | None:  # noqa: ANN401, ARG002 - SQLAlchemy's signature
        """Turn a value into JSON."""
        return None if value is None else self._adapter.dump_json(value).decode()

    def process_result_value(self, value: str | None, dialect: Dialect) -> Any:  # noqa: ANN401, ARG002 - same
        """Turn JSON into a value."""
        return None if value is None else self._adapter.validate_json(value)


def values_of(record: object) -> dict[str, Any]:
    """Return a record's fields by name, as an insert or update takes them; nested records stay records."""
    return {field.name: getattr(record, field.name) for field in fields(record)}  # type: ignore[arg-type] # any record


def record_of(kind: type[Record], row: Row[Any] | Mapping[str, Any]) -> Record:
    """Return the record of a row that has a column for each of its fields."""
    found = row if isinstance(row, Mapping) else row._mapping  # noqa: SLF001 - SQLAlchemy's public name for it
    return kind(**{name: found[name] for name in _names(kind)})  # type: ignore[arg-type] # classes can be hashed


@cache
def _names(kind: type[object]) -> tuple[str, ...]:
    return tuple(field.name for field in fields(kind))  # type: ignore[arg-type] # any record
