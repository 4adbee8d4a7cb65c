"""A refresh keeps what was known at an instant, and says what moved since: the customer, our data, or our formula."""

from collections.abc import Iterable
from dataclasses import replace
from datetime import date, datetime, timedelta
from pathlib import Path

import pytest

from cs_engine.errors import BadInput, NothingToShow
from cs_engine.health.portfolio import Verdict
from cs_engine.health.reading import read_scorecard
from cs_engine.records.bands import Band
from cs_engine.records.receipt import FactorState
from cs_engine.service.scoring.instants import end_of, newest_day, weekly_ends
from cs_engine.storage.rows import SnapshotRow
from tests.builders import Row
from tests.unit.health.accounts import DIAL, DIAL_TOML
from tests.unit.service.desk import MONDAY, SUNDAY, WEEK, ZONE, Desk, account, contract, small_book, usage

NEXT = MONDAY + WEEK
HALVED = read_scorecard(DIAL_TOML.replace("[1, 100]", "[1, 50]"), "dial.toml")
"""The dial's next version: everything is worth half of what it was."""
SURVEYS = 25


def surveys(answered: dict[str, int], account_id: str = "A") -> list[Row]:
    """Return surveys of October, of which so many in all were answered by the ends of these days."""
    days = [day for day, count in answered.items() for _ in range(count - _before(answered, day))]
    days += [""] * (SURVEYS - len(days))
    return [
        {
            "response_id": f"{account_id}-{number}",
            "account_id": account_id,
            "survey": "nps",
            "delivered_at": "2026-10-01T08:00:00",
            "responded_at": f"{day}T08:00:00" if day else None,
            "score": 9.0 if day else None,
        }
        for number, day in enumerate(days)
    ]


def _before(answered: dict[str, int], day: str) -> int:
    return max((count for other, count in answered.items() if other < day), default=0)


def causeless(rows: Iterable[SnapshotRow]) -> list[SnapshotRow]:
    """Return rows without the word that says which run wrote them."""
    return [replace(row, cause="") for row in rows]


def test_one_snapshot_per_account_and_instant_is_kept(desk: Desk) -> None:
    """The run is kept too, with the digest that equal results share."""
    desk.put(small_book(accounts=[account(), account("B")]))
    done = desk.refresh(MONDAY, NEXT)
    assert {(row.account_id, row.as_of) for row in desk.rows()} == {(a, at) for a in "AB" for at in (MONDAY, NEXT)}
    assert (done.accounts, done.instants, done.data_ends) == (2, (MONDAY, NEXT), SUNDAY)
    run = desk.store.last_run("refresh")
    assert run is not None
    assert (run.digest, run.as_of, run.accounts) == (done.digest, NEXT, 2)
    kept = desk.at(MONDAY)
    row = desk.store.snapshots("A")[0]
    assert (row.score, row.band, row.digest, row.name) == (kept.score, kept.band, kept.digest, kept.name)


def test_refreshing_the_same_instant_again_changes_nothing(desk: Desk) -> None:
    """Not the newest one, and not an earlier one."""
    desk.put(small_book())
    first = desk.refresh(MONDAY, NEXT)
    rows = desk.rows()
    assert desk.refresh(NEXT).digest == first.digest
    assert desk.refresh(MONDAY).rebuilt == 0
    assert desk.rows() == rows


def test_an_account_unknown_at_an_instant_has_no_snapshot_then(desk: Desk) -> None:
    """Who signs up on Wednesday was nobody on Monday."""
    late = account("B", signup_date="2026-11-18", valid_from="2026-11-18")
    desk.put(small_book(accounts=[account(), late]))
    desk.refresh(MONDAY, NEXT)
    assert [row.as_of for row in desk.store.snapshots("B")] == [NEXT]


def test_an_earlier_refresh_rebuilds_the_bands_that_follow_from_it(desk: Desk, tmp_path: Path) -> None:
    """52 points are Watch by themselves, and still At risk a week after 44; in whatever order they were taken."""
    tables = small_book(responses=surveys({"2026-11-09": 11, "2026-11-18": 13}))
    desk.put(tables)
    desk.refresh(NEXT, cards=[DIAL])
    assert desk.at(NEXT).band is Band.WATCH
    done = desk.refresh(MONDAY, cards=[DIAL])
    assert desk.at(MONDAY).band is desk.at(NEXT).band is Band.AT_RISK
    assert desk.report().hold is not None
    assert (done.rebuilt, desk.store.snapshots("A")[1].cause) == (1, "rebuild")
    with Desk.opened(tmp_path / "other") as other:
        other.put(tables)
        other.refresh(MONDAY, NEXT, cards=[DIAL])
        assert causeless(other.rows()) == causeless(desk.rows())


