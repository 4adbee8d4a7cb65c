"""The Monday morning: digests in channels with different zones, sent by the real sender to a Slack on localhost."""

from collections.abc import Iterator
from contextlib import ExitStack, closing
from dataclasses import dataclass, replace
from datetime import UTC, datetime, timedelta
from functools import cache
from pathlib import Path

import pytest
from babel import Locale
from slack_sdk.web import WebClient

from bot.app import create_app
from bot.config import Settings, load_settings
from bot.jobs.sending import sender_for
from bot.rendering.renderer import Renderer, make_renderer
from bot.workspace.records import Message
from bot.workspace.seed import CommandHelp, default_seed
from bot.workspace.server import Workspace
from cs_engine.records.acting import Actor, Team
from cs_engine.records.outbox import Outcome
from cs_engine.records.preferences import ChannelScope, ChannelSettings
from cs_engine.service.customer_success import CustomerSuccess
from cs_engine.service.memory import open_memory
from tests.bolt import UNHURRIED, connected
from tests.unit.service.desk import MONDAY, WEEK, ZONE
from tests.unit.service.digest_cast import episode
from tests.unit.service.test_digests import IDLE, company

NINE = MONDAY + timedelta(hours=9)
ROSA, MIA = "U01ROSA", "U02MIA"
TEAM, GENERAL, LAUNCH = "C01CSTEAM", "C02GENERAL", "C06LAUNCH"
LEA = Actor(ROSA, "rosa@example.com", "Rosa")
LONG_AGO = datetime(2026, 1, 1, tzinfo=UTC)
BERLIN = ChannelSettings(TEAM, "cs-team", ChannelScope.TEAM, None, ROSA, LONG_AGO, timezone="Europe/Berlin")
NEW_YORK = replace(BERLIN, channel=GENERAL, name="general", timezone="America/New_York")
GONE = replace(BERLIN, channel=LAUNCH, name="launch")
DIGEST = (CommandHelp("/cs", "digest", "Which channels get the digest"),)
RED = {**IDLE, "nps_score": 1.0, "last_two_way_at": None, "champion_seen_at": None, "surveys_answered": 0}
RULES = {ROSA: "lead"}


@cache
def english() -> Renderer:
    """Return the renderer of a workspace that speaks English."""
    return make_renderer(Locale("en", "US"), ZONE, MONDAY.date())


@dataclass
class Morning:
    """The company's memory, its Slack, and everything that runs on a Monday morning."""

    workspace: Workspace
    cs: CustomerSuccess
    settings: Settings

    def at(self, moment: datetime) -> None:
        """Let it be so late, and do what is due then."""
        self.workspace.clock.set(moment.astimezone(ZONE).replace(tzinfo=None))
        self.cs.digests.due(moment, Team(leads=(ROSA,)))
        client = WebClient(self.workspace.bot_token, base_url=self.workspace.api_url)
        sender = sender_for(self.settings, self.workspace.clock, self.cs, client, english())
        while sender.work():
            pass

    def told(self, channel: str, thread: str | None = None) -> list[Message]:
        """Return what stands in a channel or a thread."""
        return self.workspace.as_person(ROSA).messages(channel, thread)

    def outcome(self, key: str) -> Outcome:
        """Return what became of an intent."""
        return next(one.outcome for one in self.cs.outbox.page(lines=200).deliveries if one.intent.key == key)


@pytest.fixture
def morning(tmp_path: Path) -> Iterator[Morning]:
    """Yield a company of ninety customers, scored on two Mondays, one of them in trouble."""
    settings = load_settings(
        steward_home=tmp_path,
        steward_timezone="Europe/Berlin",
        access={"people": RULES},
        steward_database_url=f"sqlite:///{tmp_path}/steward.db",
    )
    with open_memory(settings.database_url) as store:
        worse = company(size=1, **IDLE)
        store.write_snapshots([*company(MONDAY - WEEK, size=90), *worse, *company(size=90)[1:]])
        with store.changing() as memory:
            memory.episodes.add(episode("A000", opened_at=NINE - timedelta(days=2)))
            for channel in (BERLIN, NEW_YORK):
                memory.wishes.put_channel(channel)
    with ExitStack() as stack:
        workspace = stack.enter_context(Workspace(default_seed(commands=DIGEST), page=False, patience=UNHURRIED))
        workspace.clock.set(NINE.replace(tzinfo=None) - timedelta(hours=1))
        cs = stack.enter_context(closing(CustomerSuccess.open(settings.database_url, workspace.clock)))
        yield Morning(workspace, cs, settings)


