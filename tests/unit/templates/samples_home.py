"""Samples of the pages and windows of Home."""

from collections.abc import Callable, Iterator
from dataclasses import replace
from datetime import UTC, date, datetime, time
from types import MappingProxyType
from typing import Any

from bot.access.redaction import redacted_list, redacted_overview, redacted_renewals
from bot.access.rules import Role
from bot.home import windows
from bot.home.figures import Change, change_of, shared_out
from bot.home.routes import Choices as AlertChoices
from bot.home.state import HomeState, Pages, Tab
from bot.home.windows import Choices
from bot.rendering.message import Message
from bot.rendering.renderer import Renderer
from cs_engine.records.bands import Band
from cs_engine.records.digest_lines import Behind, Freshness
from cs_engine.records.episodes import Family
from cs_engine.records.home import (
    AlertSettings,
    CardInUse,
    DataState,
    DeliveryLine,
    DeliveryLog,
    Figures,
    FollowUpRow,
    Loaded,
    Overview,
    RenewalPage,
    RenewalRow,
    Setup,
    Source,
    TaskPage,
    TaskRow,
)
from cs_engine.records.lanes import LaneReason, LaneRow, Lanes
from cs_engine.records.logbook import (
    FollowUp,
    FollowUpKind,
    FollowUpOutcome,
    Forecast,
    ForecastCall,
    RenewalRecord,
    RenewalResult,
    Task,
    TaskState,
)
from cs_engine.records.outbox import Outcome
from cs_engine.records.portfolio import Scope
from cs_engine.records.preferences import (
    AuditLine,
    AuditPage,
    ChannelScope,
    ChannelSettings,
    Deed,
    Held,
    Person,
    Preferences,
    Route,
)
from cs_engine.service.home import LOST
from tests.unit.bot.answers import TODAY, portfolio, row
from tests.unit.templates.twists import Twist, emptied, twisted

NOW = datetime(2026, 11, 22, 9, tzinfo=UTC)
OVERVIEW = Overview(
    NOW,
    Freshness(TODAY, NOW, Behind.USAGE, TODAY),
    41,
    Figures(5, (("EUR", 90_000.0), ("USD", 12_500.0)), 7, 3),
    Figures(3, (("EUR", 60_000.0), ("GBP", 5_000.0)), 7, 4),
    unassigned=7,
    unassigned_arr=(("EUR", 90_000.0),),
)
WISHES = Preferences(
    "dana@ours.example",
    timezone="Europe/Berlin",
    language="zh-CN",
    country="DE",
    away_from=date(2026, 12, 21),
    away_until=date(2027, 1, 4),
    digest_dm=True,
    daily_dm=True,
    routes=MappingProxyType({Family.AT_RISK: Route.CHANNEL, Family.USAGE_DROP: Route.DIGEST}),
)
CHANNEL = ChannelSettings(
    "C1", "cs-team", ChannelScope.SEGMENT, "Enterprise", "dana@ours.example", NOW, weekday=3, at=time(8, 15)
)
USUAL = dict.fromkeys(Family, Route.DM) | {Family.SILENCE: Route.DIGEST, Family.DETRACTOR: None}
CHOICES = AlertChoices(AlertSettings(USUAL, 5, 30, 2), in_channel=True)
ALL_OFF = AlertSettings(dict.fromkeys(Family), 5, 1, 1)
NO_WAY = "not_in_channel"


def frame(twist: Twist[Any], tab: Tab, **changes: Any) -> dict[str, Any]:  # noqa: ANN401 - anything a page is told
    """Return what every page is told."""
    overview = replace(twisted(OVERVIEW, twist), unassigned=7, accounts=41)
    state = HomeState(tab, Scope.TEAM, (Band.AT_RISK, Band.LEAVING), ((Pages.ACCOUNTS, 2),))
    usual = {
        "state": state,
        "name": twist("Dana"),
        "overview": overview,
        "through": TODAY,
        "change": change_of(overview),
        "tabs": [{"tab": each, "code": state.to(each).code, "here": each is tab} for each in Tab],
        "whose": [state.whose(scope).code for scope in Scope],
        "mapped": True,
        "team": True,
        "acts": True,
        "leads": True,
        "setup": None,
    }
    return usual | changes


