"""Who gets an answer to what: every way to ask by every kind of person, through real Bolt with signed requests."""

import json
import time
from collections.abc import Callable, Iterator
from contextlib import ExitStack
from dataclasses import dataclass
from itertools import count
from typing import Any

import pytest
from slack_bolt import App, BoltResponse

from bot.access.policy import POLICY, RIGHTS, Entry, Kind
from bot.access.rules import AccessRules, Reach, Role
from bot.errors import STALE_WINDOW, NoPolicyError
from bot.ids import ActionId, WindowId
from bot.listeners import EVENTS, entries, register
from bot.listeners.actions.card import GONE
from bot.listeners.actions.plays import NO_PLAN
from bot.listeners.actions.plays import OVER as PLAY_OVER
from bot.listeners.views.plays import CHANGED as PLAN_CHANGED
from cs_engine.records.bands import Band
from cs_engine.storage.rows import SnapshotRow
from tests.contract.bot_requests import TEAM, Slack, app_of, command, event, interaction, settle, slack_on_localhost
from tests.unit.bot.answers import NOW
from tests.unit.health.accounts import days_ago
from tests.unit.service.desk import MONDAY, Desk, kept

DANA = "dana@steward.test"
REFUSAL = "Sorry, I may not do that for you. Ask whoever runs Steward in your company to give you access."
COMMENT = "Too slow for us."
LETTERS = ("Acme", "Zephyr", "Mexico", "A1", "Z1", "A2", "dana")
"""What would tell a refused person that an account exists."""


def customer(account_id: str, name: str, owner: str, segment: str, **changes: object) -> SnapshotRow:
    """Return an account at risk, with money and an angry comment."""
    facts = {"owner": owner, "segment": segment, "arr": 987_654.0}
    idle = {"active_users": 5.0, "active_days": 2, "events_per_user": 10.0, "features_used": 1}
    silent = {"last_two_way_at": days_ago(150), "champion_seen_at": days_ago(150), "surveys_answered": 0}
    unhappy = {"nps_score": 2.0, "nps_comment": COMMENT, "nps_contact": "Ana", "csat_score": 1.0}
    return kept(account_id, name, MONDAY, **{**facts, **idle, **silent, **unhappy, **changes})


ACME = customer("A1", "Acme", DANA, "mid")
BANK = customer("Z1", "Zephyr Bank", "lee@steward.test", "enterprise", arr=1_234_567.0)
CHILD = customer("A2", "Acme Mexico", "lee@steward.test", "enterprise", parent_id="A1")


def user(user_id: str, **told: object) -> dict[str, Any]:
    """Return what Slack tells about somebody; all have the address of one who looks after an account."""
    return {"id": user_id, "team_id": TEAM, "profile": {"email": DANA, "real_name": user_id}, **told}


MEMBERS = {"UVIEWER": Role.VIEWER, "UCSM": Role.CSM, "ULEAD": Role.LEAD, "UADMIN": Role.ADMIN}
OTHERS = {
    "UNONE": user("UNONE"),
    "UGUEST": user("UGUEST", is_restricted=True),
    "UONECHANNEL": user("UONECHANNEL", is_restricted=True, is_ultra_restricted=True),
    "USTRANGER": user("USTRANGER", is_stranger=True),
    "UELSEWHERE": user("UELSEWHERE", team_id="T2"),
    "UBOT": user("UBOT", is_bot=True),
    "ULEFT": user("ULEFT", deleted=True),
    "UUNKNOWN": None,
}
RULES = AccessRules(people={**MEMBERS, **dict.fromkeys(OTHERS, Role.ADMIN), "UNONE": Role.NONE})
"""Even somebody called an admin is refused if Slack says that they are none of us."""
PEOPLE = {name: told for name, told in {**{name: user(name) for name in MEMBERS}, **OTHERS}.items() if told}


@dataclass(frozen=True, slots=True)
class Example:
    """One way to ask about an account, and words that stand in the answer."""

    ask: Callable[["Office", str, str], BoltResponse | dict[str, Any]]
    shows: str


@dataclass
class Office:
    """The app over a real memory, and the Slack that it talks to."""

    app: App
    slack: Slack
    numbers: Iterator[int]

    def seen(self, example: Example, who: str, account: str = "A1") -> str:
        """Ask, and return all that comes back to anybody."""
        self.slack.calls.clear()
        answer = example.ask(self, who, account)
        settle(self.app)
        body = answer if isinstance(answer, dict) else {"status": answer.status, "body": answer.body}
        theirs = [sent for sent in self.slack.said() if sent.get("user_id", who) == who]  # others' Home is not shown
        return json.dumps([body, *theirs], ensure_ascii=False)

    def asked(self, text: str, who: str) -> str:
        """Type a command and return its answer."""
        return str(command(self.app, text, who)["text"])


