"""Invoices: habits of paying, disputes, and those who stop."""

import numpy as np

from cs_engine.sample.contracts import Lines
from cs_engine.sample.days import NEVER, add_months, day_text
from cs_engine.sample.draws import BoolArray, FloatArray, IntArray, normal, uniform
from cs_engine.sample.scene import Columns, Scene, arrivals, kept, known_text, row_ids

TAX = {"US": 0.0, "GB": 0.2, "DE": 0.19, "FR": 0.2, "IT": 0.22, "ES": 0.21, "NL": 0.21, "SE": 0.25, "CN": 0.06}
_OTHER_TAX = 0.09
DISPUTED = 0.015
DISPUTE_DAYS = 45
FORGOTTEN = 0.04
"""Invoices paid a month late although the customer means no harm."""
LATE_SHARE, LATE_DAYS = 0.02, 8


def invoices(scene: Scene, table: Lines) -> Columns:
    """Return one row per invoice issued by the last day, over all products and in advance."""
    row, turn, issued = _issued(scene)
    block, until = scene.block, scene.span.until
    draws = scene.draws.of(row)
    due = issued + block.ints("due_days")[row]
    disputed = (uniform(draws.paired("disputed", turn)) < DISPUTED) & ~block.flags("steady")[row]
    paid = _paid(scene, row, turn, due, disputed)
    monthly = _monthly_amount(table, row, issued)
    tax = np.array([TAX.get(country, _OTHER_TAX) for country in block.texts("country")])[row]
    amount = np.round(monthly * block.ints("billing")[row] * (1.0 + tax), 2)
    known = arrivals(issued, draws.paired("late-invoice", turn), LATE_SHARE, LATE_DAYS)
    columns = {
        "row": row,
        "invoice_id": row_ids(block.texts("account_id")[row], "I", turn),
        "account_id": block.texts("account_id")[row],
        "issued_date": day_text(issued, until),
        "due_date": day_text(due, NEVER),
        "amount": amount,
        "currency": block.texts("currency")[row],
        "paid_date": day_text(paid, until),
        "disputed": np.where(disputed, "true", "false").astype(object),
        "known_at": known_text(known, scene.span),
    }
    return kept(columns, (known < scene.span.end_second) & (amount > 0))


def _issued(scene: Scene) -> tuple[IntArray, IntArray, IntArray]:
    """Return row, number and day of every invoice from the start of the sample to the last day of service."""
    block, span = scene.block, scene.span
    months = block.ints("billing")[:, None]
    turns = np.arange(0, 1 + (span.until - int(block.ints("signup").min())) // 28)
    issued = add_months(block.contract_from[:, None] + 0 * turns, months * turns)
    paused = (issued >= scene.away.pause_from[:, None]) & (issued < scene.away.pause_until[:, None])
    open_ = (issued >= span.start) & (issued <= span.until) & (issued < scene.losses.end[:, None]) & ~paused
    row, turn = np.nonzero(open_)
    return row, turn, issued[row, turn]


def _paid(scene: Scene, row: IntArray, turn: IntArray, due: IntArray, disputed: BoolArray) -> IntArray:
    """Return the day of payment; NEVER for what a customer who stopped paying owes."""
    draws, block = scene.draws.of(row), scene.block
    noise = np.where(block.flags("steady")[row], 2.0, 4.0) * normal(draws.paired("pays", turn))
    weak = 6.0 * np.maximum(0.0, -block.floats("solvency")[row]) * ~block.flags("steady")[row]
    late = block.floats("habit")[row] + noise + weak
    forgotten = (uniform(draws.paired("forgets", turn)) < FORGOTTEN) & ~block.flags("steady")[row]
    late = late + 30.0 * forgotten + DISPUTE_DAYS * disputed
    paid = np.maximum(due + np.round(late).astype(np.int64), due - block.ints("due_days")[row] + 1)
    stopped = scene.losses.involuntary[row] & (due - block.ints("due_days")[row] >= scene.losses.lost_on[row])
    return np.where(stopped, NEVER, paid)


def _monthly_amount(table: Lines, row: IntArray, issued: IntArray) -> FloatArray:
    """Return what the open lines of each account cost per month on the day of the invoice."""
    total = np.zeros(len(row))
    for second in (False, True):
        part = np.flatnonzero((table.second == second) & ~table.trial)
        if not len(part):
            continue
        stamp = table.row[part] * NEVER + np.minimum(table.start[part], NEVER - 1)
        at = np.searchsorted(stamp, row * NEVER + issued, side="right") - 1
        line = part[np.maximum(at, 0)]
        open_ = (at >= 0) & (table.row[line] == row) & (issued <= table.end[line] + 30)
        total += np.where(open_, np.round(table.units[line] * table.price[line], 2), 0.0)
    return total
