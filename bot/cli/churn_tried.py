"""``steward churn evaluate`` without a file: how true forecasts of the book's accounts were on later days."""

from pydantic import TypeAdapter

from bot.cli.churn_contacts import say_by_contact, say_held_out
from bot.cli.churn_pages import say_figures
from bot.cli.console import say, say_json, say_table
from bot.config import load_settings
from cs_engine.records.churn import Estimate, Wanted
from cs_engine.records.churn_accounts import HORIZON_DAYS, Target, TriedAccounts
from cs_engine.records.curve_tried import TriedCurve
from cs_engine.service.churn.trying import try_accounts
from cs_engine.service.memory import open_memory


def try_book(wanted: Wanted, target: Target) -> TriedAccounts:
    """Forecast the latest as-of days of the book from earlier ones."""
    settings = load_settings()
    with open_memory(settings.database_url) as store:
        return try_accounts(settings.book_url, settings.timezone, store, wanted, target)


def say_tried(found: TriedAccounts, *, as_json: bool) -> None:
    """Print how true forecasts were, beside naive ones."""
    if as_json:
        say_json(TypeAdapter(TriedAccounts).dump_python(found, mode="json"))
        return
    tested = found.tested
    say(
        f"Forecast {tested.rows:,} rows of {tested.accounts:,} accounts from {tested.first} to {tested.last}, each "
        f"only from what was known before: said {tested.said:.1%}, {tested.happened:.1%} were lost ({tested.losses:,} "
        f"rows; the whole past has {found.losses:,} losses)."
    )
    say(f"Method: {found.method}\n")
    say_figures(found.metrics, {str(name): figures for name, figures in found.baselines.items()})
    say()
    for name, gain in found.gains.items():
        better = gain.low is not None and gain.low > 0
        say(f"{_gain(gain)} of ROC-AUC over {name}" + ("." if better else ": NO BETTER, or by chance."))
    _say_alike(found)
    if found.curve is not None:
        _say_curve(found.curve)
    if found.by_contact is not None:
        say()
        say_by_contact(found.by_contact)
    if found.held_out is not None:
        say_held_out(found.held_out)
    for remark in found.left_out:
        say(f"Left out: {remark.column}, {remark.said}")


def _say_alike(found: TriedAccounts) -> None:
    say("\nOf accounts of about this probability, how many were lost?\n")
    rows = [
        (f"{one.said:.1%}", f"{one.happened:.1%}", f"{one.low:.1%} to {one.high:.1%}", one.accounts)
        for one in found.tested.alike
    ]
    say_table(("said", "happened", "95 % interval", "accounts"), rows)


def _say_curve(found: TriedCurve) -> None:
    say("\nBy so many days after the chance was told, how many were lost?\n")
    rows = [
        (one.days, f"{one.said:.1%}", f"{one.happened:.1%}", f"{one.low:.1%} to {one.high:.1%}", one.accounts)
        for one in found.days
    ]
    say_table(("days", "said", "happened", "95 % interval", "accounts"), rows)
    say(f"\nAt {HORIZON_DAYS} days the curve is {100 * found.apart:.1f} points from the chance, on average.")


def _gain(one: Estimate) -> str:
    return f"{one.value:+.3f} ({one.low or 0.0:+.3f} to {one.high or 0.0:+.3f})"
