"""Journeys, growth and what worked, from a book and a memory that are files."""

from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path

import pytest

from cs_engine.errors import BadInput, NothingToShow
from cs_engine.journey.rules import Axis
from cs_engine.records.account import Candidates
from cs_engine.records.acting import Actor
from cs_engine.records.plays import RunView
from cs_engine.service.growth.answers import Money, Wanted
from cs_engine.service.growth.telling import growth_of
from cs_engine.service.journeys.telling import AccountJourney, journey_of, journeys_of_all
from cs_engine.service.plays.work_keeping import keep_worked
from cs_engine.service.plays.worked import plays_worked
from tests.unit.health.accounts import days_ago
from tests.unit.journey.lives import RULES
from tests.unit.service.desk import MONDAY, TUESDAY, Desk, account, contract, kept, small_book

NOW = datetime(2026, 11, 16, 9, tzinfo=UTC)
LEAD = Actor("U1", "ana@ours.example", "Ana", leads=True)


@pytest.fixture
def desk(tmp_path: Path) -> Iterator[Desk]:
    """Yield a desk with one customer, one that A sent, and one prospect of a campaign of 2,000 with 100 contacts."""
    with Desk.opened(tmp_path) as opened:
        won = {"prospect_id": "p1", "created_at": "2026-02-01T09:00:00", "converted_at": "2026-03-01T09:00:00"}
        campaign = {"campaign_id": "c", "channel": "paid", "start_date": "2026-02-01", "cost": 2000.0, "contacts": 100}
        opened.put(
            small_book(
                accounts=[account(), account("B", signup_date="2026-03-01")],
                subscriptions=[contract(), contract("B", start_date="2026-03-01")],
                campaigns=[campaign | {"currency": "EUR"}],
                prospects=[
                    won | {"campaign_id": "c", "account_id": "B", "referred_by": "A"},
                    {"prospect_id": "p2", "campaign_id": "c", "created_at": "2026-11-01T09:00:00"},
                ],
            )
        )
        yield opened


def test_the_journey_of_all_counts_accounts_and_prospects_apart(desk: Desk) -> None:
    """A is loyal, as it sent B; B is long-term; the prospect waits."""
    whole = journeys_of_all(desk.book_url, NOW, RULES)
    assert (whole.accounts, whole.prospects) == (2, 1)
    assert dict(whole.axes[0].now) == {"prospect": 1, "new": 0, "long_term": 1, "loyal": 1, "former": 0}


def test_the_journey_of_one_is_found_by_name(desk: Desk) -> None:
    """Nobody of that name is answered with the closest."""
    found = journey_of(desk.book_url, NOW, "customer b", RULES)
    assert isinstance(found, AccountJourney)
    assert (found.account_id, found.axes[0].axis) == ("B", Axis.RELATIONSHIP)
    assert [spell.stage for spell in found.axes[0].spells] == ["prospect", "new", "long_term"]
    closest = journey_of(desk.book_url, NOW, "zzz", RULES)
    assert isinstance(closest, Candidates)
    assert not closest.exact


def test_growth_tells_cost_payback_and_a_plan(desk: Desk) -> None:
    """2,000 for one new customer of 1,000 a month: paid back in 2,000 / (1,000 x 0.8) = 2.5 months."""
    told = growth_of(desk.book_url, NOW, RULES, Money(margin=0.8), Wanted(1_000, response_rate=0.1, lifetime_value=100))
    assert told.acquisition is not None
    assert (told.acquisition.paid.value, told.payback, told.currency) == (2_000, 2.5, "EUR")
    assert (told.referrers[0].name, told.referrers[0].downstream) == ("Customer A", 1)
    assert told.plan is not None
    assert told.plan.result.new_users == pytest.approx(100)  # the only prospect of the year converted
    assert told.plan.result.value == pytest.approx(10_000)  # and the only customer of a year ago stayed


def test_a_plan_without_what_it_needs_says_what_is_missing(desk: Desk) -> None:
    """Nothing is guessed."""
    desk.put({"prospects": [], "campaigns": []})
    with pytest.raises(BadInput, match="does not tell the response rate"):
        growth_of(desk.book_url, NOW, RULES, Money(), Wanted(1_000))


def test_without_a_book_there_is_nothing_to_show(tmp_path: Path) -> None:
    """The sentence names what to run."""
    with pytest.raises(NothingToShow, match="steward load"):
        journeys_of_all(f"duckdb://{tmp_path}/none.duckdb", NOW, RULES)


def test_what_worked_comes_from_the_memory(desk: Desk) -> None:
    """Before any play was started nothing is said."""
    desk.store.write_snapshots([kept("A", "Customer A", MONDAY)])
    assert plays_worked(desk.store, TUESDAY) == ()


def test_what_worked_is_kept_and_told_by_the_desk(desk: Desk) -> None:
    """Of one run without a pair nothing is said but how many pairs are missing."""
    assert keep_worked(desk.store, TUESDAY) == 0
    desk.store.write_snapshots([kept("A", "Customer A", MONDAY, last_two_way_at=days_ago(150))])
    cs = desk.answers()
    card = next(card for card in cs.plays.catalogue(LEAD, "A") if card.fits)
    assert isinstance(cs.plays.start(LEAD, "A", card.play), RunView)
    assert keep_worked(desk.store, TUESDAY) == 1
    work = cs.plays.worked()[card.play]
    assert (work.runs, work.judged, work.met, work.points, work.pairs, work.missing) == (1, 0, None, None, 0, 10)
