"""From an answer of the engine to a message: which template, and what it is told."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from bot.access.people import Caller
from bot.episodes.words import snooze_days
from bot.ids import ActionId
from bot.listeners.lists import ListState
from bot.rendering.fitting import fitting
from bot.rendering.message import Message
from bot.rendering.renderer import Renderer
from cs_engine.records.account import Candidates, HealthReport, History, TrendPoint
from cs_engine.records.bands import Band
from cs_engine.records.care import PULSE_BANDS
from cs_engine.records.logged import TimelineEntry
from cs_engine.records.portfolio import Portfolio
from cs_engine.records.receipt import Driver, Factor, FactorState
from cs_engine.service.freshness import FRESH_DAYS, WEEKLY_FRESH_DAYS

FULL_COVERAGE = 0.8
"""Below this share of the weight, a score needs a warning beside it."""
USE = "usage_trend"
"""What tells of a loss first."""
WORTH_SAYING = 1.0
"""Moves below a point come and go every week."""
BUTTONS = 5
"""Up to here candidates are buttons, beyond a menu: a phone shows five buttons without scrolling."""
MENU_OPTIONS = 40
"""As many options with the longest names as fit a message; who means another types more of the name."""
WEEKS = 12
EVENTS = (3, 2, 1, 0)
"""Things told of each week: as many of these as fit a message."""
DAILY_USAGE = "active_days_share"
"""Only usage that comes by the day can tell it."""
RECEIPT_LINES = 18
"""As many lines of seven cells as fit a message; the rest of a longer scorecard is added up in one line."""


@dataclass(frozen=True, slots=True)
class Week:
    """One week of a history: its point, the move since the week before, and what people did, newest first.

    Without a point it is the time since the newest one.
    """

    point: TrendPoint | None
    moved: float | None
    happened: Sequence[TimelineEntry]


@dataclass(frozen=True, slots=True)
class CardOptions:
    """How a card is shown: everything or the first screen, with buttons or without, and a remark below."""

    full: bool = False
    buttons: bool = True
    acts: bool = False
    """Whether the reader may change something about the account."""
    shared_in: str | None = None


def card(renderer: Renderer, report: HealthReport, options: CardOptions | None = None) -> Message:
    """Word an account's health."""
    context = {**_card_context(report), "doubted": _doubts(report), "until": snooze_days(renderer.reader.today)}
    return renderer.render("health_card", **context, options=options or CardOptions())


def shared_card(renderer: Renderer, report: HealthReport, sharer: str | None) -> Message:
    """Word an account's health for a channel."""
    return renderer.render("health_shared", **_card_context(report), sharer=sharer)


def receipt(renderer: Renderer, report: HealthReport) -> Message:
    """Word where a score comes from."""
    scored = [factor for factor in report.receipt if _counts(factor)]
    lightest = sorted(scored, key=lambda factor: factor.weight, reverse=True)[RECEIPT_LINES:]
    return renderer.render(
        "health_receipt",
        report=report,
        scored=[factor for factor in scored if factor not in lightest],
        more=len(lightest),
        more_points=sum(factor.points for factor in lightest),
        others=[factor for factor in report.receipt if not _counts(factor)],
        through=_through(report.as_of),
    )


def history(renderer: Renderer, past: History, happened: Sequence[TimelineEntry] = ()) -> Message:
    """Word the last twelve weeks of an account with what people did in each, newest first."""
    points, reader = past.points[-WEEKS:], renderer.reader
    days = [(entry.at.astimezone(reader.timezone).date(), entry) for entry in happened]
    weeks: list[Week] = []
    until = date.max
    for earlier, now in reversed(list(zip((None, *points), points, strict=False))):
        inside = [entry for day, entry in days if now.as_of < day <= until]
        weeks += [Week(None, None, inside)] if not weeks and inside else []
        since = earlier.as_of if earlier else now.as_of - timedelta(days=7)
        weeks.append(Week(now, _moved(earlier, now), [entry for day, entry in days if since < day <= now.as_of]))
        until = since
    told = {"history": past, "weeks": weeks, "scores": [point.score for point in points]}
    eventful = any(week.happened for week in weeks)
    return fitting(
        lambda most: renderer.render("health_history", **told, most=most, eventful=eventful and most > 0), EVENTS
    )


