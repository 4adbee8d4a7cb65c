"""Loading from inside Slack, through real Bolt: files dropped or given, looked at, agreed to, loaded."""

import contextlib
import json
import time
from collections.abc import Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from datetime import timedelta
from pathlib import Path
from threading import Lock
from typing import Any

import pytest
from slack_bolt import BoltRequest
from slack_sdk import WebClient

from bot.access.rules import AccessRules, Role
from bot.app import create_app
from bot.cli.importing import importer_for
from bot.config import Settings, load_settings
from bot.imports.board import Board
from bot.imports.desk import Desk
from bot.jobs.imports import FOLDER, Importer
from bot.rendering.renderer import make_renderer
from bot.workspace import view_interactions
from bot.workspace.person import PersonDriver
from bot.workspace.records import Message
from bot.workspace.seed import CommandHelp, default_seed
from bot.workspace.server import Workspace
from cs_engine.book.door import open_book
from cs_engine.imports import Import, ImportState, Sender, SentFile
from cs_engine.service.customer_success import CustomerSuccess
from cs_engine.service.intake.inbox import LEASE, Inbox
from cs_engine.service.memory import Memory, open_memory
from tests.bolt import UNHURRIED, connected
from tests.contract.cli_home import ACCOUNTS, SUBSCRIPTIONS, usage

ROSA, MIA, SAM = "U01ROSA", "U02MIA", "U06SAM"
"""A lead, an admin, and a viewer."""
TEAM = "#cs-team"
RULES = AccessRules(people={ROSA: Role.LEAD, MIA: Role.ADMIN, SAM: Role.VIEWER})
COMMANDS = (CommandHelp("/health", "", ""), CommandHelp("/cs", "", ""))
REFUSAL = "Sorry, I may not do that for you."
THEIRS = """\
Customer ID,Company,CSM Email,Plan Name,Remark
c1,Acme <!channel>,ana@ours.example,Pro,*x*
c2,Globex,ana@ours.example,Pro,
c3,Initech,bob@ours.example,Basic,
"""
UNDECIDED = "account_id,Company,Signup Date\n" + "".join(f"c{n},Firm {n},0{n}/0{n + 1}/2024\n" for n in range(1, 8))
WAIT = 30.0
ACKNOWLEDGED = 0.3
"""Seconds; Slack allows three."""


@dataclass
class Office:
    """A workspace with the bot, and the jobs, which work when they are told to."""

    workspace: Workspace
    settings: Settings
    store: Memory
    inbox: Inbox

    @property
    def importer(self) -> Importer:
        """What another process of `steward work` would be."""
        client = WebClient(self.workspace.bot_token, self.workspace.api_url)
        return importer_for(self.settings, self.workspace.clock, self.store, client, Lock())

    def person(self, who: str = ROSA) -> PersonDriver:
        """Return somebody at their keyboard."""
        return self.workspace.as_person(who)

    def newest(self, who: str = ROSA) -> Message:
        """Return the newest message in somebody's direct message with the bot."""
        person = self.person(who)
        return person.messages(person.dm)[-1]

    def work(self) -> None:
        """Let the jobs do one thing, as soon as the bot has let go of it."""
        importer, until = self.importer, time.monotonic() + WAIT
        while not importer.work():
            assert time.monotonic() < until, "There is nothing for the jobs to do."
            time.sleep(0.05)

    def drop(self, name: str, content: str | bytes, who: str = ROSA) -> Message:
        """Drop a file, let the jobs look at it, and return what the bot says about it."""
        person = self.person(who)
        person.upload(person.dm, name, content.encode() if isinstance(content, str) else content)
        self.work()
        return self.newest(who)

    def load(self, preview: Message, who: str = ROSA) -> Message:
        """Press *Load*, let the jobs load, and return what the message says then."""
        assert self.person(who).click(preview, "import.load")["ok"]
        self.work()
        return self.newest()

    def of(self, preview: Message) -> Import:
        """Return the import that a preview is about."""
        dismiss = preview.element("import.dismiss")
        assert dismiss is not None
        found = self.inbox.find(dismiss["value"])
        assert found is not None
        return found

    def accounts(self) -> list[str]:
        """Return the names of the accounts in the book."""
        with open_book(self.settings.book_url) as book:
            return sorted(book.table("accounts").name.to_pyarrow().to_pylist())

    def kept_files(self) -> list[Path]:
        """Return what lies in the folder of imports."""
        return [path for path in (self.settings.steward_home / FOLDER).rglob("*") if path.is_file()]


