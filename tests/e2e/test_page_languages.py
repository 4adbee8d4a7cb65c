"""The page's own words follow whoever is signed in: English, or Chinese where their Slack is."""

import re
from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Locator, expect

from bot.workspace import page as page_folder
from bot.workspace.seed import default_seed
from bot.workspace.server import Workspace
from tests.e2e.gallery import GENERAL, ROSA, gallery
from tests.e2e.page_driver import PageDriver, visitor

WEI = "U11WEI"
PAGE = Path(next(iter(page_folder.__path__)))
CATALOGS = {"zh-CN": PAGE / "js" / "words" / "zh_cn.js"}
SAID = re.compile(r"(?<![#.\w])(?P<how>say|later|sayAround|sayCount)\(")
LITERAL = re.compile(r'"((?:[^"\\]|\\.)*)"')
FRAME = re.compile(r"<\w+[^>]*\bdata-words\b[^>]*>[^<]*")
FRAME_WORDS = re.compile(r'(?:aria-label|title)="([^"]*)"|>\s*([^<\s][^<]*)')
ENTRY = re.compile(r'^  (?:"((?:[^"\\]|\\.)*)"|(\w+)):\s+"((?:[^"\\]|\\.)*)",$', re.MULTILINE)
PLACE = re.compile(r"\{\w+\}")
LABELLED = """[...document.querySelectorAll("[aria-label], [title], [placeholder]")]
    .filter((each) => !each.closest(".blocks, .message .content, .side-link, .topic, #seats"))
    .flatMap((each) => ["aria-label", "title", "placeholder"].map((name) => each.getAttribute(name)))
    .filter(Boolean)"""
WORD = re.compile(r"[A-Za-z]{3,}")


def first_argument(code: str) -> str:
    """Return what stands in a call up to its first comma or its end, outside of text and further brackets."""
    depth, place = 0, 0
    while place < len(code):
        text = LITERAL.match(code, place)
        if text:
            place = text.end()
            continue
        if depth == 0 and code[place] in ",)":
            return code[:place]
        depth += (code[place] in "([{") - (code[place] in ")]}")
        place += 1
    return code


def said() -> Iterator[str]:
    """Yield every string that the page says in the reader's language; of two forms the one for many."""
    for file in sorted(PAGE.glob("js/**/*.js")):
        code = file.read_text()
        for found in SAID.finditer(code) if file.parent.name != "words" else ():
            rest = code[found.end() :]
            if found["how"] == "sayCount":
                yield LITERAL.findall(rest)[1]
            else:
                yield from (text for text in LITERAL.findall(first_argument(rest)) if text != "zh")
    for file in PAGE.glob("*.html"):
        for tag in FRAME.findall(file.read_text()):
            yield from (one.strip() or other.strip() for one, other in FRAME_WORDS.findall(tag))


def translated(language: str) -> dict[str, str]:
    """Return a catalog by its English words."""
    return {text or name: words for text, name, words in ENTRY.findall(CATALOGS[language].read_text())}


@pytest.mark.parametrize("language", CATALOGS)
def test_every_word_of_the_page_is_translated_and_none_is_left_over(language: str) -> None:
    """A catalog holds what the page says, no more, and shows the same values."""
    wanted, known = set(said()), translated(language)
    assert wanted - known.keys() == set()
    assert known.keys() - wanted == set()
    assert [text for text, words in known.items() if sorted(PLACE.findall(text)) != sorted(PLACE.findall(words))] == []
    assert all(known.values())


@pytest.fixture(scope="module")
def workspace() -> Iterator[Workspace]:
    """A workspace without a bot, with a message of every kind."""
    with gallery() as started:
        yield started


@pytest.fixture(params=["light", "dark"])
def wei(request: pytest.FixtureRequest, browser: Browser, workspace: Workspace) -> Iterator[PageDriver]:
    """Somebody whose Slack is in Chinese."""
    with visitor(browser, workspace.url, WEI, scheme=request.param) as driver:
        yield driver


def left_in_english(driver: PageDriver) -> list[str]:
    """Return labels and hints of the page's own controls that are not in Chinese; names are the same everywhere."""
    people = {person.real_name for person in default_seed().people}
    names = sorted(people | {"Steward", "Slack", "localhost", "curl"}, key=len, reverse=True)
    labels: list[str] = driver.page.evaluate(LABELLED)
    without = ((label, re.sub("|".join(map(re.escape, names)), "", label)) for label in labels)
    return [label for label, rest in without if WORD.search(re.sub(r"[#/:][\w-]+:?", "", rest))]


def test_the_page_speaks_chinese_to_who_reads_it(wei: PageDriver) -> None:
    """Frame, sidebar, composer, notifications, clock and wire panel; screen readers are told the language."""
    page = wei.open(GENERAL).page
    expect(page.locator("html")).to_have_attribute("lang", "zh-CN")
    for words in ("频道", "应用"):
        expect(page.locator("#sidebar")).to_contain_text(words)
    assert left_in_english(wei) == []
    page.get_by_role("button", name="工作区时钟").click()
    expect(page.locator(".clock-menu")).to_contain_text("时区：")
    page.keyboard.press("Escape")
    page.get_by_role("button", name="通知").click()
    expect(page.locator(".bell-menu")).to_contain_text("手机通知和屏幕阅读器")
    page.keyboard.press("Escape")
    page.get_by_role("button", name="网络收发记录").click()
    wire = page.locator("#wire")
    expect(wire).to_contain_text("仅显示错误")
    assert left_in_english(wei) == []
    assert wei.grave_findings() == []


def test_what_goes_wrong_and_what_is_empty_is_told_in_chinese(wei: PageDriver) -> None:
    """A command that nobody answers, and a Home that was never published."""
    page = wei.open(GENERAL).page
    wei.say("/nothing")
    expect(toast(wei)).to_contain_text("不是有效的命令")
    wei.open("home")
    expect(page.locator("#home")).to_contain_text("尚未发布主页")


def test_whoever_reads_english_keeps_it(browser: Browser, workspace: Workspace) -> None:
    """Switching to somebody else switches the language too."""
    with visitor(browser, workspace.url, ROSA) as rosa:
        rosa.open(GENERAL)
        expect(rosa.page.locator("html")).to_have_attribute("lang", "en")
        expect(rosa.page.get_by_role("button", name="Notifications")).to_be_visible()
        wei = rosa.become("Zhang Wei")
        expect(wei.page.locator("html")).to_have_attribute("lang", "zh-CN")


def toast(driver: PageDriver) -> Locator:
    """The notice that says what went wrong."""
    return driver.page.locator(".toast").last
