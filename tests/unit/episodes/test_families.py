"""What opens an episode and what does not, one sentence a case."""

from datetime import date, timedelta

import pytest

from cs_engine.episodes.reading import read_alerts
from cs_engine.records.episodes import Family
from tests.unit.episodes.stories import LOW_USE, RUIN, Changes, told
from tests.unit.health.accounts import day_ago, days_ago, weeks_on

FIRST, SECOND = weeks_on(1), weeks_on(2)
OPENS: dict[str, tuple[Family, Changes]] = {
    "notice was given": (
        Family.NOTICE_GIVEN,
        {"status": "notice_given", "notice_date": day_ago(2, FIRST), "leaves_on": date(2027, 2, 1)},
    ),
    "the champion left": (Family.CHAMPION_LEFT, {"champion_left_on": day_ago(3, FIRST)}),
    "half of the users are gone": (Family.USAGE_DROP, LOW_USE),
    "the sponsor would not recommend us": (
        Family.KEY_DETRACTOR,
        {"nps_score": 4.0, "nps_role": "sponsor", "nps_at": days_ago(2, FIRST)},
    ),
    "the champion by name would not recommend us": (
        Family.KEY_DETRACTOR,
        {"nps_score": 4.0, "nps_contact": "Jo", "nps_at": days_ago(2, FIRST)},
    ),
    "an urgent ticket is past its target": (
        Family.URGENT_TICKET,
        {"tickets": 1, "tickets_open": 1, "tickets_open_urgent": 1, "oldest_urgent_days": 3.5},
    ),
    "an invoice is a month late": (Family.INVOICE_OVERDUE, {"overdue_days": 31, "overdue_amount": 900.0}),
    "a milestone slipped by a week": (
        Family.ONBOARDING_LATE,
        {"status": "onboarding", "milestone_late_days": 7, "milestone_late": "Go live"},
    ),
}
SILENT: dict[str, Changes] = {
    "few users are no trend": {"active_users": 1.0, "active_users_prior": 4.0},
    "use that falls everywhere is a holiday": LOW_USE | {"peer_trend": 0.55},
    "a school in July is at last year's level": LOW_USE | {"active_users_last_year": 19.0, "usage_history_weeks": 60.0},
    "quiet months are quiet": LOW_USE | {"quiet_months": "11"},
    "who always pays late is not refusing": {"overdue_days": 40, "payment_habit_days": 35.0},
    "an answer of half a year ago is history": {
        "nps_score": 2.0,
        "nps_role": "sponsor",
        "nps_at": days_ago(120, FIRST),
    },
    "a champion who left long ago is known by other measures": {"champion_left_on": day_ago(70, FIRST)},
    "a ticket within its target is being solved": {"tickets": 1, "tickets_open_urgent": 1, "oldest_urgent_days": 1.0},
    "silence is for the digest": {"last_two_way_at": days_ago(70, FIRST)},
    "unused seats are for the digest": {"active_users": 10.0, "active_users_prior": 10.0},
    "a detractor who does not decide is for the digest": {
        "nps_score": 1.0,
        "nps_role": "user",
        "nps_at": days_ago(1, FIRST),
    },
}
CAUSES: dict[str, Changes] = {
    "trial": LOW_USE | {"status": "trial"},
    "paused": LOW_USE | {"status": "paused"},
    "left": LOW_USE | {"status": "left"},
}


@pytest.mark.parametrize("what", OPENS)
def test_what_opens_an_episode(what: str) -> None:
    """Each of these, and nothing else, opens one."""
    family, changes = OPENS[what]
    before: Changes = {"status": "onboarding"} if changes.get("status") == "onboarding" else {}
    assert told(before, changes) == [(), (family,)]


@pytest.mark.parametrize("what", SILENT)
def test_what_opens_none(what: str) -> None:
    """Nobody is alerted of these."""
    assert told({}, SILENT[what]) == [(), ()]


@pytest.mark.parametrize("status", CAUSES)
def test_trial_paused_and_left_accounts_are_in_no_alert(status: str) -> None:
    """Whatever their use does."""
    assert told({"status": status}, CAUSES[status]) == [(), ()]


def test_at_risk_is_told_on_the_second_week_in_a_row() -> None:
    """A single weak week predicts nothing."""
    assert told({}, RUIN, RUIN, RUIN) == [(), (), (Family.AT_RISK,), ()]


def test_at_risk_needs_several_weak_things() -> None:
    """With a rule that asks for more than there are, nothing is told."""
    strict = read_alerts("[at_risk]\nsignals = 6", "alerts.toml")
    assert told({}, RUIN, RUIN, alerts=strict) == [(), (), ()]


def test_an_account_that_is_not_healthy_is_told_two_months_before_it_decides() -> None:
    """The day comes by itself; the band is what makes it news."""
    weak: Changes = {"champion_left_on": day_ago(40), "renewal_date": weeks_on(0).date() + timedelta(days=65)}
    assert told(weak, weak) == [(), (Family.DECISION_NEAR,)]


def test_a_healthy_account_may_decide_undisturbed() -> None:
    """Nobody is told of a renewal that goes well."""
    fine: Changes = {"renewal_date": weeks_on(0).date() + timedelta(days=65)}
    assert told(fine, fine) == [(), ()]


def test_a_monthly_account_has_no_day_of_decision() -> None:
    """It may leave on any day, so no day is near."""
    weak: Changes = {"champion_left_on": day_ago(40), "term_months": 1}
    assert told(weak, weak) == [(), ()]


def test_a_rule_that_is_switched_off_is_silent() -> None:
    """By the company's own file."""
    off = read_alerts('[usage_drop]\nroute = "off"', "alerts.toml")
    assert told({}, LOW_USE, alerts=off) == [(), ()]


def test_a_segment_may_have_its_own_threshold() -> None:
    """Half of the users is not enough for one that asks for more."""
    mild = read_alerts("[usage_drop.segments.mid]\nshare = 0.3", "alerts.toml")
    assert told({}, LOW_USE, alerts=mild) == [(), ()]
    other = read_alerts("[usage_drop.segments.digital]\nshare = 0.3", "alerts.toml")
    assert told({}, LOW_USE, alerts=other) == [(), (Family.USAGE_DROP,)]


def test_a_family_of_the_digest_may_be_promoted() -> None:
    """A company that wants to be told of silence is told."""
    loud = read_alerts('[silence]\nroute = "dm"', "alerts.toml")
    talking: Changes = {"last_two_way_at": days_ago(55)}
    assert told(talking, talking, alerts=loud) == [(), (Family.SILENCE,)]