def frames(twist: Twist[Any], tab: Tab) -> Iterator[dict[str, Any]]:
    """Yield what a page is told: usual, without anything, without money, for somebody who looks after nobody."""
    yield frame(twist, tab)
    nothing = replace(emptied(OVERVIEW), unassigned=0, fresh=Freshness(TODAY, NOW, Behind.SCORES, TODAY))
    yield frame(twist, tab, overview=nothing, change=Change(), name=None, mapped=False, team=False, acts=False)
    poor = redacted_overview(replace(OVERVIEW, fresh=Freshness(TODAY, NOW, Behind.DATA, TODAY)), ())
    yield frame(twist, tab, overview=poor, change=change_of(poor), leads=False)


SETUPS = (
    Setup(),
    Setup(scored=True, owners=4, unassigned=7),
    Setup(scored=True, owners=4, channels=2),
    Setup(scored=True, owners=1, unassigned=1, channels=1, tested=True),
)


def _start(renderer: Renderer, twist: Twist[Any]) -> Iterator[Message]:
    for setup in (*SETUPS, None):
        yield renderer.page("home_start", page=frame(twist, Tab.TODAY, overview=None, setup=setup))


def _lane(twist: Twist[Any], reason: LaneReason) -> LaneRow:
    usual = LaneRow("acc-1", "Acme", Band.AT_RISK, reason, TODAY, "Call about the renewal", 61)
    known: LaneRow = twisted(usual, twist)
    return replace(known, task_id="task-1", number=61)


def _today(renderer: Renderer, twist: Twist[Any]) -> Iterator[Message]:
    rows = tuple(_lane(twist, reason) for reason in LaneReason)
    bare = tuple(LaneRow("acc-1", twist("Acme"), None, reason) for reason in LaneReason)
    for lanes in (Lanes(TODAY, rows, rows, rows, 3), Lanes(TODAY, bring=bare), Lanes(TODAY, close=rows), Lanes(TODAY)):
        shown = shared_out(lanes)
        told = {"lanes": shown, "rows": [*shown.owe, *shown.bring, *shown.close]}
        for page in frames(twist, Tab.TODAY):
            yield renderer.page("home_today", page=page, **told)
        yield renderer.page("home_today", page=frame(twist, Tab.TODAY, setup=SETUPS[1]), **told)


def _accounts(renderer: Renderer, twist: Twist[Any]) -> Iterator[Message]:
    worst = tuple(row(number, band=band, score=None) for number, band in enumerate([*Band, *Band]))
    listed = (
        portfolio(),
        portfolio(scope=Scope.TEAM, rows=worst, page=2, pages=3, unassigned=7),
        portfolio(rows=tuple(emptied(row(number)) for number in range(10))),
        redacted_list(portfolio(), ()),
    )
    for each in listed:
        numbers = {"page": each.page, "pages": each.pages, "unassigned": each.unassigned}
        shown = replace(twisted(each, twist), **numbers)
        touched = {one.account_id: NOW if number % 2 else None for number, one in enumerate(shown.rows)}
        told = {"portfolio": shown, "touched": touched, "unknown": any(x.band is Band.UNKNOWN for x in shown.rows)}
        for page in frames(twist, Tab.ACCOUNTS):
            yield renderer.page("home_accounts", page=page, **told)


def _renewals(renderer: Renderer, twist: Twist[Any]) -> Iterator[Message]:
    calls = [Forecast("acc-1", TODAY, call, "dana@ours.example", NOW) for call in ForecastCall]
    records = [RenewalRecord("r", "acc-1", result, TODAY, "dana@ours.example", NOW) for result in RenewalResult]
    told = zip([*Band, *Band], [*calls, *calls, *calls], [*records, *records], strict=False)
    usual = tuple(
        RenewalRow("acc-1", "Acme", band, 48_000.0, "EUR", TODAY, number * 40 - 10, "dana@ours.example", call, record)
        for number, (band, call, record) in enumerate(told)
    )
    bare = (emptied(usual[0]),)
    for rows in (usual, bare, ()):
        shown = RenewalPage(tuple(twisted(each, twist) for each in rows), 2, 3)
        for page, each in zip(frames(twist, Tab.RENEWALS), (shown, shown, redacted_renewals(shown, ())), strict=True):
            yield renderer.page("home_renewals", page=page, renewals=each)


