"""What a digest tells about many accounts: pure choices, each a rule of its own."""

from collections import Counter
from collections.abc import Collection, Iterable, Mapping, Sequence
from datetime import date, datetime, timedelta
from statistics import median

from cs_engine.policy import SEVERITY
from cs_engine.records.bands import Band
from cs_engine.records.digest_lines import (
    AlertGrades,
    BandLine,
    Count,
    Freshness,
    Moved,
    Noticed,
    Quiet,
    Ready,
    RenewalWindow,
    Stuck,
)
from cs_engine.records.episodes import Episode, EpisodeState, FalseAlarm, Family
from cs_engine.records.logbook import Forecast, ForecastCall
from cs_engine.service.digests.accounts import NOTICED, Account, summed
from cs_engine.service.freshness import freshness_of
from cs_engine.service.scoring.lanes import silent

MONTHLY = 1
MOVED_POINTS = 5.0
"""Smaller moves come and go from week to week."""
RENEWAL_WINDOWS = ((0, 30), (31, 60), (61, 90))
"""A quarter ahead, month by month, so that no renewal is counted twice."""
FULL_SEATS = 0.9
"""From nine seats of ten on, the next team that wants in does not fit."""
RISING = 1.05
"""More than the noise between a month and the quarter before."""
ONBOARDING = "onboarding"
MILESTONE_LATE_DAYS = 7
"""Earlier a milestone is only somebody's holiday."""
BAD = frozenset({Band.AT_RISK, Band.LEAVING})
EVENTS = frozenset({Family.DETRACTOR})
NOT_FALSE = frozenset({FalseAlarm.ALREADY_HANDLED, FalseAlarm.CUSTOMER_LEFT})
"""The alarm was right: somebody had seen it before, or the customer has left."""


def band_lines(accounts: Sequence[Account], before: Mapping[Band, int] | None) -> tuple[BandLine, ...]:
    """Return the bands that have or had accounts, worst first; without an earlier picture no change is told."""
    found = []
    for band in SEVERITY:
        members = [each for each in accounts if each.band is band]
        was = None if before is None else before.get(band, 0)
        if members or was:
            change = None if was is None else len(members) - was
            found.append(BandLine(band, len(members), summed(members), change))
    return tuple(found)


def moved(accounts: Iterable[Account], *, up: bool) -> tuple[Moved, ...]:
    """Return the accounts that the customer moved by five points or more in the week, the largest move first."""
    found = [
        Moved(each.line, each.customer, each.up if up else each.down)
        for each in accounts
        if each.customer is not None and abs(each.customer) >= MOVED_POINTS and (each.customer > 0) == up
    ]
    return tuple(sorted(found, key=lambda each: (-abs(each.points), each.account.account_id)))


def renewals(
    accounts: Iterable[Account], forecasts: Mapping[tuple[str, date], Forecast], troubled: Collection[str]
) -> tuple[RenewalWindow, ...]:
    """Return what is decided within 30, 60 and 90 days, each decision in one window.

    Monthly contracts can be left on any day and are in none; accounts that gave notice have decided.

    Args:
        accounts: all of the digest's scope.
        forecasts: the CSMs' calls, by account and decision date.
        troubled: accounts with an open episode; they count as at risk in any band.
    """
    open_ones = [
        each
        for each in accounts
        if each.band not in {None, Band.LEAVING} and each.line.term_months != MONTHLY and each.decision_date is not None
    ]
    return tuple(_window(open_ones, first, last, forecasts, troubled) for first, last in RENEWAL_WINDOWS)


def ready_to_expand(accounts: Iterable[Account], troubled: Collection[str]) -> tuple[Ready, ...]:
    """Return healthy accounts whose seats are nearly all used, and more than before; the dearest first.

    Formula: used / bought >= 0.9 and used >= 1.05 x the twelve weeks before.
    Source: who grows into the last seats is the likeliest to buy more; who only fills them is not growing.
    """
    found = [
        (each, Ready(each.line, each.seats.bought, each.seats.used, each.seats.before))
        for each in accounts
        if each.band is Band.HEALTHY and each.id not in troubled and each.seats is not None
        if each.seats.used >= FULL_SEATS * each.seats.bought and each.seats.used >= RISING * each.seats.before
    ]
    return tuple(ready for _, ready in sorted(found, key=lambda pair: (-(pair[0].line.arr or 0.0), pair[0].id)))


