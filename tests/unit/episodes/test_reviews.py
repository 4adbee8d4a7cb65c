"""What is decided about all accounts together, and about an episode over the weeks."""

from collections.abc import Sequence
from datetime import date, timedelta

from cs_engine.episodes.deciding import decide, is_muted
from cs_engine.episodes.judging import Case, judge
from cs_engine.episodes.replaying import Day
from cs_engine.health.reading import load_preset
from cs_engine.records.bands import Band
from cs_engine.records.episodes import Episode, EpisodeState, Evidence, Family
from tests.unit.episodes.stories import LOW_USE, PRESET, RUIN, Changes, replayed, snapshots
from tests.unit.health.accounts import EVERYTHING, MONDAY, day_ago, days_ago, weeks_on

TICKET: Changes = {"tickets": 1, "tickets_open": 1, "tickets_open_urgent": 1, "oldest_urgent_days": 3.0}
NOTICE: Changes = {"status": "notice_given", "notice_date": day_ago(1, weeks_on(2))}
LATE: Changes = {"overdue_days": 33, "overdue_amount": 900.0}
RENEWS = weeks_on(7).date()
WEAK: Changes = {"overdue_days": 60, "overdue_amount": 900.0, "renewal_date": RENEWS}
"""Watch for long, and to decide within two months."""


def company(size: int, *weeks: Changes, healthy: int = 0) -> list[Day]:
    """Replay so many accounts with one story, beside healthy ones."""
    same = [snapshots(f"s{number}", weeks) for number in range(size)]
    return replayed(*same, *(snapshots(f"h{number}", [{}] * len(weeks)) for number in range(healthy)))


def one(*weeks: Changes) -> list[Day]:
    """Replay one account beside a healthy one."""
    return company(1, *weeks, healthy=1)


def opened(days: Sequence[Day]) -> list[int]:
    """Return how many episodes each review opened."""
    return [len(day.decisions.opened) for day in days]


def ends(days: Sequence[Day]) -> list[str]:
    """Return why episodes ended by themselves, in their order."""
    return [update.end.value for day in days for update in day.decisions.updates if update.end]


def deciding_on(decision: date, muted_until: date) -> Episode:
    """Return an episode about a decision that ended well."""
    line = Evidence(Family.DECISION_NEAR, MONDAY.date(), {"decision_on": decision.isoformat(), "days": 40.0})
    at = MONDAY - timedelta(days=20)
    over = {"ended_at": at, "muted_until": muted_until}
    return Episode("e1", "a1", at, EpisodeState.RESOLVED, None, Band.WATCH, (line,), None, **over)  # type: ignore[arg-type]  # days and moments


def the_open(day: Day) -> Episode:
    """Return the one open episode."""
    (episode,) = day.open.values()
    return episode


def test_the_first_picture_is_one_summary() -> None:
    """However bad a book is on the day it is loaded, nobody is alerted."""
    first, second = company(9, RUIN | LATE, RUIN | LATE, healthy=3)
    assert opened([first, second]) == [0, 0]
    assert first.decisions.picture is not None
    assert first.decisions.picture.total == {Band.AT_RISK: 9, Band.HEALTHY: 3}
    assert second.decisions.picture is None


def test_a_family_that_holds_again_is_no_second_message() -> None:
    """An episode is told when a state is entered, never because it was looked at again."""
    days = one({}, LOW_USE, LOW_USE, LOW_USE)
    assert opened(days) == [0, 1, 0, 0]
    assert [day.decisions.updates for day in days[2:]] == [(), ()]


def test_a_second_reason_joins_the_first() -> None:
    """One episode per account: the other family becomes a line of it."""
    days = one({}, LOW_USE, LOW_USE | LATE)
    assert opened(days) == [0, 1, 0]
    (update,) = days[2].decisions.updates
    assert update.added == (Family.INVOICE_OVERDUE,)
    assert the_open(days[2]).families == {Family.USAGE_DROP, Family.INVOICE_OVERDUE}
    assert not update.is_loud


def test_notice_may_notify_again() -> None:
    """It and a champion who left are loud, everything else edits."""
    days = one({}, LOW_USE, LOW_USE | NOTICE)
    (update,) = days[2].decisions.updates
    assert (update.added, update.is_loud, update.worse) == ((Family.NOTICE_GIVEN,), True, True)
    assert the_open(days[2]).band is Band.LEAVING


def test_an_episode_ends_when_nothing_has_held_for_two_weeks() -> None:
    """The first good week strikes the line, the second ends it."""
    days = one({}, LOW_USE, {}, {}, {})
    assert [update.struck for day in days for update in day.decisions.updates] == [(Family.USAGE_DROP,), ()]
    assert ends(days) == ["well"]
    assert [len(day.open) for day in days] == [0, 1, 1, 0, 0]