def _task(twist: Twist[Any], *, overdue: bool) -> TaskRow:
    usual = Task("task-1", "acc-1", "Send the plan", "dana@ours.example", NOW, TaskState.OPEN, NOW, "dana@ours.example")
    return TaskRow(replace(twisted(usual, twist), id="task-1"), twist("Acme"), overdue)


def _follow_ups(renderer: Renderer, twist: Twist[Any]) -> Iterator[Message]:
    logged = tuple(
        FollowUp("f", "acc-1", "dana@ours.example", NOW, NOW, kind, outcome, "They want a discount")
        for kind, outcome in zip(FollowUpKind, [*FollowUpOutcome, FollowUpOutcome.POSITIVE], strict=True)
    )
    recent = tuple(FollowUpRow(twisted(each, twist), twist("Acme")) for each in logged)
    rows = tuple(_task(twist, overdue=bool(number % 2)) for number in range(10))
    for tasks in (
        TaskPage(rows, recent, 2, 3, 5, 30),
        TaskPage((), (), 1, 1, 0, 0),
        TaskPage(rows[:1], (), 1, 1, 0, 1),
    ):
        for page in frames(twist, Tab.FOLLOW_UPS):
            yield renderer.page("home_follow_ups", page=page, tasks=tasks)


def _channels(twist: Twist[Any]) -> tuple[ChannelSettings, ...]:
    usual = (
        CHANNEL,
        replace(CHANNEL, scope=ChannelScope.TEAM, value=None, alerts=True),
        replace(CHANNEL, scope=ChannelScope.OWNER, digest=False, gone_at=NOW, gone_reason=NO_WAY),
        replace(CHANNEL, gone_at=NOW, gone_reason="odd"),
    )
    kept = (replace(twisted(each, twist), channel="C1", weekday=6) for each in usual)
    return (*kept,) * 2


def _settings(renderer: Renderer, twist: Twist[Any]) -> Iterator[Message]:
    data = DataState(
        NOW,
        TODAY,
        tuple(CardInUse(twist("balanced"), twist("7540dc80"), number) for number in (1, 87, 13)),
        tuple(
            Loaded((twist("a.csv"),) * 3, NOW, state, twist("No table takes it.")) for state in ("done", "failed", "x")
        ),
        tuple(Source(table, NOW, 1200, refused) for table, refused in (("accounts", 0), ("usage", 7))),
    )
    told = {
        "zone": "Europe/Berlin",
        "emoji": twist("memo"),
        "data": data,
        "channels": _channels(twist),
        "more_channels": 2,
    }
    for wishes in (WISHES, Preferences("dana"), Preferences("dana", away_from=TODAY)):
        for page in frames(twist, Tab.SETTINGS):
            shown = {**page, "overview": None}
            yield renderer.page("home_settings", page=shown, wishes=wishes, routed=CHOICES.counted(wishes), **told)
    nothing = {"data": DataState(None, None, (), ()), "channels": (), "more_channels": 0}
    bare = {**told, **nothing, "wishes": Preferences("dana"), "routed": CHOICES.counted(Preferences("dana"))}
    yield renderer.page("home_settings", page=frame(twist, Tab.SETTINGS, overview=None), **bare)


def _admin(renderer: Renderer, twist: Twist[Any]) -> Iterator[Message]:
    people = [
        {"person": Person("U1", twist("dana@ours.example"), twist("Dana"), "UTC", away=True, accounts=41), "role": role}
        for role in (*Role, *Role, *Role)
    ]
    people.append({"person": Person("U2", None, twist("Bo"), None, away=False, accounts=0), "role": Role.VIEWER})
    kinds = ("episode", "digest", "reminder", "odd_kind")
    lines = tuple(
        DeliveryLine(
            NOW,
            twist(kinds[number % 4]),
            twist("cs-team"),
            outcome,
            twist("channel_not_found"),
            "digest:C1:2026-W47" if outcome in LOST else None,
        )
        for number, outcome in enumerate(Outcome)
    )
    audit = tuple(AuditLine(NOW, twist("dana"), twist(deed), twist("cs-team"), twist("weekday")) for deed in Deed)
    full = {
        "people": people,
        "people_page": 2,
        "people_pages": 3,
        "log": DeliveryLog(tuple((each, 3) for each in Outcome), lines, 2, 3),
        "audit": AuditPage(audit, 2, 3, 40),
        "channels": _channels(twist),
        "more_channels": 1,
    }
    nothing = {
        "people": [],
        "people_page": 1,
        "people_pages": 1,
        "log": DeliveryLog((), (), 1, 1),
        "audit": AuditPage((), 1, 1, 0),
        "channels": (),
        "more_channels": 0,
    }
    for told in (full, nothing):
        yield renderer.page("home_admin", page=frame(twist, Tab.ADMIN, overview=None), **told)


