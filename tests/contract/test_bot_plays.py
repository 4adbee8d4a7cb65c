"""Plays, success plans and wins from inside Slack, through real Bolt and the real sender."""

import contextlib
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from slack_sdk import WebClient

from bot.access.rules import AccessRules, Role
from bot.app import create_app
from bot.cli.demo_seed import demo_seed
from bot.config import load_settings
from bot.delivery.audience import Audience
from bot.delivery.sender import Sender
from bot.ids import ActionId
from bot.jobs.sending import WORDINGS
from bot.rendering.renderer import make_renderer
from bot.workspace.person import PersonDriver
from bot.workspace.records import Message, View
from bot.workspace.server import Workspace
from cs_engine.records.acting import Actor, Team
from cs_engine.records.logbook import Task, TaskState
from cs_engine.records.plays import RunState, RunView
from cs_engine.service.customer_success import CustomerSuccess
from cs_engine.service.memory import open_memory
from cs_engine.storage.store import Store
from tests.bolt import UNHURRIED, connected
from tests.unit.service.desk import kept

ROSA, MIA, SAM = "U01ROSA", "U02MIA", "U06SAM"
"""A lead, one who looks after a customer, and a viewer."""
TEAM, WINS, SHARED = "#cs-team", "#customer-wins", "#ext-acme"
ROSAS, MIAS = "rosa.lind@example.com", "mia.chen@example.com"
RULES = AccessRules(people={ROSA: Role.LEAD, MIA: Role.CSM, SAM: Role.VIEWER})
REFUSAL = "Sorry, I may not do that for you."
SUNDAY = datetime(2026, 11, 15, 23, tzinfo=UTC)
TUESDAY = datetime(2026, 11, 17, 10, 0)  # noqa: DTZ001 - the workspace's wall clock
FALLEN: dict[str, Any] = {"active_users": 10.0, "active_users_prior": 30.0}


@dataclass
class Office:
    """A workspace with the bot, the sender, and one account of Mia's whose use fell."""

    workspace: Workspace
    store: Store
    cs: CustomerSuccess
    sender: Sender
    client: WebClient

    def person(self, who: str = MIA) -> PersonDriver:
        """Return somebody at their keyboard."""
        return self.workspace.as_person(who)

    def offer(self, action: ActionId, value: str, channel: str = TEAM) -> Message:
        """Post a button, as a card or an episode carries it, and return the message."""
        mia = self.person()
        button = {"type": "button", "action_id": action, "text": {"type": "plain_text", "text": "Go"}, "value": value}
        place = self.client.conversations_open(users=MIA)["channel"]["id"] if channel == mia.dm else channel
        told = self.client.chat_postMessage(channel=place, text="x", blocks=[{"type": "actions", "elements": [button]}])
        return next(each for each in mia.messages(channel) if each.ts == told["ts"])

    def press(self, action: ActionId, value: str = "A", who: str = MIA, channel: str = TEAM) -> None:
        """Press such a button."""
        self.person(who).click(self.offer(action, value, channel), action)

    def window(self, who: str = MIA) -> View:
        """Return the window that is open."""
        person = self.person(who)
        assert person.wait_for(lambda: person.views), "No window opened."
        return person.views[-1]

    def submit(self, entered: dict[str, str] | None = None, who: str = MIA) -> dict[str, Any]:
        """Fill in and submit the open window."""
        return self.person(who).submit(self.window(who), entered)

    def command(self, text: str, who: str = MIA) -> Message:
        """Ask `/cs` and return the answer."""
        self.person(who).command(TEAM, "/cs", text)
        return self.person(who).messages(TEAM)[-1]

    def says(self, words: str, channel: str = TEAM, who: str = MIA) -> Message:
        """Wait for a message to hold these words, and return it."""
        person = self.person(who)

        def found() -> Message | None:
            return next((each for each in reversed(person.messages(channel)) if words in each.text), None)

        message = person.wait_for(found)
        assert message is not None, [each.text for each in person.messages(channel)]
        return message

    def send(self) -> None:
        """Send all that is due."""
        while self.sender.work():
            pass

    def start(self, play: str = "usage-drop") -> None:
        """Start a play for the account as Mia."""
        self.press(ActionId.PLAY_START)
        assert self.submit({"play.choice": play})["ok"]

    def score(self, as_of: datetime, **facts: object) -> None:
        """Do what a refresh does: write a snapshot, then check plays."""
        self.store.write_snapshots([kept("A", "Acme", as_of, owner=MIAS, **facts)])
        self.cs.plays.check(as_of, Team(leads=(ROSAS,)))

    def runs(self) -> tuple[RunView, ...]:
        """Return the account's plays, newest first."""
        return self.cs.plays.runs(Actor(MIA, MIAS, "Mia"), "A")

    def tasks(self, state: TaskState = TaskState.OPEN) -> list[Task]:
        """Return the tasks of the newest play in a state."""
        return [task for task in self.runs()[0].tasks if task.state is state]


