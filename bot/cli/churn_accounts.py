"""``steward churn train`` and ``score`` without a file: the accounts of the book."""

from pathlib import Path
from typing import Any

from pydantic import TypeAdapter

from bot.cli.churn_json import learned_json
from bot.cli.churn_pages import say_learned_columns, say_warnings
from bot.cli.console import say, say_json
from bot.config import load_settings
from cs_engine.records.churn import Learned, Wanted
from cs_engine.records.churn_accounts import OutOfTime, Target, TrainedAccounts
from cs_engine.service.churn.accounts import score_accounts, train_accounts
from cs_engine.service.churn.files import Scores
from cs_engine.service.churn.learning_accounts import LABEL, POSITIVE


def train_book(wanted: Wanted, out: Path, target: Target) -> tuple[TrainedAccounts, Path | None]:
    """Learn from the past of the book."""
    settings = load_settings()
    return train_accounts(settings.book_url, settings.timezone, wanted, out, target)


def score_book(model: Path, out: Path | None) -> Scores:
    """Score the live accounts of the book."""
    settings = load_settings()
    return score_accounts(settings.book_url, settings.timezone, model, out)


def say_trained(found: TrainedAccounts, place: Path | None, *, as_json: bool) -> None:
    """Print what was learned from the book."""
    if as_json:
        say_json(_json(found, place))
    elif found.learned is None:
        say(f"No model was learned from {found.accounts:,} accounts: {found.why}")
    else:
        _say_learned(found, found.learned)
        say(f"\nModel: {place}")
        if found.why is not None:
            say(str(found.why))


def _say_learned(found: TrainedAccounts, learned: Learned) -> None:
    say_warnings(learned.warnings)
    say(
        f"Learned from {found.accounts:,} accounts on as-of days from {found.first} to {found.last}: "
        f"{learned.rows:,} rows, {found.losses:,} accounts lost within {found.horizon} days of one "
        f"({learned.positives / learned.rows:.1%} of the rows). Losses count from the day of notice."
    )
    say(f"Method: {learned.method}, in {learned.seconds:.0f} s.\n")
    if found.tested is None:
        say(f"Not tried on later days: {found.untested}\n")
    else:
        _say_tested(found.tested)
    say_learned_columns(learned)


def _json(found: TrainedAccounts, place: Path | None) -> dict[str, Any]:
    learned = {"model": None} if found.learned is None else learned_json(found.learned, LABEL, POSITIVE, place)
    return learned | {
        "step": found.step.value,
        "why_no_higher": None if found.why is None else str(found.why),
        "accounts": found.accounts,
        "losses": found.losses,
        "horizon": found.horizon,
        "first": found.first.isoformat(),
        "last": found.last.isoformat(),
        "out_of_time": TypeAdapter(OutOfTime | None).dump_python(found.tested, mode="json"),
        "not_tried": found.untested or None,
    }


def _say_tested(tested: OutOfTime) -> None:
    low, high = tested.roc_auc.low or 0.0, tested.roc_auc.high or 0.0
    say(
        f"Tried on {tested.rows:,} rows from {tested.first} to {tested.last}, learned each time only from what was "
        f"known before: ROC-AUC {tested.roc_auc.value:.3f} ({low:.3f} to {high:.3f}), Brier score {tested.brier:.4f} "
        f"({tested.base_brier:.4f} for the share alone); said {tested.said:.1%}, happened {tested.happened:.1%}."
    )
    gain = tested.gain
    ends = f"({gain.low or 0.0:+.3f} to {gain.high or 0.0:+.3f})"
    better = f"{gain.value:+.3f} {ends} over tenure alone ({tested.tenure_auc:.3f})"
    say(better + ".\n" if tested.is_better_than_tenure else f"NO BETTER THAN TENURE ALONE: {better}.\n")
