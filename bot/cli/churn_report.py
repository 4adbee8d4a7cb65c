"""``steward churn report``: a page of how far the forecast can be trusted."""

from dataclasses import replace
from datetime import datetime
from pathlib import Path

from bot.cli.churn_pages import NAMES
from bot.config import load_settings
from bot.rendering.churn_report import About, churn_page
from cs_engine.errors import NothingToShow
from cs_engine.records.churn import Evaluation, Trialed
from cs_engine.records.churn_audit import Audit
from cs_engine.service.churn.audit import audit_score
from cs_engine.service.churn.files import Source, evaluate_file, target_of, write_whole
from cs_engine.service.churn.reporting import evaluate_accounts
from cs_engine.service.memory import open_memory
from cs_engine.service.scoring.scorecards import scorecards_in

REPORT_FILE = "churn.html"


def report_file(source: Source, asked: Trialed, out: Path) -> Path:
    """Write the report of a file of customers, and return where it is."""
    target = target_of(out, REPORT_FILE, source.path)
    found, positive = evaluate_file(source, replace(asked, drawn=True))
    happened = f"{source.label} is {positive}"
    about = About(f"Who will leave: {source.path.name}", source.path.name, happened, _now())
    return _written(found, about, target)


def report_book(asked: Trialed, out: Path) -> Path:
    """Write the report of the accounts of the book, and return where it is."""
    target, settings = target_of(out, REPORT_FILE), load_settings()
    tried = evaluate_accounts(settings.book_url, settings.timezone, replace(asked, drawn=True))
    audit, why = _audited()
    about = About(
        title="Which accounts will leave",
        customers=f"{tried.accounts:,} accounts on days from {tried.first} to {tried.last}",
        happened=f"lost within {tried.horizon} days",
        made=_now(),
        audit=audit,
        no_audit=why,
    )
    return _written(tried.found, about, target)


def _audited() -> tuple[Audit | None, str]:
    settings = load_settings()
    try:
        with open_memory(settings.database_url) as store:
            return audit_score(store, scorecards_in(settings.scorecards, settings.industry)), ""
    except NothingToShow as nothing:
        return None, str(nothing)


def _written(found: Evaluation, about: About, target: Path) -> Path:
    write_whole(target, churn_page(found, NAMES, about).encode())
    return target


def _now() -> str:
    return f"{datetime.now(load_settings().timezone):%Y-%m-%d %H:%M}"
