"""Slack user groups as roles, and who looks after accounts: remembered, and what happens when nobody tells."""

from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from typing import Any

import pytest
from slack_sdk import WebClient
from slack_sdk.errors import SlackApiError

from bot.access.door import LOOKED_UP_FOR_SECONDS, Owners
from bot.access.groups import KNOWN_FOR_SECONDS, RETRY_SECONDS, Groups
from tests.unit.bot.answers import StandIn
from tests.unit.bot.test_people import Ticks


class Directory(WebClient):
    """A Slack with user groups, which counts how often it is asked and fails on demand."""

    def __init__(self, **groups: list[str]) -> None:
        """Know these groups."""
        super().__init__()
        self.groups = groups
        self.asked = 0
        self.broken = False

    def usergroups_list(self, **_arguments: object) -> Any:  # noqa: ANN401 - as the real client
        """Answer like `usergroups.list`."""
        self.asked += 1
        if self.broken:
            raise SlackApiError("missing_scope", {"error": "missing_scope"})  # type: ignore[no-untyped-call] # the SDK's
        return {"ok": True, "usergroups": [{"id": f"S{handle}", "handle": handle} for handle in self.groups]}

    def usergroups_users_list(self, *, usergroup: str, **_arguments: object) -> Any:  # noqa: ANN401 - as the real client
        """Answer like `usergroups.users.list`."""
        return {"ok": True, "users": self.groups[usergroup.removeprefix("S")]}


@pytest.fixture
def later() -> Iterator[ThreadPoolExecutor]:
    """Run what is done beside an answer."""
    with ThreadPoolExecutor(1) as pool:
        yield pool


def test_slack_is_not_asked_about_groups_when_no_role_is_given_by_group(later: ThreadPoolExecutor) -> None:
    """Nor is the scope needed then."""
    slack = Directory(leads=["U1"])
    assert Groups((), later).of("U1", slack) == frozenset()
    assert slack.asked == 0


def test_groups_are_asked_about_once_for_everybody(later: ThreadPoolExecutor) -> None:
    """Only the first question waits."""
    slack, groups = Directory(leads=["U1"], team=["U1", "U2"], others=["U1"]), ("leads", "team")
    known = Groups(groups, later)
    assert known.of("U1", slack) == {"leads", "team"}
    assert known.of("U2", slack) == {"team"}
    assert known.of(None, slack) == frozenset()
    assert slack.asked == 1


def test_a_new_member_is_known_after_a_refresh_beside_an_answer(later: ThreadPoolExecutor) -> None:
    """The question that finds the knowledge old is answered from it."""
    ticks = Ticks()
    slack = Directory(leads=["U1"])
    known = Groups(("leads",), later, ticks)
    known.of("U1", slack)
    slack.groups = {"leads": ["U2"]}
    ticks.now = KNOWN_FOR_SECONDS
    assert known.of("U2", slack) == frozenset()
    later.shutdown()
    assert known.of("U2", slack) == {"leads"}


def test_a_failure_keeps_what_was_known(later: ThreadPoolExecutor) -> None:
    """A lead stays a lead while Slack is away."""
    ticks = Ticks()
    slack = Directory(leads=["U1"])
    known = Groups(("leads",), later, ticks)
    known.of("U1", slack)
    slack.broken = True
    ticks.now = KNOWN_FOR_SECONDS
    known.of("U1", slack)
    later.shutdown()
    assert known.of("U1", slack) == {"leads"}


def test_when_nothing_was_ever_known_nobody_is_in_a_group(later: ThreadPoolExecutor) -> None:
    """Slack is asked again after a minute, beside an answer."""
    ticks = Ticks()
    slack = Directory(leads=["U1"])
    slack.broken = True
    known = Groups(("leads",), later, ticks)
    assert [known.of("U1", slack), known.of("U1", slack)] == [frozenset(), frozenset()]
    assert slack.asked == 1
    slack.broken = False
    ticks.now = RETRY_SECONDS
    assert known.of("U1", slack) == frozenset()
    later.shutdown()
    assert known.of("U1", slack) == {"leads"}


def test_a_group_that_does_not_exist_gives_nobody_a_role(later: ThreadPoolExecutor) -> None:
    """The others count."""
    assert Groups(("leads", "gone"), later).of("U1", Directory(leads=["U1"])) == {"leads"}


def test_the_book_is_asked_once_a_minute_who_looks_after_accounts() -> None:
    """A new owner is a CSM soon, and nobody's answer waits for the memory."""
    ticks, cs = Ticks(), StandIn()
    owners = Owners(cs, ticks)
    assert owners.holds("dana@steward.test")
    assert not owners.holds("new@steward.test")
    assert not owners.holds(None)
    cs.owners = frozenset({"new@steward.test"})
    assert owners.holds("dana@steward.test")
    ticks.now = LOOKED_UP_FOR_SECONDS
    assert not owners.holds("dana@steward.test")
    assert owners.holds("new@steward.test")
