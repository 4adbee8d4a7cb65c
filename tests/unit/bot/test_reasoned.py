"""Reasons and what changes would come to, as people read them."""

from zoneinfo import ZoneInfo

import pytest
from babel import Locale
from markupsafe import Markup

from bot.rendering.markup import readable
from bot.rendering.measures import KINDS, MEASURES, called
from bot.rendering.reasoned import reason_said, what_if_said
from bot.rendering.renderer import Renderer, make_renderer
from cs_engine.churn import topics
from cs_engine.churn.levers import LEVERS
from cs_engine.records.risk import AccountRisk, Change, ReasonKind, RiskReason, Step, WhatIf
from tests.unit.bot.answers import AS_OF, TODAY

ENGLISH = make_renderer(Locale("en", "US"), ZoneInfo("UTC"), TODAY)
CHINESE = ENGLISH.reading(Locale.parse("zh_CN"), ZoneInfo("UTC"), TODAY)
NAMES = [name for names in topics.KINDS.values() for name in names]
OF_KINDS = [f"{start}qbr_call{end}" for start, end in KINDS]
USERS = RiskReason(ReasonKind.USAGE, 1.84, "active_users_growth", 24.0, 41.0, changeable=True)


def said(renderer: Renderer, macro: str, value: object) -> str:
    """Return what a macro of reasons says."""
    source = f"{{% import '_risk.j2' as risk with context %}}{{{{ risk.{macro} }}}}"
    rendered = renderer.environment.from_string(source).render(value=value, reader=renderer.reader)
    return readable(Markup(rendered))  # noqa: S704 - each value came in inert


def risk(*changes: Change, reasons: tuple[RiskReason, ...] = (), then: float = 0.24) -> AccountRisk:
    """Return how likely an account is lost, and what changes would come to."""
    what_if = WhatIf(changes, then) if changes else None
    return AccountRisk("acc-1", AS_OF.date(), 90, 0.384, 0.2, 0.5, Step.FULL, "xgboost", 42, reasons, what_if)


def moved(measure: str, now: float | None, then: float) -> Change:
    """Return one change."""
    return Change(ReasonKind.USAGE, measure, now, then)


def test_a_reason_has_its_numbers() -> None:
    """From where to where, and by how much it multiplies the odds."""
    assert said(ENGLISH, "reason(value)", USERS) == "active users 41 → 24 in 12 weeks: odds ×1.8"
    assert said(CHINESE, "reason(value)", USERS) == "活跃用户数 12 周内 41 → 24：流失几率 ×1.8"
    assert str(reason_said(ENGLISH.reader, USERS)) == "active users 41 → 24 in 12 weeks: odds ×1.8"


@pytest.mark.parametrize(
    ("reason", "text"),
    [
        (
            RiskReason(ReasonKind.SATISFACTION, 1.3, "nps_score", None, 9.0, changeable=True),
            "NPS answer not known: odds ×1.3",
        ),
        (
            RiskReason(ReasonKind.CONTRACT, 0.664, "plan", None, None, changeable=False, word="pro"),
            "plan pro: odds ×0.66",
        ),
        (
            RiskReason(ReasonKind.CONTRACT, 2.2, "decides", None, None, changeable=False, word="within 90 days"),
            "next decision within 90 days: odds ×2.2",
        ),
        (
            RiskReason(ReasonKind.CONTRACT, 1.73, "renewal_days", 47.0, 131.0, changeable=False),
            "time to the renewal 47 d: odds ×1.7",
        ),
        (RiskReason(ReasonKind.SEATS, 2.0, "seat_use", 0.31, 0.312, changeable=True), "seats in use 31%: odds ×2.0"),
        (
            RiskReason(ReasonKind.TOUCH, 3.3, "touch exec_call: days since", 29.0, 18.0, changeable=True),
            "time since the last exec call 18 → 29 d in 12 weeks: odds ×3.3",
        ),
    ],
)
def test_what_is_unknown_unchanged_or_nobodys_work_is_told_so(reason: RiskReason, text: str) -> None:
    """A value before is told where it was another one and somebody can change it."""
    assert said(ENGLISH, "reason(value)", reason) == text


@pytest.mark.parametrize("measure", [*NAMES, *OF_KINDS])
def test_every_measure_has_a_name_in_every_language(measure: str) -> None:
    """None is called as in the training set."""
    reason = RiskReason(topics.kind_of(measure), 1.5, measure, 3.0, None, changeable=True)
    english, chinese = said(ENGLISH, "reason(value)", reason), said(CHINESE, "reason(value)", reason)
    assert "_" not in english
    assert english != chinese
    assert str(called(measure)).format() in english


def test_no_measure_is_named_that_does_not_exist() -> None:
    """The table of names is the table of features."""
    assert sorted(MEASURES) == sorted(NAMES)
    assert {start for start, _ in KINDS} == set(topics.PREFIXES)
    assert str(called("own_thing")) == "own thing"


@pytest.mark.parametrize(
    ("changes", "text"),
    [
        ([moved("active_users", 3.25, 6.0)], "With 3 more active users: 38% → 24%"),
        ([moved("active_users", 3.0, 4.0)], "With 1 more active user: 38% → 24%"),
        (
            [moved("active_users", 3.0, 6.0), moved("tickets_open_urgent", 1.0, 0.0)],
            "With 3 more active users and no urgent ticket open: 38% → 24%",
        ),
        (
            [moved("overdue_days", 20.0, 0.0), moved("two_way_days", 80.0, 30.0), moved("csat_score", 3.0, 3.5)],
            "With nothing overdue, a two-way contact within 30 d and CSAT 3 → 3.5/5: 38% → 24%",
        ),
    ],
)
def test_what_changes_would_come_to_is_one_sentence(changes: list[Change], text: str) -> None:
    """As a customer success manager would say it."""
    assert said(ENGLISH, "what_if(value)", risk(*changes)) == text


def test_every_lever_can_be_said() -> None:
    """In both languages, small chances with a decimal."""
    for lever in LEVERS:
        one = risk(moved(lever.measure, 4.0, 0.0), then=0.043)
        assert said(ENGLISH, "what_if(value)", one).endswith(": 38% → 4.3%")
        assert said(CHINESE, "what_if(value)", one).startswith("若")


def test_all_reasons_say_that_they_are_no_causes() -> None:
    """At most as many as wanted; without any there is nothing to say."""
    told = said(ENGLISH, "reasons(value, 1)", risk(moved("active_users", 3.0, 6.0), reasons=(USERS, USERS)))
    assert told.count("odds") == 1
    assert "Goes with, against the average account:" in told
    assert "that does not make it the cause" in told
    assert "38% → 24%" in told
    assert said(ENGLISH, "reasons(value, 5)", risk()) == ""
    assert what_if_said(ENGLISH.reader, risk()) is None
