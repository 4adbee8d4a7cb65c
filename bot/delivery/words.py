"""What the delivery itself has to say."""

from bot.delivery.speaker import Speaker
from bot.rendering.message import Message
from cs_engine.records.outbox import Intent


def channel_gone(speaker: Speaker, intent: Intent) -> Message:
    """Word that a channel takes no messages any more, for whoever set it up."""
    return speaker.renderer.render("channel_gone", name=intent.about["name"], reason=intent.about["reason"])
