"""What a card, a receipt and a list say, and what they leave out."""

from dataclasses import replace
from datetime import date

import pytest

from bot.errors import StaleButton
from bot.listeners import messages
from bot.listeners.actions.card import chosen
from bot.listeners.lists import AT_RISK, ListState
from bot.listeners.messages import CardOptions
from bot.rendering.message import Message
from bot.rendering.renderer import Renderer
from cs_engine.frames.facts import SOURCES
from cs_engine.health.measures.registry import MEASURES
from cs_engine.records.account import History
from cs_engine.records.bands import Band
from cs_engine.records.portfolio import Scope
from cs_engine.records.receipt import Change, Coverage, FactorState, Hold, Veto
from tests.unit.bot.answers import FALL, RISE, STAKE, factor, portfolio, report, row, trend, unscored


def headline(message: Message) -> str:
    """Return the first line."""
    return message.text.split("\n")[0]


def buttons(message: Message) -> list[str]:
    """Return what the buttons and menus at the bottom say."""
    elements = next(block["elements"] for block in reversed(message.blocks) if block["type"] == "actions")
    return [element.get("text", element.get("placeholder"))["text"] for element in elements]


def test_a_held_band_says_until_when(renderer: Renderer) -> None:
    """52 would be Watch; the card says why it is still At risk."""
    held = report(score=52.4, hold=Hold(Band.AT_RISK, 55.0, 2))
    assert headline(messages.card(renderer, held)) == (
        "🔴 At risk · Acme · 52, at risk until 55 for two weeks · −9.2 since Oct 24"
    )


def test_a_held_healthy_band_says_what_would_end_it(renderer: Renderer) -> None:
    """One mediocre week does not take the green away."""
    held = report(score=64.0, band=Band.HEALTHY, hold=Hold(Band.HEALTHY, 66.0, 1), change_30d=None)
    assert headline(messages.card(renderer, held)) == "🟢 Healthy · Acme · 64, watch in one week unless back at 66"


def test_a_capped_band_says_which_fact_caps_it(renderer: Renderer) -> None:
    """82 would be Healthy; the champion has left."""
    capped = report(
        score=82.9,
        band=Band.WATCH,
        vetoes=(Veto("champion_left", Band.WATCH, date(2026, 11, 2), 20.0),),
        change_30d=None,
    )
    assert headline(messages.card(renderer, capped)) == "🟡 Watch · Acme · 82, capped to Watch: champion left"


def test_everything_the_engine_measures_has_a_name(renderer: Renderer) -> None:
    """No key of the engine is shown where we could have said it in words."""
    names = renderer.environment.get_template("_words.j2").make_module({"reader": renderer.reader})
    for key in MEASURES:
        assert str(names.factor(key)) != key.replace("_", " "), key  # type: ignore[attr-defined] # a macro
    for table in SOURCES:
        assert str(names.source(table)), table  # type: ignore[attr-defined] # a macro


def test_a_rule_without_a_name_of_ours_is_shown_by_its_key(renderer: Renderer) -> None:
    """A company's own scorecard may name rules and measures that we have no words for."""
    own = report(band=Band.WATCH, vetoes=(Veto("contract_dispute", Band.WATCH, None, None),), change_30d=None)
    assert headline(messages.card(renderer, own)).endswith("capped to Watch: contract dispute")


def test_unknown_is_said_with_its_reason(renderer: Renderer) -> None:
    """Too little data is neither a score nor fine."""
    unknown = report(
        score=None, band=Band.UNKNOWN, coverage=Coverage(0.33, 1, 5, None, None), change_30d=None, drivers_down=()
    )
    lines = messages.card(renderer, unknown).text.split("\n")
    assert lines[:2] == ["⚪ Unknown · Acme · no score", "Why: only 33% of the score has data."]


def test_good_news_never_explains_a_bad_band(renderer: Renderer) -> None:
    """A rise of 12 explains a healthy account; one at risk is explained by what fell."""
    moved = report(drivers_down=(replace(FALL, points=-2.0),), drivers_up=(replace(RISE, points=12.0),))
    assert "Why: Seats in use 85 → 50% in 28 d, −2.0 pts" in messages.card(renderer, moved).text
    risen = Change(9.0, date(2026, 10, 24))
    healthy = replace(moved, band=Band.HEALTHY, score=85.0, change_7d=risen, change_30d=risen)
    assert "Why: Actions per user 10 → 14 in 28 d, +12.0 pts" in messages.card(renderer, healthy).text


