"""Who will leave, learned from the past in the book: train, and score the live accounts."""

from datetime import tzinfo
from pathlib import Path

import pandas as pd

from cs_engine.churn.account_features import Known
from cs_engine.churn.filing import packed
from cs_engine.churn.machine import Machine
from cs_engine.churn.survival_curve import probabilities
from cs_engine.churn.training_set import current_features, live
from cs_engine.errors import BadInput, NothingToShow
from cs_engine.metrics.stake import MONTHLY
from cs_engine.records.churn import Wanted
from cs_engine.records.churn_accounts import USUAL, Target, TrainedAccounts
from cs_engine.service.churn.files import DIGITS, Scores, load_model, scored, target_of, write_whole
from cs_engine.service.churn.learning_accounts import LABEL, learn_accounts
from cs_engine.service.churn.past import read_now
from cs_engine.wording import phrase

ACCOUNTS_FILE = "accounts.model"
WITHIN_A_YEAR = "within_12_months"
"""Column of the probability of a loss within a year; empty where too little is known."""

OF_A_FILE = phrase("{file} was learned from a file, not from the book; train one with `steward churn train`.")
NOBODY = phrase("No account is live, so there is nobody to score.")


def train_accounts(
    book_url: str, zone: tzinfo, wanted: Wanted, out: Path, target: Target = USUAL
) -> tuple[TrainedAccounts, Path | None]:
    """Learn from the past of every account, and write the model.

    Args:
        book_url: the book; it is only read.
        zone: the workspace's zone, in which days begin.
        wanted: how; half of its budget is for trying it on later days.
        out: file or folder of the model.
        target: what is forecast.

    Returns:
        What was learned, and where the model is; none where there are too few losses for any.

    Raises:
        NothingToShow: the book has no past.
        BadInput: there is too little to learn from in the way that was asked for.
        BadFile: the model cannot be written.
    """
    place = target_of(out, ACCOUNTS_FILE)
    found = learn_accounts(book_url, zone, wanted, target)
    if found.machine is None:
        return found.trained, None
    write_whole(place, packed(found.machine))
    return found.trained, place


def score_accounts(book_url: str, zone: tzinfo, model: Path, out: Path | None = None) -> Scores:
    """Return the probability of every live account at the end of the last day with data.

    Raises:
        BadFile: there is no model, or it is damaged or newer.
        BadInput: the model was learned from a file.
        NothingToShow: the book has no past, or nobody in it is live.
    """
    machine, now, earlier = opened(book_url, zone, model)
    features = asked_about(machine, current_features(now, earlier))
    frame = features.reindex(columns=list(machine.preparation.columns))
    table = scored(machine, frame, pd.Series(frame.index, name="id"))
    if machine.curve is not None:
        said = machine.probability(frame)
        table[WITHIN_A_YEAR] = probabilities(machine.curve, said, features)[:, -1].round(DIGITS)
    if out is not None:
        write_whole(target_of(out, "scores.csv"), table.to_csv(index=False, lineterminator="\n").encode())
    return Scores(table, ())


def opened(book_url: str, zone: tzinfo, model: Path) -> tuple[Machine, Known, Known]:
    """Return a model of the book, what is known at the end of the last day with data, and what was a quarter before.

    Raises:
        BadFile: there is no model, or it is damaged or newer.
        BadInput: the model was learned from a file.
        NothingToShow: the book has no past, or nobody in it is live.
    """
    machine = load_model(model / ACCOUNTS_FILE if model.is_dir() else model)
    refuse_of_file(machine, model)
    now, earlier = read_now(book_url, zone)
    if live(now).empty:
        raise NothingToShow(NOBODY)
    return machine, now, earlier


def asked_about(machine: Machine, features: pd.DataFrame) -> pd.DataFrame:
    """Return the accounts that a model speaks of; one of decisions only of those that decide within its horizon."""
    grounds = machine.grounds
    if grounds is None or not grounds.target.decisions:
        return features
    return features[(features["term_months"] > MONTHLY) & (features["decision_days"] <= grounds.horizon)]


def refuse_of_file(machine: Machine, file: object) -> None:
    """Refuse a model that was learned from a file.

    Raises:
        BadInput: it was.
    """
    if machine.label != LABEL or machine.kinds:
        raise BadInput(OF_A_FILE, file=file)