def test_one_good_week_ends_nothing() -> None:
    """What comes back counts again, without a message."""
    days = one({}, TICKET, {}, TICKET, TICKET)
    assert opened(days) == [0, 1, 0, 0, 0]
    assert the_open(days[-1]).families == {Family.URGENT_TICKET}


def test_at_the_border_nothing_flaps() -> None:
    """Between the share that opens and the one that eases, the line stays."""
    eased: Changes = LOW_USE | {"active_users": 30.0}
    days = one({}, LOW_USE, eased, eased, eased)
    assert the_open(days[-1]).families == {Family.USAGE_DROP}


def test_the_same_evidence_is_no_news_for_a_month() -> None:
    """After an episode ended, the family opens none for 30 days."""
    days = one({}, TICKET, {}, {}, TICKET, {}, {}, {}, {}, TICKET)
    assert opened(days) == [0, 1, 0, 0, 0, 0, 0, 0, 0, 1]


def test_a_worse_band_is_news_within_the_month() -> None:
    """Who was told of a ticket has not been told that the account gives notice."""
    days = one({}, TICKET, {}, {}, NOTICE | {"notice_date": day_ago(1, weeks_on(4))})
    assert opened(days) == [0, 1, 0, 0, 1]


def test_an_account_that_left_has_no_open_episode() -> None:
    """The loss ends it."""
    days = one({}, LOW_USE, {"status": "left"})
    assert ends(days) == ["left"]


def test_every_episode_ends() -> None:
    """A quarter without anything new is no episode any more, though the invoice stays unpaid for ever."""
    weeks: list[Changes] = [{}, *({**LATE, "overdue_days": 33 + 7 * week} for week in range(20))]
    days = one(*weeks)
    assert ends(days) == ["quiet"]
    assert opened(days) == [0, 1, *[0] * 19]


def test_an_account_at_risk_goes_quiet_after_half_a_year() -> None:
    """Nobody would hear of it again before that, however bad it stays."""
    days = one({}, *([RUIN] * 30))
    assert all(day.open for day in days[3:26])
    assert ends(days) == ["quiet"]


def test_when_a_fifth_trips_one_rule_at_once_nobody_is_alerted() -> None:
    """Our data is the likelier reason."""
    days = company(8, {}, LOW_USE, LOW_USE, healthy=20)
    assert opened(days) == [0, 0, 0]
    (tripped,) = days[1].decisions.tripped
    assert (tripped.family, tripped.accounts, tripped.of) == (Family.USAGE_DROP, 8, 28)


def test_seven_accounts_are_no_mass() -> None:
    """In a small company they may well be in trouble."""
    assert opened(company(7, {}, LOW_USE, healthy=7)) == [0, 7]


def test_below_a_fifth_everybody_is_told() -> None:
    """Eight of fifty are people's work."""
    assert opened(company(8, {}, LOW_USE, healthy=42)) == [0, 8]


def test_a_source_that_was_just_connected_tells_no_news() -> None:
    """Its first facts are old ones that we did not know."""
    without = EVERYTHING - {"tickets"}
    story = snapshots("a1", [{}, TICKET, TICKET], connected=[without, EVERYTHING, EVERYTHING])
    assert opened(replayed(story, snapshots("h", [{}] * 3))) == [0, 0, 0]


def test_use_that_was_unknown_before_tells_no_news() -> None:
    """A reconnected source shows a drop that may be weeks old."""
    blind: Changes = {"usage_last_day": None, "active_users": None, "active_users_prior": None}
    assert opened(one(blind, LOW_USE, LOW_USE)) == [0, 0, 0]


def test_late_data_is_no_news() -> None:
    """An answer given two months ago and loaded today opens nothing."""
    late: Changes = {"nps_score": 2.0, "nps_role": "sponsor", "nps_at": days_ago(60, weeks_on(1))}
    assert opened(one({}, late, late)) == [0, 0, 0]


def test_an_account_that_is_new_to_us_tells_no_news() -> None:
    """It came with its troubles."""
    story = snapshots("a1", [None, LOW_USE | LATE, LOW_USE | LATE])
    assert opened(replayed(story, snapshots("h", [{}] * 3))) == [0, 0, 0]


def test_a_dead_sync_opens_nothing() -> None:
    """Use that stops arriving lowers what we know, not what the customer does."""
    dead: list[Changes] = [{"usage_last_day": day_ago(1)} for _ in range(7)]
    assert opened(one({"usage_last_day": day_ago(1)}, *dead)) == [0] * 8


def test_a_new_scorecard_opens_nothing() -> None:
    """At risk by another formula is no news of the customer, this week or the next three."""
    before = snapshots("a1", [RUIN | {"active_users": 40.0, "active_users_prior": 40.0}] * 2)
    harsh = load_preset("simple")
    after = snapshots("a1", [RUIN] * 4, start=weeks_on(2), card=harsh)
    healthy = snapshots("h", [{}] * 6)
    assert opened(replayed([*before, *after], healthy)) == [0] * 6


