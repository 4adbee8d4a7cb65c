"""`/health`: one account, or a list of them."""

from collections.abc import Mapping
from typing import Any

from slack_bolt import Ack

from bot.access.answers import Answers
from bot.access.people import Caller
from bot.access.policy import Right
from bot.listeners import messages
from bot.listeners.actions.card import happened
from bot.listeners.commands.grammar import USAGES, Question, Reading, read
from bot.listeners.lists import AT_RISK, ListState
from bot.listeners.messages import CardOptions
from bot.rendering.message import Message
from bot.rendering.renderer import Renderer
from cs_engine.records.account import Candidates, HealthReport
from cs_engine.records.portfolio import Scope


def answer_health(ack: Ack, command: Mapping[str, Any], cs: Answers, renderer: Renderer, caller: Caller) -> None:
    """Answer what was typed, inside the acknowledgement."""
    readings = read(command.get("text") or "")
    message = _about_account(readings, cs, renderer) or _about_list(readings[-1].question, cs, renderer, caller)
    ack(response_type="ephemeral", **message.parts())


def _about_account(readings: tuple[Reading, ...], cs: Answers, renderer: Renderer) -> Message | None:
    """Answer a question that names an account; an earlier reading counts only if it is an account's exact name."""
    *unlikely, likely = readings
    if not likely.account:
        return None
    for reading in unlikely:
        found = cs.account_health(reading.account)
        if isinstance(found, HealthReport) and found.name.casefold() == reading.account.casefold():
            return _word(reading.question, found, cs, renderer)
    answer = cs.account_health(likely.account)
    if isinstance(answer, Candidates):
        return messages.candidates(renderer, answer)
    return _word(likely.question, answer, cs, renderer)


def _word(question: Question, report: HealthReport, cs: Answers, renderer: Renderer) -> Message:
    if question is Question.WHY:
        return messages.receipt(renderer, report)
    past = cs.history(report.account_id) if question is Question.HISTORY else None
    if past is not None:
        return messages.history(renderer, past, happened(cs, report.account_id))
    return messages.card(renderer, report, CardOptions(acts=cs.may(Right.ACT)))


def _about_list(question: Question, cs: Answers, renderer: Renderer, caller: Caller) -> Message:
    if question is Question.HELP:
        return renderer.render("health_help", usages=USAGES)
    if question is Question.AT_RISK_ALL:
        return list_page(ListState(Scope.TEAM, AT_RISK), cs, renderer, caller)
    bands = AT_RISK if question is Question.AT_RISK else ()
    return list_page(ListState(Scope.MINE, bands), cs, renderer, caller)


def list_page(state: ListState, cs: Answers, renderer: Renderer, caller: Caller) -> Message:
    """Word one page of a list, or explain why the caller has none."""
    owner = cs.csm_for(caller.email) if state.scope is Scope.MINE else None
    if state.scope is Scope.MINE and owner is None:
        return messages.not_mapped(renderer, caller)
    portfolio = cs.portfolio(state.scope, owner=owner, bands=state.bands, page=state.page)
    return messages.account_list(renderer, portfolio, state)
