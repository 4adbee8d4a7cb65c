"""Ratings, CSAT, CES and NPS."""

from datetime import UTC, datetime, timedelta

import numpy as np
import pandas as pd
import pytest

from cs_engine.metrics import satisfaction
from cs_engine.metrics.satisfaction import answer_rate, ces, csat, latest_answers, mean_rating, nps, wilson

NOW = datetime(2026, 11, 22, tzinfo=UTC)


def answers(promoters: int, passives: int, detractors: int) -> pd.Series:
    """Return that many 0-10 answers."""
    return pd.Series([9.0] * promoters + [7.0] * passives + [6.0] * detractors)


def response(days_ago: float, **changes: object) -> dict[str, object]:
    """Return a row of the book's responses, answered that many days ago."""
    at = pd.Timestamp(NOW.replace(tzinfo=None)) - timedelta(days=days_ago)
    row: dict[str, object] = {
        "response_id": f"R{days_ago}",
        "account_id": "A1",
        "contact_id": "P1",
        "survey": "nps",
        "occasion": "relationship",
        "delivered_at": at - timedelta(hours=1),
        "responded_at": at,
        "score": 9.0,
    }
    return row | changes


def test_the_mean_of_8_9_7_is_8() -> None:
    """Catalogue S1: ratings are averaged; no rating has no mean."""
    assert mean_rating(pd.Series([8, 9, 7])) == 8.0
    assert mean_rating(pd.Series([8.0, np.nan])) == 8.0
    assert mean_rating(pd.Series([np.nan])) is None


def test_900_of_1000_over_80_are_a_csat_of_90_percent() -> None:
    """Catalogue S2: the top box of a 100-point scale starts at 80."""
    share = csat(pd.Series([85] * 900 + [79] * 100), scale_top=100)
    assert (share.value, share.n) == (0.90, 1000)


def test_the_positive_border_can_be_set_per_survey() -> None:
    """4 of 5 and 7 of 10 are positive unless said otherwise."""
    assert csat(pd.Series([3, 4, 5, 5])).value == 0.75
    assert csat(pd.Series([6, 7, 8, 9]), scale_top=10).value == 0.75
    assert csat(pd.Series([3, 4, 5, 5]), positive_from=5).value == 0.5


def test_no_answers_are_no_value_not_zero() -> None:
    """Nothing to divide by is unknown."""
    nothing = pd.Series([], dtype="float64")
    assert csat(nothing).value is None
    assert ces(nothing).mean is None
    assert (nps(nothing).value, nps(nothing).low, nps(nothing).n) == (None, None, 0)


def test_wilson_interval_of_81_of_263_by_newcombe_1998() -> None:
    """81 of 263 gives 0.2553 to 0.3662 in Newcombe's table of worked examples."""
    share = wilson(81, 263)
    assert share.low == pytest.approx(0.2553, abs=5e-5)
    assert share.high == pytest.approx(0.3662, abs=5e-5)


def test_wilson_intervals_stay_inside_0_and_1() -> None:
    """All or none positive still leave doubt on one side only."""
    assert (wilson(5, 5).high, wilson(0, 5).low) == (1.0, 0.0)
    assert (wilson(5, 5).low or 0) == pytest.approx(0.5655, abs=5e-5)


def test_effort_answers_7_6_5_2() -> None:
    """Catalogue S7: mean 5.0, three of four found it easy."""
    effort = ces(pd.Series([7, 6, 5, 2]))
    assert (effort.mean, effort.easy.value) == (5.0, 0.75)


def test_50_promoters_30_passives_20_detractors_are_plus_30() -> None:
    """Detractors are subtracted, not everybody who is no promoter."""
    score = nps(answers(50, 30, 20))
    assert (score.value, score.promoters, score.passives, score.detractors) == (30.0, 50, 30, 20)


def test_3_of_3_promoters_are_no_score_but_minus_7_to_plus_100() -> None:
    """A score from three answers looks like one."""
    score = nps(answers(3, 0, 0))
    assert score.value is None
    assert (round(score.low or 0), score.high) == (-7, 100.0)


def test_an_aggregate_is_shown_from_ten_answers() -> None:
    """Nine are too few."""
    assert nps(answers(9, 0, 0)).value is None
    assert nps(answers(10, 0, 0)).value == 100.0


def test_each_person_counts_once_with_the_latest_answer() -> None:
    """Answers of other people, surveys and occasions do not replace it."""
    responses = pd.DataFrame(
        [
            response(40, score=3.0),
            response(5, score=10.0),
            response(4, contact_id="P2", score=8.0),
            response(3, occasion="transactional", score=0.0),
            response(2, survey="ces", score=1.0),
            response(1, score=np.nan, responded_at=pd.NaT),
        ]
    )
    assert sorted(latest_answers(responses, NOW, "nps", "relationship")["score"]) == [8.0, 10.0]


def test_answers_older_than_a_quarter_or_not_yet_given_do_not_count() -> None:
    """The window is 90 days, its start included and its end not."""
    responses = pd.DataFrame([response(days, contact_id=f"P{days}") for days in (90.1, 90, 1, 0)])
    assert list(latest_answers(responses, NOW, "nps", "relationship")["contact_id"]) == ["P90", "P1"]


def test_answers_without_a_person_or_an_occasion_stay_apart() -> None:
    """Unknown people are not one person; unknown occasions are no relationship survey."""
    responses = pd.DataFrame([response(days, contact_id=None, occasion=None) for days in (1, 2)])
    assert len(latest_answers(responses, NOW, "nps")) == 2
    assert latest_answers(responses, NOW, "nps", "relationship").empty


def test_the_answer_rate_is_of_what_was_delivered() -> None:
    """One of two delivered surveys was answered; one never arrived."""
    responses = pd.DataFrame(
        [response(5), response(6, responded_at=pd.NaT), response(7, delivered_at=pd.NaT), response(200)]
    )
    rate = answer_rate(responses, NOW, "nps")
    assert (rate.value, rate.n) == (0.5, 2)


def test_named_thresholds_are_the_ones_shown_to_people() -> None:
    """Ten answers and ninety days are promised on every page that shows an NPS."""
    assert (satisfaction.MIN_ANSWERS, satisfaction.WINDOW_DAYS) == (10, 90)
