"""``steward churn refresh``, ``models`` and ``use``: chances of a loss in the memory, and the models behind them."""

import time
from datetime import datetime
from pathlib import Path
from typing import Annotated

import typer
from pydantic import TypeAdapter

from bot.cli.console import note, say, say_json, say_table
from bot.cli.learning import learning
from bot.config import load_settings
from cs_engine.errors import BadInput
from cs_engine.records.churn import BUDGET, Model
from cs_engine.records.risk_view import KeptModel, KeptRisks
from cs_engine.service.churn.drawing import draw_model
from cs_engine.service.churn.keeping import Finding, keep_risks
from cs_engine.service.memory import open_memory
from cs_engine.wording import phrase

NONE = "none"
NOTHING = "There is nothing to draw: no model is in use that was tried on enough later days."
UNKNOWN = phrase("There is no model {name}; `steward churn models` lists those that are kept.")


def refresh(
    *,
    learn: Annotated[bool, typer.Option("--learn", help="Learn a model now, however young the one in use is.")] = False,
    time_budget: Annotated[float, typer.Option(help="Seconds for learning.", min=1.0)] = BUDGET,
    as_json: Annotated[bool, typer.Option("--json", help="Print JSON; unknown is null.")] = False,
) -> None:
    """Find how likely each live account is lost, as every night does; learn a model where it is time for one."""
    settings = load_settings()
    now = datetime.now(settings.timezone)
    with (
        open_memory(settings.database_url) as store,
        learning(Model.AUTO, time_budget, 0, None, time.monotonic()) as wanted,
    ):
        how = Finding(wanted, at_once=learn, held_out=settings.steward_holdout)
        about = keep_risks(store, settings.book_url, settings.timezone, now, how)
    if as_json:
        say_json(TypeAdapter(KeptRisks).dump_python(about, mode="json") | {"why": about.why and str(about.why)})
        return
    method = f"{about.step.value}, {about.method}" if about.method else about.step.value
    say(f"Chances of a loss within {about.horizon} days from {about.as_of} on: {method}, from {about.n:,} past losses.")
    if about.why:
        say(str(about.why))


def models(
    *,
    picture: Annotated[Path | None, typer.Option(help="Draw how true the one in use is, into this PNG file.")] = None,
    as_json: Annotated[bool, typer.Option("--json", help="Print JSON; unknown is null.")] = False,
) -> None:
    """List the models that were learned from the book, the newest first, and which one is in use."""
    with open_memory(load_settings().database_url) as store, store.viewing() as memory:
        found = memory.risks.models()
    if picture:
        used = next((each.card.tested for each in found if each.in_use), None)
        note(f"Written: {picture}" if used and draw_model(picture, used) else NOTHING)
    if as_json:
        say_json([_json(each) for each in found])
        return
    if not found:
        say("No model has been learned yet: one is learned every night when there is enough past.")
        return
    headings = ("", "model", "learned", "method", "past losses", "ROC-AUC", "")
    say_table(headings, [_row(each) for each in found])


def use(
    model: Annotated[str, typer.Argument(help="Its name, as `steward churn models` lists it, or none.")],
) -> None:
    """Go back to an earlier model from the next night on, or to none: then the bands speak."""
    with open_memory(load_settings().database_url) as store, store.changing() as memory:
        if not memory.risks.use_model(None if model == NONE else model):
            raise BadInput(UNKNOWN, name=model)
    note("In use from the next night on, or at once with `steward churn refresh`.")


def _row(each: KeptModel) -> tuple[object, ...]:
    card = each.card
    area = None if card.tested is None else f"{card.tested.roc_auc.value:.3f}"
    return (
        "in use" if each.in_use else "",
        card.id,
        card.learned_at.date(),
        card.method,
        card.losses,
        area,
        card.verdict,
    )


def _json(each: KeptModel) -> dict[str, object]:
    told: dict[str, object] = TypeAdapter(KeptModel).dump_python(each, mode="json")
    return {**told["card"], "verdict": str(each.card.verdict), "in_use": each.in_use}  # type: ignore[dict-item] # its card
