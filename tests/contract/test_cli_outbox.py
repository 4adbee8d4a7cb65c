"""The delivery log on the command line, and sending something again by hand."""

from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from cs_engine.records.outbox import Act, Intent, Outcome, Recipient, To
from cs_engine.service.memory import open_memory
from cs_engine.service.outbox import OutboxDesk
from tests.contract.cli_home import Terminal

NOW = datetime(2026, 11, 22, 9, tzinfo=UTC)
LEASE = timedelta(minutes=1)


@pytest.fixture
def terminal(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> Terminal:
    """Return the command line at an empty home."""
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("STEWARD_HOME", str(tmp_path))
    return Terminal(capsys)


@pytest.fixture
def uncertain(tmp_path: Path, terminal: Terminal) -> Terminal:
    """Return the command line in a home where one message was sent and one is uncertain."""
    with open_memory(f"sqlite:///{tmp_path}/steward.db") as store:
        desk = OutboxDesk(store, lambda: NOW)
        for key, channel in (("digest:C1:2026-W47", "C1"), ("alert:1", "C2")):
            to = Recipient(To.CHANNEL, channel)
            desk.put([Intent(key, "note", Act.POST, key, (to,), NOW)])
            one = desk.claim("me", LEASE)
            assert one is not None
            if channel == "C1":
                desk.trying(one, to, channel, LEASE)
                desk.sent(one, (channel, "1.0"))
            else:
                desk.unsent(one, Outcome.UNCERTAIN, "missing_scope")
    return terminal


def test_the_log_names_each_message_its_outcome_and_why(uncertain: Terminal) -> None:
    """All of them, or what somebody has to look at."""
    everything, problems = uncertain("outbox").out, uncertain("outbox", "--problems").out
    assert "sent" in everything
    assert "digest:C1:2026-W47" in everything
    assert "digest:C1:2026-W47" not in problems
    assert "uncertain  missing scope  alert:1" in problems


def test_what_is_uncertain_is_sent_again_by_hand_and_what_was_sent_is_not(uncertain: Terminal) -> None:
    """Somebody has looked whether it stands in Slack."""
    assert uncertain("outbox", "again", "alert:1").code == 0
    assert "pending" in uncertain("outbox").out
    refused = uncertain("outbox", "again", "digest:C1:2026-W47")
    assert (refused.code, refused.err.count("\n")) == (2, 1)
    assert uncertain("outbox", "--problems").err == "Nothing failed or is uncertain.\n"


def test_an_empty_log_says_so(terminal: Terminal) -> None:
    """Nothing was said yet."""
    assert terminal("outbox").err == "Nothing has been said unasked.\n"