def candidates(renderer: Renderer, found: Candidates, pick: ActionId = ActionId.PICK) -> Message:
    """Ask which account is meant, or offer the closest names; `pick` is what is done with the one that is picked."""
    return renderer.render("pick_account", found=found, pick=pick, menu_from=BUTTONS + 1, most=MENU_OPTIONS)


def account_list(renderer: Renderer, portfolio: Portfolio, state: ListState) -> Message:
    """Word one page of accounts."""
    return renderer.render("account_list", portfolio=portfolio, state=state, unknown=_holds_unknown(portfolio))


def not_mapped(renderer: Renderer, caller: Caller) -> Message:
    """Explain why somebody has no accounts."""
    return renderer.render("not_mapped", email=caller.email)


def main_driver(report: HealthReport) -> Driver | None:
    """The customer-caused move that says most, and never mere noise.

    Only what pulls down where the band is bad, the score falls, or use falls under a score that does not show it yet.
    """
    downs, ups = (
        [driver for driver in moved if abs(driver.points) >= WORTH_SAYING]
        for moved in (report.drivers_down, report.drivers_up)
    )
    falls = any(change is not None and change.points < 0 for change in (report.change_7d, report.change_30d))
    warned = falls or report.band in {Band.AT_RISK, Band.WATCH} or any(each.key == USE for each in downs)
    return max(downs if warned else [*downs, *ups], key=lambda driver: abs(driver.points), default=None)


def needs_warning(report: HealthReport) -> bool:
    """Whether a reader must be told how far to trust the card: little data, expired data or old data."""
    thin = report.band not in {None, Band.UNKNOWN, Band.LEAVING} and report.coverage.share < FULL_COVERAGE
    return report.data_is_old or thin or bool(_expired(report)) or _usage_ended(report) is not None


def _counts(factor: Factor) -> bool:
    """Whether a factor has anything to do with the score or its move; a support line may cost nothing."""
    return factor.state is FactorState.SCORED and any((factor.weight, factor.points, factor.change_7d))


def _doubts(report: HealthReport) -> bool:
    """Whether the CSM's own opinion would put the account in another band than the score does."""
    pulse, judged = report.care.pulse, report.band in PULSE_BANDS.values()
    return pulse is not None and judged and PULSE_BANDS.get(pulse.value) is not report.band


def _holds_unknown(portfolio: Portfolio) -> bool:
    return any(row.band is Band.UNKNOWN for row in portfolio.rows)


def _moved(earlier: TrendPoint | None, now: TrendPoint) -> float | None:
    """The difference of two weekly scores, None unless both are known."""
    if earlier is None or earlier.score is None or now.score is None:
        return None
    return now.score - earlier.score


def _expired(report: HealthReport) -> list[Factor]:
    """What would count if it were not too old."""
    return [factor for factor in report.receipt if factor.state is FactorState.EXPIRED]


def _usage_ended(report: HealthReport) -> date | None:
    """The last day that usage covers, when that is longer ago than a late delivery."""
    known = {factor.key: factor.as_of for factor in report.receipt if factor.source == "usage" and factor.as_of}
    ends = max(known.values(), default=None)
    usual = FRESH_DAYS if DAILY_USAGE in known else WEEKLY_FRESH_DAYS
    return ends if ends is not None and (_through(report.as_of) - ends).days > usual else None


def _card_context(report: HealthReport) -> dict[str, object]:
    return {
        "report": report,
        "why": main_driver(report),
        "weakest": next(iter(report.weakest), None),
        "expired": _expired(report),
        "usage_ended": _usage_ended(report),
        "scores": [point.score for point in report.trend[-12:]],
        "warn": needs_warning(report),
        "through": _through(report.as_of),
    }


def _through(as_of: datetime) -> date:
    """The last day that counts: a snapshot taken at midnight is about the day before."""
    return (as_of - timedelta(microseconds=1)).date()
