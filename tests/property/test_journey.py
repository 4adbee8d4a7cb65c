"""Whatever a life was like: one stage on every day, shares that add up, and no influence of order or of others."""

from datetime import timedelta

import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from cs_engine.journey.passage import transitions
from cs_engine.journey.planning import PlanInputs, plan
from cs_engine.journey.rules import STAGES, Axis
from cs_engine.journey.stages import stage_history
from tests.unit.journey.lives import RULES, life, rows

TODAY = pd.Timestamp(2026, 6, 30)
FIRST = pd.Timestamp(2024, 1, 1)
DAYS = st.integers(0, 1_000)
FEW = settings(max_examples=25, deadline=None)
"""Each example is a book of its own, so a few of them try many lives."""


def day(number: int | None) -> str:
    """Return the day that many days after the first; empty for none."""
    return "" if number is None else (FIRST + timedelta(days=number)).date().isoformat()


@st.composite
def books(draw: st.DrawFn) -> dict[str, str]:
    """Draw contracts, answers, milestones and prospects of a few accounts."""
    account = st.sampled_from(["a", "b", "c", "d"])
    lines, answers, steps, seen = [], [], [], []
    for number in range(draw(st.integers(1, 8))):
        start, length = draw(DAYS), draw(st.none() | st.integers(1, 500))
        notice = draw(st.none() | st.integers(start, start + 300))
        end = None if length is None else start + length
        price = f"{draw(st.integers(0, 300))},{str(draw(st.booleans())).lower()}"
        lines.append(f"s{number},{draw(account)},{day(start)},{day(end)},{day(notice)},{price}")
    for number in range(draw(st.integers(0, 8))):
        who, score = draw(st.sampled_from("xy")), draw(st.integers(0, 10))
        answers.append(f"r{number},{draw(account)},{who},nps,{score},{day(draw(DAYS))}")
    for number in range(draw(st.integers(0, 4))):
        due = draw(DAYS)
        steps.append(f"m{number},{draw(account)},{day(due)},{day(draw(st.none() | st.integers(due, due + 90)))}")
    for number in range(draw(st.integers(0, 4))):
        created = draw(DAYS)
        won = f"{day(created + 30)},{draw(account)}" if draw(st.booleans()) else ","
        seen.append(f"p{number},{day(created)},{won},{draw(st.sampled_from(['', 'a', 'b']))}")
    return {
        "lines": "\n".join(["subscription_id,account_id,start_date,end_date,notice_date,mrr,is_trial", *lines]),
        "responses": "\n".join(["response_id,account_id,contact_id,survey,score,responded_at", *answers]),
        "milestones": "\n".join(["milestone_id,account_id,due_date,done_date", *steps]),
        "prospects": "\n".join(["prospect_id,created_at,converted_at,account_id,referred_by", *seen]),
    }


@FEW
@given(books())
def test_every_day_since_the_first_has_exactly_one_stage(texts: dict[str, str]) -> None:
    """Stretches begin where the one before ended, differ from it, and only the last goes on."""
    for axis, spells in stage_history(life(**texts), RULES, TODAY).items():
        assert set(spells["stage"]) <= {str(stage) for stage in STAGES[axis]}
        for _, own in spells.groupby("account_id"):
            assert own["until"].iloc[:-1].tolist() == own["since"].iloc[1:].tolist()
            assert pd.isna(own["until"].iloc[-1])
            assert (own["since"] < own["until"].fillna(TODAY + timedelta(days=1))).all()
            assert (own["stage"] != own["stage"].shift()).all()


@FEW
@given(books())
def test_the_shares_of_each_stage_add_up_to_one(texts: dict[str, str]) -> None:
    """With n stretches behind them; every stretch has ended or goes on."""
    for axis, spells in stage_history(life(**texts), RULES, TODAY).items():
        moved = transitions(spells, STAGES[axis])
        sums = moved.shares.sum(axis=1)[moved.n > 0]
        assert sums.tolist() == pytest.approx([1.0] * len(sums))
        assert int(moved.n.sum() + moved.still.sum()) == len(spells)


@FEW
@given(books(), st.integers(0, 99))
def test_neither_the_order_of_rows_nor_an_idle_account_changes_a_life(texts: dict[str, str], seed: int) -> None:
    """An account that does nothing has its own life and no part in others'."""
    plain = stage_history(life(**texts), RULES, TODAY)
    known = life(**texts)
    shuffled = type(known)(
        *(getattr(known, name).sample(frac=1, random_state=seed).reset_index(drop=True) for name in known.__slots__)
    )
    idle = life(**texts | {"accounts": "account_id,name,signup_date\nidle,Idle,2024-01-01\n"})
    in_another_order = stage_history(shuffled, RULES, TODAY)
    beside = stage_history(idle, RULES, TODAY)
    for axis in Axis:
        pd.testing.assert_frame_equal(in_another_order[axis], plain[axis])
        others = beside[axis][beside[axis]["account_id"] != "idle"].reset_index(drop=True)
        pd.testing.assert_frame_equal(others, plain[axis])
    assert rows("orders").empty


@FEW
@given(books(), st.integers(0, 1_500))
def test_what_a_day_tells_of_the_days_before_it_is_told_later_as_well(texts: dict[str, str], ago: int) -> None:
    """With the same rows, an earlier day sees the same stretches, cut at that day."""
    earlier = TODAY - timedelta(days=ago)
    then = stage_history(life(**texts), RULES, earlier)
    for axis, spells in stage_history(life(**texts), RULES, TODAY).items():
        begun = spells[spells["since"] <= earlier]
        cut = begun.assign(until=begun["until"].where(begun["until"] <= earlier)).reset_index(drop=True)
        pd.testing.assert_frame_equal(then[axis], cut)


@given(st.floats(0, 1e9), st.floats(0, 1), st.floats(0, 1), st.floats(1, 2))
def test_more_of_anything_never_brings_fewer_customers(
    budget: float, response: float, conversion: float, more: float
) -> None:
    """The plan is monotone in budget and rates."""
    users = plan(PlanInputs(budget, response, conversion)).new_users
    assert plan(PlanInputs(budget * more, response, conversion)).new_users >= users
    assert plan(PlanInputs(budget, min(response * more, 1), conversion)).new_users >= users * (1 - 1e-12)
