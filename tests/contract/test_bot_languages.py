"""The same questions by people of two languages, through real Bolt and a Slack on localhost."""

import contextlib
import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, datetime
from functools import partial
from pathlib import Path

import pytest
from babel import Locale
from slack_sdk import WebClient

from bot.access.rules import AccessRules, Role
from bot.app import create_app
from bot.config import load_settings
from bot.delivery.audience import Audience
from bot.rendering.renderer import make_renderer
from bot.workspace.person import PersonDriver
from bot.workspace.records import Message, View
from bot.workspace.seed import default_seed
from bot.workspace.server import Workspace
from cs_engine.records.acting import Actor
from cs_engine.records.outbox import Recipient, To
from cs_engine.records.portfolio import Scope
from cs_engine.records.preferences import ChannelScope, ChannelSettings
from cs_engine.service.customer_success import CustomerSuccess
from cs_engine.service.memory import open_memory
from cs_engine.service.segments.keeping import keep_segments
from tests.bolt import UNHURRIED, connected
from tests.companies import scored_company

MIA, LEO, WEI = "U02MIA", "U03LEO", "U11WEI"
"""Two who have Slack in English, and one who has it in Chinese."""
TEAM = "C01CSTEAM"
NINE = datetime(2026, 11, 23, 9)  # noqa: DTZ001 - the workspace's wall clock
CHINESE = re.compile(r"[\u4e00-\u9fff]")
ENGLISH = re.compile(r"(?<![\w`/@#.-])[A-Za-z]{3,}(?: [A-Za-z]{2,}(?!\$))+")
"""Two words in a row: names of measures such as ARR stand alone, or before a currency."""


@dataclass
class Office:
    """A workspace with the bot, and what it remembers."""

    workspace: Workspace
    cs: CustomerSuccess
    names: frozenset[str] = frozenset()
    """Of customers, their contacts and colleagues: the same in every language."""

    def ask(self, person: str, command: str, text: str = "") -> Message:
        """Type a command and return what appears."""
        someone = self.workspace.as_person(person)
        before = len(someone.messages(TEAM))
        assert someone.command(TEAM, command, text)["ok"]
        return someone.wait_for(lambda: someone.messages(TEAM)[before:])[0]

    def without_names(self, text: str) -> str:
        """Return text without what is the same in every language."""
        return re.sub("|".join(map(re.escape, sorted(self.names, key=len, reverse=True))), "", text)

    def left_in_english(self, text: str) -> list[str]:
        """Return what nobody translated: several words in a row that are no name and no command."""
        text = self.without_names(text)
        return ENGLISH.findall(re.sub(r"[`/][\w -]+", "", text.replace("\u2060", "")))


@contextlib.contextmanager
def opened(home: Path, memory: str) -> Iterator[Office]:
    """A workspace on a Monday at nine, in which all but one of these people act as CSMs."""
    rules = AccessRules(people={MIA: Role.ADMIN, LEO: Role.CSM, WEI: Role.CSM})
    settings = load_settings(
        steward_home=home, steward_database_url=memory, steward_timezone="Europe/Berlin", access=rules
    )
    workspace = Workspace(default_seed(), page=False, patience=UNHURRIED)
    workspace.clock.set(NINE)
    with workspace, contextlib.closing(CustomerSuccess.open(settings.database_url, workspace.clock)) as cs:
        client = WebClient(workspace.bot_token, base_url=workspace.api_url)
        with connected(create_app(settings, cs, client, workspace.clock), workspace):
            yield Office(workspace, cs)


@pytest.fixture(scope="module")
def office(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Office]:
    """An office of a company that was scored and segmented."""
    home = tmp_path_factory.mktemp("company")
    memory = scored_company(home)
    with open_memory(memory) as store:
        keep_segments(store, f"duckdb://{home / 'book.duckdb'}")
    with opened(home, memory) as found:
        found.names = frozenset(_names(found.cs))
        yield found


def _names(cs: CustomerSuccess) -> Iterator[str]:
    for page in range(1, cs.portfolio(Scope.TEAM, owner=None).pages + 1):
        for row in cs.portfolio(Scope.TEAM, owner=None, page=page).rows:
            report = cs.report(row.account_id)
            assert report is not None
            yield report.name
            yield from (person.name for person in (report.champion, report.sponsor) if person)
    yield from (person.real_name for person in default_seed().people)


def _worst(office: Office) -> str:
    return office.cs.portfolio(Scope.TEAM, owner=None).rows[0].name


@pytest.mark.parametrize(
    ("command", "text", "english", "chinese"),
    [
        ("/health", "{worst}", "Why?", "为什么？"),
        ("/health", "{worst} why", "weights after", "权重"),
        ("/health", "{worst} history", "Week", "周"),
        ("/health", "at-risk all", "At risk", "高风险"),
        ("/health", "help", "What you can ask", "可以问什么"),
        ("/health", "mine", "Your accounts", "在此之前"),
        ("/health", "qqqq", "No account is called", "没有名为"),
        ("/cs", "", "What you can ask", "可以问什么"),
        ("/cs", "alerts", "Nothing has fired", "没有触发"),
        ("/cs", "digest", "Weekly digests", "周报"),
        ("/cs", "plays", "All plays", "全部行动方案"),
        ("/cs", "segments", "accounts are in no segment", "不在任何分群中"),
        ("/cs", "plan {worst}", "Success plan", "成功计划"),
    ],
)
def test_the_same_question_is_answered_in_the_language_of_whoever_asks(
    office: Office, command: str, text: str, english: str, chinese: str
) -> None:
    """By Slack's locale alone; nothing of the other language is left in."""
    asked = text.format(worst=_worst(office))
    in_english = _seen(office.ask(LEO, command, asked))
    in_chinese = _seen(office.ask(WEI, command, asked))
    assert english in in_english
    assert not CHINESE.search(office.without_names(in_english))
    assert chinese in in_chinese
    assert office.left_in_english(in_chinese) == []


