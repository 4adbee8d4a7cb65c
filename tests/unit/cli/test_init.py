"""`steward init`: a settings file with everything in it, and a walk through making the Slack app."""

import json
import os
import pty
import re
import select
import stat
import subprocess
import sys
import time
import tomllib
from collections.abc import Iterator
from pathlib import Path
from urllib.parse import parse_qs, urlsplit

import pytest

from bot.cli.program import run
from bot.cli.settings_file import TEMPLATE, with_admin, with_setting
from bot.config import Settings, load_settings
from bot.manifest import manifest
from bot.workspace.seed import default_seed
from bot.workspace.server import Workspace
from tests.contract.cli_home import ROOT

SECONDS = 120
PROMPT = "(it is not shown): "
"""The blank comes when the terminal has stopped showing what is typed."""
COMMENTED = re.compile(r'^# ("?[\w@.-]+"? = .*)$', re.MULTILINE)


@pytest.fixture
def desk(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Work in an empty folder without any of our variables."""
    monkeypatch.chdir(tmp_path)
    for name in [name for name in os.environ if name.startswith(("SLACK_", "STEWARD_"))]:
        monkeypatch.delenv(name)
    return tmp_path


def test_the_template_has_every_setting_and_no_other() -> None:
    """Commented out, with what holds without it."""
    top, _, _ = TEMPLATE.partition("[access]")
    commented = tomllib.loads("\n".join(COMMENTED.findall(top)))
    assert commented.keys() | {"access"} == set(Settings.model_fields)
    for name, value in commented.items():
        default = Settings.model_fields[name].default
        if value and default and name != "steward_channels":
            assert str(default) == str(value)


def test_the_template_means_what_holds_without_it(desk: Path) -> None:
    """Writing it changes nothing; its examples can be used as they stand."""
    before = load_settings()
    (desk / "steward.toml").write_text(TEMPLATE)
    assert load_settings() == before
    _, _, access = TEMPLATE.partition("[access]")
    (desk / "steward.toml").write_text("[access]" + COMMENTED.sub(r"\1", access))
    rules = load_settings().access
    assert (rules.groups["cs-team"], rules.people["lena@example.com"]) == ("csm", "lead")


def test_without_a_terminal_it_writes_the_file_and_says_what_comes_next(
    desk: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """The link holds the whole manifest; the file is for its owner only."""
    assert run(["init", "--yes"]) == 0
    said = capsys.readouterr().out
    link = next(line for line in said.splitlines() if line.startswith("https://api.slack.com/apps?"))
    assert json.loads(parse_qs(urlsplit(link).query)["manifest_json"][0]) == manifest()
    assert "steward serve" in said
    file = desk / "steward.toml"
    assert file.read_text() == TEMPLATE
    assert stat.S_IMODE(file.stat().st_mode) == 0o600


def test_what_is_there_is_not_overwritten(desk: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """It can be run again."""
    (desk / "steward.toml").write_text('steward_locale = "de-DE"\n')
    assert run(["init", "--yes", "--http", "https://steward.example"]) == 0
    assert (desk / "steward.toml").read_text() == 'steward_locale = "de-DE"\n'
    assert "there already" in capsys.readouterr().err


def test_a_setting_takes_the_place_of_its_comment_or_of_its_old_value() -> None:
    """Everything else stays as somebody wrote it."""
    once = with_setting(TEMPLATE, "slack_bot_token", "xoxb-1")
    assert 'slack_bot_token = "xoxb-1"' in once.splitlines()
    assert len(once.splitlines()) == len(TEMPLATE.splitlines())
    twice = with_setting(once, "slack_bot_token", "xoxb-2")
    assert tomllib.loads(twice)["slack_bot_token"] == "xoxb-2"
    assert len(twice.splitlines()) == len(TEMPLATE.splitlines())
    added = with_setting('[access]\ndefault = "none"\n', "slack_bot_token", "xoxb-1")
    assert tomllib.loads(added) == {"slack_bot_token": "xoxb-1", "access": {"default": "none"}}


@pytest.mark.parametrize("before", [TEMPLATE, "", '[access.people]\n"a@x.example" = "lead"\n'])
def test_an_admin_joins_those_who_are_there(before: str) -> None:
    """In the table of people, which is made if need be."""
    people = tomllib.loads(with_admin(before, "you@x.example"))["access"]["people"]
    assert people == {**tomllib.loads(before).get("access", {}).get("people", {}), "you@x.example": "admin"}


class Terminal:
    """A process at a terminal: what it shows is read, what is typed it gets."""

    def __init__(self, home: Path, api_url: str) -> None:
        """Start ``steward init`` there."""
        self._ours, theirs = pty.openpty()
        environment = {**os.environ, "SLACK_API_URL": api_url, "PYTHONPATH": str(ROOT)}
        command = [sys.executable, "-m", "bot", "init"]
        self.process = subprocess.Popen(
            command, stdin=theirs, stdout=theirs, stderr=theirs, cwd=home, env=environment, start_new_session=True
        )
        os.close(theirs)
        self.shown = self._unread = ""

    def wait_for(self, words: str) -> None:
        """Read until these words are shown, after those that were waited for before."""
        deadline = time.monotonic() + SECONDS
        while words not in self._unread:
            assert time.monotonic() < deadline, (words, self.shown)
            if select.select([self._ours], [], [], 0.1)[0]:
                piece = os.read(self._ours, 4096).decode(errors="replace")
                self.shown += piece
                self._unread += piece
        _, _, self._unread = self._unread.partition(words)

    def type(self, text: str) -> None:
        """Type a line."""
        os.write(self._ours, f"{text}\n".encode())

    def close(self) -> None:
        """Leave the terminal."""
        self.process.kill()
        self.process.wait()
        os.close(self._ours)


@pytest.fixture
def workspace() -> Iterator[Workspace]:
    """Serve a Slack."""
    with Workspace(default_seed(), page=False) as served:
        yield served


def test_the_walk_checks_each_token_and_saves_it_unseen(desk: Path, workspace: Workspace) -> None:
    """A wrong token is asked for again; at the end the file holds both and an admin."""
    terminal = Terminal(desk, workspace.api_url)
    try:
        for pasted, answer in (
            ("hunter2", "does not begin with xoxb-"),
            ("xoxb-wrong", "invalid_auth"),
            (workspace.bot_token, "Northwind"),
            (workspace.app_token, "Saved"),
        ):
            terminal.wait_for(PROMPT)
            terminal.type(pasted)
            terminal.wait_for(answer)
        terminal.wait_for("Your email")
        terminal.type("rosa.lind@example.com")
        terminal.wait_for("steward serve")
        assert terminal.process.wait(SECONDS) == 0
    finally:
        terminal.close()
    assert "hunter2" not in terminal.shown
    assert workspace.bot_token not in terminal.shown
    settings = load_settings()
    assert (settings.bot_token, settings.app_token) == (workspace.bot_token, workspace.app_token)
    assert settings.access.people["rosa.lind@example.com"] == "admin"
    assert stat.S_IMODE((desk / "steward.toml").stat().st_mode) == 0o600
