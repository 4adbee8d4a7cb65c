"""Reviews on a real memory: what is kept, and what is to be said."""

from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from datetime import UTC, date, datetime, time, timedelta

from cs_engine.records.acting import Team
from cs_engine.records.episode_view import Standing
from cs_engine.records.episodes import EpisodeMove, EpisodeState, Family
from cs_engine.records.outbox import Act, Recipient, To
from cs_engine.records.preferences import ChannelScope, ChannelSettings, Route
from cs_engine.records.sight import EVERYTHING
from cs_engine.service.episodes.fresh import what_is_new
from cs_engine.service.episodes.intents import news
from tests.unit.episodes.office import ANA, ROSA, TEAM, Office
from tests.unit.episodes.stories import LOW_USE, RUIN, Changes
from tests.unit.health.accounts import MONDAY, ZONE, day_ago, weeks_on

TICKET: Changes = {"tickets": 1, "tickets_open": 1, "tickets_open_urgent": 1, "oldest_urgent_days": 3.0}
LATE: Changes = {"overdue_days": 33, "overdue_amount": 900.0}
NOTICE: Changes = {"status": "notice_given", "notice_date": day_ago(1, weeks_on(1))}
WEEK = timedelta(weeks=1)
OWNER = Recipient(To.PERSON, "ana@ours.example")


def test_the_first_review_says_one_thing_to_lead_and_operator(office: Office) -> None:
    """The starting picture, and nothing to anybody else."""
    office.tell(a1=[LATE], b2=[{}])
    assert office.review(0).first
    assert {(intent.kind, intent.about["note"], intent.to[0].id) for intent in office.said()} == {
        ("note", "starting_picture", "rosa@ours.example"),
        ("note", "starting_picture", "otto@ours.example"),
    }
    assert office.said()[0].about["bands"] == {"watch": 1, "healthy": 1}
    assert office.open() == []


def test_an_episode_is_told_to_its_owner_when_they_are_at_work(either_office: Office) -> None:
    """State and intent are kept together; the owner comes first, then leads."""
    episode = either_office.with_episode()
    (intent,) = either_office.said("episode")
    assert (intent.act, intent.subject, dict(intent.about)) == (Act.POST, episode.subject, {"episode": episode.id})
    assert intent.to[0] == OWNER
    assert Recipient(To.PERSON, "rosa@ours.example") in intent.to
    assert intent.due_at == datetime.combine(date(2026, 11, 23), time(9), ZONE)
    assert [event.move for event in either_office.events(episode)] == [EpisodeMove.OPENED]


def test_notice_does_not_wait_for_the_morning(office: Office) -> None:
    """What ends a contract is told at once."""
    office.with_episode(NOTICE)
    (intent,) = office.said("episode")
    assert intent.due_at == office.now


def test_a_review_done_twice_changes_nothing(either_office: Office) -> None:
    """Whether the first came to its end or died before it could say so."""
    either_office.with_episode()
    said, episode = either_office.said(), either_office.the_open()
    assert either_office.review(1).opened == 0
    last = either_office.store.last_run("review")
    assert last is not None
    either_office.store.record_run(replace(last, as_of=MONDAY))
    either_office.review(1)
    assert (either_office.said(), either_office.the_open()) == (said, episode)


def test_two_processes_reviewing_at_once_say_everything_once(either_office: Office) -> None:
    """One of them writes each episode."""
    stories: dict[str, list[Changes]] = {f"a{number}": [{}, LOW_USE] for number in range(5)}
    either_office.tell(**stories, **{f"h{number}": [{}, {}] for number in range(20)})
    either_office.review(0)
    either_office.now = MONDAY + WEEK
    with ThreadPoolExecutor(4) as pool:
        list(pool.map(lambda _: either_office.cs.episodes.review(MONDAY + WEEK, TEAM), range(4)))
    assert len(either_office.open()) == 5
    assert len(either_office.said("episode")) == 5
    assert all(len(either_office.events(each)) == 1 for each in either_office.open())


