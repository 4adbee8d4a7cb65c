"""``steward value``: what customers are still worth, from the book or from a flat file of orders."""

from collections.abc import Sequence
from datetime import date, datetime
from pathlib import Path
from typing import Annotated

import typer

from bot.cli.console import AMBIGUOUS, NOT_FOUND, note, say, say_json, say_table
from bot.cli.health_json import candidates_json
from bot.cli.program import leave
from bot.cli.value_json import values_json
from bot.config import Settings, load_settings
from cs_engine.errors import BadInput
from cs_engine.records.account import Candidates
from cs_engine.records.lifetime_value import DISCOUNT, Assumptions, BookValue, LifetimeValue, Measure
from cs_engine.service.memory import open_memory
from cs_engine.service.values.keeping import scored_at
from cs_engine.service.values.orders import OrderColumns, value_orders
from cs_engine.service.values.valuing import BookValues, value_account, value_book

SHOWN = 20
"""One screen; ``--json`` has all."""
SAMPLE_COLUMNS = "--customer, --date and --amount"


def value(  # noqa: PLR0913 - one parameter per option of the command
    asked: Annotated[
        list[str] | None,
        typer.Argument(
            metavar="[ACCOUNT|FILE]", help="An account, or a file of orders; without it, the book.", show_default=False
        ),
    ] = None,
    *,
    customer: Annotated[str | None, typer.Option(help="Column of the file that tells who bought.")] = None,
    day: Annotated[str | None, typer.Option("--date", help="Column of the file that tells when.")] = None,
    amount: Annotated[str | None, typer.Option(help="Column of the file that tells for how much.")] = None,
    margin: Annotated[
        float | None,
        typer.Option(help="Share of revenue that is profit, such as 0.8.", show_default="that of the settings"),
    ] = None,
    discount: Annotated[float, typer.Option(help="Discount per year.")] = DISCOUNT,
    as_of: Annotated[
        datetime | None,
        typer.Option(formats=["%Y-%m-%d"], help="Last day of the file that counts.", show_default="its last"),
    ] = None,
    as_json: Annotated[bool, typer.Option("--json", help="Print JSON; unknown is null.")] = False,
) -> None:
    """Show what accounts are still worth: value, 95 % interval, method and why.

    A file of orders needs its columns: --customer, --date and --amount. Exit code 3 when several accounts fit, 4 when
    none does.
    """
    settings = load_settings()
    assumptions = Assumptions(discount=discount, margin=settings.steward_margin if margin is None else margin)
    columns = (customer, day, amount)
    words = " ".join(asked or ())
    if any(columns) or Path(words).is_file():
        days = (datetime.now(settings.timezone).date(), as_of.date() if as_of else None)
        found = _of_file(words, columns, assumptions, days)
    elif as_of is not None:
        raise BadInput("--as-of is for files of orders; the book is valued as of the newest scores.")
    else:
        found = _of_book(settings, words, assumptions, as_json=as_json)
    if as_json:
        say_json(values_json(found.values, found.names))
    else:
        _say(found, alone=bool(words) and not any(columns))


def _of_file(
    words: str, columns: Sequence[str | None], assumptions: Assumptions, days: tuple[date, date | None]
) -> BookValues:
    """Value a file's orders; ``days`` are today and the last that counts."""
    if not words:
        raise BadInput("Say which file holds the orders, such as `steward value orders.csv`.")
    given = [name.strip() for name in columns if name]
    if len(given) < len(columns):
        raise BadInput(f"Say which columns of {words} hold customer, date and amount with {SAMPLE_COLUMNS}.")
    values, left_out = value_orders(Path(words), OrderColumns(*given), assumptions, *days)
    if said := str(left_out):
        note(said)
    return BookValues((values,), {})


def _of_book(settings: Settings, words: str, assumptions: Assumptions, *, as_json: bool) -> BookValues:
    """Value as of the newest scores, as Slack does; as of now where nobody was scored yet."""
    with open_memory(settings.database_url) as store:
        at = scored_at(store, settings.timezone) or datetime.now(settings.timezone)
    if not words:
        return value_book(settings.book_url, at, assumptions)
    found = value_account(settings.book_url, words, at, assumptions)
    if isinstance(found, Candidates):
        _ask_back(found, as_json=as_json)
        leave(AMBIGUOUS if found.exact else NOT_FOUND)
    return found


def _ask_back(found: Candidates, *, as_json: bool) -> None:
    if as_json:
        say_json(candidates_json(found))
        return
    say(f"Several accounts fit “{found.query}”:" if found.exact else f"No account is called “{found.query}”.")
    for each in found.candidates:
        say(f"  {each.account_id}  {each.name}")


def _say(found: BookValues, *, alone: bool) -> None:
    for number, each in enumerate(found.values):
        if number:
            say()
        one = alone and len(each.accounts) == 1 and bool(found.names)
        _say_account(each, found.names) if one else _say_book(each, found.names)


def _say_account(book: BookValue, names: dict[str, str]) -> None:
    account = book.accounts[0]
    say(f"{names.get(account.account_id, account.account_id)}: {_measured(account, book)}")
    say(_frame(book))
    say(f"Why {account.method.value.replace('_', ' ')}: {account.why}.\n")
    say_table(("input", "value"), [(name, _number(number)) for name, number in account.inputs])


def _say_book(book: BookValue, names: dict[str, str]) -> None:
    ends = f" ({_money(book.low)} to {_money(book.high)})" if book.low is not None else ""
    total = "of unknown value" if book.total is None else f"{_money(book.total)} {book.currency or ''}".rstrip()
    count = len(book.accounts)
    say(f"{count:,} customer{'s' if count > 1 else ''}: {total}{ends}")
    say(_frame(book))
    say(f"Why: {book.why}.")
    if book.parameters:
        say("Learned: " + ", ".join(f"{name} {number:.4g}" for name, number in book.parameters))
    say()
    rows = [_row(account, names) for account in book.accounts[:SHOWN]]
    say_table(("account", "name", "expected", "value", "low", "high", "method"), rows)
    if len(book.accounts) > SHOWN:
        say(f"{len(book.accounts) - SHOWN:,} more; --json lists all.")


def _row(account: LifetimeValue, names: dict[str, str]) -> tuple[object, ...]:
    expected = dict(account.inputs).get("purchases expected")
    return (
        account.account_id,
        names.get(account.account_id),
        None if expected is None else f"{expected:,.1f}",
        _money(account.value),
        _money(account.low),
        _money(account.high),
        account.method.value.replace("_", " "),
    )


def _frame(book: BookValue) -> str:
    counted = "revenue, as no --margin is set" if book.measure is Measure.REVENUE else f"{book.margin:.0%} of revenue"
    return (
        f"{book.measure.capitalize()} from {book.as_of} on: at most {book.horizon_months} months, "
        f"discounted by {book.discount:.0%} a year; {counted}. Interval: 95 %, of the expectation."
    )


def _measured(account: LifetimeValue, book: BookValue) -> str:
    ends = f" ({_money(account.low)} to {_money(account.high)})" if account.low is not None else ""
    value = "unknown" if account.value is None else f"{_money(account.value)} {account.currency or ''}".rstrip()
    return f"{book.measure} {value}{ends}"


def _money(value: float | None) -> str | None:
    return None if value is None else f"{value:,.2f}"


def _number(value: float) -> str:
    return f"{value:,.4g}" if value < 1 else f"{value:,.2f}".removesuffix(".00")
