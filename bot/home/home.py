"""Somebody's Home: shown at once from what is stored, and renewed after whatever changes it."""

from collections.abc import Callable
from concurrent.futures import Executor
from dataclasses import dataclass

from slack_sdk.errors import SlackApiError
from slack_sdk.web import WebClient

from bot.access.answers import Answers
from bot.access.door import Door
from bot.access.people import Caller
from bot.access.rules import Role
from bot.clock import Clock
from bot.home.page import Around, page_of
from bot.home.state import HomeState
from bot.logs import logger, reason
from bot.middleware import as_set
from bot.rendering.renderer import Renderer
from cs_engine.errors import StoreUnavailable


@dataclass(frozen=True, slots=True)
class Home:
    """One person's Home. Language and zone are looked up each time it is shown: they may just have been set."""

    cs: Answers
    caller: Caller
    """As Slack tells."""
    renderer: Renderer
    client: WebClient
    later: Executor
    clock: Clock
    role_of: Callable[[str, str | None], Role]

    def open(self) -> None:
        """Show Home where the person was last."""
        self.show(self._kept())

    def show(self, state: HomeState) -> None:
        """Show one place of Home, and remember it."""
        self._publish(state)
        if self.caller.user_id is not None:
            self.cs.preferences.remember_home(self.cs.actor, state.code)

    def refresh(self) -> None:
        """Show Home as it is now, after the acknowledgement; nothing for who has never opened it.

        Whoever changed something calls this. What goes wrong is only logged: the change itself is done.
        """
        if self.cs.preferences.of(self.cs.actor.person).home:
            self.later.submit(self._renew)

    def _renew(self) -> None:
        try:
            self._publish(self._kept())
        except (SlackApiError, OSError, StoreUnavailable) as failure:
            logger("home").warning("Home could not be renewed", user=self.caller.user_id, **reason(failure))

    def _kept(self) -> HomeState:
        return HomeState.kept(self.cs.preferences.of(self.cs.actor.person).home)

    def _publish(self, state: HomeState) -> None:
        reader = as_set(self.caller, self.cs.preferences)
        now = self.clock().astimezone(reader.timezone)
        renderer = self.renderer.reading(reader.locale, reader.timezone, now.date())
        page = page_of(state, self.cs, renderer, Around(reader, now, self.role_of))
        view = {"type": "home", "blocks": page.parts()["blocks"]}
        self.client.views_publish(user_id=self.caller.user_id or "", view=view)


def home_maker(
    client: WebClient, later: Executor, clock: Clock, door: Door
) -> Callable[[Answers, Caller, Renderer], Home]:
    """Return what makes somebody's Home.

    Args:
        client: Slack.
        later: renews pages after an answer.
        clock: the moment that people read.
        door: knows what everybody is here.
    """

    def role_of(user_id: str, email: str | None) -> Role:
        return door.role(user_id, email, client)

    def make(cs: Answers, caller: Caller, renderer: Renderer) -> Home:
        return Home(cs, caller, renderer, client, later, clock, role_of)

    return make
