"""From a stored snapshot to the answer about one account: looks nothing up, computes no score."""

from collections.abc import Sequence
from datetime import UTC, date, datetime, timedelta, tzinfo

from cs_engine.health.drivers import weakest
from cs_engine.health.facts import Facts, day, instant, number, text
from cs_engine.health.snapshot import Line, Move, ScoreChange, Snapshot
from cs_engine.policy import SEVERITY
from cs_engine.records.account import Child, HealthReport, Opinion, Person, Stake, Support, TrendPoint
from cs_engine.records.receipt import Change, ChangeSplit, Coverage, Driver, Factor, Veto
from cs_engine.service.scoring.instants import data_is_old
from cs_engine.service.scoring.parents import shown_band
from cs_engine.storage.rows import SnapshotRow

TREND_WEEKS = 12
WEEK = timedelta(days=7)
NO_COVERAGE = Coverage(share=0.0, present=0, total=0, stalest=None, stalest_on=None)
_HUNDREDTHS = 100


def report_of(
    snapshot: Snapshot, stake: Stake, trend: Sequence[SnapshotRow], child: Child | None, today: date
) -> HealthReport:
    """Return the whole answer about one account.

    Args:
        snapshot: the account's latest snapshot.
        stake: the money at stake on the snapshot's day.
        trend: the account's snapshots of the last weeks, oldest first.
        child: the child account that decides a parent's picture, if any.
        today: the reader's day, against which data may be old.
    """
    facts, zone = snapshot.facts, snapshot.as_of.tzinfo
    return HealthReport(
        account_id=snapshot.account_id,
        name=snapshot.name,
        status=snapshot.status,
        status_since=day(facts, "status_since"),
        status_until=_status_until(snapshot),
        owner=text(facts, "owner"),
        backup=text(facts, "backup"),
        segment=text(facts, "segment"),
        plan=text(facts, "plan"),
        as_of=snapshot.as_of,
        data_ends=snapshot.data_ends,
        data_is_old=data_is_old(snapshot.data_ends, today),
        formula_version=snapshot.formula_version,
        scorecard=snapshot.scorecard,
        scorecard_before=snapshot.scorecard_before,
        score_before=points(snapshot.score_before),
        score=points(snapshot.score),
        band=shown_band(snapshot.band, child),
        hold=snapshot.hold,
        vetoes=_binding(snapshot),
        coverage=snapshot.coverage or NO_COVERAGE,
        change_7d=_change(snapshot.change_7d),
        change_30d=_change(snapshot.change_30d),
        change_split=_split(snapshot),
        drivers_down=tuple(driver_of(move, facts) for move in snapshot.drivers_down),
        drivers_up=tuple(driver_of(move, facts) for move in snapshot.drivers_up),
        weakest=tuple(map(_factor, weakest(snapshot))),
        stake=stake,
        seats=_whole(number(facts, "seats")),
        seats_used=number(facts, "active_users"),
        tenure_days=_whole(number(facts, "tenure_days")),
        last_touch_at=_aware(instant(facts, "last_touch_at")),
        last_two_way_at=_aware(instant(facts, "last_two_way_at")),
        champion=_champion(snapshot),
        sponsor=_sponsor(snapshot),
        opinions=_opinions(snapshot),
        support=_support(snapshot),
        worst_child=child,
        trend=tuple(weekly(trend, zone)),
        receipt=tuple(map(_factor, snapshot.lines)),
    )


def points(hundredths: int | None) -> float | None:
    """Return hundredths as points with two decimals, unknown as unknown."""
    return None if hundredths is None else hundredths / _HUNDREDTHS


def driver_of(move: Move, facts: Facts) -> Driver:
    """Return a stored move as an answer; a product that fell most comes with its own trend."""
    return Driver(
        key=move.key,
        unit=move.unit,
        before=move.before,
        now=move.now,
        points=move.points / _HUNDREDTHS,
        window_days=move.window_days,
        product=move.product,
        product_now=number(facts, "worst_product_trend") if move.product else None,
    )


