"""Samples of digests and of the daily message."""

from collections.abc import Callable, Iterator, Mapping
from dataclasses import replace
from datetime import UTC, datetime, time, timedelta
from types import MappingProxyType
from typing import Any

from bot.digests import words
from bot.rendering.message import Message
from bot.rendering.renderer import Renderer
from cs_engine.records.bands import Band
from cs_engine.records.digest import Digest, DigestPart, Week
from cs_engine.records.digest_lines import (
    AccountLine,
    AlertGrades,
    BandLine,
    Behind,
    Count,
    Done,
    Freshness,
    Moved,
    Need,
    NeedReason,
    Noticed,
    Overdue,
    OwnerLine,
    Quiet,
    Ready,
    RenewalWindow,
    Retention,
    Schedule,
    Stuck,
    Trend,
    WinTold,
)
from cs_engine.records.episodes import Family
from cs_engine.records.lanes import LaneReason, LaneRow, Lanes
from cs_engine.records.logbook import ForecastCall
from cs_engine.records.preferences import ChannelScope, ChannelSettings, Preferences
from cs_engine.records.receipt import Driver
from tests.unit.templates.twists import Twist, emptied, twisted

MONDAY = datetime(2026, 10, 5, 9, tzinfo=UTC)
DAY = MONDAY.date()
ARR = (("CNY", 2_131_998.9), ("EUR", 1_305_038.0), ("GBP", 808_671.0), ("JPY", 9e7), ("USD", 1_135_976.0))
NUMBERS: Mapping[Family, dict[str, float | str | None]] = {
    Family.NOTICE_GIVEN: {"on": "2026-10-01", "leaves_on": "2026-11-14", "days": 40},
    Family.CHAMPION_LEFT: {"name": "Ana <!here>", "on": "2026-09-23", "days": 12},
    Family.AT_RISK: {"score": 41.2, "groups": "usage,voice"},
    Family.USAGE_DROP: {"before": 41.0, "now": 24.0, "share": 0.58},
    Family.DECISION_NEAR: {"days": 59, "decision_on": "2026-12-03", "band": "watch"},
    Family.KEY_DETRACTOR: {"name": "Ana", "score": 3.0, "role": "champion", "on": "2026-10-01"},
    Family.URGENT_TICKET: {"days": 4, "tickets": 2, "target": 2},
    Family.INVOICE_OVERDUE: {"days": 45, "amount": 1200.0, "currency": "EUR", "habit": 5.0},
    Family.ONBOARDING_LATE: {"days": 9, "name": "First team live"},
    Family.SILENCE: {"days": 70},
    Family.UNUSED_SEATS: {"now": 3.0, "before": 40.0, "share": 0.08},
    Family.SCORE_DROP: {"points": -16.2, "days": 7},
    Family.PROBABILITY: {"probability": 0.44},
    Family.DETRACTOR: {"name": None, "score": 5.0},
}


def line(number: int = 1, **changes: object) -> AccountLine:
    """Return how an account is listed."""
    usual = AccountLine(f"A{number}", f"Acme {number}", Band.AT_RISK, 41.2, -8.4, 48_500.0, "USD", 12, 20, "mia@x.test")
    return replace(usual, **changes)  # type: ignore[arg-type] # any field


def need(number: int, family: Family | None, why: NeedReason) -> Need:
    """Return an account that needs somebody."""
    return Need(
        account=line(number),
        why=why,
        expected_revenue_at_risk=8_700.0,
        week=number,
        episode_id=f"e{number}" if family else None,
        family=family,
        numbers=NUMBERS[family] if family else None,
        driver=DRIVER if number % 2 else None,
        claimed_by="leo@x.test" if why is NeedReason.OVERDUE else None,
        step_due=DAY if why is NeedReason.OVERDUE else None,
        play="Red save",
        step="Call the decision maker: what would have to change?",
    )


