"""Who a Slack user is: asked of Slack once, remembered, refreshed beside the answer."""

import time
from collections.abc import Callable, Mapping
from concurrent.futures import Executor
from dataclasses import dataclass, field
from datetime import tzinfo
from typing import Any
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from babel import Locale, UnknownLocaleError
from slack_sdk.errors import SlackApiError
from slack_sdk.web import WebClient

from bot.access.policy import Standing
from bot.logs import logger, reason

KNOWN_FOR_SECONDS = 3600.0
"""People change their email, language or standing rarely; an hour is soon enough to notice."""
TRUSTED_FOR_SECONDS = 24 * 3600.0
"""Of what is older nobody knows whether it still holds; Slack is asked again before anything is answered."""
SLACKBOT = "USLACKBOT"
"""The one bot whose profile does not say so."""

Ticks = Callable[[], float]
"""Seconds that only go up."""
Met = Callable[["Caller", str | None, str | None], None]
"""Takes note of somebody, with the zone and the locale that Slack names."""


@dataclass(frozen=True, slots=True)
class Caller:
    """Who is asking; `email` is None when Slack does not tell."""

    user_id: str | None
    name: str | None
    email: str | None
    locale: Locale
    timezone: tzinfo
    standing: Standing = Standing.UNKNOWN
    teams: frozenset[str] = field(default=frozenset())
    """The workspaces that Slack says the person belongs to."""


class People:
    """Slack users as callers.

    Only the first question of somebody new, or of somebody not heard of for a day, waits for ``users.info``.
    """

    def __init__(
        self,
        locale: Locale,
        timezone: tzinfo,
        later: Executor,
        ticks: Ticks = time.monotonic,
        *,
        met: Met | None = None,
    ) -> None:
        """Remember nobody yet; `locale` and `timezone` stand in for what Slack does not tell; `met` hears of each."""
        self._met = met
        self._anybody = Caller(None, None, None, locale, timezone)
        self._later = later
        self._ticks = ticks
        self._workspace: str | None = None
        self._known: dict[str, tuple[Caller, float, float]] = {}

    def find(self, user_id: str | None, client: WebClient) -> Caller:
        """Return who `user_id` is, as far as Slack tells."""
        if user_id is None:
            return self._anybody
        now = self._ticks()
        caller, since, asked = self._known.get(user_id, (self._anybody, -TRUSTED_FOR_SECONDS, now))
        if now - since >= TRUSTED_FOR_SECONDS:
            return self._ask(user_id, client)
        if now - asked >= KNOWN_FOR_SECONDS:
            self._known[user_id] = (caller, since, now)
            self._later.submit(self._ask, user_id, client)
        return caller

    def _ask(self, user_id: str, client: WebClient) -> Caller:
        try:
            workspace = self._own_workspace(client)
            user: Mapping[str, Any] = client.users_info(user=user_id, include_locale=True)["user"]
        except (SlackApiError, OSError) as failure:
            logger("access").warning("a person could not be asked about", user=user_id, **reason(failure))
            return Caller(user_id, None, None, self._anybody.locale, self._anybody.timezone)
        caller = self._read(user_id, user, workspace)
        now = self._ticks()
        self._known[user_id] = (caller, now, now)
        if self._met is not None:
            self._later.submit(self._met, caller, user.get("tz"), user.get("locale"))
        return caller

    def _own_workspace(self, client: WebClient) -> str:
        """Return the workspace that the app is installed in: a payload may name the one of whoever clicked."""
        if self._workspace is None:
            self._workspace = str(client.auth_test()["team_id"])
        return self._workspace

    def _read(self, user_id: str, user: Mapping[str, Any], workspace: str) -> Caller:
        profile = user.get("profile", {})
        name = profile.get("real_name") or user.get("real_name") or profile.get("display_name") or user.get("name")
        return Caller(
            user_id,
            name,
            profile.get("email"),
            self._locale(user.get("locale")),
            self._zone(user.get("tz")),
            standing_of(user, workspace),
            _teams(user),
        )

    def _locale(self, tag: str | None) -> Locale:
        try:
            return Locale.parse(tag, sep="-") if tag else self._anybody.locale
        except (UnknownLocaleError, ValueError):
            return self._anybody.locale

    def _zone(self, name: str | None) -> tzinfo:
        try:
            return ZoneInfo(name) if name else self._anybody.timezone
        except (ZoneInfoNotFoundError, ValueError):
            return self._anybody.timezone


def standing_of(user: Mapping[str, Any], workspace: str) -> Standing:
    """Return what a user, as ``users.info`` tells, is to the workspace that the app is installed in."""
    if user.get("deleted"):
        return Standing.DEACTIVATED
    if user.get("is_bot") or user.get("id") == SLACKBOT:
        return Standing.BOT
    if user.get("is_stranger") or workspace not in _teams(user):
        return Standing.STRANGER
    if user.get("is_restricted") or user.get("is_ultra_restricted"):
        return Standing.GUEST
    return Standing.MEMBER


def _teams(user: Mapping[str, Any]) -> frozenset[str]:
    """Return the workspaces somebody belongs to: several in an organization with many workspaces."""
    in_organization = user.get("enterprise_user", {}).get("teams", ())
    return frozenset(team for team in (user.get("team_id"), *in_organization) if team)
