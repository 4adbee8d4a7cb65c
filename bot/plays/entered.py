"""What somebody filled in in the windows of plays, plans and wins; what nobody could have filled in is refused."""

import json
import math
from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass, fields
from datetime import date
from typing import Any, Self

from bot.errors import STALE_WINDOW, StaleButton
from bot.ids import Field
from cs_engine.records.plays import Goal, Milestone

GOALS, MILESTONES = 3, 4
"""Room in the window of a plan: who promises more keeps less."""
MOST_METADATA = 3000

State = Mapping[str, Mapping[str, Any]]


@dataclass(frozen=True, slots=True)
class WinEntry:
    """A win as it was filled in, carried from its window to its preview. ``credit`` are Slack users."""

    account: str
    story: str
    effect: str
    credit: tuple[str, ...]
    channel: str
    answer: str = ""
    """Address at which the message that was clicked can be answered."""

    @property
    def code(self) -> str:
        """As it travels."""
        return json.dumps(asdict(self), ensure_ascii=False)

    @classmethod
    def of(cls, view: Mapping[str, Any]) -> Self:
        """Read back what the preview remembers.

        Raises:
            StaleButton: no preview of ours remembers that.
        """
        told = _json(view)
        names = {one.name for one in fields(cls)}
        credit = told.pop("credit", None)
        if {*told, "credit"} != names or not all(isinstance(value, str) for value in told.values()):
            raise StaleButton(STALE_WINDOW)
        if not isinstance(credit, list) or not all(isinstance(user, str) for user in credit):
            raise StaleButton(STALE_WINDOW)
        return cls(**told, credit=tuple(credit))


def state_of(view: Mapping[str, Any]) -> State:
    """Return the entries of a window by the names of their elements."""
    blocks = (view.get("state") or {}).get("values") or {}
    return {name: entry for block in blocks.values() for name, entry in block.items()}


def text(state: State, name: str) -> str:
    """Return what was typed, without spaces around it."""
    return _string(state, name, "value").strip()


def chosen(state: State, name: str) -> str:
    """Return the value of the option that was chosen, empty when none was."""
    option = (state.get(name) or {}).get("selected_option") or {}
    value = option.get("value", "") if isinstance(option, Mapping) else None
    if not isinstance(value, str):
        raise StaleButton(STALE_WINDOW)
    return value


def win(state: State, account: str, answer: str) -> WinEntry:
    """Return a win as it was filled in."""
    story, effect = text(state, Field.WIN_STORY), text(state, Field.WIN_EFFECT)
    channel = _string(state, Field.WIN_CHANNEL, "selected_conversation")
    credit = (state.get(Field.WIN_CREDIT) or {}).get("selected_users") or []
    if not isinstance(credit, list) or not all(isinstance(user, str) for user in credit):
        raise StaleButton(STALE_WINDOW)
    return WinEntry(account, story, effect, tuple(credit), channel, answer)


def goals(state: State, known: Sequence[Goal], metrics: Sequence[str]) -> tuple[Goal, ...]:
    """Return the goals of a plan's window; one whose text was emptied is gone, one whose metric changed begins anew."""
    found = []
    for place in range(GOALS):
        before = known[place] if place < len(known) else Goal("", "")
        words = text(state, f"{Field.GOAL_TEXT}.{place}")
        metric = chosen(state, f"{Field.GOAL_METRIC}.{place}") or None
        if metric is not None and metric not in metrics:
            raise StaleButton(STALE_WINDOW)
        if not words:
            continue
        target, by = _number(state, f"{Field.GOAL_TARGET}.{place}"), _day(state, f"{Field.GOAL_BY}.{place}")
        same = (metric, target) == (before.metric, before.target)
        found.append(
            Goal(
                before.id,
                words,
                metric,
                before.start if metric == before.metric else None,
                target,
                by,
                before.reached_on if same else None,
            )
        )
    return tuple(found)


def picked(state: State) -> tuple[str, ...]:
    """Return the Slack user who was picked for each milestone, empty where nobody was."""
    return tuple(_string(state, f"{Field.STEP_OWNER}.{place}", "selected_user") for place in range(MILESTONES))


def milestones(
    state: State, known: Sequence[Milestone], owners: Sequence[str | None], today: date
) -> tuple[Milestone, ...]:
    """Return the milestones of a plan's window; one whose text was emptied is gone."""
    found = []
    for place in range(MILESTONES):
        before = known[place] if place < len(known) else Milestone("", "")
        words = text(state, f"{Field.STEP_TEXT}.{place}")
        done = bool((state.get(f"{Field.STEP_DONE}.{place}") or {}).get("selected_options"))
        if words:
            by = _day(state, f"{Field.STEP_BY}.{place}")
            found.append(Milestone(before.id, words, owners[place], by, (before.done_on or today) if done else None))
    return tuple(found)


def _number(state: State, name: str) -> float | None:
    typed = _string(state, name, "value")
    try:
        number = float(typed) if typed else None
    except ValueError as unknown:
        raise StaleButton(STALE_WINDOW) from unknown
    if number is not None and not math.isfinite(number):
        raise StaleButton(STALE_WINDOW)
    return number


def _day(state: State, name: str) -> date | None:
    picked = _string(state, name, "selected_date")
    try:
        return date.fromisoformat(picked) if picked else None
    except ValueError as unknown:
        raise StaleButton(STALE_WINDOW) from unknown


def _string(state: State, name: str, key: str) -> str:
    given = (state.get(name) or {}).get(key) or ""
    if not isinstance(given, str):
        raise StaleButton(STALE_WINDOW)
    return given


def _json(view: Mapping[str, Any]) -> dict[str, Any]:
    try:
        told = json.loads(str(view.get("private_metadata") or "{}"))
    except ValueError as unreadable:
        raise StaleButton(STALE_WINDOW) from unreadable
    if not isinstance(told, dict):
        raise StaleButton(STALE_WINDOW)
    return told
