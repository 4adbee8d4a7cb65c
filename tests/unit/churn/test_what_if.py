"""What changes would come to: only what can change, no farther than was seen, with everything that follows."""

import numpy as np
import pandas as pd
import pytest

from cs_engine.churn.account_features import Known
from cs_engine.churn.levers import LEVERS, Around
from cs_engine.churn.topics import is_changeable, kind_of
from cs_engine.churn.what_if import MOST, WORTH, what_ifs
from cs_engine.records.risk import Change, ReasonKind, WhatIf
from tests.unit.churn.explained import company, features, machine, now_with, probability

NOW, EARLIER = company()
FOUND = what_ifs(machine(), NOW, EARLIER, features().index)


def moved(account: str, found: WhatIf) -> Known:
    """Return the company with the changes in the facts of one account, worked out by hand."""
    facts = NOW.facts.loc[account]
    changes: dict[str, object] = {}
    for one in found.changes:
        if one.measure == "active_users":
            changes |= {"active_users": one.then, "events": round(facts["events"] * one.then / facts["active_users"])}
        elif one.measure == "tickets_open_urgent":
            left = facts["tickets_open"] - facts["tickets_open_urgent"]
            changes |= {"tickets_open_urgent": 0, "oldest_urgent_days": None, "tickets_open": left}
        elif one.measure == "overdue_days":
            changes |= {"overdue_days": 0, "overdue_amount": 0.0, "invoices_overdue": 0}
        else:
            pytest.fail(f"{one.measure} taught nothing")
    return now_with(account, **changes)


def test_weak_accounts_are_told_what_goes_with_less_risk() -> None:
    """Users, tickets and invoices are what the losses went with; some accounts have several to work on."""
    assert len(FOUND) > 50
    measures = {one.measure for found in FOUND.values() for one in found.changes}
    assert measures == {"active_users", "tickets_open_urgent", "overdue_days"}
    assert {len(found.changes) for found in FOUND.values()} == {1, 2, MOST}


def test_a_probability_is_what_the_machine_says_of_such_an_account() -> None:
    """With everything that follows from a change: seats filled, trends, ages, what each user does."""
    for account in [name for name, found in FOUND.items() if len(found.changes) >= 2][:12]:
        assert FOUND[account].probability == pytest.approx(probability(moved(account, FOUND[account]), account))


def test_the_probability_falls_by_a_point_at_least() -> None:
    """Less cannot be seen."""
    used = features().reindex(columns=list(machine().preparation.columns))
    usual = dict(zip(used.index, machine().probability(used), strict=True))
    assert all(usual[account] - found.probability >= WORTH for account, found in FOUND.items())


def test_nothing_goes_farther_than_it_was_or_than_is_usual() -> None:
    """Whichever is nearer; and people have seats."""
    usual = machine().typical["seat_use"]
    for account, found in FOUND.items():
        facts, before = NOW.facts.loc[account], EARLIER.facts.loc[account]
        for one in found.changes:
            if one.measure == "active_users":
                assert one.now is not None
                seen = [each for each in (before["active_users"], usual * facts["seats"]) if each > one.now]
                assert one.now < one.then == np.floor(min(seen)) <= facts["seats"]
            else:
                assert one.then == 0


def test_only_what_can_change_is_changed() -> None:
    """And only what raises the risk; every lever is of such a kind."""
    assert all(is_changeable(kind) for lever in LEVERS for kind in lever.kinds)
    assert all(kind_of(lever.measure) in lever.kinds for lever in LEVERS)
    assert all(is_changeable(one.kind) for found in FOUND.values() for one in found.changes)


def test_the_same_is_told_again_alone_and_in_any_order() -> None:
    """Nothing is drawn by chance, and accounts do not depend on each other."""
    some = pd.Index(list(FOUND)[5:25])
    assert what_ifs(machine(), NOW, EARLIER, some[::-1]) == {name: FOUND[name] for name in some}
    assert what_ifs(machine(), NOW, EARLIER, some[:0]) == {}


def test_without_a_quarter_before_only_what_is_usual_limits() -> None:
    """A new company has no past of its own."""
    found = what_ifs(machine(), NOW, None, features().index[:60])
    users = [one for told in found.values() for one in told.changes if one.measure == "active_users"]
    assert users
    assert {one.kind for one in users} <= {ReasonKind.SEATS, ReasonKind.USAGE}


@pytest.mark.parametrize(
    ("measure", "facts", "then", "follows"),
    [
        ("breadth", {"features_used": 2}, 3 / 6, {"breadth": 3 / 6}),
        (
            "two_way_days",
            {"last_two_way_at": pd.Timestamp("2025-01-01")},
            30.0,
            {"two_way_touches": 2.0, "touch_days": 2.0},
        ),
        (
            "champion_seen_days",
            {"champion_seen_at": pd.Timestamp("2024-12-01"), "champion_left_on": pd.Timestamp("2025-03-01")},
            30.0,
            {"champion_left_days": None, "two_way_days": 30.0},
        ),
        ("tickets_open", {"tickets_open": 9}, 1.0, {"tickets_open_urgent": 0.0, "oldest_urgent_days": None}),
        ("first_response_hours", {"first_response_hours": 40.0}, 5.0, {}),
        ("csat_score", {"csat_score": 2.0}, 4.0, {"csat_score_change": None}),
        ("nps_score", {"nps_score": 3.0}, 8.0, {}),
        ("milestones_overdue", {"milestones_overdue": 2, "milestone_late_days": 9}, 0.0, {"milestone_late_days": 0.0}),
    ],
)
def test_what_follows_from_a_change_is_worked_out_from_facts(
    measure: str, facts: dict[str, object], then: float, follows: dict[str, float | None]
) -> None:
    """A reply is a contact, a champion who is there has not left, closed tickets have no age."""
    lever = next(one for one in LEVERS if one.measure == measure)
    account = next(name for name in NOW.facts.index if NOW.facts.loc[name, "tickets_open_urgent"] == 0)
    one = now_with(account, **facts)
    usual = {
        "first_response_hours": 5.0,
        "csat_score": 4.0,
        "nps_score": 8.0,
        "milestones_overdue": 0.0,
        "breadth": 0.5,
    }
    usual |= {"two_way_days": 20.0, "champion_seen_days": 12.0, "tickets_open": 1.0}
    now = features(one)
    around = Around(now, now.iloc[:0].reindex(now.index), usual, one.facts)
    targets = lever.target(around)
    assert targets[account] == pytest.approx(then)
    changed = features(lever.pull(one, targets.where(targets.index == account)))
    told = changed.loc[account]
    for name, value in {measure: targets[account], **follows}.items():
        assert pd.isna(told[name]) if value is None else told[name] == pytest.approx(value), name
    others = [name for name in now.index if name != account]
    pd.testing.assert_frame_equal(changed.loc[others], now.loc[others])


def test_a_change_tells_from_where_to_where() -> None:
    """The measure now, and what it could be."""
    changes: list[Change] = [one for found in FOUND.values() for one in found.changes if one.measure == "overdue_days"]
    assert all(one.now is not None and one.now > 0 and one.kind is ReasonKind.PAYMENT for one in changes)
