"""A growth plan and what its inputs do."""

from dataclasses import replace

import pytest

from cs_engine.errors import BadInput
from cs_engine.journey.planning import PlanInputs, plan, sensitivity

EXAMPLE = PlanInputs(100_000, 0.10, 0.20, target=10_000, lifetime_value=6_000, retention_rate=0.7, satisfied=8)
"""The worked example of the catalogue: G1 2,000, G2 5.6, G3 67,200,000 as the comprehensive model."""


def test_the_worked_example_comes_to_its_numbers() -> None:
    """min(10,000, 100,000 x 0.1 x 0.2) = 2,000; 8 x 0.7 = 5.6; 2,000 x 6,000 x 0.7 = 8,400,000."""
    result = plan(EXAMPLE)
    assert result.new_users == pytest.approx(2_000)
    assert result.retained == pytest.approx(5.6)
    assert result.value == pytest.approx(8_400_000)
    assert result.net == pytest.approx(8_300_000)
    assert result.cost_per_user == pytest.approx(50)
    assert result.comprehensive == pytest.approx(67_200_000)


def test_a_fifth_of_each_input_moves_what_it_should() -> None:
    """The budget moves users by a fifth either way; the target of 10,000 moves nothing; a cheaper contact most."""
    swings = {each.input: each for each in sensitivity(EXAMPLE)}
    assert (swings["budget"].low.new_users, swings["budget"].high.new_users) == pytest.approx((1_600, 2_400))
    assert swings["target"].users == 0
    assert sensitivity(EXAMPLE)[0].input == "contact_cost"  # / 0.8 is + 25 %, and / 1.2 only - 17 %
    assert swings["lifetime_value"].value == pytest.approx(0.4 * 8_400_000)


def test_a_rate_ends_at_one() -> None:
    """More than everybody cannot answer."""
    swing = next(each for each in sensitivity(replace(EXAMPLE, retention_rate=0.9)) if each.input == "retention_rate")
    assert (swing.low_input, swing.high_input) == pytest.approx((0.72, 1.0))


def test_what_nobody_knows_leaves_the_value_unknown() -> None:
    """Users are told all the same."""
    result = plan(PlanInputs(1_000, 0.1, 0.2))
    assert result.new_users == pytest.approx(20)
    assert (result.value, result.net, result.retained) == (None, None, None)
    assert plan(PlanInputs(0, 0.1, 0.2)).cost_per_user is None


@pytest.mark.parametrize(
    ("inputs", "said"),
    [
        (PlanInputs(-5, 0.1, 0.2), "The budget cannot be negative, and is -5."),
        (PlanInputs(5, 1.1, 0.2), "Response rate is a share between 0 and 1, not 1.1."),
        (PlanInputs(5, 0.1, 0.2, contact_cost=0), "The cost per contact must be above zero, and is 0."),
    ],
)
def test_what_cannot_be_is_refused_in_a_sentence(inputs: PlanInputs, said: str) -> None:
    """Nothing is clipped silently."""
    with pytest.raises(BadInput) as caught:
        plan(inputs)
    assert str(caught.value) == said
