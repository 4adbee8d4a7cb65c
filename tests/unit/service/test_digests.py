"""The weekly digest over a real memory: what it tells, and that it is written once."""

from collections.abc import Iterator
from contextlib import closing
from dataclasses import replace
from datetime import UTC, date, datetime, time, timedelta
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

import pytest

from cs_engine.errors import NothingToShow
from cs_engine.records.acting import Actor, Team
from cs_engine.records.bands import Band
from cs_engine.records.digest import DIGEST, PART
from cs_engine.records.digest_lines import Behind, Retention
from cs_engine.records.logbook import FollowUp, FollowUpKind, FollowUpOutcome, TaskState
from cs_engine.records.outbox import Act, Delivery, Outcome
from cs_engine.records.plays import Win
from cs_engine.records.preferences import ChannelScope, ChannelSettings, Preferences
from cs_engine.records.sight import Sight
from cs_engine.service.customer_success import CustomerSuccess
from cs_engine.storage.rows import SnapshotRow
from cs_engine.storage.store import Store
from tests.unit.health.accounts import day_ago, days_ago
from tests.unit.service.desk import MONDAY, WEEK, ZONE, kept
from tests.unit.service.digest_cast import ANA, episode, task

NINE = MONDAY + timedelta(hours=9)
"""Monday at nine in Berlin, which is where the company is."""
LEA = Actor("U1", "lea@ours.example", "Lea")
NOBODY = Team()
LONG_AGO = datetime(2026, 1, 1, tzinfo=UTC)
BERLIN = ChannelSettings("C1", "team", ChannelScope.TEAM, None, LEA.person, LONG_AGO, timezone="Europe/Berlin")
NEW_YORK = replace(BERLIN, channel="C2", name="americas", timezone="America/New_York")
IDLE: dict[str, Any] = {
    "active_users": 5.0,
    "active_days": 2,
    "events_per_user": 10.0,
    "features_used": 1,
    "csat_score": 1.0,
}


def company(as_of: datetime = MONDAY, size: int = 3, **changes: object) -> list[SnapshotRow]:
    """Return some ordinary customers of Ana's, with some of their facts changed."""
    mine = {"owner": ANA, "usage_last_day": day_ago(1, as_of), **changes}
    return [kept(f"A{number:03}", f"Customer {number}", as_of, **mine) for number in range(size)]


