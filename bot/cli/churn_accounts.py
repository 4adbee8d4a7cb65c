"""``steward churn train`` and ``score`` without a file: the accounts of the book."""

from pathlib import Path

from pydantic import TypeAdapter

from bot.cli.churn_json import learned_json
from bot.cli.churn_pages import say_learned_columns
from bot.cli.console import say, say_json
from bot.config import load_settings
from cs_engine.records.churn import Wanted
from cs_engine.records.churn_accounts import OutOfTime, TrainedAccounts
from cs_engine.service.churn.accounts import LABEL, score_accounts, train_accounts
from cs_engine.service.churn.files import Scores


def train_book(wanted: Wanted, out: Path) -> tuple[TrainedAccounts, Path]:
    """Learn from the past of the book."""
    settings = load_settings()
    return train_accounts(settings.book_url, settings.timezone, wanted, out)


def score_book(model: Path, out: Path | None) -> Scores:
    """Score the live accounts of the book."""
    settings = load_settings()
    return score_accounts(settings.book_url, settings.timezone, model, out)


def say_trained(found: TrainedAccounts, place: Path, *, as_json: bool) -> None:
    """Print what was learned from the book."""
    if as_json:
        told = learned_json(found.learned, LABEL, "yes", place)
        tested = TypeAdapter(OutOfTime | None).dump_python(found.tested, mode="json")
        say_json(
            told
            | {
                "accounts": found.accounts,
                "losses": found.losses,
                "horizon": found.horizon,
                "first": found.first.isoformat(),
                "last": found.last.isoformat(),
                "out_of_time": tested,
                "not_tried": found.untested or None,
            }
        )
        return
    say(
        f"Learned from {found.accounts:,} accounts on as-of days from {found.first} to {found.last}: "
        f"{found.learned.rows:,} rows, {found.losses:,} accounts lost within {found.horizon} days of one "
        f"({found.learned.positives / found.learned.rows:.1%} of the rows). Losses count from the day of notice."
    )
    say(f"Method: {found.learned.method}, in {found.learned.seconds:.0f} s.\n")
    if found.tested is None:
        say(f"Not tried on later days: {found.untested}\n")
    else:
        _say_tested(found.tested)
    say_learned_columns(found.learned)
    say(f"\nModel: {place}")


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
