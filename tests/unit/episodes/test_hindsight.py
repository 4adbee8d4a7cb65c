"""How alerts are judged afterwards."""

from datetime import date, timedelta

import pytest

from cs_engine.episodes.hindsight import Life, Since, Span, Usual, Week, hindsight, trouble_after, usual_after
from cs_engine.records.hindsight import Share

START = date(2026, 1, 4)


def life(
    *uses: float, scores: tuple[float, ...] = (), mrr: tuple[float, ...] = (), lost_on: date | None = None
) -> Life:
    """Return a life of one week per value of use."""
    weeks = [
        Week(
            START + timedelta(weeks=number),
            scores[number] if scores else 60.0,
            mrr[number] if mrr else 100.0,
            use,
            use / 100,
        )
        for number, use in enumerate(uses)
    ]
    return Life(tuple(weeks), lost_on)


@pytest.mark.parametrize(
    ("told", "trouble"),
    [
        (life(50, 50, 50), False),
        (life(50, 45, 41), False),
        (life(50, 39, 39), True),
        (life(50, 10, 50, 50, 50, 50), False),
        (life(50, 50, 50, scores=(60, 50, 50)), True),
        (life(50, 50, 50, scores=(60, 40, 61)), False),
        (life(50, 50, 50, mrr=(100, 100, 98)), True),
        (life(50, 50, 50, mrr=(100, 120, 100)), False),
        (life(50, 50, 50, lost_on=START + timedelta(days=90)), True),
        (life(50, 50, 50, lost_on=START + timedelta(days=91)), False),
        (life(50, 50, 50, lost_on=START), False),
    ],
)
def test_trouble_is_a_loss_less_money_or_a_clear_decline_within_a_quarter(told: Life, trouble: bool) -> None:  # noqa: FBT001 - a table
    """Small moves are none, and what was over on the day itself was not foreseen."""
    assert trouble_after(told, START, Usual(), Since.DAY) is trouble


@pytest.mark.parametrize(
    ("uses", "stays_down", "falls"),
    [
        ((50,) * 16 + (30,) * 14, True, False),
        ((50,) * 16 + (30,) * 4 + (50,) * 10, False, False),
        ((50,) * 16 + (48,) * 4 + (30,) * 10, True, True),
        ((50,) * 30, False, False),
    ],
    ids=["fell before and stays down", "fell before and recovered", "falls from now on", "steady"],
)
def test_what_stays_below_the_level_before_is_told_apart_from_what_falls_on(
    uses: tuple[float, ...],
    stays_down: bool,  # noqa: FBT001 - a table
    falls: bool,  # noqa: FBT001 - a table
) -> None:
    """An alert about a fall that lasts was right; it need not fall twice."""
    told, day = life(*uses), START + timedelta(weeks=17)
    assert trouble_after(told, day, Usual(), Since.LEVEL) is stays_down
    assert trouble_after(told, day, Usual(), Since.DAY) is falls


def test_an_episode_counts_for_a_loss_only_if_it_was_open_so_many_days_before() -> None:
    """One that had ended by then, or began later, saw nothing."""
    lost = START + timedelta(weeks=20)
    lives = {name: life(*[50.0] * 20, lost_on=lost) for name in ("open", "ended", "late", "none")}
    spans = [
        Span("open", lost - timedelta(days=45), None),
        Span("ended", lost - timedelta(days=80), lost - timedelta(days=31)),
        Span("late", lost - timedelta(days=29), None),
    ]
    found = hindsight(spans, lives, START, lost)
    assert found.seen == {30: Share(1, 4), 60: Share(1, 4)}


def test_as_many_accounts_of_lowest_use_are_named_as_had_episodes() -> None:
    """The comparison gets the same volume, and only accounts that were customers on that day."""
    lost = START + timedelta(weeks=20)
    lives = {
        "gone": life(*[1.0] * 20, lost_on=START + timedelta(weeks=2)),
        "low": life(*[10.0] * 20, lost_on=lost),
        "high": life(*[90.0] * 20, lost_on=lost),
    }
    found = hindsight([Span("high", START, None)], lives, START, lost, before=(30,))
    assert found.seen == {30: Share(1, 2)}
    assert found.seen_by_usage == {30: Share(1, 2)}


def test_what_is_too_young_to_judge_is_left_out() -> None:
    """An alert of yesterday has not been wrong yet."""
    lives = {"a": life(*[50.0] * 30)}
    last = START + timedelta(weeks=30)
    found = hindsight([Span("a", last - timedelta(days=3), None)], lives, START, last)
    assert found.fell == Share(0, 0)
    assert found.fell.value is None
    assert found.fell_base == Share(0, 18)
    assert found.stayed_base == Share(0, 14)


def test_a_fall_that_everybody_shares_is_no_decline() -> None:
    """A holiday empties every office; who falls further than the others declines."""
    holiday = [life(50, 30, 30) for _ in range(3)]
    usual = usual_after(holiday, START, Since.DAY)
    assert not trouble_after(holiday[0], START, usual, Since.DAY)
    assert trouble_after(life(50, 20, 20), START, usual, Since.DAY)
