"""Who asks and what they may do, from what is remembered: somebody known costs the answer nothing."""

import time
from collections.abc import Mapping
from concurrent.futures import Executor
from datetime import tzinfo
from typing import Any

from babel import Locale
from slack_sdk.web import WebClient

from bot.access.engine import Engine
from bot.access.groups import Groups
from bot.access.people import Caller, Met, People, Ticks
from bot.access.policy import Access, Asker, Standing, access_of, role_of
from bot.access.rules import AccessRules, Role

LOOKED_UP_FOR_SECONDS = 60.0
"""Who becomes the CSM of an account in the book is treated as one a minute later."""


class Door:
    """Meets everybody who asks."""

    def __init__(self, rules: AccessRules, people: People, groups: Groups, owners: "Owners") -> None:
        """Decide by `rules` about `people`, the `groups` they are in, and who the book's `owners` are."""
        self._rules = rules
        self.people = people
        """Slack users, also those who never asked."""
        self._groups = groups
        self._owners = owners

    def meet(self, user_id: str | None, claimed_team: str | None, client: WebClient) -> tuple[Caller, Access]:
        """Return who somebody is and what they may do.

        Args:
            user_id: as the payload tells.
            claimed_team: the workspace that the payload says the person belongs to, if it does.
            client: Slack.
        """
        caller = self.people.find(user_id, client)
        return caller, access_of(self._rules, self._asker(caller, claimed_team, client))

    def _asker(self, caller: Caller, claimed_team: str | None, client: WebClient) -> Asker:
        if caller.standing is not Standing.MEMBER:
            return Asker(caller.standing)
        if claimed_team is not None and claimed_team not in caller.teams:
            return Asker(Standing.STRANGER)
        groups = self._groups.of(caller.user_id, client)
        return Asker(caller.standing, caller.user_id, caller.email, groups, self._owners.holds(caller.email))

    def role(self, user_id: str, email: str | None, client: WebClient) -> Role:
        """Return what a member of the workspace is here."""
        groups = self._groups.of(user_id, client)
        return role_of(self._rules, Asker(Standing.MEMBER, user_id, email, groups, self._owners.holds(email)))


class Owners:
    """Who looks after accounts, as the book says; each address is looked up once a minute at most."""

    def __init__(self, engine: Engine, ticks: Ticks = time.monotonic) -> None:
        """Ask `engine`."""
        self._engine = engine
        self._ticks = ticks
        self._known: dict[str, tuple[bool, float]] = {}

    def holds(self, email: str | None) -> bool:
        """Tell whether this address is the CSM or backup of an account."""
        if email is None:
            return False
        found, until = self._known.get(email, (False, 0.0))
        if until <= self._ticks():
            found = self._engine.csm_for(email) is not None
            self._known[email] = (found, self._ticks() + LOOKED_UP_FOR_SECONDS)
        return found


def make_door(rules: AccessRules, engine: Engine, defaults: tuple[Locale, tzinfo], later: Executor) -> Door:
    """Build a door that knows nobody yet.

    Args:
        rules: who is what.
        engine: knows who looks after accounts.
        defaults: language and zone of people of whom Slack does not tell them.
        later: runs what is asked of Slack beside an answer.
    """
    people = People(*defaults, later, met=remembering(engine))
    return Door(rules, people, Groups(rules.groups, later), Owners(engine))


def remembering(engine: Engine) -> Met:
    """Return what keeps who somebody is, for messages that nobody asked for: their zone and their language."""

    def remember(caller: Caller, zone: str | None, locale: str | None) -> None:
        if caller.standing is Standing.MEMBER and caller.user_id is not None:
            engine.preferences.meet(caller.user_id, caller.name or caller.user_id, caller.email, zone, locale)

    return remember


def claimed_team(body: Mapping[str, Any]) -> str | None:
    """Return the workspace that a payload says its person belongs to."""
    user, event = body.get("user"), body.get("event")
    team = user.get("team_id") if isinstance(user, Mapping) else None
    return team or (event.get("user_team") if isinstance(event, Mapping) else None)
