"""What is said unasked arrives once, whatever Slack does: through the real SDK and a Slack on localhost."""

import time
from collections.abc import Iterator
from contextlib import closing, suppress
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path
from threading import Barrier, Thread

import pytest

from bot.delivery.trouble import LONGEST_PAUSE, pause_after
from bot.workspace.records import Message
from bot.workspace.seed import default_seed
from bot.workspace.server import Workspace
from cs_engine.errors import StoreUnavailable
from cs_engine.records.acting import Actor
from cs_engine.records.outbox import Act, Outcome
from cs_engine.records.preferences import ChannelScope, ChannelSettings
from cs_engine.service.customer_success import CustomerSuccess
from tests.contract.outgoing import (
    AGES_AGO,
    ARCHIVED,
    DANA,
    GENERAL,
    GIL,
    MIA,
    ROSA,
    TEAM,
    Post,
    intent,
    person,
)

EPISODE = "episode:1"
TO_DO = (Outcome.PENDING, Outcome.SENDING)
WAIT = 30.0
NO_LEASE = timedelta(seconds=-1)
"""A sender with it is taken for dead at once, as after a crash and a minute."""
HISTORY = {"channels:history", "groups:history", "im:history", "mpim:history"}


@pytest.fixture
def post(tmp_path: Path) -> Iterator[Post]:
    """Yield a new memory beside a Slack in which nothing has been said."""
    url = f"sqlite:///{tmp_path}/steward.db"
    with Workspace(default_seed(), page=False) as workspace, closing(CustomerSuccess.open(url, workspace.clock)) as cs:
        yield Post(workspace, cs, url)


def texts(messages: list[Message]) -> list[str]:
    """Return what messages say, without the language and zone."""
    return [message.text.partition(" ·")[0] for message in messages]


def thread(post: Post, channel: str = TEAM.id) -> list[str]:
    """Return what stands in the thread of a channel's first message."""
    first = post.in_channel(channel)[0]
    return texts(post.workspace.as_person(ROSA).messages(channel, first.ts))[1:]


def test_a_message_is_posted_once_as_words_and_blocks(post: Post) -> None:
    """Inert text, an opaque key that says nothing, and where it stands is remembered."""
    post.send(intent("a", about={"words": "<!channel> *x*"}), intent("a"))
    (message,) = post.in_channel()
    assert (message.text, message.mrkdwn) == ("<!channel> *x* · en_US · UTC", False)
    one = post.log()["a"]
    assert message.metadata == {"event_type": "steward", "event_payload": {"key": one.opaque}}
    assert (one.outcome, one.told, one.channel, one.ts) == (Outcome.SENT, TEAM, TEAM.id, message.ts)


def test_a_person_is_told_in_a_direct_message_in_their_language_and_zone(post: Post) -> None:
    """Found by their address, and remembered for the next time."""
    post.workspace.change_person(MIA, locale="zh-CN", tz="Asia/Shanghai")
    post.send(intent("a", (person("mia.chen@example.com"),)), intent("b", (person(MIA),)))
    assert [message.text for message in post.in_dm(MIA)] == [f"{key} · zh_Hans_CN · Asia/Shanghai" for key in "ab"]
    assert post.cs.preferences.user_id_of("mia.chen@example.com") == MIA


@pytest.mark.parametrize("gone", ["dana.wolfe@example.com", DANA, GIL, "nobody@ours.example", "U0NOBODY"])
def test_who_left_or_is_no_member_is_passed_over_for_the_next(post: Post, gone: str) -> None:
    """An owner, then their backup, then a lead; never dropped."""
    post.send(intent("a", (person(gone), person(MIA), person(ROSA))))
    assert texts(post.in_dm(MIA)) == ["a"]
    assert post.in_dm(ROSA) == []
    assert post.log()["a"].told == person(MIA)


