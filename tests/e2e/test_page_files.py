"""Files, reactions and shortcuts: what a person adds to a conversation, and what the app hears of it."""

import queue
from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from pathlib import Path

import pytest
from playwright.sync_api import Browser, FilePayload, expect
from slack_bolt import Ack, App
from slack_sdk import WebClient

from bot.workspace.seed import Shortcut, ShortcutKind, default_seed
from bot.workspace.server import Workspace
from tests.bolt import Transport, office
from tests.e2e.desk import MIA, ROSA, TEAM, Json, plain
from tests.e2e.page_driver import PageDriver, visitor

SOON = 30
"""Seconds within which the bot must have heard of it."""
CSV: FilePayload = {"name": "accounts <b>.csv", "mimeType": "text/csv", "buffer": b"id,name\n1,Acme\n"}
PICTURE = (
    b"\x89PNG\r\n\x1a\n\x00\x00\x00\rIHDR\x00\x00\x00\x01\x00\x00\x00\x01\x08\x06\x00\x00\x00\x1f\x15\xc4\x89"
    b"\x00\x00\x00\rIDATx\x9cc\xf8\xcf\xc0\xf0\x1f\x00\x05\x00\x01\xff\xa6\xd9\xd1\xa7\x00\x00\x00\x00IEND\xaeB`\x82"
)
DROP = """([zone, name]) => {
  const carried = new DataTransfer();
  carried.items.add(new File(["id\\n1\\n"], name, { type: "text/csv" }));
  for (const type of ["dragover", "drop"])
    document.querySelector(zone).dispatchEvent(new DragEvent(type, { dataTransfer: carried, bubbles: true }));
}"""
HEARD = frozenset({"file_shared", "reaction_added", "reaction_removed"})
SHORTCUTS = (
    Shortcut("log_this", "Log as follow-up", kind=ShortcutKind.MESSAGE),
    Shortcut("log", "Log a follow-up", "Write down a call or a meeting"),
)


@dataclass
class Ears:
    """A bot that remembers what it heard and opens a modal for a shortcut."""

    heard: queue.Queue[str] = field(default_factory=queue.Queue)

    def register(self, app: App) -> None:
        """Listen."""
        for event in HEARD:
            app.event(event)(self.event)
        app.shortcut("log_this")(self.open)
        app.shortcut("log")(self.open)

    def event(self, event: Json) -> None:
        """Remember it."""
        self.heard.put(f"{event['type']} {event.get('reaction', '')}".strip())

    def hears(self, words: str) -> bool:
        """Whether the bot has heard this, or hears it soon."""
        while (heard := self.heard.get(timeout=SOON)) != words:
            continue
        return heard == words

    def open(self, ack: Ack, client: WebClient, shortcut: Json) -> None:
        """Show what it is about."""
        ack()
        about = shortcut.get("message", {}).get("text", "Anything")
        blocks = [{"type": "section", "text": plain(about)}]
        view = {"type": "modal", "callback_id": "log", "title": plain("Log a follow-up"), "blocks": blocks}
        client.views_open(trigger_id=shortcut["trigger_id"], view=view)


@pytest.fixture(scope="module")
def ears() -> Ears:
    """The bot's memory."""
    return Ears()


@pytest.fixture(scope="module")
def workspace(ears: Ears, browser: Browser) -> Iterator[Workspace]:
    """A workspace with the bot and its shortcuts."""
    usual = default_seed()
    seed = replace(usual, shortcuts=SHORTCUTS, app=replace(usual.app, events=HEARD))
    with office(Transport.SOCKET, ears.register, seed=seed) as started:
        yield started


@pytest.fixture
def rosa(browser: Browser, workspace: Workspace) -> Iterator[PageDriver]:
    """Rosa at her laptop, in the team's channel."""
    with visitor(browser, workspace.url, ROSA) as driver:
        yield driver.open(TEAM)


def attach(driver: PageDriver, *files: FilePayload) -> None:
    """Choose files with the paperclip."""
    with driver.page.expect_file_chooser() as chooser:
        driver.page.get_by_role("button", name="Attach files").click()
    chooser.value.set_files(list(files))


def test_a_file_is_chosen_sent_with_words_and_downloaded(ears: Ears, rosa: PageDriver, tmp_path: Path) -> None:
    """It waits in the composer until it is sent, and everybody gets back the same bytes."""
    attach(rosa, CSV)
    waiting = rosa.page.get_by_role("list", name="Files to send")
    expect(waiting).to_contain_text("accounts <b>.csv")
    rosa.say("Here is the export")
    sent = rosa.message("Here is the export")
    expect(sent.get_by_role("list", name="Files")).to_contain_text("CSV · 15 bytes")
    expect(waiting).to_be_hidden()
    assert ears.hears("file_shared")
    with rosa.page.expect_download() as download:
        sent.get_by_role("link", name="Download accounts <b>.csv").click()
    download.value.save_as(tmp_path / "got.csv")
    assert (tmp_path / "got.csv").read_bytes() == CSV["buffer"]