def _hours(renderer: Renderer, _twist: Twist[Any]) -> Iterator[Message]:
    for wishes in (WISHES, Preferences("dana")):
        yield in_window(windows.hours(renderer, wishes, "Asia/Shanghai"))


def _away(renderer: Renderer, _twist: Twist[Any]) -> Iterator[Message]:
    for wishes in (WISHES, Preferences("dana"), Preferences("dana", away_from=TODAY)):
        yield in_window(windows.away(renderer, wishes))


def _messages(renderer: Renderer, _twist: Twist[Any]) -> Iterator[Message]:
    for wishes in (replace(WISHES, emoji="eyes"), Preferences("dana")):
        yield in_window(windows.messages(renderer, wishes))


def _alerts(renderer: Renderer, _twist: Twist[Any]) -> Iterator[Message]:
    for wishes in (WISHES, Preferences("dana")):
        yield in_window(windows.alerts(renderer, wishes, CHOICES))
        yield in_window(windows.alerts(renderer, wishes, AlertChoices(ALL_OFF)))


def _channel(renderer: Renderer, twist: Twist[Any]) -> Iterator[Message]:
    name = twist("cs-team")
    for known in (replace(CHANNEL, name=name), replace(CHANNEL, scope=ChannelScope.OWNER, value="a@b.c"), None):
        many = tuple(f"person-{number}@ours.example" for number in range(120))
        for owners in (("a@b.c", *many), ()):
            yield in_window(windows.channel(renderer, known, Choices(("Enterprise",), owners, "Europe/Berlin")))


def _owners(renderer: Renderer, twist: Twist[Any]) -> Iterator[Message]:
    for owners, unassigned, known in ((3, 7, 0), (40, 0, 0), (2, 1, 2), (0, 0, 0)):
        addresses = tuple(twist(f"a{number}@ours.example") for number in range(owners))
        yield windows.owners(renderer, addresses, unassigned, {each.casefold() for each in addresses[:known]})


def _erase(renderer: Renderer, _twist: Twist[Any]) -> Iterator[Message]:
    yield in_window(windows.erase(renderer))


def _erase_sure(renderer: Renderer, twist: Twist[Any]) -> Iterator[Message]:
    for held in (Held("U1", twist("Dana"), 2, 41, 3), Held("U1", twist("Dana"), 1, 1, 0)):
        yield in_window(windows.erase_sure(renderer, held))


def _problem(renderer: Renderer, _twist: Twist[Any]) -> Iterator[Message]:
    for problem in ("unknown", "empty", "order", "channel"):
        yield renderer.render("home_problem", problem=problem)


def in_window(view: dict[str, Any]) -> Message:
    """A window as a message, so that all are looked at in the same way."""
    return Message(
        "\n".join(each["text"] for each in (view["title"], view["submit"], view["close"])), tuple(view["blocks"])
    )


SAMPLES: dict[str, Callable[[Renderer, Twist[Any]], Iterator[Message]]] = {
    "home_accounts": _accounts,
    "home_admin": _admin,
    "home_alerts_window": _alerts,
    "home_away_window": _away,
    "home_channel_window": _channel,
    "home_erase_sure_window": _erase_sure,
    "home_erase_window": _erase,
    "home_follow_ups": _follow_ups,
    "home_hours_window": _hours,
    "home_messages_window": _messages,
    "home_owners": _owners,
    "home_problem": _problem,
    "home_renewals": _renewals,
    "home_settings": _settings,
    "home_start": _start,
    "home_today": _today,
}
"""Message folder → what it is rendered with."""
PAGES = frozenset(f"home_{tab}" for tab in Tab) | {"home_start"}
"""Folders that are pages of Home."""
WINDOWS = frozenset(name for name in SAMPLES if name.endswith("_window"))
"""Folders that are windows to be submitted."""
