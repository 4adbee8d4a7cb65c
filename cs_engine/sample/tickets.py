"""Support tickets: the weak write more often, but so do the curious."""

import numpy as np

from cs_engine.sample.days import DAY_SECONDS, NEVER, WEEK, second_text
from cs_engine.sample.draws import FloatArray, IntArray, TextArray, normal, pick, poisson, uniform
from cs_engine.sample.scene import Columns, Scene, arrivals, kept, known_text, moments, row_ids
from cs_engine.sample.stories import PlannedTicket, Story

PRIORITIES = ("low", "normal", "high", "urgent")
_PRIORITY_WEIGHTS = (28, 46, 19, 7)
_HOURS_TO_CLOSE = np.array([140.0, 90.0, 60.0, 30.0])
_HOURS_TO_ANSWER = np.array([18.0, 9.0, 4.0, 1.5])
_CATEGORIES = ("how_to", "bug", "performance", "integration", "billing", "feature_request")
_CATEGORY_WEIGHTS = (30, 22, 10, 16, 10, 12)
_PER_WEEK = {"digital": 0.08, "mid": 0.2, "enterprise": 0.5}
WEAKNESS_IN_TICKETS = 0.4
REOPENED = 0.07
RATED = 0.35
LATE_SHARE, LATE_DAYS = 0.02, 5


def tickets(scene: Scene, stories: dict[int, Story]) -> Columns:
    """Return all tickets known by the last day; a reopened one closes after its reopening.

    The extra column ``closed_second`` says when a survey may follow: never for tickets that arrived late.
    """
    drawn = _drawn(scene)
    planned = [(row, number, told) for row, story in stories.items() for number, told in enumerate(story.tickets)]
    table = _with_outcome(scene, drawn)
    if not planned:
        return table
    told = _planned(scene, planned)
    return {name: np.concatenate([table[name], told[name]]) for name in table}


def _drawn(scene: Scene) -> dict[str, IntArray]:
    """Return row, day of opening and number within the week of every ticket drawn."""
    weeks = scene.span.weeks
    base = np.array([_PER_WEEK[segment] for segment in scene.block.texts("segment")])[:, None]
    rate = base * np.exp(-WEAKNESS_IN_TICKETS * scene.path.health)
    counts = poisson(scene.draws.outer("tickets", weeks), rate)
    row, week = np.nonzero(counts)
    repeats = counts[row, week]
    row, week = np.repeat(row, repeats), np.repeat(week, repeats)
    number = np.arange(len(row)) - np.repeat(np.cumsum(repeats) - repeats, repeats)
    day = weeks[week] + pick(scene.draws.of(row).paired("ticket-day", weeks[week], number), (6, 6, 6, 6, 6, 1, 1))
    signup, last = scene.block.ints("signup")[row], scene.served_until[row]
    open_ = (day >= np.maximum(signup, scene.span.start)) & (day <= np.minimum(last, scene.span.until))
    return {"row": row[open_], "day": day[open_], "number": number[open_]}


def _with_outcome(scene: Scene, drawn: dict[str, IntArray]) -> Columns:
    row, day, number = drawn["row"], drawn["day"], drawn["number"]
    draws, end = scene.draws.of(row), scene.span.end_second
    opened = moments(day, draws.paired("ticket-hour", day, number))
    priority = pick(draws.paired("ticket-priority", day, number), _PRIORITY_WEIGHTS)
    answer = _hours(_HOURS_TO_ANSWER[priority], normal(draws.paired("ticket-answer", day, number)))
    solve = answer + _hours(_HOURS_TO_CLOSE[priority], normal(draws.paired("ticket-close", day, number)))
    again = uniform(draws.paired("ticket-again", day, number)) < REOPENED
    reopened = opened + ((solve + 20.0) * 3600).astype(np.int64)
    closed = np.where(again, reopened + (solve * 3600).astype(np.int64), opened + (solve * 3600).astype(np.int64))
    health = scene.path.health[row, scene.span.week_of(day)]
    stars = np.round(np.clip(3.8 + 0.55 * health + normal(draws.paired("ticket-stars", day, number)) - again, 1, 5))
    rated = (uniform(draws.paired("ticket-rated", day, number)) < RATED) & (closed < end)
    known = arrivals(day, draws.paired("late-ticket", day, number), LATE_SHARE, LATE_DAYS)
    category = np.array(_CATEGORIES, dtype=object)
    table = {
        "row": row,
        "ticket_id": row_ids(scene.block.texts("account_id")[row], "T", day // WEEK, day % WEEK, number),
        "account_id": scene.block.texts("account_id")[row],
        "opened_at": second_text(opened, end),
        "closed_at": second_text(closed, end),
        "reopened_at": np.where(again, second_text(reopened, end), ""),
        "priority": np.array(PRIORITIES, dtype=object)[priority],
        "category": category[pick(draws.paired("ticket-category", day, number), _CATEGORY_WEIGHTS)],
        "first_response_hours": _known_hours(answer, opened, end),
        "csat": np.where(rated, stars.astype(int).astype(object), ""),
        "known_at": known_text(known, scene.span),
        "closed_second": np.where(known > 0, NEVER * DAY_SECONDS, closed),
    }
    return kept(table, known < end)


def _hours(typical: FloatArray, spread: FloatArray) -> FloatArray:
    return np.round(typical * np.exp(0.9 * spread), 1) + 0.1


def _known_hours(hours: FloatArray, opened: IntArray, end: int) -> TextArray:
    return np.where(opened + hours * 3600 < end, np.round(hours, 1).astype(object), "")


def _planned(scene: Scene, planned: list[tuple[int, int, PlannedTicket]]) -> Columns:
    anchor, end = scene.span.anchor, scene.span.end_second
    row = np.array([row for row, _, _ in planned])
    opened = np.array([(anchor + told.opened) * DAY_SECONDS + 34_500 for _, _, told in planned])
    closed = np.array([(anchor + told.closed) * DAY_SECONDS + 52_200 for _, _, told in planned])
    ids = scene.block.texts("account_id")[row]
    table = {
        "row": row,
        "ticket_id": row_ids(ids, "P", np.array([number for _, number, _ in planned])),
        "account_id": ids,
        "opened_at": second_text(opened, end),
        "closed_at": second_text(closed, end),
        "reopened_at": np.full(len(row), "", dtype=object),
        "priority": np.array([told.priority for _, _, told in planned], dtype=object),
        "category": np.array([told.category for _, _, told in planned], dtype=object),
        "first_response_hours": _known_hours(np.full(len(row), 2.5), opened, end),
        "csat": np.full(len(row), "", dtype=object),
        "known_at": np.full(len(row), "", dtype=object),
        "closed_second": closed,
    }
    return kept(table, (opened < end) & (opened >= scene.span.start * DAY_SECONDS))
