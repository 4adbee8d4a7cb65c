"""The pages of Home: which template a tab has, and what it is told."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from math import ceil
from types import MappingProxyType
from typing import Any

from bot.access.answers import Answers
from bot.access.people import Caller
from bot.access.policy import Right
from bot.access.rules import Role
from bot.home.figures import change_of, shared_out
from bot.home.routes import choices_of
from bot.home.state import HomeState, Pages, Tab
from bot.rendering.message import Message
from bot.rendering.renderer import Renderer
from cs_engine.records.bands import Band
from cs_engine.records.home import Overview
from cs_engine.records.portfolio import PortfolioRow, Scope

CHANNELS = 8
"""Two blocks each; whoever has more removes some, or asks the command line."""
PEOPLE = 15
DEFAULT_EMOJI = "memo"


@dataclass(frozen=True, slots=True)
class Around:
    """Who looks, when, and what everybody is here."""

    caller: Caller
    now: datetime
    """In the caller's zone."""
    role_of: Callable[[str, str | None], Role]


@dataclass(frozen=True, slots=True)
class Ask:
    """One page that is asked for."""

    state: HomeState
    """As far as the person may see it."""
    owner: str | None
    """How the book spells the person; None when they look after no account."""
    cs: Answers
    around: Around


def page_of(state: HomeState, cs: Answers, renderer: Renderer, around: Around) -> Message:
    """Word one page of Home."""
    owner = cs.csm_for(around.caller.email)
    ask = Ask(_allowed(state, cs, mapped=owner is not None), owner, cs, around)
    of_accounts = ask.state.tab in OF_ACCOUNTS
    overview = cs.home.overview(ask.state.scope, owner) if of_accounts else None
    template = _TEMPLATES[ask.state.tab]
    if overview is None and of_accounts:
        return renderer.page("home_start", page=_frame(ask, overview))
    return renderer.page(template, page=_frame(ask, overview), **_CONTEXTS[ask.state.tab](ask))


OF_ACCOUNTS = frozenset({Tab.TODAY, Tab.ACCOUNTS, Tab.RENEWALS, Tab.FOLLOW_UPS})
"""Tabs that have nothing to show before accounts are scored."""


def _allowed(state: HomeState, cs: Answers, *, mapped: bool) -> HomeState:
    """Return the nearest place that the person may see."""
    tab = Tab.TODAY if state.tab is Tab.ADMIN and not cs.may(Right.ADMINISTER) else state.tab
    team = cs.may(Right.SEE_TEAM)
    scope = Scope.TEAM if team and not mapped else state.scope if team else Scope.MINE
    return replace(state, tab=tab, scope=scope)


def _frame(ask: Ask, overview: Overview | None) -> dict[str, Any]:
    """Return what every page is told."""
    state, cs = ask.state, ask.cs
    tabs = [tab for tab in Tab if tab is not Tab.ADMIN or cs.may(Right.ADMINISTER)]
    of_accounts = state.tab in OF_ACCOUNTS
    setup = cs.home.setup() if of_accounts and cs.may(Right.IMPORT) else None
    return {
        "state": state,
        "name": ask.around.caller.name,
        "overview": overview,
        "through": overview and (overview.as_of - timedelta(microseconds=1)).date(),
        "change": overview and change_of(overview),
        "tabs": [{"tab": tab, "code": state.to(tab).code, "here": tab is state.tab} for tab in tabs],
        "whose": [state.whose(scope).code for scope in (Scope.MINE, Scope.TEAM)],
        "mapped": ask.owner is not None,
        "team": cs.may(Right.SEE_TEAM),
        "acts": cs.may(Right.ACT),
        "leads": cs.may(Right.LEAD),
        "setup": setup if setup and not setup.is_done else None,
    }


def _today(ask: Ask) -> dict[str, Any]:
    lanes = shared_out(ask.cs.home.today(ask.around.now))
    return {"lanes": lanes, "rows": [*lanes.owe, *lanes.bring, *lanes.close]}


def _accounts(ask: Ask) -> dict[str, Any]:
    state, cs = ask.state, ask.cs
    owner = ask.owner if state.scope is Scope.MINE else None
    portfolio = cs.portfolio(state.scope, owner=owner, bands=state.bands, page=state.page(Pages.ACCOUNTS))
    logged = cs.home.touches(row.account_id for row in portfolio.rows)
    return {
        "portfolio": portfolio,
        "unknown": any(row.band is Band.UNKNOWN for row in portfolio.rows),
        "touched": {row.account_id: _last(row, logged) for row in portfolio.rows},
    }


def _last(row: PortfolioRow, logged: Mapping[str, datetime]) -> datetime | None:
    """Return the later of what the book tells and what was logged."""
    return max(filter(None, (row.last_touch_at, logged.get(row.account_id))), default=None)


def _renewals(ask: Ask) -> dict[str, Any]:
    state = ask.state
    return {"renewals": ask.cs.home.renewals(state.scope, ask.owner, state.page(Pages.RENEWALS))}


def _follow_ups(ask: Ask) -> dict[str, Any]:
    return {"tasks": ask.cs.home.tasks(ask.state.scope, ask.state.page(Pages.TASKS))}


def _settings(ask: Ask) -> dict[str, Any]:
    wishes = ask.cs.preferences.of(ask.cs.actor.person)
    return {
        "wishes": wishes,
        "zone": str(ask.around.caller.timezone),
        "emoji": wishes.emoji or DEFAULT_EMOJI,
        "routed": choices_of(ask.cs).counted(wishes),
        "data": ask.cs.home.data(),
        **_channels(ask),
    }


def _admin(ask: Ask) -> dict[str, Any]:
    state, cs = ask.state, ask.cs
    everybody = cs.preferences.people()
    pages = max(ceil(len(everybody) / PEOPLE), 1)
    page = min(state.page(Pages.PEOPLE), pages)
    shown = everybody[(page - 1) * PEOPLE : page * PEOPLE]
    role_of = ask.around.role_of
    return {
        "people": [{"person": each, "role": role_of(each.slack_user_id, each.email)} for each in shown],
        "people_page": page,
        "people_pages": pages,
        "log": cs.home.deliveries(state.page(Pages.DELIVERIES)),
        "audit": cs.preferences.audit(state.page(Pages.AUDIT)),
        **_channels(ask),
    }


def _channels(ask: Ask) -> dict[str, Any]:
    channels = ask.cs.preferences.channels()
    return {"channels": channels[:CHANNELS], "more_channels": len(channels[CHANNELS:])}


_TEMPLATES: Mapping[Tab, str] = MappingProxyType({tab: f"home_{tab}" for tab in Tab})
_CONTEXTS: Mapping[Tab, Callable[[Ask], dict[str, Any]]] = MappingProxyType(
    {
        Tab.TODAY: _today,
        Tab.ACCOUNTS: _accounts,
        Tab.RENEWALS: _renewals,
        Tab.FOLLOW_UPS: _follow_ups,
        Tab.SETTINGS: _settings,
        Tab.ADMIN: _admin,
    }
)
