"""``steward churn``: learn who will leave from a file of customers, score others, and see how true it is."""

import os
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Annotated

import typer

from bot.cli.churn_json import evaluation_json, learned_json
from bot.cli.churn_pages import say_evaluation, say_learned
from bot.cli.console import note, say, say_json
from bot.cli.progress import progress_bar
from bot.config import load_settings
from cs_engine.records.churn import BUDGET, Model, Trialed, Wanted
from cs_engine.service.churn.files import (
    MODEL_FILE,
    Source,
    evaluate_file,
    score_file,
    train_file,
)

EVALUATE_BUDGET = 600.0
"""Everything is learned again in each of ten folds."""

churn = typer.Typer(
    help="Learn from a file of customers who will leave, score others, and see how true it is.",
    no_args_is_help=True,
    add_completion=False,
    rich_markup_mode=None,
)

File = Annotated[Path, typer.Argument(help="A file with one row per customer.")]
Label = Annotated[str, typer.Option(help="Column of what happened, such as Churn.")]
Positive = Annotated[str | None, typer.Option(help="Value of the label that says it happened.", show_default="found")]
Id = Annotated[str | None, typer.Option("--id", help="Column that names the customer.", show_default="found")]
Ignored = Annotated[list[str] | None, typer.Option("--ignore", help="A column not to learn from; may be repeated.")]
Kept = Annotated[list[str] | None, typer.Option("--keep", help="A column to keep though it tells the label.")]
Way = Annotated[Model, typer.Option(help="The way to learn.")]
Seed = Annotated[int, typer.Option(help="Of whatever is drawn: the same seed gives the same model.")]


@churn.command()
def train(  # noqa: PLR0913 - one parameter per option of the command
    file: File,
    *,
    label: Label,
    positive: Positive = None,
    id_column: Id = None,
    ignored: Ignored = None,
    kept: Kept = None,
    model: Way = Model.AUTO,
    time_budget: Annotated[float, typer.Option(help="Seconds.", min=1)] = BUDGET,
    seed: Seed = 0,
    out: Annotated[Path | None, typer.Option(help="Where the model goes.", show_default="models/churn.model")] = None,
    as_json: Annotated[bool, typer.Option("--json", help="Print JSON; unknown is null.")] = False,
) -> None:
    """Learn from customers of whom it is known, and write a model."""
    source = Source(file, label, positive, id_column, tuple(ignored or ()))
    with _learning(model, time_budget, seed, kept) as wanted:
        learned, target, named = train_file(source, wanted, out or _place())
    if as_json:
        say_json(learned_json(learned, label, named, target))
    else:
        say_learned(learned, label, named)
        say(f"\nModel: {target}")


@churn.command()
def score(
    file: File,
    *,
    model: Annotated[
        Path | None, typer.Option(help="A model, or its folder.", show_default="models/churn.model")
    ] = None,
    out: Annotated[Path | None, typer.Option(help="Write the scores to this CSV file.", show_default="print")] = None,
) -> None:
    """Say how likely it is for each customer of a file: id, probability, band, method."""
    found = score_file(file, model or load_settings().steward_home / "models" / MODEL_FILE, out)
    for remark in found.remarks:
        note(remark)
    if out is None:
        say(found.table.to_csv(index=False, lineterminator="\n").rstrip("\n"))
    else:
        note(f"Written: {out}, {len(found.table):,} customers.")


@churn.command()
def evaluate(  # noqa: PLR0913 - one parameter per option of the command
    file: File,
    *,
    label: Label,
    positive: Positive = None,
    id_column: Id = None,
    ignored: Ignored = None,
    kept: Kept = None,
    model: Way = Model.AUTO,
    folds: Annotated[int, typer.Option(help="Parts, each tested once.", min=2, max=20)] = 5,
    repeats: Annotated[int, typer.Option(help="How often, with other parts.", min=1, max=50)] = 2,
    capacity: Annotated[
        float | None, typer.Option(help="Share of customers you can contact.", min=0.001, max=0.999)
    ] = None,
    cost_ratio: Annotated[
        float | None, typer.Option(help="Needless contacts that a missed loss costs.", min=0.01)
    ] = None,
    revenue: Annotated[str | None, typer.Option(help="Column of what a customer pays.")] = None,
    time_budget: Annotated[float, typer.Option(help="Seconds, for all folds together.", min=1)] = EVALUATE_BUDGET,
    seed: Seed = 0,
    as_json: Annotated[bool, typer.Option("--json", help="Print JSON; unknown is null.")] = False,
) -> None:
    """See how well learning does on customers it has not seen: everything is learned again in every fold."""
    source = Source(file, label, positive, id_column, tuple(ignored or ()), revenue)
    with _learning(model, time_budget, seed, kept) as wanted:
        asked = Trialed(wanted, folds, repeats, capacity, cost_ratio)
        found, named = evaluate_file(source, asked)
    if as_json:
        say_json(evaluation_json(found, label, named))
    else:
        say_evaluation(found, label, named)


@contextmanager
def _learning(model: Model, budget: float, seed: int, kept: list[str] | None) -> Iterator[Wanted]:
    with progress_bar("Learning") as step:
        yield Wanted(time.monotonic, model, budget, seed, _threads(), frozenset(kept or ()), step)


def _threads() -> int:
    """Return how many processors this process may use."""
    return len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1


def _place() -> Path:
    folder = load_settings().steward_home / "models"
    folder.mkdir(parents=True, exist_ok=True)
    return folder
