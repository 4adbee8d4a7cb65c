"""What is said after a window was saved: the window has closed, and nobody waits any more."""

from collections.abc import Callable
from concurrent.futures import Executor, Future
from dataclasses import dataclass
from typing import Any

from slack_sdk.errors import SlackApiError

from bot.access.answers import Answers
from bot.errors import UndeliveredError
from bot.listeners import messages
from bot.listeners.messages import CardOptions
from bot.logbook.about import About
from bot.logs import logger, reason
from bot.middleware import Screen
from bot.rendering.message import Message
from bot.rendering.renderer import Renderer
from bot.slack_client import answer_at


@dataclass(frozen=True, slots=True)
class Reply:
    """Where a window's confirmation appears: beside what was clicked, or in its place, else by direct message."""

    screen: Screen
    user_id: str
    about: About

    def confirm(self, message: Message) -> None:
        """Say that something was saved."""
        if not self._answered(message, instead=bool(self.about.instead)):
            self.screen.client.chat_postMessage(channel=self.user_id, mrkdwn=False, **message.parts())

    def renew(self, card: Message) -> None:
        """Show the card as it is now."""
        self._answered(card, instead=True)

    def _answered(self, message: Message, *, instead: bool) -> bool:
        """Answer where somebody clicked; False when there is no such place, or no longer."""
        if not self.about.answer:
            return False
        respond = answer_at(self.about.answer, self.screen.client.base_url)
        try:
            respond(response_type="ephemeral", replace_original=instead, **message.parts())
        except UndeliveredError as failure:
            logger("bot").warning("what was clicked cannot be answered any more", **reason(failure))
            return False
        return True


def settle(later: Executor, reply: Reply, message: Message, cs: Answers, renderer: Renderer, account_id: str) -> None:
    """Confirm beside the acknowledgement, and renew the card that was clicked, if it was one."""

    def say() -> None:
        report = cs.report(account_id) if reply.about.card else None
        if report is not None:
            reply.renew(messages.card(renderer, report, CardOptions(acts=True)))
        reply.confirm(message)

    beside(later, say)


def beside(later: Executor, work: Callable[[], Any]) -> None:
    """Do something that nobody waits for; what goes wrong with it stands in the log."""
    later.submit(work).add_done_callback(_log_failure)


def _log_failure(done: Future[Any]) -> None:
    failure = done.exception()
    if isinstance(failure, SlackApiError | OSError):
        logger("bot").warning("Slack did not take a confirmation", **reason(failure))
    elif failure is not None:
        logger("bot").error("a confirmation failed", **reason(failure))