@pytest.fixture
def office(tmp_path: Path) -> Iterator[Office]:
    """A workspace on a Tuesday, a bot connected to it, and a sender."""
    settings = load_settings(steward_home=tmp_path / "home", steward_timezone="Europe/Berlin", access=RULES)
    workspace = Workspace(demo_seed(), patience=UNHURRIED)
    workspace.clock.set(TUESDAY)
    with open_memory(settings.database_url) as store:
        store.write_snapshots([kept("A", "Acme", SUNDAY, owner=MIAS, **FALLEN)])
    with workspace, contextlib.closing(CustomerSuccess.open(settings.database_url, workspace.clock)) as cs:
        client = WebClient(workspace.bot_token, base_url=workspace.api_url)
        app = create_app(settings, cs, client, workspace.clock)
        renderer = make_renderer(settings.locale, settings.timezone, workspace.clock().date())
        sender = Sender(cs, client, Audience(cs, renderer, workspace.clock), WORDINGS, workspace.clock)
        with connected(app, workspace), open_memory(settings.database_url) as store:
            yield Office(workspace, store, cs, sender, client)


def test_a_play_is_started_worked_on_and_met(office: Office) -> None:
    """The one that fits is proposed first; its steps become tasks; once use is back it ends, and so do its tasks."""
    office.press(ActionId.PLAY_START)
    window = office.window()
    choice = window.element("play.choice")
    assert choice is not None
    assert choice["initial_option"]["value"] == "usage-drop"
    assert office.submit()["ok"]
    told = office.says("▶️ Usage drop is started for Acme.")
    assert "▸ Find out which team or feature the drop comes from · Mia Chen · Nov 17" in told.text
    assert [(task.owner, task.due_at.date().isoformat()) for task in office.tasks()] == [
        (MIAS, "2026-11-17"),
        (MIAS, "2026-11-20"),
        (MIAS, "2026-11-26"),
        (MIAS, "2026-12-15"),
    ]
    running = office.command("plays")
    assert "Usage drop for Acme · 0 of 4 steps done" in running.text
    assert "Active users: 10 now, 12 by Jan 16, 2027" in running.text
    office.score(SUNDAY + timedelta(days=7), active_users=11.0, active_users_prior=30.0)
    assert office.runs()[0].run.state is RunState.ACTIVE
    office.score(SUNDAY + timedelta(days=14), active_users=14.0, active_users_prior=30.0)
    assert office.runs()[0].run.state is RunState.MET
    assert office.tasks() == []
    assert len(office.tasks(TaskState.CANCELLED)) == 4
    assert "🏁 Usage drop for Acme reached its goal Nov 17" in office.command("plays").text


def test_a_play_runs_once_per_account(office: Office) -> None:
    """Who starts it again is told beside the choice."""
    office.start()
    office.press(ActionId.PLAY_START)
    refused = office.submit({"play.choice": "usage-drop"})
    assert refused["errors"]["play.choice"] == "“Usage drop” is running for this account already."
    assert len(office.runs()) == 1


def test_a_play_is_stopped_with_a_reason(office: Office) -> None:
    """From the list of what runs; a second press on the old list says that it is over."""
    office.start()
    listed = office.command("plays")
    office.person().click(listed, ActionId.PLAY_STOP)
    assert "4 open steps are taken off the lists" in str(office.window().blocks)
    assert office.submit({"play.reason": "They hired a consultant"})["ok"]
    office.says("⏹️ Usage drop is stopped for Acme")
    stopped = office.runs()[0].run
    assert (stopped.state, stopped.reason, stopped.ended_by) == (
        RunState.STOPPED,
        "They hired a consultant",
        MIAS,
    )
    office.person().click(listed, ActionId.PLAY_STOP)
    office.says("This play is over already")


def test_a_plan_is_written_shared_and_edited_in_place(office: Office) -> None:
    """One message, from then on true: after an edit and after a refresh that reaches a goal."""
    empty = office.command("plan acme")
    assert "There is none yet" in empty.text
    office.person().click(empty, ActionId.PLAN_EDIT)
    written = {
        "goal.text.0": "All planners use it",
        "goal.metric.0": "active_users",
        "goal.target.0": "25",
        "goal.by.0": "2027-01-31",
        "step.text.0": "Single sign-on works",
        "step.by.0": "2026-12-01",
    }
    assert office.submit(written)["ok"]
    plan = office.says("🎯 All planners use it · Active users 10, from 10 to 25 · by Jan 31, 2027")
    office.person().click(plan, ActionId.PLAN_SHARE)
    office.says("Shared in #cs-team")
    office.send()
    shared = office.says("kept up to date", who=ROSA)
    assert "◻️ Single sign-on works · by Dec 1" in shared.text
    own = office.command("plan acme")
    office.person().click(own, ActionId.PLAN_EDIT)
    assert office.submit({"step.done.0": "done"})["ok"]
    office.score(SUNDAY + timedelta(days=7), active_users=26.0)
    office.send()
    now = office.says("✅ All planners use it · Active users 26, from 10 to 25 · reached Nov 17", who=ROSA)
    assert now.ts == shared.ts
    assert "☑️ Single sign-on works · done Nov 17" in now.text