DRIVER = Driver("usage_trend", "ratio", 1.28, 0.66, -17.3, 28, "Desk", 0.5)
REASONS = tuple(need(number, None, why) for number, why in enumerate(NeedReason))
FAMILIES = tuple(need(number, family, NeedReason.UNCLAIMED) for number, family in enumerate(Family))
FULL = Digest(
    scope=ChannelScope.TEAM,
    value=None,
    week=Week(2026, 41),
    at=MONDAY,
    due=MONDAY - timedelta(days=2),
    since=MONDAY - timedelta(days=7),
    late=True,
    schedule=Schedule(0, time(9), "Europe/Berlin", MONDAY + timedelta(days=7)),
    freshness=Freshness(DAY, MONDAY, Behind.USAGE, DAY - timedelta(days=4)),
    accounts=106,
    arr=ARR,
    bands=tuple(BandLine(band, 20, ARR, change) for band, change in zip(Band, (1, -1, 0, None, 12), strict=True)),
    without_score=(("trial", 2), ("paused", 1), ("odd", 3)),
    unassigned=Count(7, ARR),
    trend=tuple(
        Trend(DAY - timedelta(weeks=back), ((Band.AT_RISK, back), (Band.LEAVING, 1))) for back in range(12, 0, -1)
    ),
    needs=REASONS,
    more_needs=12,
    in_hand=Count(12, ARR),
    snoozed=3,
    up=tuple(Moved(line(number), 12.5, DRIVER) for number in range(3)),
    down=tuple(Moved(line(number), -12.5, None) for number in range(3)),
    renewals=tuple(
        RenewalWindow(first, first + 29, 6, ARR, 2, tuple((call, 2) for call in ForecastCall)) for first in (1, 31, 61)
    ),
    ready=tuple(Ready(line(number), 70, 65.0, 58.0) for number in range(2)),
    more_ready=3,
    quiet=(Quiet(line(8), 68), Quiet(line(9), None)),
    more_quiet=9,
    stuck=(Stuck(line(10), "First team live", 9), Stuck(line(11), None, 12)),
    more_stuck=0,
    noticed=(Noticed(line(12), Family.UNUSED_SEATS, NUMBERS[Family.UNUSED_SEATS]),),
    more_noticed=4,
    done=Done(14, 9, 3, 4, 2, WinTold("A1", "Acme", "They rolled out to Berlin.", "+40 users", ("mia@x.test", "U2"))),
    grades=AlertGrades(28, 14, 11, 2, 5.4),
    formulas=("balanced@7540dc80", "renewal@3f277de4", "own@1"),
    is_quiet=False,
    retention=(Retention("EUR", DAY, DAY, 40, 2, 1.024, 0.941),),
    overdue=tuple(Overdue("A1", "Acme", "Send the plan", "mia@x.test", days, "t1") for days in range(10)),
    owners=tuple(OwnerLine(who, 40, 3, 2, 1) for who in ("mia@x.test", None, "leo@x.test")),
    thread=106,
)
"""A digest in which every section has something to say."""
BEHIND = tuple(replace(FULL, freshness=replace(FULL.freshness, behind=each)) for each in (*Behind, None))
SCOPES = tuple(replace(FULL, scope=scope, value="mid") for scope in ChannelScope)


def called(person: str | None) -> str:
    """Return an address as it is."""
    return person or ""


def _digests(renderer: Renderer, twist: Twist[Any]) -> Iterator[Message]:
    for each in (FULL, *BEHIND, *SCOPES, replace(FULL, needs=FAMILIES[:7]), replace(FULL, needs=FAMILIES[7:])):
        for charts in (True, False):
            yield words.weekly(renderer, twisted(each, twist), called, charts=charts)
    yield words.weekly(renderer, emptied(FULL), called)


def _quiet(renderer: Renderer, twist: Twist[Any]) -> Iterator[Message]:
    yield words.weekly(renderer, twisted(replace(FULL, is_quiet=True), twist), called)
    yield words.personal(renderer, twisted(replace(FULL, is_quiet=True), twist), called)


def _personal(renderer: Renderer, twist: Twist[Any]) -> Iterator[Message]:
    for each in (FULL, replace(FULL, owners=()), replace(FULL, needs=FAMILIES)):
        yield words.personal(renderer, twisted(each, twist), called)
    yield words.personal(renderer, emptied(FULL), called)


def _parts(renderer: Renderer, twist: Twist[Any]) -> Iterator[Message]:
    rows = tuple(line(number) for number in range(40))
    yield words.table(renderer, twisted(DigestPart(1, 3, rows, 0), twist), called)
    yield words.table(renderer, twisted(DigestPart(3, 3, rows, 60), twist), called)
    yield words.table(renderer, DigestPart(1, 1, (emptied(line()),)), called)


def _days(renderer: Renderer, twist: Twist[Any]) -> Iterator[Message]:
    rows = tuple(
        LaneRow("A1", "Acme", Band.WATCH, reason, DAY, "Send the plan", 8.0, f"t{number}", None)
        for number, reason in enumerate(LaneReason)
    )
    yield words.today(renderer, twisted(Lanes(DAY, rows[:5], rows[5:8], rows[8:], 4), twist))
    yield words.today(renderer, Lanes(DAY, close=tuple(emptied(row) for row in rows)))


def _channels(renderer: Renderer, twist: Twist[Any]) -> Iterator[Message]:
    usual = ChannelSettings("C1", "cs-team", ChannelScope.TEAM, None, "lea@x.test", MONDAY, timezone="Europe/Berlin")
    kinds = (
        usual,
        replace(usual, scope=ChannelScope.SEGMENT, value="mid"),
        replace(usual, scope=ChannelScope.OWNER, value="mia@x.test", digest=False),
        replace(usual, gone_at=MONDAY, gone_reason="is_archived"),
    )
    for own in (Preferences("mia@x.test"), Preferences("mia@x.test", digest_dm=True)):
        named = [replace(each, name=twist(each.name), value=each.value and twist(each.value)) for each in kinds]
        yield words.schedules(renderer, named * 6, own, MONDAY, called)
    yield words.schedules(renderer, (), Preferences("mia@x.test"), MONDAY, called)


DIGESTS: Mapping[str, Callable[[Renderer, Twist[Any]], Iterator[Message]]] = MappingProxyType(
    {
        "daily": _days,
        "digest": _digests,
        "digest_channels": _channels,
        "digest_part": _parts,
        "digest_personal": _personal,
        "digest_quiet": _quiet,
    }
)
"""Message folder → what it is rendered with."""
