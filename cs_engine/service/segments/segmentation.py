"""The segments of a book's accounts, or of the customers of a flat file."""

import csv
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace
from datetime import date, datetime
from pathlib import Path

import pandas as pd

from cs_engine.book.door import open_book
from cs_engine.book.facts import account_facts
from cs_engine.book.order_lines import order_lines
from cs_engine.errors import BadFile, NothingToShow
from cs_engine.metrics.exchange import RateTable
from cs_engine.records.segments import Method, Remark, Segmentation
from cs_engine.segments.picture import picture
from cs_engine.segments.rules import Rule, columns_of, load_presets, load_rules
from cs_engine.segments.segmenting import segment
from cs_engine.segments.ways import Wanted
from cs_engine.service.segments.files import order_figures, read_customers, read_order_figures
from cs_engine.service.values.orders import LeftOut, OrderColumns
from cs_engine.wording import phrase, sentence

SERVED = ("active", "onboarding")
"""Whom segments are for: not trials, not the paused, not who is leaving."""
MONEY = "mrr"
BEHAVIOR = (
    MONEY,
    "seats",
    "term_months",
    "tenure_days",
    "industry",
    "plan",
    "active_users",
    "active_days",
    "features_used",
    "events_per_user",
    "tickets",
    "csat_score",
    "nps_score",
    "two_way_touches",
    "overdue_days",
    "milestones_overdue",
)
"""Facts that segments of accounts are made of: what they pay, what they do, what they say."""
BUYING = ("recency", "frequency", "monetary")
VALUES = ("mrr", "arr", "monetary", "revenue", "turnover", "sales", "spend", "amount", "value")
"""What a column is called that says how much a customer brings, the likeliest first."""
RATINGS = ("csat_score", "csat", "satisfaction", "rating", "nps_score", "nps")

NO_ACCOUNTS = phrase("There is no active account in the book: load accounts with `steward load`.")
CURRENCIES = phrase("in several currencies ({currencies}), which cannot be compared")
OUT_COLUMNS = ("account_id", "segment", "name")
NOT_OURS = phrase(
    "{file} is no file of segments: it needs the columns account_id and segment, as `steward segment --out` writes."
)


@dataclass(frozen=True, slots=True)
class Asked:
    """What somebody asks for.

    Attributes:
        method: which way.
        k: number of clusters; chosen if not given.
        value: column of how much a customer brings; found by its name if not given.
        rating: column of how satisfied a customer is; found by its name if not given.
        rules: folder of the company's own rules; they win over clusters.
        before: key of the segment by customer, as of the previous refresh.
        rates: of exchange, for a book with several currencies.
    """

    method: Method = Method.AUTO
    k: int | None = None
    value: str | None = None
    rating: str | None = None
    rules: Path | None = None
    before: Mapping[str, str] = field(default_factory=dict)
    rates: RateTable | None = None


def segment_book(book_url: str, now: datetime, asked: Asked) -> Segmentation:
    """Return the segments of the accounts that are served.

    Raises:
        NothingToShow: there is no book, or no active account in it.
        StoreUnavailable: someone else holds the book.
        BadInput: the book lacks what the way needs, or a rule is malformed.
    """
    with open_book(book_url) as book:
        facts, orders = account_facts(book, now), order_lines(book, now)
    served = facts[facts["status"].isin(SERVED)]
    if served.empty:
        raise NothingToShow(NO_ACCOUNTS)
    day = now.date()
    paid = _in_one_currency(served[MONEY], served["currency"], asked.rates, day)
    spent = _in_one_currency(orders["amount"], orders["currency"], asked.rates, day)
    frame = served[list(BEHAVIOR)].assign(**{MONEY: paid}).join(_bought(orders.assign(amount=spent), served.index))
    mixed = [name for name, amounts in ((MONEY, paid), ("monetary", spent)) if amounts is None and name in frame]
    currencies = ", ".join(sorted({*served["currency"].dropna(), *orders["currency"].dropna()}))
    remarks = tuple(Remark(name, sentence(CURRENCIES, currencies=currencies)) for name in mixed)
    return _segmented(frame.drop(columns=mixed), served, asked, day, remarks, load_presets(columns_of(served)))


def segment_file(path: Path, on: date, asked: Asked, customer: str | None = None) -> tuple[Segmentation, LeftOut, str]:
    """Return the segments of the customers of a file with one row each, what was left out, and who names them.

    Args:
        path: in any format that can be loaded.
        on: the day of the refresh.
        asked: what is wanted.
        customer: column that names the customer; found if not given.

    Raises:
        BadFile: the file cannot be read.
        BadInput: the file lacks what the way needs, or a rule is malformed.
    """
    frame, left_out = read_customers(path, customer)
    return _segmented(frame, frame, asked, on), left_out, str(frame.index.name)


