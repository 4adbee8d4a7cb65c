"""``steward churn audit``: does our score predict who leaves?"""

from pathlib import Path
from typing import Annotated

import typer
from pydantic import TypeAdapter

from bot.cli.churn_audit_pages import say_audit
from bot.cli.console import note, say_json
from bot.cli.progress import progress_bar
from bot.config import load_settings
from cs_engine.records.churn_audit import Audit
from cs_engine.service.churn.audit import audit_score, write_suggestions
from cs_engine.service.memory import open_memory
from cs_engine.service.scoring.scorecards import scorecards_in


def audit(
    *,
    out: Annotated[
        Path | None,
        typer.Option(help="Write the suggested scorecards into this folder.", show_default="only show what changes"),
    ] = None,
    as_json: Annotated[bool, typer.Option("--json", help="Print JSON; unknown is null.")] = False,
) -> None:
    """Tell from the stored snapshots whether the health score predicts: what followed, how early, what carries it."""
    settings = load_settings()
    cards = scorecards_in(settings.scorecards, settings.industry)
    with open_memory(settings.database_url) as store, progress_bar("Looking back") as step:
        found = audit_score(store, cards, step)
    written = [] if out is None else write_suggestions(found.suggestions, out)
    if as_json:
        say_json(TypeAdapter(Audit).dump_python(found, mode="json"))
    else:
        say_audit(found)
    for file in written:
        note(f"Written: {file}. What it would change: steward simulate {file}")
