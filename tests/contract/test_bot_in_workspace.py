"""The bot in a Slack on localhost, over Socket Mode and HTTP: what people see when they type and click."""

import contextlib
import socket
import threading
from collections.abc import Iterator
from dataclasses import replace
from functools import partial

import pytest
import uvicorn
from slack_bolt import App
from slack_sdk import WebClient

from bot.app import create_app, http_answers
from bot.config import load_settings
from bot.web.slack_http import create_web
from bot.workspace.records import Message
from bot.workspace.seed import default_seed
from bot.workspace.server import Workspace
from cs_engine.records.account import Candidate, Candidates
from tests.bolt import UNHURRIED, Transport, connected
from tests.unit.bot.answers import NOW, StandIn, report

MIA, KAI, GIL, TARA = "U02MIA", "U07KAI", "U09GIL", "U10TARA"
"""A CSM, a viewer, a guest, and somebody of another company."""
TEAM, WINS, EXTERNAL, PRIVATE = "#cs-team", "#customer-wins", "#ext-acme", "#leadership"
ROSA = "U01ROSA"
HOSTILE = "<!channel> *x* \u202eevil"


def engine() -> StandIn:
    """An engine that knows three accounts, two of which share a name's beginning."""
    accounts = (
        report(),
        report(account_id="acc-2", name="Acme Corp", score=77.0),
        report(account_id="acc-3", name=HOSTILE),
    )
    both = Candidates("acm", exact=True, candidates=(Candidate("acc-1", "Acme"), Candidate("acc-2", "Acme Corp")))
    close = replace(both, query="akme", exact=False)
    return StandIn(
        reports={account.account_id: account for account in accounts},
        found={"acm": both, "akme": close},
        owners=frozenset({"mia.chen@example.com"}),
    )


def app_for(workspace: Workspace) -> App:
    """The app as `steward serve` builds it."""
    client = WebClient(token=workspace.bot_token, base_url=workspace.api_url)
    return create_app(load_settings(slack_signing_secret=workspace.signing_secret), engine(), client, lambda: NOW)


@contextlib.contextmanager
def served(app: App, door: socket.socket, secret: str) -> Iterator[None]:
    """The app behind our own web app."""
    config = uvicorn.Config(
        create_web(http_answers(app, secret), lambda: None), log_level="warning", lifespan="off", ws="none"
    )
    server = uvicorn.Server(config)
    thread = threading.Thread(target=server.run, kwargs={"sockets": [door]}, daemon=True)
    thread.start()
    yield
    server.should_exit = True
    thread.join(5)


@pytest.fixture(scope="module", params=list(Transport))
def workspace(request: pytest.FixtureRequest) -> Iterator[Workspace]:
    """A workspace with our bot, once per transport."""
    if request.param == Transport.SOCKET:
        with Workspace(default_seed(), patience=UNHURRIED) as office, connected(app_for(office), office):
            yield office
        return
    door = socket.create_server(("127.0.0.1", 0))
    target = f"http://127.0.0.1:{door.getsockname()[1]}/slack/events"
    workspace = Workspace(default_seed(), http_target=target, patience=UNHURRIED)
    with workspace as office, served(app_for(office), door, office.signing_secret):
        yield office


def ask(workspace: Workspace, text: str, channel: str = TEAM, person: str = MIA) -> Message:
    """Type `/health text` and return what appears."""
    someone = workspace.as_person(person)
    before = len(someone.messages(channel))
    answer = someone.command(channel, "/health", text)
    assert answer["ok"], answer
    return someone.wait_for(lambda: someone.messages(channel)[before:])[0]


def click(workspace: Workspace, message: Message, action_id: str, value: str = "", person: str = MIA) -> None:
    """Press a button or choose in a menu."""
    answer = workspace.as_person(person).click(message, action_id, value)
    assert answer["ok"], answer


def latest(workspace: Workspace, channel: str = TEAM, person: str = MIA) -> Message:
    """Return the newest message that somebody sees."""
    return workspace.as_person(person).messages(channel)[-1]


def shows(workspace: Workspace, words: str) -> bool:
    """Tell whether the newest message holds these words."""
    return words in latest(workspace).text


def test_the_card_turns_over(workspace: Workspace) -> None:
    """Card, *More*, *Less*, *Why?*, back: one message, for one person."""
    card = ask(workspace, "acme")
    assert card.ephemeral
    for action, seen in (
        ("account.more", "formula balanced@1a2b3c4d"),
        ("account.history", "Acme: the last 12 weeks"),
        ("account.less", "🔴 At risk · Acme · 41"),
        ("account.why", "Acme: why 41.87 points"),
        ("account.less", "🔴 At risk · Acme · 41"),
    ):
        click(workspace, latest(workspace), action)
        assert workspace.as_person(MIA).wait_for(partial(shows, workspace, seen))
        assert latest(workspace).ts == card.ts


def test_a_picked_account_replaces_the_question(workspace: Workspace) -> None:
    """Ambiguous → pick → the right card."""
    question = ask(workspace, "acm")
    click(workspace, question, "account.pick.2")
    assert workspace.as_person(MIA).wait_for(lambda: "Acme Corp · 77" in latest(workspace).text)