@pytest.fixture
def office(tmp_path: Path) -> Iterator[Office]:
    """A workspace, and a bot with an empty home connected to it."""
    settings = load_settings(steward_home=tmp_path / "home", access=RULES, steward_import_mb=1)
    workspace = Workspace(default_seed(commands=COMMANDS), patience=UNHURRIED)
    with workspace, contextlib.closing(CustomerSuccess.open(settings.database_url, workspace.clock)) as cs:
        client = WebClient(workspace.bot_token, base_url=workspace.api_url)
        app = create_app(settings, cs, client, workspace.clock)
        with connected(app, workspace), open_memory(settings.database_url) as store:
            yield Office(workspace, settings, store, cs.inbox)


def test_a_dropped_file_is_previewed_and_loaded_when_somebody_says_so(office: Office) -> None:
    """The message becomes the preview, then the summary; the mapping is kept, the file is not."""
    preview = office.drop("customers.csv", THEIRS)
    assert "Customer ID → accounts · account id" in preview.text
    assert "sure, " in preview.text
    assert "Not used" in preview.text
    assert not (office.settings.steward_home / "book.duckdb").exists()
    summary = office.load(preview)
    assert summary.ts == preview.ts
    assert "Loaded customers.csv" in summary.text
    assert "3 new" in summary.text
    assert "Load usage next" in summary.text
    assert office.accounts() == ["Acme <!channel>", "Globex", "Initech"]
    assert office.kept_files() == []
    again = office.drop("october.csv", THEIRS)
    assert "As accepted on" in again.text


def test_the_first_rows_stand_in_the_thread(office: Office) -> None:
    """As they would be loaded, in Slack's table."""
    preview = office.drop("customers.csv", THEIRS)
    rosa = office.person()
    _, rows = rosa.messages(rosa.dm, preview.ts)
    assert "The first 3 rows of accounts from customers.csv" in rows.text
    (table,) = [block for block in rows.blocks or () if block["type"] == "table"]
    assert len(table["rows"]) == 4


def test_files_are_given_in_the_window_of_the_command(office: Office) -> None:
    """With a mapping among them, which is used."""
    rosa = office.person()
    assert rosa.command(TEAM, "/cs", "import")["ok"]
    (window,) = rosa.wait_for(lambda: rosa.views)
    mapping = '[accounts]\nfiles = "customers.csv"\n[accounts.columns]\naccount_id = "Customer ID"\nname = "Company"\n'
    files = [rosa.attach("customers.csv", THEIRS.encode()), rosa.attach("mapping.toml", mapping.encode())]
    assert rosa.submit(window, {"import.sent": ",".join(files)})["ok"]
    office.work()
    preview = office.newest()
    assert "As your mapping.toml says" in preview.text
    assert preview.element("import.columns") is None
    assert "3 new" in office.load(preview).text


def test_canonical_files_end_in_scores(office: Office) -> None:
    """Several at once; the summary tells the first picture."""
    rosa = office.person()
    rosa.command(TEAM, "/cs", "import")
    (window,) = rosa.wait_for(lambda: rosa.views)
    sent = {"accounts.csv": ACCOUNTS, "subscriptions.csv": SUBSCRIPTIONS, "usage.csv": usage()}
    rosa.submit(window, {"import.sent": ",".join(rosa.attach(name, text.encode()) for name, text in sent.items())})
    office.work()
    assert "The files carry the book's own names" in office.newest().text
    summary = office.load(office.newest())
    assert "4 accounts now" in summary.text
    answer = office.person(MIA)
    answer.command(TEAM, "/health", "A1")
    assert answer.wait_for(lambda: "Acme" in answer.messages(TEAM)[-1].text)


def test_help_tells_what_can_be_asked(office: Office) -> None:
    """Also when something else was typed."""
    sam = office.person(SAM)
    for typed in ("", "help", "make coffee"):
        sam.command(TEAM, "/cs", typed)
        assert "/cs import" in sam.messages(TEAM)[-1].text


def test_a_viewer_is_refused_like_everybody_who_may_not(office: Office) -> None:
    """By command and by dropping a file; what is merely said to the bot is passed over."""
    sam = office.person(SAM)
    sam.command(TEAM, "/cs", "import")
    assert REFUSAL in sam.messages(TEAM)[-1].text
    sam.say(sam.dm, "Hello?")
    before = len(sam.messages(sam.dm))
    sam.upload(sam.dm, "customers.csv", THEIRS.encode())
    assert sam.wait_for(lambda: len(sam.messages(sam.dm)) == before + 2)
    assert REFUSAL in office.newest(SAM).text
    assert not office.importer.work()


def test_a_file_in_a_channel_is_none_of_ours(office: Office) -> None:
    """Even an admin's."""
    office.person(MIA).upload(TEAM, "customers.csv", THEIRS.encode())
    time.sleep(0.3)
    assert not office.importer.work()


