"""`/cs digest` and its buttons: which channels get a digest and when, and what one would say now."""

from collections.abc import Mapping
from typing import Any

from slack_bolt import Ack

from bot.access.answers import Answers
from bot.digests import words
from bot.errors import StaleButton
from bot.listeners.actions.card import chosen
from bot.middleware import Screen
from bot.rendering.message import Message
from bot.rendering.renderer import Renderer
from cs_engine.wording import phrase

UNKNOWN = phrase("This channel gets no digest any more. Type `/cs digest` to see those that do.")


def digest_schedules(cs: Answers, renderer: Renderer) -> Message:
    """Word which channels get a digest and when."""
    own = cs.preferences.of(cs.actor.person)
    called = words.names(cs.preferences)
    return words.schedules(renderer, cs.preferences.channels(), own, cs.digests.now(), called)


def preview_digest(ack: Ack, action: Mapping[str, Any], screen: Screen, cs: Answers, renderer: Renderer) -> None:
    """Show the digest that a channel would get now, in its language, to whoever asks and nobody else."""
    ack()
    wanted = chosen(action)
    channel = next((each for each in cs.preferences.channels() if each.channel == wanted), None)
    composed = cs.digests.preview(cs.actor, channel) if channel else None
    if channel is None or composed is None:
        raise StaleButton(UNKNOWN)
    worder = words.reading_in(renderer, channel, composed.digest.at)
    screen.add(words.weekly(worder, composed.digest, words.names(cs.preferences), charts=False))
