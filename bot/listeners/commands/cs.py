"""`/cs`: what is not about one account's health."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from types import MappingProxyType

from slack_bolt import Ack

from bot.access.answers import Answers
from bot.access.people import Caller
from bot.figures import words as words_of_figures
from bot.growth.windows import growth_window
from bot.ids import ActionId
from bot.imports import words
from bot.imports.desk import Desk
from bot.journeys import words as words_of_journeys
from bot.listeners import messages
from bot.listeners.actions.digests import digest_schedules
from bot.listeners.actions.journeys import journey_message
from bot.listeners.actions.plays import plan_message, plays_message
from bot.listeners.actions.values import value_message
from bot.listeners.alerts import alerts_message
from bot.listeners.commands.cs_grammar import CS_USAGES, Request, read_cs
from bot.listeners.figures import metrics_message
from bot.listeners.follow_ups import open_for_typed
from bot.middleware import Screen
from bot.rendering.message import Message
from bot.rendering.renderer import Renderer
from bot.risks import words as words_of_risks
from bot.segments import words as words_of_segments
from bot.values import words as words_of_values
from cs_engine.records.account import Candidates


@dataclass(frozen=True, slots=True)
class Typed:
    """What somebody typed after `/cs`, and all that an answer may need."""

    account: str
    """As it was typed; empty when no account was named."""
    screen: Screen
    cs: Answers
    renderer: Renderer
    caller: Caller
    desk: Desk


def answer_cs(  # Bolt passes arguments by name
    ack: Ack, screen: Screen, cs: Answers, renderer: Renderer, caller: Caller, desk: Desk
) -> None:
    """Answer what was typed, inside the acknowledgement; what needs more than words opens a window."""
    reading = read_cs(str(screen.body.get("text") or ""))
    message = ANSWERS[reading.request](Typed(reading.account, screen, cs, renderer, caller, desk))
    if message is None:
        ack()
    else:
        ack(response_type="ephemeral", **message.parts())


def _help(typed: Typed) -> Message:
    return typed.renderer.render("cs_help", usages=CS_USAGES)


def _import(typed: Typed) -> None:
    typed.screen.open(words.files_window(typed.renderer, typed.desk.most_mb))


def _log(typed: Typed) -> None:
    open_for_typed(typed.account, typed.screen, typed.cs, typed.renderer)


def _alerts(typed: Typed) -> Message:
    return alerts_message(typed.cs, typed.renderer)


def _digest(typed: Typed) -> Message:
    return digest_schedules(typed.cs, typed.renderer)


def _plan(typed: Typed) -> Message:
    found = typed.cs.account_health(typed.account)
    if isinstance(found, Candidates):
        return messages.candidates(typed.renderer, found, pick=ActionId.PLAN_OPEN)
    return plan_message(typed.renderer, typed.cs, found.account_id)


def _plays(typed: Typed) -> Message:
    return plays_message(typed.renderer, typed.cs)


def _segments(typed: Typed) -> Message:
    return words_of_segments.segments(typed.renderer, typed.cs.segments.view())


def _metrics(typed: Typed) -> Message:
    return metrics_message(typed.cs, typed.renderer, typed.account)


def _kpi(typed: Typed) -> Message:
    return words_of_figures.targets(typed.renderer, typed.cs.targets())


def _risk(typed: Typed) -> Message:
    if not typed.account:
        return words_of_risks.risks(typed.renderer, typed.cs.risks.view())
    if typed.account.lower() != "mine":
        return _help(typed)
    owner = typed.cs.csm_for(typed.cs.actor.email)
    if owner is None:
        return messages.not_mapped(typed.renderer, typed.caller)
    return words_of_risks.risks(typed.renderer, typed.cs.risks.view(owner), mine=True)


def _model(typed: Typed) -> Message:
    return words_of_risks.model(typed.renderer, typed.cs.risks.model())


def _growth(typed: Typed) -> None:
    typed.screen.open(growth_window(typed.renderer, typed.cs.growth.basis()))


def _journey(typed: Typed) -> Message:
    if not typed.account:
        return words_of_journeys.journeys(typed.renderer, typed.cs.journeys.view())
    found = typed.cs.account_health(typed.account)
    if isinstance(found, Candidates):
        return messages.candidates(typed.renderer, found, pick=ActionId.JOURNEY_OPEN)
    return journey_message(typed.renderer, typed.cs, found.account_id, found.name)


def _value(typed: Typed) -> Message:
    if not typed.account:
        return words_of_values.values(typed.renderer, typed.cs.values.view())
    found = typed.cs.account_health(typed.account)
    if isinstance(found, Candidates):
        return messages.candidates(typed.renderer, found, pick=ActionId.VALUE_OPEN)
    return value_message(typed.renderer, typed.cs, found.account_id, found.name)


ANSWERS: Mapping[Request, Callable[[Typed], Message | None]] = MappingProxyType(
    {
        Request.HELP: _help,
        Request.IMPORT: _import,
        Request.LOG: _log,
        Request.ALERTS: _alerts,
        Request.DIGEST: _digest,
        Request.PLAN: _plan,
        Request.PLAYS: _plays,
        Request.SEGMENTS: _segments,
        Request.JOURNEY: _journey,
        Request.METRICS: _metrics,
        Request.KPI: _kpi,
        Request.VALUE: _value,
        Request.RISK: _risk,
        Request.MODEL: _model,
        Request.GROWTH: _growth,
    }
)
"""What each request is answered with; nothing when it opened a window."""
