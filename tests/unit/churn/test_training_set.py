"""The past of a book as rows: features strictly before, labels from the day of notice, nothing in between."""

from collections.abc import Mapping
from datetime import date, timedelta

import numpy as np
import pandas as pd
import pytest

from cs_engine.churn.account_features import Known, account_features
from cs_engine.churn.training_set import TrainingSet, current_features, training_set
from cs_engine.errors import NothingToShow
from cs_engine.records.churn_accounts import Losses, Target
from tests.unit.churn.knowns import day, known

DAY = timedelta(days=1)
TOLD = {"history_known": True}
Facts = Mapping[str, Mapping[str, object]]


def found(
    *past: Facts, horizon: int = 50, last: date | None = None, losses: Losses = Losses.ALL, decisions: bool = False
) -> TrainingSet:
    """Return the training set of as-of days."""
    days = [known(place, accounts) for place, accounts in enumerate(past)]
    return training_set(days, last or day(len(past) - 1), Target(horizon, losses, decisions))


def rows(one: TrainingSet) -> list[tuple[str, date, int]]:
    """Return account, as-of day and label of every row."""
    days = one.days.dt.date
    return list(zip(one.accounts, days, one.customers.label.tolist(), strict=True))


def test_a_loss_within_the_horizon_is_a_positive() -> None:
    """One the day after the horizon's end is none; who is lost has no row any more."""
    lost = {
        "A": {"status": "left", "lost_on": day(0) + 50 * DAY},
        "B": {"status": "left", "lost_on": day(0) + 51 * DAY},
    }
    one = found({"A": {}, "B": {}}, {"A": {}, "B": {}}, lost, lost)
    assert rows(one) == [("A", day(0), 1), ("B", day(0), 0), ("A", day(1), 1), ("B", day(1), 1)]
    assert one.losses == 2


def test_a_loss_after_the_horizon_is_known_too() -> None:
    """No label, but the day on which it ended; of who is still there there is none."""
    lost = {"A": {"status": "left", "lost_on": day(0) + 51 * DAY}, "B": {}}
    one = found({"A": {}, "B": {}}, {"A": {}, "B": {}}, lost, lost)
    assert one.customers.losses is not None
    assert [str(each) for each in one.customers.losses[:2]] == [str(day(0) + 51 * DAY), "NaT"]
    assert one.last == day(3)


def test_the_loss_is_dated_at_notice() -> None:
    """The account left only after the horizon, but gave notice within it; a later day with notice teaches nothing."""
    notice = {"A": {"status": "notice_given", "notice_date": day(0) + 20 * DAY}}
    assert rows(found({"A": {}}, notice, notice)) == [("A", day(0), 1)]


def test_days_between_a_loss_and_its_becoming_known_are_left_out() -> None:
    """On the second day the account looked alive, though it had been lost three days before."""
    lost = {"A": {"status": "left", "lost_on": day(1) - 3 * DAY}, "B": {}}
    both: Facts = {"A": {}, "B": {}}
    assert ("A", day(1)) not in [row[:2] for row in rows(found(both, both, lost, lost))]


def test_losses_by_decision_and_for_lack_of_payment_are_learned_apart() -> None:
    """Rows that a loss of the other kind followed are left out: nobody knows what else would have come."""
    both: Facts = {"A": {}, "B": {}, "C": {}}
    lost = {
        "A": {"status": "left", "lost_on": day(0) + 20 * DAY, "involuntary": True},
        "B": {"status": "left", "lost_on": day(0) + 20 * DAY},
        "C": {},
    }
    labels = {
        kind: [(row[0], row[2]) for row in rows(found(both, lost, lost, losses=kind)) if row[1] == day(0)]
        for kind in Losses
    }
    assert labels == {
        Losses.ALL: [("A", 1), ("B", 1), ("C", 0)],
        Losses.VOLUNTARY: [("B", 1), ("C", 0)],
        Losses.INVOLUNTARY: [("A", 1), ("C", 0)],
    }


def test_a_decision_is_one_row_and_ends_a_month_after_it() -> None:
    """The first as-of day within the horizon before it; a monthly contract has no decision that could be forecast."""
    decides = day(0) + 80 * DAY
    annual = {"term_months": 12, "renewal_date": decides}
    stays: Facts = {"A": annual, "B": annual, "M": {"term_months": 1}}
    lost: Facts = {**stays, "A": annual | {"status": "left", "lost_on": decides + 29 * DAY}}
    one = found(stays, stays, stays, stays, lost, horizon=90, decisions=True)
    assert rows(one) == [("A", day(0), 1), ("B", day(0), 0)]
    assert one.customers.settled is not None
    assert set(one.customers.settled) == {np.datetime64(decides + 30 * DAY)}


