"""Risk episodes from inside Slack, through real Bolt and the real sender: told, taken, put to rest, ended."""

from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from datetime import UTC, date, datetime
from pathlib import Path
from threading import Barrier

import pytest

from bot.ids import ActionId
from cs_engine.records.episodes import EpisodeMove, EpisodeState, FalseAlarm
from cs_engine.records.outbox import Recipient, To
from cs_engine.service.episodes.intents import group_subject, grouped
from tests.contract.episodes_office import (
    IN_TEAM,
    MIA,
    MIA_ACTS,
    MIAS,
    NAMES,
    OPENED,
    ROSA,
    ROSAS,
    SAM,
    TEAM,
    Office,
    actions,
    an_episode,
    at_risk,
    opened,
    sent,
)


@pytest.fixture
def office(tmp_path: Path) -> Iterator[Office]:
    """A workspace on a Tuesday, a bot connected to it, and a sender."""
    with opened(tmp_path) as at_work:
        yield at_work


def test_of_two_who_claim_at_once_one_wins_and_the_other_is_told_who(office: Office) -> None:
    """The message says who has it, for everybody; what is left on an old copy of it answers with the present state."""
    alert = office.alert()
    assert alert.text.startswith("🟡 Watch → 🔴 At risk · Acme")
    assert "Active users 41 → 24: 58% of the 12 weeks before" in alert.text
    assert "Urgent ticket open for 5 d, past its target of 2 d · over since Nov 16" in alert.text
    assert "nobody has it yet" in alert.text
    office.cs.episodes.claim(MIA_ACTS, "e-0", None)
    assert office.person(ROSA).click(alert, "episode.claim.own")["ok"]
    told = office.says("Mia Chen was first", who=ROSA)
    assert told.ephemeral
    office.says("✋ Mia Chen has it", who=SAM)
    assert office.episode().claimed_by == MIAS
    office.send()
    office.says("✋ Mia Chen has it", who=SAM)


def test_of_two_who_click_at_the_same_time_exactly_one_has_it(office: Office) -> None:
    """Two requests at once through the bot; whoever was second is told who was first."""
    alert = office.alert()
    together = Barrier(2)

    def click(who: str) -> None:
        together.wait()
        assert office.person(who).click(alert, "episode.claim.own")["ok"]

    with ThreadPoolExecutor(2) as pool:
        list(pool.map(click, (MIA, ROSA)))
    first = office.episode().claimed_by
    won, lost = ("Mia Chen", ROSA) if first == MIAS else ("Rosa Lind", MIA)
    assert first in {MIAS, ROSAS}
    assert office.says(f"{won} was first", who=lost).ephemeral
    with office.store.viewing() as memory:
        assert [event.by for event in memory.episodes.events("e-0") if event.move is EpisodeMove.CLAIMED] == [first]


def test_a_click_claims_in_the_message_itself(office: Office) -> None:
    """At once, for everybody, before the outbox has done its part."""
    assert office.person(MIA).click(office.alert(), "episode.claim.own")["ok"]
    assert not office.says("✋ Mia Chen has it", who=SAM).ephemeral


def test_on_it_needs_a_day_and_keeps_the_next_step(office: Office) -> None:
    """A day that is over is refused beside it; the step becomes a task of whoever took the episode."""
    alert = office.alert(0, Recipient(To.PERSON, MIAS))
    office.person().click(alert, "episode.on_it.own")
    refused = office.submit({"episode.day": "2026-11-16"})
    assert "This day is over" in str(refused["errors"])
    absurd = office.submit({"episode.day": "2206-11-20", "episode.text": "Call the sponsor"})
    assert list(absurd["errors"]) == ["episode.day"]
    assert office.episode().claimed_by is None
    assert office.submit({"episode.day": "2026-11-20", "episode.text": "Call the sponsor"})["ok"]
    office.says("✋ Mia Chen has it · next step Nov 20", office.person().dm)
    assert office.episode().next_step_on == date(2026, 11, 20)
    tasks = office.person().wait_for(lambda: office.cs.logbook.tasks(person=MIAS))
    assert tasks is not None
    assert [each.task.text for each in tasks] == ["Call the sponsor"]


def test_an_episode_is_snoozed_with_one_choice_or_until_a_date(office: Office) -> None:
    """Three days are in the menu, any day in a window."""
    alert = office.alert()
    office.person().click(alert, "episode.snooze.own", "e-0|2026-11-20")
    office.says("💤 Snoozed by Mia Chen until Nov 20")
    other = office.alert(1)
    office.person().click(other, "episode.snooze.own", "e-1|date")
    assert office.submit({"episode.day": "2026-12-01"})["ok"]
    office.says("💤 Snoozed by Mia Chen until Dec 1")
    assert office.episode(1).snoozed_until == date(2026, 12, 1)


def test_a_false_alarm_has_a_reason_and_what_was_expected_a_day(office: Office) -> None:
    """The message loses its buttons and keeps the card."""
    alert = office.alert()
    office.person().click(alert, "episode.false.own")
    refused = office.submit({"episode.reason": "expected"})
    assert "Please fill this in." in str(refused["errors"])
    assert office.submit({"episode.reason": "expected", "episode.day": "2026-12-31"})["ok"]
    ended = office.says("🚫 False alarm, says Mia Chen: Expected or seasonal")
    assert office.episode().false_alarm is FalseAlarm.EXPECTED
    assert actions(ended) == [ActionId.OPEN]