def test_a_source_is_connected_from_its_first_sign_on(desk: Desk) -> None:
    """Tickets of November do not make October's silence a good sign."""
    ticket = {"ticket_id": "T", "account_id": "A", "opened_at": "2026-11-10T08:00:00", "priority": "low"}
    desk.put(small_book(tickets=[ticket]))
    october = MONDAY - 4 * WEEK
    desk.refresh(october, MONDAY)
    assert "tickets" not in desk.at(october).connected
    assert "tickets" in desk.at(MONDAY).connected
    before = [each for each in desk.at(october).lines if each.source == "tickets"]
    assert {each.state for each in before} == {FactorState.NOT_APPLICABLE}
    assert desk.report().support is not None


def test_a_correction_of_the_book_is_data_and_never_the_customer(desk: Desk) -> None:
    """All usage turns out to be half of what was delivered at first."""
    desk.put(small_book())
    desk.refresh(MONDAY)
    desk.put({"usage": usage([20] * 31, last=NEXT.date() - timedelta(days=1))})
    desk.refresh(NEXT)
    found = desk.at(NEXT)
    assert found.change_7d is not None
    assert found.change_7d.points < -500
    assert found.split is not None
    assert (found.split.customer, found.split.data, found.split.formula) == (0, found.change_7d.points, 0)
    assert found.drivers_down == ()


def test_a_correction_stays_data_when_the_past_is_refreshed(desk: Desk) -> None:
    """What was once told as data is not told as the customer's doing after a rebuild."""
    desk.put(small_book())
    desk.refresh(MONDAY)
    desk.put({"usage": usage([20] * 31, last=NEXT.date() - timedelta(days=1))})
    desk.refresh(NEXT)
    told = desk.at(NEXT)
    desk.refresh(MONDAY - WEEK)
    assert desk.at(NEXT).split == told.split
    assert desk.at(NEXT).drivers_down == ()


def test_a_real_fall_of_use_is_the_customer(desk: Desk) -> None:
    """The same book, one more week, with hardly anybody there."""
    desk.put(small_book())
    desk.refresh(MONDAY)
    desk.put({"usage": usage([40] * 30 + [4], last=NEXT.date() - timedelta(days=1))})
    desk.refresh(NEXT)
    found = desk.at(NEXT)
    assert found.split is not None
    assert found.split.customer < 0
    assert (found.split.data, found.split.formula) == (0, 0)
    assert "usage_trend" in {move.key for move in found.drivers_down}


def test_a_source_connected_later_is_data(desk: Desk) -> None:
    """The first delivery of invoices, all overdue, is not something the customer did this week."""
    desk.put(small_book())
    desk.refresh(MONDAY)
    desk.put(
        {"invoices": [{"invoice_id": "I", "account_id": "A", "issued_date": "2026-08-01", "due_date": "2026-09-01"}]}
    )
    desk.refresh(NEXT)
    found = desk.at(NEXT)
    assert found.split is not None
    assert (found.split.customer, found.split.formula) == (0, 0)


def test_a_new_scorecard_is_formula_and_both_scores_stand_for_four_weeks(desk: Desk) -> None:
    """Also when the old one is no longer in the folder."""
    desk.put(small_book(responses=surveys({"2026-11-09": 20})))
    desk.refresh(MONDAY, cards=[DIAL])
    desk.refresh(NEXT, cards=[HALVED])
    found = desk.at(NEXT)
    assert (found.score, found.scorecard_before, found.score_before) == (4000, DIAL.formula_version, 8000)
    assert found.split is not None
    assert (found.split.customer, found.split.data, found.split.formula) == (0, 0, -4000)
    assert desk.report().score_before == 80.0
    desk.refresh(MONDAY + 4 * WEEK, cards=[HALVED])
    assert desk.at(MONDAY + 4 * WEEK).score_before == 8000
    desk.refresh(MONDAY + 5 * WEEK, cards=[HALVED])
    assert (desk.at(MONDAY + 5 * WEEK).scorecard_before, desk.at(MONDAY + 5 * WEEK).score_before) == (None, None)


