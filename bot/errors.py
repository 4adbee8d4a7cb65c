"""What can go wrong in the bot, and what a person is told about it.

StewardError (engine)
└── BotError              the bot can explain it in one sentence
├── BadSettings       settings are missing or wrong; all are named at once
└── AccountGone       a button of an old message points to an account that is no longer known

UnfitMessageError, UnknownArgumentError and UndeliveredError are for the log: the person gets a reference.
"""

import secrets
from dataclasses import dataclass

from cs_engine.errors import StewardError

REFERENCE_BYTES = 4
"""Eight characters: short enough to read out, long enough not to meet its twin in a log."""


class BotError(StewardError):
    """Anything the bot can explain to a person in one sentence."""


class BadSettings(BotError):
    """Settings are missing or wrong; the message names every one of them."""


class AccountGone(BotError):
    """An account that a message still shows is no longer known."""


class UnfitMessageError(Exception):
    """A rendered message breaks a rule of Slack's, so it was not sent."""


class UnknownArgumentError(TypeError):
    """A listener asks for an argument that nobody provides; Bolt would pass None."""


class UndeliveredError(Exception):
    """Slack did not take an answer; `respond` itself does not raise."""


@dataclass(frozen=True, slots=True)
class Explanation:
    """What a person is told: the error's own sentence, or a reference that is in the log."""

    sentence: str | None
    reference: str | None


def explain(error: Exception) -> Explanation:
    """Say what a person may be told about `error`: its own sentence if it has one, else a new reference."""
    if isinstance(error, StewardError):
        return Explanation(str(error), None)
    return Explanation(None, secrets.token_hex(REFERENCE_BYTES))