def test_nobody_to_tell_is_a_failure_that_is_told(post: Post) -> None:
    """In the delivery log."""
    post.send(intent("a", (person(DANA),)), intent("b", ()))
    assert post.outcome("a") == post.outcome("b") == (Outcome.FAILED, "nobody_to_tell")


def test_replies_stand_in_the_thread_and_edits_in_place(post: Post) -> None:
    """Whoever was told: the edit and the reply go where the message is."""
    post.send(intent("a", (person(DANA), TEAM), subject=EPISODE))
    post.send(
        intent("r", (), Act.REPLY, subject=EPISODE), intent("e", (), Act.EDIT, subject=EPISODE, about={"words": "new"})
    )
    assert texts(post.in_channel()) == ["new"]
    assert thread(post) == ["r"]
    assert post.in_channel()[0].metadata == {
        "event_type": "steward",
        "event_payload": {"key": post.log()["a"].opaque},
    }


def test_every_message_of_a_subject_is_edited(post: Post) -> None:
    """Also that of whoever had it before; one that was removed holds up no other."""
    for number, to in enumerate((TEAM, GENERAL, person(MIA))):
        post.send(intent(f"a{number}", (to,), subject=EPISODE))
    removed = post.in_channel(GENERAL.id)[0]
    post.client().chat_delete(channel=GENERAL.id, ts=removed.ts)
    post.send(intent("e", (), Act.EDIT, subject=EPISODE, about={"words": "new"}))
    assert texts(post.in_channel()) == texts(post.in_dm(MIA)) == ["new"]
    assert post.outcome("e")[0] is Outcome.SENT


def test_a_message_may_stand_in_another_ones_thread(post: Post) -> None:
    """And is edited there."""
    post.send(intent("list"), intent("one", subject=EPISODE, within="list"))
    post.send(intent("e", (), Act.EDIT, subject=EPISODE, about={"words": "new"}))
    assert (texts(post.in_channel()), thread(post)) == (["list"], ["new"])


def test_what_is_over_is_not_told(post: Post) -> None:
    """The wording knows."""
    post.send(intent("a", about={"words": None}))
    assert post.in_channel() == []
    assert post.outcome("a") == (Outcome.MUTED, "over")


def test_a_slack_that_asks_to_wait_is_left_alone_and_holds_up_no_other_channel(post: Post) -> None:
    """Nothing sleeps, and the order within the channel stays."""
    post.workspace.rate_limit("chat.postMessage", 60)
    post.send(intent("a"), intent("b"), intent("c", (GENERAL,)))
    assert (post.in_channel(), texts(post.in_channel(GENERAL.id))) == ([], ["c"])
    waits = post.log()["a"]
    assert (waits.outcome, waits.reason) == (Outcome.PENDING, "ratelimited")
    assert waits.retry_at is not None
    assert timedelta(seconds=50) < waits.retry_at - datetime.now(UTC) <= timedelta(seconds=60)
    post.wait()
    post.send()
    assert texts(post.in_channel()) == ["a", "b"]


@pytest.mark.parametrize("method", ["chat.postMessage", "users.info", "conversations.open", "auth.test"])
def test_a_broken_slack_is_asked_again(post: Post, method: str) -> None:
    """Wherever it breaks."""
    post.workspace.faults.unavailable(method)
    post.send(intent("a", (person(ROSA),)))
    assert post.in_dm(ROSA) == []
    post.wait()
    post.send()
    assert texts(post.in_dm(ROSA)) == ["a"]


def test_pauses_grow_and_end_at_ten_minutes() -> None:
    """Slack's longer outages are an hour or so."""
    pauses = [pause_after(attempts) for attempts in range(1, 40)]
    assert pauses == sorted(pauses)
    assert (pauses[0], pauses[-1]) == (timedelta(seconds=2), LONGEST_PAUSE)