def typed(text: str, shows: str = "Acme") -> Example:
    """Type a command; ``{}`` stands for the account."""
    return Example(lambda office, who, account: command(office.app, text.format(account), who), shows)


def pressed(action: ActionId, shows: str = "Acme", value: str = "{}", **place: object) -> Example:
    """Press a button under a message."""

    def press(office: Office, who: str, account: str) -> BoltResponse:
        button = {"type": "button", "action_id": action.value, "block_id": "b", "value": value.format(account)}
        where = {"channel": {"id": "C1"}, "response_url": f"{office.slack.url}respond", **place}
        return interaction(office.app, {"type": "block_actions", "actions": [button], **where}, who)

    return Example(press, shows)


def searched(office: Office, who: str, account: str) -> BoltResponse:
    """Type into the menu of accounts; the id begins like the name."""
    menu = {"type": "block_suggestion", "action_id": ActionId.FIND.value, "block_id": "b", "value": account[0]}
    return interaction(office.app, menu, who)


def typed_in_menu(menu: ActionId, text: str, shows: str) -> Example:
    """Type into a menu that searches."""

    def type_in(office: Office, who: str, _account: str) -> BoltResponse:
        asked = {"type": "block_suggestion", "action_id": menu.value, "block_id": "b", "value": text}
        return interaction(office.app, asked, who)

    return Example(type_in, shows)


def sure(office: Office, who: str, _account: str) -> BoltResponse:
    """Agree to erase somebody, without saying whom."""
    return submitted(office, who, WindowId.HOME_ERASE_SURE, {})


def opened(office: Office, who: str, _account: str) -> BoltResponse:
    """Open Home."""
    return event(office.app, f"Ev{next(office.numbers)}", who)


def asked_of_cs(text: str, shows: str) -> Example:
    """Type `/cs` and a word."""
    return Example(lambda office, who, _account: command(office.app, text, who, "/cs"), shows)


def dropped(office: Office, who: str, _account: str) -> BoltResponse:
    """Drop a file into the direct message, and wait for what is said about it."""
    about = {"type": "message", "subtype": "file_share", "channel_type": "im", "files": [{"id": "F1", "name": "a.csv"}]}
    return told(office, event(office.app, f"Ev{next(office.numbers)}", who, **about))


def given(office: Office, who: str, _account: str) -> BoltResponse:
    """Submit the window with a file, and wait for what is said about it."""
    files = {"import.sent": {"type": "file_input", "files": [{"id": "F1", "name": "a.csv"}]}}
    return told(office, submitted(office, who, WindowId.IMPORT_FILES, {"b": files}))


def changed(office: Office, who: str, account: str) -> BoltResponse:
    """Submit the window with other columns."""
    return submitted(office, who, WindowId.IMPORT_COLUMNS, {}, f"{account}|2026")


def submitted(office: Office, who: str, window: WindowId, values: dict[str, Any], about: str = "") -> BoltResponse:
    """Submit a window."""
    view = {"id": "V1", "type": "modal", "callback_id": window.value, "state": {"values": values}}
    return interaction(office.app, {"type": "view_submission", "view": {**view, "private_metadata": about}}, who)


def typed_into_cs(text: str, shows: str) -> Example:
    """Type `/cs` and something with an account, for which ``{}`` stands."""
    return Example(lambda office, who, account: command(office.app, text.format(account), who, "/cs"), shows)


def in_window(office: Office, who: str, account: str) -> BoltResponse:
    """Ask for the rest of the window that logs a follow-up."""
    view = {"id": "V1", "type": "modal", "private_metadata": json.dumps({"account": account})}
    button = {"type": "button", "action_id": ActionId.LOG_MORE.value, "block_id": "b", "value": "more"}
    place = {"response_url": f"{office.slack.url}respond"}
    return interaction(office.app, {"type": "block_actions", "actions": [button], "view": view, **place}, who)


def reacted(office: Office, who: str, _account: str) -> BoltResponse:
    """React to a message."""
    about = {"type": "reaction_added", "reaction": "memo", "item": {"type": "message", "channel": "C1", "ts": "1.0"}}
    return event(office.app, f"Ev{next(office.numbers)}", who, **about)


def from_menu(office: Office, who: str, _account: str) -> BoltResponse:
    """Choose the entry in a message's menu."""
    place = {"channel": {"id": "C1"}, "message": {"ts": "1.0"}, "response_url": f"{office.slack.url}respond"}
    return interaction(office.app, {"type": "message_action", "callback_id": "log.message", **place}, who)


