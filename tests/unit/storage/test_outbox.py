"""What is to be said is sent once, in order, by one sender, and waits for nobody else's conversation."""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from datetime import datetime, timedelta
from threading import Barrier, Thread

import pytest

from cs_engine.records.outbox import Act, Delivery, Intent, Outcome, Recipient, To
from cs_engine.service.outbox import KEPT, PLACES_KEPT, OutboxDesk
from cs_engine.storage.sendable import EDIT_GAP
from cs_engine.storage.store import Store
from tests.unit.storage.builders import MONDAY

SECOND, MINUTE, HOUR = timedelta(seconds=1), timedelta(minutes=1), timedelta(hours=1)
LEASE = MINUTE
TEAM, SALES = Recipient(To.CHANNEL, "C1"), Recipient(To.CHANNEL, "C2")
PLACE = ("C1", "1700000000.000100")


class Clock:
    """Real time and the time that people read, moved by hand."""

    def __init__(self) -> None:
        """Start on a Monday."""
        self.now = MONDAY

    def __call__(self) -> datetime:
        """Return the moment."""
        return self.now

    def pass_(self, span: timedelta) -> None:
        """Let time pass."""
        self.now += span


@pytest.fixture
def clock() -> Clock:
    """Return a clock that stands still."""
    return Clock()


@pytest.fixture
def desk(store: Store, clock: Clock) -> OutboxDesk:
    """Return the outbox of a new memory."""
    return OutboxDesk(store, clock, clock)


def post(key: str = "a", **changes: object) -> Intent:
    """Return a message to the team's channel."""
    plain = Intent(key, "note", Act.POST, subject=key, to=(TEAM,), due_at=MONDAY)
    return replace(plain, **changes)  # type: ignore[arg-type] # fields of an intent, by name


def reply(key: str, to: str = "a", **changes: object) -> Intent:
    """Return a reply to a message."""
    return post(key, act=Act.REPLY, subject=to, **changes)


def edit(key: str, of: str = "a", **changes: object) -> Intent:
    """Return an edit of a message."""
    return post(key, act=Act.EDIT, subject=of, **changes)


def take(desk: OutboxDesk, holder: str = "me") -> Delivery:
    """Take what is next."""
    one = desk.claim(holder, LEASE)
    assert one is not None
    return one


def send(desk: OutboxDesk) -> str:
    """Take what is next and send it."""
    one = take(desk)
    assert desk.trying(one, TEAM, "C1", LEASE)
    assert desk.sent(one, PLACE)
    return one.intent.key


def send_all(desk: OutboxDesk) -> list[str]:
    """Send everything that can be sent, and return it in order."""
    sent = []
    while (one := desk.claim("me", LEASE)) is not None:
        desk.trying(one, TEAM, "C1", LEASE)
        desk.sent(one, PLACE)
        sent.append(one.intent.key)
    return sent


def outcome(store: Store, key: str) -> tuple[Outcome, str | None]:
    """Return what became of an intent, and why."""
    with store.viewing() as memory:
        found = memory.outbox.get(key)
    assert found is not None
    return found.outcome, found.reason


def test_an_intent_is_written_once_however_often(desk: OutboxDesk) -> None:
    """Its key says that it is the same."""
    assert desk.put([post(), post("b")]) == ["a", "b"]
    assert desk.put([post(), post("c")]) == ["c"]
    assert send_all(desk) == ["a", "b", "c"]


def test_what_is_taken_comes_back_as_it_was_written(desk: OutboxDesk) -> None:
    """With everything that its words need."""
    intent = post(to=(TEAM, Recipient(To.PERSON, "ana@ours.example")), about={"n": 1.5, "name": "Ä <!channel>"})
    desk.put([intent])
    assert take(desk).intent == intent


def test_nothing_is_sent_before_it_is_due(desk: OutboxDesk, clock: Clock) -> None:
    """Working hours were minded when the moment was set."""
    desk.put([post(due_at=MONDAY + HOUR)])
    assert desk.claim("me", LEASE) is None
    clock.pass_(HOUR)
    assert take(desk).intent.key == "a"


def test_stale_news_is_muted(desk: OutboxDesk, store: Store, clock: Clock) -> None:
    """What nobody could be told in time is not told late."""
    desk.put([post(expires_at=MONDAY + HOUR)])
    clock.pass_(2 * HOUR)
    assert desk.claim("me", LEASE) is None
    assert outcome(store, "a") == (Outcome.MUTED, "stale")


