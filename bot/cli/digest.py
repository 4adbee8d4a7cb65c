"""``steward digest``: what a channel's weekly digest says, as it would be sent."""

from datetime import UTC, datetime
from html import unescape
from typing import Annotated

import typer

from bot.cli.console import note, say
from bot.clock import wall_clock
from bot.config import Settings, load_settings
from bot.digests import words
from bot.errors import UnknownChannel
from bot.rendering.renderer import Renderer, make_renderer
from cs_engine.records.preferences import ChannelScope, ChannelSettings
from cs_engine.service.customer_success import CustomerSuccess
from cs_engine.service.digests.schedule import zone_of
from cs_engine.service.scoring.instants import end_of
from cs_engine.service.scoring.retention import retention_in

UNSEEN = "\u2060"
"""Breaks up what Slack would read as markup."""
NOBODY = ""
"""Of a digest that no channel gets yet."""


def digest(
    *,
    preview: Annotated[bool, typer.Option("--preview", help="Print what would be sent; this is the default.")] = False,
    channel: Annotated[str | None, typer.Option(help="A channel's name or id; without it, every one.")] = None,
    as_of: Annotated[
        datetime | None, typer.Option(help="The day at whose end it is composed.", formats=["%Y-%m-%d"])
    ] = None,
    send: Annotated[bool, typer.Option("--send", help="Send it now, beside the one that is due.")] = False,
) -> None:
    """Print the weekly digest of a channel exactly as it would be sent, or send it."""
    if preview and send:
        raise typer.BadParameter("choose --preview or --send")
    if send and as_of:
        raise typer.BadParameter("only today's digest can be sent; leave --as-of out")
    settings = load_settings()
    clock = wall_clock(settings.timezone)
    cs = CustomerSuccess.open(settings.database_url, clock, settings.plays, settings.alerts, settings.industry)
    try:
        for each in _wanted(cs, settings, channel, sending=send):
            if send:
                cs.digests.send(each, clock(), retention_in(settings.book_url))
                note(f"The digest of #{each.name} is in the outbox; `steward work` sends it.")
            else:
                _show(cs, each, _moment(each, as_of, clock()), settings)
    finally:
        cs.close()


def _wanted(
    cs: CustomerSuccess, settings: Settings, channel: str | None, *, sending: bool
) -> tuple[ChannelSettings, ...]:
    """Return the channels meant; before any is set, a preview shows the digest of the whole team.

    Raises:
        UnknownChannel: no channel of that name gets a digest, or none at all and it is to be sent.
    """
    known = cs.preferences.channels()
    if channel is not None:
        meant = channel.removeprefix("#").casefold()
        found = tuple(each for each in known if meant in {each.channel.casefold(), each.name.casefold()})
    else:
        found = tuple(each for each in known if each.digest)
    if found or (not sending and channel is None):
        return found or (_team(settings),)
    names = ", ".join(f"#{each.name}" for each in known) or "none yet; set one in Steward's Home, Settings"
    raise UnknownChannel(f"No channel {channel or ''} gets a digest. Channels that do: {names}.".replace("  ", " "))


def _team(settings: Settings) -> ChannelSettings:
    zone, language = settings.steward_timezone, str(settings.locale).replace("_", "-")
    began = datetime.min.replace(tzinfo=UTC)
    return ChannelSettings(NOBODY, NOBODY, ChannelScope.TEAM, None, NOBODY, began, timezone=zone, language=language)


def _moment(channel: ChannelSettings, as_of: datetime | None, now: datetime) -> datetime:
    return now if as_of is None else end_of(as_of.date(), zone_of(channel))


def _show(cs: CustomerSuccess, channel: ChannelSettings, at: datetime, settings: Settings) -> None:
    """Print the main message and every part of its thread."""
    composed = cs.digests.compose(channel, at, retention=retention_in(settings.book_url))
    renderer = words.reading_in(_renderer(settings, at), channel, at)
    called = words.names(cs.preferences)
    messages = [words.weekly(renderer, composed.digest, called)]
    messages += [words.table(renderer, part, called) for part in composed.parts]
    note(f"#{channel.name}" if channel.name else "No channel gets a digest yet; this is what one about everybody says.")
    for message in messages:
        say(f"{_as_shown(message.text)}\n")


def _as_shown(text: str) -> str:
    """Return a message as Slack shows it: what keeps names inert is not seen there either."""
    return unescape(text).replace(UNSEEN, "")


def _renderer(settings: Settings, at: datetime) -> Renderer:
    return make_renderer(settings.locale, settings.timezone, at.date())