def filled(window: WindowId, shows: str, **values: dict[str, Any]) -> Example:
    """Submit a window about an account and a task; fields are named with underscores for dots."""

    def submit(office: Office, who: str, account: str) -> BoltResponse:
        entered = {name.replace("__", "."): value for name, value in values.items()}
        blocks = {name: {name: value} for name, value in entered.items()}
        return submitted(office, who, window, blocks, json.dumps({"account": account, "task": account}))

    return Example(submit, shows)


def option(value: str) -> dict[str, Any]:
    """Return what a menu enters."""
    return {"type": "static_select", "selected_option": {"value": value}}


def told(office: Office, response: BoltResponse) -> BoltResponse:
    """Wait until something was posted, unless the answer says it all."""
    until = time.monotonic() + 3
    while not response.body and "chat.postMessage" not in office.slack.methods() and time.monotonic() < until:
        time.sleep(0.01)
    return response


def day(value: str) -> dict[str, Any]:
    """Return what a date picker enters."""
    return {"type": "datepicker", "selected_date": value}


UNKNOWN_ALERT = "This alert is no longer known here"
UNKNOWN_FILES = "These files are no longer known here"


def in_play_window(window: WindowId, shows: str, chosen: str = "", story: str = "", again: str = "") -> Example:
    """Submit a window about a play, a plan or a win."""
    values = {
        "play.choice": {"play.choice": {"type": "static_select", "selected_option": {"value": chosen}}},
        "win.story": {"win.story": {"type": "plain_text_input", "value": story}},
        "win.channel": {"win.channel": {"type": "conversations_select", "selected_conversation": "C1"}},
    }

    def submit(office: Office, who: str, account: str) -> BoltResponse:
        about = {"account": account, "task": "gone", "again": again}
        return submitted(office, who, window, values, json.dumps(about))

    return Example(submit, shows)


