"""From facts to findings: every check there is, the worst findings first."""

from collections.abc import Iterator
from dataclasses import dataclass
from itertools import chain

from bot.doctor.facts import SettingsFacts, SlackFacts, StoreFacts, Wanted
from bot.doctor.findings import Finding, Severity
from bot.doctor.settings_checks import check_settings
from bot.doctor.slack_checks import (
    check_access,
    check_channels,
    check_clock,
    check_owners,
    check_place,
    check_scopes,
    check_tokens,
)
from bot.doctor.store_checks import check_stores
from cs_engine.service.condition import MemoryCondition


@dataclass(frozen=True, slots=True)
class Facts:
    """What was found out beyond the settings."""

    stores: StoreFacts
    slack: SlackFacts
    wanted: Wanted


def diagnose(settings: SettingsFacts, facts: Facts | None) -> tuple[Finding, ...]:
    """Return what is wrong, problems before warnings; nothing when all is well.

    Args:
        settings: what is to be said about the settings.
        facts: everything else; ``None`` when the settings cannot be used, so that nothing else could be looked at.
    """
    found = chain(check_settings(settings), check_facts(facts) if facts else ())
    return tuple(sorted(found, key=lambda finding: finding.severity is not Severity.PROBLEM))


def check_facts(facts: Facts) -> Iterator[Finding]:
    """Yield what is wrong with the stores, with Slack, and between them."""
    memory = facts.stores.memory
    owners = memory.owners if isinstance(memory, MemoryCondition) else ()
    yield from check_tokens(facts.slack)
    yield from check_scopes(facts.slack)
    yield from check_clock(facts.slack)
    yield from check_stores(facts.stores)
    yield from check_owners(facts.slack, owners)
    yield from check_channels(facts.slack, facts.wanted)
    yield from check_access(facts.slack, facts.wanted)
    yield from check_place(facts.slack, facts.wanted, facts.stores.now)
