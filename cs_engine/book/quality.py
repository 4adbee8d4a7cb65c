"""What is wrong with the book's data, said plainly, with what to do about it."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from decimal import ROUND_HALF_UP, Decimal

import ibis
import ibis.expr.types as ir

from cs_engine.book.checklist import Check, Owner, Severity, checklist
from cs_engine.book.opened import Book
from cs_engine.book.summary import summarize
from cs_engine.frames.customers import ACCOUNTS

STALE_DAYS = 14
"""The age after which usage no longer counts as evidence."""
ACTIVITY = ("usage", "tickets", "responses", "touchpoints")
"""Tables that a living company adds to every week."""
EXAMPLES = 3
EMPTY = "The book is empty: load accounts first, with the id that every other file names them by."
ONLY_ACCOUNTS = (
    "The book holds accounts and nothing about them yet. Load usage next (who did what, and when): it is what shows "
    "first that a customer drifts away, and without it no account can be better than Watch. Then subscriptions, "
    "which say what is at stake and when it renews."
)


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
    owner: Owner
    """Who can mend it."""


def findings(book: Book, today: date) -> tuple[Finding, ...]:
    """Return everything doubtful in the book, worst first, as seen on ``today``.

    A book that is empty or holds accounts only has no findings: ``load_next`` says what it needs.
    """
    if load_next(book) is not None:
        return ()
    found = [*_doubts(book, today), *_stale(book, today)]
    order = list(Severity)
    return tuple(sorted(found, key=lambda finding: (order.index(finding.severity), -finding.share, finding.key)))


def load_next(book: Book) -> str | None:
    """Say what to load next and why, while there is nothing to judge; ``None`` once there is more than accounts."""
    connected = book.connected()
    if not connected:
        return EMPTY
    return ONLY_ACCOUNTS if connected == {ACCOUNTS.name} else None


def _doubts(book: Book, today: date) -> Iterator[Finding]:
    doubts = {check.key: check.doubt(book) for check in checklist(today)}
    doubtful = _counts({key: doubt.rows for key, doubt in doubts.items()})
    present = [check for check in checklist(today) if doubtful[check.key]]
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
    return Finding(check.key, check.severity, count, of, share, sentence, examples, check.advice, check.owner)


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
    share = len(old) / len(dated)
    yield Finding("stale_data", Severity.GAP, len(old), len(dated), share, sentence, names, advice, Owner.LOADS)
