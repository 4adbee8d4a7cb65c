"""Everything the bot listens to, as a table of contents."""

import inspect
from collections.abc import Callable
from typing import Any

from slack_bolt import App
from slack_bolt.kwargs_injection.args import Args

from bot.access.policy import Entry, Kind, without_policy
from bot.errors import NoPolicyError, UnknownArgumentError
from bot.ids import ActionId, ShortcutId, WindowId
from bot.listeners.actions.accounts import open_about_account, open_account_menu, undo_renewal
from bot.listeners.actions.card import open_account, pick_account, show_history, show_less, show_more, show_receipt
from bot.listeners.actions.digests import preview_digest
from bot.listeners.actions.episodes import (
    choose_rare,
    claim,
    open_claim,
    open_false_alarm,
    open_hand_over,
    open_resolve,
    show_episode,
    snooze,
)
from bot.listeners.actions.follow_ups import edit_log, open_log, open_log_of_message, show_rest, undo_log
from bot.listeners.actions.home import (
    go,
    open_alerts,
    open_away,
    open_channel,
    open_erase,
    open_hours,
    open_import,
    open_messages,
    remove_channel,
    send_again,
    show_owners,
)
from bot.listeners.actions.home_digest import send_test
from bot.listeners.actions.imports import (
    answer_question,
    change_columns,
    dismiss_import,
    load_import,
    open_columns,
)
from bot.listeners.actions.journeys import open_journey
from bot.listeners.actions.models import send_model
from bot.listeners.actions.pages import turn_page
from bot.listeners.actions.plays import edit_plan, open_plan, open_stop, share_plan
from bot.listeners.actions.segments import send_picture
from bot.listeners.actions.share import share_card
from bot.listeners.actions.tasks import finish_task, open_reassign, postpone_to_next_week, postpone_to_tomorrow
from bot.listeners.actions.values import open_value
from bot.listeners.commands.cs import answer_cs
from bot.listeners.commands.cs_grammar import CS
from bot.listeners.commands.grammar import HEALTH
from bot.listeners.commands.health import answer_health
from bot.listeners.entries import entries_of_command
from bot.listeners.events.files import take_dropped_files, take_given_files
from bot.listeners.events.home import open_home
from bot.listeners.events.reactions import offer_to_log
from bot.listeners.options.accounts import suggest_accounts
from bot.listeners.options.home import suggest_countries, suggest_people, suggest_zones
from bot.listeners.shortcuts.messages import log_message
from bot.listeners.views.accounts import (
    record_renewal,
    report_wrong_data,
    save_champion,
    save_forecast,
    save_pulse,
)
from bot.listeners.views.episodes import call_false, hand_over, resolve, snooze_until, take_on
from bot.listeners.views.follow_ups import save_follow_up
from bot.listeners.views.growth import calculate_growth
from bot.listeners.views.home import (
    ask_to_erase,
    erase,
    save_alerts,
    save_away,
    save_channel,
    save_hours,
    save_messages,
)
from bot.listeners.views.plays import preview_win, save_plan, start_play, stop_play, tell_win
from bot.listeners.views.tasks import reassign_task
from bot.middleware import PROVIDED

Listener = Callable[..., Any]

