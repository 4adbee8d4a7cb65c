"""Windows of Home, submitted: settings take effect at once, what cannot be is said beside the field."""

from collections.abc import Mapping
from datetime import time
from types import MappingProxyType
from typing import Any

from slack_bolt import Ack
from slack_sdk.errors import SlackApiError
from slack_sdk.web import WebClient

from bot.access.answers import Answers
from bot.errors import StaleButton
from bot.home import windows
from bot.home.home import Home
from bot.home.routes import choices_of
from bot.home.state import STALE
from bot.home.windows import AS_SLACK
from bot.ids import ActionId, Field
from bot.listeners.actions.share import refusal
from bot.logbook.entered import Entered
from bot.middleware import Screen
from bot.rendering.renderer import Renderer
from cs_engine.records.acting import Team
from cs_engine.records.episodes import Family
from cs_engine.records.preferences import BadSetting, ChannelScope, ChannelSettings, Problem, Route

FIELDS: Mapping[str, str] = MappingProxyType(
    {
        "timezone": ActionId.HOME_ZONE,
        "country": ActionId.HOME_COUNTRY,
        "language": Field.HOME_LANGUAGE,
        "working_days": Field.HOME_DAYS,
        "opens": Field.HOME_OPENS,
        "closes": Field.HOME_CLOSES,
        "away_from": Field.HOME_FROM,
        "away_until": Field.HOME_UNTIL,
        "emoji": Field.HOME_EMOJI,
        "value": Field.HOME_SCOPE,
        "weekday": Field.HOME_WEEKDAY,
        "digest": Field.HOME_TOLD,
    }
)
"""Where a setting is filled in."""


def save_hours(ack: Ack, view: Mapping[str, Any], cs: Answers, renderer: Renderer, home: Home) -> None:
    """Save working hours, zone, country and language."""
    entered = Entered.of(view)
    language = entered.value(Field.HOME_LANGUAGE)
    changes = {
        "working_days": tuple(sorted(_whole(day) for day in entered.values_of(Field.HOME_DAYS))),
        "opens": _time(entered, Field.HOME_OPENS),
        "closes": _time(entered, Field.HOME_CLOSES),
        "timezone": entered.value(ActionId.HOME_ZONE) or None,
        "country": entered.value(ActionId.HOME_COUNTRY) or None,
        "language": None if language in {"", AS_SLACK} else language,
    }
    _save(changes, ack, cs, renderer, home)


def save_away(ack: Ack, view: Mapping[str, Any], cs: Answers, renderer: Renderer, home: Home) -> None:
    """Save the days out of office."""
    entered = Entered.of(view)
    changes = {"away_from": entered.day(Field.HOME_FROM), "away_until": entered.day(Field.HOME_UNTIL)}
    _save(changes, ack, cs, renderer, home)


def save_messages(ack: Ack, view: Mapping[str, Any], cs: Answers, renderer: Renderer, home: Home) -> None:
    """Save what somebody is told regularly."""
    entered = Entered.of(view)
    changes = {
        "daily_dm": bool(entered.values_of(Field.HOME_DAILY)),
        "daily_at": _time(entered, Field.HOME_DAILY_AT),
        "digest_dm": bool(entered.values_of(Field.HOME_DIGEST)),
        "digest_weekday": _whole(entered.value(Field.HOME_WEEKDAY)),
        "digest_at": _time(entered, Field.HOME_AT),
        "emoji": entered.text(Field.HOME_EMOJI).strip(":").casefold() or None,
    }
    _save(changes, ack, cs, renderer, home)


def save_alerts(ack: Ack, view: Mapping[str, Any], cs: Answers, renderer: Renderer, home: Home) -> None:
    """Save where alerts go; only what differs from the default is kept."""
    entered = Entered.of(view)
    choices = choices_of(cs)
    routes: dict[Family, Route] = {}
    for family in choices.offered:
        route = entered.choice(f"{Field.HOME_ROUTE}.{family}", Route)
        if route is not None and route is not choices.usual(family):
            routes[family] = route
    _save({"routes": routes}, ack, cs, renderer, home)


