"""Which question is asked of a column's values, by the column they might be."""

from collections.abc import Callable, Mapping
from functools import cache
from types import MappingProxyType

from cs_engine.frames.columns import Kind
from cs_engine.frames.tables import TABLES
from cs_engine.sources.guessing import fit_choices, fit_days, fit_numbers, fit_texts
from cs_engine.sources.guessing.fitting import Case, Fit

NOTHING_SEEN = 0.6
"""An empty column says nothing against its name, nor for it."""
Fitter = Callable[[Case], Fit]
BY_KIND: Mapping[Kind, Fitter] = MappingProxyType(
    {
        Kind.TEXT: fit_texts.text,
        Kind.INTEGER: fit_numbers.number,
        Kind.NUMBER: fit_numbers.number,
        Kind.FLAG: fit_choices.flag,
        Kind.DATE: fit_days.days,
        Kind.INSTANT: fit_days.days,
    }
)
BY_NAME: Mapping[str, Fitter] = MappingProxyType(
    {
        "account_id": fit_texts.account,
        "accounts.name": fit_texts.account_name,
        "contacts.name": fit_texts.wording,
        "responses.comment": fit_texts.wording,
        "churn_events.comment": fit_texts.wording,
        "email": fit_texts.email,
        "domain": fit_texts.domain,
        **dict.fromkeys(("owner", "backup", "plan", "segment", "industry", "feature"), fit_texts.repeating),
        **dict.fromkeys(("category", "touchpoints.type"), fit_texts.repeating),
        "accounts.signup_date": fit_days.start,
        "subscriptions.start_date": fit_days.start,
        "subscriptions.end_date": fit_days.end,
        "subscriptions.mrr": fit_numbers.money_a_month,
        "tickets.first_response_hours": fit_numbers.hours,
        "minutes": fit_numbers.minutes,
        "responses.score": fit_numbers.score,
        "subscriptions.term_months": fit_choices.term,
        "tickets.csat": fit_choices.csat,
        "country": fit_choices.country,
        "currency": fit_choices.money,
    }
)
"""Columns whose values are more particular than their kind, by `table.column` or by column."""


def fit(case: Case) -> Fit:
    """Say how well a column's values suit a canonical column."""
    if case.profile.filled_cells.empty:
        return Fit(NOTHING_SEEN, "empty in the sample")
    return _fitter(case.table, case.column.name)(case)


@cache
def _fitter(table: str, name: str) -> Fitter:
    column = TABLES[table].column(name)
    found = BY_NAME.get(f"{table}.{name}") or BY_NAME.get(name)
    if found is not None:
        return found
    if TABLES[table].key == (name,):
        return fit_texts.key
    return fit_choices.choice if column.choices else BY_KIND[column.kind]
