"""Without a model a curve goes by the band, quarter by quarter."""

import pytest

from cs_engine.churn.band_curve import band_curve
from cs_engine.churn.ladder import band_risk
from cs_engine.churn.survival_curve import ENDS
from cs_engine.metrics.stake import BaseRates, Seen
from cs_engine.records.bands import Band
from cs_engine.records.risk import CurvePoint

KNOWN = BaseRates(
    windows={Band.WATCH: Seen(10, 200)}, decisions={Band.WATCH: Seen(30, 100)}, waiting={Band.WATCH: Seen(1, 300)}
)


def at(curve: tuple[CurvePoint, ...], days: int) -> CurvePoint:
    """Return the point of a day."""
    return next(one for one in curve if one.days == days)


def test_an_assumed_chance_goes_on_at_the_same_rate_without_an_interval() -> None:
    """18 % a quarter are 55 % a year."""
    curve = band_curve(Band.AT_RISK, 1, None)
    assert [one.days for one in curve] == list(ENDS)
    assert at(curve, 90).probability == pytest.approx(0.18)
    assert at(curve, 365).probability == pytest.approx(1 - 0.82 ** (365 / 90))
    assert {(one.low, one.high) for one in curve} == {(None, None)}


@pytest.mark.parametrize(("term", "days"), [(1, None), (12, 40), (12, 200), (None, None), (None, 30)])
def test_the_first_quarter_is_the_chance_itself_with_its_interval(term: int | None, days: int | None) -> None:
    """Whatever the contract."""
    curve, risk = band_curve(Band.WATCH, term, days, KNOWN), band_risk(Band.WATCH, term, days, KNOWN)
    assert risk is not None
    point = at(curve, 90)
    assert (point.probability, point.low, point.high) == pytest.approx((risk.probability, risk.low, risk.high))


def test_a_longer_contract_is_lost_in_the_quarter_in_which_it_decides() -> None:
    """In 200 days: hardly before and hardly after; half a year later it decides again if its term is that short."""
    curve = band_curve(Band.WATCH, 12, 200, KNOWN)
    assert at(curve, 180).probability < 0.06
    assert at(curve, 270).probability > 0.2
    assert at(curve, 365).probability - at(curve, 270).probability < 0.03
    again = band_curve(Band.WATCH, 6, 100, KNOWN)
    assert at(again, 365).probability - at(again, 270).probability > 0.1


def test_it_never_falls_and_lies_in_its_interval() -> None:
    """At every day."""
    curve = band_curve(Band.WATCH, 12, 100, KNOWN)
    said = [one.probability for one in curve]
    assert said == sorted(said)
    assert all(one.low is not None and one.low <= one.probability for one in curve)
    assert all(one.high is not None and one.high >= one.probability for one in curve)


@pytest.mark.parametrize("band", [None, Band.UNKNOWN, Band.LEAVING])
def test_without_a_chance_there_is_no_curve(band: Band | None) -> None:
    """Of Unknown nothing is said, and who leaves has left."""
    assert band_curve(band, 1, None, KNOWN) == ()