EXAMPLES: dict[Entry, Example] = {
    Entry(Kind.COMMAND, "/health card"): typed("{}"),
    Entry(Kind.COMMAND, "/health why"): typed("{} why", "Acme: why"),
    Entry(Kind.COMMAND, "/health history"): typed("{} history", "Acme: the last week"),
    Entry(Kind.COMMAND, "/health mine"): typed("mine"),
    Entry(Kind.COMMAND, "/health at-risk"): typed("at-risk", "Your accounts at risk"),
    Entry(Kind.COMMAND, "/health at-risk-all"): typed("at-risk all", "All accounts at risk"),
    Entry(Kind.COMMAND, "/health help"): typed("help", "What you can ask"),
    Entry(Kind.ACTION, "account.why"): pressed(ActionId.WHY, "Acme: why"),
    Entry(Kind.ACTION, "account.history"): pressed(ActionId.HISTORY),
    Entry(Kind.ACTION, "account.more"): pressed(ActionId.MORE),
    Entry(Kind.ACTION, "account.less"): pressed(ActionId.LESS),
    Entry(Kind.ACTION, "account.share"): pressed(ActionId.SHARE, "Shared to #cs-team."),
    Entry(Kind.ACTION, "account.open"): pressed(ActionId.OPEN),
    Entry(Kind.ACTION, "account.pick"): pressed(ActionId.PICK),
    Entry(Kind.ACTION, "account.find"): pressed(ActionId.FIND),
    Entry(Kind.ACTION, "list.page"): pressed(ActionId.PAGE, value="team||1"),
    Entry(Kind.ACTION, "list.bands"): pressed(ActionId.BANDS, "Your accounts", value="mine|watch|1"),
    Entry(Kind.OPTIONS, "account.find"): Example(searched, "Acme"),
    Entry(Kind.EVENT, "app_home_opened"): Example(opened, "Hello"),
    Entry(Kind.ACTION, "home.go"): pressed(ActionId.HOME_GO, "Hello", value="settings|mine||"),
    Entry(Kind.ACTION, "home.import"): pressed(ActionId.HOME_IMPORT, "Load files"),
    Entry(Kind.ACTION, "home.owners"): pressed(ActionId.HOME_OWNERS, "Who looks after accounts"),
    Entry(Kind.ACTION, "home.test"): pressed(ActionId.HOME_TEST, "No channel is told a digest yet"),
    Entry(Kind.ACTION, "home.hours"): pressed(ActionId.HOME_HOURS, "Working hours"),
    Entry(Kind.ACTION, "home.away"): pressed(ActionId.HOME_AWAY, "Out of office"),
    Entry(Kind.ACTION, "home.messages"): pressed(ActionId.HOME_MESSAGES, "Every working day"),
    Entry(Kind.ACTION, "home.alerts"): pressed(ActionId.HOME_ALERTS, "Risk alerts"),
    Entry(Kind.ACTION, "home.channel"): pressed(ActionId.HOME_CHANNEL, "The weekly digest", value="new"),
    Entry(Kind.ACTION, "home.remove"): pressed(ActionId.HOME_REMOVE, "", value="C1"),
    Entry(Kind.ACTION, "home.again"): pressed(ActionId.HOME_AGAIN, "neither failed nor is uncertain", value="k"),
    Entry(Kind.ACTION, "home.erase"): pressed(ActionId.HOME_ERASE, "Erase a person"),
    Entry(Kind.OPTIONS, "home.zone"): typed_in_menu(ActionId.HOME_ZONE, "berlin", "Europe/Berlin"),
    Entry(Kind.OPTIONS, "home.country"): typed_in_menu(ActionId.HOME_COUNTRY, "germ", "Germany (DE)"),
    Entry(Kind.OPTIONS, "home.person"): typed_in_menu(ActionId.HOME_PERSON, "ulead", "options"),
    Entry(Kind.VIEW, "home.hours"): filled(WindowId.HOME_HOURS, "no longer works"),
    Entry(Kind.VIEW, "home.messages"): filled(WindowId.HOME_MESSAGES, "no longer works"),
    Entry(Kind.VIEW, "home.away"): filled(
        WindowId.HOME_AWAY,
        "This has to be after the beginning",
        home__from={"type": "datepicker", "selected_date": "2026-12-24"},
        home__until={"type": "datepicker", "selected_date": "2026-12-20"},
    ),
    Entry(Kind.VIEW, "home.alerts"): filled(
        WindowId.HOME_ALERTS, "no longer works", home__route__at_risk=option("by pigeon")
    ),
    Entry(Kind.VIEW, "home.channel"): filled(WindowId.HOME_CHANNEL, "no longer works"),
    Entry(Kind.VIEW, "home.erase"): filled(WindowId.HOME_ERASE, "I do not know this"),
    Entry(Kind.VIEW, "home.erase.sure"): Example(sure, "no longer works"),
    Entry(Kind.COMMAND, "/cs help"): asked_of_cs("help", "/cs import"),
    Entry(Kind.COMMAND, "/cs import"): asked_of_cs("import", "Load files"),
    Entry(Kind.COMMAND, "/cs digest"): asked_of_cs("digest", "No channel gets one yet"),
    Entry(Kind.ACTION, "digest.preview"): pressed(ActionId.DIGEST_PREVIEW, "This channel gets no digest"),
    Entry(Kind.COMMAND, "/cs plan"): typed_into_cs("plan {}", "There is none yet"),
    Entry(Kind.COMMAND, "/cs plays"): asked_of_cs("plays", "Plays at work for your accounts"),
    Entry(Kind.COMMAND, "/cs segments"): asked_of_cs("segments", "Nothing has been found yet"),
    Entry(Kind.COMMAND, "/cs journey"): asked_of_cs("journey", "Nothing has been read yet"),
    Entry(Kind.COMMAND, "/cs growth"): asked_of_cs("growth", "Nothing has been read from the book yet"),
    Entry(Kind.VIEW, "growth.plan"): filled(WindowId.GROWTH, "Please fill this in."),
    Entry(Kind.COMMAND, "/cs value"): asked_of_cs("value", "Nothing has been valued yet"),
    Entry(Kind.ACTION, "value.open"): pressed(ActionId.VALUE_OPEN, "no value is known yet"),
    Entry(Kind.ACTION, "journey.open"): pressed(ActionId.JOURNEY_OPEN, "no journey is known yet"),
    Entry(Kind.ACTION, "segments.picture"): pressed(ActionId.SEGMENTS_PICTURE, "There is nothing to draw"),
    Entry(Kind.ACTION, "model.picture"): pressed(ActionId.MODEL_PICTURE, "There is nothing to draw"),
    Entry(Kind.ACTION, "play.start"): pressed(ActionId.PLAY_START, "Start a play"),
    Entry(Kind.ACTION, "play.stop"): pressed(ActionId.PLAY_STOP, PLAY_OVER.partition(".")[0]),
    Entry(Kind.ACTION, "plan.open"): pressed(ActionId.PLAN_OPEN, "There is none yet"),
    Entry(Kind.ACTION, "plan.edit"): pressed(ActionId.PLAN_EDIT, "Success plan"),
    Entry(Kind.ACTION, "plan.share"): pressed(ActionId.PLAN_SHARE, NO_PLAN),
    Entry(Kind.ACTION, "win.share"): pressed(ActionId.WIN_SHARE, "Share the win"),
    Entry(Kind.VIEW, "play.start"): in_play_window(WindowId.PLAY_START, "There is no such play any more", chosen="x"),
    Entry(Kind.VIEW, "play.stop"): in_play_window(WindowId.PLAY_STOP, PLAY_OVER.partition(".")[0]),
    Entry(Kind.VIEW, "plan.edit"): in_play_window(WindowId.PLAN, PLAN_CHANGED, again="99"),
    Entry(Kind.VIEW, "win.tell"): in_play_window(WindowId.WIN, "will read", story="It works."),
    Entry(Kind.VIEW, "win.preview"): in_play_window(WindowId.WIN_PREVIEW, STALE_WINDOW),
    Entry(Kind.COMMAND, "/cs metrics"): asked_of_cs("metrics", "None are kept yet"),
    Entry(Kind.COMMAND, "/cs risk"): asked_of_cs("risk", "Nothing has been found yet"),
    Entry(Kind.COMMAND, "/cs model"): asked_of_cs("model", "they are found every night"),
    Entry(Kind.COMMAND, "/cs kpi"): asked_of_cs("kpi", "no night has looked at them yet"),
    Entry(Kind.COMMAND, "/cs alerts"): asked_of_cs("alerts", "How good the alerts were"),
    Entry(Kind.ACTION, "episode.claim"): pressed(ActionId.EPISODE_CLAIM, UNKNOWN_ALERT),
    Entry(Kind.ACTION, "episode.on_it"): pressed(ActionId.EPISODE_ON_IT, UNKNOWN_ALERT),
    Entry(Kind.ACTION, "episode.hand"): pressed(ActionId.EPISODE_HAND, UNKNOWN_ALERT),
    Entry(Kind.ACTION, "episode.snooze"): pressed(ActionId.EPISODE_SNOOZE, UNKNOWN_ALERT, value="{}|2030-01-01"),
    Entry(Kind.ACTION, "episode.false"): pressed(ActionId.EPISODE_FALSE, UNKNOWN_ALERT),
    Entry(Kind.ACTION, "episode.resolve"): pressed(ActionId.EPISODE_RESOLVE, UNKNOWN_ALERT),
    Entry(Kind.ACTION, "episode.menu"): pressed(ActionId.EPISODE_MENU, UNKNOWN_ALERT, value="episode.resolve|{}"),
    Entry(Kind.ACTION, "episode.show"): pressed(ActionId.EPISODE_SHOW, UNKNOWN_ALERT),
    Entry(Kind.VIEW, "episode.claim"): filled(WindowId.EPISODE_CLAIM, UNKNOWN_ALERT, episode__day=day("2027-01-15")),
    Entry(Kind.VIEW, "episode.hand"): filled(WindowId.EPISODE_HAND, "Choose a full member"),
    Entry(Kind.VIEW, "episode.snooze"): filled(WindowId.EPISODE_SNOOZE, UNKNOWN_ALERT, episode__day=day("2030-01-01")),
    Entry(Kind.VIEW, "episode.false"): filled(
        WindowId.EPISODE_FALSE, UNKNOWN_ALERT, episode__reason=option("too_sensitive")
    ),
    Entry(Kind.VIEW, "episode.resolve"): filled(WindowId.EPISODE_RESOLVE, UNKNOWN_ALERT),
    Entry(Kind.ACTION, "import.load"): pressed(ActionId.IMPORT_LOAD, UNKNOWN_FILES),
    Entry(Kind.ACTION, "import.dismiss"): pressed(ActionId.IMPORT_DISMISS, UNKNOWN_FILES),
    Entry(Kind.ACTION, "import.columns"): pressed(ActionId.IMPORT_COLUMNS, UNKNOWN_FILES),
    Entry(Kind.ACTION, "import.dates"): pressed(ActionId.IMPORT_DATES, UNKNOWN_FILES, value="{}|day"),
    Entry(Kind.ACTION, "import.numbers"): pressed(ActionId.IMPORT_NUMBERS, UNKNOWN_FILES, value="{}|comma"),
    Entry(Kind.EVENT, "message.im"): Example(dropped, "a.csv"),
    Entry(Kind.VIEW, "import.files"): Example(given, "a.csv"),
    Entry(Kind.COMMAND, "/cs log"): typed_into_cs("log {}", "Log a follow-up"),
    Entry(Kind.ACTION, "log.open"): pressed(ActionId.LOG),
    Entry(Kind.ACTION, "log.message"): pressed(ActionId.LOG_MESSAGE, "Log a follow-up", value="C1|1.0"),
    Entry(Kind.ACTION, "log.more"): Example(in_window, "Who may read the note"),
    Entry(Kind.ACTION, "log.undo"): pressed(ActionId.LOG_UNDO, "This follow-up is not there"),
    Entry(Kind.ACTION, "log.edit"): pressed(ActionId.LOG_EDIT, "This follow-up is not there"),
    Entry(Kind.ACTION, "task.done"): pressed(ActionId.TASK_DONE, "This task is not there"),
    Entry(Kind.ACTION, "task.tomorrow"): pressed(ActionId.TASK_TOMORROW, "This task is not there"),
    Entry(Kind.ACTION, "task.week"): pressed(ActionId.TASK_WEEK, "This task is not there"),
    Entry(Kind.ACTION, "task.reassign"): pressed(ActionId.TASK_REASSIGN, "This task is not there"),
    Entry(Kind.ACTION, "account.menu"): pressed(ActionId.ACCOUNT_MENU, value="account.pulse|{}"),
    Entry(Kind.ACTION, "renewal.undo"): pressed(ActionId.RENEWAL_UNDO, "not there any more"),
    Entry(Kind.ACTION, "renewal.record"): pressed(ActionId.RECORD_RENEWAL),
    Entry(Kind.ACTION, "renewal.forecast"): pressed(ActionId.FORECAST),
    Entry(Kind.ACTION, "account.pulse"): pressed(ActionId.PULSE),
    Entry(Kind.ACTION, "account.champion"): pressed(ActionId.CHAMPION_LEFT),
    Entry(Kind.ACTION, "account.wrong"): pressed(ActionId.WRONG_DATA),
    Entry(Kind.EVENT, "reaction_added"): Example(reacted, "Shall I log that message"),
    Entry(Kind.SHORTCUT, "log.message"): Example(from_menu, "Log a follow-up"),
    Entry(Kind.VIEW, "log.follow_up"): filled(
        WindowId.FOLLOW_UP,
        "This day is over",
        log__step={"type": "plain_text_input", "value": "Call"},
        log__due={"type": "datepicker", "selected_date": "2020-01-01"},
    ),
    Entry(Kind.VIEW, "task.reassign"): filled(
        WindowId.TASK_REASSIGN, "This task is not there", task__owner={"type": "users_select", "selected_user": "UCSM"}
    ),
    Entry(Kind.VIEW, "renewal.record"): filled(
        WindowId.RECORD_RENEWAL,
        "This cannot be less than zero",
        renewal__result=option("renewed"),
        renewal__date={"type": "datepicker", "selected_date": "2027-01-31"},
        renewal__amount={"type": "number_input", "value": "-5"},
    ),
    Entry(Kind.VIEW, "renewal.forecast"): filled(WindowId.FORECAST, "This window no longer works"),
    Entry(Kind.VIEW, "account.pulse"): filled(WindowId.PULSE, "This window no longer works"),
    Entry(Kind.VIEW, "account.champion"): filled(
        WindowId.CHAMPION_LEFT, "This window no longer works", champion__gone={"type": "plain_text_input", "value": 1}
    ),
    Entry(Kind.VIEW, "account.wrong"): filled(
        WindowId.WRONG_DATA, "This window no longer works", wrong__what={"type": "plain_text_input", "value": 1}
    ),
    Entry(Kind.VIEW, "import.columns"): Example(changed, UNKNOWN_FILES),
}
UNHEARD = {Entry(Kind.EVENT, "reaction_added"), Entry(Kind.OPTIONS, "home.person")}
"""What nobody is told about that they may not ask for: they never asked us."""
EVERY_WAY = pytest.mark.parametrize("entry", list(EXAMPLES), ids=lambda entry: f"{entry.kind}-{entry.name}")


