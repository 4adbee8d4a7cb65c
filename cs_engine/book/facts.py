"""The facts about every account as of an instant: the only door from event rows to one row per account."""

from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Self

import ibis
import ibis.expr.types as ir
import pandas as pd

from cs_engine.book import asof
from cs_engine.book.facts_accounts import account_versions
from cs_engine.book.facts_assembly import Instant, assemble
from cs_engine.book.facts_contracts import contract_facts
from cs_engine.book.facts_engagement import contact_facts, milestone_facts, survey_facts, touch_facts
from cs_engine.book.facts_payments import loss_facts, payment_facts
from cs_engine.book.facts_prepared import Prepared, prepare
from cs_engine.book.facts_support import support_facts
from cs_engine.book.facts_usage import usage_facts
from cs_engine.book.facts_voice import voice_facts
from cs_engine.book.facts_workdays import Workdays
from cs_engine.book.opened import Book
from cs_engine.frames.columns import Kind
from cs_engine.frames.contracts import DTYPES
from cs_engine.frames.facts import FACTS
from cs_engine.frames.tables import TABLES

NEEDED = (
    "accounts",
    "subscriptions",
    "usage",
    "tickets",
    "responses",
    "contacts",
    "touchpoints",
    "milestones",
    "invoices",
    "churn_events",
)
"""Tables that facts are made from."""
ACTIVITY = (
    ("usage", "period_start"),
    ("tickets", "opened_at"),
    ("responses", "responded_at"),
    ("touchpoints", "at"),
    ("invoices", "issued_date"),
)
"""Where a day with data shows itself: what begins, not what is still to end. Exports write payments of next month."""


@dataclass(frozen=True, slots=True)
class FactsQuery:
    """The book's questions, compiled once; ``at`` asks them about any instant."""

    questions: dict[str, Prepared]
    data_ends: date | None
    workdays: Workdays = field(default_factory=Workdays)

    @classmethod
    def prepare(cls, book: Book) -> Self:
        """Compile the questions for an open book. Use it while the book stays open and unchanged."""
        return cls(
            {name: prepare(book.backend, question) for name, question in _questions(book).items()}, data_ends(book)
        )

    def at(self, as_of: datetime) -> pd.DataFrame:
        """Return the facts as of an aware instant, whose zone is the workspace's.

        Returns:
            One row per account known before ``as_of``, indexed and sorted by ``account_id``; columns as in
            ``frames.facts``. The same book and instant give the same frame to the last bit.

        Raises:
            ValueError: ``as_of`` has no time zone.
        """
        day, _ = asof.local_days(as_of)
        newest = self.data_ends is None or day > self.data_ends
        found = {name: question.at(as_of) for name, question in self.questions.items()}
        return assemble(found, Instant(as_of, newest), self.workdays)


def account_facts(book: Book, as_of: datetime) -> pd.DataFrame:
    """Return the facts as of one instant; for many instants keep a ``FactsQuery``.

    Raises:
        ValueError: ``as_of`` has no time zone.
    """
    return FactsQuery.prepare(book).at(as_of)


def fact_rows(frame: pd.DataFrame) -> Iterator[dict[str, object]]:
    """Yield the facts of one account after another as plain Python values; ``None`` is unknown.

    Days are ``date``, instants are ``datetime`` in UTC without zone marker, as they stand in the book.
    """
    columns = [_plain(frame.index.to_series(), Kind.TEXT), *(_plain(frame[fact.name], fact.kind) for fact in FACTS[1:])]
    names = [fact.name for fact in FACTS]
    return (dict(zip(names, row, strict=True)) for row in zip(*columns, strict=True))


def _plain(values: pd.Series, kind: Kind) -> list[object]:
    plain = values.dt.date if kind is Kind.DATE else values
    return [value if known else None for value, known in zip(plain.tolist(), values.notna(), strict=True)]


def data_ends(book: Book) -> date | None:
    """Return the last calendar day with any activity in the book, ``None`` when there is none."""
    days = [_last_day(book, table, column) for table, column in ACTIVITY]
    found = ibis.union(*days).to_pyarrow()["day"].to_pylist()
    return max((day for day in found if day is not None), default=None)


def subscription_lines(book: Book, as_of: datetime) -> pd.DataFrame:
    """Return the contract lines that had begun before an instant, as they were known then.

    Returns:
        One row per line, sorted by account and line: the canonical columns of ``subscriptions``.

    Raises:
        ValueError: ``as_of`` has no time zone.
    """
    lines = prepare(book.backend, asof.view(book.table("subscriptions"), "subscriptions")).at(as_of)
    kinds = {column.name: DTYPES[column.kind] for column in TABLES["subscriptions"].columns}
    return lines.astype(kinds).sort_values(["account_id", "subscription_id"], ignore_index=True)


def _questions(book: Book) -> dict[str, ir.Table]:
    """The book's questions by name, each answered with one row per account."""
    known = {name: asof.view(book.table(name), name) for name in NEEDED}
    return {
        "accounts": account_versions(known["accounts"]),
        "contracts": contract_facts(known["subscriptions"]),
        "usage": usage_facts(known["usage"]),
        "support": support_facts(known["tickets"]),
        "voice": voice_facts(known["responses"], known["tickets"], known["contacts"]),
        "touches": touch_facts(known["touchpoints"]),
        "surveys": survey_facts(known["responses"]),
        "contacts": contact_facts(known["contacts"], known["touchpoints"], known["responses"]),
        "milestones": milestone_facts(known["milestones"]),
        "payments": payment_facts(known["invoices"]),
        "losses": loss_facts(known["churn_events"]),
    }


def _last_day(book: Book, table: str, column: str) -> ir.Table:
    rows = book.table(table)
    days = rows[column].date() if isinstance(rows[column], ir.TimestampColumn) else rows[column]
    if table == "usage":
        days = days + (rows.period_days - 1).as_interval("D")
    return rows.agg(day=days.max().cast("date"))
