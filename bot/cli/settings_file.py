"""``steward.toml`` as it is written: with every setting in it, for its owner's eyes only."""

import os
import re
from pathlib import Path

import tomlkit

OWNER_ONLY = 0o600
"""It holds tokens."""

TEMPLATE = """\
# Steward's settings. A variable of the same name in the environment wins: SLACK_BOT_TOKEN, STEWARD_HOME and so on.
# A line that is commented out shows what holds without it, or an example.

# ---- Slack ----------------------------------------------------------------------------------------------------------

# The bot's token: OAuth & Permissions, Bot User OAuth Token, of your app at https://api.slack.com/apps.
# slack_bot_token = "xoxb-..."

# For Socket Mode (no address of your own is needed): Basic Information, App-Level Tokens, scope connections:write.
# slack_app_token = "xapp-..."

# For HTTP instead of Socket Mode: Basic Information, Signing Secret.
# slack_signing_secret = "..."

# Another server that speaks like Slack, for trying things out.
# slack_api_url = "https://slack.com/api/"

# ---- Where things are -----------------------------------------------------------------------------------------------

# The folder of everything that is kept.
# steward_home = "data"

# The facts about customers, when they are not in the home: duckdb:///absolute/path or a PostgreSQL address.
# steward_book_url = "duckdb://data/book.duckdb"

# What was concluded and done, when it is not in the home: sqlite:////absolute/path or a PostgreSQL address.
# steward_database_url = "sqlite:///data/steward.db"

# ---- Your company ---------------------------------------------------------------------------------------------------

# Whose midnight ends a day, and whose language is spoken to people whose Slack tells none.
# steward_timezone = "UTC"
# steward_locale = "en-US"

# Whose preset is used where you have written no scorecard, play or stage rule of your own:
# ecommerce, education, finance, healthtech, iot or saas; without it, the general ones.
# steward_industry = "saas"

# The share of revenue that is profit, by which the lifetime value of accounts is counted; without it, it is lifetime
# revenue.
# steward_margin = 0.8

# The share of accounts, up to 0.5, for which nothing acts on the chance of a loss alone; after some months
# `steward churn evaluate` tells whether acting on it helps. Without it, none.
# steward_holdout = 0.1

# The largest file, in megabytes, that may be loaded from Slack.
# steward_import_mb = 500

# Channels that Steward is meant to be in; `steward doctor` checks that it can speak there.
# steward_channels = ["cs-team"]

# ---- Logs -----------------------------------------------------------------------------------------------------------

# auto (text on a terminal, JSON elsewhere), json or text; debug, info, warning or error. No customer is ever named.
# steward_log = "auto"
# steward_log_level = "info"

# ---- Who may ask what -----------------------------------------------------------------------------------------------

# Shortcut for people who are admin: steward_admins = "you@example.com, her@example.com"
# steward_admins = ""

[access]
# What a full member of the workspace is: viewer, csm, lead, admin or "none". Guests and strangers are always refused.
default = "viewer"

[access.groups]
# A Slack user group gives its people a role.
# cs-team = "csm"

[access.people]
# An email or Slack user id; wins over groups.
# "lena@example.com" = "lead"

[access.sees]
# Which accounts a role sees: "all" (as long as nothing is said), "own", or a list of segments.
# csm = "all"
"""
"""Every setting, with what it means; a test compares it with the settings themselves."""


def with_setting(text: str, key: str, value: str) -> str:
    """Return the file's text with a setting in it: in place of the old one, of its comment, or added."""
    document = tomlkit.parse(text)
    if key in document:
        document[key] = value
        return tomlkit.dumps(document)
    line = f"{key} = {tomlkit.item(value).as_string()}"
    commented = re.compile(rf"^# {re.escape(key)} = .*$", re.MULTILINE)
    return commented.sub(lambda _match: line, text, count=1) if commented.search(text) else f"{line}\n{text}"


def with_admin(text: str, person: str) -> str:
    """Return the file's text with somebody as admin in ``[access.people]``."""
    document = tomlkit.parse(text)
    access = document.setdefault("access", tomlkit.table())
    access.setdefault("people", tomlkit.table())[person] = "admin"
    return tomlkit.dumps(document)


def write_settings(file: Path, text: str) -> None:
    """Write the file whole or not at all, readable by its owner only."""
    new = file.with_name(f"{file.name}.new")
    with os.fdopen(os.open(new, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, OWNER_ONLY), "w", encoding="utf-8") as opened:
        opened.write(text)
    new.replace(file)
