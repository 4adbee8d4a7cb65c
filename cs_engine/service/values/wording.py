"""From computed values to answers: one record per account, with what went into it."""

import math
from collections.abc import Iterator, Sequence
from datetime import date

import pandas as pd

from cs_engine.records.lifetime_value import CAP_MONTHS, Assumptions, BookValue, LifetimeValue, Method
from cs_engine.value.choosing_contracts import RenewalModel
from cs_engine.value.choosing_purchases import PurchaseModel
from cs_engine.value.contracts import ValuedContracts
from cs_engine.value.purchases import ValuedPurchases
from cs_engine.wording import Sentence, in_a_row, phrase, sentence

NOTICE_GIVEN = phrase("notice is given, so only what is under contract counts")
CONTRACT_INPUTS = {
    "mrr": phrase("MRR"),
    "term": phrase("term, months"),
    "left": phrase("months to the next renewal"),
    "made": phrase("renewals made"),
    "months": phrase("discounted months expected"),
}
NEXT_CHANCE = phrase("chance of the next renewal")
PURCHASE_INPUTS = {
    "purchases": phrase("purchases expected"),
    "amount": phrase("amount of each"),
    "alive": phrase("chance to buy again"),
}


def contract_values(found: ValuedContracts, as_of: date, assumptions: Assumptions) -> Iterator[BookValue]:
    """Give out the values of one currency after the other."""
    for currency in found.totals.index.astype("str"):
        sums = found.totals.loc[currency]
        accounts = found.accounts[found.accounts["currency"] == currency]
        models = [found.models[term] for term in sorted(accounts["term"].unique())]
        yield BookValue(
            measure=assumptions.measure,
            as_of=as_of,
            horizon_months=CAP_MONTHS,
            discount=assumptions.discount,
            margin=assumptions.margin,
            currency=currency or None,
            total=_money(sums["value"]),
            low=_money(sums["low"]),
            high=_money(sums["high"]),
            why=in_a_row(model.why for model in models),
            parameters=tuple(pair for model in models for pair in model.parameters),
            accounts=tuple(_contract(each, found.models, currency) for each in _rows(accounts)),
        )


def purchase_value(
    found: ValuedPurchases, model: PurchaseModel, as_of: date, assumptions: Assumptions, currency: str | None
) -> BookValue:
    """Return the values of customers who buy without a contract."""
    return BookValue(
        measure=assumptions.measure,
        as_of=as_of,
        horizon_months=assumptions.months,
        discount=assumptions.discount,
        margin=assumptions.margin,
        currency=currency,
        total=_money(found.total),
        low=_money(found.low),
        high=_money(found.high),
        why=model.why,
        parameters=model.parameters,
        accounts=tuple(_purchase(each, model, currency) for each in _rows(found.customers)),
    )


def _contract(row: dict[str, float], models: dict[int, RenewalModel], currency: str) -> LifetimeValue:
    model = models[int(row["term"])]
    inputs = [(name, float(row[key])) for key, name in CONTRACT_INPUTS.items()]
    if model.decisions and not row["leaves"]:
        inputs.append((NEXT_CHANCE, model.next_chance(int(row["made"]))))
    why, method = (sentence(NOTICE_GIVEN), Method.COMMITTED) if row["leaves"] else (model.why, model.method)
    return _value(row, currency or None, method, why, inputs)


def _purchase(row: dict[str, float], model: PurchaseModel, currency: str | None) -> LifetimeValue:
    inputs = [(name, float(row[key])) for key, name in PURCHASE_INPUTS.items() if pd.notna(row[key])]
    return _value(row, currency, model.method, model.why, inputs)


def _value(
    row: dict[str, float], currency: str | None, method: Method, why: Sentence, inputs: Sequence[tuple[str, float]]
) -> LifetimeValue:
    return LifetimeValue(
        account_id=str(row["account"]),
        value=_money(row["value"]),
        currency=currency,
        low=None if method is Method.COMMITTED else _money(row["low"]),
        high=None if method is Method.COMMITTED else _money(row["high"]),
        method=method,
        why=why,
        inputs=tuple(inputs),
    )


def _rows(table: pd.DataFrame) -> Iterator[dict[str, float]]:
    """Give out rows as plain values, with the index as ``account``."""
    plain = table.rename_axis("account").reset_index()
    names = list(plain.columns)
    return (dict(zip(names, row, strict=True)) for row in plain.itertuples(index=False, name=None))


def _money(value: float) -> float | None:
    return None if math.isnan(value) else round(float(value), 2)
