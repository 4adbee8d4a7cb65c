"""A person at the workspace's page in a real Chromium: opens it, types, clicks, reads what stands there."""

import os
import re
import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Self

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Browser, Locator, Page, expect, sync_playwright

WAIT_MS = 60_000
"""Two busy cores may be slow; nothing a person does on the page takes longer."""
FLAGS = ("--no-sandbox", "--disable-quic", "--disable-background-networking")
HEIGHTS = {1280: 800, 390: 844}
"""The two screens a design is judged on: a laptop and a phone."""
SWITCH = re.compile("Switch person|切换身份")
"""The menu of people, in both languages of the page."""
STILL = """Promise.allSettled(
    document.getAnimations()
        .filter((each) => each.effect.getTiming().iterations !== Infinity)
        .map((each) => each.finished),
)"""
"""Waits for what fades or slides: halfway, colors have no contrast."""
GRAVE = frozenset({"serious", "critical"})
"""The findings of axe that keep somebody from using the page."""


@contextmanager
def chromium() -> Iterator[Browser]:
    """A headless Chromium; where there is none the test is skipped with a reason, but on CI it fails."""
    found = shutil.which("chromium") or shutil.which("chromium-browser") or shutil.which("google-chrome")
    if found is None:
        reason = "Chromium is not installed: no `chromium` on the PATH."
        if os.environ.get("CI") == "true":
            pytest.fail(reason)
        pytest.skip(reason)
    expect.set_options(timeout=WAIT_MS)
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=found, args=list(FLAGS))
        yield browser
        browser.close()


@contextmanager
def visitor(browser: Browser, url: str, user: str, width: int = 1280, scheme: str = "light") -> Iterator["PageDriver"]:
    """A person with a browser window of their own; errors on the page's console fail the test."""
    dark_or_light: Any = scheme
    size: Any = {"width": width, "height": HEIGHTS.get(width, 800)}
    context = browser.new_context(viewport=size, color_scheme=dark_or_light)
    page = context.new_page()
    page.set_default_timeout(WAIT_MS)
    complaints: list[str] = []
    page.on("pageerror", lambda error: complaints.append(str(error)))
    page.on("console", lambda line: complaints.append(line.text) if line.type == "error" else None)
    yield PageDriver(page, url, user)
    context.close()
    assert complaints == [], f"The page complained: {complaints}"


@dataclass(frozen=True, slots=True)
class PageDriver:
    """One open page; `user` is the person it is."""

    page: Page
    url: str
    user: str

    def open(self, place: str = "") -> Self:
        """Open a channel by its id, `home` for the app's Home, or the first channel; returns when it can be used."""
        fragment = f"#{place}" if place else ""
        if self.page.url.startswith(self.url):
            self.page.goto("about:blank")  # a new place alone would not load anew, and nothing would say when it stands
        self.page.goto(f"{self.url}?user={self.user}{fragment}")
        self.page.wait_for_selector("html[data-ready]")
        return self

    @property
    def composer(self) -> Locator:
        """Where messages are typed."""
        return self.page.locator("#conversation textarea")

    @property
    def messages(self) -> Locator:
        """All messages of the channel, oldest first."""
        return self.page.locator("#conversation .message")

    @property
    def modal(self) -> Locator:
        """The modal on top."""
        return self.page.locator("dialog.modal[open]")

    def type_command(self, text: str) -> Locator:
        """Type a command, send it, and wait for the message that answers; returns that message."""
        before = self.messages.count()
        self.say(text)
        expect(self.messages).to_have_count(before + 1, timeout=WAIT_MS)
        return self.last_message()

    def say(self, text: str) -> None:
        """Type a line and press Enter."""
        self.composer.fill(text)
        self.composer.press("Enter")

    def last_message(self) -> Locator:
        """The newest message."""
        return self.messages.last

    def message(self, text: str) -> Locator:
        """The newest message with this text in it; waits for it."""
        found = self.messages.filter(has_text=text).last
        found.wait_for()
        return found

    def click_button(self, name: str, inside: Locator | None = None) -> None:
        """Press a button by what stands on it: the newest one in `inside`, or in the modal on top, or on the page.

        A button may tell screen readers more than it shows ("Why is Acme at 41?"), so the visible words count first.
        """
        place = inside or (self.modal if self.modal.count() else self.page.locator("main"))
        shown = place.get_by_role("button").filter(has_text=re.compile(rf"^\s*{re.escape(name)}\s*$"))
        shown.or_(place.get_by_role("button", name=name, exact=True)).last.click()

    def confirm(self, name: str) -> None:
        """Answer an "are you sure?" with the button of this name."""
        self.page.get_by_role("alertdialog").get_by_role("button", name=name, exact=True).click()

    def choose(self, field: str, option: str, typed: str | None = None) -> None:
        """Choose an option in a select, by the field's label and the option's text; `typed` narrows the list first."""
        box = self.page.get_by_role("combobox", name=field).last
        box.click()
        box.fill(option if typed is None else typed)
        self.page.get_by_role("option", name=option, exact=True).click()

    def choose_in_menu(self, menu: str | re.Pattern[str], item: str) -> None:
        """Open a menu by its button's name and choose an item in it."""
        self.page.get_by_role("button", name=menu).last.click()
        self.page.get_by_role("menuitem", name=item).or_(self.page.get_by_role("menuitemradio", name=item)).click()

    def fill(self, field: str, text: str) -> None:
        """Type into a field of the modal on top, by its label."""
        self.modal.get_by_label(field).fill(text)

    def field_errors(self) -> list[str]:
        """What the modal says is wrong, top to bottom."""
        return [text for text in self.modal.locator(".input-error").all_inner_texts() if text]

    def become(self, name: str) -> "PageDriver":
        """Switch to another person with the menu in the top bar."""
        self.choose_in_menu(SWITCH, name)
        self.page.wait_for_url(lambda url: f"user={self.user}" not in url)
        self.page.wait_for_selector("html[data-ready]")
        return PageDriver(self.page, self.url, self.page.url.split("user=")[1].split("#")[0])

    def screenshot(self, path: Path, width: int = 1280) -> None:
        """Write what the page shows at a laptop's or a phone's width."""
        self.page.set_viewport_size({"width": width, "height": HEIGHTS.get(width, 800)})
        self.page.wait_for_timeout(250)
        self.page.screenshot(path=path)

    def grave_findings(self) -> list[str]:
        """What axe-core finds serious or critical on the page once nothing moves any more, one line each."""
        self.page.evaluate(STILL)
        found = Axe().run(self.page).response["violations"]
        return [
            f"{one['id']} ({one['impact']}): {node['target']} {node['html'][:120]}"
            for one in found
            if one["impact"] in GRAVE
            for node in one["nodes"]
        ]

    def milliseconds_until_interactive(self) -> float:
        """How long the page took from the start of its load until a person could use it."""
        return float(self.page.evaluate("performance.getEntriesByName('interactive')[0].startTime"))