def test_a_conversation_gets_one_message_at_a_time_the_oldest_first(desk: OutboxDesk) -> None:
    """Another conversation does not wait for it."""
    desk.put([post("late", due_at=MONDAY), post("early", due_at=MONDAY - HOUR), post("other", to=(SALES,))])
    first = take(desk)
    assert first.intent.key == "early"
    assert take(desk).intent.key == "other"
    assert desk.claim("me", LEASE) is None
    desk.sent(first, PLACE)
    assert take(desk).intent.key == "late"


def test_a_reply_and_an_edit_wait_for_their_message(desk: OutboxDesk) -> None:
    """Whoever wrote them first."""
    desk.put([reply("r", due_at=MONDAY - HOUR), post(due_at=MONDAY)])
    assert send_all(desk) == ["a", "r"]


def test_the_parts_of_a_thread_come_in_their_order(desk: OutboxDesk) -> None:
    """Each after the one before, though all are due at once."""
    desk.put([reply("p3", after="p2"), reply("p2", after="a"), post()])
    assert send_all(desk) == ["a", "p2", "p3"]


def test_what_follows_something_that_will_never_be_sent_is_muted(desk: OutboxDesk, store: Store) -> None:
    """The thread of a digest whose channel is gone."""
    desk.put([post(), reply("p2", after="a"), reply("p3", after="p2")])
    desk.unsent(take(desk), Outcome.CHANNEL_GONE, "is_archived")
    assert desk.claim("me", LEASE) is None
    assert outcome(store, "p2") == (Outcome.MUTED, "no_message")


def test_what_follows_an_uncertain_message_waits_for_a_person(desk: OutboxDesk) -> None:
    """Who resends it has the rest sent as well."""
    desk.put([post(), reply("r")])
    desk.unsent(take(desk), Outcome.UNCERTAIN, "missing_scope")
    assert desk.claim("me", LEASE) is None
    assert desk.again("a")
    assert send_all(desk) == ["a", "r"]


def test_a_message_in_another_ones_thread_waits_for_that(desk: OutboxDesk) -> None:
    """An episode that is opened from a list of episodes."""
    desk.put([post("one", within="list", due_at=MONDAY - HOUR), post("list")])
    assert send_all(desk) == ["list", "one"]


def test_an_edit_of_nothing_is_muted(desk: OutboxDesk, store: Store) -> None:
    """An episode of the first load has no message."""
    desk.put([edit("e", of="nobody")])
    assert desk.claim("me", LEASE) is None
    assert outcome(store, "e") == (Outcome.MUTED, "no_message")


def test_a_message_not_sent_yet_needs_no_edit(desk: OutboxDesk, store: Store) -> None:
    """It is worded when it is sent, from what is true then."""
    desk.put([post(), edit("e")])
    assert send_all(desk) == ["a"]
    assert outcome(store, "e")[0] is Outcome.SUPERSEDED


def test_only_the_newest_edit_is_made(desk: OutboxDesk, store: Store, clock: Clock) -> None:
    """It says what the others would have said."""
    desk.put([post()])
    send(desk)
    for number in range(3):
        clock.pass_(SECOND)
        desk.put([edit(f"e{number}")])
    assert send_all(desk) == ["e2"]
    assert outcome(store, "e0")[0] is outcome(store, "e1")[0] is Outcome.SUPERSEDED


def test_a_message_is_edited_once_in_five_seconds(desk: OutboxDesk, clock: Clock) -> None:
    """What comes in between waits for the next edit."""
    desk.put([post()])
    send(desk)
    desk.put([edit("e1")])
    assert send_all(desk) == ["e1"]
    desk.put([edit("e2"), reply("r")])
    assert send_all(desk) == ["r"]
    clock.pass_(EDIT_GAP)
    assert send_all(desk) == ["e2"]


def test_a_channel_that_slack_asked_to_wait_holds_up_no_other(desk: OutboxDesk, clock: Clock) -> None:
    """Within it the order stays."""
    desk.put([post("a"), post("b"), post("other", to=(SALES,), due_at=MONDAY)])
    desk.retry(take(desk), MINUTE, "ratelimited")
    assert send_all(desk) == ["other"]
    clock.pass_(MINUTE)
    assert send_all(desk) == ["a", "b"]


