"""Judging what Slack says."""

from collections import Counter
from collections.abc import Iterator, Sequence
from datetime import datetime
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from bot.doctor.facts import Channel, SlackFacts, Wanted
from bot.doctor.findings import Finding, problem, some, warning
from bot.scopes import REASONS, bot_scopes

CLOCK_SECONDS = 60
"""Slack's requests are refused when they seem five minutes old; a minute's error is already a clock nobody sets."""
MAJORITY = 0.5


def check_tokens(facts: SlackFacts) -> Iterator[Finding]:
    """Yield what is wrong with the connection and the tokens."""
    if facts.unreachable:
        yield problem(
            "slack",
            f"Slack could not be reached: {facts.unreachable}.",
            "Check the network, a proxy and SLACK_API_URL; `steward doctor --offline` leaves Slack out.",
        )
    if facts.bot_error:
        yield problem(
            "bot-token",
            f"Slack does not take SLACK_BOT_TOKEN ({facts.bot_error}).",
            "Copy the Bot User OAuth Token again, from OAuth & Permissions of the app at api.slack.com/apps.",
        )
    if facts.app_error:
        yield problem(
            "app-token",
            f"Slack opens no Socket Mode connection with SLACK_APP_TOKEN ({facts.app_error}).",
            "Make an app-level token with the scope connections:write, under Basic Information of the app.",
        )
    if facts.bot_app and facts.app_app and facts.bot_app != facts.app_app:
        yield problem(
            "app-token",
            f"The two tokens are of different apps: the bot's is of {facts.bot_app}, the other of {facts.app_app}.",
            "Take both tokens from the same app at api.slack.com/apps.",
        )


def check_scopes(facts: SlackFacts) -> Iterator[Finding]:
    """Yield a finding for every scope that the bot's token lacks."""
    if facts.granted is None:
        return
    for scope in bot_scopes():
        if scope not in facts.granted:
            say = warning if REASONS[scope].optional else problem
            yield say(
                "scopes",
                f"The scope {scope} is missing: {REASONS[scope].without}.",
                "Put `steward manifest` into App Manifest of the app and reinstall it to the workspace.",
            )


def check_clock(facts: SlackFacts) -> Iterator[Finding]:
    """Yield a finding when our clock and Slack's differ so much that signatures will be refused."""
    ahead = facts.clock_ahead_seconds
    if ahead is not None and abs(ahead) > CLOCK_SECONDS:
        way = "ahead of" if ahead > 0 else "behind"
        yield problem(
            "clock",
            f"The clock of this machine is {abs(ahead):,.0f} s {way} Slack's, so signed requests may be refused.",
            "Switch on time synchronization (NTP).",
        )


def check_channels(facts: SlackFacts, wanted: Wanted) -> Iterator[Finding]:
    """Yield a finding for every channel in which Steward cannot do what it is meant to."""
    if facts.channels is None:
        return
    if not any(channel.member for channel in facts.channels):
        sentence = "Steward is in no channel, so nothing can be shared anywhere."
        yield warning("channels", sentence, "Type /invite @Steward in the channels where cards may be shared.")
    for name in wanted.channels:
        yield from _check_channel(name.removeprefix("#"), facts.channels)


def _check_channel(name: str, channels: Sequence[Channel]) -> Iterator[Finding]:
    channel = next((each for each in channels if name in (each.name, each.channel_id)), None)
    if channel is None:
        fix = "Correct steward_channels; if the channel is private, type /invite @Steward there."
        yield warning("channels", f"#{name} of steward_channels does not exist, or Steward may not see it.", fix)
    elif channel.archived:
        yield warning("channels", f"#{channel.name} is archived.", "Unarchive it, or take it out of steward_channels.")
    elif channel.external:
        fix = "Use a channel of your own company, and take this one out of steward_channels."
        yield warning("channels", f"People of another company read #{channel.name}, so nothing is shared there.", fix)
    elif not channel.member:
        fix = f"Type /invite @Steward in #{channel.name}."
        yield warning("channels", f"Steward is not in #{channel.name}.", fix)


def check_owners(facts: SlackFacts, owners: Sequence[str]) -> Iterator[Finding]:
    """Yield a finding when owners of accounts are nobody in Slack: they would be told that no account is theirs."""
    known = _emails(facts)
    strangers = [owner for owner in owners if owner.casefold() not in known]
    if known and strangers:
        count = f"{len(strangers)} of {len(owners)} owners of accounts" if len(owners) > 1 else "The owner of accounts"
        yield warning(
            "owners",
            f"{count} cannot be found in Slack by email: {some(strangers)}.",
            "Correct their email in your data or in the mapping's owners, or let somebody else own their accounts.",
        )


def check_access(facts: SlackFacts, wanted: Wanted) -> Iterator[Finding]:
    """Yield what is wrong with the rules about who may ask what."""
    if not wanted.has_admin:
        fix = 'Add yourself to [access.people] in steward.toml ("you@example.com" = "admin"), or set STEWARD_ADMINS.'
        yield warning("access", "Nobody is admin, so nobody can load data from Slack.", fix)
    if facts.groups is not None:
        for group in wanted.groups:
            if group not in facts.groups:
                sentence = f"[access.groups] gives a role to @{group}, a user group that is not there."
                yield warning("access", sentence, "Correct the handle, or make the user group in Slack.")
    emails = _emails(facts)
    if emails:
        known = emails | {member.user_id for member in facts.members or ()}
        for person in wanted.people:
            if person not in known:
                sentence = f"[access.people] gives a role to {person}, who is nobody in this workspace."
                yield warning("access", sentence, "Correct the email or the user id, or take the line out.")


def check_place(facts: SlackFacts, wanted: Wanted, now: datetime) -> Iterator[Finding]:
    """Yield a finding when most people live by another clock or language than the one that is configured."""
    zone = _most([member.zone for member in facts.members or ()])
    if zone and _offset(zone, now) not in (None, _offset(wanted.timezone, now)):
        sentence = f"Most people are in {zone}, but a day ends at midnight in {wanted.timezone}."
        yield warning("timezone", sentence, f'Set steward_timezone = "{zone}".')
    locale = _most([member.locale for member in facts.members or ()])
    if locale and _language(locale) != _language(wanted.locale):
        sentence = f"Most people use Slack in {locale}, but who tells no language is answered in {wanted.locale}."
        yield warning("locale", sentence, f'Set steward_locale = "{locale}".')


def _emails(facts: SlackFacts) -> frozenset[str]:
    """Return everybody's email; none without the scope that shows them, which is a finding of its own."""
    return frozenset(member.email.casefold() for member in facts.members or () if member.email)


def _most(values: Sequence[str | None]) -> str | None:
    """Return what more than half of those say who say anything."""
    said = Counter(value for value in values if value)
    value, count = next(iter(said.most_common(1)), (None, 0))
    return value if count > MAJORITY * said.total() else None


def _offset(zone: str, now: datetime) -> object:
    try:
        return now.astimezone(ZoneInfo(zone)).utcoffset()
    except (ZoneInfoNotFoundError, ValueError):
        return None


def _language(locale: str) -> str:
    return locale.replace("_", "-").partition("-")[0].lower()
