"""Home of a CSM who looks after five hundred accounts: every tab from stored data, rendered."""

import tempfile
from contextlib import closing
from datetime import UTC, timedelta
from functools import partial
from zoneinfo import ZoneInfo

from babel import Locale

from bot.access.answers import Answers
from bot.access.people import Caller
from bot.access.policy import RIGHTS, Access, Standing
from bot.access.rules import Role
from bot.home.page import Around, page_of
from bot.home.state import HomeState, Tab
from bot.rendering.renderer import Renderer, make_renderer
from cs_engine.health.snapshot import Snapshot
from cs_engine.records.logbook import Task, TaskState
from cs_engine.records.portfolio import Scope
from cs_engine.records.sight import EVERYTHING
from cs_engine.service.customer_success import CustomerSuccess
from cs_engine.storage.store import Store
from tests.benchmarks.report import Claim, seconds
from tests.unit.health.accounts import day_ago, days_ago
from tests.unit.service.desk import MONDAY, WEEK, kept

ACCOUNTS = 500
WEEKS = 8
ROUNDS = 9
LIMIT = 0.9
"""Opening five hundred documents takes 56 ms on an idle core: Home stays below 50 ms."""
NINE = MONDAY + timedelta(hours=9)
ANA = "ana@ours.example"
TABS = (Tab.TODAY, Tab.ACCOUNTS, Tab.RENEWALS, Tab.FOLLOW_UPS)


def claims() -> list[Claim]:
    """Compare the slowest tab with opening the documents of all these accounts once, which it must not do."""
    with tempfile.TemporaryDirectory() as folder, closing(Store.open(f"sqlite:///{folder}/steward.db")) as store:
        document = _fill(store)
        cs = CustomerSuccess(store, lambda: NINE)
        renderer = make_renderer(Locale("en", "US"), ZoneInfo("Europe/Berlin"), NINE.date())
        found = {tab: seconds(partial(_shown, cs, renderer, tab), ROUNDS) for tab in TABS}
        opened = seconds(lambda: [Snapshot.from_document(document) for _ in range(ACCOUNTS)], ROUNDS)
    slowest = max(found, key=lambda tab: found[tab])
    told = ", ".join(f"{tab} {found[tab] * 1000:.0f} ms" for tab in TABS)
    detail = f"{told}; opening {opened * 1000:.0f} ms"
    sentence = f"Home of {ACCOUNTS} accounts, {slowest} / opening their documents"
    return [Claim(sentence, found[slowest] / opened, LIMIT, detail)]


def _fill(store: Store) -> str:
    store.migrate()
    for back in range(WEEKS):
        as_of = MONDAY - back * WEEK
        facts = {"owner": ANA, "usage_last_day": day_ago(1, as_of), "last_two_way_at": days_ago(30, as_of)}
        store.write_snapshots([kept(f"A{n:04}", f"Customer {n}", as_of, **facts) for n in range(ACCOUNTS)])
    with store.changing() as memory:
        for number in range(200):
            due = NINE + timedelta(days=number % 20 - 10)
            memory.logbook.add_task(
                Task(f"t{number}", f"A{number:04}", "Send it", ANA, due, TaskState.OPEN, MONDAY - WEEK, ANA)
            )
    row = store.current("A0000")
    if row is None:
        raise LookupError("A0000")
    return row.document


def _shown(cs: CustomerSuccess, renderer: Renderer, tab: Tab) -> None:
    caller = Caller("U1", "Ana", ANA, Locale("en", "US"), ZoneInfo("Europe/Berlin"), Standing.MEMBER)
    answers = Answers(cs, Access(Role.CSM, RIGHTS[Role.CSM], EVERYTHING), "U1", ANA, "Ana")
    page_of(HomeState(tab, Scope.MINE), answers, renderer, Around(caller, NINE.astimezone(UTC), lambda *_: Role.CSM))