@pytest.fixture(scope="module")
def slack() -> Iterator[Slack]:
    """A Slack that knows all kinds of people."""
    with slack_on_localhost() as served:
        served.people = PEOPLE
        yield served


@pytest.fixture(scope="module")
def numbers() -> Iterator[int]:
    """Numbers that never come twice."""
    return count()


@pytest.fixture(scope="module")
def open_office(
    slack: Slack, numbers: Iterator[int], tmp_path_factory: pytest.TempPathFactory
) -> Iterator[Callable[..., Office]]:
    """Open the app over a memory with some accounts."""
    with ExitStack() as desks:

        def opened_with(*accounts: SnapshotRow, rules: AccessRules = RULES) -> Office:
            desk = desks.enter_context(Desk.opened(tmp_path_factory.mktemp("desk")))
            desk.store.write_snapshots(accounts)
            return Office(app_of(desk.answers(NOW), slack, rules), slack, numbers)

        yield opened_with


@pytest.fixture(scope="module")
def office(open_office: Callable[..., Office]) -> Office:
    """The app with three accounts, of which the people here look after one."""
    return open_office(ACME, BANK, CHILD)


def test_every_way_to_ask_has_a_policy_and_an_example() -> None:
    """Nothing is listened to that nobody thought about, and nothing is decided about what nobody listens to."""
    assert set(entries()) == set(POLICY)
    assert set(POLICY) == set(EXAMPLES)