@pytest.mark.parametrize(
    ("name", "content", "said"),
    [
        ("cat.png", b"\x89PNG\r\n\x1a\n" + bytes(range(256)) * 4, "binary file"),
        ("empty.csv", b"a,b\n", "no row"),
        ("poem.csv", b"roses,red\nviolets,blue\n", "Nothing here fits"),
        ("mapping.toml", b"[accounts]\n", "send it together with the data"),
        ("large.csv", b"x" * 1_100_000, "larger than 1 MB"),
    ],
)
def test_a_wrong_file_is_one_sentence(office: Office, name: str, content: bytes, said: str) -> None:
    """Without the path that it has on our machine; nothing was changed, and nothing is kept."""
    message = office.drop(name, content)
    assert said in message.text
    assert "Nothing was changed" in message.text
    assert str(office.settings.steward_home) not in message.text
    assert message.element("import.load") is None
    assert office.kept_files() == []


def test_dates_that_may_be_read_two_ways_are_asked_about(office: Office) -> None:
    """Nothing can be loaded before the answer; then the rows are read that way."""
    preview = office.drop("customers.csv", UNDECIDED)
    assert "day first" in preview.text
    assert preview.element("import.load") is None
    one = office.of(preview)
    assert office.person().click(preview, "import.dates", f"{one.id}|day")["ok"]
    office.work()
    answered = office.newest()
    assert answered.ts == preview.ts
    office.load(answered)
    with open_book(office.settings.book_url) as book:
        days = book.table("accounts").signup_date.to_pyarrow().to_pylist()
    assert str(min(days)) == "2024-02-01"


def test_a_column_is_given_to_another(office: Office) -> None:
    """Or left out; what a table cannot do without stays."""
    preview = office.drop("customers.csv", THEIRS)
    rosa = office.person()
    rosa.click(preview, "import.columns")
    (window,) = rosa.wait_for(lambda: rosa.views)
    labels = {block["label"]["text"]: block for block in window.blocks if block["type"] == "input"}
    assert {"Customer ID", "Company", "Remark"} <= labels.keys()
    number, remark = labels["Customer ID"]["block_id"], labels["Remark"]["block_id"]
    refused = choose(office, {number: "-", remark: "accounts.segment"})
    assert "cannot do without account_id" in refused["errors"][number]
    assert choose(office, {number: "accounts.account_id", remark: "accounts.segment"})["ok"]
    office.work()
    changed = office.newest()
    assert "Remark → accounts · segment (given)" in changed.text
    assert "As you changed it" in changed.text
    assert "3 new" in office.load(changed).text
    with open_book(office.settings.book_url) as book:
        assert "*x*" in book.table("accounts").segment.to_pyarrow().to_pylist()


def choose(office: Office, chosen: dict[str, str]) -> dict[str, Any]:
    """Choose in menus of the open window, by their blocks, and submit it."""
    rosa = office.person()
    state = {
        block_id: {"import.column": {"type": "static_select", "selected_option": {"value": value}}}
        for block_id, value in chosen.items()
    }
    submitted = view_interactions.submit(rosa._backend, rosa.id, rosa.views[-1].id, state)  # noqa: SLF001 - the driver fills elements by their id, which all menus share
    return rosa._run(submitted)  # noqa: SLF001 - same


def test_of_two_who_press_at_once_one_loads(office: Office) -> None:
    """The other is told what is happening already; the book is written once."""
    preview = office.drop("customers.csv", THEIRS)
    with ThreadPoolExecutor(2) as pool:
        list(pool.map(lambda who: decides(office, who, preview), (ROSA, ROSA)))
    rosa = office.person()
    said = [message.text for message in rosa.messages(rosa.dm)]
    assert len([text for text in said if "already" in text]) == 1
    office.work()
    assert not office.importer.work()
    decides(office, ROSA, preview)
    assert rosa.wait_for(lambda: "was loaded already" in office.newest().text)


def test_only_the_sender_or_an_admin_decides(office: Office) -> None:
    """Another lead is refused."""
    preview = office.drop("customers.csv", THEIRS, MIA)
    one = office.of(preview)
    assert decides(office, ROSA, preview) == ImportState.PREVIEWED
    assert one.sender.user_id == MIA
    other = office.drop("more.csv", THEIRS)
    assert decides(office, MIA, other) == ImportState.CONFIRMED


def decides(office: Office, who: str, preview: Message) -> ImportState:
    """Press *Load* as somebody whom the message does not stand in front of; return what became of the import."""
    settings, workspace = office.settings, office.workspace
    cs = CustomerSuccess(office.store, workspace.clock)
    app = create_app(settings, cs, WebClient(workspace.bot_token, base_url=workspace.api_url), workspace.clock)
    button = preview.element("import.dismiss")
    assert button is not None
    action = {"type": "button", "action_id": "import.load", "block_id": "b", "value": button["value"]}
    url = workspace._backend.passes.new_url(who, preview.channel, preview.ts)  # noqa: SLF001 - as Slack would make one
    payload = {"type": "block_actions", "user": {"id": who, "team_id": "T01NORTHWIND"}, "actions": [action]}
    payload |= {"response_url": f"{workspace.url.rstrip('/')}/actions/{url}"}
    app.dispatch(
        BoltRequest(body=json.dumps(payload), headers={"content-type": ["application/json"]}, mode="socket_mode")
    )
    return office.of(preview).state