def weekly(rows: Sequence[SnapshotRow], zone: tzinfo | None) -> list[TrendPoint]:
    """Return one point a week, counted back from the newest snapshot, oldest first."""
    chosen: list[SnapshotRow] = []
    for row in reversed(rows):
        if not chosen or chosen[-1].as_of - row.as_of >= WEEK - timedelta(hours=2):  # a clock change is no lost week
            chosen.append(row)
    return [_point(row, zone) for row in reversed(chosen)]


def _point(row: SnapshotRow, zone: tzinfo | None) -> TrendPoint:
    last_day = (row.as_of.astimezone(zone) - timedelta(microseconds=1)).date()
    return TrendPoint(last_day, points(row.score), row.band, row.formula_version, row.status)


def _factor(line: Line) -> Factor:
    return Factor(
        key=line.key,
        group=line.group,
        raw=line.raw,
        target=line.target,
        unit=line.unit,
        sub_score=points(line.sub_score),
        weight=line.share / _HUNDREDTHS**2,
        points=(line.points or 0) / _HUNDREDTHS,
        change_7d=points(line.change_7d),
        as_of=line.as_of,
        source=line.source,
        state=line.state,
    )


def _change(change: ScoreChange | None) -> Change | None:
    return Change(change.points / _HUNDREDTHS, change.since) if change else None


def _binding(snapshot: Snapshot) -> tuple[Veto, ...]:
    """Return the vetoes that hold the band down; a cap above the band changes nothing and is not told."""
    reached = snapshot.score_band
    if reached is None:
        return ()
    return tuple(veto for veto in snapshot.vetoes if SEVERITY.index(veto.cap) < SEVERITY.index(reached))


def _split(snapshot: Snapshot) -> ChangeSplit | None:
    split = snapshot.split
    if split is None:
        return None
    return ChangeSplit(split.customer / _HUNDREDTHS, split.data / _HUNDREDTHS, split.formula / _HUNDREDTHS)


def _status_until(snapshot: Snapshot) -> date | None:
    until = {"trial": "renewal_date", "paused": "paused_until", "notice_given": "leaves_on"}.get(snapshot.status)
    return day(snapshot.facts, until) if until else None


def _champion(snapshot: Snapshot) -> Person | None:
    name = text(snapshot.facts, "champion")
    if name is None:
        return None
    seen = _aware(instant(snapshot.facts, "champion_seen_at"))
    return Person(name, "champion", seen, day(snapshot.facts, "champion_left_on"))


def _sponsor(snapshot: Snapshot) -> Person | None:
    name = text(snapshot.facts, "sponsor")
    return Person(name, "sponsor", None, None) if name else None


def _opinions(snapshot: Snapshot) -> tuple[Opinion, ...]:
    facts = snapshot.facts
    found = []
    for survey, answers in (("nps", 1), ("csat", _whole(number(facts, "csat_answers")) or 1), ("ces", 1)):
        score, at = number(facts, f"{survey}_score"), _aware(instant(facts, f"{survey}_at"))
        if score is not None and at is not None:
            who = (text(facts, f"{survey}_contact"), text(facts, f"{survey}_role"), text(facts, f"{survey}_comment"))
            found.append(Opinion(survey, score, at, *who, answers))
    return tuple(found)


def _support(snapshot: Snapshot) -> Support | None:
    facts = snapshot.facts
    if "tickets" not in snapshot.connected:
        return None
    opened, urgent = number(facts, "tickets_open"), number(facts, "tickets_open_urgent")
    recent = number(facts, "tickets")
    return Support(_whole(opened) or 0, _whole(urgent) or 0, number(facts, "oldest_open_days"), _whole(recent) or 0)


def _aware(moment: datetime | None) -> datetime | None:
    return moment.replace(tzinfo=UTC) if moment else None


def _whole(value: float | None) -> int | None:
    return None if value is None else int(value)
