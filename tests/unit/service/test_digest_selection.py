"""What a digest tells about many accounts, one rule at a time."""

from dataclasses import replace
from datetime import UTC, date, timedelta

import pytest

from cs_engine.episodes.sighting import Sighting
from cs_engine.records.bands import Band
from cs_engine.records.digest_lines import Behind, Noticed
from cs_engine.records.episodes import EpisodeState, Evidence, FalseAlarm, Family
from cs_engine.records.logbook import FollowUp, FollowUpKind, FollowUpOutcome, Forecast, ForecastCall
from cs_engine.service.digests import selection as choose
from cs_engine.service.digests.accounts import Seats, with_talks
from cs_engine.service.digests.gathering import as_it_was
from cs_engine.service.digests.naming import Named, name_accounts, shares
from tests.unit.service.digest_cast import ANA, LAST_WEEK, MONDAY, TODAY, account, claimed, episode


def test_bands_tell_how_many_more_than_last_time() -> None:
    """A band that lost its last account is told as well; money stays apart by currency."""
    now = [account("A", band=Band.AT_RISK), account("B", band=Band.AT_RISK, currency="USD", arr=5.0)]
    lines = choose.band_lines(now, {Band.AT_RISK: 1, Band.WATCH: 1})
    assert [(each.band, each.accounts, each.change) for each in lines] == [(Band.AT_RISK, 2, 1), (Band.WATCH, 0, -1)]
    assert lines[0].arr == (("EUR", 12_000.0), ("USD", 5.0))


def test_without_an_earlier_picture_no_change_is_told() -> None:
    """The first digest has nothing to compare with."""
    assert [each.change for each in choose.band_lines([account()], None)] == [None]


def test_only_what_the_customer_moved_by_five_points_has_moved() -> None:
    """Our data, our formula and small moves are left out."""
    accounts = [account("A", customer=-12.0), account("B", customer=4.9), account("C", customer=None, change=-40.0)]
    assert [each.account.account_id for each in choose.moved(accounts, up=False)] == ["A"]
    assert choose.moved(accounts, up=True) == ()


def test_every_decision_is_in_one_window() -> None:
    """Thirty days belong to the first month; monthly contracts and notices are in none."""
    days = {"A": 30, "B": 31, "C": 90, "D": 91}
    accounts = [account(name, days_to_decision=each) for name, each in days.items()]
    accounts += [account("E", days_to_decision=0, term_months=1), account("F", days_to_decision=9, band=Band.LEAVING)]
    assert [each.accounts for each in choose.renewals(accounts, {}, ())] == [1, 1, 1]


def test_a_renewal_counts_as_at_risk_by_its_band_or_its_open_episode() -> None:
    """And the CSMs' own calls stand beside, only for the decision they were made on."""
    accounts = [account("A", days_to_decision=9), account("B", days_to_decision=9, band=Band.AT_RISK), account("C")]
    due = TODAY + timedelta(days=9)
    call = Forecast("A", due, ForecastCall.COMMIT, ANA, MONDAY)
    calls = {("A", due): call, ("B", date(2025, 1, 1)): call}
    first = choose.renewals(accounts, calls, {"A"})[0]
    assert (first.at_risk, first.forecasts) == (2, ((ForecastCall.COMMIT, 1),))


@pytest.mark.parametrize(
    ("seats", "band", "ready"),
    [
        (Seats(100, 90.0, 80.0), Band.HEALTHY, True),
        (Seats(100, 89.0, 80.0), Band.HEALTHY, False),
        (Seats(100, 95.0, 95.0), Band.HEALTHY, False),
        (Seats(100, 95.0, 80.0), Band.WATCH, False),
        (None, Band.HEALTHY, False),
    ],
)
def test_ready_to_expand_are_healthy_accounts_that_grow_into_their_last_seats(
    seats: Seats | None, band: Band, *, ready: bool
) -> None:
    """Nine of ten seats in use, more than before, and nothing wrong."""
    assert bool(choose.ready_to_expand([account(seats=seats, band=band)], ())) is ready


