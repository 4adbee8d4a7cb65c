"""Home through real Bolt, in a Slack on localhost: places that are kept, settings that take effect, the first run."""

import contextlib
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from datetime import time as clock_time
from pathlib import Path
from typing import Any

import pytest
from slack_sdk import WebClient

from bot.access.rules import AccessRules, Role
from bot.app import create_app
from bot.config import Settings, load_settings
from bot.workspace.errors import SlackError
from bot.workspace.person import PersonDriver
from bot.workspace.records import View
from bot.workspace.seed import default_seed
from bot.workspace.server import Workspace
from cs_engine.records.acting import Actor
from cs_engine.records.episodes import Family
from cs_engine.records.logbook import FollowUpKind, FollowUpOutcome
from cs_engine.records.logged import NewFollowUp
from cs_engine.records.outbox import Act, Intent, Outcome, Recipient, To
from cs_engine.records.portfolio import Scope
from cs_engine.records.preferences import ChannelScope, ChannelSettings, Deed, Route
from cs_engine.service.customer_success import CustomerSuccess
from tests.bolt import UNHURRIED, connected
from tests.companies import scored_company

ROSA, MIA, SAM, KAI = "U01ROSA", "U02MIA", "U06SAM", "U07KAI"
"""A lead, an admin who looks after accounts, a viewer, and a CSM without accounts."""
MIAS = "mia.chen@example.com"
RULES = AccessRules(people={ROSA: Role.LEAD, MIA: Role.ADMIN, SAM: Role.VIEWER, KAI: Role.CSM})
TEAM = "C01CSTEAM"
NINE = datetime(2026, 11, 23, 9)  # noqa: DTZ001 - the workspace's wall clock
EARLIER = datetime(2026, 11, 20, 9, tzinfo=UTC)
WAIT = 30.0


@dataclass
class Office:
    """A workspace with the bot, and what it remembers."""

    workspace: Workspace
    cs: CustomerSuccess

    def person(self, who: str = MIA) -> PersonDriver:
        """Return somebody at their keyboard."""
        return self.workspace.as_person(who)

    def home(self, who: str = MIA) -> View:
        """Open somebody's Home."""
        found = self.person(who).open_home()
        assert found is not None
        return found

    def shows(self, words: str, who: str = MIA) -> View:
        """Return somebody's Home once it shows these words."""

        def seen() -> View | None:
            home = self.person(who).home
            return home if home is not None and words in str(home.blocks) else None

        found = self.person(who).wait_for(seen)
        assert found is not None
        return found

    def press(self, button: str, value: str = "", who: str = MIA) -> None:
        """Press a button of somebody's Home once it stands there: the page may be renewed between look and press."""

        def pressed() -> bool:
            home = self.person(who).home
            if home is None:
                return False
            try:
                return bool(self.person(who).click(home, button, value)["ok"])
            except SlackError:
                return False

        assert self.person(who).wait_for(pressed)

    def go(self, tab: str, words: str, who: str = MIA) -> View:
        """Go to another tab."""
        self.home(who)
        self.press(f"home.go.{tab}", who=who)
        return self.shows(words, who)

    def window(self, home: View, button: str, who: str = MIA, value: str = "") -> View:
        """Press a button that opens a window."""
        person = self.person(who)
        assert person.click(person.home or home, button, value)["ok"]  # it may have been renewed in the meantime
        found = person.wait_for(lambda: next(iter(person.views[-1:]), None))
        assert found is not None
        return found


def _engine(settings: Settings, workspace: Workspace) -> CustomerSuccess:
    return CustomerSuccess.open(settings.database_url, workspace.clock, own_alerts=settings.alerts)


@contextlib.contextmanager
def opened(home: Path, memory: str) -> Iterator[Office]:
    """A workspace on a Monday at nine, with the bot connected to it."""
    settings = load_settings(
        steward_home=home, steward_database_url=memory, steward_timezone="Europe/Berlin", access=RULES
    )
    workspace = Workspace(default_seed(), patience=UNHURRIED)
    workspace.clock.set(NINE)
    with workspace, contextlib.closing(_engine(settings, workspace)) as cs:
        client = WebClient(workspace.bot_token, base_url=workspace.api_url)
        with connected(create_app(settings, cs, client, workspace.clock), workspace):
            yield Office(workspace, cs)


