"""`steward doctor` finds what was planted: each misconfiguration by its own finding, with its fix, and no secret."""

import shutil
import sqlite3
from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from datetime import UTC, date, datetime, timedelta
from pathlib import Path

import pytest

from bot.cli.settings_file import TEMPLATE, with_admin, with_setting, write_settings
from bot.clock import wall_clock
from bot.doctor.facts import SlackFacts
from bot.doctor.findings import Severity
from bot.doctor.gather_slack import gather_slack
from bot.doctor.slack_checks import check_clock, check_scopes
from bot.scopes import bot_scopes
from bot.slack_client import patient_client
from bot.workspace.seed import Seed, default_seed
from bot.workspace.server import Workspace
from tests.contract.cli_home import ACCOUNTS, SUBSCRIPTIONS, Said, Terminal, usage, write_files

PROBLEM, WARNING = Severity
OWNER = "mia.chen@example.com"
LACKING = "users:read.email"
"""The scope that one of the two workspaces did not grant."""


def seed(granted: frozenset[str]) -> Seed:
    """Return a workspace in which the app has these scopes."""
    start = default_seed()
    return replace(start, app=replace(start.app, scopes=granted))


@pytest.fixture(scope="module")
def workspace() -> Iterator[Workspace]:
    """Serve a Slack that granted what the manifest asks for."""
    with Workspace(seed(frozenset(bot_scopes())), page=False) as served:
        yield served


@pytest.fixture(scope="module")
def strict(workspace: Workspace) -> Iterator[Workspace]:
    """Serve another that kept one scope back."""
    with Workspace(seed(frozenset(bot_scopes()) - {LACKING}), page=False) as served:
        yield served


def files(owner: str, last: date) -> dict[str, str]:
    """Return a few accounts of one owner, with usage until a day."""
    accounts = ACCOUNTS.replace("ana@ours.example", owner)
    return {"accounts.csv": accounts, "subscriptions.csv": SUBSCRIPTIONS, "usage.csv": usage(last)}


@dataclass(frozen=True, slots=True)
class Desk:
    """A folder in which everything is as it must be, and the command line in it."""

    folder: Path
    terminal: Terminal
    slack: Workspace
    strict: Workspace

    @property
    def toml(self) -> Path:
        """The settings."""
        return self.folder / "steward.toml"

    @property
    def home(self) -> Path:
        """The stores."""
        return self.folder / "data"

    def set(self, key: str, value: str) -> None:
        """Change a setting."""
        write_settings(self.toml, with_setting(self.toml.read_text(), key, value))

    def append(self, text: str) -> None:
        """Add lines at the end of the settings."""
        write_settings(self.toml, f"{self.toml.read_text()}\n{text}\n")

    def fill(self, owner: str, last: date) -> None:
        """Load and score other data instead of what is there."""
        shutil.rmtree(self.home)
        self.terminal("load", write_files(self.folder / "csv", files(owner, last)), "--yes")
        self.terminal("refresh")

    def diagnosed(self, *options: str) -> Said:
        """Run the doctor."""
        return self.terminal("doctor", "--json", *options)