def test_who_has_an_open_episode_is_not_asked_for_more() -> None:
    """Growth is not talked about in the middle of trouble."""
    full = account(seats=Seats(10, 10.0, 8.0), band=Band.HEALTHY)
    assert choose.ready_to_expand([full], {"A"}) == ()


def test_quiet_are_accounts_without_a_word_for_two_months() -> None:
    """Only where contacts are recorded, and only where a person looks after the account."""
    long_ago = TODAY - timedelta(days=61)
    accounts = [
        account("A", last_reply=long_ago),
        account("B", last_reply=TODAY - timedelta(days=60)),
        account("C", last_reply=long_ago, touches_known=False),
        account("D", last_reply=long_ago, segment="digital"),
        account("E", last_reply=None),
    ]
    assert [(each.account.account_id, each.days) for each in choose.quiet_ones(accounts, TODAY)] == [
        ("A", 61),
        ("E", None),
    ]


def test_stuck_are_accounts_in_onboarding_a_week_late() -> None:
    """A late milestone of an old customer is a forgotten check mark."""
    late = {"milestone": "First team live", "milestone_late": 7}
    accounts = [account("A", status="onboarding", **late), account("B", **late)]
    assert [(each.account.account_id, each.milestone) for each in choose.stuck(accounts)] == [("A", "First team live")]


def test_what_makes_no_message_of_its_own_is_told_once_when_it_happened() -> None:
    """An answer of last month is no news; idle seats are, as long as they are idle."""
    old = (Family.DETRACTOR, Sighting(date(2026, 10, 1), {"score": 3.0}))
    seats = (Family.UNUSED_SEATS, Sighting(TODAY, {"now": 3.0, "before": 40.0}))
    told = choose.noticed([account("A", noticed=(old, seats)), account("B", noticed=(old,))], LAST_WEEK.date())
    assert [(each.account.account_id, each.family) for each in told] == [("A", Family.UNUSED_SEATS)]


@pytest.mark.parametrize(
    ("scored", "data", "usage", "behind"),
    [
        (0, 1, 1, None),
        (0, 3, 3, None),
        (4, 5, 5, Behind.SCORES),
        (0, 4, 4, Behind.DATA),
        (0, 1, 4, Behind.USAGE),
    ],
)
def test_what_fails_is_named(scored: int, data: int, usage: int, behind: Behind | None) -> None:
    """A weekend without a load is usual; from the third missing day on the picture is old."""
    accounts = [account(usage_ends=TODAY - timedelta(days=usage))]
    midnight = MONDAY.replace(hour=0)
    fresh = choose.freshness(midnight - timedelta(days=scored), TODAY - timedelta(days=data), accounts, MONDAY)
    assert fresh.behind is behind


def test_usage_that_comes_by_the_week_is_not_late_within_the_week() -> None:
    """A weekly delivery may be two days late."""
    weekly = [account(usage_daily=False, usage_ends=TODAY - timedelta(days=9))]
    assert choose.freshness(MONDAY, TODAY - timedelta(days=1), weekly, MONDAY).behind is None


def test_grades_count_false_alarms_that_were_false() -> None:
    """Handled before, or the customer left: then the alarm was right."""
    ended = {"state": EpisodeState.FALSE_ALARM, "ended_at": MONDAY}
    episodes = [
        claimed("A", claimed_at=MONDAY - timedelta(days=18)),
        episode("B", false_alarm=FalseAlarm.TOO_SENSITIVE, **ended),
        episode("C", false_alarm=FalseAlarm.ALREADY_HANDLED, **ended),
        episode("D", opened_at=MONDAY - timedelta(days=60)),
    ]
    graded = choose.grades(episodes, MONDAY - timedelta(days=28), MONDAY)
    assert (graded.fired, graded.claimed, graded.false_alarms, graded.hours_to_claim) == (3, 1, 1, 48.0)


