"""How true the forecasts of a book are on later days, beside naive ones."""

from collections import defaultdict
from dataclasses import replace
from datetime import date, timedelta, tzinfo

import numpy as np
import pandas as pd

from cs_engine.churn.by_contact import by_contact
from cs_engine.churn.contacts import contacted
from cs_engine.churn.curve_tried import tried_curve
from cs_engine.churn.held_out import held_out
from cs_engine.churn.ladder import why_no_higher
from cs_engine.churn.naive import figures_of, gain, metrics, naive
from cs_engine.churn.out_of_time import Forecasts, figures, forecast
from cs_engine.churn.training_set import TrainingSet
from cs_engine.errors import NothingToShow
from cs_engine.health.curves import HUNDREDTHS
from cs_engine.records.churn import Wanted
from cs_engine.records.churn_accounts import USUAL, Target, TriedAccounts
from cs_engine.records.churn_contacts import ByContact, HoldOutTried
from cs_engine.service.churn.contacts import all_contacts
from cs_engine.service.churn.learning_accounts import way_of
from cs_engine.service.churn.past import read_training_set
from cs_engine.service.scoring.base_rates import INSTANT
from cs_engine.service.scoring.instants import end_of
from cs_engine.storage.store import Store
from cs_engine.wording import phrase

OLDEST_SCORE = timedelta(days=7)
"""A score of more than a week before is not that of the day."""

SHORT = phrase("The past is too short to forecast later days from earlier ones; it takes a longer past.")


def try_accounts(book_url: str, zone: tzinfo, store: Store, wanted: Wanted, target: Target = USUAL) -> TriedAccounts:
    """Return how true forecasts of the latest as-of days are; everything is learned again for each stretch of them.

    Args:
        book_url: the book; it is only read.
        zone: the workspace's zone, in which days begin.
        store: the memory, for the health scores of those days.
        wanted: how.
        target: what is forecast.

    Raises:
        NothingToShow: the book has no past, or too few losses, or it is too short.
        BadInput: there is too little to learn from in the way that was asked for.
    """
    found, left = read_training_set(book_url, zone, target), wanted.left()
    model = way_of(found.losses, wanted.model)[1]
    if model is None:
        raise NothingToShow(str(why_no_higher(found.losses)))
    tried = forecast(found.customers, replace(left, model=model))
    if tried is None or tried.tested.groups is None:
        raise NothingToShow(SHORT)
    beside = naive(found.customers, _scores(store, found, zone))
    return TriedAccounts(
        method=" / ".join(dict.fromkeys(tried.methods)),
        losses=found.losses,
        tested=figures(tried),
        metrics=metrics(tried),
        baselines={name: figures_of(tried, said) for name, said in beside.items()},
        gains={name: gain(tried, said) for name, said in beside.items()},
        left_out=found.left_out,
        curve=tried_curve(tried, np.datetime64(found.last)) if target == USUAL else None,
        by_contact=_by_contact(tried, found, all_contacts(book_url, zone, store)),
        held_out=_held_out(store, found) if target == USUAL else None,
    )


def _by_contact(tried: Forecasts, found: TrainingSet, contacts: pd.DataFrame) -> ByContact | None:
    tested = tried.tested
    if tested.groups is None or tested.known is None or tested.losses is None:
        return None
    names = pd.Series(pd.unique(found.accounts)[tested.groups])  # groups number the accounts as they come
    touched = contacted(contacts, names, tested.known, tested.losses)
    return by_contact(tested.label, tried.said, tested.groups, touched)


def _held_out(store: Store, found: TrainingSet) -> HoldOutTried | None:
    """Return what became of forecasts that were kept since accounts are held out."""
    with store.viewing() as memory:
        about, said = memory.risks.about(), memory.risks.said_before(found.last)
    if about is None or about.holdout is None or found.customers.losses is None:
        return None
    ahead = pd.DataFrame({"account_id": found.accounts.to_numpy(), "lost": found.customers.losses}).dropna()
    losses: dict[str, list[date]] = defaultdict(list)
    for account_id, day in ahead.drop_duplicates().itertuples(index=False):
        losses[account_id].append(day.date())
    spoken = ((one.account_id, one.as_of, one.probability) for one in said if one.model is not None)
    return held_out(about.holdout, spoken, losses, about.horizon, found.last)


def _scores(store: Store, found: TrainingSet, zone: tzinfo) -> pd.Series:
    """Return the health score of each row, as it was kept on its day or in the week before; missing is unknown."""
    instants = store.scored_instants()
    scores: dict[tuple[str, pd.Timestamp], float] = {}
    for day in found.days.unique():
        as_of = end_of((day - pd.Timedelta(days=1)).date(), zone)
        near = [one for one in instants if as_of - OLDEST_SCORE < one <= as_of]
        for row in store.snapshots_between(near[-1], near[-1] + INSTANT) if near else ():
            if row.score is not None:
                scores[row.account_id, day] = row.score / HUNDREDTHS
    rows = zip(found.accounts, found.days, strict=True)
    return pd.Series([scores.get(row, np.nan) for row in rows], dtype="float64")
