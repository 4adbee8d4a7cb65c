"""What can be typed after a command: one table, from which parsing, help and docs/commands are made."""

import html
import re
from collections.abc import Iterator
from dataclasses import dataclass
from enum import StrEnum

from cs_engine.wording import phrase

HEALTH = "/health"


class Question(StrEnum):
    """What somebody wants to know."""

    CARD = "card"
    WHY = "why"
    HISTORY = "history"
    MINE = "mine"
    AT_RISK = "at-risk"
    AT_RISK_ALL = "at-risk-all"
    HELP = "help"


@dataclass(frozen=True, slots=True)
class Usage:
    """One way to ask.

    `keywords` are the words that choose the question; with `account` they follow a name, alone they are all there is.
    `means` is a source string; the help page translates it.
    """

    question: Question
    account: bool
    keywords: tuple[str, ...]
    means: str

    @property
    def example(self) -> str:
        """How it is typed, such as ``/health acme why``."""
        return " ".join((HEALTH, *(("acme",) if self.account else ()), *self.keywords))


USAGES = (
    Usage(Question.CARD, account=True, keywords=(), means=phrase("How is Acme, and what is at stake?")),
    Usage(Question.WHY, account=True, keywords=("why",), means=phrase("Where the score comes from, point by point")),
    Usage(Question.HISTORY, account=True, keywords=("history",), means=phrase("The last twelve weeks")),
    Usage(Question.MINE, account=False, keywords=(), means=phrase("Your accounts, worst first")),
    Usage(Question.MINE, account=False, keywords=("mine",), means=phrase("The same")),
    Usage(Question.AT_RISK, account=False, keywords=("at-risk",), means=phrase("Your accounts at risk")),
    Usage(Question.AT_RISK_ALL, account=False, keywords=("at-risk", "team"), means=phrase("Everybody's at risk")),
    Usage(Question.AT_RISK_ALL, account=False, keywords=("at-risk", "all"), means=phrase("The same")),
    Usage(Question.HELP, account=False, keywords=("help",), means=phrase("This list")),
)
"""Everything `/health` understands."""


@dataclass(frozen=True, slots=True)
class Reading:
    """One way to understand what was typed; `account` is empty when the question names none."""

    question: Question
    account: str = ""


_TYPOGRAPHIC = str.maketrans(dict.fromkeys("\u201c\u201d\u201e\u00ab\u00bb", '"') | dict.fromkeys("\u2018\u2019", "'"))
_LINK = re.compile(r"<(?P<to>[^<>|]+)(?:\|(?P<label>[^<>]*))?>")
_QUOTED = re.compile(r'^"(?P<name>[^"]+)"\s*(?P<rest>[\w-]*)$')


def read(text: str) -> tuple[Reading, ...]:
    """Understand what was typed after `/health`, the likeliest reading last.

    A name in quotes is always a name. Without quotes, ``tell me why`` could be an account of that name or the receipt
    of ``tell me``; both are returned, and the first counts only if an account has exactly that name.
    """
    words = typed(text)
    quoted = _QUOTED.match(words)
    if quoted:
        question = _after_a_name(quoted["rest"].lower())
        return (Reading(question, quoted["name"].strip()),) if question else (Reading(Question.CARD, words),)
    alone = _alone(words)
    return (Reading(alone),) if alone else tuple(_named(words))


def typed(text: str) -> str:
    """Undo what Slack does to text on its way: entities, links and mentions, typographic quotes, extra spaces."""
    without_links = _LINK.sub(lambda link: link["label"] or link["to"].removeprefix("http://"), text)
    return " ".join(html.unescape(without_links).translate(_TYPOGRAPHIC).split())


def _alone(typed: str) -> Question | None:
    words = tuple(typed.lower().split())
    return next((usage.question for usage in USAGES if not usage.account and usage.keywords == words), None)


def _after_a_name(word: str) -> Question | None:
    keywords = (word,) if word else ()
    return next((usage.question for usage in USAGES if usage.account and usage.keywords == keywords), None)


def _named(typed: str) -> Iterator[Reading]:
    yield Reading(Question.CARD, typed)
    name, _, last = typed.rpartition(" ")
    question = _after_a_name(last.lower())
    if name and question:
        yield Reading(question, name)