@pytest.fixture(scope="module")
def office(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Office]:
    """An office of a company that was scored."""
    home = tmp_path_factory.mktemp("company")
    with opened(home, scored_company(home)) as found:
        yield found


@pytest.fixture
def empty(tmp_path: Path) -> Iterator[Office]:
    """An office where nothing was ever loaded."""
    with opened(tmp_path, f"sqlite:///{tmp_path}/steward.db") as found:
        yield found


def actor_of(person: str) -> Actor:
    """Return somebody who acts without Slack."""
    return Actor(person, person, person)


def eventually(seen: Callable[[], Any]) -> Any:  # noqa: ANN401 - whatever is seen
    """Return what is seen once there is something."""
    until = time.monotonic() + WAIT
    while not (found := seen()):
        assert time.monotonic() < until, "It did not happen."
        time.sleep(0.02)
    return found


def test_the_tab_the_scope_and_the_filter_are_kept(office: Office) -> None:
    """Who opens Home again is where they were, also in another process: it stands in the memory."""
    home = office.go("accounts", "Show only")
    office.press("home.go.all")
    home = office.shows("Everybody's accounts")
    watch = next(
        option["value"]
        for block in home.blocks
        for element in block.get("elements", ())
        if element.get("type") == "static_select"
        for option in element["options"]
        if option["text"]["text"] == "Watch"
    )
    office.press("home.go", watch)
    eventually(lambda: "|watch|" in office.cs.preferences.of(MIAS).home)
    again = office.home()
    assert "Everybody's accounts" in str(again.blocks)
    assert "🟡" in str(again.blocks)
    assert "🟢 *" not in str(again.blocks)
    assert office.person().click(again, "home.go.mine")["ok"]


def test_every_tab_is_there_for_who_may_see_it(office: Office) -> None:
    """Admin is for admins; a viewer has no buttons that change anything."""
    for tab, words in (
        ("today", "Owe them"),
        ("renewals", "Decisions in the order"),
        ("follow_ups", "task"),
        ("settings", "Working hours"),
        ("admin", "Delivery log"),
    ):
        if tab != "today":
            office.go(tab, words)
    assert "home.go.admin" not in str(office.home(ROSA).blocks)
    viewer = office.go("renewals", "Decisions in the order", SAM)
    assert "renewal.record" not in str(viewer.blocks)
    assert "home.go.admin" not in str(viewer.blocks)
    assert "ARR at risk" not in str(viewer.blocks)


def test_working_hours_that_somebody_sets_are_the_ones_that_count(office: Office) -> None:
    """In the window, in the words of Home, and for whoever asks when they may be told something."""
    home = office.go("settings", "Working hours")
    window = office.window(home, "home.hours")
    entered = {
        "home.days": "0,1,2",
        "home.opens": "16:00",
        "home.closes": "23:00",
        "home.zone": "Asia/Shanghai",
        "home.language": "en",
    }
    assert office.person().submit(window, entered)["ok"]
    office.shows("Asia/Shanghai")
    hours = office.cs.preferences.hours_of(MIAS)
    assert (str(hours.zone), hours.days, hours.opens) == ("Asia/Shanghai", (0, 1, 2), clock_time(16))
    monday = datetime(2026, 11, 23, 8, tzinfo=UTC)
    assert hours.is_open(monday)
    assert not hours.is_open(monday - timedelta(hours=1))
    assert not hours.is_open(monday + timedelta(days=3))