def test_an_answer_that_was_lost_is_looked_for_before_anything_is_sent_again(post: Post) -> None:
    """A 5xx may come after Slack took the message."""
    post.workspace.faults.lose_answer("chat.postMessage")
    post.send(intent("a", subject=EPISODE), intent("r", (), Act.REPLY, subject=EPISODE))
    post.wait()
    post.workspace.faults.lose_answer("chat.postMessage")
    post.send()
    post.wait()
    post.send()
    assert (texts(post.in_channel()), thread(post)) == (["a"], ["r"])
    assert post.outcome("a")[0] is post.outcome("r")[0] is Outcome.ALREADY_SENT
    assert post.log()["a"].ts == post.in_channel()[0].ts


def test_without_leave_to_look_an_uncertain_message_waits_for_a_person(post: Post) -> None:
    """Who looks, and has it sent again or not."""
    post.workspace.grant(post.workspace.granted - HISTORY)
    post.workspace.faults.unavailable("chat.postMessage")
    post.send(intent("a"), intent("b"))
    post.wait()
    post.send()
    assert post.outcome("a") == (Outcome.UNCERTAIN, "missing_scope")
    assert texts(post.in_channel()) == ["b"]
    assert post.cs.outbox.again("a")
    post.send()
    assert texts(post.in_channel()) == ["b", "a"]


def test_a_lost_message_is_found_among_many(post: Post) -> None:
    """However much was said since."""
    post.workspace.faults.lose_answer("chat.postMessage")
    post.send(intent("a"))
    for number in range(450):
        post.workspace.as_person(ROSA).say(TEAM.id, f"chat {number}")
    post.wait()
    post.send()
    assert post.outcome("a")[0] is Outcome.ALREADY_SENT


def test_a_sender_that_died_after_slack_took_the_message_is_made_up_for(post: Post) -> None:
    """The next finds it by its key, in the channel or the thread."""
    post.put(intent("a", subject=EPISODE))
    post.die()
    assert post.outcome("a")[0] is Outcome.SENDING
    post.send()
    post.put(intent("r", (), Act.REPLY, subject=EPISODE))
    post.die()
    post.send()
    assert (texts(post.in_channel()), thread(post)) == (["a"], ["r"])
    assert post.outcome("a")[0] is post.outcome("r")[0] is Outcome.ALREADY_SENT


def test_a_direct_message_is_looked_for_as_well(post: Post) -> None:
    """The bot may always read what it was told itself."""
    post.put(intent("a", (person(MIA),)))
    post.die()
    post.send()
    assert (texts(post.in_dm(MIA)), post.outcome("a")[0]) == (["a"], Outcome.ALREADY_SENT)


def test_a_sender_that_died_before_it_tried_is_made_up_for_without_looking(post: Post) -> None:
    """No scope is needed for that."""
    post.workspace.grant(post.workspace.granted - HISTORY)
    post.put(intent("a"))
    assert post.cs.outbox.claim("dead", NO_LEASE) is not None
    post.send()
    assert texts(post.in_channel()) == ["a"]


@pytest.mark.parametrize("reason", ["is_archived", "not_in_channel", "channel_not_found"])
def test_a_channel_that_is_gone_is_told_once_to_whoever_set_it_up(post: Post, reason: str) -> None:
    """And what it was told in its thread is muted."""
    rosa = Actor(ROSA, None, "Rosa")
    settings = ChannelSettings(TEAM.id, "cs-team", ChannelScope.TEAM, None, set_by=ROSA, set_at=AGES_AGO)
    post.cs.preferences.set_channel(rosa, settings)
    post.workspace.faults.refuse("chat.postMessage", reason)
    post.send(intent("a"), intent("r", (), Act.REPLY, subject="a"))
    post.workspace.faults.refuse("chat.postMessage", reason)
    post.send(intent("b"))
    assert post.outcome("a") == post.outcome("b") == (Outcome.CHANNEL_GONE, reason)
    assert post.outcome("r") == (Outcome.MUTED, "no_message")
    (told,) = post.in_dm(ROSA)
    assert "cs-team" in told.text
    (known,) = post.cs.preferences.channels()
    assert known.gone_reason == reason


