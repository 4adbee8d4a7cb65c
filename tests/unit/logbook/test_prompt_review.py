"""A notice, a renewal or a champion who left, as recorded: the account's episode follows with the click."""

from dataclasses import replace
from datetime import timedelta

import pytest

from cs_engine.records.acting import Team
from cs_engine.records.bands import Band
from cs_engine.records.episodes import Episode, EpisodeState, Evidence, Family
from cs_engine.records.logbook import ChampionNews, RenewalResult
from cs_engine.records.logged import NewRenewal
from cs_engine.service.episodes.review import REVIEW
from cs_engine.storage.rows import Run
from tests.unit.logbook.scene import ANA, LEA, NOON, Scene, call
from tests.unit.service.desk import MONDAY

TODAY = NOON.date()
ENDS = TODAY + timedelta(days=90)
NOTICE = NewRenewal("A", RenewalResult.NOTICE_GIVEN, ENDS)
LEFT = NewRenewal("A", RenewalResult.LEFT, TODAY - timedelta(days=1))


@pytest.fixture(autouse=True)
def _reviewed(request: pytest.FixtureRequest) -> None:
    """A review has been made on Monday."""
    name = "file_scene" if "file_scene" in request.fixturenames else "scene"
    reviewed(request.getfixturevalue(name))


def reviewed(scene: Scene) -> None:
    """Say that all accounts were reviewed on Monday."""
    scene.store.record_run(Run(REVIEW, MONDAY, MONDAY, MONDAY, 1, None))


def opened(scene: Scene) -> Episode:
    """Return the open episode."""
    with scene.store.viewing() as memory:
        found = memory.episodes.open_of("A")
    assert found is not None
    return found


def told(scene: Scene) -> list[tuple[str, str]]:
    """Return what is said of episodes: how, and to whom first."""
    return [(each.intent.act.value, each.intent.to[0].id if each.intent.to else "") for each in scene.outbox("episode")]


def test_a_recorded_notice_opens_an_episode_and_tells_the_owner_at_once(scene: Scene) -> None:
    """In the same transaction: band, episode and the message to the owner, whatever the hour."""
    scene.now = NOON + timedelta(hours=11)
    scene.record(NOTICE)
    episode = opened(scene)
    assert episode.families == {Family.NOTICE_GIVEN}
    assert (episode.band_before, episode.band) == (Band.HEALTHY, Band.LEAVING)
    assert told(scene) == [("post", "ana@ours.example")]
    assert scene.outbox("episode")[0].intent.due_at == scene.now
    assert scene.moves(episode.id) == ["opened"]


def test_taking_the_notice_back_ends_what_it_opened(scene: Scene) -> None:
    """And the same notice recorded again is news again."""
    recorded = scene.record(NOTICE)
    first = opened(scene)
    scene.later(minutes=5)
    scene.desk.undo_renewal(ANA, recorded.record.id)
    over = scene.episode(first.id)
    assert (over.state, over.ended_by) == (EpisodeState.CLEARED, ANA.person)
    scene.later(minutes=1)
    scene.record(NOTICE)
    assert opened(scene).id != first.id


def test_a_notice_joins_the_open_episode_and_undo_puts_that_back(scene: Scene) -> None:
    """Its message is edited and told of loudly once; taken back, nothing of the notice is left in it."""
    before = scene.open_episode(band=Band.HEALTHY)
    recorded = scene.record(NOTICE)
    joined = scene.episode()
    assert [each.family for each in joined.evidence] == [Family.USAGE_DROP, Family.NOTICE_GIVEN]
    assert joined.band is Band.LEAVING
    scene.later(minutes=5)
    scene.desk.undo_renewal(ANA, recorded.record.id)
    assert scene.episode().evidence == before.evidence
    assert (scene.episode().band, scene.episode().state) == (before.band, EpisodeState.OPEN)
    assert scene.moves() == []