def test_what_somebody_leaves_is_not_loaded(office: Office) -> None:
    """*Not now* takes the buttons away; an old press says so."""
    preview = office.drop("customers.csv", THEIRS)
    rosa = office.person()
    rosa.click(preview, "import.dismiss")
    assert rosa.wait_for(lambda: "Nothing was changed" in office.newest().text)
    office.importer.tidy()
    assert office.kept_files() == []


def test_an_import_whose_process_died_is_taken_over_after_the_lease(office: Office) -> None:
    """Not before, and exactly once."""
    preview = office.drop("customers.csv", THEIRS)
    rosa = office.person()
    rosa.click(preview, "import.load")
    one = rosa.wait_for(lambda: office.inbox.claim("somebody who dies"))
    assert one is not None
    office.inbox.enter(one, "somebody who dies", ImportState.LOADING)
    assert not office.importer.work()
    later = Inbox(office.store, lambda: office.workspace.clock() + LEASE + timedelta(seconds=1))
    importer = office.importer
    importer._inbox = later  # noqa: SLF001 - another process, later
    assert importer.work()
    assert not importer.work()
    assert "3 new" in office.newest().text


def test_slack_asking_for_patience_does_not_hold_a_load_up(office: Office) -> None:
    """Progress is left out; the summary comes."""
    preview = office.drop("customers.csv", THEIRS)
    rosa = office.person()
    rosa.click(preview, "import.load")
    rosa.wait_for(lambda: "in a moment" in office.newest().text)
    office.workspace.rate_limit("chat.update", seconds=1, times=2)
    office.work()
    assert "Loaded" in office.newest().text


def test_a_file_is_acknowledged_at_once_however_slow_slack_is(office: Office) -> None:
    """Everything else happens beside the answer; the message comes when Slack takes it."""
    client = WebClient(office.workspace.bot_token, base_url=office.workspace.api_url)
    cs = CustomerSuccess(office.store, office.workspace.clock)
    app = create_app(office.settings, cs, client, office.workspace.clock)
    rosa = office.person()
    headers: dict[str, str | Sequence[str]] = {"content-type": ["application/json"]}
    for number in range(2):  # the first asks who Rosa is
        office.workspace.rate_limit("chat.postMessage", seconds=1, times=1)
        body = {"type": "event_callback", "event_id": f"Ev{number}", "team_id": "T01NORTHWIND", "event": dropped("F1")}
        request = BoltRequest(body=json.dumps(body), headers=headers, mode="socket_mode")
        began = time.perf_counter()
        response = app.dispatch(request)
        took = time.perf_counter() - began
        assert response.status == 200
    assert took < ACKNOWLEDGED
    assert rosa.wait_for(lambda: len([one for one in rosa.messages(rosa.dm) if "Reading" in one.text]) == 2)


def dropped(file_id: str) -> dict[str, Any]:
    """Return the event of a file that Rosa drops in the direct message."""
    about = {"type": "message", "subtype": "file_share", "channel_type": "im", "channel": "D01ROSA", "user": ROSA}
    return {**about, "ts": "1.0", "files": [{"id": file_id, "name": "a.csv"}]}


def test_names_that_would_do_something_are_only_names(office: Office) -> None:
    """Of files, columns and cells: nobody is called, nothing is written elsewhere."""
    name = "../../<!channel> *x* `y`.csv"
    hostile = THEIRS.replace("Remark", "<!here> _r_")
    preview = office.drop(name, hostile)
    said = preview.text + "".join(message.text for message in office.person().messages(office.person().dm, preview.ts))
    assert "<!channel>" not in said
    assert "<!here>" not in said
    folder = office.settings.steward_home / FOLDER
    assert all(folder in path.parents for path in office.kept_files())
    assert "3 new" in office.load(preview).text


def test_nobody_at_work_is_said_in_the_message(office: Office) -> None:
    """Which becomes the preview as soon as somebody is."""
    clock = office.workspace.clock
    renderer = make_renderer(office.settings.locale, office.settings.timezone, clock().date())
    board = Board(WebClient(office.workspace.bot_token, office.workspace.api_url), renderer, clock)
    with ThreadPoolExecutor(1) as later:
        desk = Desk(board, later, 1, patience=0.2)
        desk.take(office.inbox, office.inbox.receive(Sender(ROSA, "en_US", "Europe/Berlin"), [SentFile("F1", "a.csv")]))
    assert office.person().wait_for(lambda: "waiting for steward work" in office.newest().text)
