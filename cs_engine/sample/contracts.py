"""Contract lines: renewals, price increases, expansions, contractions, second products, and the end."""

from dataclasses import dataclass

import numpy as np
import pandas as pd

from cs_engine.sample.days import NEVER, YEAR_MONTHS, add_months, day_text, next_turn
from cs_engine.sample.draws import BoolArray, FloatArray, IntArray, TextArray, between, uniform
from cs_engine.sample.life import WEEKS_PER_YEAR, Block
from cs_engine.sample.scene import Columns, Scene, row_ids, run_starts

DESK, INSIGHT = PRODUCTS = ("desk", "insight")
EXPANSIONS_PER_YEAR = 0.12
CONTRACTIONS_PER_YEAR = 0.05
"""In any week for monthly contracts, at the renewal for longer ones."""
PRICE_RISES = 0.3
"""Share of anniversaries at which the price goes up by 3-9 %."""
LATE_RENEWALS = 0.35
"""Share of renewals of contracts without auto-renewal that are signed 3-25 days late."""
APART_DAYS = 26
"""An account changes its contract at most once a month."""
INSIGHT_SHARE = 0.45
"""Price of the second product against the first."""
PLANS = ((0, "starter"), (25, "team"), (120, "business"), (400, "enterprise"))


@dataclass(frozen=True, slots=True)
class Lines:
    """Contract lines, sorted by account, product and start; ``row`` is the account's row in its block."""

    row: IntArray
    second: BoolArray
    number: IntArray
    start: IntArray
    end: IntArray
    reason: TextArray
    units: IntArray
    price: FloatArray
    trial: BoolArray

    def begun(self, until: int) -> "Lines":
        """Return the lines that have started by a day."""
        begun = self.start <= until
        return Lines(**{name: getattr(self, name)[begun] for name in Lines.__slots__})


@dataclass(frozen=True, slots=True)
class _Changes:
    """Changes of the first product's line: on ``day`` the old line is over, on ``start`` the new one begins."""

    row: IntArray
    day: IntArray
    start: IntArray
    kind: TextArray
    units: FloatArray
    price: FloatArray


def plan_of(units: IntArray) -> TextArray:
    """Return the plan that fits so many seats."""
    edges = np.array([edge for edge, _ in PLANS[1:]])
    return np.array([name for _, name in PLANS], dtype=object)[np.searchsorted(edges, units, side="right")]


def line_start(block: Block) -> IntArray:
    """Return the start of the line open when the sample begins, or the first paid day if that comes later.

    What an account paid before the sample begins is not part of it.
    """
    first, term = block.contract_from, block.ints("term")
    upcoming = next_turn(np.full(len(first), block.span.start + 1), first, term)
    return np.maximum(np.where(first < block.span.start, add_months(upcoming, -term), first), first)


def lines(scene: Scene) -> Lines:
    """Return every contract line that starts within the sample's paths."""
    first = _first_product(scene)
    parts = [_trials(scene), first, _second_product(scene)]
    columns = {name: np.concatenate([getattr(part, name) for part in parts]) for name in Lines.__slots__}
    order = np.lexsort((columns["start"], columns["second"], columns["row"]))
    return Lines(**{name: values[order] for name, values in columns.items()})


def _trials(scene: Scene) -> Lines:
    block = scene.block
    row = np.flatnonzero(block.ints("trial_days") > 0)
    start = block.ints("signup")[row]
    reason = np.where(block.flags("converts")[row], "converted", "trial_ended").astype(object)
    end = start + block.ints("trial_days")[row] - 1
    none, units = np.zeros(len(row), dtype=bool), block.ints("seats")[row]
    return Lines(row, none, none.astype(np.int64), start, end, reason, units, np.zeros(len(row)), ~none)


