"""What people noted about an account, laid over the facts of the book: the later of the two wins.

A touch changes no fact: no score, band or veto can be raised by typing. A champion who left caps the band, a notice
ends the scoring; neither changes any line of the receipt.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta, tzinfo
from types import MappingProxyType
from typing import Self

from cs_engine.health.facts import Facts, FactValue, day, instant, number, text
from cs_engine.metrics.stake import months_later
from cs_engine.records.logbook import ChampionNews, RenewalRecord, RenewalResult
from cs_engine.records.logged import Champion
from cs_engine.storage.store import Store
from cs_engine.storage.transaction import Transaction

TERM_DAYS = 366
"""What was noted about a renewal stands for the term that it began, a year where nothing else is known."""
ENDING = frozenset({"notice_given", "left"})
DAY = timedelta(days=1)


@dataclass(frozen=True, slots=True)
class Noted:
    """What was noted last about champions and renewals, by account."""

    champions: Mapping[str, Champion] = field(default_factory=dict)
    renewals: Mapping[str, RenewalRecord] = field(default_factory=dict)

    @classmethod
    def read(cls, memory: Transaction, until: datetime, accounts: Sequence[str] | None = None) -> Self:
        """Read what was noted before an instant, about all accounts by default."""
        return cls(memory.logbook.champions(until, accounts), memory.logbook.renewals(until, accounts))

    @property
    def accounts(self) -> frozenset[str]:
        """The accounts that anything was noted about."""
        return frozenset(self.champions) | frozenset(self.renewals)

    def over(self, facts: Facts, as_of: datetime) -> Facts:
        """Return an account's facts as they are with what was noted; the same ones where that changes nothing."""
        account = str(facts["account_id"])
        champion, renewal = self.champions.get(account), self.renewals.get(account)
        changes: dict[str, FactValue | None] = {}
        if champion is not None:
            changes |= champion_changes(facts, champion, as_of)
        if renewal is not None:
            changes |= renewal_changes(facts, renewal, as_of)
        if all(facts.get(name) == value for name, value in changes.items()):
            return facts
        return {name: value for name, value in (dict(facts) | changes).items() if value is not None}


NOTHING_NOTED = Noted()


def noted_before(store: Store, until: datetime) -> Noted:
    """Return what was noted about all accounts before an instant."""
    with store.viewing() as memory:
        return Noted.read(memory, until)


def champion_changes(facts: Facts, champion: Champion, as_of: datetime) -> dict[str, FactValue | None]:
    """Return the facts that the news of a champion changes, ``None`` for one that is no longer known.

    Only a leaving changes any. The book knows better once it tells of a leaving itself, names another champion, or
    saw this one later. A new champion takes a noted leaving back, never one that the book tells of.
    """
    if champion.news is not ChampionNews.LEFT or "champion_left_on" in facts:
        return {}
    name, seen = text(facts, "champion"), instant(facts, "champion_seen_at")
    left_on = champion.at.astimezone(as_of.tzinfo).date()
    if name is not None and champion.name is not None and name.casefold() != champion.name.casefold():
        return {}
    if seen is not None and seen.date() > left_on:
        return {}
    left: dict[str, FactValue | None] = {"champion_left_on": min(left_on, as_of.date()), "champion_left_logged": True}
    return left if name is not None or champion.name is None else left | {"champion": champion.name}


def renewal_changes(facts: Facts, record: RenewalRecord, as_of: datetime) -> dict[str, FactValue | None]:
    """Return the facts that a recorded renewal changes, ``None`` for one that is no longer known.

    The book knows better once its status is newer than the record, or it has taken the new term over.
    """
    noted_on = record.at.astimezone(as_of.tzinfo).date()
    since = day(facts, "status_since")
    if since is not None and since > noted_on:
        return {}
    return _CHANGES[record.result](facts, record, _Days(noted_on, as_of))


@dataclass(frozen=True, slots=True)
class _Days:
    """The local day that something was noted on, and the instant that it is looked at."""

    noted_on: date
    as_of: datetime

    @property
    def zone(self) -> tzinfo | None:
        return self.as_of.tzinfo

    @property
    def today(self) -> date:
        """Where the data ended before the note, the note's day is the present one."""
        return max(self.noted_on, self.as_of.date())

    @property
    def known_on(self) -> date:
        """The day of the note, never later than the day that is looked at."""
        return min(self.noted_on, self.as_of.date())


def _renewed(facts: Facts, record: RenewalRecord, days: _Days) -> dict[str, FactValue | None]:
    """The decision is made: the next term's counts, at what was agreed; notice that the book tells of is over."""
    ahead = day(facts, "renewal_date")
    over = days.today > record.effective_on + timedelta(days=TERM_DAYS)
    if over or text(facts, "status") == "left" or (ahead is not None and ahead > record.effective_on):
        return {}
    changes: dict[str, FactValue | None] = {}
    term = number(facts, "term_months")
    if term:
        changes["renewal_date"] = months_later(record.effective_on, int(term))
    if record.amount is not None:
        changes["arr_logged"] = record.amount
    if text(facts, "status") == "notice_given":
        changes |= {"status": "active", "status_since": record.effective_on, "notice_date": None, "leaves_on": None}
    return changes


def _ending(facts: Facts, record: RenewalRecord, days: _Days) -> dict[str, FactValue | None]:
    """Notice, until the last day of service has passed; then the customer has left. Its day is that of the loss."""
    if text(facts, "status") in ENDING:
        return {}
    gone = days.today > record.effective_on
    since = record.effective_on + DAY if gone else days.known_on
    return {
        "status": "left" if gone else "notice_given",
        "status_since": min(since, days.as_of.date()),
        "notice_date": days.known_on,
        "leaves_on": None if gone else record.effective_on,
        "lost_on": min(days.known_on, record.effective_on),
        "loss_reason": None if record.reason is None else str(record.reason),
    }


def _paused(facts: Facts, record: RenewalRecord, days: _Days) -> dict[str, FactValue | None]:
    if text(facts, "status") in {*ENDING, "paused"} or days.today >= record.effective_on:
        return {}
    return {"status": "paused", "status_since": days.known_on, "paused_until": record.effective_on}


_CHANGES = MappingProxyType(
    {
        RenewalResult.RENEWED: _renewed,
        RenewalResult.RENEWED_LOWER: _renewed,
        RenewalResult.NOTICE_GIVEN: _ending,
        RenewalResult.LEFT: _ending,
        RenewalResult.PAUSED: _paused,
    }
)
