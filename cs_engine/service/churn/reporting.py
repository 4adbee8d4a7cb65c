"""How far the forecast for the accounts of the book can be trusted, to be drawn."""

from dataclasses import dataclass, replace
from datetime import date, tzinfo

from cs_engine.churn.evaluating import evaluate
from cs_engine.records.churn import Evaluation, Trialed
from cs_engine.records.churn_accounts import HORIZON_DAYS, Target
from cs_engine.service.churn.past import read_training_set


@dataclass(frozen=True, slots=True)
class Tried:
    """An evaluation of what is learned from the book.

    Attributes:
        found: it, on later days and other accounts than those learned from.
        accounts: different ones.
        first: as-of day.
        last: as-of day.
        horizon: days within which a loss counts.
    """

    found: Evaluation
    accounts: int
    first: date
    last: date
    horizon: int


def evaluate_accounts(book_url: str, zone: tzinfo, asked: Trialed, horizon: int = HORIZON_DAYS) -> Tried:
    """Return how well learning from the book does; everything is learned again in every fold.

    Raises:
        NothingToShow: the book has no past.
        BadInput: there is too little to learn from in a fold, or too little time.
    """
    started = replace(asked, wanted=asked.wanted.starting())
    read = read_training_set(book_url, zone, Target(horizon))
    found = evaluate(read.customers, started)
    told = replace(found, left_out=(*read.left_out, *found.left_out))
    days = read.days.dt.date
    return Tried(told, read.accounts.nunique(), days.min(), days.max(), horizon)