@pytest.mark.parametrize("falling", [True, False])
def test_what_falls_is_named_before_what_rises(*, falling: bool) -> None:
    """In a good band as well: where the score falls, or where use falls under a score that has risen."""
    drop = replace(FALL, key="usage_trend", unit="ratio", points=-1.5)
    change = Change(-2.0 if falling else 3.0, date(2026, 10, 24))
    fine = report(score=82.0, band=Band.HEALTHY, drivers_down=(drop,), drivers_up=(RISE,), change_30d=change)
    assert messages.main_driver(fine) == drop


def test_noise_is_no_reason(renderer: Renderer) -> None:
    """Half a point comes and goes; the weakest factor says more."""
    quiet = report(drivers_down=(replace(FALL, points=-0.4),), drivers_up=())
    assert "Weakest: " in messages.card(renderer, quiet).text


def test_trust_is_mentioned_only_when_it_is_limited(renderer: Renderer) -> None:
    """Full, fresh data needs no comment."""
    assert "Trust" not in messages.card(renderer, report()).text
    thin = report(coverage=Coverage(0.79, 4, 5, None, None))
    assert "Trust: 79% known" in messages.card(renderer, thin).text
    stale = report(receipt=(factor("breadth"), unscored("csat", FactorState.EXPIRED)))
    assert "Trust: CSAT too old" in messages.card(renderer, stale).text
    old = report(data_is_old=True, data_ends=date(2024, 12, 31))
    assert "Trust: data ends Dec 31, 2024" in messages.card(renderer, old).text


def test_a_monthly_contract_may_end_any_month(renderer: Renderer) -> None:
    """A monthly customer has no decision date to wait for."""
    monthly = report(stake=replace(STAKE, term_months=1, decision_date=None, days_to_decision=None))
    assert "$48K ARR · monthly · can leave any month" in messages.card(renderer, monthly).text


def test_a_decision_that_has_passed_is_counted_up(renderer: Renderer) -> None:
    """T+5 is five days late."""
    late = report(stake=replace(STAKE, decision_date=date(2026, 11, 17), days_to_decision=-5))
    assert "decides Nov 17 (T+5)" in messages.card(renderer, late).text


def test_more_adds_everything_that_is_known_and_nothing_else(renderer: Renderer) -> None:
    """Each line of the long card stands for data that exists."""
    shown = messages.card(renderer, report(), CardOptions(full=True)).text
    for line in (
        "Change −3.1 since Nov 15 · −9.2 since Oct 24",
        "of it in 7 d: customer −3.1 · data 0.0 · formula 0.0",
        "Down Seats in use 85 → 50% in 28 d, −8.2 pts",
        "Up Actions per user 10 → 14 in 28 d, +1.5 pts",
        "Contract Pro · 20 of 40 seats used (50%) · auto-renews Jan 11, 2027",
        "Served as mid · scorecard balanced",
        "backup lee@steward.test · champion Ana Silva seen Nov 2 · sponsor Bo Lee seen Aug 1 · last touch Nov 12",
        "NPS 3/10 from Ana Silva (champion), Oct 3: “Too slow for us.”",
        "CSAT 4.2/5, 5 answers, Nov 2",
        "Tickets 3 open · 1 urgent · oldest 12 d · 7 opened in 90 d",
        "12 weeks ▅▅▄▄▃▃▃▂▂▂▁▁ 52 → 41",
        "As of Nov 21 · 5 of 5 signals, 90% of the weight · oldest: NPS answer, Oct 3 · formula balanced@1a2b3c4d",
    ):
        assert line in shown
    bare = report(
        plan=None, seats=None, seats_used=None, opinions=(), support=None, trend=(), sponsor=None, change_split=None
    )
    less = messages.card(renderer, bare, CardOptions(full=True)).text
    assert not [word for word in ("NPS 3", "Tickets", "weeks ", "seats", "sponsor", "of it") if word in less]


def test_a_changed_scorecard_shows_both_scores(renderer: Renderer) -> None:
    """For four weeks nobody has to guess whether the customer or the formula moved."""
    switched = report(scorecard="renewal", scorecard_before="balanced", score_before=58.3)
    shown = messages.card(renderer, switched, CardOptions(full=True)).text
    assert "scorecard renewal · by balanced until recently: 58" in shown


