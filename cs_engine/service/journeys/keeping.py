"""Reading the lives of a book's customers, and keeping them, and what growth plans begin with, beside the snapshots."""

from collections.abc import Iterator, Mapping
from datetime import datetime

import pandas as pd

from cs_engine.book.door import open_book
from cs_engine.book.known_rows import known_rows
from cs_engine.journey.passage import EVERYBODY
from cs_engine.journey.rules import Axis, StageRules
from cs_engine.journey.spells import days_in
from cs_engine.journey.stages import PROSPECT_ID
from cs_engine.metrics.exchange import RateTable
from cs_engine.records.journey_view import AxisFacts, Hurt, KeptJourneys, KeptLife, Passed, StageFact, Stay
from cs_engine.service.growth.known import known_growth
from cs_engine.service.industries import Ways
from cs_engine.service.journeys.telling import PAIN_WINDOW, AxisAnswer, Life, axis_answer, newest_instant, read_life
from cs_engine.storage.store import Store


def keep_journeys(store: Store, book_url: str, now: datetime, ways: Ways, rates: RateTable | None = None) -> int:
    """Read all lives as they are known now, keep them, and return how many accounts have one.

    Args:
        store: the memory.
        book_url: the book; it is only read.
        now: aware, in the workspace's zone.
        ways: the rules of stages, and what features are called.
        rates: of exchange, for what campaigns cost.

    Raises:
        NothingToShow: there is no book.
        StoreUnavailable: someone else holds it.
    """
    with open_book(book_url) as book:
        as_of = newest_instant(book, now)
        life = read_life(book, as_of, ways.rules)
        campaigns = known_rows(book, "campaigns", as_of)
    since = life.today - PAIN_WINDOW
    axes = tuple(_facts(axis_answer(life, axis, ways.rules, since), life) for axis in Axis)
    lives = [each for axis in Axis for each in _lives(life, axis, ways.rules)]
    growth = known_growth(life, campaigns, ways.rules, rates)
    with store.changing() as memory:
        memory.journeys.put(KeptJourneys(life.as_of, since.date(), axes, dict(ways.features), growth), lives)
    return len({each.account_id for each in lives})


def _facts(told: AxisAnswer, life: Life) -> AxisFacts:
    stages = tuple(
        StageFact(each.stage, each.entered, each.median_days, each.median_low, each.median_high, each.usual_days)
        for each in told.pace
        if each.segment == EVERYBODY
    )
    passed = tuple(
        Passed(each.stage, each.following, each.count, each.share.n, each.share.value, each.share.low, each.share.high)
        for each in told.passages
        if each.share.value is not None and each.share.low is not None and each.share.high is not None
    )
    hurts = tuple(
        Hurt(each.stage, str(each.origin), each.what, each.events, each.accounts, each.of_accounts)
        for each in told.pains
    )
    names = life.spells[told.axis]["account_id"].drop_duplicates()
    return AxisFacts(str(told.axis), stages, passed, hurts, int(names.str.startswith(PROSPECT_ID).sum()))


def _lives(life: Life, axis: Axis, rules: StageRules) -> Iterator[KeptLife]:
    spells = life.spells[axis]
    own = spells[~spells["account_id"].str.startswith(PROSPECT_ID)]
    usual = {str(stage): days for stage, days in rules.usual_days.items()}
    for account_id, those in own.assign(days=days_in(own, life.today)).groupby("account_id", sort=True):
        stays = tuple(_stays(those))
        yield KeptLife(str(account_id), str(axis), stays[-1].stage, _over(stays[-1], usual), stays)


def _stays(those: pd.DataFrame) -> Iterator[Stay]:
    columns = (those[name] for name in ("stage", "since", "until", "days"))
    for stage, since, until, days in zip(*columns, strict=True):
        yield Stay(str(stage), since.date(), None if pd.isna(until) else until.date(), int(days))


def _over(present: Stay, usual: Mapping[str, int]) -> int | None:
    most = usual.get(present.stage)
    return None if most is None or present.days <= most else present.days - most
