"""Whatever is typed after `/health`, at whatever account, is answered with a message that Slack takes."""

import json
import logging
import random
import time
from collections.abc import Callable, Iterator, Sequence
from datetime import UTC, datetime
from urllib.parse import urlencode

import pytest
from slack_bolt import App, BoltRequest
from slack_sdk import WebClient
from slack_sdk.signature import SignatureVerifier

from bot.app import create_app
from bot.config import load_settings
from bot.limits import lint_message
from bot.workspace.seed import default_seed
from bot.workspace.server import Workspace
from cs_engine.service.customer_success import CustomerSuccess
from tests.companies import scored_company

NOW = datetime(2026, 11, 21, 9, tzinfo=UTC)
PEOPLE = ("U01ROSA", "U02MIA", "U03LEO", "U06SAM", "U08DANA", "UNOBODY")
FULL_ROUNDS = 20_000
SLOW_SECONDS = 3.0
"""Slack gives up then."""
PIECES = (
    *(
        "why",
        "history",
        "mine",
        "at-risk",
        "team",
        "all",
        "help",
        "",
        " ",
        '"',
        "“",
        "”",
        "'",
        "&amp;",
        "&lt;",
        ">",
        "<!channel>",
    ),
    *(
        "<@U02MIA>",
        "<#C01CSTEAM|cs>",
        "<http://acme.com|acme.com>",
        "*x*",
        "_",
        "~",
        "`",
        "\\",
        "%",
        "\u202e",
        "\u200f",
        "\x00",
    ),
    *(
        "😀",
        "华星",
        "ACME",
        "acme",
        "Acme Corp",
        "null",
        "None",
        "0",
        "-1",
        "1e9",
        "{{ 7*7 }}",
        "{% raw %}",
        "${x}",
        "';--",
    ),
    *("a" * 300, "\u0301" * 40, "ACC-00001", "acme.com", "\n", "\t", "|", "::", "/health", "@", "#"),
)


@pytest.fixture(scope="module")
def company(tmp_path_factory: pytest.TempPathFactory) -> Iterator[CustomerSuccess]:
    """A small company with awkward and hostile accounts, scored for six weeks."""
    memory = scored_company(tmp_path_factory.mktemp("company"), accounts=64, months=15, weeks=6)
    cs = CustomerSuccess.open(memory, lambda: NOW)
    yield cs
    cs.close()


@pytest.mark.soak
def test_anything_typed_is_answered(
    company: CustomerSuccess, effort: Callable[[int], int], caplog: pytest.LogCaptureFixture
) -> None:
    """Random words, hostile names and every account's own name get a fitting message, in time, without an error."""
    chance = random.Random(20261122)
    names = [candidate.name for candidate in company.suggest("", 1000)]
    with Workspace(default_seed(), page=False) as workspace:
        settings = load_settings(slack_signing_secret=workspace.signing_secret)
        client = WebClient(workspace.bot_token, base_url=workspace.api_url)
        app = create_app(settings, company, client, lambda: NOW)
        for _ in range(effort(FULL_ROUNDS)):
            _ask(app, workspace.signing_secret, chance.choice(PEOPLE), _typed(chance, names))
    assert [record for record in caplog.records if record.levelno >= logging.ERROR] == []


def _typed(chance: random.Random, names: list[str]) -> str:
    pieces = chance.choices(PIECES, k=chance.randint(0, 3))
    if chance.random() < 0.5:
        pieces.insert(0, chance.choice(names))
    return chance.choice(("", " ", "  ")).join(pieces) if chance.random() < 0.2 else " ".join(pieces)


def _ask(app: App, secret: str, user: str, text: str) -> None:
    """Ask as Slack does, and check what comes back."""
    body = urlencode({"command": "/health", "text": text, "user_id": user, "team_id": "T1", "channel_id": "C1"})
    stamp = str(int(time.time()))
    signature = SignatureVerifier(secret).generate_signature(timestamp=stamp, body=body) or ""
    headers: dict[str, str | Sequence[str]] = {
        "content-type": ["application/x-www-form-urlencoded"],
        "x-slack-signature": [signature],
        "x-slack-request-timestamp": [stamp],
    }
    began = time.monotonic()
    answer = app.dispatch(BoltRequest(body=body, headers=headers))
    assert time.monotonic() - began < SLOW_SECONDS, text
    message = json.loads(answer.body)
    assert (answer.status, lint_message(message["text"], message["blocks"])) == (200, []), text