def test_buttons_follow_what_is_shown(renderer: Renderer) -> None:
    """*More* or *Less*, and no second *Share* once it is shared."""
    assert buttons(messages.card(renderer, report())) == ["Why?", "More", "Share to channel"]
    full = messages.card(renderer, report(), CardOptions(full=True))
    assert buttons(full) == ["Why?", "Less", "History", "Share to channel"]
    shared = messages.card(renderer, report(), CardOptions(shared_in="cs-team"))
    assert buttons(shared) == ["Why?", "More"]
    assert shared.text.endswith("Shared to #cs-team.")


def test_the_points_of_a_receipt_add_up_to_its_score(renderer: Renderer) -> None:
    """What is printed adds up, not only what is stored."""
    table = next(block for block in messages.receipt(renderer, report()).blocks if block["type"] == "table")
    points = [float(line[1]["text"]) for line in table["rows"][1:]]
    assert f"{sum(points):.2f}" == "41.87"


def test_a_receipt_names_what_is_not_counted(renderer: Renderer) -> None:
    """Missing, too old and not applicable are three different things."""
    others = (
        unscored("nps", FactorState.MISSING),
        unscored("csat", FactorState.EXPIRED),
        unscored("ces", FactorState.NOT_APPLICABLE),
    )
    shown = messages.receipt(renderer, report(receipt=others)).text
    assert "Not counted: NPS answer (no data), CSAT (too old), Effort (CES) (does not apply)" in shown


def test_history_shows_at_most_twelve_weeks_newest_first(renderer: Renderer) -> None:
    """A year of snapshots is a report, not an answer."""
    past = messages.history(renderer, History("acc-1", "Acme", date(2026, 11, 21), trend(30)))
    table = next(block for block in past.blocks if block["type"] == "table")
    assert len(table["rows"]) == 1 + 12
    assert table["rows"][1][0]["text"] == "Nov 22"


def test_a_list_sets_unknown_accounts_apart(renderer: Renderer) -> None:
    """They come after a remark that unknown is not zero risk."""
    rows = (row(1), row(2, band=Band.UNKNOWN, score=None), row(3, band=Band.UNKNOWN, score=None))
    shown = messages.account_list(renderer, portfolio(rows=rows), ListState(Scope.MINE))
    kinds = [block["type"] for block in shown.blocks]
    assert kinds[1:5] == ["section", "context", "section", "section"]
    assert "⚪ Unknown 4 ($80K), listed apart" in shown.text
    assert "No score: 3 on trial, 1 paused" in shown.text


def test_an_empty_list_says_so(renderer: Renderer) -> None:
    """Nothing at risk is an answer."""
    empty = portfolio(rows=(), totals=(), without_score=(), bands=AT_RISK, pages=1)
    assert "Nothing is at risk. Good." in messages.account_list(renderer, empty, ListState(Scope.MINE, AT_RISK)).text


def test_pages_turn_only_where_there_are_pages(renderer: Renderer) -> None:
    """The first page has no Previous, the last no Next."""
    state = ListState(Scope.MINE)
    first = messages.account_list(renderer, portfolio(page=1, pages=2), state)
    last = messages.account_list(renderer, portfolio(page=2, pages=2), state.at(2))
    assert (buttons(first)[0], buttons(last)[0]) == ("Next", "Previous")


def test_a_list_travels_in_a_button_and_back() -> None:
    """What a button holds is exactly the list it came from."""
    for state in (ListState(Scope.MINE), ListState(Scope.TEAM, AT_RISK, 12)):
        assert ListState.decode(state.code) == state


@pytest.mark.parametrize("code", ["", "mine", "mine||", "ours||1", "mine|purple|1", "mine||one", "a|b|c|d"])
def test_a_button_of_a_list_that_does_not_exist_is_explained(code: str) -> None:
    """An old message may have buttons that we no longer understand."""
    with pytest.raises(StaleButton, match="/health"):
        ListState.decode(code)


def test_a_menu_from_which_nothing_is_chosen_is_explained() -> None:
    """Slack sends a menu that was emptied, too."""
    for action in ({}, {"selected_option": None}, {"value": ""}):
        with pytest.raises(StaleButton):
            chosen(action)
