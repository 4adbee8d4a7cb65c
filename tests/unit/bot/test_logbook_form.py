"""Reading the window that logs a follow-up."""

from datetime import date
from typing import Any

import pytest

from bot.errors import StaleButton
from bot.logbook.about import MOST, About
from bot.logbook.entered import Entered
from bot.logbook.form import Form, soon
from bot.logbook.problems import at_fields
from bot.rendering.renderer import Renderer
from cs_engine.records.logbook import Ending, Source
from cs_engine.records.logged import FieldError, LogField, Wrong

TODAY = date(2026, 11, 22)


def window(**entries: dict[str, Any]) -> dict[str, Any]:
    """Return a window in which this was entered; names with underscores for dots."""
    named = {name.replace("__", "."): entry for name, entry in entries.items()}
    return {"state": {"values": {name: {name: entry} for name, entry in named.items()}}}


def option(value: str) -> dict[str, Any]:
    """Return what a menu enters."""
    return {"selected_option": {"value": value}}


@pytest.mark.parametrize(
    ("day", "proposed"),
    [(date(2026, 11, 19), date(2026, 11, 23)), (date(2026, 11, 20), date(2026, 11, 24)), (TODAY, date(2026, 11, 24))],
)
def test_a_next_step_is_proposed_two_weekdays_ahead(day: date, proposed: date) -> None:
    """From a Thursday, a Friday and a Sunday."""
    assert soon(day) == proposed


def test_a_day_without_a_next_step_is_no_task() -> None:
    """The window proposed it; nobody asked for it."""
    form = Form.of(window(log__due={"selected_date": "2026-11-25"}), About(account="A"))
    assert form.as_new(About(account="A"), None, TODAY).due_on is None


def test_what_becomes_of_an_episode_holds_for_the_account_that_was_asked_about() -> None:
    """Whoever chose another account meanwhile did not mean its episode."""
    about = About(account="A", episode="e-1")
    entered = window(log__episode=option("resolve"), account__find=option("B"))
    moved = Form.of(entered, about).as_new(about, None, TODAY)
    assert (moved.account_id, moved.ending, moved.episode_id) == ("B", Ending.KEEP_OPEN, None)
    stayed = Form.of(window(log__episode=option("resolve")), about).as_new(about, None, TODAY)
    assert (stayed.ending, stayed.episode_id) == (Ending.RESOLVE, "e-1")


def test_an_expected_drop_is_quiet_for_thirty_days() -> None:
    """The menu says so."""
    new = Form.of(window(log__episode=option("expected")), About(account="A")).as_new(About(account="A"), None, TODAY)
    assert (new.ending, new.muted_until) == (Ending.FALSE_ALARM, date(2026, 12, 22))


@pytest.mark.parametrize("quote", ["short", "北京" * 4000, '"\\' * 4000])
def test_what_a_window_remembers_always_fits(quote: str) -> None:
    """Of a long message only the beginning is offered to be kept."""
    about = About(Source.SHORTCUT, permalink="https://x.slack.com/p1", quote=quote)
    read = About.of({"private_metadata": about.code})
    assert len(about.code) <= MOST
    assert quote.startswith(read.quote)
    assert read.permalink == about.permalink


@pytest.mark.parametrize("code", ["[]", "{", '{"source": "nowhere"}', '{"full": 1}', '{"other": ""}'])
def test_what_no_window_of_ours_remembers_is_refused(code: str) -> None:
    """In one sentence."""
    with pytest.raises(StaleButton):
        About.of({"private_metadata": code})


@pytest.mark.parametrize("number", ["NaN", "1e999", "many"])
def test_what_is_no_number_is_refused(number: str) -> None:
    """Slack itself lets none of these through."""
    with pytest.raises(StaleButton):
        Entered.of(window(renewal__amount={"value": number})).number("renewal.amount")


@pytest.mark.parametrize("blocks", [None, 7, "x", ["x", None], [{"type": "input"}], {}])
def test_what_is_wrong_is_said_whatever_stands_in_the_window(renderer: Renderer, blocks: object) -> None:
    """Slack never sends such a window; whoever does is answered all the same."""
    wrong = [FieldError(LogField.NOTE, Wrong.TOO_LONG, 3000)]
    said = at_fields(renderer, {"blocks": blocks}, wrong)
    assert len(said) == 1
    assert all(said.values())
