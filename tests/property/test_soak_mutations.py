"""Whatever arrives signed is answered in time with 200, 400, 401 or 404, and changes nothing that it does not name."""

import logging
import random
import socket
import threading
import time
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from functools import partial

import pytest
import uvicorn
from slack_sdk import WebClient

from bot.access.rules import AccessRules, Role
from bot.app import HttpAnswer, create_app, http_answers
from bot.cli.demo_seed import demo_seed
from bot.cli.importing import importer_for
from bot.config import Settings, load_settings
from bot.ids import ActionId, ShortcutId, WindowId
from bot.listeners import ACTIONS, OPTIONS
from bot.web.slack_http import create_web
from bot.workspace.errors import SlackError
from bot.workspace.http_delivery import signature
from bot.workspace.person import PersonDriver
from bot.workspace.records import Json, Message, View, elements_of
from bot.workspace.server import Workspace
from cs_engine.records.acting import Actor
from cs_engine.records.bands import Band
from cs_engine.records.episodes import Episode, EpisodeState, Evidence, Family
from cs_engine.records.logged import NewTask, TaskView
from cs_engine.service.customer_success import CustomerSuccess
from cs_engine.service.memory import open_memory
from tests.bolt import UNHURRIED
from tests.companies import scored_company
from tests.property.mutations import mutated, opened

FULL_ROUNDS = 10_000
ANSWERS = {200, 400, 401, 404}
SLOW_SECONDS = 3.0
"""Slack gives up then."""
PATIENCE_SECONDS = 10.0
MIA, TEAM = "U02MIA", "#cs-team"
TEAM_ID = "C01CSTEAM"
CUSTOMERS = "Customer ID,Company,Plan Name,Remark\nc1,Acme,Pro,x\nc2,Globex,Pro,\nc3,Initech,Basic,\n"
UNDECIDED = "subscription_id;account_id;Start Date;MRR\n" + "".join(
    f"s{n};c{n};0{n}/0{n + 1}/2024;{n},250\n" for n in range(1, 8)
)
EXPECTED = {
    *("/health", "/cs", "event_callback app_home_opened", "event_callback message", "event_callback reaction_added"),
    *(f"message_action {shortcut}" for shortcut in ShortcutId),
    *(f"view_submission {window}" for window in WindowId),
    *(f"block_actions {action}" for action in ACTIONS),
    *(f"block_suggestion {menu}" for menu in OPTIONS),
}
CHANNELS = (TEAM, "#general", "#customer-wins", "#ext-acme")
Request = tuple[str, Mapping[str, str]]


@dataclass
class Recorder:
    """Answers as the bot does, and keeps every request it was asked."""

    answer: Callable[[str, Mapping[str, str]], HttpAnswer]
    requests: dict[str, Request] = field(default_factory=dict)

    def __call__(self, body: str, headers: Mapping[str, str]) -> HttpAnswer:
        """Answer and remember one request per kind."""
        self.requests.setdefault(kind_of(body), (body, dict(headers)))
        return self.answer(body, headers)


def kind_of(body: str) -> str:
    """Name what a request asks for, such as ``block_actions account.why``."""
    payload, _ = opened(body)
    if "actions" in payload:
        action = payload["actions"][0]["action_id"]
        return f"{payload['type']} {'.'.join(action.split('.')[:2])}"
    inside = payload.get("event", {}).get("type") or payload.get("view", {}).get("callback_id")
    what = payload.get("action_id") or payload.get("callback_id") or inside
    return f"{payload['type']} {what}" if "type" in payload else payload["command"]


@dataclass(frozen=True)
class Office:
    """A bot over HTTP with a small company, in a workspace."""

    workspace: Workspace
    recorder: Recorder
    settings: Settings
    imports: set[str] = field(default_factory=set)
    concluded: list[datetime] = field(default_factory=list)
    """The instants of the refreshes; what somebody records about an account is concluded at an instant of its own."""

    def remembered(self) -> list[object]:
        """Return digests of everything that refreshes concluded, and what became of the imports."""
        with open_memory(self.settings.database_url) as store:
            kept = [store.imports.get(each) for each in sorted(self.imports)]
            return [*(store.digest(instant) for instant in self.concluded), *(each and each.state for each in kept)]

    def work(self) -> None:
        """Let the jobs look at what was sent, as soon as the bot has let go of it."""
        client = WebClient(self.workspace.bot_token, self.workspace.api_url)
        with open_memory(self.settings.database_url) as store:
            importer = importer_for(self.settings, self.workspace.clock, store, client, threading.Lock())
            until = time.monotonic() + PATIENCE_SECONDS
            while not importer.work():
                assert time.monotonic() < until, "There is nothing for the jobs to do."
                time.sleep(0.05)

    def public(self) -> tuple[int, ...]:
        """Return how many messages everybody can read, by channel."""
        mia = self.workspace.as_person(MIA)
        return tuple(len([each for each in mia.messages(name) if not each.ephemeral]) for name in CHANNELS)