def quiet_ones(accounts: Iterable[Account], today: date) -> tuple[Quiet, ...]:
    """Return accounts without a word for two months, the dearest first."""
    return tuple(Quiet(account.line, days) for account, days in silent(accounts, today))


def stuck(accounts: Iterable[Account]) -> tuple[Stuck, ...]:
    """Return accounts in onboarding whose milestone is a week late or more, the latest first."""
    found = [
        Stuck(each.line, each.milestone, each.milestone_late)
        for each in accounts
        if each.status == ONBOARDING and each.milestone_late is not None and each.milestone_late >= MILESTONE_LATE_DAYS
    ]
    return tuple(sorted(found, key=lambda each: (-each.days, each.account.account_id)))


def noticed(accounts: Iterable[Account], since: date) -> tuple[Noticed, ...]:
    """Return the accounts with a reason that makes no message of its own, one reason each.

    What happened on a day, such as an answer, is told once: if that was on or after ``since``.
    """
    found = []
    for each in accounts:
        news = [(family, seen) for family, seen in each.noticed if family not in EVENTS or seen.since >= since]
        found += [(each, Noticed(each.line, family, dict(seen.numbers))) for family, seen in news[:1]]
    found.sort(key=lambda pair: (NOTICED.index(pair[1].family), -(pair[0].line.arr or 0.0), pair[0].id))
    return tuple(line for _, line in found)


def unassigned(accounts: Iterable[Account]) -> Count:
    """Return the accounts with a band that nobody looks after."""
    found = [each for each in accounts if each.band is not None and each.line.owner is None]
    return Count(len(found), summed(found))


def freshness(scored_at: datetime, data_ends: date, accounts: Iterable[Account], now: datetime) -> Freshness:
    """Return how new the picture is, and what fails first: scores, data of any kind, usage.

    Args:
        scored_at: the newest instant at which all accounts were scored, in the workspace's zone.
        data_ends: the last day that any data covers.
        accounts: all of the digest's scope.
        now: the moment of the digest, in its zone.
    """
    known = list(accounts)
    usage = max((each.usage_ends for each in known if each.usage_ends), default=None)
    return freshness_of(scored_at, data_ends, usage, now, daily=any(each.usage_daily for each in known))


def grades(episodes: Iterable[Episode], since: datetime, until: datetime) -> AlertGrades:
    """Return how good the alerts of ``[since, until)`` were; the median hours are for leads."""
    fired = [each for each in episodes if since <= each.opened_at < until]
    claimed = [each for each in fired if each.claimed_at is not None]
    hours = [(each.claimed_at - each.opened_at) / timedelta(hours=1) for each in claimed if each.claimed_at]
    false = [each for each in fired if each.state is EpisodeState.FALSE_ALARM and each.false_alarm not in NOT_FALSE]
    middle = median(hours) if hours else None
    return AlertGrades((until - since).days, len(fired), len(claimed), len(false), middle)


def _window(
    accounts: Sequence[Account],
    first: int,
    last: int,
    forecasts: Mapping[tuple[str, date], Forecast],
    troubled: Collection[str],
) -> RenewalWindow:
    found = [each for each in accounts if first <= (each.line.days_to_decision or 0) <= last]
    calls = Counter(
        forecasts[each.id, each.decision_date].call
        for each in found
        if each.decision_date is not None and (each.id, each.decision_date) in forecasts
    )
    return RenewalWindow(
        first=first,
        last=last,
        accounts=len(found),
        arr=summed(found),
        at_risk=sum(1 for each in found if each.band in BAD or each.id in troubled),
        forecasts=tuple((call, calls[call]) for call in ForecastCall if calls[call]),
    )
