"""Accounts as digests and lanes look at them: a snapshot, and where the account stood before, in plain values."""

import json
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import UTC, date, datetime, tzinfo
from types import MappingProxyType

from cs_engine.episodes.declaration import Alerts, Usual
from cs_engine.episodes.families import sightings
from cs_engine.episodes.sighting import Look, Sighting
from cs_engine.health.facts import Facts, day, instant, number, text
from cs_engine.health.snapshot import Snapshot
from cs_engine.records.bands import Band
from cs_engine.records.digest_lines import AccountLine, Amounts
from cs_engine.records.episodes import Family
from cs_engine.records.logbook import FollowUp
from cs_engine.records.receipt import Driver
from cs_engine.service.accounts.reporting import driver_of, points
from cs_engine.storage.digests import Glimpse, Mark
from cs_engine.storage.names import fold
from cs_engine.storage.rows import SnapshotRow

GONE = frozenset({"left"})
"""Statuses of accounts that are no longer counted at all."""


NOTICED = (Family.DETRACTOR, Family.PROBABILITY, Family.UNUSED_SEATS)
"""What no other section of a digest tells, the most telling first: silence and large moves have theirs."""
UNKNOWN: Mapping[str, Mark] = MappingProxyType({})


@dataclass(frozen=True, slots=True)
class Seats:
    """Seats bought, who uses them, and who did over the twelve weeks before."""

    bought: int
    used: float
    before: float


@dataclass(frozen=True, slots=True)
class Account:
    """One account now. Days are local days; scores and points have two decimals; ``None`` is unknown."""

    line: AccountLine
    status: str
    segment: str | None
    backup: str | None
    band_before: Band | None
    """At the last digest; ``None`` also when the account was not known then."""
    known_before: bool
    rank: float
    """Expected revenue at risk x urgency."""
    expected: float | None
    decision_date: date | None
    customer: float | None
    """The customer's part of the week's change."""
    down: Driver | None
    up: Driver | None
    seats: Seats | None
    touches_known: bool
    last_reply: date | None
    last_touch: date | None
    milestone: str | None
    milestone_late: int | None
    usage_ends: date | None
    usage_daily: bool
    """Whether usage comes by the day rather than by the week."""
    formula: str
    parent_id: str | None = None
    noticed: tuple[tuple[Family, Sighting], ...] = ()
    """Reasons that make no message of their own."""

    @property
    def id(self) -> str:
        """The account's id."""
        return self.line.account_id

    @property
    def band(self) -> Band | None:
        """Where the account stands now."""
        return self.line.band

    def is_owned_by(self, person: str) -> bool:
        """Tell whether somebody looks after it."""
        return self.line.owner is not None and fold(self.line.owner) == fold(person)


def accounts_of(
    rows: Iterable[SnapshotRow], now: datetime, before: Mapping[str, Mark] = UNKNOWN, alerts: Alerts | None = None
) -> Iterator[Account]:
    """Return accounts one by one: documents are opened and forgotten; who has left is no account any more.

    Args:
        rows: the latest snapshot of each account.
        now: the moment they are looked at, in its zone.
        before: where accounts stood at the last digest.
        alerts: what the company wants to be told of; ``None`` leaves out what makes no message of its own.
    """
    for row in rows:
        if row.status not in GONE:
            yield _account(row, before.get(row.account_id), now, alerts)


def glimpsed(rows: Iterable[Glimpse], now: datetime) -> Iterator[Account]:
    """Return accounts as a day is planned by them; what only digests tell is unknown."""
    for row in rows:
        if row.status not in GONE:
            yield _glimpsed(row, now)


def with_talks(accounts: Iterable[Account], logged: Iterable[FollowUp], zone: tzinfo | None) -> Iterator[Account]:
    """Return accounts with what people logged since the data came: the later contact counts."""
    touched: dict[str, date] = {}
    replied: dict[str, date] = {}
    for each in sorted(logged, key=lambda one: one.at):
        touched[each.account_id] = each.at.astimezone(zone).date()
        if each.outcome.is_two_way:
            replied[each.account_id] = touched[each.account_id]
    for account in accounts:
        yield replace(
            account,
            last_reply=max(filter(None, (account.last_reply, replied.get(account.id))), default=None),
            last_touch=max(filter(None, (account.last_touch, touched.get(account.id))), default=None),
        )