def test_a_chosen_file_can_be_taken_back_and_an_empty_one_is_refused(rosa: PageDriver) -> None:
    """Without files and words there is nothing to send; an empty file says so."""
    attach(rosa, CSV, {"name": "empty.csv", "mimeType": "text/csv", "buffer": b""})
    before = rosa.messages.count()
    rosa.page.get_by_role("button", name="Remove accounts <b>.csv").click()
    rosa.page.get_by_role("button", name="Send").click()
    expect(rosa.page.get_by_text("empty.csv was not shared: it is empty.")).to_be_visible()
    expect(rosa.page.get_by_role("button", name="Send")).to_be_disabled()
    assert rosa.messages.count() == before


def test_a_file_is_dropped_on_the_conversation_or_on_a_thread(rosa: PageDriver) -> None:
    """Wherever it is dropped, there it is shared."""
    rosa.page.evaluate(DROP, ["#conversation", "dropped.csv"])
    rosa.page.get_by_role("button", name="Send").click()
    message = rosa.message("dropped.csv")
    message.hover()
    message.get_by_role("link", name="Reply in thread").click()
    thread = rosa.page.get_by_role("complementary", name="Thread")
    thread.get_by_role("textbox").wait_for()
    rosa.page.evaluate(DROP, ["#thread", "reply.csv"])
    thread.get_by_role("button", name="Send").click()
    expect(thread.locator(".message").last).to_contain_text("reply.csv")
    expect(message).to_contain_text("1 reply")


def test_a_picture_is_shown(rosa: PageDriver) -> None:
    """Pictures are drawn above their name."""
    attach(rosa, {"name": "chart.png", "mimeType": "image/png", "buffer": PICTURE})
    rosa.page.get_by_role("button", name="Send").click()
    picture = rosa.message("chart.png").get_by_role("img", name="chart.png")
    expect(picture).to_be_visible()
    expect(picture).to_have_js_property("naturalWidth", 1)


def test_reactions_are_added_counted_and_taken_back(ears: Ears, workspace: Workspace, rosa: PageDriver) -> None:
    """Found by name, shown under the message with who it was, and told to the app."""
    workspace.as_person(MIA).say(TEAM, "Renewed!")
    message = rosa.message("Renewed!")
    message.hover()
    message.get_by_role("button", name="Add reaction").click()
    picker = rosa.page.get_by_role("dialog", name="Pick an emoji")
    picker.get_by_role("searchbox").fill("tada")
    assert rosa.grave_findings() == []
    rosa.page.keyboard.press("Enter")
    mine = message.get_by_role("button", name="1, you reacted with :tada:")
    expect(mine).to_have_attribute("aria-pressed", "true")
    assert ears.hears("reaction_added tada")
    mine.click()
    expect(message.get_by_role("group", name="Reactions")).to_have_count(0)
    assert ears.hears("reaction_removed tada")


def test_shortcuts_run_on_a_message_and_from_the_composer(workspace: Workspace, rosa: PageDriver) -> None:
    """The one about a message brings that message along."""
    workspace.as_person(MIA).say(TEAM, "Acme wants a call")
    message = rosa.message("Acme wants a call")
    message.hover()
    message.get_by_role("button", name="More message actions").click()
    rosa.page.get_by_role("menuitem", name="Log as follow-up").click()
    expect(rosa.modal).to_contain_text("Acme wants a call")
    rosa.page.keyboard.press("Escape")
    rosa.choose_in_menu("Shortcuts", "Log a follow-up")
    expect(rosa.modal).to_contain_text("Anything")


@pytest.mark.parametrize(("width", "scheme"), [(1280, "dark"), (390, "light")])
def test_axe_finds_nothing_serious_in_files_and_reactions(
    browser: Browser, workspace: Workspace, width: int, scheme: str
) -> None:
    """Sent ones and ones still to send, on both screens and in both themes."""
    with visitor(browser, workspace.url, ROSA, width=width, scheme=scheme) as rosa:
        attach(rosa.open(TEAM), CSV)
        rosa.page.get_by_role("button", name="Send").click()
        rosa.message("accounts").wait_for()
        attach(rosa, CSV)
        assert rosa.grave_findings() == []
        assert rosa.page.evaluate("document.documentElement.scrollWidth") == width
