"""Surveys: NPS twice a year, CSAT after some tickets, CES after onboarding; most are never answered."""

import numpy as np

from cs_engine.sample.comments import comments
from cs_engine.sample.days import DAY_SECONDS, NEVER, second_text
from cs_engine.sample.draws import BoolArray, FloatArray, IntArray, TextArray, between, normal, uniform
from cs_engine.sample.people import ADMIN, CHAMPION, SPONSOR, USER, Roster, contact_ids
from cs_engine.sample.scene import Columns, Scene, kept, moments, row_ids, run_starts
from cs_engine.sample.stories import PlannedAnswer, Story

NPS_DAYS = 182
NPS_PLACES = (CHAMPION, SPONSOR, ADMIN, USER)
CES_AFTER_DAYS = 45
CSAT_SHARE = 0.2
ANSWERED = 0.36
COMMENTED = 0.45
_NPS, _CSAT, _CES = "nps", "csat", "ces"
_SCALES = {_NPS: (7.1, 1.6, 1.4, 0, 10), _CSAT: (3.7, 0.6, 0.8, 1, 5), _CES: (5.0, 0.6, 1.1, 1, 7)}
"""Middle, weight of health, noise, lowest and highest score."""


def responses(scene: Scene, table: Roster, closed_tickets: Columns, stories: dict[int, Story]) -> Columns:
    """Return one row per survey delivered by the last day, whether answered or not."""
    asked = [
        _answers(scene, _NPS, *_nps_waves(scene, table, stories)),
        _answers(scene, _CSAT, *_after_tickets(scene, closed_tickets)),
        _answers(scene, _CES, *_after_onboarding(scene, table)),
    ]
    planned = [(row, number, told) for row, story in stories.items() for number, told in enumerate(story.answers)]
    if planned:
        asked.append(_planned(scene, planned))
    return {name: np.concatenate([part[name] for part in asked]) for name in asked[0]}


