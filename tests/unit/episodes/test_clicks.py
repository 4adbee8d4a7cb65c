"""What people do with episodes on a real memory: one of several wins, reasons go their way."""

import sqlite3
from concurrent.futures import ThreadPoolExecutor
from contextlib import closing
from datetime import date, timedelta
from pathlib import Path

import pytest
from sqlalchemy.exc import SQLAlchemyError

from cs_engine.errors import StewardError
from cs_engine.records.acting import Actor
from cs_engine.records.episode_view import Done, Overtaken
from cs_engine.records.episodes import EpisodeMove, EpisodeState, FalseAlarm, Family
from cs_engine.records.logged import Invalid, LogField, Wrong
from cs_engine.records.outbox import Act, Recipient, To
from cs_engine.records.sight import EVERYTHING, Sight
from tests.unit.episodes.office import ANA, BEN, ROSA, TEAM, Office
from tests.unit.episodes.stories import LOW_USE, Changes
from tests.unit.health.accounts import MONDAY

ELSEWHERE = Actor("U9", "zoe@ours.example", "Zoe", Sight(owner="zoe@ours.example"))
WEEK = timedelta(weeks=1)


def test_one_of_two_clicks_wins_and_the_other_is_told_who(either_office: Office) -> None:
    """However close together they are."""
    episode = either_office.with_episode()
    with ThreadPoolExecutor(2) as pool:
        answers = list(pool.map(lambda who: either_office.cs.episodes.claim(who, episode.id, None), (ANA, BEN)))
    assert sorted(type(answer).__name__ for answer in answers) == ["Done", "Overtaken"]
    won, lost = sorted(answers, key=lambda answer: isinstance(answer, Overtaken))
    assert isinstance(won, Done)
    assert isinstance(lost, Overtaken)
    assert lost.by == won.view.episode.claimed_by == either_office.the_open().claimed_by


def test_of_two_who_take_it_on_at_once_one_has_a_task(either_office: Office) -> None:
    """Whoever was second left no step behind."""
    episode, day = either_office.with_episode(), either_office.now.date() + timedelta(days=2)
    with ThreadPoolExecutor(2) as pool:
        took = pool.map(
            lambda who: either_office.cs.episodes.take_on(who, episode.id, day, f"Call, {who.name}"), (ANA, BEN)
        )
        answers = list(took)
    assert sorted(type(answer).__name__ for answer in answers) == ["Done", "Overtaken"]
    (task,) = (each.task for each in either_office.cs.logbook.tasks())
    assert task.owner == either_office.the_open().claimed_by


def test_a_claim_is_told_in_the_message(office: Office) -> None:
    """State, history and edit in one step."""
    episode = office.with_episode()
    answer = office.cs.episodes.claim(ANA, episode.id, date(2026, 11, 27))
    assert isinstance(answer, Done)
    assert answer.view.episode.next_step_on == date(2026, 11, 27)
    assert answer.view.events[-1].move is EpisodeMove.CLAIMED
    assert office.said("episode")[-1].act is Act.EDIT


def test_an_episode_and_its_next_step_are_taken_at_once_or_not_at_all(either_office: Office) -> None:
    """A day that makes no sense takes nothing; nor does somebody who was second leave a task behind."""
    episode, desk = either_office.with_episode(), either_office.cs.episodes
    refused = desk.take_on(ANA, episode.id, date(2206, 11, 27), "Call the sponsor")
    assert isinstance(refused, Invalid)
    assert [(each.field, each.wrong) for each in refused.errors] == [(LogField.DUE_ON, Wrong.TOO_FAR)]
    assert either_office.the_open().claimed_by is None
    day = either_office.now.date() + timedelta(days=2)
    assert isinstance(desk.take_on(ANA, episode.id, day, "Call the sponsor"), Done)
    assert isinstance(desk.take_on(BEN, episode.id, day, "Write to them"), Overtaken)
    (task,) = (each.task for each in either_office.cs.logbook.tasks())
    assert (task.text, task.owner, task.episode_id) == ("Call the sponsor", ANA.person, episode.id)


def test_a_step_that_cannot_be_kept_leaves_the_episode_untaken(office: Office, tmp_path: Path) -> None:
    """State and task are one transaction."""
    episode = office.with_episode()
    day = office.now.date() + timedelta(days=2)
    with closing(sqlite3.connect(tmp_path / "steward.db")) as database:
        database.execute("CREATE TRIGGER full BEFORE INSERT ON tasks BEGIN SELECT RAISE(ABORT, 'full'); END")
        database.commit()
    with pytest.raises((SQLAlchemyError, StewardError), match="full"):
        office.cs.episodes.take_on(ANA, episode.id, day, "Call the sponsor")
    assert office.the_open() == episode