def test_what_cannot_be_is_said_beside_the_field(office: Office) -> None:
    """The window stays open, and nothing of it is kept."""
    home = office.go("settings", "Out of office")
    window = office.window(home, "home.away")
    answer = office.person().submit(window, {"home.from": "2026-12-24", "home.until": "2026-12-20"})
    assert answer["errors"] == {"home.until": "This has to be after the beginning."}
    assert office.cs.preferences.of(MIAS).away_from is None
    assert office.person().submit(window, {"home.from": "2026-12-20", "home.until": "2026-12-24"})["ok"]
    office.shows("from Dec 20 to Dec 24")
    assert office.cs.preferences.hours_of(MIAS).is_away(date(2026, 12, 24))


def test_alerts_go_where_somebody_wants_them(office: Office) -> None:
    """Only what differs from the default is kept."""
    home = office.go("settings", "Risk alerts")
    window = office.window(home, "home.alerts")
    chosen = {"home.route.usage_drop": "digest", "home.route.at_risk": "channel"}
    assert office.person().submit(window, chosen)["ok"]
    office.shows("1 kind in the channel")
    routes = office.cs.preferences.of(MIAS).routes
    assert dict(routes) == {Family.USAGE_DROP: Route.DIGEST, Family.AT_RISK: Route.CHANNEL}


def test_what_the_company_has_set_is_what_can_be_chosen(tmp_path: Path) -> None:
    """Its own alerts.toml counts: digest-only kinds are named and cannot be chosen, nor what is switched off."""
    own = '[silence]\nroute = "dm"\n\n[usage_drop]\nroute = "off"\n\n[limits]\ngroup_above = 7\n'
    (tmp_path / "alerts.toml").write_text(own)
    with opened(tmp_path, f"sqlite:///{tmp_path}/steward.db") as office:
        window = office.window(office.go("settings", "Risk alerts"), "home.alerts")
    words = str(window.blocks)
    assert "home.route.silence" in words
    assert "home.route.usage_drop" not in words
    assert "home.route.unused_seats" not in words
    assert "Usage drops" in words.partition("Switched off")[2]
    assert "Unused seats" in words.partition("Digest only:")[2]
    assert "More than 7 at once are one message" in words


def test_an_alert_goes_to_the_channel_unless_somebody_wants_it_themselves(office: Office) -> None:
    """Where a channel is told alerts, a direct message is a choice that is kept."""
    settings = ChannelSettings(TEAM, "cs-team", ChannelScope.TEAM, None, ROSA, EARLIER, alerts=True)
    office.cs.preferences.set_channel(actor_of(ROSA), settings)
    office.cs.preferences.change(actor_of(MIAS), routes={})
    window = office.window(office.go("settings", "kinds in the channel"), "home.alerts")
    assert office.person().submit(window, {"home.route.at_risk": "dm"})["ok"]
    office.shows("1 kind as a direct message")
    assert dict(office.cs.preferences.of(MIAS).routes) == {Family.AT_RISK: Route.DM}
    office.cs.preferences.remove_channel(actor_of(ROSA), TEAM)


def test_a_person_reads_in_the_language_and_zone_they_set(office: Office) -> None:
    """The setting wins over what Slack tells."""
    office.cs.preferences.change(actor_of("rosa.lind@example.com"), timezone="Asia/Tokyo")
    assert "Asia/Tokyo" in str(office.go("settings", "Working hours", ROSA).blocks)


def test_a_channel_is_told_only_where_the_bot_is_and_nobody_else_reads(office: Office) -> None:
    """The reason stands at the field; a channel of one's own is kept, changed and removed."""
    home = office.go("settings", "Channels", ROSA)
    window = office.window(home, "home.channel", ROSA)
    entered = {
        "home.where": "C05SHARED",
        "home.scope": "team|",
        "home.told": "digest,alerts",
        "home.weekday": "3",
        "home.at": "08:15",
        "home.zone": "Europe/Berlin",
        "home.language": "en",
    }
    assert "only your own people" in office.person(ROSA).submit(window, entered)["errors"]["home.where"]
    assert office.person(ROSA).submit(window, {**entered, "home.where": TEAM})["ok"]
    office.shows("#cs-team", ROSA)
    (kept,) = office.cs.preferences.channels()
    assert (kept.channel, kept.scope, kept.weekday, kept.at) == (TEAM, ChannelScope.TEAM, 3, clock_time(8, 15))
    assert kept.alerts
    office.press("home.remove", TEAM, ROSA)
    office.shows("None is told anything yet.", ROSA)