def test_what_somebody_did_since_stays_when_the_notice_is_taken_back(file_scene: Scene) -> None:
    """The episode stays taken; only the notice is struck out."""
    file_scene.open_episode(evidence=(Evidence(Family.CHAMPION_LEFT, MONDAY.date()),))
    recorded = file_scene.record(NOTICE)
    with file_scene.store.changing() as memory:
        memory.episodes.change(replace(file_scene.episode(), claimed_by=ANA.person, state=EpisodeState.CLAIMED))
    file_scene.desk.undo_renewal(LEA, recorded.record.id)
    now = file_scene.episode()
    assert (now.state, now.claimed_by) == (EpisodeState.CLAIMED, ANA.person)
    assert Family.NOTICE_GIVEN not in now.families


def test_a_customer_who_left_ends_the_episode_and_undo_opens_it_again(scene: Scene) -> None:
    """There is nothing left to save; the message itself says so, and nobody is disturbed."""
    before = scene.open_episode(band=Band.HEALTHY)
    recorded = scene.record(LEFT)
    assert scene.episode().state is EpisodeState.CLEARED
    assert scene.outbox("episode_reply") == []
    scene.later(minutes=2)
    scene.desk.undo_renewal(ANA, recorded.record.id)
    again = scene.episode()
    assert replace(again, version=before.version) == before


def test_a_renewal_strikes_out_the_notice(file_scene: Scene) -> None:
    """The decision is made the other way; the episode clears itself a week later like any other."""
    file_scene.record(NOTICE)
    file_scene.later(days=1)
    file_scene.record(NewRenewal("A", RenewalResult.RENEWED, TODAY + timedelta(days=2)))
    assert opened(file_scene).families == frozenset()


def test_a_champion_who_left_opens_an_episode_and_undo_ends_it(scene: Scene) -> None:
    """The follow-up belongs to what it opened."""
    logged = scene.log(call(champion=ChampionNews.LEFT))
    episode = opened(scene)
    assert episode.families == {Family.CHAMPION_LEFT}
    assert logged.follow_up.episode_id == episode.id
    assert logged.episode == episode
    scene.later(minutes=5)
    scene.desk.undo(ANA, logged.follow_up.id)
    assert scene.episode(episode.id).state is EpisodeState.CLEARED


def test_a_champion_who_left_joins_the_open_episode_and_undo_takes_all_of_it_back(file_scene: Scene) -> None:
    """What the follow-up and its review did is one."""
    before = file_scene.open_episode(band=Band.HEALTHY)
    logged = file_scene.log(call(champion=ChampionNews.LEFT))
    assert file_scene.episode().families == {Family.USAGE_DROP, Family.CHAMPION_LEFT}
    file_scene.desk.undo(ANA, logged.follow_up.id)
    assert file_scene.episode().evidence == before.evidence
    assert file_scene.moves() == []


def test_changing_a_follow_up_takes_the_loss_of_the_champion_back(file_scene: Scene) -> None:
    """And with it the episode that it had opened."""
    logged = file_scene.log(call(champion=ChampionNews.LEFT))
    episode = opened(file_scene)
    file_scene.desk.edit(ANA, logged.follow_up.id, call())
    assert file_scene.episode(episode.id).state is EpisodeState.CLEARED
    file_scene.later(minutes=1)
    file_scene.desk.edit(ANA, logged.follow_up.id, call(champion=ChampionNews.LEFT))
    assert opened(file_scene).families == {Family.CHAMPION_LEFT}


def test_without_an_owner_the_lead_is_told(file_scene: Scene) -> None:
    """Never dropped: whoever leads hears of a notice on an account that nobody looks after."""
    file_scene.keep("N", owner=None)
    new = replace(NOTICE, account_id="N")
    file_scene.desk.record_renewal(LEA, new, team=Team(leads=("lea@ours.example",)))
    assert told(file_scene) == [("post", "lea@ours.example")]


def test_a_touch_opens_nothing(file_scene: Scene) -> None:
    """Only what the customer decided is news; a call is not."""
    file_scene.log(call())
    assert told(file_scene) == []


def test_the_next_review_says_nothing_twice(file_scene: Scene) -> None:
    """What the record opened is known to the night."""
    file_scene.record(NOTICE)
    row = replace(file_scene.current(), as_of=NOON + timedelta(hours=12), cause="refresh")
    file_scene.store.write_snapshots([row])
    reviewed_then = file_scene.cs.episodes.review(row.as_of, Team())
    assert (reviewed_then.opened, reviewed_then.changed) == (0, 0)
