"""``steward churn score --reasons``: why each account of the book stands where it stands."""

from datetime import UTC
from gettext import NullTranslations
from pathlib import Path
from typing import Any

from babel import Locale
from pydantic import TypeAdapter

from bot.cli.console import note, say, say_json, say_table
from bot.config import load_settings
from bot.rendering.formats import Reader
from bot.rendering.reasoned import reason_said
from cs_engine.records.risk import CurvePoint, RiskReason, WhatIf
from cs_engine.service.churn.explaining import ExplainedAccounts, explain_accounts

YEAR = 12
"""Months."""
MOST = 3
"""Reasons of a line; `--json` has all."""
NO_REASONS = "No reason is larger than noise: chances can be told but not why; train again when there are more losses."
CAUTION = "Odds are against the average account; what goes with a chance does not have to be its cause."


def explain_book(model: Path) -> ExplainedAccounts:
    """Explain the live accounts of the book."""
    settings = load_settings()
    return explain_accounts(settings.book_url, settings.timezone, model)


def say_explained(found: ExplainedAccounts, *, as_json: bool) -> None:
    """Print accounts with their reasons, the likeliest losses first."""
    if as_json:
        say_json([_line(found, account) for account in found.probabilities])
        return
    reader = Reader(Locale("en", "US"), UTC, found.as_of, NullTranslations())
    rows = [
        (account, f"{probability:.1%}", _year(found, account), _told(reader, found.explained[account].reasons))
        for account, probability in found.probabilities.items()
    ]
    say_table(("account", "chance", "in 12 months", "goes with"), rows)
    say()
    note(CAUTION if any(each.reasons for each in found.explained.values()) else NO_REASONS)


def _told(reader: Reader, reasons: tuple[RiskReason, ...]) -> str | None:
    return "; ".join(str(reason_said(reader, each)) for each in reasons[:MOST]) or None


def _year(found: ExplainedAccounts, account: str) -> str | None:
    """Return the chance within a year, ``None`` where too little is known."""
    return next((f"{one.probability:.1%}" for one in found.curves[account] if one.months == YEAR), None)


def _line(found: ExplainedAccounts, account: str) -> dict[str, Any]:
    one = found.explained[account]
    return {
        "id": account,
        "as_of": found.as_of.isoformat(),
        "probability": round(found.probabilities[account], 6),
        "method": found.method,
        "curve": TypeAdapter(tuple[CurvePoint, ...]).dump_python(found.curves[account], mode="json"),
        "reasons": TypeAdapter(tuple[RiskReason, ...]).dump_python(one.reasons, mode="json"),
        "what_if": TypeAdapter(WhatIf | None).dump_python(one.what_if, mode="json"),
    }
