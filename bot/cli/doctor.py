"""``steward doctor``: what is wrong, and how to mend it."""

from collections.abc import Sequence
from dataclasses import asdict
from typing import Annotated

import typer

from bot.cli.console import PROBLEM, say, say_json
from bot.cli.program import leave
from bot.clock import Clock, wall_clock
from bot.config import FILE, Settings
from bot.doctor.diagnosis import Facts, diagnose
from bot.doctor.facts import SlackFacts
from bot.doctor.findings import Finding, Severity
from bot.doctor.gather_settings import gather_settings, wanted
from bot.doctor.gather_slack import gather_slack
from bot.doctor.gather_stores import gather_stores
from bot.slack_client import patient_client


def doctor(
    *,
    offline: Annotated[bool, typer.Option("--offline", help="Leave Slack out.")] = False,
    as_json: Annotated[bool, typer.Option("--json", help="Print JSON.")] = False,
) -> None:
    """Check settings, tokens, scopes, clock, stores, freshness, owners, channels and access rules.

    Every finding says what is wrong and how to mend it. Exit code 1 when something would stop Steward from working.
    """
    about_settings, settings = gather_settings(FILE, offline=offline)
    found = diagnose(about_settings, _look(settings, offline=offline) if settings else None)
    if as_json:
        say_json([asdict(finding) for finding in found])
    else:
        _say(found)
    if any(finding.severity is Severity.PROBLEM for finding in found):
        leave(PROBLEM)


def _look(settings: Settings, *, offline: bool) -> Facts:
    clock = wall_clock(settings.timezone)
    slack = SlackFacts() if offline else _ask_slack(settings, clock)
    return Facts(gather_stores(settings, clock()), slack, wanted(settings))


def _ask_slack(settings: Settings, clock: Clock) -> SlackFacts:
    if not settings.bot_token:
        return SlackFacts()
    app = patient_client(settings.app_token, settings.slack_api_url) if settings.app_token else None
    return gather_slack(patient_client(settings.bot_token, settings.slack_api_url), app, clock)


def _say(found: Sequence[Finding]) -> None:
    for finding in found:
        say(f"{finding.severity}: {finding.sentence}\n  {finding.fix}\n")
    problems = sum(finding.severity is Severity.PROBLEM for finding in found)
    counted = f"Problems: {problems}. Warnings: {len(found) - problems}."
    say(counted if found else "Everything is as it must be.")
