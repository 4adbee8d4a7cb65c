"""What the accounts of the book are still worth: contracts by their renewals, the others by their purchases."""

from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import datetime, timedelta

import pandas as pd

from cs_engine.book.door import open_book
from cs_engine.book.facts import subscription_lines
from cs_engine.book.order_lines import account_names, order_lines
from cs_engine.errors import NothingToShow
from cs_engine.records.account import Candidate, Candidates
from cs_engine.records.lifetime_value import Assumptions, BookValue
from cs_engine.service.accounts.resolution import match
from cs_engine.service.values.wording import contract_values, purchase_value
from cs_engine.storage.names import fold, fold_domain
from cs_engine.value.choosing_purchases import learn
from cs_engine.value.contracts import value_contracts
from cs_engine.value.histories import purchase_histories
from cs_engine.value.purchases import value_purchases
from cs_engine.wording import phrase

NO_VALUE = phrase(
    "No account has a contract with revenue or a purchase: load subscriptions or orders with `steward load`."
)
NOT_VALUED = phrase("{name} has no contract with revenue and no purchase, so there is nothing to value.")


@dataclass(frozen=True, slots=True)
class BookValues:
    """The values of a book, and the names of its accounts by id."""

    values: tuple[BookValue, ...]
    names: dict[str, str]


def value_book(book_url: str, as_of: datetime, assumptions: Assumptions) -> BookValues:
    """Return the values of all accounts: contracts by currency, then purchases of those without one, by currency.

    Raises:
        NothingToShow: there is no book, or nothing in it that could be valued.
        StoreUnavailable: someone else holds the book.
        BadInput: the assumptions do not fit.
    """
    book = values_in(book_url, as_of, assumptions)
    if not book.values:  # noqa: PD011 - no array
        raise NothingToShow(NO_VALUE)
    return book


def values_in(book_url: str, as_of: datetime, assumptions: Assumptions) -> BookValues:
    """Return the same, also where there is nothing that could be valued.

    Raises:
        NothingToShow: there is no book.
        StoreUnavailable: someone else holds the book.
        BadInput: the assumptions do not fit.
    """
    with open_book(book_url) as book:
        names = account_names(book, as_of)
        lines, orders = subscription_lines(book, as_of), order_lines(book, as_of)
    contracts = value_contracts(lines, as_of, assumptions)
    rest = orders[~orders["account_id"].isin(contracts.accounts.index)].dropna(subset=["amount"])
    values = (*contract_values(contracts, as_of.date(), assumptions), *_purchases(rest, as_of, assumptions))
    return BookValues(values, dict(zip(names["account_id"], names["name"], strict=True)))


def value_account(book_url: str, query: str, as_of: datetime, assumptions: Assumptions) -> BookValues | Candidates:
    """Return the values of the account that a person means; several where it pays in several currencies.

    Raises:
        NothingToShow: there is no book, or the account has nothing that could be valued.
        StoreUnavailable: someone else holds the book.
        BadInput: the assumptions do not fit.
    """
    with open_book(book_url) as book:
        found = _resolved(query, account_names(book, as_of))
    if isinstance(found, Candidates):
        return found
    book_values = value_book(book_url, as_of, assumptions)
    kept = tuple(_only(found.account_id, book_values.values))
    if not kept:
        raise NothingToShow(NOT_VALUED, name=found.name)
    return BookValues(kept, {found.account_id: found.name})


def _only(account_id: str, values: tuple[BookValue, ...]) -> Iterator[BookValue]:
    for value in values:
        accounts = tuple(account for account in value.accounts if account.account_id == account_id)
        if accounts:
            yield replace(value, accounts=accounts)


def _purchases(orders: pd.DataFrame, as_of: datetime, assumptions: Assumptions) -> Iterator[BookValue]:
    """Value purchases up to the last full day; time after the last order known does not count as silence."""
    day = min((as_of - timedelta(microseconds=1)).date(), orders["ordered_at"].max().date()) if len(orders) else None
    for currency, rows in orders.assign(currency=orders["currency"].fillna("")).groupby("currency"):
        if day is None:
            return
        named = rows.rename(columns={"account_id": "customer", "ordered_at": "date"})
        histories = purchase_histories(named, day)
        model = learn(histories)
        found = value_purchases(model, histories, assumptions)
        yield purchase_value(found, model, day, assumptions, str(currency) or None)


def _resolved(query: str, names: pd.DataFrame) -> Candidate | Candidates:
    """Find the account that a person means: by id, name, domain, then by words and sound."""
    rows = [(str(account), str(name), domain) for account, name, domain in names.itertuples(index=False, name=None)]
    folded = fold(query)
    for spelled in (
        [(account, name) for account, name, _ in rows if account == query],
        [(account, name) for account, name, _ in rows if fold(name) == folded],
        [
            (account, name)
            for account, name, domain in rows
            if domain and fold_domain(str(domain)) == fold_domain(query)
        ],
    ):
        if len(spelled) == 1:
            return Candidate(*spelled[0])
        if spelled:
            return Candidates(query, exact=True, candidates=tuple(Candidate(*each) for each in spelled))
    return match(query, folded, [(account, name, fold(name)) for account, name, _ in rows])