def test_more_than_five_at_once_are_one_message(office: Office) -> None:
    """Worst first, each with a line; none has a message of its own."""
    stories: dict[str, list[Changes]] = {f"a{number}": [{}, LOW_USE] for number in range(6)}
    office.tell(**stories, **{f"h{number}": [{}, {}] for number in range(24)})
    office.review(0)
    assert office.review(1).opened == 6
    (intent,) = [each for each in office.said() if each.kind != "note"]
    assert (intent.kind, intent.act, intent.to[0]) == ("episode_group", Act.POST, OWNER)
    assert set(intent.about["episodes"]) == {episode.id for episode in office.open()}
    assert {episode.group for episode in office.open()} == {intent.subject}
    office.cs.episodes.claim(ANA, office.open()[0].id, None)
    edits = [each for each in office.said("episode_group") if each.act is Act.EDIT]
    assert [(each.subject, each.about) for each in edits] == [(intent.subject, intent.about)]


def test_worse_news_edit_the_message_and_add_one_reply(office: Office) -> None:
    """In working hours, in the thread."""
    office.tell(a1=[{}, LOW_USE, LOW_USE | LATE], h=[{}] * 3)
    for week in range(3):
        office.review(week)
    episode = office.the_open()
    assert [each.act for each in office.said("episode")] == [Act.POST, Act.EDIT]
    (reply,) = office.said("episode_reply")
    assert (reply.act, reply.subject, reply.about["news"]) == (Act.REPLY, episode.subject, "worse")
    assert (reply.about["families"], reply.about["loud"]) == (["invoice_overdue"], False)
    assert reply.due_at > office.now


def test_an_episode_that_clears_says_so(office: Office) -> None:
    """Edited, with a note in its thread; nobody did it."""
    office.tell(a1=[{}, LOW_USE, {}, {}], h=[{}] * 4)
    for week in range(4):
        office.review(week)
    assert office.open() == []
    assert [reply.about["news"] for reply in office.said("episode_reply")] == ["cleared"]
    (opened,) = [each for each in office.said("episode") if each.act is Act.POST]
    view = office.cs.episodes.view(EVERYTHING, str(opened.about["episode"]))
    assert view is not None
    assert (view.episode.state, view.episode.ended_by) == (EpisodeState.CLEARED, None)


def test_who_left_is_told_by_the_edit_alone(office: Office) -> None:
    """Everybody knows by then; a reply would only be one more thing to read."""
    office.tell(a1=[{}, LOW_USE, {"status": "left"}], h=[{}] * 3)
    for week in range(3):
        office.review(week)
    assert (office.open(), office.said("episode_reply")) == ([], [])
    assert [each.act for each in office.said("episode")] == [Act.POST, Act.EDIT]


def test_a_band_that_was_told_is_no_news_when_it_comes_back(office: Office) -> None:
    """At risk, better and At risk again is one reply."""
    office.tell(a1=[{}, LATE, RUIN | LATE, LATE, LATE, LATE, RUIN | LATE], h=[{}] * 7)
    for week in range(7):
        office.review(week)
    worse = [each.about for each in office.said("episode_reply") if each.about["worse"]]
    assert len(worse) == 1


def test_news_that_wait_for_one_morning_are_one_reply(office: Office) -> None:
    """Worded when it is said, from all that came over the holidays and still holds."""
    office.tell(a1=[{}, LOW_USE, LOW_USE | LATE, LOW_USE | LATE | TICKET], h=[{}] * 4)
    office.review(0)
    office.review(1)
    office.review(2)
    office.review(3)
    replies = office.said("episode_reply")
    view = office.cs.episodes.view(EVERYTHING, office.the_open().id)
    assert view is not None
    morning = office.now + timedelta(hours=9)
    keys = {news(replace(view.episode, version=version), "worse", office.now, morning).key for version in (3, 4)}
    assert len(keys) == 1
    assert what_is_new(view, replies[0].about).families == {Family.INVOICE_OVERDUE, Family.URGENT_TICKET}


def test_an_account_without_owner_goes_to_the_lead(office: Office) -> None:
    """Never dropped."""
    office.with_episode(LOW_USE | {"owner": None}, first={"owner": None})
    (intent,) = office.said("episode")
    assert intent.to[0] == Recipient(To.PERSON, "rosa@ours.example")


