"""A Slack emulator that others wrote, fetched from the package registry and run with the Node it needs."""

import os
import shutil
import socket
import subprocess
import time
import urllib.request
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

import pytest

from bot.scopes import optional_scopes

PACKAGES = ("emulate@0.12.2", "node@24")
START_SECONDS = 120.0
BOT_TOKEN, HELPER_TOKEN, BLIND_TOKEN = "xoxb-steward", "xoxb-helper", "xoxb-blind"
SECRET = "signed-by-another-slack"
HELPER_SCOPES = (
    "channels:join",
    "channels:read",
    "channels:history",
    "im:history",
    "im:write",
    "files:write",
    "files:read",
)
SEED = """
slack:
  team: {{name: Northwind, domain: northwind}}
  users:
    - {{name: mia, real_name: Mia Chen, email: mia.chen@example.com}}
  channels:
    - {{name: cs-team, topic: Customer success}}
  oauth_apps:
    - {{client_id: "1.2", client_secret: other, app_id: A000000001, name: Steward, bot_name: steward,
       redirect_uris: ["http://localhost:3000/done"], scopes: [{scopes}]}}
  tokens:
    - {{token: {bot}, user: steward, scopes: [{scopes}]}}
    - {{token: {helper}, user: steward, scopes: [{reading}]}}
    - {{token: {blind}, user: steward, scopes: [{writing}]}}
  signing_secret: {secret}
  strict_scopes: true
"""


@dataclass(frozen=True, slots=True)
class OtherSlack:
    """A running emulator: ``url`` is where its pages are, ``api_url`` its Web API."""

    url: str

    @property
    def api_url(self) -> str:
        """The Web API's base address, for `SLACK_API_URL`."""
        return f"{self.url}/api/"

    def page(self, tab: str) -> str:
        """Return the emulator's own page about what it holds."""
        with urllib.request.urlopen(f"{self.url}/?tab={tab}") as page:  # noqa: S310 - localhost
            return str(page.read().decode())


@contextmanager
def other_slack(folder: Path, scopes: frozenset[str]) -> Iterator[OtherSlack]:
    """Fetch and run the emulator, with a bot that was granted these scopes and no more.

    With `BLIND_TOKEN` it has none of those that may be kept back.

    Skips the test where npm or its registry is missing; where `CI=true` it fails, because there they have to be.
    """
    _fetch(folder)
    writing = scopes - frozenset(optional_scopes())
    granted, reading, least = (_listed(some) for some in (scopes, HELPER_SCOPES, writing))
    tokens = {"bot": BOT_TOKEN, "helper": HELPER_TOKEN, "blind": BLIND_TOKEN}
    seed = folder / "seed.yaml"
    seed.write_text(SEED.format(scopes=granted, reading=reading, writing=least, secret=SECRET, **tokens))
    port = _free_port()
    node, script = folder / "node_modules/.bin/node", folder / "node_modules/.bin/emulate"
    command = [str(each) for each in (node, script, "start", "--service", "slack", "--port", port, "--seed", seed)]
    process = subprocess.Popen(command, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    try:
        _wait_for(port, process)
        yield OtherSlack(f"http://localhost:{port}")
    finally:
        process.terminate()
        process.wait(10)


def _listed(scopes: Iterable[str]) -> str:
    return ", ".join(f'"{scope}"' for scope in sorted(scopes))


def _fetch(folder: Path) -> None:
    npm = shutil.which("npm")
    fetched = npm and subprocess.run(
        [npm, "install", "--prefix", folder, "--no-audit", "--no-fund", *PACKAGES], capture_output=True, check=False
    )
    if fetched and not fetched.returncode:
        return
    reason = f"npm could not fetch {' and '.join(PACKAGES)}, which this test talks to."
    if os.environ.get("CI") == "true":
        pytest.fail(reason)
    pytest.skip(reason)


def _free_port() -> int:
    with socket.create_server(("127.0.0.1", 0)) as door:
        return int(door.getsockname()[1])


def _wait_for(port: int, process: subprocess.Popen[bytes]) -> None:
    deadline = time.monotonic() + START_SECONDS
    while time.monotonic() < deadline and process.poll() is None:
        try:
            socket.create_connection(("127.0.0.1", port), 1).close()
        except OSError:
            time.sleep(0.1)
        else:
            return
    pytest.fail("The emulator did not start.")