def summed(accounts: Iterable[Account]) -> Amounts:
    """Return the ARR of accounts per currency; unknown ARR adds nothing."""
    sums: dict[str, float] = {}
    for each in accounts:
        if each.line.arr is not None and each.line.currency is not None:
            sums[each.line.currency] = round(sums.get(each.line.currency, 0.0) + each.line.arr, 2)
    return tuple(sorted(sums.items()))


def _account(row: SnapshotRow, before: Mark | None, now: datetime, alerts: Alerts | None) -> Account:
    snapshot = Snapshot.from_document(row.document)
    facts, zone = snapshot.facts, now.tzinfo
    falls, rises = snapshot.drivers_down, snapshot.drivers_up
    return Account(
        line=_line(row, before, now.date()),
        status=row.status,
        segment=row.segment,
        backup=row.backup,
        band_before=before.band if before else None,
        known_before=before is not None,
        rank=row.rank,
        expected=row.expected_revenue_at_risk,
        decision_date=row.decision_date,
        customer=points(snapshot.split.customer) if snapshot.split else None,
        down=driver_of(falls[0], facts) if falls else None,
        up=driver_of(rises[0], facts) if rises else None,
        seats=_seats(facts),
        touches_known="touchpoints" in snapshot.connected,
        last_reply=_local(instant(facts, "last_two_way_at"), zone),
        last_touch=_local(instant(facts, "last_touch_at"), zone),
        milestone=text(facts, "milestone_late"),
        milestone_late=_whole(number(facts, "milestone_late_days")),
        usage_ends=day(facts, "usage_last_day"),
        usage_daily="active_days" in facts,
        formula=row.formula_version,
        parent_id=row.parent_id,
        noticed=_noticed(snapshot, alerts, row.segment) if alerts else (),
    )


def _glimpsed(row: Glimpse, now: datetime) -> Account:
    days = (row.decision_date - now.date()).days if row.decision_date else None
    money = (row.arr, row.currency, row.term_months)
    return Account(
        line=AccountLine(row.account_id, row.name, row.band, None, None, *money, days, row.owner),
        status=row.status,
        segment=row.segment,
        backup=None,
        band_before=None,
        known_before=False,
        rank=0.0,
        expected=None,
        decision_date=row.decision_date,
        customer=None if row.customer is None else points(int(row.customer)),
        down=None,
        up=None,
        seats=None,
        touches_known="touchpoints" in json.loads(row.connected or "[]"),
        last_reply=_on(row.last_two_way_at, now.tzinfo),
        last_touch=_on(row.last_touch_at, now.tzinfo),
        milestone=None,
        milestone_late=None,
        usage_ends=None,
        usage_daily=False,
        formula="",
    )


def _on(moment: str | None, zone: tzinfo | None) -> date | None:
    return None if moment is None else _local(datetime.fromisoformat(moment), zone)


def _noticed(snapshot: Snapshot, alerts: Alerts, segment: str | None) -> tuple[tuple[Family, Sighting], ...]:
    rules = alerts.rules_of(segment)
    seen = sightings(Look(snapshot), alerts, segment)
    return tuple((each, seen[each]) for each in NOTICED if each in seen and rules[each].route is Usual.DIGEST)


def _line(row: SnapshotRow, before: Mark | None, today: date) -> AccountLine:
    was = before.score if before and before.formula_version == row.formula_version else None
    return AccountLine(
        account_id=row.account_id,
        name=row.name,
        band=row.band,
        score=points(row.score),
        change=None if was is None or row.score is None else points(row.score - was),
        arr=row.arr,
        currency=row.currency,
        term_months=row.term_months,
        days_to_decision=(row.decision_date - today).days if row.decision_date else None,
        owner=row.owner,
    )


def _seats(facts: Facts) -> Seats | None:
    """Return how seats are used, ``None`` where seats say nothing: unlimited, by consumption, or unknown."""
    bought, used, before = (number(facts, name) for name in ("seats", "active_users", "active_users_prior"))
    if text(facts, "seat_model") in {"unlimited", "consumption"} or not bought or used is None or before is None:
        return None
    return Seats(int(bought), used, before)


def _local(moment: datetime | None, zone: tzinfo | None) -> date | None:
    return None if moment is None else moment.replace(tzinfo=UTC).astimezone(zone).date()


def _whole(value: float | None) -> int | None:
    return None if value is None else int(value)
