"""``steward simulate``: what a new scorecard would change."""

from pathlib import Path
from typing import Annotated

import typer

from bot.cli.console import note, say, say_table
from bot.config import load_settings
from cs_engine.records.bands import Band
from cs_engine.service.memory import open_memory
from cs_engine.service.scorecards import scorecards_in
from cs_engine.service.simulate import Simulation
from cs_engine.service.simulate import simulate as simulate_scorecard


def simulate(
    scorecard: Annotated[Path, typer.Argument(help="The new scorecard, a TOML file.", show_default=False)],
) -> None:
    """List which accounts a new scorecard would move to another band, without applying it."""
    settings = load_settings()
    with open_memory(settings.database_url) as store:
        found = simulate_scorecard(store, scorecard, scorecards_in(settings.scorecards), settings.timezone)
    _say(found)
    note(
        f"\nNothing was changed. To apply it, put {scorecard.name} into {settings.scorecards} "
        "and run `steward refresh`."
    )


def _say(found: Simulation) -> None:
    say(f"{found.formula_version} would score {found.scored_by_it:,} of {found.accounts:,} accounts.\n")
    before, after = dict(found.before.bands), dict(found.after.bands)
    bands = [band for band in Band if band in before or band in after]
    say_table(("band", "now", "then"), [(_word(band), before.get(band, 0), after.get(band, 0)) for band in bands])
    if not found.switches:
        say("\nNo account would change band.")
        return
    say(f"\n{len(found.switches):,} accounts would change band:\n")
    rows = [
        (each.account_id, each.name, _word(each.before), _word(each.after), each.score_before, each.score_after)
        for each in found.switches
    ]
    say_table(("account", "name", "now", "then", "score now", "score then"), rows)
    if found.after.proposal:
        note(f"\nNote: {found.after.proposal}")


def _word(band: Band | None) -> str:
    return band.value.replace("_", " ") if band else "no score"