def test_of_many_senders_one_gets_a_message(store: Store, clock: Clock) -> None:
    """Each with a connection of its own."""
    desk = OutboxDesk(store, clock, clock)
    desk.put([post(f"k{number}", to=(Recipient(To.CHANNEL, f"C{number}"),)) for number in range(8)])
    ready, taken = Barrier(4), []

    def sender(holder: str) -> None:
        ready.wait()
        while (one := desk.claim(holder, LEASE)) is not None:
            taken.append(one.intent.key)

    with _running([Thread(target=sender, args=(f"s{number}",)) for number in range(4)]):
        pass
    assert sorted(taken) == [f"k{number}" for number in range(8)]


@contextmanager
def _running(threads: list[Thread]) -> Iterator[None]:
    for thread in threads:
        thread.start()
    yield
    for thread in threads:
        thread.join()


def test_a_dead_senders_message_is_taken_over_after_the_lease(desk: OutboxDesk, clock: Clock) -> None:
    """With the moment since when it may be in Slack, and only if it may."""
    desk.put([post("a tried"), post("b claimed", to=(SALES,))])
    dead = take(desk, "dead")
    desk.trying(dead, TEAM, "C1", LEASE)
    take(desk, "dead")
    assert desk.claim("me", LEASE) is None
    clock.pass_(LEASE + SECOND)
    found = {one.intent.key: one for one in (take(desk), take(desk))}
    assert (found["a tried"].attempted_at, found["a tried"].channel) == (MONDAY, "C1")
    assert found["b claimed"].attempted_at is None


def test_who_was_taken_for_dead_changes_nothing_any_more(desk: OutboxDesk, store: Store, clock: Clock) -> None:
    """Its message is another sender's."""
    desk.put([post()])
    slow = take(desk, "slow")
    clock.pass_(LEASE + SECOND)
    take(desk, "other")
    assert not desk.trying(slow, TEAM, "C1", LEASE)
    assert not desk.sent(slow, PLACE)
    assert outcome(store, "a")[0] is Outcome.SENDING


def test_a_doubtful_attempt_is_remembered_and_a_certain_failure_is_not(desk: OutboxDesk, clock: Clock) -> None:
    """Only what may be in Slack is looked for there."""
    desk.put([post()])
    for doubtful in (True, False):
        one = take(desk)
        desk.trying(one, TEAM, "C1", LEASE)
        desk.retry(one, SECOND, "http_500", doubtful=doubtful)
        clock.pass_(SECOND)
        again = take(desk)
        assert (again.attempted_at is not None) is doubtful
        desk.retry(again, timedelta(0), "ratelimited")


def test_only_what_was_not_sent_is_sent_again(desk: OutboxDesk) -> None:
    """A message that stands in Slack is not."""
    desk.put([post(), post("b")])
    send(desk)
    desk.unsent(take(desk), Outcome.FAILED, "not_allowed")
    assert [desk.again(key) for key in ("a", "b", "nobody")] == [False, True, False]
    assert take(desk).attempts == 1


def test_a_subjects_messages_are_found_newest_first(desk: OutboxDesk, clock: Clock) -> None:
    """Somebody it was handed to has one of their own."""
    desk.put([post("first", subject="s")])
    send(desk)
    clock.pass_(HOUR)
    desk.put([post("second", subject="s", due_at=MONDAY)])
    one = take(desk)
    desk.trying(one, SALES, "C2", LEASE)
    desk.sent(one, ("C2", "2.0"))
    assert [(place.channel, place.ts, place.told) for place in desk.places("s")] == [
        ("C2", "2.0", SALES),
        (*PLACE, TEAM),
    ]


def test_the_log_has_pages_newest_first(desk: OutboxDesk, clock: Clock) -> None:
    """A page beyond the last is the last."""
    for number in range(5):
        desk.put([post(f"k{number}")])
        clock.pass_(SECOND)
    page = desk.page(9, lines=2)
    assert ([one.intent.key for one in page.deliveries], page.page, page.pages, page.total) == (["k0"], 3, 3, 5)
    assert desk.page(outcomes=[Outcome.FAILED]).total == 0


def test_what_is_over_is_forgotten_and_what_can_be_edited_is_kept_longer(
    desk: OutboxDesk, clock: Clock, store: Store
) -> None:
    """What waits is never forgotten."""
    desk.put([post(), reply("r"), post("later", due_at=MONDAY + timedelta(days=900))])
    assert send_all(desk) == ["a", "r"]
    clock.pass_(KEPT + SECOND)
    assert desk.prune() == 1
    clock.pass_(PLACES_KEPT - KEPT)
    assert desk.prune() == 1
    assert outcome(store, "later")[0] is Outcome.PENDING