def test_home_and_its_windows_are_in_the_language_of_whoever_opens_them(office: Office) -> None:
    """Every tab, and the windows that open from a card and from Home."""
    wei = office.workspace.as_person(WEI)
    home = wei.open_home()
    assert home is not None
    assert "今天" in _seen(home)
    for tab, words in (
        ("accounts", "只显示"),
        ("renewals", "按决定"),
        ("follow_ups", "未完成"),
        ("settings", "工作时间"),
    ):
        assert wei.click(wei.home or home, f"home.go.{tab}")["ok"]
        assert wei.wait_for(partial(_shows, wei, words))
        assert office.left_in_english(_seen(wei.home or home)) == []
    assert wei.command(TEAM, "/cs", "log")["ok"]
    assert wei.wait_for(lambda: wei.views)
    window = wei.views[0]
    assert window.body["title"]["text"] == "记录跟进"
    assert window.body["submit"]["text"] == "保存"
    assert office.left_in_english(_seen(window)) == []
    wei.close(window)


def test_what_goes_wrong_is_told_in_the_language_of_whoever_asked(tmp_path: Path) -> None:
    """An error of the engine, to each in their own words."""
    with opened(tmp_path, f"sqlite:///{tmp_path}/steward.db") as empty:
        assert "No account has been scored yet" in empty.ask(LEO, "/health", "at-risk all").text
        assert "还没有客户评分" in empty.ask(WEI, "/health", "at-risk all").text


def test_what_a_person_chose_wins_over_their_slack(office: Office) -> None:
    """In answers, on Home and in what is said unasked; a channel reads its own language."""
    actor = Actor(MIA, "mia.chen@example.com", "Mia Chen")
    office.cs.preferences.change(actor, language="zh-CN")
    assert CHINESE.search(_seen(office.ask(MIA, "/health", "help")))
    home = office.workspace.as_person(MIA).open_home()
    assert home is not None
    assert "今天" in _seen(home)
    settings = ChannelSettings(
        TEAM, "cs-team", ChannelScope.TEAM, None, MIA, NINE.replace(tzinfo=UTC), language="zh-CN"
    )
    office.cs.preferences.set_channel(actor, settings)
    renderer = make_renderer(Locale("en", "US"), UTC, NINE.date())
    audience = Audience(office.cs, renderer, lambda: NINE.replace(tzinfo=UTC))
    spoken = {
        Recipient(To.PERSON, "mia.chen@example.com"): "zh_Hans_CN",
        Recipient(To.CHANNEL, TEAM): "zh_Hans_CN",
        Recipient(To.PERSON, "leo.brandt@example.com"): "en_US",
    }
    assert {told: str(audience.speaker(told).renderer.reader.locale) for told in spoken} == spoken
    listed = office.ask(LEO, "/cs", "digest")
    leo = office.workspace.as_person(LEO)
    assert leo.click(listed, "digest.preview.0", TEAM)["ok"]
    assert leo.wait_for(lambda: "客户健康度" in leo.messages(TEAM)[-1].text)
    assert office.left_in_english(_seen(leo.messages(TEAM)[-1])) == []
    office.cs.preferences.change(actor, language=None)
    assert not CHINESE.search(_seen(office.ask(MIA, "/health", "help")))


def test_what_a_channel_reads_is_in_its_own_language_whoever_shared_it(office: Office) -> None:
    """A card shared by somebody who reads Chinese is English for a channel that chose nothing, and the other way."""
    actor = Actor(MIA, "mia.chen@example.com", "Mia Chen")
    for person, language in ((WEI, None), (LEO, "zh-CN")):
        office.cs.preferences.remove_channel(actor, TEAM)
        if language is not None:
            now = NINE.replace(tzinfo=UTC)
            chosen = ChannelSettings(TEAM, "cs-team", ChannelScope.TEAM, None, MIA, now, language=language)
            office.cs.preferences.set_channel(actor, chosen)
        shared = _shared(office, person)
        assert bool(CHINESE.search(office.without_names(_seen(shared)))) is (language is not None)


def _shared(office: Office, person: str) -> Message:
    card = office.ask(person, "/health", _worst(office))
    someone = office.workspace.as_person(person)
    before = len(someone.messages(TEAM))
    assert someone.click(card, "account.share", TEAM)["ok"]
    return someone.wait_for(lambda: [one for one in someone.messages(TEAM)[before:] if not one.ephemeral])[0]


def _shows(person: PersonDriver, words: str) -> bool:
    return person.home is not None and words in _seen(person.home)


def _seen(shown: Message | View) -> str:
    words = list(_strings(shown.blocks))
    return "\n".join([shown.text, *words] if isinstance(shown, Message) else words)


def _strings(value: object) -> Iterator[str]:
    if isinstance(value, dict):
        if isinstance(value.get("text"), str):
            yield value["text"]
        for each in value.values():
            yield from _strings(each)
    elif isinstance(value, list | tuple):
        for each in value:
            yield from _strings(each)
