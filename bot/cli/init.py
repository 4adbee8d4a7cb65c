"""``steward init``: from nothing to a Slack app that answers, step by step."""

import json
import sys
from dataclasses import dataclass
from pathlib import Path
from typing import Annotated
from urllib.parse import quote

import typer
from slack_sdk.errors import SlackApiError
from slack_sdk.web import WebClient

from bot.cli.console import note, say
from bot.cli.settings_file import TEMPLATE, with_admin, with_setting, write_settings
from bot.config import FILE, Settings, load_settings
from bot.manifest import manifest
from bot.slack_client import make_client

NEW_APP = "https://api.slack.com/apps?new_app=1&manifest_json="
NEXT = """
  steward load FILES      your data into the book (or `steward sample` for a simulated company)
  steward refresh         score every account
  steward doctor          check that everything is as it must be
  steward serve --all     answer Slack and run the jobs
"""


@dataclass(frozen=True, slots=True)
class Secret:
    """Something to paste: which setting it is, how it begins, and where it is found."""

    key: str
    prefix: str
    found: str


BOT = Secret("slack_bot_token", "xoxb-", "OAuth & Permissions, Bot User OAuth Token (press Install to Workspace first)")
APP = Secret("slack_app_token", "xapp-", "Basic Information, App-Level Tokens: generate one with connections:write")
SIGNING = Secret("slack_signing_secret", "", "Basic Information, Signing Secret")


def init(
    *,
    http: Annotated[
        str | None,
        typer.Option(
            help="Address at which Slack reaches Steward; without it, Socket Mode.", metavar="URL", show_default=False
        ),
    ] = None,
    yes: Annotated[bool, typer.Option("--yes", help="Ask nothing: write the file and say what comes next.")] = False,
) -> None:
    """Write steward.toml and walk through making the Slack app; what is in the file stays unless you say so."""
    link = NEW_APP + quote(json.dumps(manifest(http), separators=(",", ":")), safe="")
    _have_file(FILE)
    if yes or not sys.stdin.isatty():
        say(f"\nMake the Slack app with this link, and put its tokens into {FILE}:\n\n{link}")
    else:
        _walk(link, (BOT, SIGNING if http else APP), load_settings())
    say(f"\nNext:\n{NEXT}")


def _have_file(file: Path) -> None:
    if file.exists():
        note(f"{file} is there already; nothing in it is changed without asking.")
        return
    write_settings(file, TEMPLATE)
    note(f"Wrote {file}, which only you can read.")


def _walk(link: str, secrets: tuple[Secret, ...], settings: Settings) -> None:
    say(f"\n1. Open this link, choose your workspace and press Create:\n\n{link}\n")
    for number, secret in enumerate(secrets, start=2):
        say(f"{number}. {secret.found}")
        if not getattr(settings, secret.key) or typer.confirm(f"   {secret.key} is set. Replace it?", default=False):
            _save(with_setting(_text(), secret.key, _asked(secret, settings.slack_api_url)))
    admin = typer.prompt("Your email in Slack, to make you admin (or nothing)", default="", show_default=False)
    if admin.strip():
        _save(with_admin(_text(), admin.strip()))


def _text() -> str:
    return FILE.read_text(encoding="utf-8")


def _save(text: str) -> None:
    write_settings(FILE, text)
    note(f"   Saved in {FILE}.")


def _asked(secret: Secret, api_url: str) -> str:
    """Ask until something is pasted that begins as it must and that Slack takes."""
    while True:
        pasted: str = typer.prompt("   Paste it here (it is not shown)", hide_input=True).strip()
        wrong = _wrong(secret, pasted, make_client(pasted, api_url))
        if wrong is None:
            return pasted
        note(f"   {wrong}")


def _wrong(secret: Secret, pasted: str, client: WebClient) -> str | None:
    if not pasted.startswith(secret.prefix):
        return f"That does not begin with {secret.prefix}."
    try:
        if secret is BOT:
            note(f"   It belongs to {client.auth_test()['team']}.")
        elif secret is APP:
            client.apps_connections_open(app_token=pasted)
    except SlackApiError as refused:
        return f"Slack does not take it ({refused.response.get('error')})."
    except OSError:
        note("   Slack cannot be reached from here, so it is saved unchecked.")
    return None