def test_two_channels_read_theirs_at_their_own_nine_with_the_table_in_the_thread(morning: Morning) -> None:
    """In order, once, however often everything runs."""
    morning.at(NINE)
    morning.at(NINE + timedelta(minutes=1))
    (berlin,) = morning.told(TEAM)
    assert morning.told(GENERAL) == []
    morning.at(NINE + timedelta(hours=6))
    assert len(morning.told(GENERAL)) == 1
    assert "Customer health, week 47" in berlin.text
    assert "Needs you" in berlin.text
    parts = [each.text.splitlines()[0] for each in morning.told(TEAM, berlin.ts)[1:]]
    assert parts == [f"All accounts, most revenue at risk first ({number} of 3)" for number in (1, 2, 3)]
    claim = next(block["accessory"] for block in berlin.blocks or () if block["type"] == "section")
    assert (claim["text"]["text"], claim["value"]) == ("Claim", "e-A000")


def test_a_slack_that_knows_no_charts_gets_the_same_in_words(morning: Morning) -> None:
    """The line of bands is there either way."""
    with open_memory(morning.settings.database_url) as store:
        store.write_snapshots([row for back in range(6) for row in company(MONDAY - back * WEEK, size=3, **RED)])
    morning.workspace.faults.refuse_blocks("data_visualization")
    morning.at(NINE)
    (told,) = morning.told(TEAM)
    assert "data_visualization" not in {block["type"] for block in told.blocks or ()}
    notes = [each["text"] for block in told.blocks or () if block["type"] == "context" for each in block["elements"]]
    assert any(note.startswith("At risk or leaving by week") for note in notes)
    morning.workspace.faults.clear()
    morning.at(NINE + timedelta(hours=6))
    (charted,) = morning.told(GENERAL)
    assert "data_visualization" in {block["type"] for block in charted.blocks or ()}


def test_an_archived_channel_is_reported_and_its_digest_kept_until_it_is_set_again(morning: Morning) -> None:
    """Whoever set it up is told once; the others get theirs."""
    with open_memory(morning.settings.database_url) as store, store.changing() as memory:
        memory.wishes.put_channel(GONE)
    morning.at(NINE)
    morning.at(NINE + timedelta(hours=1))
    assert morning.outcome("digest:C06LAUNCH:2026-W47") is Outcome.CHANNEL_GONE
    assert len(morning.told(TEAM)) == 1
    rosa = morning.workspace.as_person(ROSA)
    assert [each.text for each in rosa.messages(rosa.dm) if "launch" in each.text] != []
    morning.cs.preferences.set_channel(LEA, replace(GONE, channel=GENERAL, name="general"))
    morning.at(NINE + timedelta(hours=2))
    morning.at(NINE + timedelta(hours=3))
    (moved,) = morning.told(GENERAL)
    assert "Customer health, week 47" in moved.text
    assert len(morning.told(GENERAL, moved.ts)) == 4


def test_a_run_that_was_missed_comes_late_and_says_so(morning: Morning) -> None:
    """The process was down until Tuesday."""
    morning.at(NINE + timedelta(days=1))
    morning.at(NINE + timedelta(days=1, hours=1))
    (told,) = morning.told(TEAM)
    assert "Late: this was due on Nov 16." in told.text


def test_cs_digest_says_which_channels_get_it_and_previews_one_for_who_asks(morning: Morning) -> None:
    """Nobody else sees the preview, and nothing is sent by it."""
    client = WebClient(morning.workspace.bot_token, base_url=morning.workspace.api_url)
    app = create_app(morning.settings, morning.cs, client, morning.workspace.clock)
    with connected(app, morning.workspace):
        rosa = morning.workspace.as_person(ROSA)
        rosa.command(TEAM, "/cs", "digest")
        listed = rosa.wait_for(lambda: next(iter(rosa.messages(TEAM)), None))
        assert listed is not None
        assert "#cs-team · everybody's accounts" in listed.text
        assert "Monday at 9:00 AM, Europe/Berlin · next Nov 16" in listed.text
        rosa.click(listed, "digest.preview.0", TEAM)
        shown = rosa.wait_for(lambda: next((one for one in rosa.messages(TEAM) if "Needs you" in one.text), None))
        assert shown is not None
        assert "Customer health" in shown.text
    assert morning.workspace.as_person(MIA).messages(TEAM) == []
