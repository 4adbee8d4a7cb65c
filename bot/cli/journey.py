"""``steward journey``: where customers stand in their life with us, how they pass on, and where it hurts."""

from collections.abc import Mapping
from dataclasses import asdict
from datetime import datetime
from typing import Annotated

import typer

from bot.cli.console import AMBIGUOUS, NOT_FOUND, say, say_json, say_table
from bot.cli.health_json import candidates_json, plain
from bot.cli.program import leave
from bot.config import load_settings
from cs_engine.frames.activity import ALL_FEATURES
from cs_engine.journey.pains import Origin, Pain
from cs_engine.journey.passage import EVERYBODY
from cs_engine.records.account import Candidates
from cs_engine.service.industries import ways_of
from cs_engine.service.journeys.telling import AccountJourney, AxisAnswer, BookJourney, journey_of, journeys_of_all

PAINS_SHOWN = 3
"""Of each stage: who mends three things has done a quarter's work; --json has all."""
ORIGINS = {
    Origin.TICKETS: ("ticket", "tickets"),
    Origin.ANSWERS: ("bad answer", "bad answers"),
    Origin.ERRORS: ("error", "errors"),
}
"""What is counted: one of it, and several."""


def journey(
    account: Annotated[
        list[str] | None, typer.Argument(help="Name or id; without it, all customers.", show_default=False)
    ] = None,
    *,
    as_json: Annotated[bool, typer.Option("--json", help="Print JSON; unknown is null.")] = False,
) -> None:
    """Show the stages of one customer's life, or of all: how long they last, who is stuck, and what hurts.

    Exit code 3 when several accounts fit, 4 when none does.
    """
    settings = load_settings()
    now = datetime.now(settings.timezone)
    ways = ways_of(settings.industry, settings.stages)
    if not account:
        whole = journeys_of_all(settings.book_url, now, ways.rules, ways.features)
        say_json(plain(asdict(whole))) if as_json else _say_all(whole)
        return
    found = journey_of(settings.book_url, now, " ".join(account), ways.rules, ways.features)
    if isinstance(found, Candidates):
        _ask_back(found, as_json=as_json)
    elif as_json:
        say_json(plain(asdict(found)))
    else:
        _say_account(found)


def _ask_back(found: Candidates, *, as_json: bool) -> None:
    if as_json:
        say_json(candidates_json(found))
    else:
        say("Several accounts fit:" if found.exact else f"No account is called {found.query}. The closest:")
        for candidate in found.candidates:
            say(f"  {candidate.name} ({candidate.account_id})")
    leave(AMBIGUOUS if found.exact else NOT_FOUND)


def _say_all(whole: BookJourney) -> None:
    say(f"{whole.accounts:,} accounts and {whole.prospects:,} prospects, as known on {whole.as_of:%Y-%m-%d %H:%M}.")
    for axis in whole.axes:
        say(f"\n{axis.axis.capitalize()}\n")
        _say_stages(axis)
        _say_passages(axis)
        _say_stuck(axis)
        _say_pains(axis, whole)


def _say_stages(axis: AxisAnswer) -> None:
    paces = {each.stage: each for each in axis.pace if each.segment == EVERYBODY}
    rows = []
    for stage, now in axis.now:
        pace = paces.get(stage)
        beyond = pace.beyond if pace else None
        late = beyond.value if beyond else None
        rows.append(
            (
                _word(stage),
                now,
                pace.entered if pace else 0,
                _days(pace.median_days if pace else None),
                _days(pace.median_days_now if pace else None),
                _days(pace.usual_days if pace else None),
                None
                if late is None or beyond is None
                else f"{late:.0%} ({beyond.low:.0%}-{beyond.high:.0%}, n={beyond.n})",
            )
        )
    say_table(("stage", "now", "entered", "median", "now for", "usual", "beyond it"), rows)


def _say_passages(axis: AxisAnswer) -> None:
    rows = [
        (
            _word(each.stage),
            _word(each.following),
            each.count,
            each.share.n,
            f"{each.share.value:.0%} ({each.share.low:.0%}-{each.share.high:.0%})",
        )
        for each in axis.passages
    ]
    if rows:
        say("")
        say_table(("from", "to", "times", "of", "share"), rows)


def _say_stuck(axis: AxisAnswer) -> None:
    stuck = [each for each in axis.pace if each.longest and each.segment != EVERYBODY]
    for each in stuck or [each for each in axis.pace if each.longest]:
        late = each.beyond
        if late is not None and late.value is not None:
            names = ", ".join(each.longest)
            say(f"\n  Stuck in {_word(each.stage)}, {each.segment}: {late.value:.0%} of {late.n}, longest {names}")


def _say_pains(axis: AxisAnswer, whole: BookJourney) -> None:
    shown: dict[str, int] = {}
    for pain in axis.pains:
        shown[pain.stage] = shown.get(pain.stage, 0) + 1
        if shown[pain.stage] == 1:
            say(f"\n  What hurts in {_word(pain.stage)} (since {whole.pains_since}):")
        if shown[pain.stage] <= PAINS_SHOWN:
            say(f"    {_pain(pain, whole.features)}")


def _say_account(found: AccountJourney) -> None:
    segment = f", {found.segment}" if found.segment else ""
    say(f"{found.name} ({found.account_id}{segment}), as known on {found.as_of:%Y-%m-%d %H:%M}.")
    for axis in found.axes:
        say(f"\n{axis.axis.capitalize()}\n")
        rows = [(_word(each.stage), each.since, each.until, _days(each.days)) for each in axis.spells]
        say_table(("stage", "since", "until", "for"), rows)
        if axis.is_stuck:
            say(f"\n  Longer than usual: {_word(axis.spells[-1].stage)} takes at most {axis.usual_days} days.")
    if found.pains:
        say("\nWhat hurt in this stage during the last year:")
    for pain in found.pains:
        say(f"  {_pain(pain, found.features)}")


def _pain(pain: Pain, features: Mapping[str, str]) -> str:
    what = features.get(pain.what, pain.what) if pain.origin is Origin.ERRORS else pain.what
    what = "the whole product" if what == ALL_FEATURES else what
    asked = f" of {pain.asked:,}" if pain.asked else ""
    rate = "" if pain.per_month is None else f", {pain.per_month:.2f} a month and account"
    where = f" from {pain.accounts} of {pain.of_accounts} accounts" if pain.of_accounts > 1 else ""
    one, several = ORIGINS[pain.origin]
    return f"{what}: {pain.events:,}{asked} {one if pain.events == 1 else several}{where}{rate}"


def _word(stage: str) -> str:
    return stage.replace("_", "-")


def _days(days: float | None) -> str | None:
    return None if days is None else f"{days:,.0f} d"
