"""Judging the settings."""

from collections.abc import Iterator

from bot.doctor.facts import SettingsFacts
from bot.doctor.findings import Finding, problem, warning


def check_settings(facts: SettingsFacts) -> Iterator[Finding]:
    """Yield what is wrong with the file and the environment."""
    for name, why in facts.wrong:
        fix = f"Correct it in the environment or in {facts.file}."
        yield problem("settings", f"{name} cannot be used: {why}.", fix)
    for key, closest in facts.unknown:
        fix = f"Write {closest}." if closest else "Take it out; docs/install.md lists every setting."
        yield warning("settings", f"{facts.file} says {key}, which Steward does not know and ignores.", fix)
    if facts.secrets and facts.open_to_others:
        sentence = f"Others on this machine can read {facts.file}, which holds {', '.join(facts.secrets)}."
        yield warning("secrets", sentence, f"Run `chmod 600 {facts.file}`.")
    for needed in facts.missing:
        yield problem("settings", f"{needed} is not set, so Slack cannot be talked to.", "Run `steward init`.")