def test_room_is_shared_in_turn() -> None:
    """No section starves, and none gets more than it has."""
    assert shares([5, 1, 5], 7) == [3, 1, 3]
    assert shares([1, 1], 9) == [1, 1]
    assert shares([2], 0) == [0]


def test_the_main_message_names_fifteen_accounts_at_most_each_once() -> None:
    """What has no room is counted."""
    reds = choose.moved([account(f"M{n}", customer=-9.0) for n in range(9)], up=False)
    quiet = choose.quiet_ones([account(f"Q{n}", last_reply=None) for n in range(20)], TODAY)
    ready = choose.ready_to_expand(
        [account(f"R{n}", seats=Seats(10, 10.0, 8.0), band=Band.HEALTHY) for n in range(20)], ()
    )
    told = name_accounts(needs=(), up=(), down=reds, ready=ready, stuck=(), quiet=quiet, noticed=())
    lines: tuple[Named, ...] = (*told.down, *told.ready, *told.quiet)
    named = [each.account.account_id for each in lines]
    assert len(named) == len(set(named)) <= 15
    assert (len(told.down), len(told.ready), len(told.quiet), told.more_quiet) == (3, 5, 5, 15)


def test_what_was_logged_since_the_data_came_counts_as_contact() -> None:
    """The later contact counts; a message that was only left is a touch and no reply."""
    old = TODAY - timedelta(days=20)
    plain = FollowUp(
        "f1", "A", ANA, MONDAY - timedelta(days=2), MONDAY, FollowUpKind.CALL, FollowUpOutcome.LEFT_MESSAGE
    )
    logged = [
        plain,
        replace(plain, id="f2", at=MONDAY - timedelta(days=9), outcome=FollowUpOutcome.POSITIVE),
        replace(plain, id="f3", account_id="B", at=MONDAY - timedelta(days=40), outcome=FollowUpOutcome.POSITIVE),
    ]
    accounts = [account(name, last_reply=old, last_touch=old) for name in ("A", "B", "C")]
    found = {each.id: (each.last_reply, each.last_touch) for each in with_talks(accounts, logged, UTC)}
    assert found == {
        "A": (TODAY - timedelta(days=9), TODAY - timedelta(days=2)),
        "B": (old, old),
        "C": (old, old),
    }


def test_an_account_is_named_in_one_section_only() -> None:
    """Who is silent and has idle seats is told as silent."""
    quiet = choose.quiet_ones([account("A", last_reply=None)], TODAY)
    idle = [Noticed(quiet[0].account, Family.UNUSED_SEATS, {})]
    told = name_accounts(needs=(), up=(), down=(), ready=(), stuck=(), quiet=quiet, noticed=idle)
    assert (len(told.quiet), told.noticed, told.more_noticed) == (1, (), 0)


def test_an_episode_is_told_as_it_stood_at_the_moment() -> None:
    """What was found, taken or ended later had not happened yet."""
    day = timedelta(days=1)
    before = Evidence(Family.USAGE_DROP, TODAY - 3 * day, struck_on=TODAY + day)
    after = Evidence(Family.NOTICE_GIVEN, TODAY + day)
    later = claimed(
        "A", evidence=(before, after), claimed_at=MONDAY + day, ended_at=MONDAY + 2 * day, state=EpisodeState.CLEARED
    )
    was = as_it_was(later, MONDAY)
    assert (was.state, was.claimed_by, was.ended_at) == (EpisodeState.OPEN, None, None)
    assert was.evidence == (replace(before, struck_on=None),)
    held = claimed("B", ended_at=MONDAY + day, state=EpisodeState.RESOLVED)
    assert as_it_was(held, MONDAY).state is EpisodeState.CLAIMED
    assert as_it_was(later, MONDAY + 3 * day) == later