def _nps_waves(scene: Scene, table: Roster, stories: dict[int, Story]) -> tuple[IntArray, IntArray, IntArray]:
    """Return row, day and place of every NPS survey; each account has its own rhythm of 26 weeks."""
    span = scene.span
    offset = between(scene.draws.outer("nps-offset"), 0, NPS_DAYS)
    first = span.start + (offset - span.start) % NPS_DAYS
    days = first[:, None] + NPS_DAYS * np.arange((span.until - span.start) // NPS_DAYS + 1)
    there = table.present(days)[:, :, list(NPS_PLACES)]
    fits = (days <= span.until) & (days >= scene.block.ints("signup")[:, None] + 60)
    fits &= days <= np.minimum(scene.losses.lost_on, scene.served_until)[:, None]
    scripted = np.isin(np.arange(len(offset)), [row for row, story in stories.items() if story.answers])
    row, wave, place = np.nonzero(there & (fits & ~scripted[:, None])[:, :, None])
    return row, days[row, wave], np.array(NPS_PLACES)[place]


def _after_tickets(scene: Scene, closed_tickets: Columns) -> tuple[IntArray, IntArray, IntArray]:
    row = np.asarray(closed_tickets["row"], dtype=np.int64)
    closed = np.asarray(closed_tickets["closed_second"], dtype=np.int64) // DAY_SECONDS
    keys = scene.draws.of(row).paired("csat", np.asarray(closed_tickets["closed_second"], dtype=np.int64))
    asked = (uniform(keys) < CSAT_SHARE) & (closed < scene.span.until)
    row, day = row[asked], closed[asked] + 1
    order = np.lexsort((day, row))
    row, day = row[order], day[order]
    alone = run_starts(row, day)
    return row[alone], day[alone], np.full(int(alone.sum()), ADMIN)


def _after_onboarding(scene: Scene, table: Roster) -> tuple[IntArray, IntArray, IntArray]:
    day = np.where(scene.block.paid_from < NEVER, scene.block.paid_from + CES_AFTER_DAYS, NEVER)
    there = table.present(day[:, None])[:, 0, ADMIN]
    row = np.flatnonzero(there & (day >= scene.span.start) & (day <= scene.span.until) & (day <= scene.served_until))
    return row, day[row], np.full(len(row), ADMIN)


def _answers(scene: Scene, survey: str, row: IntArray, day: IntArray, place: IntArray) -> Columns:
    draws, end = scene.draws.of(row), scene.span.end_second
    delivered = moments(day, draws.paired(f"{survey}-hour", day, place))
    health = scene.path.health[row, scene.span.week_of(day)]
    chance = ANSWERED + 0.05 * np.clip(health, -2, 2)
    wait = 1800 - 2.5 * DAY_SECONDS * np.log1p(-uniform(draws.paired(f"{survey}-wait", day, place)))
    responded = delivered + wait.astype(np.int64)
    answered = (uniform(draws.paired(f"{survey}-answers", day, place)) < chance) & (responded < end)
    score = _score(scene, survey, row, day, place)
    share = (score - _SCALES[survey][3]) / (_SCALES[survey][4] - _SCALES[survey][3])
    wordy = answered & (uniform(draws.paired(f"{survey}-wordy", day, place)) < COMMENTED)
    said = comments(share, _speaks_chinese(scene)[row], draws.paired(f"{survey}-words", day, place))
    columns = {
        "row": row,
        "response_id": row_ids(scene.block.texts("account_id")[row], survey[0].upper() + survey[1], day, place),
        "account_id": scene.block.texts("account_id")[row],
        "contact_id": contact_ids(scene, row, place),
        "survey": np.full(len(row), survey, dtype=object),
        "occasion": np.full(len(row), "relationship" if survey == _NPS else "transactional", dtype=object),
        "delivered_at": second_text(delivered, end),
        "responded_at": np.where(answered, second_text(responded, end), ""),
        "score": np.where(answered, score.astype(int).astype(object), ""),
        "comment": np.where(wordy, said, ""),
    }
    return kept(columns, delivered < end)


def _speaks_chinese(scene: Scene) -> TextArray:
    return scene.block.texts("chinese_name")


def _score(scene: Scene, survey: str, row: IntArray, day: IntArray, place: IntArray) -> FloatArray:
    """Return the score: health, a little of the outside pull, the person's own manner, and noise."""
    middle, weight, noise, low, high = _SCALES[survey]
    week = scene.span.week_of(day)
    draws = scene.draws.of(row)
    manner = 0.5 * normal(draws.paired("manner", place))
    felt = scene.path.health[row, week] - 0.35 * scene.path.pull[row, week] + manner
    drawn = normal(draws.paired(f"{survey}-score", day, place))
    return np.clip(np.round(middle + weight * felt + noise * drawn), low, high)


def _planned(scene: Scene, planned: list[tuple[int, int, PlannedAnswer]]) -> Columns:
    span = scene.span
    row = np.array([row for row, _, _ in planned])
    day = np.array([span.anchor + told.day for _, _, told in planned])
    answered: BoolArray = (day + 1) * DAY_SECONDS + 36_000 < span.end_second
    ids = scene.block.texts("account_id")[row]
    score = np.array([told.score for _, _, told in planned], dtype=object)
    said = np.array([told.comment for _, _, told in planned], dtype=object)
    columns = {
        "row": row,
        "response_id": row_ids(ids, "P", np.array([number for _, number, _ in planned])),
        "account_id": ids,
        "contact_id": contact_ids(scene, row, np.full(len(row), CHAMPION)),
        "survey": np.full(len(row), _NPS, dtype=object),
        "occasion": np.full(len(row), "relationship", dtype=object),
        "delivered_at": second_text(day * DAY_SECONDS + 32_400, span.end_second),
        "responded_at": second_text((day + 1) * DAY_SECONDS + 36_000, span.end_second),
        "score": np.where(answered, score, ""),
        "comment": np.where(answered, said, ""),
    }
    return kept(columns, (day >= span.start) & (day <= span.until))
