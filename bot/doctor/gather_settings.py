"""Reading the settings the way a person would check them: the file itself, and what became of it."""

import difflib
import stat
import tomllib
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from bot.access.rules import Role
from bot.config import Settings, load_settings
from bot.doctor.facts import SettingsFacts, Wanted
from bot.errors import BadSettings

SECRETS = ("slack_bot_token", "slack_app_token", "slack_signing_secret")
CLOSE = 0.75
"""How alike a misspelt key and the one that was meant are at least, of 1."""


def gather_settings(file: Path, *, offline: bool) -> tuple[SettingsFacts, Settings | None]:
    """Return what is to be said about the settings, and the settings; ``None`` when they cannot be used.

    Args:
        file: `steward.toml`, whether or not there is one.
        offline: do not miss what only talking to Slack needs.
    """
    keys = _keys(file)
    facts: dict[str, Any] = {
        "file": file,
        "unknown": tuple((key, _closest(key)) for key in keys if key not in Settings.model_fields),
        "secrets": tuple(key for key in keys if key in SECRETS or _holds_password(keys[key])),
        "open_to_others": file.exists() and bool(stat.S_IMODE(file.stat().st_mode) & 0o077),
    }
    try:
        settings = load_settings()
    except BadSettings as bad:
        return SettingsFacts(wrong=bad.wrong, **facts), None
    return SettingsFacts(missing=() if offline else tuple(settings.missing_for_slack()), **facts), settings


def wanted(settings: Settings) -> Wanted:
    """Return what is configured about people and places."""
    rules = settings.who_may_ask
    return Wanted(
        groups=tuple(rules.groups),
        people=tuple(rules.people),
        has_admin=Role.ADMIN in (*rules.groups.values(), *rules.people.values(), rules.default),
        channels=settings.steward_channels,
        timezone=settings.steward_timezone,
        locale=settings.steward_locale,
    )


def _keys(file: Path) -> Mapping[str, Any]:
    try:
        return tomllib.loads(file.read_text(encoding="utf-8"))
    except (OSError, ValueError):  # loading the settings says what is wrong with it
        return {}


def _holds_password(value: object) -> bool:
    """Tell whether a value is an address with a password in it, such as that of a PostgreSQL server."""
    user, at, _ = str(value).partition("@")
    return bool(at) and "://" in user and ":" in user.partition("://")[2]


def _closest(key: str) -> str | None:
    return next(iter(difflib.get_close_matches(key.lower(), Settings.model_fields, n=1, cutoff=CLOSE)), None)