COMMANDS: dict[str, Listener] = {HEALTH: answer_health, CS: answer_cs}
ACTIONS: dict[ActionId, Listener] = {
    ActionId.WHY: show_receipt,
    ActionId.HISTORY: show_history,
    ActionId.MORE: show_more,
    ActionId.LESS: show_less,
    ActionId.SHARE: share_card,
    ActionId.OPEN: open_account,
    ActionId.PICK: pick_account,
    ActionId.FIND: pick_account,
    ActionId.PAGE: turn_page,
    ActionId.BANDS: turn_page,
    ActionId.IMPORT_LOAD: load_import,
    ActionId.IMPORT_DISMISS: dismiss_import,
    ActionId.IMPORT_COLUMNS: open_columns,
    ActionId.IMPORT_DATES: answer_question,
    ActionId.IMPORT_NUMBERS: answer_question,
    ActionId.DIGEST_PREVIEW: preview_digest,
    ActionId.EPISODE_CLAIM: claim,
    ActionId.EPISODE_ON_IT: open_claim,
    ActionId.EPISODE_HAND: open_hand_over,
    ActionId.EPISODE_SNOOZE: snooze,
    ActionId.EPISODE_FALSE: open_false_alarm,
    ActionId.EPISODE_RESOLVE: open_resolve,
    ActionId.EPISODE_MENU: choose_rare,
    ActionId.EPISODE_SHOW: show_episode,
    ActionId.LOG: open_log,
    ActionId.LOG_MESSAGE: open_log_of_message,
    ActionId.LOG_MORE: show_rest,
    ActionId.LOG_UNDO: undo_log,
    ActionId.LOG_EDIT: edit_log,
    ActionId.TASK_DONE: finish_task,
    ActionId.TASK_TOMORROW: postpone_to_tomorrow,
    ActionId.TASK_WEEK: postpone_to_next_week,
    ActionId.TASK_REASSIGN: open_reassign,
    ActionId.ACCOUNT_MENU: open_account_menu,
    ActionId.RENEWAL_UNDO: undo_renewal,
    ActionId.RECORD_RENEWAL: open_about_account,
    ActionId.FORECAST: open_about_account,
    ActionId.PULSE: open_about_account,
    ActionId.CHAMPION_LEFT: open_about_account,
    ActionId.WRONG_DATA: open_about_account,
    ActionId.PLAY_START: open_about_account,
    ActionId.PLAY_STOP: open_stop,
    ActionId.PLAN_OPEN: open_plan,
    ActionId.PLAN_EDIT: edit_plan,
    ActionId.PLAN_SHARE: share_plan,
    ActionId.WIN_SHARE: open_about_account,
    ActionId.SEGMENTS_PICTURE: send_picture,
    ActionId.MODEL_PICTURE: send_model,
    ActionId.JOURNEY_OPEN: open_journey,
    ActionId.VALUE_OPEN: open_value,
    ActionId.HOME_GO: go,
    ActionId.HOME_IMPORT: open_import,
    ActionId.HOME_OWNERS: show_owners,
    ActionId.HOME_TEST: send_test,
    ActionId.HOME_HOURS: open_hours,
    ActionId.HOME_AWAY: open_away,
    ActionId.HOME_MESSAGES: open_messages,
    ActionId.HOME_ALERTS: open_alerts,
    ActionId.HOME_CHANNEL: open_channel,
    ActionId.HOME_REMOVE: remove_channel,
    ActionId.HOME_AGAIN: send_again,
    ActionId.HOME_ERASE: open_erase,
}
OPTIONS: dict[ActionId, Listener] = {
    ActionId.FIND: suggest_accounts,
    ActionId.HOME_ZONE: suggest_zones,
    ActionId.HOME_COUNTRY: suggest_countries,
    ActionId.HOME_PERSON: suggest_people,
}
EVENTS: dict[str, Listener] = {
    "app_home_opened": open_home,
    "message.im": take_dropped_files,
    "reaction_added": offer_to_log,
}
"""By their names in Slack's settings; the payload of a message says apart from its type where it was written."""
WINDOWS: dict[WindowId, Listener] = {
    WindowId.IMPORT_FILES: take_given_files,
    WindowId.IMPORT_COLUMNS: change_columns,
    WindowId.PLAY_START: start_play,
    WindowId.PLAY_STOP: stop_play,
    WindowId.PLAN: save_plan,
    WindowId.WIN: preview_win,
    WindowId.WIN_PREVIEW: tell_win,
    WindowId.GROWTH: calculate_growth,
    WindowId.HOME_HOURS: save_hours,
    WindowId.HOME_AWAY: save_away,
    WindowId.HOME_MESSAGES: save_messages,
    WindowId.HOME_ALERTS: save_alerts,
    WindowId.HOME_CHANNEL: save_channel,
    WindowId.HOME_ERASE: ask_to_erase,
    WindowId.HOME_ERASE_SURE: erase,
    WindowId.EPISODE_CLAIM: take_on,
    WindowId.EPISODE_HAND: hand_over,
    WindowId.EPISODE_SNOOZE: snooze_until,
    WindowId.EPISODE_FALSE: call_false,
    WindowId.EPISODE_RESOLVE: resolve,
    WindowId.FOLLOW_UP: save_follow_up,
    WindowId.TASK_REASSIGN: reassign_task,
    WindowId.RECORD_RENEWAL: record_renewal,
    WindowId.FORECAST: save_forecast,
    WindowId.PULSE: save_pulse,
    WindowId.CHAMPION_LEFT: save_champion,
    WindowId.WRONG_DATA: report_wrong_data,
}
SHORTCUTS: dict[ShortcutId, Listener] = {ShortcutId.LOG_MESSAGE: log_message}


def register(app: App) -> None:
    """Register every listener.

    Raises:
        UnknownArgumentError: a listener asks for something that neither Bolt nor our middleware provides.
        NoPolicyError: nobody decided who may ask what a listener answers.
    """
    undecided = sorted(f"{entry.kind} {entry.name}" for entry in without_policy(entries()))
    if undecided:
        raise NoPolicyError(f"bot/access/policy.py does not say who may ask for: {', '.join(undecided)}")
    for name, listener in COMMANDS.items():
        app.command(name)(_checked(listener))
    for action, listener in ACTIONS.items():
        app.action(action.pattern)(_checked(listener))
    for action, listener in OPTIONS.items():
        app.options(action.value)(_checked(listener))
    for name, listener in EVENTS.items():
        app.event(name.partition(".")[0])(_checked(listener))
    for window, listener in WINDOWS.items():
        app.view(window.value)(_checked(listener))
    for shortcut, listener in SHORTCUTS.items():
        app.message_shortcut(shortcut.value)(_checked(listener))


def entries() -> tuple[Entry, ...]:
    """Return every way to ask that has a listener."""
    return (
        *(entry for name in COMMANDS for entry in entries_of_command(name)),
        *(Entry(Kind.ACTION, action.value) for action in ACTIONS),
        *(Entry(Kind.OPTIONS, action.value) for action in OPTIONS),
        *(Entry(Kind.EVENT, name) for name in EVENTS),
        *(Entry(Kind.VIEW, window.value) for window in WINDOWS),
        *(Entry(Kind.SHORTCUT, shortcut.value) for shortcut in SHORTCUTS),
    )


def _checked(listener: Listener) -> Listener:
    known = PROVIDED | inspect.signature(Args).parameters.keys()
    unknown = inspect.signature(listener).parameters.keys() - known
    if unknown:
        raise UnknownArgumentError(f"{listener.__module__}.{listener.__name__} asks for {sorted(unknown)}")
    return listener