def test_an_archived_channel_falls_to_the_next_recipient(post: Post) -> None:
    """Where there is one."""
    post.send(intent("a", (ARCHIVED, person(ROSA))))
    assert texts(post.in_dm(ROSA)) == ["a"]


@pytest.mark.parametrize("act", [Act.POST, Act.EDIT])
def test_blocks_that_slack_does_not_know_are_said_without_them(post: Post, act: Act) -> None:
    """First without the newest, then as text alone."""
    charted = intent("a", about={"chart": True})
    post.workspace.faults.refuse_blocks("data_visualization")
    if act is Act.POST:
        post.send(charted)
    else:
        post.send(intent("p", subject="a"))
        post.send(replace(charted, act=act, to=()))
    (message,) = post.in_channel()
    assert [block["type"] for block in message.blocks or ()] == ["section"]
    post.workspace.faults.refuse_blocks("data_visualization", "section")
    post.send(intent("b"))
    assert [(one.text.startswith("b"), one.blocks) for one in post.in_channel()[1:]] == [(True, None)]


def test_what_slack_refuses_for_good_is_told_with_its_reason(post: Post) -> None:
    """And holds up nothing."""
    post.workspace.faults.refuse("chat.postMessage", "no_permission")
    post.send(intent("a"), intent("b"))
    assert post.outcome("a") == (Outcome.FAILED, "no_permission")
    assert texts(post.in_channel()) == ["b"]


def test_a_bot_that_was_shut_out_loses_nothing(post: Post) -> None:
    """Everything waits until it is installed again."""
    post.workspace.faults.refuse_token("account_inactive")
    post.send(intent("a"), intent("b", (person(MIA),)))
    assert post.outcome("a") == (Outcome.PENDING, "account_inactive")
    post.workspace.faults.clear()
    post.wait()
    post.send()
    assert (texts(post.in_channel()), texts(post.in_dm(MIA))) == (["a"], ["b"])


def test_a_fault_of_ours_is_told_once_and_holds_up_nothing(post: Post) -> None:
    """With a reference that is in the log."""
    post.put(intent("a", kind="broken"), intent("b"), intent("c", kind="unheard of"))
    with pytest.raises(ZeroDivisionError):
        post.sender().work()
    post.send()
    outcome, reason = post.outcome("a")
    assert outcome is Outcome.FAILED
    assert (reason or "").startswith("fault_")
    assert post.outcome("c") == (Outcome.FAILED, "unknown_kind")
    assert texts(post.in_channel()) == ["b"]


def test_two_replicas_at_once_send_everything_once(post: Post) -> None:
    """A digest with its thread, direct messages, and another channel, by four senders."""
    parts = [intent(f"p{n}", (), Act.REPLY, subject="digest", after=f"p{n - 1}" if n else "digest") for n in range(6)]
    post.put(*parts, intent("digest"), *(intent(f"c{n}", (GENERAL,)) for n in range(6)))
    post.put(*(intent(f"d{n}", (person(MIA),)) for n in range(6)))
    ready = Barrier(4)

    def replica() -> None:
        sender = post.sender(timedelta(seconds=2))
        ready.wait()
        until = time.monotonic() + WAIT
        while time.monotonic() < until and post.cs.outbox.page(outcomes=TO_DO).total:
            with suppress(StoreUnavailable):  # a crowded file: the next second or the next sender makes up for it
                sender.work()
            time.sleep(0.01)

    threads = [Thread(target=replica) for _ in range(4)]
    for each in threads:
        each.start()
    for each in threads:
        each.join()
    assert (texts(post.in_channel()), thread(post)) == (["digest"], [f"p{n}" for n in range(6)])
    assert texts(post.in_channel(GENERAL.id)) == [f"c{n}" for n in range(6)]
    assert texts(post.in_dm(MIA)) == [f"d{n}" for n in range(6)]
    assert {one.outcome for one in post.log().values()} <= {Outcome.SENT, Outcome.ALREADY_SENT}
