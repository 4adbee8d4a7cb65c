"""Slack users as callers."""

from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from typing import Any
from zoneinfo import ZoneInfo

import pytest
from babel import Locale
from slack_sdk import WebClient
from slack_sdk.errors import SlackApiError

from bot.access.people import KNOWN_FOR_SECONDS, TRUSTED_FOR_SECONDS, People, standing_of
from bot.access.policy import Standing

DANA = {
    "id": "U1",
    "team_id": "T1",
    "tz": "Europe/Berlin",
    "locale": "de-DE",
    "profile": {"email": "dana@steward.test", "display_name": "Dana"},
}


class Directory(WebClient):
    """A Slack that knows one user, counts how often it is asked, and fails on demand."""

    def __init__(self, user: dict[str, Any] | None) -> None:
        """Know `user`, or fail."""
        super().__init__()
        self.user = user
        self.asked = 0

    def auth_test(self, **_arguments: object) -> Any:  # noqa: ANN401 - as the real client
        """Answer like `auth.test`."""
        return {"ok": True, "team_id": "T1"}

    def users_info(self, **_arguments: object) -> Any:  # noqa: ANN401 - as the real client
        """Answer like `users.info`."""
        self.asked += 1
        if self.user is None:
            raise SlackApiError("missing_scope", {"error": "missing_scope"})  # type: ignore[no-untyped-call] # the SDK's
        return {"ok": True, "user": self.user}


class Ticks:
    """Seconds that pass when a test says so."""

    now = 0.0

    def __call__(self) -> float:
        """Return the present second."""
        return self.now


@pytest.fixture
def later() -> Iterator[ThreadPoolExecutor]:
    """Run what is done beside an answer."""
    with ThreadPoolExecutor(1) as pool:
        yield pool


def test_slack_is_asked_once_for_each_person(later: ThreadPoolExecutor) -> None:
    """From the second question on no answer waits for Slack."""
    people, slack = People(Locale("en"), ZoneInfo("UTC"), later), Directory(DANA)
    first, second = people.find("U1", slack), people.find("U1", slack)
    assert (first.email, first.name, str(first.locale), str(first.timezone)) == (
        "dana@steward.test",
        "Dana",
        "de_DE",
        "Europe/Berlin",
    )
    assert second is first
    assert slack.asked == 1


def test_what_is_old_is_used_once_more_and_refreshed_beside_the_answer(later: ThreadPoolExecutor) -> None:
    """A changed email is known an hour later, and nobody waited for it."""
    ticks = Ticks()
    people, slack = People(Locale("en"), ZoneInfo("UTC"), later, ticks), Directory(DANA)
    people.find("U1", slack)
    slack.user = DANA | {"profile": {"email": "new@steward.test"}}
    ticks.now = KNOWN_FOR_SECONDS + 1
    assert people.find("U1", slack).email == "dana@steward.test"
    later.shutdown()
    assert people.find("U1", slack).email == "new@steward.test"


def test_somebody_slack_does_not_tell_about_is_unknown_and_asked_about_again(later: ThreadPoolExecutor) -> None:
    """A failure of Slack's is over with the next question."""
    people, slack = People(Locale("en"), ZoneInfo("UTC"), later), Directory(None)
    assert people.find("U1", slack).standing is Standing.UNKNOWN
    slack.user = DANA
    assert people.find("U1", slack).standing is Standing.MEMBER


def test_what_is_a_day_old_is_no_longer_trusted(later: ThreadPoolExecutor) -> None:
    """Who became a guest since then is a guest at the first question, and unknown while Slack does not tell."""
    ticks = Ticks()
    people, slack = People(Locale("en"), ZoneInfo("UTC"), later, ticks), Directory(DANA)
    people.find("U1", slack)
    slack.user = DANA | {"is_restricted": True}
    ticks.now = TRUSTED_FOR_SECONDS
    assert people.find("U1", slack).standing is Standing.GUEST
    slack.user = None
    ticks.now *= 2
    assert people.find("U1", slack).standing is Standing.UNKNOWN


def test_a_refresh_that_fails_keeps_what_is_known_for_the_day(later: ThreadPoolExecutor) -> None:
    """Slack may be away for an hour."""
    ticks = Ticks()
    people, slack = People(Locale("en"), ZoneInfo("UTC"), later, ticks), Directory(DANA)
    people.find("U1", slack)
    slack.user = None
    ticks.now = KNOWN_FOR_SECONDS
    people.find("U1", slack)
    later.shutdown()
    assert people.find("U1", slack).standing is Standing.MEMBER


@pytest.mark.parametrize(
    ("told", "standing"),
    [
        ({}, Standing.MEMBER),
        ({"is_restricted": True}, Standing.GUEST),
        ({"is_ultra_restricted": True}, Standing.GUEST),
        ({"is_stranger": True}, Standing.STRANGER),
        ({"team_id": "T2"}, Standing.STRANGER),
        ({"team_id": None}, Standing.STRANGER),
        ({"team_id": "E1", "enterprise_user": {"teams": ["T2", "T1"]}}, Standing.MEMBER),
        ({"team_id": "E1", "enterprise_user": {"teams": ["T2"]}}, Standing.STRANGER),
        ({"is_bot": True}, Standing.BOT),
        ({"id": "USLACKBOT"}, Standing.BOT),
        ({"deleted": True}, Standing.DEACTIVATED),
    ],
)
def test_what_slack_tells_decides_what_somebody_is(told: dict[str, Any], standing: Standing) -> None:
    """Only a full member of the workspace that the app is installed in is one of us."""
    assert standing_of(DANA | told, "T1") is standing


def test_an_odd_language_or_zone_falls_back_to_the_workspaces(later: ThreadPoolExecutor) -> None:
    """Slack may know languages and zones that we do not."""
    people = People(Locale("en"), ZoneInfo("UTC"), later)
    caller = people.find("U1", Directory(DANA | {"locale": "tlh-QQ", "tz": "Moon/Crater"}))
    assert (str(caller.locale), str(caller.timezone)) == ("en", "UTC")


def test_a_request_without_a_person_is_anybodys(later: ThreadPoolExecutor) -> None:
    """Some requests of Slack name no user."""
    assert People(Locale("en"), ZoneInfo("UTC"), later).find(None, Directory(None)).user_id is None