def segment_orders(path: Path, columns: OrderColumns, on: date, asked: Asked) -> tuple[Segmentation, LeftOut]:
    """Return the segments of the customers of a file of orders up to a day, and which of its rows do not count.

    Raises:
        BadFile: the file cannot be read.
        BadInput: a column is missing, or holds no dates or no numbers.
    """
    frame, left_out = read_order_figures(path, columns, on)
    return _segmented(frame, frame, asked, on), left_out


def read_segments(path: Path) -> Mapping[str, str]:
    """Return the key of the segment by customer, as ``write_segments`` has written them.

    Raises:
        BadFile: the file cannot be read or is none of these.
    """
    try:
        rows = list(csv.DictReader(path.read_text(encoding="utf-8").splitlines()))
    except (OSError, UnicodeDecodeError) as problem:
        raise BadFile(phrase("{file} cannot be read ({problem})."), file=path, problem=problem) from problem
    if not rows or not {"account_id", "segment"} <= rows[0].keys():
        raise BadFile(NOT_OURS, file=path)
    return {row["account_id"]: row["segment"] for row in rows if row["segment"]}


def write_segments(path: Path, found: Segmentation) -> None:
    """Write who is in which segment, one line per customer; who is in none has an empty one.

    Raises:
        BadFile: the file cannot be written.
    """
    names = {one.key: str(one.name) for one in found.segments}
    lines: Iterable[tuple[str, str, str]] = (
        (account, key, names.get(key, "")) for account, key in sorted({**found.assigned, **_nobody(found)}.items())
    )
    try:
        with path.open("w", newline="", encoding="utf-8") as file:
            csv.writer(file).writerows([OUT_COLUMNS, *lines])
    except OSError as problem:
        raise BadFile(phrase("{file} cannot be written ({problem})."), file=path, problem=problem) from problem


def draw_segments(path: Path, found: Segmentation) -> bool:
    """Write the map of segments as PNG; tell whether there is anything to draw.

    Raises:
        BadFile: the file cannot be written.
    """
    if found.drawing is None:
        return False
    try:
        path.write_bytes(picture(found.drawing))
    except OSError as problem:
        raise BadFile(phrase("{file} cannot be written ({problem})."), file=path, problem=problem) from problem
    return True


def _segmented(
    frame: pd.DataFrame,
    known: pd.DataFrame,
    asked: Asked,
    on: date,
    remarks: tuple[Remark, ...] = (),
    shipped: tuple[Rule, ...] = (),
) -> Segmentation:
    """Return the segments of a frame; conditions of rules may name every column that is ``known``."""
    columns = columns_of(known)
    rules = load_rules(asked.rules, columns) if asked.rules else ()
    if not rules and asked.method is Method.RULES:
        rules = load_presets(columns)
    named = {str(name).casefold(): str(name) for name in frame.columns}
    wanted = Wanted(
        method=asked.method,
        k=asked.k,
        rules=rules,
        value=asked.value or _called(VALUES, named),
        rating=asked.rating or _called(RATINGS, named),
        before=asked.before,
        shipped=shipped,
        known=known,
    )
    found = segment(frame, wanted, on)
    return replace(found, left_out=(*remarks, *found.left_out))


def _called(likely: Iterable[str], named: Mapping[str, str]) -> str | None:
    return next((named[name] for name in likely if name in named), None)


def _in_one_currency(amounts: pd.Series, currency: pd.Series, rates: RateTable | None, day: date) -> pd.Series | None:
    """Return amounts that can be compared, None where they are in several currencies and a rate is missing."""
    known = set(currency[amounts.notna()].dropna())
    if len(known) <= 1:
        return amounts
    worth = rates.at(day) if rates else {}
    return amounts * currency.map(worth) if known <= worth.keys() else None


def _bought(orders: pd.DataFrame, accounts: pd.Index) -> pd.DataFrame:
    """Return how lately, how often and for how much accounts buy; no column where the book has no orders."""
    known = orders[orders["account_id"].isin(accounts)].dropna(subset=["amount", "ordered_at"])
    if known.empty:
        return pd.DataFrame(index=accounts)
    days = known.rename(columns={"account_id": "customer", "ordered_at": "date"})
    return order_figures(days)[list(BUYING)].reindex(accounts)


def _nobody(found: Segmentation) -> Mapping[str, str]:
    return dict.fromkeys(found.unassigned, "")
