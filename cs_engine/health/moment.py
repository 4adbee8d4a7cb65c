"""The instant for which an account is judged, and what was connected then."""

from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta, tzinfo
from typing import Self


@dataclass(frozen=True, slots=True)
class Moment:
    """An instant seen from the workspace.

    Attributes:
        today: local calendar day of the instant.
        utc: the instant as naive UTC, like the instants of the book.
        zone: the workspace's time zone.
        last_day: last calendar day that lies completely or partly before the instant.
        covered: last day that the book covers: ``last_day``, or the day its data ends.
        connected: tables of the book that hold anything.
    """

    today: date
    utc: datetime
    zone: tzinfo | None
    last_day: date
    covered: date
    connected: frozenset[str]

    @classmethod
    def at(cls, as_of: datetime, data_ends: date, connected: frozenset[str]) -> Self:
        """Return the moment of an aware instant."""
        last_day = (as_of - timedelta(microseconds=1)).date()
        return cls(
            today=as_of.date(),
            utc=as_of.astimezone(UTC).replace(tzinfo=None),
            zone=as_of.tzinfo,
            last_day=last_day,
            covered=min(last_day, data_ends),
            connected=connected,
        )

    def days_since(self, instant: datetime) -> int:
        """Return whole days from an instant of the book until now, never negative."""
        return max((self.utc - instant).days, 0)

    def days_uncovered(self, day: date) -> int:
        """Return days after ``day`` that data up to that day does not cover, never negative."""
        return max((self.last_day - day).days, 0)

    def local_day(self, instant: datetime) -> date:
        """Return the workspace's calendar day of an instant of the book."""
        return instant.replace(tzinfo=UTC).astimezone(self.zone).date()