@pytest.fixture(params=["sqlite", "postgresql"])
def store(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[Store]:
    """Yield a memory with three customers, scored on two Mondays."""
    url = f"sqlite:///{tmp_path}/steward.db"
    with closing(Store.open(url if request.param == "sqlite" else request.getfixturevalue("postgresql"))) as opened:
        opened.migrate()
        opened.write_snapshots([*company(MONDAY - WEEK), *company()])
        yield opened


@pytest.fixture
def file_only(tmp_path: Path) -> Iterator[Store]:
    """Yield an empty memory in a file."""
    with closing(Store.open(f"sqlite:///{tmp_path}/many.db")) as opened:
        opened.migrate()
        yield opened


def answers(store: Store, *channels: ChannelSettings, now: datetime = NINE) -> CustomerSuccess:
    """Return who answers, with these channels set up long ago."""
    with store.changing() as memory:
        for each in channels:
            memory.wishes.put_channel(each)
    return CustomerSuccess(store, lambda: now)


def delivery(store: Store, key: str) -> Delivery | None:
    """Return what became of an intent."""
    with store.viewing() as memory:
        return memory.outbox.get(key)


def end(store: Store, key: str, outcome: Outcome) -> None:
    """Have a sender take what is due first, and end it."""
    written = delivery(store, key)
    assert written is not None
    cs = CustomerSuccess(store, lambda: written.intent.due_at + timedelta(hours=1))
    taken = cs.outbox.claim("sender", timedelta(minutes=1))
    assert taken is not None
    assert taken.intent.key == key
    if outcome is Outcome.SENT:
        assert cs.outbox.trying(taken, taken.intent.to[0], taken.intent.to[0].id, timedelta(minutes=1))
        cs.outbox.sent(taken, (taken.intent.to[0].id, "1.0"))
    else:
        cs.outbox.unsent(taken, outcome, "is_archived")


def test_each_channel_gets_its_digest_at_its_own_nine(store: Store) -> None:
    """Berlin six hours before New York; before nine nothing."""
    cs = answers(store, BERLIN, NEW_YORK)
    assert cs.digests.due(NINE - timedelta(minutes=1), NOBODY) == 0
    assert cs.digests.due(NINE, NOBODY) == 1
    assert delivery(store, "digest:C2:2026-W47") is None
    assert cs.digests.due(NINE + timedelta(hours=6), NOBODY) == 1
    written = delivery(store, "digest:C2:2026-W47")
    assert written is not None
    assert written.intent.due_at == NINE + timedelta(hours=6)


def test_asking_again_or_elsewhere_writes_nothing_more(store: Store) -> None:
    """Minutely, by any number of processes, even when an hour comes twice."""
    one, other = answers(store, BERLIN), answers(store)
    assert one.digests.due(NINE, NOBODY) == 1
    asked = [NINE, NINE + timedelta(minutes=1), NINE - timedelta(hours=1), NINE + timedelta(days=6)]
    assert [desk.digests.due(at, NOBODY) for desk in (one, other) for at in asked] == [0] * 8


def test_a_digest_in_the_hour_that_comes_twice_is_written_once(store: Store) -> None:
    """On the last Sunday of October, at half past two."""
    sunday = replace(BERLIN, weekday=6, at=time(2, 30))
    autumn = datetime(2026, 10, 25, tzinfo=UTC)
    store.write_snapshots(company(autumn - timedelta(hours=2)))
    cs = answers(store, sunday)
    minutes = [autumn + timedelta(minutes=minute) for minute in range(0, 180, 10)]
    assert sum(cs.digests.due(at, NOBODY) for at in minutes) == 1


def test_a_missed_run_is_caught_up_once_and_says_that_it_is_late(store: Store) -> None:
    """The process was down from Monday to Wednesday."""
    cs, wednesday = answers(store, BERLIN), NINE + timedelta(days=2)
    assert [cs.digests.due(wednesday, NOBODY), cs.digests.due(wednesday, NOBODY)] == [1, 0]
    written = delivery(store, "digest:C1:2026-W47")
    assert written is not None
    digest = DIGEST.validate_python(written.intent.about["digest"])
    assert (digest.late, digest.due, digest.at) == (True, NINE, wednesday)


def test_the_thread_follows_in_order_and_is_part_of_the_same_write(store: Store) -> None:
    """Each part waits for the one before it."""
    store.write_snapshots(company(size=90))
    answers(store, BERLIN).digests.due(NINE, NOBODY)
    keys = ["digest:C1:2026-W47", *(f"digest:C1:2026-W47:part:{number}" for number in (2, 3, 4))]
    found = [one.intent for key in keys if (one := delivery(store, key))]
    assert [each.after for each in found] == [None, *keys[:3]]
    assert [each.act for each in found] == [Act.POST, Act.REPLY, Act.REPLY, Act.REPLY]
    assert {each.subject for each in found} == {keys[0]}
    parts = [PART.validate_python(each.about["part"]) for each in found[1:]]
    assert [len(each.rows) for each in parts] == [40, 40, 10]


def test_five_hundred_accounts_are_all_in_the_thread_in_parts_that_fit(file_only: Store) -> None:
    """Of many more the healthiest are left out, and said to be."""
    file_only.write_snapshots(company(size=700))
    composed = answers(file_only).digests.compose(BERLIN, NINE)
    assert sum(len(part.rows) for part in composed.parts) == 600
    assert {len(part.rows) for part in composed.parts} == {40}
    assert [part.left_out for part in composed.parts] == [0] * 14 + [100]


def test_a_week_in_which_nothing_happened_is_two_lines(store: Store) -> None:
    """After the first digest, and without a thread."""
    cs = answers(store, BERLIN)
    cs.digests.due(NINE - WEEK, NOBODY)
    end(store, "digest:C1:2026-W46", Outcome.SENT)
    composed = cs.digests.compose(BERLIN, NINE)
    assert (composed.digest.is_quiet, composed.parts) == (True, ())
    assert composed.digest.since == NINE - WEEK
    assert all(line.change == 0 for line in composed.digest.bands)


def test_the_first_digest_is_never_quiet(store: Store) -> None:
    """Who has read none yet wants the whole picture."""
    assert not answers(store).digests.compose(BERLIN, NINE).digest.is_quiet


def test_before_anything_was_scored_nothing_is_due(tmp_path: Path) -> None:
    """And a preview says what to do first."""
    with closing(Store.open(f"sqlite:///{tmp_path}/empty.db")) as empty:
        empty.migrate()
        cs = answers(empty, BERLIN)
        assert cs.digests.due(NINE, NOBODY) == 0
        with pytest.raises(NothingToShow):
            cs.digests.compose(BERLIN, NINE)


def test_a_dead_sync_is_told_first_and_moves_are_left_out(store: Store) -> None:
    """One honest line instead of falls that nobody made."""
    store.write_snapshots(company(usage_last_day=day_ago(6), active_users=1.0))
    digest = answers(store).digests.compose(BERLIN, NINE).digest
    assert (digest.freshness.behind, digest.freshness.since) == (Behind.USAGE, day_ago(6))
    assert (digest.up, digest.down) == ((), ())


def test_scores_of_last_week_are_told_as_such_however_fresh_a_single_account_is(store: Store) -> None:
    """Somebody logged a call on Friday; all the others were scored a week before."""
    rescored = replace(kept("A000", "Customer 0", MONDAY + timedelta(days=11)), cause="follow_up")
    store.write_snapshots([rescored])
    digest = answers(store).digests.compose(BERLIN, NINE + 2 * WEEK).digest
    assert digest.freshness.behind is Behind.SCORES


def test_a_channel_about_a_segment_tells_of_nothing_else(store: Store) -> None:
    """Counts, needs and what was done."""
    store.write_snapshots([kept("B1", "Big One", MONDAY, segment="enterprise", owner=None, **IDLE)])
    with store.changing() as memory:
        memory.episodes.add(episode("A000"))
        memory.episodes.add(episode("B1"))
        memory.logbook.add_follow_up(follow_up("A000"), None)
    big = replace(BERLIN, scope=ChannelScope.SEGMENT, value="enterprise")
    digest = answers(store).digests.compose(big, NINE).digest
    assert (digest.accounts, digest.unassigned.accounts, digest.done.follow_ups) == (1, 1, 0)
    assert [each.account.account_id for each in digest.needs] == ["B1"]


def follow_up(account_id: str) -> FollowUp:
    """Return a call that Ana logged on Friday."""
    friday = NINE - timedelta(days=3)
    return FollowUp("f1", account_id, ANA, friday, friday, FollowUpKind.CALL, FollowUpOutcome.POSITIVE)


def test_what_we_did_is_told_in_totals_with_one_win(store: Store) -> None:
    """Follow-ups, tasks, and the newest story with its credit."""
    done = task("t2", "A001", state=TaskState.DONE, ended_at=NINE - timedelta(days=1), ended_by=ANA)
    with store.changing() as memory:
        memory.logbook.add_follow_up(follow_up("A000"), None)
        for each in (done, task("t1", "A000", due_at=NINE - timedelta(days=2))):
            memory.logbook.add_task(each)
        for number, age in (("w1", 3), ("w2", 1)):
            memory.plays.add_win(Win(number, "A000", NINE - timedelta(days=age), ANA, f"Story {number}", credit=(ANA,)))
    digest = answers(store).digests.compose(BERLIN, NINE).digest
    told = digest.done
    assert (told.follow_ups, told.tasks_done, told.tasks_overdue) == (1, 1, 1)
    assert told.win is not None
    assert (told.win.name, told.win.story) == ("Customer 0", "Story w2")
    assert (digest.overdue, digest.owners, digest.grades.hours_to_claim) == ((), (), None)


def test_a_csm_gets_their_own_digest_and_a_lead_everybodys(store: Store) -> None:
    """Overdue items for the CSM; for the lead also lists by CSM, in the order of names."""
    store.write_snapshots([kept("B1", "Other", MONDAY, owner="bob@ours.example", **IDLE)])
    with store.changing() as memory:
        memory.logbook.add_task(task("t1", "A000", due_at=NINE - timedelta(days=2)))
        memory.wishes.put(Preferences(ANA, timezone="Europe/Berlin", digest_dm=True))
        memory.wishes.put(Preferences(LEA.person, timezone="Europe/Berlin", digest_dm=True))
    cs, team = answers(store), Team(leads=(LEA.person,))
    assert [cs.digests.due(NINE, team), cs.digests.due(NINE, team)] == [2, 0]
    mine, leads = (delivery(store, f"digest:{person}:2026-W47") for person in (ANA, LEA.person))
    assert mine is not None
    assert leads is not None
    own, all_of_us = (DIGEST.validate_python(each.intent.about["digest"]) for each in (mine, leads))
    assert (own.accounts, [each.text for each in own.overdue], own.owners) == (3, ["Send the plan"], ())
    assert (all_of_us.accounts, [each.owner for each in all_of_us.owners]) == (4, [ANA, "bob@ours.example"])


def test_somebody_without_accounts_gets_no_digest_of_their_own(store: Store) -> None:
    """Whatever they switched on."""
    with store.changing() as memory:
        memory.wishes.put(Preferences("zoe@ours.example", digest_dm=True, daily_dm=True))
    assert answers(store).digests.due(NINE, NOBODY) == 0


def test_the_day_is_told_on_working_days_and_only_when_there_is_something_in_it(store: Store) -> None:
    """Once, at half past eight where the person is, and not in the afternoon."""
    with store.changing() as memory:
        memory.wishes.put(Preferences(ANA, timezone="Europe/Berlin", daily_dm=True))
    cs = answers(store)
    assert cs.digests.due(NINE, NOBODY) == 0
    with store.changing() as memory:
        memory.logbook.add_task(task("t1", "A000", due_at=NINE))
    sunday = NINE - timedelta(days=1)
    asked = (sunday, NINE - timedelta(hours=1), NINE + timedelta(hours=4), NINE, NINE)
    assert [cs.digests.due(at, NOBODY) for at in asked] == [0, 0, 0, 1, 0]
    written = delivery(store, "daily:ana@ours.example:2026-11-16")
    assert written is not None
    assert written.intent.expires_at == MONDAY + timedelta(days=1)


def test_a_day_that_says_what_yesterday_said_is_not_told(store: Store) -> None:
    """Customers who stay silent are told again after a week, or at once when the message did not arrive."""
    store.write_snapshots(company(last_two_way_at=days_ago(90, MONDAY)))
    with store.changing() as memory:
        memory.wishes.put(Preferences(ANA, timezone="Europe/Berlin", daily_dm=True))
    cs = answers(store)
    days = [NINE + timedelta(days=each) for each in range(8)]
    assert [cs.digests.due(day, NOBODY) for day in days] == [1, 0, 0, 0, 0, 0, 0, 1]
    end(store, "daily:ana@ours.example:2026-11-16", Outcome.FAILED)
    assert cs.digests.due(days[2], NOBODY) == 1


def test_what_an_archived_channel_missed_goes_there_when_it_is_set_again(store: Store) -> None:
    """Once, with its thread; until then it is kept."""
    cs = answers(store, BERLIN)
    cs.digests.due(NINE, NOBODY)
    end(store, "digest:C1:2026-W47", Outcome.CHANNEL_GONE)
    cs.outbox.channel_gone("C1", "is_archived")
    assert cs.digests.due(NINE + timedelta(hours=1), NOBODY) == 0
    back = NINE + timedelta(days=1)
    again = CustomerSuccess(store, lambda: back)
    again.preferences.set_channel(LEA, BERLIN)
    assert [again.digests.due(back, NOBODY), again.digests.due(back, NOBODY)] == [1, 0]
    key = f"digest:C1:2026-W47:again:{back.astimezone(UTC):%Y%m%dT%H%M%S}"
    main, part = delivery(store, key), delivery(store, f"{key}:part:2")
    assert main is not None
    assert part is not None
    assert (part.intent.after, part.intent.subject) == (key, key)


def test_what_a_lost_channel_missed_goes_to_the_one_that_takes_its_place(store: Store) -> None:
    """The same accounts, another channel: this week's digest is not lost, and comes once."""
    cs = answers(store, BERLIN)
    cs.digests.due(NINE, NOBODY)
    end(store, "digest:C1:2026-W47", Outcome.CHANNEL_GONE)
    cs.outbox.channel_gone("C1", "is_archived")
    later = NINE + timedelta(days=1)
    again = CustomerSuccess(store, lambda: later)
    again.preferences.set_channel(LEA, replace(BERLIN, channel="C9", name="team-new"))
    assert [again.digests.due(later, NOBODY), again.digests.due(later, NOBODY)] == [1, 0]
    moved = delivery(store, "digest:C9:2026-W47")
    assert moved is not None
    assert moved.intent.to[0].id == "C9"


def test_changes_are_told_since_the_last_digest_that_arrived(store: Store) -> None:
    """One that nobody could read does not count."""
    cs = answers(store, BERLIN)
    store.write_snapshots(company(MONDAY - 2 * WEEK))
    cs.digests.due(NINE - 2 * WEEK, NOBODY)
    end(store, "digest:C1:2026-W45", Outcome.SENT)
    cs.digests.due(NINE - WEEK, NOBODY)
    end(store, "digest:C1:2026-W46", Outcome.CHANNEL_GONE)
    assert cs.digests.compose(BERLIN, NINE).digest.since == NINE - 2 * WEEK


def test_retention_is_told_in_the_first_digest_of_a_month_only(store: Store) -> None:
    """And only where revenue is known."""
    kept_revenue = Retention("EUR", date(2025, 11, 1), date(2026, 11, 1), 20, 2, 1.02, 0.94)
    cs = answers(store, BERLIN)
    first = cs.digests.compose(BERLIN, NINE, retention=lambda _scope, _value, _at: (kept_revenue,))
    assert first.digest.retention == (kept_revenue,)
    cs.digests.due(NINE - WEEK, NOBODY)
    second = cs.digests.compose(BERLIN, NINE, retention=lambda _scope, _value, _at: (kept_revenue,))
    assert second.digest.retention == ()


def test_one_sent_by_hand_does_not_replace_the_one_that_is_due(store: Store) -> None:
    """Somebody tries it on Sunday; Monday's comes all the same, with all its changes."""
    cs = answers(store, BERLIN)
    key = cs.digests.send(BERLIN, NINE - timedelta(hours=1))
    assert delivery(store, key) is not None
    assert cs.digests.due(NINE, NOBODY) == 1
    assert cs.digests.compose(BERLIN, NINE).digest.since is None


def test_who_sees_only_some_accounts_is_shown_no_channels_digest(store: Store) -> None:
    """It would tell of accounts that do not exist for them."""
    cs = answers(store, BERLIN)
    assert cs.digests.preview(LEA, BERLIN) is not None
    assert cs.digests.preview(replace(LEA, sight=Sight(owner=ANA)), BERLIN) is None


def test_a_digest_of_a_past_day_tells_what_was_known_then(store: Store) -> None:
    """For previews of what would have been said."""
    store.write_snapshots(company(MONDAY + WEEK, **IDLE, last_two_way_at=days_ago(150, MONDAY + WEEK)))
    digest = answers(store).digests.compose(BERLIN, NINE).digest
    assert [line.band for line in digest.bands] == [Band.HEALTHY]
    assert digest.freshness.scored_at == MONDAY
    assert digest.at.tzinfo == ZoneInfo("Europe/Berlin") == ZONE