@pytest.fixture(scope="module")
def office(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Office]:
    """Open an office in which every kind of request has been sent once."""
    folder = tmp_path_factory.mktemp("office")
    scored_company(folder)
    door = socket.create_server(("127.0.0.1", 0))
    target = f"http://127.0.0.1:{door.getsockname()[1]}/slack/events"
    with Workspace(demo_seed(), http_target=target, patience=UNHURRIED, page=False) as workspace:
        settings = load_settings(
            steward_home=folder,
            steward_database_url=f"sqlite:///{folder / 'steward.db'}",
            slack_bot_token=workspace.bot_token,
            slack_signing_secret=workspace.signing_secret,
            slack_api_url=workspace.api_url,
            access=AccessRules(people={MIA: Role.ADMIN}),
        )
        cs = CustomerSuccess.open(settings.database_url, workspace.clock)
        client = WebClient(workspace.bot_token, base_url=workspace.api_url)
        app = create_app(settings, cs, client, workspace.clock)
        recorder = Recorder(http_answers(app, workspace.signing_secret))
        with served(recorder, door):
            with open_memory(settings.database_url) as store:
                office = Office(workspace, recorder, settings, concluded=list(store.instants()))
            do_everything(workspace.as_person(MIA))
            import_everything(office)
            log_everything(office)
            home_everything(office)
            play_everything(office)
            put_episodes_to_rest(office)
            yield office
        cs.close()


@contextmanager
def served(recorder: Recorder, door: socket.socket) -> Iterator[None]:
    """Serve the bot at an open port."""
    config = uvicorn.Config(create_web(recorder, lambda: None), log_level="warning", lifespan="off", ws="none")
    server = uvicorn.Server(config)
    thread = threading.Thread(target=server.run, kwargs={"sockets": [door]}, daemon=True)
    thread.start()
    yield
    server.should_exit = True
    thread.join(5)


def do_everything(mia: PersonDriver) -> None:
    """Ask, type and press whatever there is, so that one valid request of each kind is known."""
    for text in ("acme", "acme why", "acme history", "", "a", "xyzzy"):
        for element in pressable(asked(mia, text)):
            press(mia, asked(mia, text), element)
    mia.click(asked(mia, "acme"), ActionId.MORE)
    mia.click(mia.messages(TEAM)[-1], ActionId.LESS)
    for element in pressable(opened_home(mia)):
        assert mia.wait_for(partial(pressed_at_home, mia, element)), element


def import_everything(office: Office) -> None:
    """Give and drop files, answer what is asked, change columns, load one and set one aside."""
    mia = office.workspace.as_person(MIA)
    for step in (ActionId.IMPORT_DISMISS, ActionId.IMPORT_LOAD):
        mia.upload(mia.dm, "customers.csv", CUSTOMERS.encode())
        preview = looked_at(office)
        mia.click(preview, ActionId.IMPORT_COLUMNS)
        mia.submit(mia.wait_for(lambda: mia.views)[-1])
        mia.click(preview, step)
    office.work()
    mia.command(TEAM, "/cs", "import")
    mia.submit(mia.wait_for(lambda: mia.views)[-1], {"import.sent": mia.attach("undecided.csv", UNDECIDED.encode())})
    for question in (ActionId.IMPORT_DATES, ActionId.IMPORT_NUMBERS):
        preview = looked_at(office)
        menu = preview.element(question)
        assert menu is not None, preview.text
        mia.click(preview, question, menu["options"][0]["value"])
    mia.click(looked_at(office), ActionId.IMPORT_DISMISS)


FILLED: Mapping[ActionId, dict[str, str]] = {
    ActionId.LOG: {"log.note": "They want SSO.", "log.step": "Send the plan"},
    ActionId.FORECAST: {"forecast.call": "likely"},
    ActionId.PULSE: {"pulse.value": "3"},
    ActionId.CHAMPION_LEFT: {},
    ActionId.WRONG_DATA: {"wrong.what": "They have 80 seats."},
    ActionId.RECORD_RENEWAL: {"renewal.result": "notice_given", "renewal.date": "2027-01-31"},
}
"""What is entered in the window that each button about an account opens."""