def test_a_new_listener_without_a_policy_is_refused_at_the_start(monkeypatch: pytest.MonkeyPatch) -> None:
    """Before anybody could click on it."""
    monkeypatch.setitem(EVENTS, "team_join", next(iter(EVENTS.values())))
    with pytest.raises(NoPolicyError, match="event team_join"):
        register(App(token="xoxb-1", signing_secret="s", token_verification_enabled=False))


@pytest.mark.parametrize("who", MEMBERS)
@EVERY_WAY
def test_whoever_has_the_right_gets_the_answer(office: Office, entry: Entry, who: str) -> None:
    """All others are told the one sentence."""
    seen = office.seen(EXAMPLES[entry], who)
    if POLICY[entry] in RIGHTS[MEMBERS[who]]:
        assert EXAMPLES[entry].shows in seen
        assert REFUSAL not in seen
    else:
        assert (REFUSAL in seen) == (entry not in UNHEARD)


@pytest.mark.parametrize("who", OTHERS)
@EVERY_WAY
def test_whoever_is_none_of_us_learns_nothing(office: Office, entry: Entry, who: str) -> None:
    """No name, no id, and the same whether the account exists or not."""
    seen = office.seen(EXAMPLES[entry], who)
    assert [told for told in LETTERS if told in seen] == []
    assert seen == office.seen(EXAMPLES[entry], who, account="Nobody Inc")
    assert (REFUSAL in seen) == (entry.kind is not Kind.OPTIONS and entry not in UNHEARD)


