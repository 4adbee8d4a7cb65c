"""*Send me a test*: the digest of the first channel, to whoever asks and nobody else."""

from zoneinfo import ZoneInfo

from babel import Locale
from slack_bolt import Ack
from slack_sdk.errors import SlackApiError

from bot.access.answers import Answers
from bot.digests import words
from bot.errors import StaleButton
from bot.home.home import Home
from bot.logs import logger, reason
from bot.rendering.message import Message
from cs_engine.records.preferences import ChannelSettings, Deed
from cs_engine.wording import phrase

NO_CHANNEL = phrase("No channel is told a digest yet; choose one first.")


def send_test(ack: Ack, cs: Answers, home: Home) -> None:
    """Send the digest that the first channel would get, in its language, as a direct message."""
    ack()
    told = [each for each in cs.preferences.channels() if each.digest and each.gone_at is None]
    if not told:
        raise StaleButton(NO_CHANNEL)
    message = _worded(told[0], cs, home)
    cs.preferences.note(cs.actor, Deed.DIGEST_TESTED, told[0].name)
    home.later.submit(_post, home, message)


def _worded(channel: ChannelSettings, cs: Answers, home: Home) -> Message:
    composed = cs.digests.compose(channel)
    zone = ZoneInfo(channel.timezone)
    today = composed.digest.at.astimezone(zone).date()
    renderer = home.renderer.reading(Locale.parse(channel.language, sep="-"), zone, today)
    called = {each.person: each.name for each in cs.preferences.people()}
    return words.weekly(renderer, composed.digest, lambda person: called.get(person or "", person or ""))


def _post(home: Home, message: Message) -> None:
    try:
        home.client.chat_postMessage(
            channel=home.caller.user_id or "", mrkdwn=False, unfurl_links=False, **message.parts()
        )
    except (SlackApiError, OSError) as failure:
        logger("home").warning("a test digest could not be sent", user=home.caller.user_id, **reason(failure))
