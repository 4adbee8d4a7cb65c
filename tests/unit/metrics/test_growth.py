"""Growth figures."""

from datetime import UTC, datetime

import pandas as pd
import pytest

from cs_engine.errors import BadInput
from cs_engine.metrics.conversion import conversion_of_period, conversion_rate
from cs_engine.metrics.growth import (
    comprehensive_program_value,
    expected_new_users,
    expected_retained,
    program_value,
)


def test_100000_contacts_at_10_and_20_percent_are_2000_new_users() -> None:
    """Catalogue G1, from the growth plan's worked example: never more than aimed at."""
    assert expected_new_users(10_000, 100_000, 0.10, 0.20) == pytest.approx(2_000)
    assert expected_new_users(1_500, 100_000, 0.10, 0.20) == 1_500


def test_8_satisfied_customers_of_whom_70_percent_stay_are_5_6() -> None:
    """Catalogue G2, from the growth plan's worked example: an expectation is not rounded."""
    assert expected_retained(8, 0.70) == pytest.approx(5.6)


def test_the_comprehensive_model_gives_67_200_000_and_is_no_amount_of_money() -> None:
    """Catalogue G3: 2,000 x 6,000 x 5.6 under its own name; with the retention rate of 0.70 it is 8,400,000."""
    assert comprehensive_program_value(2_000, 6_000, 5.6) == pytest.approx(67_200_000)
    assert program_value(2_000, 6_000, 0.70) == pytest.approx(8_400_000)


def test_30_of_200_prospects_convert_at_15_percent() -> None:
    """Catalogue G4: who was no prospect does not count; without prospects there is no rate."""
    prospects = [str(number) for number in range(200)]
    share = conversion_rate(prospects, [*prospects[:30], "walk-in"])
    assert (share.value, share.n) == (0.15, 200)
    assert conversion_rate([], []).value is None


def test_a_period_converts_whom_it_first_saw() -> None:
    """Seen and converted before its end: one of two; who came before or converts later is not in it."""
    day = pd.Timestamp
    rows = pd.DataFrame(
        {
            "prospect_id": ["A", "B", "C", "D"],
            "created_at": [day("2026-07-01"), day("2026-09-01"), day("2026-06-30"), day("2026-10-01")],
            "converted_at": [day("2026-08-01"), day("2026-10-01"), day("2026-07-02"), pd.NaT],
        }
    )
    share = conversion_of_period(rows, datetime(2026, 7, 1, tzinfo=UTC), datetime(2026, 10, 1, tzinfo=UTC))
    assert (share.value, share.n) == (0.5, 2)


@pytest.mark.parametrize(
    ("work", "sentence"),
    [
        (lambda: expected_new_users(1, 1, 1.5, 0.5), "Response rate is a share between 0 and 1, not 1.5."),
        (lambda: expected_retained(-8, 0.5), "Satisfied cannot be negative, and is -8."),
        (lambda: program_value(1, 1, float("nan")), "Retention rate is a share between 0 and 1, not nan."),
    ],
)
def test_impossible_numbers_are_refused_in_a_sentence(work: object, sentence: str) -> None:
    """A percentage typed as 15 instead of 0.15 must not multiply a plan by a hundred."""
    assert callable(work)
    with pytest.raises(BadInput, match=sentence):
        work()
