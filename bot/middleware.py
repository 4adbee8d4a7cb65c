"""What every request passes before a listener: who asks, whether they may, and what the listener gets by name."""

from collections.abc import Callable, Mapping
from concurrent.futures import Executor
from dataclasses import dataclass, replace
from http import HTTPStatus
from typing import Any
from zoneinfo import ZoneInfo

from babel import Locale
from slack_bolt import Ack, BoltContext, BoltResponse, Respond
from slack_sdk.web import WebClient

from bot.access.answers import Answers
from bot.access.door import Door, claimed_team
from bot.access.engine import Engine
from bot.access.people import Caller
from bot.access.policy import Entry, changes, without_policy
from bot.clock import Clock
from bot.errors import STALE_WINDOW, Refused, StaleButton
from bot.logs import logger
from bot.rendering.manners import Manners
from bot.rendering.message import Message
from bot.rendering.renderer import Renderer
from cs_engine.records.acting import Team
from cs_engine.service.preferences.desk import PreferenceDesk

PROVIDED = frozenset({"cs", "renderer", "caller", "screen", "desk", "people", "later", "team", "home", "manners"})
"""Names that `admit` puts into the context, beside those that Bolt itself provides."""

PRODUCT = "Steward"
"""The title of a window; a name is the same in every language."""


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

    def open(self, view: Mapping[str, Any]) -> None:
        """Open a window; what brought no trigger is refused by Slack."""
        self.client.views_open(trigger_id=self.body.get("trigger_id", ""), view=dict(view))

    def change(self, view: Mapping[str, Any]) -> None:
        """Show another view in the window that was clicked; what stands in inputs of the same names stays.

        Raises:
            StaleButton: the click names no window.
        """
        shown = (self.body.get("view") or {}).get("id")
        if not shown:
            raise StaleButton(STALE_WINDOW)
        self.client.views_update(view_id=shown, view=dict(view))

    def _show(self, message: Message, *, instead: bool) -> None:
        if self.on_home:
            self.open(window(message))
            return
        self.respond(response_type="ephemeral", replace_original=instead, **message.parts())


def window(message: Message) -> dict[str, Any]:
    """Return a window that shows a message."""
    title = {"type": "plain_text", "text": PRODUCT}
    return {"type": "modal", "title": title, "blocks": message.parts()["blocks"]}


Asked = Callable[[Mapping[str, Any]], tuple[Entry, ...]]
"""Tells what a payload asks for; nothing when it is nothing that we answer."""


@dataclass(frozen=True, slots=True)
class Behind:
    """What is done after an answer."""

    desk: object
    """Takes files to be loaded."""
    later: Executor
    """Runs what nobody waits for, such as the confirmation of what a window saved."""
    team: Team
    """Who is told what belongs to nobody else."""
    manners: Manners
    """How others than the caller read, such as everybody in a channel."""
    home_of: Callable[[Answers, Caller, Renderer], object]
    """Makes somebody's Home, which shows and renews itself."""


def admit(
    engine: Engine, door: Door, asked: Asked, renderer: Renderer, clock: Clock, behind: Behind
) -> Callable[..., Any]:
    """Build the middleware that lets through who may ask, with the answers that they may have.

    Everything that reaches a listener has passed here.
    """

    def at_the_door(  # Bolt passes arguments by name
        context: BoltContext, body: Mapping[str, Any], respond: Respond, client: WebClient, next_: Callable[[], None]
    ) -> BoltResponse | None:
        entries = asked(body)
        if not entries or any(without_policy(entries)):
            return BoltResponse(status=HTTPStatus.NOT_FOUND, body="")
        met, access = door.meet(context.user_id, claimed_team(body), client)
        caller = as_set(met, engine.preferences)
        today = clock().astimezone(caller.timezone).date()
        context["renderer"] = renderer.reading(caller.locale, caller.timezone, today)
        context["caller"], context["screen"] = caller, Screen(body, respond, client)
        if not access.allows(entries):
            logger("access").info("refused", name=entries[0].name, user=context.user_id, outcome=caller.standing)
            raise Refused(f"{caller.user_id} may not ask for {entries[0].name}")
        cs = Answers(engine, access, caller.user_id or "", caller.email, caller.name)
        context["changes"] = changes(entries)
        context["cs"], context["home"] = cs, behind.home_of(cs, met, renderer)
        context["desk"], context["later"], context["people"] = behind.desk, behind.later, door.people
        context["team"], context["manners"] = behind.team, behind.manners
        next_()
        return None

    return at_the_door


def as_set(caller: Caller, preferences: PreferenceDesk) -> Caller:
    """Return the caller in the language and zone that they set, where they did."""
    if caller.user_id is None:
        return caller
    wishes = preferences.of(caller.email.casefold() if caller.email else caller.user_id)
    locale = Locale.parse(wishes.language, sep="-") if wishes.language else caller.locale
    timezone = ZoneInfo(wishes.timezone) if wishes.timezone else caller.timezone
    return replace(caller, locale=locale, timezone=timezone)


def pass_over(is_chatter: Callable[[Mapping[str, Any]], bool]) -> Callable[..., BoltResponse | None]:
    """Build the middleware that takes note of what is said without us, and does nothing about it."""

    def guard(body: Mapping[str, Any], ack: Ack, next_: Callable[[], None]) -> BoltResponse | None:
        if is_chatter(body):
            return ack()
        next_()
        return None

    return guard


def run_events_once(engine: Engine) -> Callable[..., BoltResponse | None]:
    """Build the middleware that drops an event which Slack delivers again."""

    def guard(body: Mapping[str, Any], ack: Ack, next_: Callable[[], None]) -> BoltResponse | None:
        if body.get("type") == "event_callback" and engine.seen_event(body["event_id"]):
            return ack()
        next_()
        return None

    return guard
