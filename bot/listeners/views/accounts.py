"""Windows about one account, submitted: a renewal, a forecast, a pulse, a champion who left, wrong data."""

from concurrent.futures import Executor

from slack_bolt import Ack

from bot.access.answers import Answers
from bot.errors import STALE_WINDOW, AccountGone, StaleButton
from bot.ids import Field
from bot.listeners.actions.accounts import renewal_draft
from bot.listeners.actions.card import GONE
from bot.listeners.afterwards import Reply, settle
from bot.listeners.follow_ups import known_draft
from bot.logbook import problems, words
from bot.logbook.about import About
from bot.logbook.entered import Entered
from bot.logbook.form import PULSES
from bot.middleware import Screen
from bot.rendering.message import Message
from bot.rendering.renderer import Renderer
from cs_engine.records.acting import Team
from cs_engine.records.logbook import (
    ChampionNews,
    FollowUpKind,
    FollowUpOutcome,
    ForecastCall,
    Reason,
    RenewalResult,
)
from cs_engine.records.logged import Duplicate, Invalid, NewFollowUp, NewRenewal

YES_NO = {"yes": True, "no": False}


def record_renewal(  # Bolt passes arguments by name
    ack: Ack, screen: Screen, cs: Answers, renderer: Renderer, later: Executor, team: Team
) -> None:
    """Keep what became of a renewal."""
    view = screen.body["view"]
    about, typed = About.of(view), Entered.of(view)
    kept = cs.logbook.record_renewal(cs.actor, _renewal(about, typed), team=team)
    if isinstance(kept, Invalid):
        ack(response_action="errors", errors=problems.at_fields(renderer, view, kept.errors))
        return
    if kept is None:
        raise AccountGone(GONE)
    ack()
    currency = renewal_draft(cs, about.account).currency
    _settle(words.recorded(renderer, kept, currency), about, screen, cs, renderer, later)


def save_forecast(ack: Ack, screen: Screen, cs: Answers, renderer: Renderer, later: Executor) -> None:
    """Keep a call on the open renewal."""
    view = screen.body["view"]
    about, typed = About.of(view), Entered.of(view)
    call = typed.choice(Field.FORECAST_CALL, ForecastCall)
    if call is None:
        raise StaleButton(STALE_WINDOW)
    kept = cs.logbook.forecast(cs.actor, about.account, call, typed.text(Field.FORECAST_NOTE))
    if isinstance(kept, Invalid):
        ack(response_action="errors", errors=problems.at_fields(renderer, view, kept.errors))
        return
    if kept is None:
        raise AccountGone(GONE)
    ack()
    message = words.done(renderer, "forecast", kept.account, kept.forecast.call)
    _settle(message, about, screen, cs, renderer, later)


def save_pulse(ack: Ack, screen: Screen, cs: Answers, renderer: Renderer, later: Executor) -> None:
    """Keep an opinion."""
    view = screen.body["view"]
    about, typed = About.of(view), Entered.of(view)
    value = typed.value(Field.PULSE_VALUE)
    if value not in PULSES:
        raise StaleButton(STALE_WINDOW)
    account = known_draft(cs, about.account).account
    kept = cs.logbook.set_pulse(cs.actor, about.account, int(value), typed.text(Field.PULSE_REASON))
    if isinstance(kept, Invalid):
        ack(response_action="errors", errors=problems.at_fields(renderer, view, kept.errors))
        return
    if kept is None:
        raise AccountGone(GONE)
    ack()
    _settle(words.done(renderer, "pulse", account, kept.value), about, screen, cs, renderer, later)


def save_champion(  # Bolt passes arguments by name
    ack: Ack, screen: Screen, cs: Answers, renderer: Renderer, later: Executor, team: Team
) -> None:
    """Keep that the champion left, or who follows; it is a follow-up in which nobody was reached."""
    view = screen.body["view"]
    about, typed = About.of(view), Entered.of(view)
    successor = typed.text(Field.CHAMPION_NEXT)
    new = NewFollowUp(
        about.account,
        FollowUpKind.OTHER,
        FollowUpOutcome.NO_ANSWER,
        champion=ChampionNews.NEW if successor else ChampionNews.LEFT,
        champion_name=successor or typed.text(Field.CHAMPION_GONE) or None,
        episode_id=about.episode or None,
        source=about.source,
    )
    kept = cs.logbook.log(cs.actor, new, confirmed=True, team=team)
    if kept is None or isinstance(kept, Duplicate):
        raise AccountGone(GONE)
    if isinstance(kept, Invalid):
        ack(response_action="errors", errors=problems.at_fields(renderer, view, kept.errors))
        return
    ack()
    _settle(words.logged(renderer, kept), about, screen, cs, renderer, later)


def report_wrong_data(  # Bolt passes arguments by name
    ack: Ack, screen: Screen, cs: Answers, renderer: Renderer, later: Executor, team: Team
) -> None:
    """Tell whoever runs the program what is wrong."""
    view = screen.body["view"]
    about, typed = About.of(view), Entered.of(view)
    account = cs.logbook.report_wrong_data(cs.actor, about.account, typed.text(Field.WRONG_WHAT), team)
    if account is None:
        raise AccountGone(GONE)
    ack()
    _settle(words.done(renderer, "wrong_data", account), about, screen, cs, renderer, later)


def _renewal(about: About, typed: Entered) -> NewRenewal:
    result, day = typed.choice(Field.RENEWAL_RESULT, RenewalResult), typed.day(Field.RENEWAL_DATE)
    if result is None or day is None:
        raise StaleButton(STALE_WINDOW)
    return NewRenewal(
        about.account,
        result,
        day,
        typed.number(Field.RENEWAL_AMOUNT),
        typed.choice(Field.RENEWAL_REASON, Reason),
        typed.text(Field.RENEWAL_COMPETITOR) or None,
        YES_NO.get(typed.value(Field.RENEWAL_AVOIDABLE)),
    )


def _settle(message: Message, about: About, screen: Screen, cs: Answers, renderer: Renderer, later: Executor) -> None:
    settle(later, Reply(screen, cs.actor.user_id, about), message, cs, renderer, about.account)
