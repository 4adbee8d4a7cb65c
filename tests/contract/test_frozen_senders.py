"""A sender that was frozen for longer than its lease does no harm when it goes on."""

from collections.abc import Callable, Iterator
from contextlib import closing
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from slack_sdk.web import SlackResponse, WebClient

from bot.workspace.seed import default_seed
from bot.workspace.server import Workspace
from cs_engine.records.outbox import Act, Outcome
from cs_engine.service.customer_success import CustomerSuccess
from tests.contract.outgoing import TEAM, Post, intent

OVER = timedelta(seconds=-1)
"""A lease that is over at once, as after a minute in which the process stood still."""
HISTORY = {"channels:history", "groups:history", "im:history", "mpim:history"}


class Freezing(WebClient):
    """A process that stands still when Slack has taken its message or edit, and goes on later."""

    meanwhile: Callable[[], None]

    def chat_postMessage(self, **message: Any) -> SlackResponse:  # noqa: ANN401, N802 - the SDK's
        """Post, and stand still while others go on."""
        answer = super().chat_postMessage(**message)
        self.meanwhile()
        return answer

    def chat_update(self, **message: Any) -> SlackResponse:  # noqa: ANN401 - the SDK's
        """Edit, and stand still while others go on."""
        answer = super().chat_update(**message)
        self.meanwhile()
        return answer


@pytest.fixture(params=["sqlite", "postgresql"])
def post(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[Post]:
    """Yield a memory in either database beside a Slack."""
    file = request.param == "sqlite"
    url = f"sqlite:///{tmp_path}/steward.db" if file else request.getfixturevalue("postgresql")
    with Workspace(default_seed(), page=False) as workspace, closing(CustomerSuccess.open(url, workspace.clock)) as cs:
        yield Post(workspace, cs, url)


def freeze(post: Post, meanwhile: Callable[[], None]) -> None:
    """Send one message as a process that stands still, beyond its lease, before it hears that Slack took it."""
    client = Freezing(post.workspace.bot_token, post.workspace.api_url)
    client.meanwhile = meanwhile
    post.sender(OVER, client).work()


def test_a_frozen_sender_finds_its_message_sent_by_another(post: Post) -> None:
    """The other finds it in Slack by its key; the first changes nothing any more."""
    post.put(intent("a"))
    freeze(post, post.send)
    assert [message.text.partition(" ·")[0] for message in post.in_channel()] == ["a"]
    assert post.outcome("a") == (Outcome.ALREADY_SENT, None)
    post.send()
    assert len(post.in_channel()) == 1


def test_a_frozen_sender_completes_nobody_elses_claim(post: Post) -> None:
    """Who took it over holds it still: the first neither ends nor frees it."""
    post.put(intent("a"))

    def taken_over() -> None:
        assert post.cs.outbox.claim("another", timedelta(seconds=60)) is not None

    freeze(post, taken_over)
    one = post.log()["a"]
    assert (one.outcome, one.claimed_by, one.ts) == (Outcome.SENDING, "another", None)


def test_what_nobody_may_look_for_stays_uncertain_when_its_sender_goes_on(post: Post) -> None:
    """A person looks; nothing is sent twice by itself."""
    post.workspace.grant(post.workspace.granted - HISTORY)
    post.put(intent("a"))
    freeze(post, post.send)
    assert post.outcome("a") == (Outcome.UNCERTAIN, "missing_scope")
    assert len(post.in_channel(TEAM.id)) == 1


def test_a_frozen_edit_is_made_again_and_harms_nothing(post: Post) -> None:
    """An edit shows the present state, however often it is made."""
    post.send(intent("a", subject="episode:1"))
    post.put(intent("e", (), Act.EDIT, subject="episode:1", about={"words": "new"}))
    freeze(post, post.send)
    assert [message.text.partition(" ·")[0] for message in post.in_channel()] == ["new"]
    assert post.outcome("e")[0] is Outcome.SENT
