"""Who is mentioned in a channel is looked up in Slack first: with a Slack on localhost."""

from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest

from cs_engine.records.outbox import Outcome
from cs_engine.service.episodes.intents import posted
from tests.contract.episodes_office import IN_TEAM, NAMES, OPENED, TEAM, Office, an_episode, opened

LEO, LEOS = "U03LEO", "leo.brandt@example.com"


@pytest.fixture
def office(tmp_path: Path) -> Iterator[Office]:
    """Yield a workspace in which only Mia and Rosa were met."""
    with opened(tmp_path) as office:
        yield office


def alert(office: Office, number: int, owner: str) -> str:
    """Have the channel alerted to an episode of somebody's, and return the key of its message."""
    episode = replace(an_episode(number), owner=owner)
    intent = posted(episode, (IN_TEAM,), OPENED)
    with office.store.changing() as memory:
        memory.episodes.add(episode)
        memory.outbox.put([intent], OPENED)
    office.send()
    return intent.key


def mentioned(office: Office, number: int) -> bool:
    """Tell whether the message in the channel mentions Leo."""
    return f"'user_id': '{LEO}'" in str(office.says(NAMES[number], TEAM).blocks)


def test_an_owner_who_was_never_met_is_mentioned_the_first_time(office: Office) -> None:
    """They are found by their address before the message is posted, once for all their accounts."""
    assert office.cs.preferences.user_id_of(LEOS) is None
    for number in (0, 1):
        alert(office, number, LEOS)
        assert mentioned(office, number)
    assert office.cs.preferences.user_id_of(LEOS) == LEO


def test_an_owner_whom_slack_does_not_know_is_called_by_their_address(office: Office) -> None:
    """Nobody waits for who is not there."""
    alert(office, 0, "nobody.there@example.com")
    assert "nobody.there" in office.says(NAMES[0], TEAM).text


def test_a_slack_that_will_not_tell_now_is_asked_again(office: Office) -> None:
    """The message waits for its mention; it is not posted without."""
    office.workspace.faults.rate_limit("users.lookupByEmail", seconds=1)
    key = alert(office, 0, LEOS)
    with office.store.viewing() as memory:
        waiting = memory.outbox.get(key)
    assert waiting is not None
    assert (waiting.outcome, waiting.reason, waiting.attempted_at) == (Outcome.PENDING, "ratelimited", None)