def test_a_click_on_what_is_over_is_answered_with_its_present_state(office: Office) -> None:
    """Whatever was clicked; the message itself follows."""
    for number, button in enumerate(("episode.claim.own", "episode.false.own", "episode.menu.own")):
        alert = office.alert(number)
        office.cs.episodes.resolve(MIA_ACTS, f"e-{number}", "They signed")
        office.person(ROSA).click(alert, button, f"episode.resolve|e-{number}" if "menu" in button else "")
        told = office.says(f"{NAMES[number]}: this is over.", who=ROSA)
        assert "✅ Resolved by Mia Chen" in told.text


def test_an_episode_is_handed_to_a_colleague_who_gets_it(office: Office) -> None:
    """By a message of their own; the one it was handed from says who has it."""
    alert = office.alert(0, Recipient(To.PERSON, MIAS))
    office.person().click(alert, "episode.hand.own")
    assert office.submit({"episode.person": ROSA})["ok"]
    office.says("✋ Rosa Lind has it", office.person().dm)
    office.send()
    assert office.says("Acme", office.person(ROSA).dm, who=ROSA).element("episode.resolve.own")


def test_an_episode_is_resolved_from_the_three_dots(office: Office) -> None:
    """A text says what solved it."""
    alert = office.alert()
    office.person().click(alert, "episode.menu.own", "episode.resolve|e-0")
    assert office.submit({"episode.text": "They signed"})["ok"]
    office.says("✅ Resolved by Mia Chen")
    assert office.episode().state is EpisodeState.RESOLVED


def test_the_three_dots_open_the_card_and_the_windows_about_the_account(office: Office) -> None:
    """Each entry does what the button of that name does."""
    alert = office.alert()
    office.person().click(alert, "episode.menu.own", "account.open|A")
    card = office.person().messages(TEAM)[-1]
    assert card.ephemeral
    office.person().click(alert, "episode.menu.own", "renewal.record|A|e-0")
    assert office.window().body["callback_id"] == "renewal.record"
    office.person().click(alert, "episode.menu.own", "play.start|A|e-0")
    assert office.window().body["callback_id"] == "play.start"


def test_a_card_shows_the_episode_and_puts_it_to_rest(office: Office) -> None:
    """*Snooze* stands on a card only with an open episode; the card is renewed."""
    office.alert()
    office.person().command(TEAM, "/health", "acme")
    card = office.person().messages(TEAM)[-1]
    assert card.element("episode.snooze.card")
    office.person().click(card, "episode.snooze.card", "e-0|2026-11-24")
    assert office.person().wait_for(lambda: office.episode().state is EpisodeState.SNOOZED)
    office.person().command(TEAM, "/health", "bluebird")
    assert not office.person().messages(TEAM)[-1].element("episode.snooze.card")


def test_a_grouped_message_opens_an_episode_in_its_thread(office: Office) -> None:
    """Its line says how it stands, whoever took it where."""
    episodes = [an_episode(number) for number in range(6)]
    subject = group_subject(IN_TEAM, OPENED, urgent=False)
    with office.store.changing() as memory:
        for each in episodes:
            memory.episodes.add(replace(each, group=subject))
        memory.outbox.put([grouped(subject, episodes, (IN_TEAM,), OPENED)], OPENED)
    office.send()
    listed = office.says("6 accounts need somebody")
    assert office.person().click(listed, "episode.show.2")["ok"]
    office.person().wait_for(lambda: sent(office, "episode:e-2:open"))
    office.send()
    shown = next(each for each in office.person().messages(TEAM, listed.ts) if "Claim" in str(each.blocks))
    office.person().click(shown, "episode.claim.own")
    office.person().wait_for(lambda: office.episode(2).claimed_by)
    office.send()
    office.says("5 accounts need somebody")
    assert "✋ Mia Chen has it" in office.says("5 accounts need somebody").text


def test_who_is_at_risk_is_listed_with_owner_and_next_step(office: Office) -> None:
    """What is due first, and by when; whoever has none is told so."""
    with office.store.changing() as memory:
        memory.episodes.add(replace(an_episode(1), opened_at=datetime(2026, 11, 2, 7, tzinfo=UTC)))
    office.cs.episodes.take_on(MIA_ACTS, "e-1", date(2026, 11, 20), "Call the sponsor")
    office.store.write_snapshots([at_risk(name) for name in NAMES[:2]])
    for text in ("at-risk", "at-risk team"):
        office.person().command(TEAM, "/health", text)
        said = office.person().messages(TEAM)[-1].text
        assert "next step Nov 20 · Call the sponsor · week 3" in said
        assert "no next step" in said
        assert MIAS in said


def test_alerts_are_graded(office: Office) -> None:
    """What fired, what was claimed, and what is off because it needs data."""
    alert = office.alert()
    office.person().click(alert, "episode.claim.own")
    office.says("✋ Mia Chen has it")
    office.person().command(TEAM, "/cs", "alerts")
    told = office.says("How good the alerts were")
    assert "Usage drops: 1 fired · 1 claimed" in told.text
    assert "All together: 1 fired · 1 claimed" in str(told.blocks)