def _first_product(scene: Scene) -> Lines:
    block = scene.block
    changes = _changes(scene)
    paying = np.flatnonzero(block.paid_from < NEVER)
    begin = line_start(block)[paying]
    row = np.concatenate([paying, changes.row])
    start = np.concatenate([begin, changes.start])
    order = np.lexsort((start, row))
    row, start = row[order], start[order]
    last = np.roll(run_starts(row), -1)
    over = np.concatenate([begin, changes.day])[order]
    kind = np.concatenate([np.full(len(paying), "", dtype=object), changes.kind])[order]
    end = np.where(last, scene.losses.end[row], np.roll(over, -1) - 1)
    reason = np.where(last, _end_reason(scene)[row], np.roll(kind, -1))
    ones = np.ones(len(paying))
    units = _running(np.concatenate([ones, changes.units])[order], row)
    price = _running(np.concatenate([ones, changes.price])[order], row) * block.floats("price")[row]
    seats = np.maximum(2, np.round(_billed_units(block)[row] * units)).astype(np.int64)
    none = np.zeros(len(row), dtype=bool)
    return Lines(row, none, _position(row) + 1, start, end, reason, seats, price, none)


def _billed_units(block: Block) -> IntArray:
    return np.where(block.texts("seat_model") == "named", block.ints("seats"), block.ints("expected"))


def _end_reason(scene: Scene) -> TextArray:
    return np.where(scene.losses.involuntary, "nonpayment", "churn").astype(object)


def _position(row: IntArray) -> IntArray:
    """Return 0, 1, 2 ... within each run of equal rows."""
    first = np.searchsorted(row, row)
    return np.arange(len(row)) - first


def _running(factor: FloatArray, row: IntArray) -> FloatArray:
    """Return the product of the factors so far within each run of equal rows."""
    return pd.Series(factor).groupby(row).cumprod().to_numpy().astype(np.float64)


def _second_product(scene: Scene) -> Lines:
    block = scene.block
    start = line_start(block) + np.where(block.flags("steady"), 0, block.ints("second_after"))
    open_ = block.flags("two_products") & (block.paid_from < NEVER) & (start <= scene.losses.end)
    row = np.flatnonzero(open_)
    some = np.ones(len(row), dtype=bool)
    price = block.floats("price")[row] * INSIGHT_SHARE
    units = np.maximum(2, np.round(_billed_units(block)[row] * 0.6)).astype(np.int64)
    reason = _end_reason(scene)[row]
    return Lines(row, some, some.astype(np.int64), start[row], scene.losses.end[row], reason, units, price, ~some)


def _changes(scene: Scene) -> _Changes:
    """Return the changes of all accounts, at most one per account and day."""
    parts = [_at_anniversaries(scene), _within_terms(scene)]
    columns = {name: np.concatenate([getattr(part, name) for part in parts]) for name in _Changes.__slots__}
    row, day = columns["row"], columns["day"]
    begin = line_start(scene.block)[row]
    calm = scene.losses.lost_on[row] - 30
    fits = (day > begin + 7) & (day >= scene.span.start) & (columns["start"] <= np.minimum(calm, scene.losses.end[row]))
    order = np.lexsort((day, row))
    order = order[fits[order]]
    row, day = row[order], day[order]
    apart = run_starts(row) | (np.diff(day, prepend=day[:1]) > APART_DAYS)
    return _Changes(**{name: values[order][apart] for name, values in columns.items()})


