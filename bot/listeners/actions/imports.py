"""Buttons and menus under a preview: load it, leave it, answer what is open, give columns to others."""

from collections.abc import Mapping
from dataclasses import replace
from typing import Any

from slack_bolt import Ack

from bot.access.answers import Answers
from bot.access.people import Caller
from bot.access.policy import Right
from bot.errors import Refused, StaleButton
from bot.ids import Field
from bot.imports import words
from bot.imports.desk import Desk
from bot.imports.words import Step
from bot.listeners.actions.card import chosen
from bot.middleware import Screen
from cs_engine.imports import Import, ImportState, Move, Wishes
from cs_engine.service.intake.inbox import misfit
from cs_engine.wording import phrase

OVER = phrase("This was decided in the meantime. What happens with the files stands in their message.")
UNKNOWN = phrase("These files are no longer known here; send them again.")
OPEN = phrase("First answer what is open above the buttons; nothing was loaded.")


def load_import(ack: Ack, action: Mapping[str, Any], screen: Screen, cs: Answers, caller: Caller, desk: Desk) -> None:
    """Have a previewed import loaded; whoever presses second is told what is happening already."""
    ack()
    one = _known(cs, caller, chosen(action))
    if one.look is not None and one.look.questions:
        raise StaleButton(OPEN)
    if cs.inbox.confirm(one.id):
        desk.take(cs.inbox, _again(cs, one))
    else:
        screen.add(desk.already(_again(cs, one)))


def dismiss_import(
    ack: Ack, action: Mapping[str, Any], screen: Screen, cs: Answers, caller: Caller, desk: Desk
) -> None:
    """Leave a previewed import."""
    ack()
    one = _known(cs, caller, chosen(action))
    if cs.inbox.cancel(one.id):
        desk.show(one, Step.CANCELLED)
    else:
        screen.add(desk.already(_again(cs, one)))


def answer_question(
    ack: Ack, action: Mapping[str, Any], screen: Screen, cs: Answers, caller: Caller, desk: Desk
) -> None:
    """Look at the files again with what somebody said about their dates or numbers."""
    ack()
    import_id, _, said = chosen(action).partition("|")
    one = _known(cs, caller, import_id)
    if said not in words.ANSWERS:
        raise StaleButton(OVER)
    _revise(one, words.ANSWERS[said](one.wishes), screen, cs, desk)


def open_columns(ack: Ack, action: Mapping[str, Any], screen: Screen, cs: Answers, caller: Caller, desk: Desk) -> None:
    """Open the window in which columns are given to others."""
    ack()
    one = _known(cs, caller, chosen(action))
    if one.state is not ImportState.PREVIEWED or one.look is None:
        screen.add(desk.already(one))
        return
    screen.open(words.columns_window(desk.renderer(one), one, one.look))


def change_columns(ack: Ack, view: Mapping[str, Any], cs: Answers, caller: Caller, desk: Desk) -> None:
    """Look at the files again with columns given to others; what cannot be is said beside the column."""
    import_id, _, changed_at = str(view.get("private_metadata") or "").partition("|")
    one = _known(cs, caller, import_id)
    if one.look is None or one.changed_at.isoformat() != changed_at:
        raise StaleButton(OVER)
    moves, blocks = _moves(view, one)
    problem = misfit(moves)
    if problem is not None:
        said = desk.renderer(one).plainly(problem.said)
        ack(response_action="errors", errors={blocks.get(problem.move, next(iter(blocks.values()))): said})
        return
    ack()
    if moves:
        wishes = replace(one.wishes, rounds=(*one.wishes.rounds, moves))
        _revise(one, wishes, None, cs, desk)


def _moves(view: Mapping[str, Any], one: Import) -> tuple[tuple[Move, ...], dict[Move, str]]:
    """Read from the window which columns go elsewhere, and in which block each of them was chosen."""
    known = words.slots(one.look) if one.look else []
    found: dict[Move, str] = {}
    for block_id, entered in ((view.get("state") or {}).get("values") or {}).items():
        option = (entered.get(Field.COLUMN) or {}).get("selected_option") or {}
        if not block_id.isdecimal() or int(block_id) >= len(known) or not option:
            continue
        for move in words.moves_to(known[int(block_id)], str(option.get("value"))):
            found[move] = block_id
    return tuple(found), found


def _revise(one: Import, wishes: Wishes, screen: Screen | None, cs: Answers, desk: Desk) -> None:
    if cs.inbox.revise(one.id, wishes):
        desk.take(cs.inbox, _again(cs, one))
    elif screen is not None:
        screen.add(desk.already(_again(cs, one)))
    else:
        raise StaleButton(OVER)


def _known(cs: Answers, caller: Caller, import_id: str) -> Import:
    """Return an import that the caller may decide about: their own, or any for an admin.

    Raises:
        StaleButton: it is not known any more.
        Refused: somebody else sent it.
    """
    one = cs.inbox.find(import_id)
    if one is None:
        raise StaleButton(UNKNOWN)
    if one.sender.user_id != caller.user_id and not cs.may(Right.ADMINISTER):
        raise Refused("files that somebody else sent")
    return one


def _again(cs: Answers, one: Import) -> Import:
    return cs.inbox.find(one.id) or one