def save_channel(  # Bolt passes arguments by name
    ack: Ack, view: Mapping[str, Any], screen: Screen, cs: Answers, renderer: Renderer, home: Home
) -> None:
    """Save what a channel is told, if the bot is in it and only colleagues read there."""
    entered = Entered.of(view)
    known = str(view.get("private_metadata") or "")
    channel = known or str((entered.values.get(Field.HOME_WHERE) or {}).get("selected_conversation") or "")
    name = _reachable(channel, screen.client)
    if name is None:
        _refuse(ack, renderer, Field.HOME_SCOPE if known else Field.HOME_WHERE, "channel")
        return
    saved = cs.preferences.set_channel(cs.actor, _settings(channel, name, entered, home))
    if isinstance(saved, BadSetting):
        _refuse(ack, renderer, FIELDS.get(saved.name, Field.HOME_TOLD), saved.problem)
        return
    ack()


def ask_to_erase(ack: Ack, view: Mapping[str, Any], cs: Answers, renderer: Renderer) -> None:
    """Say what erasing the person would do, and ask once more."""
    person = Entered.of(view).value(ActionId.HOME_PERSON)
    held = cs.preferences.held(person) if person else None
    if held is None or held.is_nothing:
        _refuse(ack, renderer, ActionId.HOME_PERSON, Problem.UNKNOWN)
        return
    ack(response_action="update", view=windows.erase_sure(renderer, held))


def erase(ack: Ack, view: Mapping[str, Any], cs: Answers, team: Team) -> None:
    """Erase the person that was named when it was asked; what nobody else looks after goes to a lead."""
    person = str(view.get("private_metadata") or "")
    if not person:
        raise StaleButton(STALE)
    cs.preferences.erase(cs.actor, person, team.leads)
    ack()


def _save(changes: Mapping[str, object], ack: Ack, cs: Answers, renderer: Renderer, home: Home) -> None:
    saved = cs.preferences.change(cs.actor, **changes)
    if isinstance(saved, BadSetting):
        _refuse(ack, renderer, FIELDS[saved.name], saved.problem)
        return
    ack()
    home.refresh()


def _refuse(ack: Ack, renderer: Renderer, field: str, problem: str) -> None:
    """Say beside a field why it cannot be."""
    ack(response_action="errors", errors={str(field): renderer.render("home_problem", problem=problem).text})


def _settings(channel: str, name: str, entered: Entered, home: Home) -> ChannelSettings:
    scope, _, value = entered.value(Field.HOME_SCOPE).partition("|")
    told = entered.values_of(Field.HOME_TOLD)
    return ChannelSettings(
        channel,
        name,
        _scope(scope),
        value or None,
        set_by=home.cs.actor.person,
        set_at=home.clock(),
        weekday=_whole(entered.value(Field.HOME_WEEKDAY)),
        at=_time(entered, Field.HOME_AT),
        timezone=entered.value(ActionId.HOME_ZONE),
        language=entered.value(Field.HOME_LANGUAGE),
        digest="digest" in told,
        alerts="alerts" in told,
    )


def _reachable(channel: str, client: WebClient) -> str | None:
    """Return a channel's name if the bot is in it and nobody else's people read there."""
    try:
        known: Mapping[str, Any] = client.conversations_info(channel=channel)["channel"]
    except SlackApiError:
        return None
    return None if refusal(known) else str(known["name"])


def _scope(told: str) -> ChannelScope:
    try:
        return ChannelScope(told)
    except ValueError as unknown:
        raise StaleButton(STALE) from unknown


def _time(entered: Entered, field: Field) -> time:
    try:
        return time.fromisoformat(str((entered.values.get(field) or {}).get("selected_time")))
    except ValueError as unknown:
        raise StaleButton(STALE) from unknown


def _whole(told: str) -> int:
    if not told.isdecimal():
        raise StaleButton(STALE)
    return int(told)