def log_everything(office: Office) -> None:
    """Log by button, by a message's menu and by an emoji; change it, take it back; put tasks off and hand them on."""
    mia = office.workspace.as_person(MIA)
    with open_memory(office.settings.database_url) as store:
        account = store.names()[0][0]
    for action, entered in FILLED.items():
        mia.click(posted(office, action, account), action)
        mia.submit(mia.wait_for(lambda: mia.views)[-1], entered)
        step = {ActionId.LOG: ActionId.LOG_EDIT, ActionId.RECORD_RENEWAL: ActionId.RENEWAL_UNDO}.get(action)
        if step:
            mia.click(mia.wait_for(lambda found=step: with_button(mia, found)), step)  # type: ignore[misc] # a default
    mia.submit(mia.wait_for(lambda: mia.views)[-1]) if mia.views else None
    mia.click(mia.wait_for(lambda: with_button(mia, ActionId.LOG_UNDO)), ActionId.LOG_UNDO)
    log_messages(mia)
    hand_tasks_on(office, account)


def log_messages(mia: PersonDriver) -> None:
    """Log a message by its menu, opening the rest of the window, and by an emoji."""
    mia.say(TEAM, "Acme asked for a review")
    message = mia.messages(TEAM)[-1]
    mia.shortcut(ShortcutId.LOG_MESSAGE, message)
    mia.click(mia.wait_for(lambda: mia.views)[-1], ActionId.LOG_MORE)
    mia.react(message, "memo")
    mia.click(mia.wait_for(lambda: with_button(mia, ActionId.LOG_MESSAGE)), ActionId.LOG_MESSAGE)


def hand_tasks_on(office: Office, account: str) -> None:
    """Press every button of a task."""
    mia = office.workspace.as_person(MIA)
    actor = Actor(MIA, "mia.chen@example.com", "Mia")
    cs = CustomerSuccess.open(office.settings.database_url, office.workspace.clock)
    day = office.workspace.clock().date() + timedelta(days=3)
    task = cs.logbook.add_task(actor, NewTask(account, "Send the plan", actor.person, day))
    assert isinstance(task, TaskView)
    for action in (ActionId.TASK_TOMORROW, ActionId.TASK_WEEK, ActionId.TASK_REASSIGN, ActionId.TASK_DONE):
        mia.click(posted(office, action, task.task.id), action)
        if action is ActionId.TASK_REASSIGN:
            mia.submit(mia.wait_for(lambda: mia.views)[-1], {"task.owner": MIA})
    cs.close()


def play_everything(office: Office) -> None:
    """Start and stop a play, write, share and open a plan, tell a win."""
    mia = office.workspace.as_person(MIA)
    with open_memory(office.settings.database_url) as store:
        account = store.names()[0][0]
    told = {"win.story": "It works.", "win.channel": TEAM_ID}
    for action, entered in (
        (ActionId.PLAY_START, {"play.choice": "silence"}),
        (ActionId.PLAN_EDIT, {"goal.text.0": "More of it"}),
        (ActionId.WIN_SHARE, told),
    ):
        mia.click(posted(office, action, account), action)
        mia.submit(mia.wait_for(lambda: mia.views)[-1], entered)
    mia.submit(mia.views[-1])
    for action in (ActionId.PLAN_OPEN, ActionId.PLAN_SHARE):
        mia.click(posted(office, action, account), action)
    mia.click(posted(office, ActionId.SEGMENTS_PICTURE, "map"), ActionId.SEGMENTS_PICTURE)
    mia.click(posted(office, ActionId.MODEL_PICTURE, "model"), ActionId.MODEL_PICTURE)
    mia.click(posted(office, ActionId.JOURNEY_OPEN, account), ActionId.JOURNEY_OPEN)
    mia.click(posted(office, ActionId.VALUE_OPEN, account), ActionId.VALUE_OPEN)
    calculate_growth(mia)
    mia.click(mia.wait_for(lambda: with_button(mia, ActionId.PLAY_STOP)), ActionId.PLAY_STOP)
    mia.submit(mia.wait_for(lambda: mia.views)[-1], {"play.reason": "Done"})


