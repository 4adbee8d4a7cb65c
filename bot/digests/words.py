"""From a digest to what a channel or person reads: which template, and what it is told."""

import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any, TypeVar

from babel import Locale

from bot.delivery.speaker import Speaker
from bot.errors import UnfitMessageError
from bot.rendering.message import Message
from bot.rendering.renderer import Renderer
from cs_engine.records.bands import Band
from cs_engine.records.digest import DIGEST, PART, Digest, DigestPart
from cs_engine.records.digest_lines import Trend
from cs_engine.records.lanes import LANES, Lanes
from cs_engine.records.outbox import Intent
from cs_engine.records.preferences import ChannelSettings, Preferences
from cs_engine.service.digests.daily import MOST_OTHERS, MOST_OWED
from cs_engine.service.digests.schedule import next_due, zone_of
from cs_engine.service.preferences.desk import PreferenceDesk

Limit = TypeVar("Limit")
Called = Callable[[str | None], str]
"""Returns what people call somebody."""

FEWEST_WEEKS = 4
"""With fewer points a chart shows nothing that the words do not."""
DAYS = frozenset({"on", "leaves_on", "decision_on"})
_DAY = re.compile(r"\d{4}-\d{2}-\d{2}")
MOST_CHANNELS = 20
WIDTHS = (30, 24, 16)
"""Characters of a name in the table: the longest that fit."""


@dataclass(frozen=True, slots=True)
class Size:
    """How much of a digest is told: with next steps or without, and how many lines of each section."""

    steps: bool
    needs: int
    moves: int
    others: int
    owners: int
    chart: bool = True


SIZES = (
    Size(steps=True, needs=5, moves=3, others=5, owners=20),
    Size(steps=True, needs=5, moves=2, others=2, owners=12),
    Size(steps=False, needs=5, moves=2, others=1, owners=6),
    Size(steps=False, needs=3, moves=1, others=1, owners=2, chart=False),
)
"""The largest that fits one message: with usual names and up to four currencies that is the first."""


@dataclass(frozen=True, slots=True)
class Bar:
    """One bar of the chart."""

    day: date
    n: int


def digest(speaker: Speaker, intent: Intent) -> Message:
    """Word a channel's digest."""
    told = DIGEST.validate_python(intent.about["digest"])
    return weekly(speaker.renderer, told, names(speaker.cs.preferences), charts=speaker.charts)


def digest_part(speaker: Speaker, intent: Intent) -> Message:
    """Word one part of the table in a digest's thread."""
    return table(speaker.renderer, PART.validate_python(intent.about["part"]), names(speaker.cs.preferences))


def digest_personal(speaker: Speaker, intent: Intent) -> Message:
    """Word somebody's own digest."""
    return personal(speaker.renderer, DIGEST.validate_python(intent.about["digest"]), names(speaker.cs.preferences))


def daily(speaker: Speaker, intent: Intent) -> Message:
    """Word somebody's day."""
    return today(speaker.renderer, LANES.validate_python(intent.about["lanes"]))


def weekly(renderer: Renderer, told: Digest, called: Called, *, charts: bool = True) -> Message:
    """Word a channel's digest: two lines when nothing changed, otherwise as much as fits one message.

    Without ``charts`` what a chart would show is said in a line; answers inside an acknowledgement take none.
    """
    if told.is_quiet:
        return renderer.render("digest_quiet", digest=told, called=called)
    return _fitting(lambda size: renderer.render("digest", charts=charts, **_told(told, called, size)), SIZES)


def personal(renderer: Renderer, told: Digest, called: Called) -> Message:
    """Word somebody's own digest: a CSM's accounts, or a lead's view of everybody's."""
    if told.is_quiet:
        return renderer.render("digest_quiet", digest=told, called=called)
    return _fitting(lambda size: renderer.render("digest_personal", **_told(told, called, size)), SIZES)


def table(renderer: Renderer, part: DigestPart, called: Called) -> Message:
    """Word one part of the full table."""
    return _fitting(lambda width: renderer.render("digest_part", table=part, called=called, width=width), WIDTHS)


def today(renderer: Renderer, lanes: Lanes) -> Message:
    """Word the three lanes."""
    owe, bring, close = lanes.owe[:MOST_OWED], lanes.bring[:MOST_OTHERS], lanes.close[:MOST_OTHERS]
    left = lanes.more + lanes.rows - len(owe) - len(bring) - len(close)
    return renderer.render("daily", today=lanes.day, owe=owe, bring=bring, close=close, left=left)


def schedules(
    renderer: Renderer, channels: Sequence[ChannelSettings], own: Preferences, now: datetime, called: Called
) -> Message:
    """Word which channels get a digest and when, and whether somebody gets their own."""
    shown = [(each, next_due(each, now).astimezone(zone_of(each)).date()) for each in channels[:MOST_CHANNELS]]
    return renderer.render("digest_channels", channels=shown, more=len(channels) - len(shown), own=own, called=called)


def reading_in(renderer: Renderer, channel: ChannelSettings, at: datetime) -> Renderer:
    """Return the renderer for what a channel reads: in its language and zone."""
    zone = zone_of(channel)
    return renderer.reading(Locale.parse(channel.language, sep="-"), zone, at.astimezone(zone).date())


def names(people: PreferenceDesk) -> Called:
    """Return how people are called: as in Slack, else by what stands before the @ of their address."""
    known: Mapping[str, str] = {each.person: each.name for each in people.people()}

    def called(person: str | None) -> str:
        if person is None:
            return ""
        return known.get(person.casefold()) or known.get(person) or person.partition("@")[0]

    return called


def _told(told: Digest, called: Called, size: Size) -> dict[str, Any]:
    """Return what a digest's template is told when it may be this long."""
    shown: dict[str, Any] = {
        name: getattr(told, name)[: size.others] for name in ("ready", "stuck", "quiet", "noticed")
    }
    return {
        "digest": told,
        "called": called,
        "dated": _dated,
        "needs": told.needs[: size.needs],
        "full": size.steps,
        "moves": size.moves,
        "renewals": [each for each in told.renewals if each.accounts],
        "trend": _bars(told.trend) if size.chart else (),
        "overdue": told.overdue[: size.owners // 2],
        "owners": told.owners[: size.owners],
        **shown,
    }


def _dated(numbers: Mapping[str, Any] | None) -> Mapping[str, Any]:
    """Return evidence with its days as days: in an intent, which is JSON, they are text."""
    return {
        name: date.fromisoformat(value) if name in DAYS and isinstance(value, str) and _DAY.fullmatch(value) else value
        for name, value in (numbers or {}).items()
    }


def _fitting(fill: Callable[[Limit], Message], limits: tuple[Limit, ...]) -> Message:
    """Return the first message that Slack takes, from the largest on."""
    for limit in limits[:-1]:
        try:
            return fill(limit)
        except UnfitMessageError:
            continue
    return fill(limits[-1])


def _bars(trend: tuple[Trend, ...]) -> tuple[Bar, ...]:
    """Return accounts at risk or leaving by week; nothing where a chart would tell nothing."""
    bad = {Band.AT_RISK, Band.LEAVING}
    bars = tuple(Bar(each.day, sum(n for band, n in each.counts if band in bad)) for each in trend)
    return bars if len(bars) >= FEWEST_WEEKS and any(each.n for each in bars) else ()