def test_both_scores_survive_a_rebuild(desk: Desk) -> None:
    """A later look at the past does not forget the former formula."""
    desk.put(small_book(responses=surveys({"2026-11-09": 20})))
    desk.refresh(MONDAY, cards=[DIAL])
    desk.refresh(NEXT, cards=[HALVED])
    told = desk.at(NEXT)
    desk.refresh(MONDAY - WEEK, cards=[DIAL])
    assert desk.at(NEXT) == told


def test_a_parent_shows_its_worst_child_of_weight(desk: Desk) -> None:
    """A child with a fifth of the money decides, a small one does not, and nothing is averaged."""
    names = {"B": 4_000.0, "C": 5_500.0, "D": 500.0}
    answered = {"B": 10, "C": 24, "D": 0}
    desk.put(
        {
            "accounts": [account("P"), *(account(child, parent_id="P") for child in names)],
            "subscriptions": [contract(child, mrr=mrr) for child, mrr in names.items()],
            "responses": [row for child, count in answered.items() for row in surveys({"2026-11-09": count}, child)],
        }
    )
    told = desk.refresh(MONDAY, cards=[DIAL])
    worst = desk.report("P").worst_child
    assert worst is not None
    shown = [row.band for row in desk.rows()]
    assert shown.count(Band.AT_RISK) == dict(told.picture.bands)[Band.AT_RISK] == 3
    assert (worst.account_id, worst.band, worst.score, worst.arr_share) == ("B", Band.AT_RISK, 40.0, 0.4)
    assert desk.report("B").worst_child is None


@pytest.mark.parametrize(("answered", "verdict"), [(5, Verdict.TOO_MANY), (25, Verdict.TOO_FEW)])
def test_a_first_picture_that_is_all_red_or_all_green_proposes_to_try_other_curves(
    desk: Desk, answered: int, verdict: Verdict
) -> None:
    """It names the costliest factor and the command to try a change with."""
    many = [f"A{number}" for number in range(10)]
    desk.put(
        {
            "accounts": [account(each) for each in many],
            "responses": [row for each in many for row in surveys({"2026-11-09": answered}, each)],
        }
    )
    picture = desk.refresh(MONDAY, cards=[DIAL]).picture
    assert (picture.verdict, picture.scored) == (verdict, 10)
    assert "steward simulate" in (picture.proposal or "")
    assert ("survey_participation" in (picture.proposal or "")) == (verdict is Verdict.TOO_MANY)


def test_without_a_book_or_without_dated_facts_the_next_command_is_named(desk: Desk) -> None:
    """And nothing is written."""
    with pytest.raises(NothingToShow, match="steward load"):
        desk.refresh(MONDAY)
    desk.put({"accounts": [account()]})
    with pytest.raises(NothingToShow, match="steward load"):
        desk.refresh(MONDAY)
    assert desk.store.newest() is None


def test_the_newest_day_is_yesterday_unless_the_data_ended_long_ago() -> None:
    """Fourteen days without data are a late delivery; after that the data has ended."""
    today = date(2026, 11, 22)
    assert newest_day(date(2026, 11, 20), today) == date(2026, 11, 21)
    assert newest_day(date(2026, 11, 8), today) == date(2026, 11, 21)
    assert newest_day(date(2026, 11, 7), today) == date(2026, 11, 7)


def test_weeks_are_counted_back_from_the_last_day_and_end_at_local_midnight() -> None:
    """Also across a change of clocks, where a week has 169 hours."""
    ends = weekly_ends(date(2026, 10, 10), date(2026, 10, 31), ZONE)
    assert ends == tuple(
        datetime(2026, month, day, tzinfo=ZONE) for month, day in [(10, 11), (10, 18), (10, 25), (11, 1)]
    )
    assert (ends[3].timestamp() - ends[2].timestamp()) / 3600 == 169
    assert weekly_ends(SUNDAY, SUNDAY, ZONE) == (end_of(SUNDAY, ZONE),)


def test_a_first_day_after_the_last_is_refused() -> None:
    """The sentence names the options to change."""
    with pytest.raises(BadInput, match="--from or --as-of"):
        weekly_ends(SUNDAY + timedelta(days=1), SUNDAY, ZONE)
