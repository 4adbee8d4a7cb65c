"""``steward churn``: learn who will leave from a file of customers, score others, and see how true it is."""

from pathlib import Path
from typing import Annotated

import typer

from bot.cli.churn_accounts import say_trained, score_book, train_book
from bot.cli.churn_audit import audit
from bot.cli.churn_json import evaluation_json, learned_json
from bot.cli.churn_models import models, refresh, use
from bot.cli.churn_pages import say_evaluation, say_learned
from bot.cli.churn_reasons import explain_book, say_explained
from bot.cli.churn_report import report_book, report_file
from bot.cli.churn_tried import say_tried, try_book
from bot.cli.console import note, say, say_json
from bot.cli.learning import learning
from bot.config import load_settings
from cs_engine.errors import BadInput
from cs_engine.records.churn import BUDGET, Model, Trialed
from cs_engine.records.churn_accounts import Losses, Target
from cs_engine.service.churn.files import (
    MODEL_FILE,
    Source,
    evaluate_file,
    score_file,
    train_file,
)

NO_LABEL = "Name the column that says what happened to each customer of the file, such as --label Churn."
NO_REASONS_OF_FILES = "Reasons are told of the accounts of the book, not of a file: leave out --reasons or the file."
EVALUATE_BUDGET = 600.0
"""Everything is learned again in each of ten folds."""
REPORT_BUDGET = 300.0
"""The same in each of five."""

churn = typer.Typer(
    help="Learn from a file of customers who will leave, score others, and see how true it is.",
    no_args_is_help=True,
    add_completion=False,
    rich_markup_mode=None,
)
churn.command()(audit)
churn.command()(refresh)
churn.command()(models)
churn.command()(use)

FileOrBook = Annotated[
    Path | None, typer.Argument(help="A file with one row per customer.", show_default="the accounts of the book")
]
LabelOfFile = Annotated[str, typer.Option(help="Column of what happened, such as Churn; needed with a file.")]
Positive = Annotated[str | None, typer.Option(help="Value of the label that says it happened.", show_default="found")]
Id = Annotated[str | None, typer.Option("--id", help="Column that names the customer.", show_default="found")]
Ignored = Annotated[list[str] | None, typer.Option("--ignore", help="A column not to learn from; may be repeated.")]
Kept = Annotated[list[str] | None, typer.Option("--keep", help="A column to keep though it tells the label.")]
Way = Annotated[Model, typer.Option(help="The way to learn.")]
Kind = Annotated[Losses, typer.Option(help="Which losses are forecast; of the book only.")]
Decisions = Annotated[
    bool, typer.Option("--decisions", help="Forecast decisions of longer contracts instead; of the book only.")
]
Seed = Annotated[int, typer.Option(help="Of whatever is drawn: the same seed gives the same model.")]


@churn.command()
def train(  # noqa: PLR0913 - one parameter per option of the command
    context: typer.Context,
    file: FileOrBook = None,
    *,
    label: LabelOfFile = "",
    positive: Positive = None,
    id_column: Id = None,
    ignored: Ignored = None,
    kept: Kept = None,
    losses: Kind = Losses.ALL,
    decisions: Decisions = False,
    model: Way = Model.AUTO,
    time_budget: Annotated[float, typer.Option(help="Seconds.", min=1)] = BUDGET,
    seed: Seed = 0,
    out: Annotated[Path | None, typer.Option(help="Where the model goes.", show_default="in models/")] = None,
    as_json: Annotated[bool, typer.Option("--json", help="Print JSON; unknown is null.")] = False,
) -> None:
    """Learn from customers of whom it is known, in a file or in the past of the book, and write a model."""
    if file is None:
        with learning(model, time_budget, seed, kept, context.obj) as wanted:
            trained, place = train_book(wanted, out or _place(), Target(losses=losses, decisions=decisions))
        say_trained(trained, place, as_json=as_json)
        return
    source = Source(file, _needed(label), positive, id_column, tuple(ignored or ()))
    with learning(model, time_budget, seed, kept, context.obj) as wanted:
        learned, target, named = train_file(source, wanted, out or _place())
    if as_json:
        say_json(learned_json(learned, label, named, target))
    else:
        say_learned(learned, label, named)
        say(f"\nModel: {target}")


