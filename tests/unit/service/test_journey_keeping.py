"""Lives from the book into the memory, and what people are told of them."""

from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path

import pytest

from cs_engine.errors import NothingToShow
from cs_engine.records.sight import EVERYTHING, Sight
from cs_engine.service.growth.desk import GrowthDesk
from cs_engine.service.industries import ways_of
from cs_engine.service.journeys.desk import JourneyDesk
from cs_engine.service.journeys.keeping import keep_journeys
from tests.unit.service.desk import MONDAY, Desk, account, contract, small_book

NOW = datetime(2026, 11, 16, 9, tzinfo=UTC)
LEO = "leo@ours.example"
WAYS = ways_of(None)


@pytest.fixture
def desk(tmp_path: Path) -> Iterator[Desk]:
    """Yield a desk with A, who sent B, C of somebody else, one who is long in a trial, and a prospect."""
    with Desk.opened(tmp_path) as opened:
        won = {"prospect_id": "p1", "created_at": "2026-02-01T09:00:00", "converted_at": "2026-03-01T09:00:00"}
        accounts = [
            account(),
            account("B", signup_date="2026-03-01"),
            account("C", owner=LEO),
            account("T", status="trial", signup_date="2026-03-01"),
        ]
        lines = [contract(), contract("B", start_date="2026-03-01"), contract("C")]
        lines.append(contract("T", start_date="2026-03-01", is_trial=True))
        waiting = {"prospect_id": "p2", "created_at": "2026-11-01T09:00:00"}
        prospects = [won | {"account_id": "B", "referred_by": "A"}, waiting]
        opened.put(small_book(accounts=accounts, subscriptions=lines, prospects=prospects))
        opened.refresh(MONDAY)
        yield opened


def test_before_the_first_time_there_is_nothing(desk: Desk, tmp_path: Path) -> None:
    """Neither of all nor of one; without a book nothing can be read."""
    asked = JourneyDesk(desk.store)
    assert asked.view(EVERYTHING) is None
    assert asked.life("A", "Customer A", EVERYTHING) is None
    with pytest.raises(NothingToShow, match="steward load"):
        keep_journeys(desk.store, f"duckdb://{tmp_path}/none.duckdb", NOW, WAYS)


def test_all_are_told_without_the_book(desk: Desk) -> None:
    """Stages with counts, prospects apart, who is stuck by name, and that all but the prospects are counted."""
    assert keep_journeys(desk.store, desk.book_url, NOW, WAYS) == 4
    (desk.folder / "book.duckdb").unlink()
    view = JourneyDesk(desk.store).view(EVERYTHING)
    assert view is not None
    assert (view.accounts, view.prospects) == (4, 1)
    first = view.axes[0]
    assert {line.fact.stage: line.now for line in first.lines} == {"prospect": 1, "new": 0, "long_term": 2, "loyal": 1}
    assert [(each.name, each.stage) for each in first.stuck] == [("Customer T", "prospect")]
    new = next(each for each in first.passed if each.stage == "new" and each.following == "long_term")
    assert (new.count, new.of, new.share) == (3, 3, 1.0)
    assert new.low < 1.0


def test_one_is_told_with_what_came_before_and_what_is_next(desk: Desk) -> None:
    """What is next is that which followed the present stage for others."""
    keep_journeys(desk.store, desk.book_url, NOW, WAYS)
    view = JourneyDesk(desk.store).life("B", "Customer B", EVERYTHING)
    assert view is not None
    assert [each.stage for each in view.axes[0].stays] == ["prospect", "new", "long_term"]
    assert [each.following for each in view.axes[0].following] == ["loyal"]
    late = JourneyDesk(desk.store).life("T", "Customer T", EVERYTHING)
    assert late is not None
    assert (late.axes[0].over or 0) > 0


def test_who_sees_some_accounts_is_told_numbers_and_names_of_these(desk: Desk) -> None:
    """And how many prospects there are of nobody's."""
    keep_journeys(desk.store, desk.book_url, NOW, WAYS)
    asked, leos = JourneyDesk(desk.store), Sight(owner=LEO)
    view = asked.view(leos)
    assert view is not None
    assert (view.accounts, view.prospects) == (1, None)
    assert view.axes[0].stuck == ()
    assert asked.life("A", "Customer A", leos) is None
    assert asked.life("C", "Customer C", leos) is not None


def test_a_missing_exchange_rate_leaves_only_costs_unknown(desk: Desk) -> None:
    """Shares need no rate; what campaigns cost in two currencies is no sum."""
    spring = {"channel": "events", "start_date": "2026-03-01", "end_date": "2026-03-31", "cost": 1000.0}
    campaigns = [
        spring | {"campaign_id": "c1", "currency": "EUR", "contacts": 100},
        spring | {"campaign_id": "c2", "currency": "USD", "contacts": 100},
    ]
    prospects = [{"prospect_id": "p1", "created_at": "2026-03-10T09:00:00", "campaign_id": "c1"}]
    desk.put(small_book(subscriptions=[contract()], campaigns=campaigns, prospects=prospects))
    keep_journeys(desk.store, desk.book_url, NOW, WAYS)
    known = GrowthDesk(desk.store).basis(EVERYTHING).known
    assert known is not None
    assert (known.costs, known.contact_cost) == ((), None)
    assert known.response is not None
    assert (known.response.value, known.response.n) == (0.005, 200)
    assert GrowthDesk(desk.store).basis(Sight(owner=LEO)).narrow