@pytest.fixture(scope="module")
def stores(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Make the stores once."""
    folder = tmp_path_factory.mktemp("stores")
    with pytest.MonkeyPatch.context() as patch:
        patch.chdir(folder)
        patch.setenv("STEWARD_TIMEZONE", "Europe/Berlin")
        from bot.cli.program import run  # noqa: PLC0415 - where the command line runs is set just above

        csv = write_files(folder / "csv", files(OWNER, datetime.now(UTC).date()))
        assert run(["load", str(csv), "--yes"]) == 0
        assert run(["refresh"]) == 0
    return folder / "data"


@pytest.fixture
def desk(
    stores: Path,
    workspace: Workspace,
    strict: Workspace,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> Desk:
    """Return a folder in which everything is as it must be."""
    monkeypatch.chdir(tmp_path)
    for name in ("STEWARD_HOME", "STEWARD_ADMINS", "SLACK_API_URL", "SLACK_BOT_TOKEN", "SLACK_APP_TOKEN"):
        monkeypatch.delenv(name, raising=False)
    shutil.copytree(stores, tmp_path / "data")
    made = Desk(tmp_path, Terminal(capsys), workspace, strict)
    write_settings(made.toml, with_admin(TEMPLATE, "rosa.lind@example.com"))
    for key, value in (
        ("slack_bot_token", workspace.bot_token),
        ("slack_app_token", workspace.app_token),
        ("slack_api_url", workspace.api_url),
        ("steward_timezone", "Europe/Berlin"),
    ):
        made.set(key, value)
    return made


def world_readable(desk: Desk) -> None:
    """Let others read the tokens."""
    desk.toml.chmod(0o644)


def another_version(desk: Desk) -> None:
    """Let a newer program have changed the memory."""
    with sqlite3.connect(desk.home / "steward.db") as memory:
        memory.execute("UPDATE alembic_version SET version_num = '9999'")
    memory.close()


def without_scope(desk: Desk) -> None:
    """Install the app where one scope was not granted."""
    desk.set("slack_bot_token", desk.strict.bot_token)
    desk.set("slack_app_token", desk.strict.app_token)
    desk.set("slack_api_url", desk.strict.api_url)


def stopped_refreshing(desk: Desk) -> None:
    """Let the last refresh be three days ago."""
    with sqlite3.connect(desk.home / "steward.db") as memory:
        memory.execute("UPDATE runs SET finished_at = datetime(finished_at, '-3 days')")
    memory.close()


def old_data(desk: Desk) -> None:
    """Let nobody have loaded anything for a month."""
    desk.fill(OWNER, datetime.now(UTC).date() - timedelta(days=30))


PLANTED: dict[str, tuple[Callable[[Desk], object], str, Severity, str]] = {
    "a setting that cannot be used": (
        lambda desk: desk.set("steward_timezone", "Europe/Berlim"),
        "settings",
        PROBLEM,
        "STEWARD_TIMEZONE",
    ),
    "a token of the wrong kind": (
        lambda desk: desk.set("slack_bot_token", "xoxp-hunter2"),
        "settings",
        PROBLEM,
        "starts with xoxb-",
    ),
    "a revoked bot token": (
        lambda desk: desk.set("slack_bot_token", "xoxb-hunter2"),
        "bot-token",
        PROBLEM,
        "invalid_auth",
    ),
    "a wrong app token": (
        lambda desk: desk.set("slack_app_token", "xapp-1-A01STEWARD-hunter2"),
        "app-token",
        PROBLEM,
        "invalid_auth",
    ),
    "a missing scope": (without_scope, "scopes", PROBLEM, LACKING),
    "a Slack that cannot be reached": (
        lambda desk: desk.set("slack_api_url", "http://127.0.0.1:9/api/"),
        "slack",
        PROBLEM,
        "refused",
    ),
    "a memory of a newer version": (another_version, "memory", PROBLEM, "newer version"),
    "a book that is no book": (
        lambda desk: (desk.home / "book.duckdb").write_bytes(b"hunter2" * 9999),
        "book",
        PROBLEM,
        "cannot be opened",
    ),
    "old data": (old_data, "freshness", WARNING, "30 days ago"),
    "no refresh for days": (stopped_refreshing, "refresh", WARNING, "last refresh ended"),
    "an owner nobody knows": (
        lambda desk: desk.fill("mia@elsewhere.example", datetime.now(UTC).date()),
        "owners",
        WARNING,
        "mia@elsewhere.example",
    ),
    "an archived channel": (
        lambda desk: desk.set("steward_channels", "spring-launch"),
        "channels",
        WARNING,
        "#spring-launch is archived",
    ),
    "a channel without the bot": (
        lambda desk: desk.set("steward_channels", "leadership"),
        "channels",
        WARNING,
        "may not see it",
    ),
    "a channel others read": (
        lambda desk: desk.set("steward_channels", "#ext-acme"),
        "channels",
        WARNING,
        "another company",
    ),
    "a user group that is not there": (
        lambda desk: write_settings(desk.toml, desk.toml.read_text().replace('# cs-team = "csm"', 'cs-teem = "csm"')),
        "access",
        WARNING,
        "@cs-teem",
    ),
    "a role for nobody": (
        lambda desk: write_settings(desk.toml, desk.toml.read_text().replace('# "lena@', '"lena@')),
        "access",
        WARNING,
        "lena@example.com",
    ),
    "no admin": (
        lambda desk: write_settings(desk.toml, desk.toml.read_text().replace('= "admin"', '= "lead"')),
        "access",
        WARNING,
        "Nobody is admin",
    ),
    "another time zone": (lambda desk: desk.set("steward_timezone", "UTC"), "timezone", WARNING, "Europe/Berlin"),
    "another language": (lambda desk: desk.set("steward_locale", "de-DE"), "locale", WARNING, "en-US"),
    "a misspelt key": (
        lambda desk: desk.set("steward_timezon", "Europe/Rome"),
        "settings",
        WARNING,
        "steward_timezon,",
    ),
    "tokens for everybody's eyes": (world_readable, "secrets", WARNING, "slack_bot_token"),
}


def test_where_all_is_well_nothing_is_found(desk: Desk) -> None:
    """And it leaves with 0."""
    said = desk.diagnosed()
    assert (said.json, said.code) == ([], 0)
    assert "Everything is as it must be." in desk.terminal("doctor").out


@pytest.mark.parametrize("name", PLANTED)
def test_what_was_planted_is_found_and_nothing_else(name: str, desk: Desk) -> None:
    """One finding, in one sentence, with its fix; the exit code says whether it stops Steward; no secret is shown."""
    plant, check, severity, words = PLANTED[name]
    plant(desk)
    said = desk.diagnosed()
    (finding,) = said.json
    assert (finding["check"], finding["severity"]) == (check, severity)
    assert words in finding["sentence"]
    assert finding["sentence"].endswith((".", "!"))
    assert finding["fix"].endswith(".")
    assert said.code == (1 if severity is PROBLEM else 0)
    for secret in ("hunter2", desk.slack.bot_token, desk.slack.app_token, desk.strict.bot_token):
        assert secret not in said.out + said.err


def test_a_clock_that_nobody_sets_is_found(desk: Desk) -> None:
    """Slack says what time it is in every answer."""
    real = wall_clock(UTC)
    client = patient_client(desk.slack.bot_token, desk.slack.api_url)
    for off in (timedelta(seconds=90), timedelta(seconds=-400)):
        facts = gather_slack(client, None, lambda off=off: real() + off)  # type: ignore[misc] # bound in the loop
        (finding,) = check_clock(facts)
        assert ("ahead of" if off > timedelta() else "behind") in finding.sentence
    assert list(check_clock(gather_slack(client, None, real))) == []


def test_offline_slack_is_left_out(desk: Desk) -> None:
    """The stores and the settings are still looked at."""
    desk.set("slack_api_url", "http://127.0.0.1:9/api/")
    assert desk.diagnosed("--offline").json == []


def test_before_the_first_hour_it_says_where_to_begin(desk: Desk) -> None:
    """No file, no stores: what is missing, each with the command that makes it."""
    desk.toml.unlink()
    shutil.rmtree(desk.home)
    said = desk.diagnosed()
    assert said.code == 1
    fixes = " ".join(finding["fix"] for finding in said.json)
    assert all(command in fixes for command in ("steward init", "steward load", "steward refresh"))
    assert not desk.home.exists()


def test_a_scope_that_may_be_kept_back_is_a_warning_and_others_are_problems() -> None:
    """Without the first, only a message that was being sent in a crash waits for a person."""
    granted = frozenset(bot_scopes()) - {"channels:history", "chat:write"}
    found = {finding.sentence.split()[2]: finding.severity for finding in check_scopes(SlackFacts(granted=granted))}
    assert found == {"channels:history": WARNING, "chat:write": PROBLEM}
