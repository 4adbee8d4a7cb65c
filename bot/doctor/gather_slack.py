"""Asking Slack, with what the settings hold, everything that the doctor judges."""

from collections.abc import Iterator, Mapping
from datetime import datetime, timedelta
from email.utils import parsedate_to_datetime
from typing import Any

from slack_sdk.errors import SlackApiError
from slack_sdk.web import SlackResponse, WebClient

from bot.clock import Clock
from bot.doctor.facts import Channel, Member, SlackFacts

PAGE = 200
"""Slack recommends no more than 200 a page."""


def gather_slack(bot: WebClient, app: WebClient | None, clock: Clock) -> SlackFacts:
    """Ask Slack.

    Args:
        bot: a client with the bot's token.
        app: a client with the app-level token, ``None`` when Slack is to be answered over HTTP.
        clock: this machine's.
    """
    began = clock()
    try:
        known = bot.auth_test()
    except OSError as failure:
        return SlackFacts(unreachable=str(getattr(failure, "reason", failure)))
    except SlackApiError as refused:
        return SlackFacts(bot_error=_code(refused), app_error=_refusal(app))
    answered = clock()
    return SlackFacts(
        app_error=_refusal(app),
        bot_app=_app_of(bot, known),
        app_app=app_id(app.token) if app else None,
        granted=_granted(known),
        clock_ahead_seconds=_ahead(known, began + (answered - began) / 2),
        members=_members(bot),
        groups=_groups(bot),
        channels=_channels(bot),
    )


def app_id(token: str | None) -> str | None:
    """Return the app's id, the third part of an app-level token: ``xapp-1-A01STEWARD-…``."""
    parts = (token or "").split("-")
    return parts[2] if len(parts) > len(("xapp", "1", "id")) else None


def _refusal(app: WebClient | None) -> str | None:
    """Return why no Socket Mode connection can be opened."""
    try:
        if app is not None:
            app.apps_connections_open(app_token=app.token or "")
    except SlackApiError as refused:
        return _code(refused)
    return None


def _app_of(bot: WebClient, known: SlackResponse) -> str | None:
    try:
        about: Mapping[str, Any] = bot.bots_info(bot=known.get("bot_id"))["bot"]
    except SlackApiError:
        return None
    return about.get("app_id")


def _granted(known: SlackResponse) -> frozenset[str] | None:
    listed = _header(known, "x-oauth-scopes")
    return frozenset(scope.strip() for scope in listed.split(",")) if listed else None


def _ahead(known: SlackResponse, ours: datetime) -> float | None:
    """Return our clock minus Slack's in seconds; Slack's shows whole seconds, half a second gone on average."""
    date = _header(known, "date")
    theirs = parsedate_to_datetime(date) + timedelta(seconds=0.5) if date else None
    return (ours - theirs).total_seconds() if theirs else None


def _header(response: SlackResponse, wanted: str) -> str | None:
    found = next((value for name, value in response.headers.items() if name.lower() == wanted), None)
    return found[0] if isinstance(found, list) else found


def _members(bot: WebClient) -> tuple[Member, ...] | None:
    try:
        pages = list(bot.users_list(limit=PAGE, include_locale=True))
    except SlackApiError:  # the missing scope is a finding of its own
        return None
    people = (user for page in pages for user in page["members"])
    return tuple(_member(user) for user in people if not user.get("deleted") and not user.get("is_bot"))


def _member(user: Mapping[str, Any]) -> Member:
    return Member(user["id"], user.get("profile", {}).get("email"), user.get("tz"), user.get("locale"))


def _groups(bot: WebClient) -> frozenset[str] | None:
    try:
        groups = bot.usergroups_list()["usergroups"]
    except SlackApiError:  # same
        return None
    return frozenset(group["handle"] for group in groups if not group.get("date_delete"))


def _channels(bot: WebClient) -> tuple[Channel, ...] | None:
    try:
        pages = list(bot.conversations_list(types="public_channel,private_channel", limit=PAGE))
    except SlackApiError:  # same
        return None
    return tuple(_read(pages))


def _read(pages: list[SlackResponse]) -> Iterator[Channel]:
    for channel in (each for page in pages for each in page["channels"]):
        outside = channel.get("is_ext_shared") or channel.get("is_pending_ext_shared")
        between = channel.get("is_shared") and not channel.get("is_org_shared")
        yield Channel(
            name=channel["name"],
            channel_id=channel["id"],
            member=bool(channel.get("is_member")),
            archived=bool(channel.get("is_archived")),
            external=bool(outside or between),
        )


def _code(refused: SlackApiError) -> str:
    return str(refused.response.get("error", "no reason given"))
