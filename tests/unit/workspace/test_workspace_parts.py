"""The small parts of a workspace, each alone."""

import time
from datetime import UTC, datetime, timedelta, timezone
from typing import Any
from zoneinfo import ZoneInfo

import pytest

from bot.workspace.answers import answer, initial_values, merged, missing
from bot.workspace.clock import WorkspaceClock
from bot.workspace.errors import SlackError
from bot.workspace.http_delivery import signature
from bot.workspace.model import State
from bot.workspace.passes import Passes
from bot.workspace.records import Message
from bot.workspace.seed import PEOPLE, Person, default_seed
from bot.workspace.slack_json import with_ids

Json = dict[str, Any]
MONDAY = datetime(2026, 11, 23, 9, 0, tzinfo=ZoneInfo("Europe/Berlin"))


def test_a_clock_shows_real_time_until_it_is_moved() -> None:
    """Unmoved it is within a second of real time, aware and in its zone."""
    clock = WorkspaceClock(ZoneInfo("Europe/Berlin"))
    assert abs(clock() - datetime.now(UTC)) < timedelta(seconds=1)
    assert (clock.moved, str(clock().tzinfo)) == (False, "Europe/Berlin")


def test_a_moved_clock_runs_on_and_can_be_reset() -> None:
    """After a move it goes on from there; a reset brings real time back."""
    clock = WorkspaceClock()
    clock.set(MONDAY)
    assert timedelta(0) <= clock() - MONDAY < timedelta(seconds=1)
    assert clock.as_json() == {"now": "2026-11-23T08:00:00+00:00", "moved": True}
    clock.reset()
    assert not clock.moved


def test_a_naive_time_is_read_in_the_clocks_zone() -> None:
    """The page's plain "09:00" means nine o'clock where the workspace is."""
    clock = WorkspaceClock(timezone(timedelta(hours=9)))
    clock.set(datetime(2026, 11, 23, 9, 0))  # noqa: DTZ001 - a naive time is the point
    assert clock.as_json()["now"] == "2026-11-23T09:00:00+09:00"


def test_listeners_hear_every_move() -> None:
    """Setting and resetting are both told."""
    clock, heard = WorkspaceClock(), list[datetime]()
    clock.on_moved(heard.append)
    clock.set(MONDAY)
    clock.reset()
    assert [abs(now - expected) < timedelta(seconds=1) for now, expected in zip(heard, (MONDAY, clock()), strict=True)]


def test_the_default_seed_has_the_people_a_demo_needs() -> None:
    """A lead, four managers, sales, a stranger to every book, and those who may not see everything, each once."""
    seed = default_seed()
    emails = {person.email for person in seed.people}
    assert {
        f"{name}@example.com" for name in ("mia.chen", "leo.brandt", "ana.silva", "noah.okafor", "rosa.lind")
    } <= emails
    assert len({person.id for person in seed.people}) == len(PEOPLE) == 12
    assert [person.name for person in seed.people if person.deleted] == ["dana.wolfe"]
    assert [person.name for person in seed.people if person.is_guest] == ["gil.ferreira"]
    assert [person.name for person in seed.people if person.is_foreign] == ["tara.okoye"]
    assert {person.locale for person in seed.people} == {"en-US", "zh-CN", "de-DE"}


def test_the_default_seed_has_channels_of_every_sort() -> None:
    """One private without the app, one shared, one archived; the guest is in one, the other company in the shared."""
    seed = default_seed()
    assert [channel.name for channel in seed.channels if seed.app.user_id not in channel.members] == ["leadership"]
    assert [channel.name for channel in seed.channels if channel.shared] == ["ext-acme"]
    assert [channel.name for channel in seed.channels if channel.archived] == ["spring-launch"]
    assert [channel.name for channel in seed.channels if "U09GIL" in channel.members] == ["customer-wins"]
    assert [channel.name for channel in seed.channels if "U10TARA" in channel.members] == ["ext-acme"]


def test_user_groups_hold_known_people_only() -> None:
    """A seed of fewer people has the same groups without the missing ones."""
    groups = default_seed(PEOPLE[:2]).user_groups
    assert [(group.handle, group.users) for group in groups] == [("cs-team", ("U02MIA",)), ("cs-leads", ("U01ROSA",))]


@pytest.mark.parametrize(("name", "initials"), [("Rosa Lind", "RL"), ("Cher", "C"), ("Ana Maria da Silva", "AS")])
def test_initials_are_first_and_last(name: str, initials: str) -> None:
    """Two letters for two names, one for one."""
    assert Person("U1", "x", name).initials == initials


def test_timestamps_are_real_time_and_never_equal() -> None:
    """A thousand timestamps in a row are distinct, ascending and now."""
    state = State(default_seed())
    stamps = [state.next_ts() for _ in range(1000)]
    assert stamps == sorted(set(stamps))
    assert abs(float(stamps[0]) - time.time()) < 1


def test_ephemeral_messages_are_seen_by_one_person() -> None:
    """The addressee sees them, another reader and the app's history do not."""
    state = State(default_seed())
    state.put(Message(state.next_ts(), "C01CSTEAM", "U01STEWARD", "psst", only_for="U02MIA"))
    seen = [len(state.top_level("C01CSTEAM", viewer)) for viewer in ("U02MIA", "U03LEO", None)]
    assert seen == [1, 0, 0]


