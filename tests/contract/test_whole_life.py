"""A whole life on one machine: load, refresh, serve, a conversation, the jobs; nobody else is told, the log is mute."""

import json
import os
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest

from bot.workspace.records import Message
from bot.workspace.seed import default_seed
from bot.workspace.server import Workspace
from tests.contract.cli_home import ACCOUNTS, ROOT, SUBSCRIPTIONS, usage, write_files

SECONDS = 240
MIA, TEAM = "U02MIA", "#cs-team"
ACCOUNT, TYPED = "Zyxwvut", "qqtypedqq"
BLOCKED = """
import os, socket

OWN = {None, "", "localhost", "127.0.0.1", "::1"}


def tell(what):
    with open(os.environ["CALLS"], "a") as calls:
        calls.write(f"{what}\\n")


def watched(name, real, host):
    def call(*arguments, **options):
        if host(arguments) not in OWN:
            tell(f"{name} {host(arguments)}")
            raise OSError(f"{name} is blocked")
        return real(*arguments, **options)

    return call


def of_socket(arguments):
    return arguments[-1][0] if arguments[0].family in (socket.AF_INET, socket.AF_INET6) else None


tell("watching")
for name in ("connect", "connect_ex", "sendto"):
    setattr(socket.socket, name, watched(name, getattr(socket.socket, name), of_socket))
for name in ("getaddrinfo", "gethostbyname"):
    setattr(socket, name, watched(name, getattr(socket, name), lambda arguments: arguments[0]))
"""
"""Python runs this before anything else: whoever calls another machine is written down and refused."""


@dataclass(frozen=True, slots=True)
class Life:
    """What was left of it."""

    calls: list[str]
    log: str
    workspace: Workspace
    folder: Path

    @property
    def events(self) -> list[dict[str, Any]]:
        """The lines of the log that are ours or a library's."""
        return [json.loads(line) for line in self.log.splitlines() if line.startswith("{")]

    def requests(self, name: str) -> list[dict[str, Any]]:
        """The requests of one name."""
        return [event for event in self.events if event["event"] == "request" and event["name"] == name]


def environment(folder: Path, workspace: Workspace) -> dict[str, str]:
    """Return what the processes see: our settings, and the watch over sockets."""
    (folder / "watch").mkdir(exist_ok=True)
    (folder / "watch" / "sitecustomize.py").write_text(BLOCKED)
    kept = {name: value for name, value in os.environ.items() if not name.startswith(("SLACK_", "STEWARD_"))}
    return kept | {
        "PYTHONPATH": f"{folder / 'watch'}{os.pathsep}{ROOT}",
        "CALLS": str(folder / "calls"),
        "SLACK_BOT_TOKEN": workspace.bot_token,
        "SLACK_APP_TOKEN": workspace.app_token,
        "SLACK_API_URL": workspace.api_url,
        "STEWARD_ADMINS": MIA,
        "STEWARD_LOG_LEVEL": "debug",
    }


def run(folder: Path, workspace: Workspace, *arguments: str) -> None:
    """Run one command to its end."""
    command = [sys.executable, "-m", "bot", *arguments]
    subprocess.run(
        command, check=True, capture_output=True, cwd=folder, env=environment(folder, workspace), timeout=SECONDS
    )


def talk(workspace: Workspace) -> None:
    """Ask, click, share, search, look at Home."""
    mia = workspace.as_person(MIA)

    def newest() -> Message:
        return mia.messages(TEAM)[-1]

    def until(seen: Callable[[], bool]) -> None:
        assert mia.wait_for(seen), newest().text

    mia.command(TEAM, "/health", ACCOUNT.lower())
    until(lambda: ACCOUNT in newest().text)
    mia.click(newest(), "account.why")
    until(lambda: "points" in newest().text)
    mia.click(newest(), "account.less")
    until(lambda: "points" not in newest().text)
    mia.click(newest(), "account.share")
    until(lambda: any("Shared by" in message.text for message in mia.messages(TEAM)))
    mia.command(TEAM, "/health", TYPED)
    until(lambda: TYPED in newest().text)
    mia.suggest(newest(), "account.find", ACCOUNT[:3])
    assert mia.open_home() is not None


@pytest.fixture(scope="module")
def life(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Life]:
    """Live it once."""
    folder = tmp_path_factory.mktemp("life")
    accounts = ACCOUNTS.replace("A1,Acme,acme", f"A1,{ACCOUNT},{ACCOUNT}").replace(
        "ana@ours.example", "mia.chen@example.com"
    )
    last = datetime.now(UTC).date()
    write_files(
        folder / "csv", {"accounts.csv": accounts, "subscriptions.csv": SUBSCRIPTIONS, "usage.csv": usage(last)}
    )
    with Workspace(default_seed(), page=False) as workspace:
        run(folder, workspace, "load", "csv", "--yes")
        run(folder, workspace, "refresh")
        with (folder / "log").open("w") as log:
            command = [sys.executable, "-m", "bot", "serve", "--all"]
            serving = subprocess.Popen(command, stderr=log, cwd=folder, env=environment(folder, workspace))
        try:
            wait_for(lambda: "Connected to Slack" in (folder / "log").read_text())
            talk(workspace)
            wait_for(lambda: '"job": "refresh"' in (folder / "log").read_text())
            serving.send_signal(signal.SIGINT)
            assert serving.wait(SECONDS) == 0
        finally:
            serving.kill()
            serving.wait()
        calls = (folder / "calls").read_text().splitlines()
        yield Life(calls, (folder / "log").read_text(), workspace, folder)


def wait_for(seen: Callable[[], bool]) -> None:
    """Wait until something has happened."""
    deadline = time.monotonic() + SECONDS
    while not seen():
        assert time.monotonic() < deadline
        time.sleep(0.05)


def test_nobody_else_is_called(life: Life) -> None:
    """No library tells its makers anything: in three processes, no socket was opened to another machine."""
    assert life.calls == ["watching"] * 3


def test_whoever_called_would_be_seen(life: Life) -> None:
    """The watch works."""
    script = "import urllib.request as r; r.urlopen('https://telemetry.example/')"
    told = environment(life.folder, life.workspace) | {"CALLS": str(life.folder / "others")}
    done = subprocess.run([sys.executable, "-c", script], capture_output=True, check=False, env=told)
    assert done.returncode != 0
    assert "telemetry.example" in (life.folder / "others").read_text()


def test_every_request_is_a_line_with_who_what_how_long_and_how_it_ended(life: Life) -> None:
    """Commands, clicks, searches and events; each with the id of its envelope."""
    for name in ("/health", "account.why", "account.share", "account.find", "app_home_opened"):
        told = life.requests(name)
        assert told, name
        for line in told:
            assert (line["user"], line["status"], line["outcome"]) == (MIA, 200, "answered")
            assert line["ms"] >= 0
            assert line["request_id"]


def test_the_job_is_a_line_as_well(life: Life) -> None:
    """With when it was due."""
    (done,) = [event for event in life.events if event["event"] == "job done" and event["job"] == "refresh"]
    assert done["due"].endswith("+00:00")


def test_no_name_no_text_and_no_secret_is_in_the_log(life: Life) -> None:
    """Even at the level at which the libraries print whole bodies."""
    assert any("slack_sdk" in event["logger"] and event["level"] == "debug" for event in life.events)
    secrets = (life.workspace.bot_token, life.workspace.app_token, "ticket=", "response_url", "trigger_id")
    for word in (ACCOUNT, ACCOUNT.lower(), TYPED, "mia.chen", "Mia Chen", "formula", "Shared by", *secrets):
        assert word not in life.log, word
