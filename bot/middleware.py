"""What a listener may ask for by name (`cs`, `renderer`, `caller`, `screen`), and the guard of redelivered events."""

import time
from collections.abc import Callable, Mapping
from concurrent.futures import Executor
from dataclasses import dataclass
from datetime import tzinfo
from http import HTTPStatus
from typing import Any, Protocol
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from babel import Locale, UnknownLocaleError
from slack_bolt import Ack, BoltContext, BoltResponse, Respond
from slack_sdk.errors import SlackApiError
from slack_sdk.web import WebClient

from bot.clock import Clock
from bot.errors import UndeliveredError
from bot.rendering.message import Message
from bot.rendering.renderer import Renderer
from cs_engine.records import Band, Candidate, Candidates, HealthReport, History, Portfolio, Scope

PROVIDED = frozenset({"cs", "renderer", "caller", "screen"})
"""Names that `introduce` puts into the context, beside those that Bolt itself provides."""

PRODUCT = "Steward"
"""The title of a window; a name is the same in every language."""

KNOWN_FOR_SECONDS = 3600.0
"""People change their email or language rarely; an hour is soon enough to notice."""


class Answers(Protocol):
    """The questions that the bot asks the engine; `CustomerSuccess` answers them from the memory alone."""

    def account_health(self, query: str) -> HealthReport | Candidates:
        """Find the account that a person means, or who it could be."""

    def report(self, account_id: str) -> HealthReport | None:
        """Return one account's health, None when it is not known."""

    def history(self, account_id: str) -> History | None:
        """Return one account's weekly points, None when it is not known."""

    def portfolio(
        self,
        scope: Scope,
        *,
        owner: str | None,
        bands: tuple[Band, ...] = (),
        segment: str | None = None,
        page: int = 1,
    ) -> Portfolio:
        """Return one page of accounts, worst first."""

    def suggest(self, prefix: str, limit: int = 20) -> tuple[Candidate, ...]:
        """Return accounts whose name fits what has been typed so far."""

    def csm_for(self, email: str | None) -> str | None:
        """Return the owner that this email stands for, None when it looks after no account."""

    def seen_event(self, event_id: str) -> bool:
        """Claim an event; True when it had been claimed before."""


@dataclass(frozen=True, slots=True)
class Caller:
    """Who is asking; `email` is None when Slack does not tell."""

    user_id: str | None
    name: str | None
    email: str | None
    locale: Locale
    timezone: tzinfo


@dataclass(frozen=True, slots=True)
class Screen:
    """Where the answer to a click appears: in or beside the message that was clicked, or in a window over Home."""

    body: Mapping[str, Any]
    respond: Respond
    client: WebClient

    @property
    def on_home(self) -> bool:
        """Whether the click was on Home, which has no message to answer to."""
        return "view" in self.body

    def replace(self, message: Message) -> None:
        """Show `message` in place of what was clicked."""
        self._show(message, instead=True)

    def add(self, message: Message) -> None:
        """Show `message`, only to whoever clicked, beside what was clicked."""
        self._show(message, instead=False)

    def publish(self, page: Message, caller: Caller) -> None:
        """Make `page` the caller's Home."""
        self.client.views_publish(user_id=caller.user_id or "", view={"type": "home", "blocks": page.parts()["blocks"]})

    def _show(self, message: Message, *, instead: bool) -> None:
        if self.on_home:
            title = {"type": "plain_text", "text": PRODUCT}
            view = {"type": "modal", "title": title, "blocks": message.parts()["blocks"]}
            self.client.views_open(trigger_id=self.body["trigger_id"], view=view)
            return
        answer = self.respond(response_type="ephemeral", replace_original=instead, **message.parts())
        if answer.status_code != HTTPStatus.OK:
            raise UndeliveredError(f"response_url answered {answer.status_code}: {answer.body}")


class People:
    """Slack users as callers: asked of Slack once, remembered for an hour, refreshed beside the answer.

    Only the first question of somebody new waits for ``users.info``; from then on no answer does.
    """

    def __init__(
        self, locale: Locale, timezone: tzinfo, later: Executor, ticks: Callable[[], float] = time.monotonic
    ) -> None:
        """Remember nobody yet; `locale` and `timezone` stand in for what Slack does not tell."""
        self._anybody = Caller(None, None, None, locale, timezone)
        self._later = later
        self._ticks = ticks
        self._known: dict[str, tuple[Caller, float]] = {}

    def find(self, user_id: str | None, client: WebClient) -> Caller:
        """Return who `user_id` is, as far as Slack tells."""
        if user_id is None:
            return self._anybody
        caller, until = self._known.get(user_id, (None, 0.0))
        if caller is None:
            return self._ask(user_id, client)
        if until < self._ticks():
            self._known[user_id] = (caller, self._ticks() + KNOWN_FOR_SECONDS)
            self._later.submit(self._ask, user_id, client)
        return caller

    def _ask(self, user_id: str, client: WebClient) -> Caller:
        try:
            user: Mapping[str, Any] = client.users_info(user=user_id, include_locale=True)["user"]
        except (SlackApiError, OSError) as failure:
            client.logger.warning("users.info for %s failed, answered without it: %s", user_id, failure)
            return Caller(user_id, None, None, self._anybody.locale, self._anybody.timezone)
        caller = self._read(user_id, user)
        self._known[user_id] = (caller, self._ticks() + KNOWN_FOR_SECONDS)
        return caller

    def _read(self, user_id: str, user: Mapping[str, Any]) -> Caller:
        profile = user.get("profile", {})
        name = profile.get("real_name") or user.get("real_name") or profile.get("display_name") or user.get("name")
        return Caller(user_id, name, profile.get("email"), self._locale(user.get("locale")), self._zone(user.get("tz")))

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


def introduce(cs: Answers, renderer: Renderer, people: People, clock: Clock) -> Callable[..., None]:
    """Build the middleware that tells listeners who asks and gives them what they need to answer."""

    def provide(  # Bolt passes arguments by name
        context: BoltContext, body: Mapping[str, Any], respond: Respond, client: WebClient, next_: Callable[[], None]
    ) -> None:
        caller = people.find(context.user_id, client)
        context["cs"], context["caller"], context["screen"] = cs, caller, Screen(body, respond, client)
        context["renderer"] = renderer.reading(
            caller.locale, caller.timezone, clock().astimezone(caller.timezone).date()
        )
        next_()

    return provide


def run_events_once(cs: Answers) -> Callable[..., BoltResponse | None]:
    """Build the middleware that drops an event which Slack delivers again."""

    def guard(body: Mapping[str, Any], ack: Ack, next_: Callable[[], None]) -> BoltResponse | None:
        if body.get("type") == "event_callback" and cs.seen_event(body["event_id"]):
            return ack()
        next_()
        return None

    return guard
