"""What time does to episodes: they wake, go back to nobody, and go on to somebody else."""

from datetime import date, datetime, timedelta

from cs_engine.records.episodes import EpisodeState
from cs_engine.records.logbook import FollowUp, FollowUpKind, FollowUpOutcome
from cs_engine.records.outbox import Recipient, To
from tests.unit.episodes.office import ANA, NINE, Office
from tests.unit.episodes.stories import LOW_USE, Changes
from tests.unit.health.accounts import MONDAY, ZONE, day_ago, weeks_on

NOTICE: Changes = {"status": "notice_given", "notice_date": day_ago(1, weeks_on(1))}
WEEK = timedelta(weeks=1)


def test_a_snooze_ends_on_its_day(office: Office) -> None:
    """Once, with a line in the thread."""
    episode = office.with_episode()
    office.cs.episodes.snooze(ANA, episode.id, date(2026, 11, 27))
    assert office.tick(datetime(2026, 11, 26, 12, tzinfo=ZONE)) == 0
    assert office.tick(datetime(2026, 11, 27, 10, tzinfo=ZONE)) == 1
    assert office.tick(datetime(2026, 11, 27, 10, 1, tzinfo=ZONE)) == 0
    assert office.the_open().state is EpisodeState.OPEN
    assert [reply.about["news"] for reply in office.said("episode_reply")] == ["woken"]


def test_on_it_with_nothing_logged_goes_back_after_ten_business_days(office: Office) -> None:
    """Once; the second time it stays."""
    episode = office.with_episode()
    office.now = MONDAY + WEEK + NINE
    office.cs.episodes.claim(ANA, episode.id, None)
    assert office.tick(datetime(2026, 12, 4, 12, tzinfo=ZONE)) == 0
    assert office.tick(datetime(2026, 12, 7, 12, tzinfo=ZONE)) == 1
    assert (office.the_open().state, office.the_open().claimed_by) == (EpisodeState.OPEN, None)
    office.cs.episodes.claim(ANA, episode.id, None)
    office.tick(datetime(2027, 1, 20, 12, tzinfo=ZONE))
    assert office.the_open().claimed_by == "ana@ours.example"


def test_a_logged_follow_up_keeps_it(office: Office) -> None:
    """Whoever works on it keeps it."""
    episode = office.with_episode()
    office.now = MONDAY + WEEK + NINE
    office.cs.episodes.claim(ANA, episode.id, None)
    at = office.now + timedelta(days=2)
    logged = FollowUp("f1", "a1", "ana@ours.example", at, at, FollowUpKind.CALL, FollowUpOutcome.NEUTRAL)
    with office.store.changing() as memory:
        memory.logbook.add_follow_up(logged, None)
    assert office.tick(datetime(2026, 12, 7, 12, tzinfo=ZONE)) == 0


def test_notice_goes_on_after_four_business_hours(office: Office) -> None:
    """To backup and leads, at once and once."""
    episode = office.with_episode(NOTICE | {"backup": "ben@ours.example"})
    assert office.tick(MONDAY + WEEK + timedelta(hours=12, minutes=59)) == 0
    assert office.tick(MONDAY + WEEK + timedelta(hours=13, minutes=2)) == 1
    assert office.tick(MONDAY + WEEK + timedelta(hours=14)) == 0
    (intent,) = office.said("escalation")
    assert [each.id for each in intent.to] == ["ben@ours.example", "rosa@ours.example", "otto@ours.example"]
    assert (intent.about["why"], intent.about["episodes"]) == ("ending", [episode.id])


def test_large_accounts_go_on_after_two_business_days_in_one_message_a_day(office: Office) -> None:
    """Those above the team's median; the lead reads one message."""
    large: Changes = {"arr": 90_000.0}
    office.tell(a1=[large, LOW_USE | large], a2=[large, LOW_USE | large], small=[{}, LOW_USE], h1=[{}, {}], h2=[{}, {}])
    office.review(0)
    office.review(1)
    assert office.tick(datetime(2026, 11, 24, 18, tzinfo=ZONE)) == 0
    assert office.tick(datetime(2026, 11, 25, 9, 30, tzinfo=ZONE)) == 2
    assert office.tick(datetime(2026, 11, 25, 10, tzinfo=ZONE)) == 0
    (intent,) = office.said("escalation")
    assert (intent.to, intent.about["why"], len(intent.about["episodes"])) == (
        (Recipient(To.PERSON, "rosa@ours.example"),),
        "unclaimed",
        2,
    )


def test_what_somebody_took_goes_nowhere(office: Office) -> None:
    """On it is on it."""
    episode = office.with_episode(LOW_USE | {"arr": 90_000.0})
    office.cs.episodes.claim(ANA, episode.id, None)
    assert office.tick(datetime(2026, 11, 27, 12, tzinfo=ZONE)) == 0


def test_an_owner_who_leaves_for_holidays_hands_on_to_the_backup(office: Office) -> None:
    """At once, when nobody has taken it."""
    office.with_episode(LOW_USE | {"backup": "ben@ours.example"})
    office.cs.preferences.change(ANA, away_from=date(2026, 11, 24), away_until=date(2026, 11, 30))
    assert office.tick(datetime(2026, 11, 24, 9, 30, tzinfo=ZONE)) == 1
    (intent,) = office.said("escalation")
    assert (intent.to[0].id, intent.about["why"]) == ("ben@ours.example", "away")