def test_out_of_sight_there_is_no_episode(office: Office) -> None:
    """Neither to look at nor to click on."""
    episode = office.with_episode()
    desk = office.cs.episodes
    assert desk.view(ELSEWHERE.sight, episode.id) is None
    assert desk.open_for(ELSEWHERE.sight, "a1") is None
    assert desk.claim(ELSEWHERE, episode.id, None) is None
    assert desk.resolve(ELSEWHERE, "nothing") is None
    assert office.the_open() == episode


def test_a_finished_episode_answers_with_its_present_state(office: Office) -> None:
    """A click on an old message changes nothing."""
    episode = office.with_episode()
    office.cs.episodes.resolve(ANA, episode.id, "spoke to them")
    answer = office.cs.episodes.snooze(BEN, episode.id, date(2026, 12, 24))
    assert isinstance(answer, Overtaken)
    assert (answer.by, answer.view.episode.state) == ("ana@ours.example", EpisodeState.RESOLVED)


def test_whoever_an_episode_is_handed_to_gets_a_message(office: Office) -> None:
    """The old one is edited, the new one is theirs."""
    episode = office.with_episode()
    office.cs.episodes.hand_over(ANA, episode.id, "Ben@ours.example")
    others = {(each.act, each.to) for each in office.said("episode")[1:]}
    assert others == {(Act.EDIT, ()), (Act.POST, (Recipient(To.PERSON, "ben@ours.example"),))}
    assert office.the_open().claimed_by == "ben@ours.example"
    assert isinstance(office.cs.episodes.claim(ROSA, episode.id, None), Overtaken)
    assert isinstance(office.cs.episodes.hand_over(ROSA, episode.id, "rosa@ours.example"), Done)


def test_each_reason_of_a_false_alarm_goes_its_way(office: Office) -> None:
    """Wrong data to operators, what was expected is muted until then, a loss is recorded."""
    stories: dict[str, list[Changes]] = {name: [{}, LOW_USE] for name in ("a1", "a2", "a3")}
    office.tell(**stories, h=[{}, {}])
    office.review(0)
    office.review(1)
    wrong, expected, left = office.open()
    desk = office.cs.episodes
    desk.false_alarm(ANA, wrong.id, FalseAlarm.WRONG_DATA, note="the sync", team=TEAM)
    (note,) = [each for each in office.said("note") if each.about["note"] == "wrong_data"]
    assert (note.to, note.about["text"]) == ((Recipient(To.PERSON, "otto@ours.example"),), "the sync")
    answer = desk.false_alarm(ANA, expected.id, FalseAlarm.EXPECTED, date(2027, 2, 1))
    assert isinstance(answer, Done)
    assert answer.view.episode.muted_until == date(2027, 2, 1)
    desk.false_alarm(ANA, left.id, FalseAlarm.CUSTOMER_LEFT)
    with office.store.viewing() as memory:
        assert memory.logbook.renewal(f"left-{left.id}") is not None


def test_grades_count_what_people_did(office: Office) -> None:
    """Fired, claimed, false; what was already handled is not false."""
    stories: dict[str, list[Changes]] = {f"a{number}": [{}, LOW_USE] for number in range(4)}
    office.tell(**stories, **{f"h{number}": [{}, {}] for number in range(16)})
    office.review(0)
    office.review(1)
    claimed, false, handled, _ = office.open()
    office.now += timedelta(hours=3)
    office.cs.episodes.claim(ANA, claimed.id, None)
    office.cs.episodes.false_alarm(ANA, false.id, FalseAlarm.TOO_SENSITIVE)
    office.cs.episodes.false_alarm(ANA, handled.id, FalseAlarm.ALREADY_HANDLED)
    (grade,) = office.cs.episodes.grades(EVERYTHING, MONDAY, MONDAY + 2 * WEEK)
    assert (grade.family, grade.fired, grade.claimed) == (Family.USAGE_DROP, 4, 1)
    assert (grade.judged, grade.false_alarms, grade.false_share, grade.hours_to_claim) == (2, 1, 0.5, 3.0)
    assert not grade.is_mostly_false
    assert office.cs.episodes.grades(ELSEWHERE.sight, MONDAY, MONDAY + 2 * WEEK) == ()
