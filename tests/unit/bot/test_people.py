"""Slack users as callers."""

from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from typing import Any
from zoneinfo import ZoneInfo

import pytest
from babel import Locale
from slack_sdk import WebClient
from slack_sdk.errors import SlackApiError

from bot.middleware import KNOWN_FOR_SECONDS, People

DANA = {
    "id": "U1",
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


def test_somebody_slack_does_not_tell_about_is_still_answered(later: ThreadPoolExecutor) -> None:
    """A missing scope costs the email, not the answer, and is asked again next time."""
    people, slack = People(Locale("en"), ZoneInfo("UTC"), later), Directory(None)
    assert people.find("U1", slack).email is None
    slack.user = DANA
    assert people.find("U1", slack).email == "dana@steward.test"


def test_an_odd_language_or_zone_falls_back_to_the_workspaces(later: ThreadPoolExecutor) -> None:
    """Slack may know languages and zones that we do not."""
    people = People(Locale("en"), ZoneInfo("UTC"), later)
    caller = people.find("U1", Directory(DANA | {"locale": "tlh-QQ", "tz": "Moon/Crater"}))
    assert (str(caller.locale), str(caller.timezone)) == ("en", "UTC")


def test_a_request_without_a_person_is_anybodys(later: ThreadPoolExecutor) -> None:
    """Some requests of Slack name no user."""
    assert People(Locale("en"), ZoneInfo("UTC"), later).find(None, Directory(None)).user_id is None
