"""Reasons are few, larger than noise, and name what the machine went by."""

from dataclasses import replace
from math import exp, log

import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

from cs_engine.churn.account_features import account_features
from cs_engine.churn.machine import Machine
from cs_engine.churn.reasons import MOST, reasons, reasons_of
from cs_engine.churn.topics import KINDS, PREFIXES, kind_of
from cs_engine.records.churn import Model
from cs_engine.records.risk import ReasonKind, RiskReason
from tests.unit.churn.explained import company, effects, features, machine

NAMES = [*(name for names in KINDS.values() for name in names), *(f"{prefix}x: trend" for prefix in PREFIXES)]


def alone(**values: float) -> list[tuple[ReasonKind, float, str]]:
    """Return kind, effect and measure of the reasons for what some features add."""
    return [(one.kind, round(log(one.times), 6), one.measure) for one in reasons_of(*_asked(values))]


def _asked(values: dict[str, float]) -> tuple[dict[str, float], dict[str, object], dict[str, object], dict[str, float]]:
    added, told_from = effects(values)
    return dict(added), {}, {}, dict(told_from)


def test_features_of_one_kind_are_one_reason_with_the_largest_as_its_measure() -> None:
    """It multiplies the odds by what they add together; those that go the other way lead to no measure."""
    found = alone(active_users=0.2, usage_trend=0.5, events_per_user=-0.3)
    assert found == [(ReasonKind.USAGE, 0.4, "usage_trend")]


def test_what_is_within_noise_is_not_told() -> None:
    """Neither below the smallest effect of its kind, nor of a kind that is all noise."""
    assert alone(active_users=0.13, seat_use=-0.2) == [(ReasonKind.SEATS, -0.2, "seat_use")]
    assert reasons_of({"active_users": 3.0}, {}, {}, {}) == ()


def test_the_strongest_come_first_and_there_are_at_most_five() -> None:
    """Whether they raise the risk or lower it."""
    found = alone(
        active_users=0.2, seat_use=-0.3, breadth=0.4, tickets=-0.5, nps_score=0.6, touch_days=-0.7, overdue_days=0.15
    )
    assert [effect for _, effect, _ in found] == [-0.7, 0.6, -0.5, 0.4, -0.3]
    assert len(found) == MOST


def test_a_change_is_told_from_where_to_where() -> None:
    """Of a growth both values that it compares; of a word the word; what is unknown is None."""
    added = {"active_users_growth": 0.6, "plan": 0.4, "nps_score": 0.3, "country": -0.2}
    now = {"active_users": 24.0, "active_users_growth": 0.585, "plan": "basic", "nps_score": float("nan")}
    earlier = {"active_users": 41.0, "plan": "pro", "nps_score": 9.0}
    told = reasons_of(added, now, earlier, effects(added)[1])
    assert told == (
        RiskReason(ReasonKind.USAGE, exp(0.6), "active_users_growth", 24.0, 41.0, changeable=True),
        RiskReason(ReasonKind.CONTRACT, exp(0.4), "plan", None, None, changeable=False, word="basic"),
        RiskReason(ReasonKind.SATISFACTION, exp(0.3), "nps_score", None, 9.0, changeable=True),
        RiskReason(ReasonKind.PROFILE, exp(-0.2), "country", None, None, changeable=False),
    )


@given(values=st.dictionaries(st.sampled_from(NAMES), st.floats(-3, 3), min_size=1))
def test_reasons_are_about_what_was_used_and_add_up_to_no_more_than_there_is(values: dict[str, float]) -> None:
    """No measure that adds nothing, none twice, and each kind's effect is the sum of its features'."""
    for one in (found := reasons_of(*_asked(values))):
        assert values[one.measure] * log(one.times) > 0
        assert log(one.times) == pytest.approx(sum(values[name] for name in values if kind_of(name) is one.kind))
    assert len({one.kind for one in found}) == len(found) <= MOST
    sizes = [abs(log(one.times)) for one in found]
    assert sizes == sorted(sizes, reverse=True)


@pytest.mark.parametrize("model", [Model.LOGISTIC, Model.TREE])
def test_a_company_is_explained_by_what_its_losses_went_with(model: Model) -> None:
    """By columns that the machine has, in whatever order its accounts come; also on the scale of a tree."""
    one, now, before = machine(model), features(), account_features(company()[1], None)
    found = reasons(one, now, before)
    assert reasons(one, now[::-1], before) == found
    assert {reason.measure for told in found.values() for reason in told} <= set(one.preparation.columns)
    kinds = {told[0].kind for told in found.values() if told}
    assert ReasonKind.SEATS in kinds
    assert len([told for told in found.values() if told]) > 50


def test_a_model_without_what_is_told_gives_no_reasons(learned_before: Machine) -> None:
    """One that was learned before reasons were, for it is not known what of it is noise."""
    found = reasons(learned_before, features(), None)
    assert set(found.values()) == {()}


@pytest.fixture
def learned_before() -> Machine:
    """Return a machine that does not know what of it is noise."""
    return replace(machine(), telling={})


def test_before_is_unknown_without_an_earlier_day() -> None:
    """An account that is new has no quarter before."""
    found = reasons(machine(), features(), None)
    assert {reason.before for told in found.values() for reason in told} == {None}
    assert pd.notna(features()["seat_use"]).all()