def test_a_trigger_is_exchanged_once_and_in_time() -> None:
    """Unknown, used and old triggers are three different refusals."""
    passes = Passes(trigger_seconds=0.02)
    first, late = passes.new_trigger("U1"), passes.new_trigger("U1")
    assert passes.exchange(first).user == "U1"
    time.sleep(0.03)
    for trigger_id, code in (
        (first, "exchanged_trigger_id"),
        (late, "expired_trigger_id"),
        ("1.2", "invalid_trigger_id"),
    ):
        with pytest.raises(SlackError, match=code):
            passes.exchange(trigger_id)


def test_an_unknown_response_url_is_expired() -> None:
    """Slack does not tell an old address from an invented one."""
    with pytest.raises(SlackError, match="expired_url"):
        Passes(3.0).use_url("nothing")


def test_a_signature_is_slacks_published_example() -> None:
    """The request of Slack's own documentation page gets the signature printed there."""
    body = (
        "token=xyzz0WbapA4vBCDEFasx0q6G&team_id=T1DC2JH3J&team_domain=testteamnow&channel_id=G8PSS9T3V"
        "&channel_name=foobar&user_id=U2CERLKJA&user_name=roadrunner&command=%2Fwebhook-collect&text="
        "&response_url=https%3A%2F%2Fhooks.slack.com%2Fcommands%2FT1DC2JH3J%2F397700885554%2F96rGlfmibIGlgcZRskXaIFfN"
        "&trigger_id=398738663015.47445629121.803a0bc887a14d10d2c447fce8b6703c"
    )
    expected = "v0=a2114d57b48eac39b9ad189dd8316235a7b4a8d21a10bd27519666489c69b503"
    assert signature("8f742231b10e8888abcd99yyyzzz85a5", body, at=1531420618)["X-Slack-Signature"] == expected


def entry(element: Json, *, optional: bool = False) -> Json:
    """An input block."""
    return {"type": "input", "block_id": "b", "element": {"action_id": "a", **element}, "optional": optional}


def options(*values: str) -> list[Json]:
    """Options with these values."""
    return [{"text": {"type": "plain_text", "text": value}, "value": value} for value in values]


@pytest.mark.parametrize(
    ("element", "given", "expected"),
    [
        ({"type": "plain_text_input"}, "hello", {"type": "plain_text_input", "value": "hello"}),
        ({"type": "datepicker"}, "2026-12-01", {"type": "datepicker", "selected_date": "2026-12-01"}),
        ({"type": "users_select"}, "U1", {"type": "users_select", "selected_user": "U1"}),
        ({"type": "multi_users_select"}, "U1,U2", {"type": "multi_users_select", "selected_users": ["U1", "U2"]}),
        (
            {"type": "static_select", "options": options("x", "y")},
            "y",
            {"type": "static_select", "selected_option": options("y")[0]},
        ),
        (
            {"type": "static_select", "option_groups": [{"options": options("x")}]},
            "x",
            {"type": "static_select", "selected_option": options("x")[0]},
        ),
        (
            {"type": "checkboxes", "options": options("x", "y")},
            "x,y",
            {"type": "checkboxes", "selected_options": options("x", "y")},
        ),
        ({"type": "button", "value": "v"}, "", {"type": "button", "value": "v"}),
    ],
    ids=lambda value: value["type"] if isinstance(value, dict) else None,
)
def test_an_element_answers_in_its_own_field(element: Json, given: str, expected: Json) -> None:
    """Text, dates, people and options each travel as Slack sends them."""
    assert answer(element, given) == expected


def test_an_option_that_is_not_offered_cannot_be_chosen() -> None:
    """A test that picks a wrong value hears so."""
    with pytest.raises(LookupError, match="offers no option"):
        answer({"type": "overflow", "action_id": "a", "options": options("x")}, "z")


def test_presets_are_the_first_state_and_entries_lie_over_them() -> None:
    """A view starts with its presets; unknown blocks in what was entered are dropped."""
    values = initial_values([entry({"type": "datepicker", "initial_date": "2026-12-01"}), {"type": "divider"}])
    assert values == {"b": {"a": {"type": "datepicker", "selected_date": "2026-12-01"}}}
    assert merged(values, {"b": {"a": {"selected_date": None}}, "x": {"y": {}}})["b"]["a"]["selected_date"] is None


def test_only_required_inputs_are_missing() -> None:
    """An empty optional input is fine, an empty required one is named."""
    blocks = [entry({"type": "plain_text_input"})]
    assert missing(blocks, initial_values(blocks)) == {"b": "Please complete this required field."}
    optional = [entry({"type": "plain_text_input"}, optional=True)]
    assert missing(optional, initial_values(optional)) == {}


def test_stored_blocks_get_the_ids_they_lack() -> None:
    """Block and action ids are made up where the app gave none, and the app's own data is not changed."""
    sent = [{"type": "actions", "elements": [{"type": "button"}, {"type": "button", "action_id": "mine"}]}]
    stored = with_ids(sent)[0]
    assert stored["block_id"]
    assert stored["elements"][0]["action_id"]
    assert stored["elements"][1]["action_id"] == "mine"
    assert sent == [{"type": "actions", "elements": [{"type": "button"}, {"type": "button", "action_id": "mine"}]}]
