"""What followed the scores of the past, counted by hand and on companies whose truth is known."""

import pytest

from cs_engine.churn.audit import audit, ranked
from cs_engine.churn.audit_alarms import before, false_alarms, leads
from cs_engine.churn.past import Day, Past, past_of
from cs_engine.errors import NothingToShow
from cs_engine.records.bands import Band
from cs_engine.records.churn_audit import Audit, Lead, Verdict
from tests.unit.churn.pasts import WEEKS, company, gone, live, on

GROUPS = {"usage_trend": "use", "nps": "voice"}


def lost(name: str, scores: dict[int, float], week: int, **changes: object) -> list[Day]:
    """Return an account with a score from a week on, lost in a week."""
    days = []
    for each in range(week):
        score = [value for since, value in sorted(scores.items()) if since <= each][-1]
        days.append(live(name, each, score, **changes))
    return [*days, gone(name, week, on(week))]


@pytest.fixture(scope="module")
def past() -> Past:
    """Return the past of a company."""
    return past_of(company())


@pytest.fixture(scope="module")
def found(past: Past) -> Audit:
    """Return its audit."""
    return audit(past, GROUPS)


def test_a_score_that_knows_ranks_and_one_that_does_not_is_noise(found: Audit) -> None:
    """Use tells who is lost, NPS is drawn by chance."""
    verdicts = {one.key: one.verdict for one in found.measures}
    assert verdicts == {"usage_trend": Verdict.SIGNAL, "nps": Verdict.NOISE}
    use = found.measures[0]
    assert (use.key, use.group) == ("usage_trend", "use")
    assert use.weight == pytest.approx(0.2)
    assert use.covered == 1.0


def test_shares_add_up_over_bands_and_deciles(found: Audit) -> None:
    """Every row that a horizon counts is in one band and in one tenth."""
    for days, one in found.ranked.items():
        assert sum(band[days].losses for band in found.bands.values()) == one.losses
        assert sum(tenth.followed[days].rows for tenth in found.deciles) == one.rows
    assert len(found.deciles) == 10
    assert sum(each.ranked.losses for each in found.quarters) == found.ranked[90].losses


def test_an_interval_holds_its_share(found: Audit) -> None:
    """And stays between 0 and 1, also where nobody was lost."""
    for band in found.bands.values():
        for one in band.values():
            assert one.share.low is not None
            assert one.share.high is not None
            assert 0 <= one.share.low <= one.share.value <= one.share.high <= 1
            assert one.share.high > 0


def test_losses_for_lack_of_payment_are_ranked_apart(found: Audit) -> None:
    """Together they are all losses; neither counts the other's rows as stayed."""
    kinds, whole = found.kinds, found.ranked[90]
    assert kinds["voluntary"].losses + kinds["involuntary"].losses == whole.losses
    assert kinds["voluntary"].rows == whole.rows - kinds["involuntary"].losses
    assert found.involuntary == 4


def test_too_few_losses_are_no_ranking(past: Past) -> None:
    """Four accounts say nothing about an order."""
    few = past_of(company(lost=4))
    assert ranked(few, few.lost_within(90)).auc is None
    assert ranked(past, past.lost_within(90)).auc is not None


def test_a_perfect_score_ranks_perfectly() -> None:
    """Whoever is lost within 90 days scores 10, all others 90."""
    days = [day for n in range(12) for day in lost(f"L{n}", {0: 90, 8: 10}, 20)]
    days += [live(f"S{n}", week, 90) for n in range(12) for week in range(WEEKS)]
    found = audit(past_of(days), {})
    assert found.bands[Band.AT_RISK][90].share.value == 1.0
    auc = found.ranked[90].auc
    assert auc is not None
    assert auc.value > 0.95
    assert found.false_alarms.false == 0


def test_before_a_loss_only_the_last_week_known_then_counts() -> None:
    """Sixty days before, A was below the border and B, with a tenth of the money, was not."""
    days = [*lost("A", {0: 80, 5: 40}, 20), *lost("B", {0: 80, 15: 40}, 20, arr=100.0), *lost("C", {0: 40}, 4)]
    found = before(past_of(days), 60)
    assert (found.scored, found.low) == (2, 1)
    assert dict(found.arr) == {"EUR": 1100.0}
    assert dict(found.arr_low) == {"EUR": 1000.0}


def test_lead_is_how_long_an_account_was_at_risk_without_a_break() -> None:
    """A for ten weeks, B recovered, C for five; half of three is C's."""
    days = [
        *lost("A", {0: 80, 10: 40}, 20, monthly=True),
        *lost("B", {0: 40, 10: 80}, 20, touched=on(18)),
        *lost("C", {0: 40, 5: 80, 15: 40}, 20, touched=on(1)),
    ]
    found = leads(past_of(days))
    assert found["all"] == Lead(3, 2, 35.0, 1 / 3)
    assert found["monthly"] == Lead(1, 1, 70.0, 1.0)
    assert found["contacted"] == Lead(1, 0, 0.0, 0.0)
    assert found["untouched"].lost == 2
    assert leads(past_of([live("A", 0, 80)]))["all"] == Lead(0, 0, None, None)


def test_a_false_alarm_may_have_been_saved() -> None:
    """A was lost, B and C were not; with C somebody spoke afterwards. D is too young to tell."""
    days = [*lost("A", {0: 40}, 8)]
    days += [live("B", week, 40 if week < 3 else 80) for week in range(WEEKS)]
    days += [live("C", week, 40 if week < 3 else 80, touched=on(4) if week >= 4 else None) for week in range(WEEKS)]
    days += [live("D", week, 80 if week < WEEKS - 4 else 40) for week in range(WEEKS)]
    found = false_alarms(past_of(days), 90)
    assert (found.low, found.false, found.contacted) == (3, 2, 1)


@pytest.mark.parametrize(("losses", "weeks"), [(9, WEEKS), (20, 20), (0, 0)])
def test_too_little_history_is_said_and_nothing_else(losses: int, weeks: int) -> None:
    """Nine losses in a year, or twenty in five months, or an empty memory."""
    days = [day for n in range(losses) for day in lost(f"L{n}", {0: 40}, 8)]
    days += [live("S", week, 80) for week in range(weeks)]
    with pytest.raises(NothingToShow, match="There is not enough history"):
        audit(past_of(days), {})