@pytest.mark.parametrize("who", MEMBERS)
def test_a_click_from_another_workspace_is_refused_whatever_slack_says_about_its_author(
    office: Office, who: str
) -> None:
    """The payload's word that somebody is of another company is enough."""
    office.slack.calls.clear()
    button = {"type": "button", "action_id": ActionId.OPEN.value, "block_id": "b", "value": "A1"}
    foreign = {"user": {"id": who, "team_id": "T2"}, "response_url": f"{office.slack.url}respond"}
    interaction(office.app, {"type": "block_actions", "actions": [button], **foreign})
    (told,) = office.slack.said()
    assert told["text"] == REFUSAL


def test_what_nobody_listens_to_is_not_found(office: Office) -> None:
    """An id of ours that no longer exists, a window and a shortcut that never did."""
    for payload in (
        {"type": "block_actions", "actions": [{"action_id": "account.gone", "block_id": "b", "type": "button"}]},
        {"type": "view_submission", "view": {"id": "V1", "type": "modal", "callback_id": "none"}},
        {"type": "shortcut", "callback_id": "none"},
    ):
        assert interaction(office.app, payload, "UADMIN").status == 404


@EVERY_WAY
def test_a_viewer_sees_no_money_and_no_comments(office: Office, entry: Entry) -> None:
    """Not the amounts, not a currency, not what the customer wrote."""
    seen = office.seen(EXAMPLES[entry], "UVIEWER")
    told = [hidden for hidden in ("988", "987", "1.2M", "1,234", "€", "EUR", "ARR", COMMENT) if hidden in seen]
    assert told == []


def test_a_csm_sees_both(office: Office) -> None:
    """So the test above looks for what would be there."""
    more = office.seen(EXAMPLES[Entry(Kind.ACTION, "account.more")], "UCSM")
    assert "€987.7K ARR" in more
    assert COMMENT in more
    assert "Not shown for your role" not in more


def test_a_viewer_is_told_what_is_left_out(office: Office) -> None:
    """So that a gap does not look like missing data."""
    more = office.seen(EXAMPLES[Entry(Kind.ACTION, "account.more")], "UVIEWER")
    assert "Not shown for your role" in more


@pytest.fixture(scope="module", params=[Reach.OWN, ("mid",)], ids=["own accounts", "a segment"])
def worlds(request: pytest.FixtureRequest, open_office: Callable[..., Office]) -> tuple[Office, Office]:
    """One world with accounts that a CSM may not see, and one in which these do not exist."""
    rules = RULES.model_copy(update={"sees": {Role.CSM: request.param}})
    unassigned = customer("Z2", "Zephyr Nobody", "", "enterprise")
    return open_office(ACME, BANK, unassigned, rules=rules), open_office(ACME, rules=rules)


@pytest.mark.parametrize("account", ["A1", "Acme", "Z1", "Zephyr Bank", "zephir bnk", "Nobody Inc"])
@EVERY_WAY
def test_accounts_out_of_sight_might_as_well_not_exist(
    worlds: tuple[Office, Office], entry: Entry, account: str
) -> None:
    """Cards, lists, totals, counts, suggestions and closest names are those of a world without them."""
    with_others, alone = worlds
    assert with_others.seen(EXAMPLES[entry], "UCSM", account) == alone.seen(EXAMPLES[entry], "UCSM", account)


