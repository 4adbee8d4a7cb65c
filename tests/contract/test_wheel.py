"""The wheel: it holds what is needed and nothing else, and an environment that knows nothing of us runs the demo."""

import json
import os
import signal
import subprocess
import sys
import urllib.request
import venv
import zipfile
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import pytest

from tests.contract.cli_home import ROOT

FULL = 10
MIA = "U02MIA"
INSIDE = {"bot": "bot", "cs_engine": "cs_engine", "templates": "bot/templates"}
"""Folders of the project and where they are in the wheel."""


@pytest.fixture(scope="module")
def wheel(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Build the wheel."""
    folder = tmp_path_factory.mktemp("wheel")
    command = [sys.executable, "-m", "hatchling", "build", "-t", "wheel", "-d", str(folder)]
    subprocess.run(command, check=True, capture_output=True, cwd=ROOT)
    (built,) = folder.glob("*.whl")
    return built


def wanted() -> Iterator[str]:
    """Yield the path in the wheel of every file that the program consists of."""
    for folder, inside in INSIDE.items():
        for file in (ROOT / folder).rglob("*"):
            if file.is_file() and "__pycache__" not in file.parts:
                yield f"{inside}/{file.relative_to(ROOT / folder).as_posix()}"


def test_the_wheel_holds_the_whole_program_and_nothing_else(wheel: Path) -> None:
    """Templates, presets, migrations and the page travel with it; tests, data and settings do not."""
    with zipfile.ZipFile(wheel) as opened:
        inside = {name for name in opened.namelist() if ".dist-info/" not in name}
    assert inside == set(wanted())
    for part in ("bot/templates/health_card/", "cs_engine/presets/", "migrations/versions/", "bot/workspace/page/js/"):
        assert any(part in name for name in inside), part


def test_the_wheel_has_the_command_and_the_licence(wheel: Path) -> None:
    """`steward` is there after an installation."""
    with zipfile.ZipFile(wheel) as opened:
        about = {name.partition(".dist-info/")[2]: name for name in opened.namelist() if ".dist-info/" in name}
        assert "steward = bot.__main__:main" in opened.read(about["entry_points.txt"]).decode()
    assert "licenses/LICENSE" in about


@pytest.fixture(scope="module")
def steward(wheel: Path, effort: Callable[[int], int], tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Install the wheel, with what it needs from the package index, where nothing else is; return the command."""
    if effort(FULL) < FULL:
        pytest.skip("a whole installation; `make soak` does it")
    folder = tmp_path_factory.mktemp("elsewhere")
    venv.create(folder / "env", with_pip=True)
    command = [str(folder / "env" / "bin" / "python"), "-m", "pip", "install", "--quiet", str(wheel)]
    done = subprocess.run(command, check=False, capture_output=True, text=True, cwd=folder, env=bare())
    if done.returncode:
        give_up = pytest.fail if os.environ.get("CI") == "true" else pytest.skip
        give_up(f"The package index could not be used: {done.stderr.strip().splitlines()[-1]}")
    return folder / "env" / "bin" / "steward"


def bare() -> dict[str, str]:
    """Return an environment without a trace of this project."""
    ours = ("STEWARD_", "SLACK_", "PYTHON", "VIRTUAL_ENV")
    return {name: value for name, value in os.environ.items() if not name.startswith(ours)}


@contextmanager
def demo(steward: Path) -> Iterator[tuple[subprocess.Popen[str], str]]:
    """Run a small demo; yield its process and the address of its page."""
    command = [str(steward), "demo", "--accounts", "30", "--months", "6"]
    environment = bare() | {"PYTHONUNBUFFERED": "1"}
    with subprocess.Popen(
        command, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True, cwd=steward.parents[2], env=environment
    ) as process:
        try:
            yield process, address(process.stdout or ())
        finally:
            process.kill()


def address(said: Iterable[str]) -> str:
    """Return the address that a demo invites to open."""
    lines = []
    for line in said:
        lines.append(line)
        if line.strip().startswith("Open http"):
            return line.split()[1]
    pytest.fail("".join(lines))


def ask(url: str, body: dict[str, Any] | None = None) -> str:
    """Get a page, or send JSON to it."""
    data = None if body is None else json.dumps(body).encode()
    request = urllib.request.Request(url, data, {"content-type": "application/json"})  # noqa: S310 - our own address
    with urllib.request.urlopen(request, timeout=60) as answer:  # noqa: S310 - same
        text: str = answer.read().decode()
        return text


@pytest.mark.soak
def test_an_empty_environment_elsewhere_runs_the_demo(steward: Path) -> None:
    """The page opens, a command is answered, Ctrl-C ends it."""
    with demo(steward) as (process, page):
        assert "<html" in ask(page)
        command = {"user": MIA, "channel": "C01CSTEAM", "command": "/health", "text": "mine"}
        assert json.loads(ask(f"{page}api-page/do/command", command))["ok"]
        newest = json.loads(ask(f"{page}api-page/history?user={MIA}&channel=C01CSTEAM"))["messages"][-1]
        assert newest["command"] == "/health mine"
        assert "Your accounts" in newest["text"]
        process.send_signal(signal.SIGINT)
        assert process.wait(60) == 0


@pytest.mark.soak
def test_an_empty_environment_elsewhere_has_every_command(steward: Path) -> None:
    """Help lists them, and a fault-free start needs nothing but the wheel."""
    done = subprocess.run([steward, "--help"], capture_output=True, text=True, check=True, env=bare())
    for name in ("demo", "load", "serve", "doctor", "manifest", "init"):
        assert f"\n  {name} " in done.stdout
    made = subprocess.run([steward, "manifest"], capture_output=True, text=True, check=True, env=bare())
    assert json.loads(made.stdout)["display_information"]["name"] == "Steward"
