"""Menus of settings that search while somebody types: time zones, countries, people."""

from collections.abc import Iterable, Mapping
from typing import Any
from zoneinfo import available_timezones

from slack_bolt import Ack

from bot.access.answers import Answers
from bot.rendering.markup import clean
from bot.rendering.renderer import Renderer
from cs_engine.service.preferences.rules import countries

LONGEST = 75
"""Slack refuses longer texts in a menu."""
MOST = 50


def suggest_zones(ack: Ack, options: Mapping[str, Any]) -> None:
    """Offer the time zones whose name holds what was typed: cities and regions."""
    typed = str(options.get("value") or "").strip().casefold().replace(" ", "_")
    _offer(ack, ((name, name) for name in sorted(available_timezones()) if typed in name.casefold() and "/" in name))


def suggest_countries(ack: Ack, options: Mapping[str, Any], renderer: Renderer) -> None:
    """Offer the countries whose name, in the reader's language, begins a word with what was typed."""
    typed = str(options.get("value") or "").strip().casefold()
    named = sorted((renderer.reader.country(code), code) for code in countries())
    _offer(ack, ((f"{name} ({code})", code) for name, code in named if typed in f"{name} {code}".casefold()))


def suggest_people(ack: Ack, options: Mapping[str, Any], cs: Answers) -> None:
    """Offer the people whose name or address holds what was typed."""
    typed = str(options.get("value") or "").strip().casefold()
    shown = ((f"{each.name} · {each.email or each.slack_user_id}", each.person) for each in cs.preferences.people())
    _offer(ack, ((words, person) for words, person in shown if typed in words.casefold()))


def _offer(ack: Ack, found: Iterable[tuple[str, str]]) -> None:
    offered = [
        {"text": {"type": "plain_text", "text": clean(words, LONGEST), "emoji": False}, "value": value}
        for words, value in found
    ]
    ack(options=offered[:MOST])