def test_while_the_owner_is_away_the_backup_is_told(office: Office) -> None:
    """At once, in the backup's hours."""
    office.cs.preferences.change(ANA, away_from=date(2026, 11, 20), away_until=date(2026, 11, 30))
    office.with_episode(LOW_USE | {"backup": "ben@ours.example"})
    (intent,) = office.said("episode")
    assert intent.to[0] == Recipient(To.PERSON, "ben@ours.example")


def test_a_family_that_the_owner_wants_in_the_digest_has_no_message(office: Office) -> None:
    """The episode is kept all the same; what comes on top is told."""
    office.cs.preferences.change(ANA, routes={Family.USAGE_DROP: Route.DIGEST})
    office.tell(a1=[{}, LOW_USE, LOW_USE | LATE], h=[{}] * 3)
    office.review(0)
    office.review(1)
    assert (len(office.open()), office.said("episode")) == (1, [])
    office.review(2)
    assert {each.act for each in office.said("episode")} == {Act.EDIT, Act.POST}


def test_a_channel_that_is_told_of_its_alerts_comes_first(office: Office) -> None:
    """The nearest one: its owner's before the team's."""
    for channel, scope, value in (("C1", ChannelScope.TEAM, None), ("C2", ChannelScope.OWNER, "Ana@ours.example")):
        office.cs.preferences.set_channel(
            ROSA, ChannelSettings(channel, channel, scope, value, "rosa", MONDAY, alerts=True)
        )
    office.with_episode()
    (intent,) = office.said("episode")
    assert intent.to[:2] == (Recipient(To.CHANNEL, "C2"), OWNER)


def test_families_without_their_data_say_what_they_need(office: Office) -> None:
    """A probability needs a model, everything else is on or in the digest."""
    office.with_episode()
    standings = {each.family: each for each in office.cs.episodes.standings()}
    assert (standings[Family.PROBABILITY].standing, standings[Family.PROBABILITY].needs) == (
        Standing.NEEDS_DATA,
        ("model",),
    )
    assert standings[Family.USAGE_DROP].standing is Standing.ON
    assert standings[Family.SILENCE].standing is Standing.DIGEST


def test_a_mass_trip_is_one_note_each_to_lead_and_operator(office: Office) -> None:
    """And no alert."""
    stories: dict[str, list[Changes]] = {f"a{number}": [{}, LOW_USE] for number in range(9)}
    office.tell(**stories)
    office.review(0)
    assert [each.accounts for each in office.review(1).tripped] == [9]
    notes = [each for each in office.said("note") if each.about["note"] == "mass_trip"]
    assert [(each.to[0].id, each.about["accounts"], each.about["of"]) for each in notes] == [
        ("otto@ours.example", 9, 9),
        ("rosa@ours.example", 9, 9),
    ]
    assert office.said("episode") == []


def test_without_anybody_to_tell_an_episode_is_kept_silently(office: Office) -> None:
    """No owner, no team: the digest and Home still count it."""
    office.tell(a1=[{"owner": None}, LOW_USE | {"owner": None}], h=[{}, {}])
    office.review(0, Team())
    office.review(1, Team())
    assert (len(office.open()), office.said()) == (1, [])


def test_a_view_tells_what_a_message_needs(office: Office) -> None:
    """The account's newest report, the usual week, names as Slack knows them."""
    weeks: list[Changes] = [{"csat_score": 5.0 - 0.1 * (week % 3)} for week in range(12)]
    office.tell(a1=[*weeks, LOW_USE], h=[{}] * 13)
    office.review(11)
    office.review(12)
    view = office.cs.episodes.open_for(EVERYTHING, "a1")
    assert view is not None
    assert (view.report.name, view.report.score is not None, view.owner_name) == ("Acme", True, None)
    assert view.usual_week is not None
    assert (view.usual_week.weeks, view.is_unusual) == (11, True)
    assert view.episode.opened_at.astimezone(UTC) == office.now.astimezone(UTC)
