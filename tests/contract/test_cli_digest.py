"""``steward digest``: what a channel would be told, printed or sent."""

from datetime import UTC, datetime
from pathlib import Path

import pytest

from cs_engine.records.outbox import Act, Outcome
from cs_engine.records.preferences import ChannelScope, ChannelSettings
from cs_engine.service.memory import open_memory
from cs_engine.service.outbox import OutboxDesk
from tests.contract.cli_home import Terminal
from tests.unit.health.accounts import day_ago
from tests.unit.service.desk import MONDAY, WEEK, kept

ANA = "ana@ours.example"
LONG_AGO = datetime(2026, 1, 1, tzinfo=UTC)
CHANNELS = (
    ChannelSettings("C1", "cs-team", ChannelScope.TEAM, None, ANA, LONG_AGO, timezone="Europe/Berlin"),
    ChannelSettings("C2", "cs-cn", ChannelScope.SEGMENT, "mid", ANA, LONG_AGO, language="zh-CN"),
    ChannelSettings("C3", "alerts-only", ChannelScope.TEAM, None, ANA, LONG_AGO, digest=False, alerts=True),
)


@pytest.fixture
def terminal(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> Terminal:
    """Return the command line at a home with three customers, scored on two Mondays."""
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("STEWARD_HOME", str(tmp_path))
    with open_memory(f"sqlite:///{tmp_path}/steward.db") as store:
        for as_of in (MONDAY - WEEK, MONDAY):
            facts = {"owner": ANA, "segment": "mid", "usage_last_day": day_ago(1, as_of)}
            names = ("Customer 0", "Brot & *Butter*", "Customer 2")
            store.write_snapshots([kept(f"A{n}", name, as_of, **facts) for n, name in enumerate(names)])
    return Terminal(capsys)


@pytest.fixture
def channels(tmp_path: Path, terminal: Terminal) -> Terminal:
    """Return the same where three channels are set up, two of them for a digest."""
    with open_memory(f"sqlite:///{tmp_path}/steward.db") as store, store.changing() as memory:
        for each in CHANNELS:
            memory.wishes.put_channel(each)
    return terminal


def kept_intents(home: Path) -> dict[str, tuple[str, Act, Outcome]]:
    """Return what is in the outbox."""
    with open_memory(f"sqlite:///{home}/steward.db") as store:
        found = OutboxDesk(store, lambda: datetime.now(UTC)).page().deliveries
    return {one.intent.key: (one.intent.kind, one.intent.act, one.outcome) for one in found}


def test_before_a_channel_is_set_the_whole_teams_is_shown(terminal: Terminal, tmp_path: Path) -> None:
    """As of the end of a day; nothing is sent."""
    said = terminal("digest", "--preview", "--as-of", "2026-11-15")
    assert said.code == 0
    assert "Customer 2" in said.out
    assert "Brot & *Butter*" in said.out
    assert "3 accounts" in said.out
    assert "No channel gets a digest yet" in said.err
    assert kept_intents(tmp_path) == {}


def test_every_channel_is_shown_as_it_would_be_told(channels: Terminal) -> None:
    """In its language; a channel that gets no digest is left out unless it is named."""
    said = channels("digest", "--as-of", "2026-11-15")
    assert [line for line in said.err.splitlines() if line.startswith("#")] == ["#cs-cn", "#cs-team"]
    assert "3 accounts" in said.out
    assert "个客户" in said.out
    (only,) = [channels("digest", "--channel", name, "--as-of", "2026-11-15") for name in ("#CS-Team",)]
    assert only.err.splitlines() == ["#cs-team"]
    assert channels("digest", "--channel", "C1", "--as-of", "2026-11-15").out == only.out


def test_send_writes_it_once_beside_the_one_that_is_due(channels: Terminal, tmp_path: Path) -> None:
    """The main message, and its thread if there is one; the key tells that it was by hand."""
    said = channels("digest", "--send", "--channel", "cs-team")
    assert (said.code, said.out) == (0, "")
    assert "#cs-team is in the outbox" in said.err
    main = next(key for key, (kind, _, _) in kept_intents(tmp_path).items() if kind == "digest")
    assert ":by-hand:" in main
    assert kept_intents(tmp_path)[main] == ("digest", Act.POST, Outcome.PENDING)


@pytest.mark.parametrize(
    ("words", "told"),
    [
        (("--preview", "--send"), "choose --preview or --send"),
        (("--send", "--as-of", "2026-11-15"), "only today's digest can be sent"),
        (("--channel", "nowhere"), "No channel nowhere gets a digest"),
        (("--as-of", "2020-01-01"), "No account has been scored"),
    ],
)
def test_what_cannot_be_is_said_in_words(channels: Terminal, words: tuple[str, ...], told: str) -> None:
    """And nothing is printed or sent."""
    said = channels("digest", *words)
    assert (said.code, said.out) == (2, "")
    assert told in said.err.replace("\n", " ")