def _at_anniversaries(scene: Scene) -> _Changes:
    """Return price rises, contractions and plain renewals; contracts without auto-renewal always get a new line."""
    block = scene.block
    term = np.maximum(block.ints("term"), YEAR_MONTHS)
    years = np.arange(1, 1 + (scene.span.until - block.ints("signup").min()) // 365 + 1)
    day = add_months(block.contract_from[:, None] + 0 * years, term[:, None] * years)
    rises = uniform(block.draws.outer("price-rise", years)) < PRICE_RISES
    health = scene.path.health[np.arange(len(term))[:, None], scene.span.week_of(day)]
    shrink = uniform(block.draws.outer("shrinks", years)) < CONTRACTIONS_PER_YEAR * 2 * np.exp(-0.6 * health)
    shrink &= (block.ints("term") >= YEAR_MONTHS)[:, None]
    renews = ~block.flags("auto_renew")[:, None] & np.ones_like(rises)
    wild = ~block.flags("steady")[:, None]
    row, turn = np.nonzero((rises | shrink | renews) & wild & (day <= scene.span.until))
    kind = np.where(shrink, "downgrade", np.where(rises, "price_change", "renewal"))[row, turn].astype(object)
    late = renews & (uniform(block.draws.outer("late-renewal", years)) < LATE_RENEWALS)
    gap = np.where(late, between(block.draws.outer("renewal-gap", years), 3, 26), 0)[row, turn]
    rise = 1.03 + 0.06 * uniform(block.draws.outer("rise-size", years))
    cut = 0.6 + 0.3 * uniform(block.draws.outer("cut-size", years))
    factor_units = np.where(kind == "downgrade", cut[row, turn], 1.0)
    factor_price = np.where(kind == "price_change", rise[row, turn], 1.0)
    return _Changes(row, day[row, turn], day[row, turn] + gap, kind, factor_units, factor_price)


def _within_terms(scene: Scene) -> _Changes:
    """Return expansions, and contractions of contracts shorter than a year, in any week."""
    block, weeks = scene.block, scene.span.weeks
    wild = ~block.flags("steady")[:, None] & (weeks <= scene.span.until)
    chance = uniform(block.draws.outer("change", weeks))
    grow = EXPANSIONS_PER_YEAR / WEEKS_PER_YEAR * np.exp(0.4 * scene.path.health)
    short = (block.ints("term") < YEAR_MONTHS)[:, None]
    shrink = grow + short * CONTRACTIONS_PER_YEAR / WEEKS_PER_YEAR * np.exp(-0.5 * scene.path.health)
    row, week = np.nonzero((chance < shrink) & wild)
    grows = (chance < grow)[row, week]
    size = uniform(block.draws.outer("change-size", weeks))[row, week]
    units = np.where(grows, 1.1 + 0.4 * size, 0.6 + 0.3 * size)
    day = weeks[week] + 1
    return _Changes(row, day, day, np.where(grows, "upgrade", "downgrade").astype(object), units, np.ones(len(row)))


def units_over_time(scene: Scene, table: Lines) -> FloatArray:
    """Return the first product's units against its first line, per account and week: use follows what is bought."""
    weeks = scene.span.weeks
    ratio = np.ones((len(scene.losses.end), len(weeks)))
    later = np.flatnonzero(~table.second & ~table.trial & (table.number > 1))
    base = _billed_units(scene.block)
    for line in later.tolist():
        row = int(table.row[line])
        ratio[row, weeks >= table.start[line]] = table.units[line] / base[row]
    return ratio


def subscriptions(scene: Scene, table: Lines) -> Columns:
    """Return the canonical columns; what ends after the last day of data has not ended yet."""
    table = table.begun(scene.span.until)
    block, until, row = scene.block, scene.span.until, table.row
    ended = table.end <= until
    term = np.where(table.trial, 1, block.ints("term")[row])
    model = block.texts("seat_model")[row]
    renewal = next_turn(table.start + 1, block.contract_from[row], block.ints("term")[row])
    mrr = np.where(table.trial, 0.0, np.round(table.units * table.price, 2))
    notice = np.where(table.end == scene.losses.end[row], scene.losses.notice[row], NEVER)
    paused = (scene.away.pause_from[row] >= table.start) & (scene.away.pause_from[row] <= np.minimum(table.end, until))
    product = np.where(table.second, INSIGHT, DESK).astype(object)
    return {
        "row": row,
        "subscription_id": row_ids(
            block.texts("account_id")[row], "S", table.second.astype(np.int64) + 1, table.number
        ),
        "account_id": block.texts("account_id")[row],
        "product": product,
        "plan": plan_of(table.units),
        "start_date": day_text(table.start, until),
        "end_date": day_text(table.end, until),
        "end_reason": np.where(ended, table.reason, ""),
        "notice_date": day_text(notice, until),
        "renewal_date": np.where(table.trial, day_text(table.end + 1, NEVER), day_text(renewal, NEVER)),
        "term_months": term,
        "auto_renew": _flag_text(np.where(table.trial, False, block.flags("auto_renew")[row])),
        "notice_days": np.where(table.trial, 0, block.ints("notice_days")[row]),
        "paused_from": day_text(np.where(paused, scene.away.pause_from[row], NEVER), until),
        "paused_until": np.where(paused, day_text(np.where(paused, scene.away.pause_until[row], 0), NEVER), ""),
        "seat_model": model,
        "seats": np.where(model == "named", table.units.astype(object), ""),
        "expected_active_users": np.where(model == "named", "", table.units.astype(object)),
        "mrr": mrr,
        "currency": block.texts("currency")[row],
        "is_trial": _flag_text(table.trial),
    }


def _flag_text(flags: BoolArray) -> TextArray:
    return np.where(flags, "true", "false").astype(object)