def test_a_milestone_belongs_to_a_member_who_was_picked(office: Office) -> None:
    """Nobody else can be picked; the owner is shown, and stands there when the plan is opened again."""
    office.press(ActionId.PLAN_EDIT)
    assert "full member" in str(office.submit({"step.text.0": "Kick-off", "step.owner.0": "U09GIL"}))
    assert office.submit({"step.text.0": "Kick-off", "step.owner.0": ROSA})["ok"]
    view = office.cs.plays.plan_view("A")
    assert view is not None
    assert [step.owner for step in view.plan.milestones] == [ROSAS]
    assert "◻️ Kick-off · " in office.says("Kick-off").text
    office.press(ActionId.PLAN_EDIT)
    owner = office.window().element("step.owner.0")
    assert owner is not None
    assert owner["initial_user"] == ROSA
    assert office.submit({"step.text.0": "Kick-off meeting"})["ok"]
    changed = office.cs.plays.plan_view("A")
    assert changed is not None
    assert [step.owner for step in changed.plan.milestones] == [ROSAS]


def test_of_two_who_edit_a_plan_the_second_overwrites_nothing(office: Office) -> None:
    """They are told, and what the first wrote stays."""
    office.press(ActionId.PLAN_EDIT)
    office.press(ActionId.PLAN_EDIT, who=ROSA)
    assert office.submit({"goal.text.0": "Mine"})["ok"]
    office.submit({"goal.text.0": "Yours"}, who=ROSA)
    assert "Somebody else has changed this plan" in str(office.window(ROSA).body)
    view = office.cs.plays.plan_view("A")
    assert view is not None
    assert [goal.text for goal in view.plan.goals] == ["Mine"]


def test_a_win_is_previewed_and_told_with_credit(office: Office) -> None:
    """Nobody sees it before it is posted; everybody in it is named, in no order and without counts."""
    office.press(ActionId.WIN_SHARE)
    story = {"win.story": "Two sessions with the new planners.", "win.effect": "Twice as many use it."}
    channel = office.client.conversations_list()["channels"]
    wins = next(each["id"] for each in channel if f"#{each['name']}" == WINS)
    assert office.submit({**story, "win.credit": f"{MIA},{ROSA}", "win.channel": wins})["ok"]
    preview = str(office.window().blocks)
    assert "Two sessions with the new planners." in preview
    assert "This is what everybody in #customer-wins will read:" in preview
    before = len(office.person().messages(WINS))
    assert office.submit()["ok"]
    office.says("is on its way to #customer-wins")
    office.send()
    told = office.person(ROSA).messages(WINS)
    assert len(told) == before + 1
    assert told[-1].text.startswith("🏆 Acme\nTwo sessions with the new planners.")
    assert "Thanks to Mia Chen, Rosa" in told[-1].text
    (win,) = office.cs.plays.wins(SUNDAY, SUNDAY + timedelta(days=7))
    assert win.win.credit == (MIAS, ROSAS)


@pytest.mark.parametrize("action", [ActionId.PLAN_SHARE])
def test_nothing_is_shared_where_another_company_reads(office: Office, action: ActionId) -> None:
    """A plan is refused where it was pressed, a win at the channel that was chosen."""
    office.press(ActionId.PLAN_EDIT)
    office.submit({"goal.text.0": "Mine"})
    office.press(action, channel=SHARED)
    office.says("people of another company read this channel", channel=SHARED)
    office.press(ActionId.WIN_SHARE)
    listed = office.client.conversations_list()["channels"]
    shared = next(each["id"] for each in listed if f"#{each['name']}" == SHARED)
    refused = office.submit({"win.story": "Yes!", "win.channel": shared})
    assert "another company" in refused["errors"]["win.channel"]
    office.send()
    assert "🏆" not in str([each.text for each in office.person().messages(SHARED)])


def test_a_viewer_starts_nothing(office: Office) -> None:
    """By command or by a button that somebody else was shown."""
    assert REFUSAL in office.command("plays", SAM).text
    office.press(ActionId.PLAY_START, who=SAM)
    office.says(REFUSAL, who=SAM)
    assert office.person(SAM).views == []
