"""What can go wrong in the bot, and what a person is told about it.

StewardError (engine)
└── BotError              the bot can explain it in one sentence
├── BadSettings       settings are missing or wrong; all are named at once
├── Refused           the person may not ask that
├── AccountGone       a button of an old message points to an account that is no longer known
└── StaleButton       a button asks for something that does not exist (any more)

UnfitMessageError, UnknownArgumentError, NoPolicyError and UndeliveredError are for the log: whoever asked gets a
reference.
"""

import secrets
from dataclasses import dataclass

from cs_engine.errors import StewardError
from cs_engine.wording import Sentence, phrase

STALE_WINDOW = phrase("This window no longer works. Close it and open it again.")
REFERENCE_BYTES = 4
"""Eight characters: short enough to read out, long enough not to meet its twin in a log."""


class BotError(StewardError):
    """Anything the bot can explain to a person in one sentence."""


class BadSettings(BotError):
    """Settings are missing or wrong; the message names every one of them, `wrong` has them as (name, why)."""

    def __init__(self, sentence: str, wrong: tuple[tuple[str, str], ...]) -> None:
        super().__init__(sentence)
        self.wrong = wrong


class Refused(BotError):
    """Somebody may not ask that; everybody refused is told the same, whatever the reason."""


class AccountGone(BotError):
    """An account that a message still shows is no longer known."""


class StaleButton(BotError):
    """A button or menu asks for something that does not exist, or no longer."""


class UnknownChannel(BotError):
    """No channel of this name is told anything."""


class UnfitMessageError(Exception):
    """A rendered message breaks a rule of Slack's, so it was not sent."""


class UnknownArgumentError(TypeError):
    """A listener asks for an argument that nobody provides; Bolt would pass None."""


class NoPolicyError(TypeError):
    """A listener answers something of which nobody decided who may ask it."""


class UndeliveredError(Exception):
    """Slack did not take an answer: its own reason, and nothing of the answer."""


@dataclass(frozen=True, slots=True)
class Explanation:
    """What a person is told: the error's own sentence, or a reference that is in the log."""

    sentence: Sentence | None
    reference: str | None


def explain(error: Exception) -> Explanation:
    """Say what a person may be told about `error`: its own sentence if it has one, else a new reference."""
    if isinstance(error, StewardError):
        return Explanation(error.sentence, None)
    return Explanation(None, secrets.token_hex(REFERENCE_BYTES))