@pytest.mark.parametrize("status", ["trial", "paused", "left", "notice_given"])
def test_only_live_accounts_have_rows(status: str) -> None:
    """The others have a status instead of a score."""
    one = found({"A": {}, "B": {"status": status}}, {"A": {}}, {"A": {}})
    assert {row[0] for row in rows(one)} == {"A"}


def test_days_too_young_to_tell_teach_nothing() -> None:
    """Their horizon reaches beyond the last day with data."""
    assert [row[1] for row in rows(found(*[{"A": {}}] * 4))] == [day(0), day(1)]
    with pytest.raises(NothingToShow, match="longer past"):
        found({"A": {}}, horizon=90)


def test_rows_know_when_their_outcome_was_settled() -> None:
    """At the end of the horizon, so that folds by time can purge them."""
    customers = found(*[{"A": {}}] * 4).customers
    assert customers.known is not None
    assert customers.settled is not None
    assert (customers.settled - customers.known == np.timedelta64(50, "D")).all()
    assert customers.groups is not None
    assert len(set(customers.groups)) == 1


def test_what_is_known_only_as_it_is_today_is_refused() -> None:
    """Without a history the account's own columns may have been written after the loss; with one they stay."""
    facts = {"A": {"industry": "retail", "country": "DE"}}
    one = found(*[facts] * 3)
    assert [remark.column for remark in one.left_out] == ["industry", "country"]
    assert "industry" not in one.customers.frame
    kept = found(*[{"A": facts["A"] | TOLD}] * 3)
    assert kept.left_out == ()
    assert kept.customers.frame["industry"].tolist() == ["retail"] * len(kept.customers)


def test_no_column_tells_the_loss_or_names_the_customer() -> None:
    """Neither the loss, its reason and the notice, nor status, owner and name are learned from."""
    columns = set(current_features(known(0, {"A": {}}), None))
    told = {"lost_on", "loss_reason", "involuntary", "notice_date", "leaves_on", "status", "status_since"}
    assert not columns & (told | {"name", "domain", "owner", "backup", "account_id", "parent_id"})


def test_features_say_how_far_things_are_from_the_instant() -> None:
    """Ages and ratios, and what grew since a quarter earlier; days of a monthly contract to its renewal are none."""
    facts = {
        "active_users": 30.0,
        "active_users_prior": 40.0,
        "seats": 50,
        "term_months": 12,
        "renewal_date": day(3) + 60 * DAY,
        "nps_at": pd.Timestamp(day(3)) - pd.Timedelta(days=10),
        "nps_score": 6.0,
    }
    before = known(0, {"A": {"active_users": 60.0, "nps_score": 9.0}})
    row = account_features(known(3, {"A": facts, "B": facts | {"term_months": 1}}), before)
    expected = {
        "usage_trend": 0.75,
        "seat_use": 0.6,
        "renewal_days": 60.0,
        "nps_days": 10.0,
        "active_users_growth": 0.5,
        "nps_score_change": -3.0,
    }
    assert row[list(expected)].to_dict("index")["A"] == expected
    assert row["renewal_days"].tolist() == [60.0, 0.0]
    assert row["active_users_growth"].isna().tolist() == [False, True]


def test_it_is_told_whether_a_decision_lies_ahead() -> None:
    """A monthly contract ends on any day; a longer one by its last day for notice; without a renewal nobody knows."""
    annual: dict[str, object] = {"term_months": 12, "notice_days": 30}
    facts: Facts = {
        "monthly": {"term_months": 1},
        "soon": annual | {"renewal_date": day(0) + 120 * DAY},
        "later": annual | {"renewal_date": day(0) + 121 * DAY},
        "unknown": annual,
    }
    row = account_features(known(0, facts), None)
    assert row["decides"].dropna().to_dict() == {"monthly": "any day", "soon": "within 90 days", "later": "later"}


def test_kinds_of_contacts_and_features_become_columns() -> None:
    """By the names the company's sources give them; who never had one has no day, and none in 90 days."""
    touches = pd.DataFrame(
        {"account_id": ["A"], "kind": ["qbr"], "last_at": [pd.Timestamp(day(0)) - pd.Timedelta(days=5)], "recent": [2]}
    )
    used = pd.DataFrame({"account_id": ["A"], "kind": ["export"], "recent": [20.0], "prior": [40.0]})
    one: Known = known(0, {"A": {"active_users": 10.0}, "B": {}}, touches, used)
    row = account_features(one, None)
    assert row["touch qbr: days since"].dropna().to_dict() == {"A": 5.0}
    assert row["touch qbr: in 90 days"].tolist() == [2.0, 0.0]
    assert row["feature export: per user"].dropna().to_dict() == {"A": 2.0}
    assert row["feature export: trend"].dropna().to_dict() == {"A": 0.5}