def test_a_misspelt_name_can_be_searched_for(workspace: Workspace) -> None:
    """The closest are offered, and a menu that searches while somebody types."""
    question = ask(workspace, "akme")
    someone = workspace.as_person(MIA)
    offered = someone.suggest(question, "account.find", "acme c")
    assert [option["text"]["text"] for option in offered["options"]] == ["Acme Corp"]
    click(workspace, question, "account.find", "acc-2")
    assert someone.wait_for(lambda: "Acme Corp · 77" in latest(workspace).text)


def test_a_card_is_shared_to_a_channel_of_colleagues(workspace: Workspace) -> None:
    """Everybody there sees it, who shared it, and can open it for themselves."""
    card = ask(workspace, "acme")
    click(workspace, card, "account.share")
    kai = workspace.as_person(KAI)
    assert kai.wait_for(lambda: "Shared by" in latest(workspace, person=KAI).text)
    shared = latest(workspace, person=KAI)
    assert "Mia" in shared.text or "mia" in shared.text
    assert not shared.ephemeral
    mine = workspace.as_person(MIA)
    assert mine.wait_for(lambda: any("Shared to #cs-team." in one.text for one in mine.messages(TEAM)))
    click(workspace, shared, "account.open", person=KAI)
    assert kai.wait_for(lambda: latest(workspace, person=KAI).ephemeral)
    assert ("$48K" in shared.text, "$48K" in latest(workspace, person=KAI).text) == (True, False)
    assert "Shared by" in next(one for one in kai.messages(TEAM) if one.ts == shared.ts).text


@pytest.mark.parametrize(
    ("channel", "reason"),
    [(EXTERNAL, "people of another company"), (PRIVATE, "I am not in this channel")],
)
def test_a_card_is_not_shared_where_others_read(workspace: Workspace, channel: str, reason: str) -> None:
    """The refusal says why, and nobody else sees anything."""
    rosa = workspace.as_person(ROSA)
    card = ask(workspace, "acme", channel, ROSA)
    click(workspace, card, "account.share", person=ROSA)
    assert rosa.wait_for(lambda: reason in latest(workspace, channel, ROSA).text)
    assert all(message.ephemeral for message in rosa.messages(channel))


def test_a_guest_who_reads_a_shared_card_gets_no_answer(workspace: Workspace) -> None:
    """To a click, a question or Home: one sentence, for the guest alone."""
    click(workspace, ask(workspace, "acme", WINS), "account.share")
    gil = workspace.as_person(GIL)
    assert gil.wait_for(lambda: "Shared by" in latest(workspace, WINS, GIL).text)
    click(workspace, latest(workspace, WINS, GIL), "account.open", person=GIL)
    assert gil.wait_for(lambda: "I may not do that for you" in latest(workspace, WINS, GIL).text)
    assert "I may not do that for you" in ask(workspace, "acme", WINS, GIL).text
    assert all(message.only_for == GIL for message in gil.messages(WINS)[-2:])
    home = gil.open_home()
    assert home is not None
    assert "I may not do that for you" in str(home.blocks)


def test_somebody_of_another_company_gets_no_answer(workspace: Workspace) -> None:
    """In a channel that both read."""
    answer = ask(workspace, "acme", EXTERNAL, TARA)
    assert "I may not do that for you" in answer.text


def test_a_list_opens_accounts_and_turns_pages(workspace: Workspace) -> None:
    """The list stays where it is; the opened card comes after it."""
    listed = ask(workspace, "mine")
    click(workspace, listed, "list.page.next")
    someone = workspace.as_person(MIA)
    assert someone.wait_for(lambda: "page 2 of 9" in latest(workspace).text)
    click(workspace, latest(workspace), "account.open")
    assert someone.wait_for(lambda: "🔴 At risk · Acme · 41" in latest(workspace).text)
    assert "page 2 of 9" in someone.messages(TEAM)[-2].text


def test_home_shows_ones_own_book(workspace: Workspace) -> None:
    """Home is published when it is opened; an account opens in a window; the page turns in place."""
    someone = workspace.as_person(MIA)
    home = someone.open_home()
    assert home is not None
    assert "Hello" in str(home.blocks[0])
    assert someone.click(home, "home.go.accounts")["ok"]
    home = someone.wait_for(lambda: someone.home if "page 1 of 9" in str(someone.home) else None)
    assert home is not None
    assert someone.click(home, "account.open")["ok"]
    assert someone.wait_for(lambda: someone.views)
    assert "At risk" in str(someone.views[-1].blocks)
    someone.close(someone.views[-1])
    assert someone.click(home, "home.go.accounts_next")["ok"]
    assert someone.wait_for(lambda: "page 2 of 9" in str(someone.home.blocks if someone.home else ""))


def test_somebody_without_accounts_sees_everybodys_on_home(workspace: Workspace) -> None:
    """With the reason."""
    home = workspace.as_person(KAI).open_home()
    assert home is not None
    assert "No account has you as its CSM" in str(home.blocks)


def test_a_hostile_name_is_only_a_name(workspace: Workspace) -> None:
    """The card and its shared copy call nobody and hide nothing."""
    card = ask(workspace, '"' + HOSTILE.replace("<", "&lt;").replace(">", "&gt;") + '"')
    click(workspace, card, "account.share")
    kai = workspace.as_person(KAI)
    assert kai.wait_for(lambda: "Shared by" in latest(workspace, person=KAI).text)
    shared = latest(workspace, person=KAI)
    assert "<!channel>" not in shared.text
    assert "\u202e" not in str(shared.blocks)