def calculate_growth(mia: PersonDriver) -> None:
    """Open the window of growth plans and calculate one."""
    mia.command(TEAM, "/cs", "growth")
    mia.submit(
        mia.wait_for(lambda: mia.views)[-1],
        {"growth.budget": "1000", "growth.response": "10", "growth.conversion": "20"},
    )
    mia.close(mia.views[-1])


RESTS: Mapping[ActionId, tuple[str, dict[str, str]]] = {
    ActionId.EPISODE_ON_IT: ("{id}", {"episode.day": "2027-06-01"}),
    ActionId.EPISODE_HAND: ("{id}", {"episode.person": MIA}),
    ActionId.EPISODE_SNOOZE: ("{id}|date", {"episode.day": "2027-06-01"}),
    ActionId.EPISODE_FALSE: ("{id}", {"episode.reason": "wrong_data"}),
    ActionId.EPISODE_RESOLVE: ("{id}", {"episode.text": "They signed."}),
    ActionId.EPISODE_CLAIM: ("{id}", {}),
    ActionId.EPISODE_SHOW: ("{id}", {}),
}
"""The value of each button of an episode, and what is entered in the window that it opens."""


def put_episodes_to_rest(office: Office) -> None:
    """Press every button of an episode, each on an episode of its own."""
    mia, now = office.workspace.as_person(MIA), office.workspace.clock()
    with open_memory(office.settings.database_url) as store, store.changing() as memory:
        free = [account for account, *_ in store.names() if memory.episodes.open_of(account) is None]
        for account, action in zip(free, RESTS, strict=False):
            seen = Evidence(Family.URGENT_TICKET, now.date(), {"tickets": 1.0, "days": 3.0, "target": 2.0})
            memory.episodes.add(
                Episode(action.name, account, now, EpisodeState.OPEN, None, Band.WATCH, (seen,), "mia.chen@example.com")
            )
    for action, (value, entered) in RESTS.items():
        mia.click(posted(office, action, value.format(id=action.name)), action)
        if entered:
            mia.submit(mia.wait_for(lambda: mia.views)[-1], entered)
    mia.click(
        posted(office, ActionId.EPISODE_MENU, f"episode.resolve|{ActionId.EPISODE_CLAIM.name}"), ActionId.EPISODE_MENU
    )


SETTINGS: Mapping[ActionId, dict[str, str]] = {
    ActionId.HOME_HOURS: {},
    ActionId.HOME_AWAY: {"home.from": "2026-12-24"},
    ActionId.HOME_MESSAGES: {},
    ActionId.HOME_ALERTS: {},
    ActionId.HOME_CHANNEL: {"home.where": TEAM_ID},
}
"""What is entered in the window that each button of Home opens."""


def home_everything(office: Office) -> None:
    """Change every setting, search every menu, try a digest, erase somebody."""
    mia = office.workspace.as_person(MIA)
    cs = CustomerSuccess.open(office.settings.database_url, office.workspace.clock)
    cs.preferences.meet("U0GONE", "Gone", "gone@ours.example")
    cs.close()
    for action, entered in SETTINGS.items():
        mia.submit(window_of(office, action, "new"), entered)
    window = window_of(office, ActionId.HOME_HOURS, "home")
    for menu in (ActionId.HOME_ZONE, ActionId.HOME_COUNTRY):
        mia.suggest(window, menu, "a")
    window = window_of(office, ActionId.HOME_ERASE, "home")
    mia.suggest(window, ActionId.HOME_PERSON, "gone")
    mia.submit(window, {"home.person": "gone@ours.example"})
    mia.submit(mia.wait_for(lambda: [each for each in mia.views if "undone" in str(each.blocks)])[-1])
    window_of(office, ActionId.HOME_IMPORT, "home")
    for action in (ActionId.HOME_OWNERS, ActionId.HOME_TEST):
        mia.click(posted(office, action, "home"), action)
    for action in (ActionId.DIGEST_PREVIEW, ActionId.HOME_REMOVE, ActionId.HOME_AGAIN):
        mia.click(posted(office, action, TEAM_ID), action)
    mia.click(posted(office, ActionId.HOME_GO, "settings|mine||"), ActionId.HOME_GO)


def window_of(office: Office, action: ActionId, value: str) -> View:
    """Open the window of a button, and nothing else."""
    mia = office.workspace.as_person(MIA)
    for view in mia.views:
        mia.close(view, cleared=True)
    mia.click(posted(office, action, value), action)
    found: View = mia.wait_for(lambda: mia.views)[-1]
    return found


