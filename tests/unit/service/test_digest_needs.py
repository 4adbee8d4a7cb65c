"""Who needs somebody, and who is in good hands."""

from datetime import timedelta

from cs_engine.records.bands import Band
from cs_engine.records.digest_lines import NeedReason
from cs_engine.records.episodes import EpisodeState, Evidence, Family
from cs_engine.service.digests.accounts import Account
from cs_engine.service.digests.needs import Care, Needs, needs_of
from tests.unit.service.digest_cast import LAST_WEEK, MONDAY, TODAY, account, claimed, episode


def found(*accounts: Account, since: object = LAST_WEEK, **care: object) -> Needs:
    """Return who needs somebody this Monday."""
    return needs_of(accounts, Care(**care), since, TODAY)  # type: ignore[arg-type] # parts of the care, by name


def why(needs: Needs) -> dict[str, NeedReason]:
    """Return the reasons by account."""
    return {each.account.account_id: each.why for each in needs.needs}


def test_an_episode_opened_since_the_last_digest_is_new() -> None:
    """New is what was not there when the team last read."""
    opened = episode(opened_at=MONDAY - timedelta(days=2))
    assert why(found(account(), episodes={"A": opened})) == {"A": NeedReason.NEW}


def test_an_old_episode_that_nobody_took_says_in_which_week_it_is() -> None:
    """Three weeks unclaimed is its own news."""
    needs = found(account(), episodes={"A": episode()})
    assert [(each.why, each.week) for each in needs.needs] == [(NeedReason.UNCLAIMED, 3)]


def test_a_claimed_episode_with_an_overdue_step_needs_somebody() -> None:
    """A promise that has passed is no plan."""
    late = claimed(next_step_on=TODAY - timedelta(days=1))
    needs = found(account(), episodes={"A": late})
    assert [(each.why, each.step_due) for each in needs.needs] == [(NeedReason.OVERDUE, late.next_step_on)]


def test_a_step_due_today_is_still_on_plan() -> None:
    """The day is not over at nine."""
    assert not found(account(), episodes={"A": claimed(next_step_on=TODAY)}).needs


def test_claimed_and_on_plan_collapses_to_in_hand() -> None:
    """What goes well is counted, not listed."""
    needs = found(account(), episodes={"A": claimed()})
    assert (needs.needs, [each.id for each in needs.in_hand]) == ((), ["A"])


def test_a_claimed_episode_that_got_worse_since_needs_somebody_again() -> None:
    """Worse news after the claim is news for the team."""
    worse = {"e-A": MONDAY - timedelta(days=1)}
    assert why(found(account(), episodes={"A": claimed()}, worsened=worse)) == {"A": NeedReason.WORSE}


def test_what_got_worse_and_then_better_is_not_called_worse() -> None:
    """There was more about it on Friday, and on Monday it is healthy again: the line says what is true now."""
    worse = {"e-A": MONDAY - timedelta(days=3)}
    better = account(band=Band.HEALTHY, band_before=Band.AT_RISK)
    assert why(found(better, episodes={"A": episode()}, worsened=worse)) == {"A": NeedReason.UNCLAIMED}


def test_what_got_worse_before_it_was_claimed_is_in_hand() -> None:
    """Whoever claimed it has seen that."""
    known = claimed(claimed_at=MONDAY - timedelta(days=1))
    assert not found(account(), episodes={"A": known}, worsened={"e-A": MONDAY - timedelta(days=3)}).needs


def test_a_snoozed_episode_is_only_counted() -> None:
    """Somebody has decided when it comes back."""
    needs = found(account(), episodes={"A": episode(state=EpisodeState.SNOOZED)})
    assert (needs.needs, needs.snoozed) == ((), 1)


def test_at_risk_without_an_episode_and_without_a_step_needs_somebody() -> None:
    """The starting picture opens no episodes, and is at risk all the same."""
    red = account(band=Band.AT_RISK)
    assert why(found(red)) == {"A": NeedReason.NO_STEP}
    assert not found(red, with_step=frozenset({"A"})).needs


def test_a_band_that_fell_by_our_data_alone_is_not_new() -> None:
    """A change of ours is nobody's task; that nobody has a step still is."""
    fallen = account(band=Band.AT_RISK, band_before=Band.HEALTHY, customer=0.0)
    assert why(found(fallen)) == {"A": NeedReason.NO_STEP}
    assert why(found(account(band=Band.AT_RISK, band_before=Band.HEALTHY, customer=-9.0))) == {"A": NeedReason.NEW}


def test_what_somebody_has_put_to_rest_is_not_brought_up_again() -> None:
    """A false alarm stays one for a month."""
    assert not found(account(band=Band.AT_RISK), ended=frozenset({"A"})).needs


def test_a_parent_in_the_band_of_its_child_is_not_told_beside_it() -> None:
    """One trouble is one line."""
    parent, child = account("P", band=Band.AT_RISK), account("C", band=Band.AT_RISK, parent_id="P")
    assert why(found(parent, child)) == {"C": NeedReason.NO_STEP}


def test_the_most_revenue_at_risk_comes_first() -> None:
    """Order is expected revenue at risk x urgency, as in every list."""
    red = [account(name, band=Band.AT_RISK, rank=rank) for name, rank in (("A", 10.0), ("B", 30.0), ("C", 20.0))]
    assert list(why(found(*red))) == ["B", "C", "A"]


def test_the_gravest_reason_that_holds_is_told() -> None:
    """Notice comes before a band; what was struck out is no reason any more."""
    reasons = (
        Evidence(Family.CHAMPION_LEFT, TODAY, struck_on=TODAY),
        Evidence(Family.AT_RISK, TODAY),
        Evidence(Family.USAGE_DROP, TODAY, {"before": 41.0, "now": 24.0, "share": 0.58}),
    )
    (need,) = found(account(), episodes={"A": episode(evidence=reasons)}).needs
    assert (need.family, need.numbers) == (Family.USAGE_DROP, {"before": 41.0, "now": 24.0, "share": 0.58})


def test_a_decision_is_as_far_away_as_the_rest_of_the_line_says() -> None:
    """What was kept with the evidence is from another day."""
    near = Evidence(Family.DECISION_NEAR, TODAY, {"days": 29, "decision_on": "2026-12-31"})
    (need,) = found(account(days_to_decision=45), episodes={"A": episode(evidence=(near,))}).needs
    assert need.numbers == {"days": 45, "decision_on": "2026-12-31"}