def test_a_child_out_of_sight_is_not_named(open_office: Callable[..., Office]) -> None:
    """It still decides the band in which its parent is shown."""
    healthy = kept("A1", "Acme", MONDAY, owner=DANA)
    rules = RULES.model_copy(update={"sees": {Role.CSM: Reach.OWN}})
    both = open_office(healthy, CHILD, rules=rules)
    assert CHILD.band is Band.AT_RISK
    assert "Worst child 🔴 At risk · Acme Mexico" in both.asked("A1", "ULEAD")
    assert "Mexico" not in both.asked("A1", "UCSM")
    assert both.asked("A1", "UCSM").startswith("🔴 At risk · Acme")


def test_an_old_button_of_an_account_out_of_sight_answers_like_one_that_is_gone(
    open_office: Callable[..., Office],
) -> None:
    """Whoever handed an account over learns no more about it."""
    handed_over = open_office(ACME, BANK, rules=RULES.model_copy(update={"sees": {Role.CSM: Reach.OWN}}))
    for action in (ActionId.MORE, ActionId.WHY, ActionId.HISTORY, ActionId.OPEN, ActionId.PICK, ActionId.SHARE):
        gone = handed_over.seen(pressed(action), "UCSM", "Z9")
        assert handed_over.seen(pressed(action), "UCSM", "Z1") == gone
        assert GONE.split(".")[0] in gone


def test_a_shared_card_shows_each_person_only_what_is_theirs(office: Office) -> None:
    """It is posted as the sharer may see it, without comments; a click on it counts for whoever clicks."""
    office.seen(pressed(ActionId.SHARE), "UCSM")
    (posted,) = [sent for method, sent in office.slack.calls if method == "chat.postMessage"]
    assert "€987.7K ARR" in posted["text"]
    assert COMMENT not in json.dumps(posted)
    (open_it,) = [each for block in posted["blocks"] if block["type"] == "actions" for each in block["elements"]]
    click = pressed(ActionId(open_it["action_id"]), value=open_it["value"])
    assert "€987.7K ARR" in office.seen(click, "ULEAD")
    assert "Acme" in office.seen(click, "UVIEWER")
    assert "€" not in office.seen(click, "UVIEWER")
    assert REFUSAL in office.seen(click, "UGUEST")


def test_what_a_viewer_shares_holds_no_money(office: Office) -> None:
    """Sharing is no way around one's role."""
    assert "€" not in office.seen(pressed(ActionId.SHARE), "UVIEWER")


@pytest.mark.parametrize(
    ("channel", "reason"),
    [
        ({"name": "ext", "is_member": True, "is_ext_shared": True}, "people of another company"),
        ({"name": "ext", "is_member": True, "pending_shared": ["T9"]}, "people of another company"),
        ({"name": "ext", "is_member": False}, "/invite @Steward"),
        ({}, "/invite @Steward"),
    ],
)
def test_the_channel_is_asked_about_at_the_click(
    office: Office, slack: Slack, channel: dict[str, Any], reason: str
) -> None:
    """What it is at that moment decides."""
    usual, slack.channel = slack.channel, channel
    refused = office.seen(pressed(ActionId.SHARE), "UCSM")
    slack.channel = usual
    assert reason in refused
    assert "chat.postMessage" not in slack.methods()


def test_a_role_by_user_group_is_known_after_the_first_question(
    open_office: Callable[..., Office], slack: Slack
) -> None:
    """Slack is asked about groups once, and only because roles are given by group."""
    slack.groups = {"cs-leads": ["UGROUP"], "other": ["UVIEWER"]}
    slack.people = {**PEOPLE, "UGROUP": user("UGROUP", profile={}), "UPLAIN": user("UPLAIN", profile={})}
    by_group = open_office(ACME, rules=AccessRules(groups={"cs-leads": Role.LEAD}))
    slack.calls.clear()
    assert "€" in by_group.asked("acme", "UGROUP")
    assert "€" not in by_group.asked("acme", "UPLAIN")
    assert "€" in by_group.asked("acme", "UGROUP")
    asked = ["auth.test", "users.info", "usergroups.list", "usergroups.users.list", "users.info"]
    assert slack.methods() == asked


def test_whoever_looks_after_an_account_is_a_csm(open_office: Callable[..., Office], slack: Slack) -> None:
    """The book says so; nobody has to be named in a file for it."""
    slack.people = {**PEOPLE, "UPLAIN": user("UPLAIN", profile={"email": "sales@steward.test"})}
    nobody_named = open_office(ACME, rules=AccessRules())
    assert "€987.7K ARR" in nobody_named.asked("acme", "UCSM")
    assert "€" not in nobody_named.asked("acme", "UPLAIN")
