"""Nothing about customers is posted where another company reads, also when that came later than the click."""

from collections.abc import Iterator
from contextlib import closing
from pathlib import Path

import pytest

from bot.workspace.seed import default_seed
from bot.workspace.server import Workspace
from cs_engine.records.acting import Actor
from cs_engine.records.outbox import Outcome, Recipient, To
from cs_engine.records.preferences import ChannelScope, ChannelSettings
from cs_engine.service.customer_success import CustomerSuccess
from tests.contract.outgoing import AGES_AGO, MIA, ROSA, TEAM, Post, intent, person

SHARED = Recipient(To.CHANNEL, "C05SHARED")


@pytest.fixture
def post(tmp_path: Path) -> Iterator[Post]:
    """Yield a new memory beside a Slack in which one channel is shared with another company."""
    url = f"sqlite:///{tmp_path}/steward.db"
    with Workspace(default_seed(), page=False) as workspace, closing(CustomerSuccess.open(url, workspace.clock)) as cs:
        yield Post(workspace, cs, url)


def test_a_plan_is_not_posted_in_a_channel_that_is_shared_by_now(post: Post) -> None:
    """The delivery log says why; the next recipient is told, if there is one."""
    before = len(post.in_channel(SHARED.id))
    post.send(intent("plan", (SHARED,)), intent("alert", (SHARED, person(MIA))))
    assert len(post.in_channel(SHARED.id)) == before
    assert post.outcome("plan") == (Outcome.CHANNEL_GONE, "is_ext_shared")
    assert [message.text.partition(" ·")[0] for message in post.in_dm(MIA)] == ["alert"]


def test_whoever_set_the_channel_up_is_told_that_it_is_shared(post: Post) -> None:
    """Once, with the reason."""
    settings = ChannelSettings(SHARED.id, "ext-acme", ChannelScope.TEAM, None, set_by=ROSA, set_at=AGES_AGO)
    post.cs.preferences.set_channel(Actor(ROSA, None, "Rosa"), settings)
    post.send(intent("a", (SHARED,)), intent("b", (SHARED,)))
    (told,) = post.in_dm(ROSA)
    assert "people of another company read there" in told.text


def test_a_slack_that_will_not_tell_now_is_asked_again_first(post: Post) -> None:
    """Nothing is posted before it is known who reads."""
    post.workspace.faults.rate_limit("conversations.info")
    post.send(intent("a"))
    assert post.in_channel(TEAM.id) == []
    assert post.outcome("a") == (Outcome.PENDING, "ratelimited")
    post.wait()
    post.send()
    assert post.outcome("a")[0] is Outcome.SENT
