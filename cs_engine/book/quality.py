"""What is wrong with the book's data, said plainly, with what to do about it."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import date
from decimal import ROUND_HALF_UP, Decimal
from enum import StrEnum
from functools import partial

import ibis
import ibis.expr.types as ir

from cs_engine.book import checks
from cs_engine.book.checks import Doubt
from cs_engine.book.door import Book
from cs_engine.book.summary import summarize

STALE_DAYS = 14
"""The age after which usage no longer counts as evidence."""
ACTIVITY = ("usage", "tickets", "responses", "touchpoints")
"""Tables that a living company adds to every week."""
EXAMPLES = 3


class Severity(StrEnum):
    """How much a finding hurts."""

    CONTRADICTION = "contradiction"
    """The data contradicts itself: numbers made from it are wrong."""
    GAP = "gap"
    """Something is missing: coverage is lower than it could be."""
    NOTE = "note"
    """Unusual and possibly right."""


@dataclass(frozen=True, slots=True)
class Finding:
    """One kind of doubtful row: ``count`` of ``of`` rows, which is the ``share`` (0 to 1)."""

    key: str
    severity: Severity
    count: int
    of: int
    share: float
    sentence: str
    examples: tuple[str, ...]
    advice: str


@dataclass(frozen=True, slots=True)
class Check:
    """A check, how to say what it found, and what to do about it."""

    key: str
    severity: Severity
    doubt: Callable[[Book], Doubt]
    says: str
    """Follows "21 of 24,979 "."""
    advice: str


def findings(book: Book, today: date) -> tuple[Finding, ...]:
    """Return everything doubtful in the book, worst first, as seen on ``today``; an empty book has no findings."""
    if not book.connected():
        return ()
    found = [*_doubts(book, today), *_stale(book, today)]
    order = list(Severity)
    return tuple(sorted(found, key=lambda finding: (order.index(finding.severity), -finding.share, finding.key)))


def _doubts(book: Book, today: date) -> Iterator[Finding]:
    doubts = {check.key: check.doubt(book) for check in _checks(today)}
    doubtful = _counts({key: doubt.rows for key, doubt in doubts.items()})
    present = [check for check in _checks(today) if doubtful[check.key]]
    of = _counts({check.key: doubts[check.key].of for check in present})
    for check in present:
        rows = doubts[check.key].rows
        names = rows.distinct().order_by("example").limit(EXAMPLES).to_pyarrow()["example"].to_pylist()
        yield _finding(check, doubtful[check.key], of[check.key], tuple(names))


def _counts(tables: dict[str, ir.Table]) -> dict[str, int]:
    """Count the rows of all tables in one question."""
    counts = [table.aggregate(key=ibis.literal(key), rows=table.count()) for key, table in tables.items()]
    return {row["key"]: row["rows"] for row in ibis.union(*counts).to_pyarrow().to_pylist()} if counts else {}


def _finding(check: Check, count: int, of: int, examples: tuple[str, ...]) -> Finding:
    share = count / of if of else 0.0
    sentence = f"{count:,} of {of:,} {check.says} ({_percent(share)})."
    return Finding(check.key, check.severity, count, of, share, sentence, examples, check.advice)


def _percent(share: float) -> str:
    """Return a share in percent with one decimal, halves rounded up as people do."""
    return f"{Decimal(str(share)).scaleb(2).quantize(Decimal('0.1'), ROUND_HALF_UP)} %"


def _stale(book: Book, today: date) -> Iterator[Finding]:
    """Find tables without a row of the last two weeks."""
    summary = summarize(book, today)
    dated = [table for table in summary.tables if table.name in ACTIVITY and table.last is not None]
    old = [table for table in dated if table.freshness_days is not None and table.freshness_days > STALE_DAYS]
    if not old:
        return
    newest = max(table.last for table in dated if table.last is not None)
    sentence = (
        f"{len(old)} of {len(dated)} tables hold no row of the last {STALE_DAYS} days; the newest row is of {newest}."
    )
    names = tuple(f"{table.name} ends {table.last}" for table in old)
    advice = "Load newer files; until then every answer says where the data ends."
    yield Finding("stale_data", Severity.GAP, len(old), len(dated), len(old) / len(dated), sentence, names, advice)


def _checks(today: date) -> tuple[Check, ...]:
    wrong, gap, note = Severity.CONTRADICTION, Severity.GAP, Severity.NOTE
    return (
        Check(
            "usage_before_subscription",
            wrong,
            checks.usage_before_subscription,
            "usage events are dated before their subscription starts",
            "Ask where the two dates come from; do not trust usage by contract line until they agree.",
        ),
        Check(
            "usage_before_contract",
            wrong,
            checks.usage_before_contract,
            "usage rows ended before the account's first contract starts",
            "Load earlier contract lines or trials, or check the dates.",
        ),
        Check(
            "tickets_before_signup",
            wrong,
            checks.tickets_before_signup,
            "tickets were opened before the account signed up",
            "Check signup_date: it may be the date of the latest contract.",
        ),
        Check(
            "tickets_closed_before_opened",
            wrong,
            checks.tickets_closed_before_opened,
            "tickets were closed before they were opened",
            "Check the zone of the two columns in the mapping.",
        ),
        Check(
            "repeated_usage_ids",
            wrong,
            checks.repeated_usage_ids,
            "usage event ids stand more than once in one file",
            "The last line was kept; if the ids are not unique, map another column to event_id.",
        ),
        Check(
            "repeated_keys",
            wrong,
            checks.repeated_keys,
            "keys stand more than once in one file",
            "The last line was kept; check that the key's columns are the right ones.",
        ),
        Check(
            "flagged_without_churn_event",
            wrong,
            checks.flagged_without_churn_event,
            "accounts flagged as churned have no churn event",
            "The flag is never used as a fact; find out which of the two is kept up to date.",
        ),
        Check(
            "churn_event_without_flag",
            wrong,
            checks.churn_event_without_flag,
            "accounts not flagged as churned have a churn event",
            "The flag is never used as a fact; find out which of the two is kept up to date.",
        ),
        Check(
            "unknown_accounts",
            wrong,
            checks.unknown_accounts,
            "rows belong to accounts that the book does not know",
            "Load these accounts, or check the account ids of the files.",
        ),
        Check(
            "future_dates",
            wrong,
            partial(checks.future_dates, today=today),
            "rows are dated after today",
            "They count once their day has come; check the format of the dates in the mapping.",
        ),
        Check(
            "subscriptions_ending_before_start",
            wrong,
            checks.subscriptions_ending_before_start,
            "contract lines end before they start",
            "Correct the dates; until then these lines count as over.",
        ),
        Check(
            "quarantined_rows",
            gap,
            checks.quarantined_rows,
            "rows wait in quarantine",
            "The book's table `quarantine` names file, line and reason; correct the files and load them again.",
        ),
        Check(
            "accounts_without_owner",
            gap,
            checks.accounts_without_owner,
            "accounts have no owner",
            "Map accounts.owner, or assign accounts in the owners file; nobody is told about them.",
        ),
        Check(
            "owners_without_address",
            gap,
            checks.owners_without_address,
            "owners are no e-mail address",
            "Give their addresses in the owners file, so that people in Slack can be matched.",
        ),
        Check(
            "accounts_without_usage",
            gap,
            checks.accounts_without_usage,
            "accounts have no usage",
            "They can be at most Watch; check that usage carries the same account ids.",
        ),
        Check(
            "overlapping_subscriptions",
            note,
            checks.overlapping_subscriptions,
            "contract lines start while an earlier line of the same account and product still runs",
            "Right for add-ons; otherwise end the earlier line or name the products.",
        ),
    )
