"""``steward simulate``: what a new scorecard would change, and how often the alerts would have spoken."""

from pathlib import Path
from typing import Annotated

import typer

from bot.cli.console import note, say, say_table
from bot.config import Settings, load_settings
from cs_engine.records.bands import Band
from cs_engine.records.episode_view import FamilyStanding, Standing
from cs_engine.service.memory import Memory, open_memory
from cs_engine.service.scoring.scorecards import scorecards_in
from cs_engine.service.scoring.simulate import Simulation
from cs_engine.service.scoring.simulate import simulate as simulate_scorecard
from cs_engine.service.scoring.simulate_alerts import PastAlerts, past_alerts


def simulate(
    scorecard: Annotated[
        Path | None, typer.Argument(help="The new scorecard, a TOML file; without one only --alerts.")
    ] = None,
    alerts: Annotated[
        Path | None,
        typer.Option("--alerts", help="Replay the last 12 months with this alerts file.", show_default="yours"),
    ] = None,
) -> None:
    """List what a new scorecard would change and how often alerts would have spoken, without applying anything."""
    settings = load_settings()
    with open_memory(settings.database_url) as store:
        if scorecard is not None:
            _simulate(store, scorecard, settings)
        _say_alerts(past_alerts(store, alerts or settings.alerts))


def _simulate(store: Memory, scorecard: Path, settings: Settings) -> None:
    _say(simulate_scorecard(store, scorecard, scorecards_in(settings.scorecards, settings.industry), settings.timezone))
    note(
        f"\nNothing was changed. To apply it, put {scorecard.name} into {settings.scorecards} "
        "and run `steward refresh`.\n"
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


def _say_alerts(past: PastAlerts) -> None:
    say(
        f"Over {past.reviews} weekly reviews of {past.accounts:,} accounts the alerts would have opened "
        f"{past.episodes:,} episodes.\n"
    )
    rows = [
        (_named(each.standing), _stands(each.standing), each.fired, each.opened, each.joined) for each in past.firings
    ]
    say_table(("family", "now", "fired", "opened", "joined"), rows)
    if past.mass_trips:
        note(
            f"\n{past.mass_trips} times so many accounts tripped one rule at once that nobody would have been alerted."
        )


def _named(one: FamilyStanding) -> str:
    return one.family.value.replace("_", " ")


def _stands(one: FamilyStanding) -> str:
    if one.standing is Standing.NEEDS_DATA:
        return f"off: needs {', '.join(one.needs)}"
    return {Standing.ON: "on", Standing.DIGEST: "digest only"}.get(one.standing, "off")


def _word(band: Band | None) -> str:
    return band.value.replace("_", " ") if band else "no score"