def test_home_shows_at_once_what_was_changed_elsewhere(office: Office) -> None:
    """A task that is done in Home is gone from it, without anybody turning a page."""
    account = office.cs.portfolio(Scope.MINE, owner=MIAS).rows[0].account_id
    actor = Actor(MIA, MIAS, "Mia Chen")
    step = NewFollowUp(
        account,
        FollowUpKind.CALL,
        FollowUpOutcome.POSITIVE,
        step="Send the quote",
        due_on=date(2026, 11, 24),
    )
    office.cs.logbook.log(actor, step)
    home = office.go("follow_ups", "Send the quote")
    assert office.person().click(home, "task.done")["ok"]
    eventually(lambda: "Send the quote" not in str((office.person().home or home).blocks).split("Logged last")[0])


def test_an_admin_sends_again_what_failed(office: Office) -> None:
    """From its line in the delivery log; the audit log tells who did."""
    outbox = office.cs.outbox
    lost = Intent("note:lost", "odd", Act.POST, "note:lost", (Recipient(To.PERSON, "U0NOBODY"),), EARLIER)
    outbox.put([lost])
    taken = outbox.claim("a sender", timedelta(seconds=60))
    assert taken is not None
    outbox.unsent(taken, Outcome.FAILED, "nobody_to_tell")
    home = office.go("admin", "Send again")
    office.press("home.again", lost.key)
    eventually(lambda: outbox.page().deliveries[0].outcome is Outcome.PENDING)
    eventually(lambda: "home.again" not in str((office.person().home or home).blocks))
    line = office.cs.preferences.audit().lines[0]
    assert (line.by, line.what) == (MIAS, Deed.SENT_AGAIN)


def test_erasing_says_first_what_it_would_do(office: Office) -> None:
    """Only an admin, only after a second window; settings and name are gone, the log names nobody."""
    kai = office.home(KAI)
    assert kai is not None
    person = eventually(lambda: [each for each in office.cs.preferences.people() if each.slack_user_id == KAI])[
        0
    ].person
    home = office.go("admin", "Erase a person")
    window = office.window(home, "home.erase")
    office.person().submit(window, {"home.person": person})
    sure = eventually(lambda: [each for each in office.person().views if "cannot be undone" in str(each.blocks)])[0]
    assert "Kept without their name" in str(sure.blocks)
    assert office.cs.preferences.held(person).own
    assert office.person().submit(sure)["ok"]
    eventually(lambda: office.cs.preferences.held(person).is_nothing)
    assert office.cs.preferences.audit().lines[0].what == Deed.PERSON_ERASED


def test_the_first_run_walks_from_nothing_to_a_test_digest(empty: Office, tmp_path: Path) -> None:
    """Each step ticks itself off by what is there; nothing of it needs demo data."""
    home = empty.home(ROSA)
    assert "Nothing has been scored yet" in str(home.blocks)
    assert "Load your customers" in str(home.blocks)
    assert "import.sent" in str(empty.window(home, "home.import", ROSA).blocks)
    empty.person(ROSA).close(empty.person(ROSA).views[-1])
    assert "Whoever runs Steward here" in str(empty.home(SAM).blocks)
    scored_company(tmp_path)
    home = empty.home(ROSA)
    assert "✅ " in str(home.blocks)
    owners = empty.window(home, "home.owners", ROSA)
    assert "look after accounts" in str(owners.blocks)
    empty.person(ROSA).close(owners)
    window = empty.window(home, "home.channel", ROSA)
    assert empty.person(ROSA).submit(window, {"home.where": TEAM})["ok"]
    home = empty.shows("is told", ROSA)
    empty.press("home.test", who=ROSA)
    rosa = empty.person(ROSA)
    eventually(lambda: rosa.messages(rosa.dm))
    eventually(lambda: "From here to the first digest" not in str((rosa.home or home).blocks))
