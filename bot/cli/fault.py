"""A fault of ours on the command line: one sentence for the person, the traceback for the log."""

import os
import secrets
import traceback
from datetime import UTC, datetime
from pathlib import Path

from bot.cli.console import FAULT, complain
from bot.config import load_settings
from bot.errors import REFERENCE_BYTES, BadSettings

LOG = "steward.log"
OWNER_ONLY = 0o600
"""A traceback may quote a customer's data."""


def tell(error: BaseException) -> int:
    """Keep the traceback in the log of `STEWARD_HOME`, tell the person its reference, and return the exit code."""
    reference = secrets.token_hex(REFERENCE_BYTES)
    try:
        where = f"the traceback is in {_keep(reference, error)}"
    except OSError as unwritable:
        where = f"its traceback could not be kept ({unwritable.strerror}: {unwritable.filename})"
    complain(f"Something went wrong that is Steward's fault, not yours: reference {reference}; {where}.")
    return FAULT


def _keep(reference: str, error: BaseException) -> Path:
    log = _home() / LOG
    log.parent.mkdir(parents=True, exist_ok=True)
    moment = datetime.now(UTC).isoformat(timespec="seconds")
    with os.fdopen(os.open(log, os.O_WRONLY | os.O_CREAT | os.O_APPEND, OWNER_ONLY), "a", encoding="utf-8") as file:
        file.write(f"{moment} reference {reference}\n{''.join(traceback.format_exception(error))}\n")
    return log


def _home() -> Path:
    try:
        return load_settings().steward_home
    except BadSettings:  # the fault may lie there; any home will do
        return Path()