def test_a_new_owner_is_told_once_and_no_episode_is_new() -> None:
    """Whoever takes accounts over hears of them together."""
    noa: Changes = {"owner": "Noa@ours.example"}
    days = one({}, LOW_USE, LOW_USE | noa)
    assert opened(days) == [0, 1, 0]
    taken = days[2].decisions.taken_over
    assert [(owner, len(accounts)) for owner, accounts in taken.items()] == [("noa@ours.example", 1)]
    (update,) = days[2].decisions.updates
    assert (update.new_owner, the_open(days[2]).owner) == (True, "noa@ours.example")


def test_the_day_of_decision_comes_nearer_in_one_episode() -> None:
    """At a month, two weeks, a week and the day itself the message is edited."""
    weak: Changes = {
        "overdue_days": 60,
        "overdue_amount": 900.0,
        "renewal_date": weeks_on(0).date() + timedelta(days=64),
    }
    days = one(*([weak] * 10))
    assert sum(opened(days)) == 1
    assert sum(update.nearer for day in days for update in day.decisions.updates) >= 2


def test_deciding_again_after_keeping_comes_to_nothing() -> None:
    """A review that died is done again and finds what it had kept."""
    before, now = (each for each in snapshots("a1", [{}, LOW_USE]) if each)
    case = Case(now, week=before, before=before)
    (opening,) = decide([judge(case, PRESET)], PRESET, now.as_of).opened
    again = Case(now, week=before, before=before, episodes=(opening.episode,))
    decisions = decide([judge(again, PRESET)], PRESET, now.as_of)
    assert (decisions.opened, decisions.updates) == ((), ())


def test_a_snoozed_episode_wakes_for_notice_only() -> None:
    """Another weak measure lets it rest."""
    calm, low, late, gone = (each for each in snapshots("a1", [{}, LOW_USE, LOW_USE | TICKET, NOTICE]) if each)
    (opening,) = decide([judge(Case(low, calm, calm), PRESET)], PRESET, low.as_of).opened
    resting = Episode(
        **{name: getattr(opening.episode, name) for name in Episode.__slots__}
        | {"state": EpisodeState.SNOOZED, "snoozed_until": MONDAY.date() + timedelta(days=60)}
    )
    (still,) = decide([judge(Case(late, low, low, calm, (resting,)), PRESET)], PRESET, late.as_of).updates
    assert (still.woken, still.episode.state) == (False, EpisodeState.SNOOZED)
    (awake,) = decide([judge(Case(gone, late, late, low, (still.episode,)), PRESET)], PRESET, gone.as_of).updates
    assert (awake.woken, awake.episode.state, awake.episode.snoozed_until) == (True, EpisodeState.OPEN, None)


def test_before_a_decision_no_episode_goes_quiet() -> None:
    """It ends when the decision is over, however long nothing new has happened."""
    weak: Changes = {"overdue_days": 60, "overdue_amount": 900.0, "champion_left_on": None}
    late: list[Changes] = [{**weak, "renewal_date": weeks_on(22).date() + timedelta(days=3)} for _ in range(26)]
    days = one({"renewal_date": late[0]["renewal_date"]}, *late)
    quiet = [number for number, day in enumerate(days) for update in day.decisions.updates if update.end]
    near = range(15, 23)
    assert not set(quiet) & set(near)
    assert all(day.open for day in days[15:22])


def test_the_next_decision_is_news_though_the_last_was_just_told() -> None:
    """What is muted is the decision that was told, not the account."""
    before, now = (each for each in snapshots("a1", [WEAK, WEAK]) if each)
    on = judge(Case(now, before, before), PRESET).holding[Family.DECISION_NEAR].numbers["decision_on"]
    until = now.moment.today + timedelta(days=20)
    for decision, muted in ((date.fromisoformat(str(on)), True), (MONDAY.date() - timedelta(days=30), False)):
        one_more = judge(Case(now, before, before, episodes=(deciding_on(decision, until),)), PRESET)
        assert is_muted(Family.DECISION_NEAR, one_more) is muted


def test_a_decision_still_near_after_a_muted_month_is_told_again() -> None:
    """Whoever closed it a month ago hears of it before the customer decides."""
    before, now = (each for each in snapshots("a1", [WEAK, WEAK]) if each)
    ran_out = deciding_on(RENEWS, muted_until=now.moment.today)
    (opening,) = decide([judge(Case(now, before, before, None, (ran_out,)), PRESET)], PRESET, now.as_of).opened
    assert opening.families == (Family.DECISION_NEAR,)
    still = deciding_on(RENEWS, muted_until=now.moment.today + timedelta(days=1))
    assert not decide([judge(Case(now, before, before, None, (still,)), PRESET)], PRESET, now.as_of).opened
