"""Renewals, tasks, pulses and forecasts from inside Slack, through real Bolt."""

from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path

import pytest

from bot.ids import ActionId
from cs_engine.records.acting import Actor
from cs_engine.records.logged import EntryKind
from cs_engine.service.memory import open_memory
from tests.contract.logbook_office import (
    LEO,
    LEOS,
    MIA,
    MIAS,
    REFUSAL,
    ROSA,
    SAM,
    SUNDAY,
    TEAM,
    TUESDAY,
    Office,
    opened,
    show,
)
from tests.unit.service.desk import kept


@pytest.fixture
def office(tmp_path: Path) -> Iterator[Office]:
    """A workspace on a Tuesday, and a bot with two accounts connected to it."""
    with opened(tmp_path) as at_work:
        yield at_work


def test_what_becomes_of_a_renewal_shows_at_once(office: Office) -> None:
    """Notice makes the account leave; it can be taken back."""
    show(office, ActionId.RECORD_RENEWAL)
    answer = office.submit(renewal__result="notice_given", renewal__date="2027-01-31", renewal__reason="price")
    assert answer["ok"]
    confirmation = office.says("✅ Recorded: Acme · Notice given")
    assert "Leaving" in office.card().text
    office.person().click(confirmation, ActionId.RENEWAL_UNDO)
    office.says("↩️ Undone: Acme · Notice given")
    assert "Leaving" not in office.card().text


def test_a_recorded_notice_alerts_its_owner_at_once(office: Office) -> None:
    """Recorded by the lead: Mia is told by message, without waiting for the night, and undo says that it is over."""
    office.reviewed()
    show(office, ActionId.RECORD_RENEWAL)
    assert office.submit(renewal__result="notice_given", renewal__date="2027-01-31")["ok"]
    confirmation = office.says("✅ Recorded: Acme · Notice given")
    office.work()
    alert = office.says("They have given notice", channel="")
    assert "Leaving" in alert.text
    office.person().click(confirmation, ActionId.RENEWAL_UNDO)
    office.says("↩️ Undone: Acme · Notice given")
    office.work()
    assert "Over by itself" in office.says("Acme", channel="").text


def test_a_notice_on_nobodys_account_reaches_the_lead(office: Office) -> None:
    """Who leads comes from the program's own list of people."""
    office.reviewed()
    with open_memory(office.settings.database_url) as store:
        store.write_snapshots([kept("N", "Nowhere", SUNDAY, owner=None)])
    show(office, ActionId.RECORD_RENEWAL, "N")
    assert office.submit(renewal__result="notice_given", renewal__date="2027-01-31")["ok"]
    office.work()
    assert "Nowhere" in office.says("They have given notice", ROSA, "").text


def test_a_reminder_comes_when_the_step_is_due(office: Office) -> None:
    """By direct message; it is put off and done in place."""
    office.log(log__note="They want SSO.", log__step="Send the SSO plan")
    office.says("✅ Logged")
    mia = office.person()
    office.work()
    assert mia.messages(mia.dm) == []
    office.workspace.clock.set(TUESDAY + timedelta(days=2))
    office.work()
    reminder = office.says("⏰ Acme · Send the SSO plan", channel="")
    assert "Due today" in reminder.text
    mia.click(reminder, ActionId.TASK_TOMORROW)
    moved = office.says("Due Nov 20; I remind you then.", channel="")
    assert moved.ts == reminder.ts
    office.work()
    mia.click(office.says("Due Nov 20", channel=""), ActionId.TASK_DONE)
    assert office.says("✅ Done: Acme · Send the SSO plan", channel="").ts == reminder.ts
    assert office.tasks() == []
    mia.wait_for(lambda: mia.messages(mia.dm)[-1].element(ActionId.TASK_DONE) is None)


def test_a_task_is_given_to_somebody_else_who_is_told(office: Office) -> None:
    """And a bot or a guest cannot be given one."""
    office.log(log__note="They want SSO.", log__step="Send the SSO plan")
    office.says("✅ Logged")
    office.workspace.clock.set(TUESDAY + timedelta(days=2))
    office.work()
    mia = office.person()
    reminder = office.says("⏰ Acme · Send the SSO plan", channel="")
    mia.click(reminder, ActionId.TASK_REASSIGN)
    answer = office.submit(task__owner="U09GIL")
    assert "full member" in answer["errors"]["task.owner"]
    assert office.submit(task__owner=LEO)["ok"]
    assert office.says("➡️ Handed to Leo Brandt: Acme · Send the SSO plan", channel="").ts == reminder.ts
    office.work()
    given = office.says("Acme · Send the SSO plan", LEO, "")
    assert "From Mia Chen" in given.text
    assert [task.owner for task in office.tasks()] == [LEOS]


def test_a_forecast_a_pulse_and_a_champion_who_left_are_kept(office: Office) -> None:
    """Each with its own window, and told on the timeline."""
    show(office, ActionId.FORECAST)
    office.submit(forecast__call="likely", forecast__note="Waiting for budget")
    office.says("✅ Forecast of Acme: Likely")
    show(office, ActionId.PULSE)
    office.submit(pulse__value="2", pulse__reason="New boss")
    office.says("✅ Pulse of Acme: 2 · Worrying")
    show(office, ActionId.CHAMPION_LEFT)
    office.submit()
    office.says("That the champion left is on record.")
    timeline = office.cs.logbook.timeline(Actor(MIA, MIAS, "Mia"), "A") or ()
    assert {EntryKind.FORECAST, EntryKind.PULSE, EntryKind.FOLLOW_UP} <= {entry.kind for entry in timeline}


def test_wrong_data_is_reported_to_whoever_runs_the_program(office: Office) -> None:
    """With what is wrong, and in the audit log."""
    show(office, ActionId.WRONG_DATA)
    office.submit(wrong__what="They have 80 seats.")
    office.says("✅ Reported what is wrong about Acme.")
    lines = office.cs.preferences.audit().lines
    assert [(line.what, line.about) for line in lines if line.what == "wrong_data"] == [("wrong_data", "A")]


def test_a_viewer_is_refused(office: Office) -> None:
    """By command and by shortcut."""
    sam = office.person(SAM)
    sam.command(TEAM, "/cs", "log acme")
    assert REFUSAL in sam.messages(TEAM)[-1].text
    office.person(LEO).say(TEAM, "Hello")
    sam.shortcut("log.message", office.person(LEO).messages(TEAM)[-1])
    assert sam.wait_for(lambda: REFUSAL in sam.messages(TEAM)[-1].text)
    assert sam.views == []