@churn.command()
def score(
    file: FileOrBook = None,
    *,
    model: Annotated[Path | None, typer.Option(help="A model, or its folder.", show_default="in models/")] = None,
    out: Annotated[Path | None, typer.Option(help="Write the scores to this CSV file.", show_default="print")] = None,
    reasons: Annotated[bool, typer.Option("--reasons", help="Say what goes with it; of the book only.")] = False,
    as_json: Annotated[bool, typer.Option("--json", help="Print JSON, of the book with reasons.")] = False,
) -> None:
    """Say how likely it is for each customer of a file, or each live account of the book."""
    if reasons and file is not None:
        raise BadInput(NO_REASONS_OF_FILES)
    folder = load_settings().steward_home / "models"
    found = score_book(model or folder, out) if file is None else score_file(file, model or folder / MODEL_FILE, out)
    for remark in found.remarks:
        note(remark)
    if out is not None:
        note(f"Written: {out}, {len(found.table):,} customers.")
    if file is None and (reasons or as_json):
        say_explained(explain_book(model or folder), as_json=as_json)
    elif as_json:
        say_json(found.table.to_dict("records"))
    elif out is None:
        say(found.table.to_csv(index=False, lineterminator="\n").rstrip("\n"))


@churn.command()
def evaluate(  # noqa: PLR0913 - one parameter per option of the command
    context: typer.Context,
    file: FileOrBook = None,
    *,
    label: LabelOfFile = "",
    positive: Positive = None,
    id_column: Id = None,
    ignored: Ignored = None,
    kept: Kept = None,
    losses: Kind = Losses.ALL,
    decisions: Decisions = False,
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
    """See how well learning does on customers it has not seen: everything is learned again in every fold.

    Without a file: how true forecasts of the book's accounts were on later days.
    """
    if file is None:
        with learning(model, time_budget, seed, kept, context.obj) as wanted:
            tried = try_book(wanted, Target(losses=losses, decisions=decisions))
        say_tried(tried, as_json=as_json)
        return
    source = Source(file, _needed(label), positive, id_column, tuple(ignored or ()), revenue)
    with learning(model, time_budget, seed, kept, context.obj) as wanted:
        asked = Trialed(wanted, folds, repeats, capacity, cost_ratio)
        found, named = evaluate_file(source, asked)
    if as_json:
        say_json(evaluation_json(found, label, named))
    else:
        say_evaluation(found, label, named)


@churn.command()
def report(  # noqa: PLR0913 - one parameter per option of the command
    context: typer.Context,
    file: FileOrBook = None,
    *,
    out: Annotated[Path, typer.Option(help="Where to write it, such as churn.html.")],
    label: LabelOfFile = "",
    positive: Positive = None,
    id_column: Id = None,
    ignored: Ignored = None,
    kept: Kept = None,
    model: Way = Model.AUTO,
    folds: Annotated[int, typer.Option(help="Parts, each tested once.", min=2, max=20)] = 5,
    revenue: Annotated[str | None, typer.Option(help="Column of what a customer pays.")] = None,
    time_budget: Annotated[float, typer.Option(help="Seconds, for all folds together.", min=1)] = REPORT_BUDGET,
    seed: Seed = 0,
) -> None:
    """Write a page of how far the forecast can be trusted, with pictures: to read, to print, to send."""
    with learning(model, time_budget, seed, kept, context.obj) as wanted:
        asked = Trialed(wanted, folds, repeats=1)
        if file is None:
            target = report_book(asked, out)
        else:
            target = report_file(
                Source(file, _needed(label), positive, id_column, tuple(ignored or ()), revenue), asked, out
            )
    note(f"Written: {target}")


def _needed(label: str) -> str:
    if not label:
        raise BadInput(NO_LABEL)
    return label


def _place() -> Path:
    folder = load_settings().steward_home / "models"
    folder.mkdir(parents=True, exist_ok=True)
    return folder