def posted(office: Office, action: ActionId, value: str) -> Message:
    """Post a message with a button, as the bot does."""
    label = {"type": "plain_text", "text": "Press"}
    button = {"type": "button", "action_id": action.value, "value": value, "text": label}
    client = WebClient(office.workspace.bot_token, base_url=office.workspace.api_url)
    client.chat_postMessage(channel=TEAM_ID, text="Press", blocks=[{"type": "actions", "elements": [button]}])
    return with_button(office.workspace.as_person(MIA), action)


def with_button(mia: PersonDriver, action: ActionId) -> Message:
    """Return the newest message with this button."""
    found = [each for each in mia.messages(TEAM) if each.element(action)]
    return found[-1] if found else None  # type: ignore[return-value] # waited for


def looked_at(office: Office) -> Message:
    """Let the jobs look at what was sent, and return what the bot says about it."""
    office.work()
    mia = office.workspace.as_person(MIA)
    preview = mia.messages(mia.dm)[-1]
    dismiss = preview.element(ActionId.IMPORT_DISMISS)
    assert dismiss is not None, preview.text
    office.imports.add(dismiss["value"])
    return preview


def opened_home(mia: PersonDriver) -> View:
    """Open Home and return it."""
    home = mia.open_home()
    assert home is not None
    return home


def pressable(place: Message | View) -> list[Json]:
    """Return the buttons and menus of a message or page, one of each kind."""
    blocks = place.blocks if isinstance(place, Message) else place.body["blocks"]
    found = [element for block in blocks or () for element in elements_of(block) if "action_id" in element]
    return list({ActionId.of(element["action_id"]): element for element in found}.values())


def press(mia: PersonDriver, place: Message | View, element: Json) -> None:
    """Press a button, choose the first entry of a menu, or search one and choose what is found first."""
    options = element.get("options")
    if element["type"] == "external_select":
        options = mia.suggest(place, element["action_id"], "a")["options"]
    mia.click(place, element["action_id"], options[0]["value"] if options else "")


def pressed_at_home(mia: PersonDriver, element: Json) -> bool:
    """Press something on Home; tell whether it stood there, for what was pressed before may just renew the page."""
    try:
        press(mia, opened_home(mia), element)
    except SlackError:
        return False
    return True


def asked(mia: PersonDriver, text: str) -> Message:
    """Ask about health and return what appears."""
    mia.command(TEAM, "/health", text)
    return mia.messages(TEAM)[-1]


@pytest.mark.soak
def test_mutated_payloads_are_answered_and_change_nothing(
    office: Office, effort: Callable[[int], int], caplog: pytest.LogCaptureFixture
) -> None:
    """Requests that were changed are answered in time, without a traceback; only a whole request to share does that."""
    chance = random.Random(20261122)
    valid = dict(office.recorder.requests)
    assert valid.keys() >= EXPECTED
    caplog.clear()
    remembered, (in_team, *elsewhere) = office.remembered(), office.public()
    shares = 0
    for _ in range(effort(FULL_ROUNDS)):
        body, headers = valid[chance.choice(sorted(valid))]
        changed = mutated(body, chance)
        began = time.monotonic()
        answer = office.recorder.answer(changed, {**headers, **signed(office, changed)})
        assert (answer.status in ANSWERS, time.monotonic() - began < SLOW_SECONDS) == (True, True), changed
        shares += asks_to_share(changed)
        in_team_now, *elsewhere_now = office.public()
        assert elsewhere_now == elsewhere, changed
        assert in_team <= in_team_now <= in_team + shares, changed
    assert office.remembered() == remembered
    assert [record.getMessage() for record in caplog.records if record.exc_info or is_a_fault(record)] == []


def is_a_fault(record: logging.LogRecord) -> bool:
    """Tell an error of ours from one of Slack's client, which says so when an address in a payload leads nowhere."""
    return record.levelno >= logging.ERROR and not record.name.startswith("slack_sdk")


def signed(office: Office, body: str) -> dict[str, str]:
    """Sign a body as Slack does."""
    return {name.lower(): value for name, value in signature(office.workspace.signing_secret, body).items()}


def asks_to_share(body: str) -> bool:
    """Tell whether a request still is one to share a card in the team's channel."""
    try:
        payload, _ = opened(body)
        return bool(payload["actions"][0]["action_id"] == ActionId.SHARE and payload["channel"]["id"] == TEAM_ID)
    except (ValueError, LookupError, TypeError):
        return False
