"""Who will leave, learned from the past in the book: train, and score the live accounts."""

from collections.abc import Iterator
from dataclasses import replace
from datetime import date, datetime, time, timedelta, tzinfo
from pathlib import Path

import pandas as pd

from cs_engine.book.door import open_book
from cs_engine.book.facts import FactsQuery
from cs_engine.book.habits import HabitsQuery
from cs_engine.book.opened import Book
from cs_engine.churn.account_features import LAG_DAYS, Known
from cs_engine.churn.filing import packed
from cs_engine.churn.learning import learn
from cs_engine.churn.out_of_time import out_of_time, without_moments
from cs_engine.churn.training_set import HORIZON_DAYS, STEP_DAYS, TrainingSet, current_features, live, training_set
from cs_engine.errors import BadInput, NothingToShow
from cs_engine.records.churn import Wanted
from cs_engine.records.churn_accounts import OutOfTime, TrainedAccounts
from cs_engine.service.churn.files import Scores, load_model, scored, target_of, write_whole
from cs_engine.wording import phrase

ACCOUNTS_FILE = "accounts.model"
MOST_DAYS = 65
"""Five years of as-of days: customers of long ago left for other reasons."""
TESTING = 0.5
"""Share of the budget for seeing how true it is."""
LABEL = "lost"
ACTIVITY = ("usage_last_day", "last_ticket_at", "last_touch_at", "nps_at", "csat_at", "last_invoice_on")
"""Facts of which none is known before a company's sources begin: contracts alone reach back further."""

SHORT_PAST = "the past is too short."

EMPTY = phrase("The book holds no dated facts; load usage, tickets or invoices with `steward load`.")
OF_A_FILE = phrase("{file} was learned from a file, not from the book; train one with `steward churn train`.")
NOBODY = phrase("No account is live, so there is nobody to score.")


def train_accounts(
    book_url: str, zone: tzinfo, wanted: Wanted, out: Path, horizon: int = HORIZON_DAYS
) -> tuple[TrainedAccounts, Path]:
    """Learn from the past of every account, and write the model.

    Args:
        book_url: the book; it is only read.
        zone: the workspace's zone, in which days begin.
        wanted: how; half of its budget is for trying it on later days.
        out: file or folder of the model.
        horizon: days within which a loss counts.

    Returns:
        What was learned, and where the model is.

    Raises:
        NothingToShow: the book has no past.
        BadInput: there are too few losses to learn from.
        BadFile: the model cannot be written.
    """
    target = target_of(out, ACCOUNTS_FILE)
    found = read_training_set(book_url, zone, horizon)
    machine = learn(without_moments(found.customers), replace(wanted, budget=wanted.budget * (1 - TESTING)))
    tested, untested = _tried(found, replace(wanted, budget=wanted.budget * TESTING))
    learned = replace(machine.learned, left_out=(*found.left_out, *machine.learned.left_out))
    write_whole(target, packed(replace(machine, learned=learned, label=LABEL, positive="yes")))
    days = found.days.dt.date
    trained = TrainedAccounts(
        first=days.min(),
        last=days.max(),
        accounts=found.accounts.nunique(),
        losses=found.losses,
        horizon=horizon,
        learned=learned,
        tested=tested,
        untested=untested,
    )
    return trained, target


def _tried(found: TrainingSet, wanted: Wanted) -> tuple[OutOfTime | None, str]:
    """Return how well it did on later days, or why that could not be seen; the model is worth keeping either way."""
    try:
        tested = out_of_time(found.customers, wanted)
    except BadInput as error:
        return None, str(error)
    return tested, "" if tested else SHORT_PAST


def read_training_set(book_url: str, zone: tzinfo, horizon: int) -> TrainingSet:
    """Return the past of a book as rows to learn from.

    Raises:
        NothingToShow: the book has no past.
    """
    with open_book(book_url) as book:
        reader = _Reader(book, zone)
        return training_set(list(reader.past()), reader.last, horizon)


def score_accounts(book_url: str, zone: tzinfo, model: Path, out: Path | None = None) -> Scores:
    """Return the probability of every live account at the end of the last day with data.

    Raises:
        BadFile: there is no model, or it is damaged or newer.
        BadInput: the model was learned from a file.
        NothingToShow: the book has no past, or nobody in it is live.
    """
    machine = load_model(model / ACCOUNTS_FILE if model.is_dir() else model)
    if machine.label != LABEL or machine.kinds:
        raise BadInput(OF_A_FILE, file=model)
    with open_book(book_url) as book:
        reader = _Reader(book, zone)
        end = reader.end
        now, earlier = reader.at(end), reader.at(end - timedelta(days=LAG_DAYS))
    if live(now).empty:
        raise NothingToShow(NOBODY)
    frame = current_features(now, earlier).reindex(columns=list(machine.preparation.columns))
    table = scored(machine, frame, pd.Series(frame.index, name="id"))
    if out is not None:
        write_whole(target_of(out, "scores.csv"), table.to_csv(index=False, lineterminator="\n").encode())
    return Scores(table, ())


class _Reader:
    """What an open book knew at one instant after another."""

    def __init__(self, book: Book, zone: tzinfo) -> None:
        self._facts, self._habits, self._zone = FactsQuery.prepare(book), HabitsQuery.prepare(book), zone
        if self._facts.data_ends is None:
            raise NothingToShow(EMPTY)
        self.last: date = self._facts.data_ends

    @property
    def end(self) -> datetime:
        """The end of the last day with data."""
        return datetime.combine(self.last + timedelta(days=1), time(), self._zone)

    def at(self, as_of: datetime) -> Known:
        """Return what was known at an instant."""
        return Known(as_of, self._facts.at(as_of), *self._habits.at(as_of))

    def past(self) -> Iterator[Known]:
        """Yield as-of days four weeks apart, ascending, from the first on which anything was known."""
        found = []
        for place in range(MOST_DAYS):
            day = self.last + timedelta(days=1 - place * STEP_DAYS)
            known = self.at(datetime.combine(day, time(), self._zone))
            if live(known)[list(ACTIVITY)].isna().all(axis=None):
                break
            found.append(known)
        yield from reversed(found)
