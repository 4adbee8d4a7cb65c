"""Imports in the memory: kept whole, taken once, taken over when their holder is silent."""

from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from datetime import timedelta

import pytest

from cs_engine.imports import Import, ImportState, Move, Wishes
from cs_engine.service.intake.inbox import KEPT, LEASE, Inbox
from cs_engine.storage.store import Store
from tests.unit.bot.answers import NOW
from tests.unit.bot.sent import SENDER, looks, outcomes, sent

SECOND = timedelta(seconds=1)


def as_is(value: object) -> object:
    """Leave a value as it is."""
    return value


@pytest.fixture
def inbox(store: Store) -> Inbox:
    """An inbox in either database."""
    return Inbox(store, lambda: NOW)


def later(store: Store, by: timedelta) -> Inbox:
    """Return the same inbox at a later moment."""
    return Inbox(store, lambda: NOW + by)


def received(inbox: Inbox) -> Import:
    """Receive files and tell whoever sent them."""
    one = inbox.receive(SENDER, sent(as_is).files)
    inbox.told(one.id, "D1", "1.0")
    return one


def previewed(inbox: Inbox) -> Import:
    """Receive files and look at them."""
    received(inbox)
    one = inbox.claim("jobs")
    assert one is not None
    found = inbox.enter(one, "jobs", ImportState.PREVIEWED)
    assert found is not None
    return found


def test_what_goes_in_comes_out(store: Store) -> None:
    """With everything that was shown, wished and done."""
    wishes = Wishes(day_first=True, rounds=((Move("a.csv", "accounts", "Name", None, "name"),),))
    for number, look in enumerate(looks(as_is)):
        one = replace(next(outcomes(as_is)), id=str(number), look=look, wishes=wishes, headers=(("a.csv", ("Name",)),))
        store.imports.add(one)
        assert store.imports.get(one.id) == one


def test_an_import_is_held_until_its_sender_was_told(inbox: Inbox) -> None:
    """So that only one of bot and jobs writes into its message at a time."""
    one = inbox.receive(SENDER, sent(as_is).files)
    assert inbox.claim("jobs") is None
    inbox.told(one.id, "D1", "1.0")
    taken = inbox.claim("jobs")
    assert taken is not None
    assert (taken.id, taken.channel, taken.ts, taken.state) == (one.id, "D1", "1.0", ImportState.RECEIVED)


def test_an_import_that_the_bot_died_on_is_found_after_the_lease(inbox: Inbox, store: Store) -> None:
    """Without a message, which the jobs then post."""
    one = inbox.receive(SENDER, sent(as_is).files)
    found = later(store, LEASE + SECOND).claim("jobs")
    assert found is not None
    assert (found.id, found.ts) == (one.id, None)


def test_of_many_who_take_an_import_one_gets_it(inbox: Inbox) -> None:
    """All at once."""
    received(inbox)
    with ThreadPoolExecutor(8) as pool:
        taken = list(pool.map(inbox.claim, map(str, range(8))))
    assert len([one for one in taken if one is not None]) == 1


def test_of_many_who_decide_one_counts(inbox: Inbox) -> None:
    """Loading, leaving and changing exclude each other."""
    one = previewed(inbox)
    with ThreadPoolExecutor(8) as pool:
        done = list(pool.map(lambda number: (inbox.confirm, inbox.cancel)[number % 2](one.id), range(8)))
    assert sum(done) == 1
    assert not inbox.revise(one.id, Wishes())


def test_a_sign_of_life_keeps_an_import(inbox: Inbox, store: Store) -> None:
    """Silence for longer than the lease gives it to somebody else; the former holder can change it no more."""
    received(inbox)
    one = inbox.claim("first")
    assert one is not None
    halfway = later(store, LEASE / 2)
    assert halfway.renew(one.id, "first")
    assert later(store, LEASE + SECOND).claim("second") is None
    after = later(store, 2 * LEASE)
    assert after.claim("second") is not None
    assert not after.renew(one.id, "first")
    assert after.enter(one, "first", ImportState.DONE) is None


def test_a_load_that_was_begun_is_begun_again(inbox: Inbox, store: Store) -> None:
    """By whoever takes it over."""
    one = previewed(inbox)
    assert inbox.confirm(one.id)
    inbox.told(one.id, "D1", "1.0")
    begun = inbox.claim("first")
    assert begun is not None
    inbox.enter(begun, "first", ImportState.LOADING)
    again = later(store, LEASE + SECOND).claim("second")
    assert again is not None
    assert again.state is ImportState.LOADING


def test_what_is_put_back_can_be_taken_at_once(inbox: Inbox) -> None:
    """Also by the same one."""
    received(inbox)
    one = inbox.claim("jobs")
    assert one is not None
    inbox.put_back(one.id, "jobs")
    assert inbox.claim("jobs") is not None


def test_only_the_bot_lets_go_of_what_it_holds(inbox: Inbox) -> None:
    """What the jobs have taken by then stays theirs."""
    one = received(inbox)
    inbox.claim("jobs")
    inbox.told(one.id, "D9", "9.0")
    kept = inbox.find(one.id)
    assert kept is not None
    assert (kept.channel, kept.claimed_by) == ("D1", "jobs")


def test_files_are_kept_until_the_end_or_for_a_week(inbox: Inbox, store: Store) -> None:
    """Those of unknown imports are not kept at all."""
    waiting, over = previewed(inbox), previewed(inbox)
    inbox.cancel(over.id)
    ids = {waiting.id, over.id, "unknown"}
    assert inbox.unneeded(ids) == {over.id, "unknown"}
    assert later(store, KEPT + SECOND).unneeded(ids) == ids
