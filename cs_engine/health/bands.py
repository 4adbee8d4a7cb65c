"""From a score to a band: sticky borders and facts that cap it."""

from dataclasses import dataclass
from datetime import date, timedelta

from cs_engine.health.curves import HUNDREDTHS
from cs_engine.health.declaration import BandsDeclaration
from cs_engine.health.facts import Facts, day, number, text
from cs_engine.health.measures.engagement import last_human_signal
from cs_engine.health.moment import Moment
from cs_engine.health.scorecard import Scorecard
from cs_engine.health.snapshot import Snapshot
from cs_engine.policy import DIGITAL_SEGMENT
from cs_engine.records.bands import Band
from cs_engine.records.receipt import Hold, Veto

WEEK_DAYS = 7


@dataclass(frozen=True, slots=True)
class Standing:
    """A band by score and history; ``leaving_since`` and ``hold`` where history keeps it."""

    band: Band
    leaving_since: date | None = None
    hold: Hold | None = None


def standing(score: int, today: date, borders: BandsDeclaration, before: Snapshot | None) -> Standing:
    """Return the band of a score in hundredths.

    Args:
        score: hundredths of a point.
        today: local day of the snapshot.
        borders: the scorecard's borders.
        before: the latest earlier snapshot with a score under the same scorecard.

    Falling below the lower border acts at once; leaving At risk upwards, or Healthy for Watch, needs the
    score beyond the outer border on several weekly snapshots in a row.
    """
    plain = _by_score(score, borders)
    held = before.score_band if before else None
    since = before.leaving_since if before else None
    if held is Band.AT_RISK and plain is not Band.AT_RISK:
        leaves = score >= borders.at_risk_leaves_at * HUNDREDTHS
        return _held(held, plain, borders, _leaving(leaves, since, today), today)
    if held is Band.HEALTHY and plain is Band.WATCH:
        leaves = score < borders.healthy_leaves_below * HUNDREDTHS
        return _held(held, plain, borders, _leaving(leaves, since, today), today)
    return Standing(plain)


def vetoes(card: Scorecard, facts: Facts, moment: Moment) -> tuple[Veto, ...]:
    """Return the facts that keep the band at Watch or worse, whatever the score."""
    found = (
        _usage_unknown(card, facts, moment),
        _no_human_signal(card, facts, moment),
        _champion_left(card, facts, moment),
        _payment_overdue(card, facts, moment),
    )
    return tuple(veto for veto in found if veto)


def capped(band: Band, caps: tuple[Veto, ...]) -> Band:
    """Return the band under its vetoes: Healthy becomes Watch, worse bands stay."""
    return Band.WATCH if caps and band is Band.HEALTHY else band


def _by_score(score: int, borders: BandsDeclaration) -> Band:
    if score < borders.at_risk_below * HUNDREDTHS:
        return Band.AT_RISK
    return Band.HEALTHY if score >= borders.healthy_at * HUNDREDTHS else Band.WATCH


def _leaving(leaves: bool, since: date | None, today: date) -> date | None:  # noqa: FBT001 - one decision, one caller
    return (since or today) if leaves else None


def _held(band: Band, plain: Band, borders: BandsDeclaration, leaving_since: date | None, today: date) -> Standing:
    """Return the held band with what is still missing, or the plain one once enough weeks agree."""
    weeks = (today - leaving_since).days // WEEK_DAYS + 1 if leaving_since else 0
    if weeks >= borders.snapshots:
        return Standing(plain)
    threshold = borders.at_risk_leaves_at if band is Band.AT_RISK else borders.healthy_leaves_below
    return Standing(band, leaving_since, Hold(band, threshold, borders.snapshots - weeks))


def _usage_unknown(card: Scorecard, facts: Facts, moment: Moment) -> Veto | None:
    last = day(facts, "usage_last_day") if "usage" in moment.connected else None
    age = None if last is None else moment.days_uncovered(last)
    if age is not None and age <= card.evidence.usage_days:
        return None
    return Veto("usage_unknown", Band.WATCH, last, age)


def _no_human_signal(card: Scorecard, facts: Facts, moment: Moment) -> Veto | None:
    if text(facts, "segment") == DIGITAL_SEGMENT:
        return None
    age = last_human_signal(facts, moment)
    if age is not None and age <= card.evidence.human_days:
        return None
    return Veto("no_human_signal", Band.WATCH, None if age is None else moment.today - timedelta(days=age), age)


def _champion_left(card: Scorecard, facts: Facts, moment: Moment) -> Veto | None:
    left_on = day(facts, "champion_left_on")
    if left_on is None or (moment.today - left_on).days >= card.vetoes.champion_left_days:
        return None
    return Veto("champion_left", Band.WATCH, left_on, (moment.today - left_on).days)


def _payment_overdue(card: Scorecard, facts: Facts, moment: Moment) -> Veto | None:
    days = number(facts, "overdue_days")
    if days is None or days < card.vetoes.overdue_days:
        return None
    if days - (number(facts, "payment_habit_days") or 0) < card.vetoes.overdue_beyond_habit_days:
        return None
    return Veto("payment_overdue", Band.WATCH, moment.today - timedelta(days=days), days)
