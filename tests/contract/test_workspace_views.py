"""Modals, option lists and Home tabs, between the real Bolt and a workspace, over both transports."""

import time
from collections.abc import Iterator
from typing import Any

import pytest
from slack_bolt import Ack, App
from slack_sdk import WebClient
from slack_sdk.errors import SlackApiError

from bot.workspace.backend import Patience
from bot.workspace.person import PersonDriver
from bot.workspace.server import Workspace
from tests.bolt import Transport, office

MIA, LEO = "U02MIA", "U03LEO"
Json = dict[str, Any]
closed: list[Json] = []


def plain(text: str) -> Json:
    """A plain text object."""
    return {"type": "plain_text", "text": text}


def entry(block_id: str, element: Json, *, optional: bool = False) -> Json:
    """An input block."""
    return {"type": "input", "block_id": block_id, "label": plain(block_id), "element": element, "optional": optional}


def modal(title: str, *blocks: Json, **more: object) -> Json:
    """A modal with an account list and a note."""
    account = {"type": "external_select", "action_id": "account", "min_query_length": 0}
    note = {"type": "plain_text_input", "action_id": "note", "initial_value": "Called"}
    asked = blocks or (entry("account", account), entry("note", note, optional=True))
    return {
        "type": "modal",
        "callback_id": "log",
        "title": plain(title),
        "submit": plain("Save"),
        "blocks": asked,
        **more,
    }


def log(ack: Ack, client: WebClient, body: Json) -> None:
    """Open the modal."""
    ack()
    client.views_open(trigger_id=body["trigger_id"], view=modal("Log", notify_on_close=True))


def accounts(ack: Ack, payload: Json) -> None:
    """Offer the accounts whose name holds what was typed."""
    names = ("acme", "acme-corp", "globex")
    ack(options=[{"text": plain(name), "value": name} for name in names if payload["value"] in name])


ANSWERS: dict[str, Json] = {
    "errors": {"response_action": "errors", "errors": {"note": "Say more, please"}},
    "unknown": {"response_action": "errors", "errors": {"nowhere": "Lost"}},
    "update": {"response_action": "update", "view": modal("Updated")},
    "push": {"response_action": "push", "view": modal("Pushed")},
    "clear": {"response_action": "clear"},
}
"""What the note asks the app to answer."""


def saved(ack: Ack, view: Json, client: WebClient, body: Json) -> None:
    """Answer as the note says; otherwise tell the person what was saved."""
    values = view["state"]["values"]
    note = values["note"]["note"]["value"]
    ack(**ANSWERS.get(note, {}))
    if note not in ANSWERS:
        account = values["account"]["account"]["selected_option"]["value"]
        client.chat_postMessage(channel=body["user"]["id"], text=f"{account}: {note}")


def was_closed(ack: Ack, body: Json) -> None:
    """Keep what arrived."""
    ack()
    closed.append(body)


def home(client: WebClient, event: Json) -> None:
    """Publish a Home tab that counts visits in its metadata."""
    visits = int((event.get("view") or {}).get("private_metadata") or 0) + 1
    button = {"type": "button", "action_id": "more", "text": plain("More"), "value": "1"}
    blocks = [{"type": "section", "text": plain(f"Visit {visits}")}, {"type": "actions", "elements": [button]}]
    view = {"type": "home", "blocks": blocks, "private_metadata": str(visits)}
    client.views_publish(user_id=event["user"], view=view)


def more(ack: Ack, client: WebClient, body: Json) -> None:
    """Publish another Home tab, with the hash of the one that was clicked."""
    ack()
    view = {"type": "home", "blocks": [{"type": "section", "text": plain("More of it")}]}
    client.views_publish(user_id=body["user"]["id"], view=view, hash=body["view"]["hash"])


def register(app: App) -> None:
    """The bot of this file."""
    app.command("/health")(log)
    app.options("account")(accounts)
    app.view("log")(saved)
    app.view_closed("log")(was_closed)
    app.event("app_home_opened")(home)
    app.action("more")(more)


@pytest.fixture(scope="module", params=list(Transport))
def workspace(request: pytest.FixtureRequest) -> Iterator[Workspace]:
    """A workspace with the bot of this file, once per transport."""
    with office(request.param, register) as running:
        yield running


@pytest.fixture
def client(workspace: Workspace) -> WebClient:
    """The bot's Web API client."""
    return WebClient(workspace.bot_token, workspace.api_url)


def opened(workspace: Workspace, user: str = MIA) -> PersonDriver:
    """A person with the modal open."""
    person = workspace.as_person(user)
    person.command("#cs-team", "/health")
    assert person.wait_for(lambda: person.views)
    return person


def test_a_command_opens_a_modal_with_its_preset_state(workspace: Workspace) -> None:
    """The modal is there with its initial values, for the one who asked."""
    mia = opened(workspace)
    view = mia.views[-1]
    assert view.values["note"]["note"] == {"type": "plain_text_input", "value": "Called"}
    assert workspace.as_person(LEO).views == []


def test_a_required_input_is_asked_for_before_the_app_is(workspace: Workspace) -> None:
    """Slack itself refuses a submission without a required answer."""
    mia = opened(workspace)
    result = mia.submit(mia.views[-1], {"note": "Nice call"})
    assert result["errors"] == {"account": "Please complete this required field."}
    assert len(mia.views) == 1


def test_an_option_list_answers_what_is_typed(workspace: Workspace) -> None:
    """block_suggestion carries the typed text and brings the app's options."""
    mia = opened(workspace)
    found = mia.suggest(mia.views[-1], "account", "acme")
    assert [option["value"] for option in found["options"]] == ["acme", "acme-corp"]


def test_a_submission_closes_the_modal_and_carries_what_was_entered(workspace: Workspace) -> None:
    """The app reads the state, the modal goes, and a user id as channel opens the direct message."""
    mia = opened(workspace)
    result = mia.submit(mia.views[-1], {"account": "acme", "note": "Nice call"})
    assert result == {"ok": True, "response_action": None}
    assert mia.views == []
    assert mia.wait_for(lambda: mia.messages(mia.dm))
    assert mia.messages(mia.dm)[-1].text == "acme: Nice call"


def test_errors_keep_the_modal_open(workspace: Workspace) -> None:
    """`response_action: errors` comes back under its block, with everything entered kept."""
    mia = opened(workspace)
    result = mia.submit(mia.views[-1], {"account": "acme", "note": "errors"})
    assert result == {"ok": True, "response_action": "errors", "errors": {"note": "Say more, please"}}
    assert mia.views[-1].values["note"]["note"]["value"] == "errors"


def test_errors_for_a_block_that_is_not_there_are_trouble(workspace: Workspace) -> None:
    """Slack shows its own sentence when an app names an unknown block."""
    mia = opened(workspace)
    result = mia.submit(mia.views[-1], {"account": "acme", "note": "unknown"})
    assert (result["ok"], result["message"]) == (False, "We had some trouble connecting. Try again?")


def test_a_submission_can_update_its_modal(workspace: Workspace) -> None:
    """`response_action: update` changes the modal under the same id."""
    mia = opened(workspace)
    before = mia.views[-1]
    assert mia.submit(before, {"account": "acme", "note": "update"})["response_action"] == "update"
    assert [(view.id, view.body["title"]["text"]) for view in mia.views] == [(before.id, "Updated")]


def test_a_submission_can_push_a_modal_and_clear_them_all(workspace: Workspace) -> None:
    """`push` lays a modal on top, which knows what is below; `clear` closes both."""
    mia = opened(workspace)
    below = mia.views[-1]
    mia.submit(below, {"account": "acme", "note": "push"})
    top = mia.views[-1]
    assert (len(mia.views), top.previous_id, top.root_id) == (2, below.id, below.id)
    mia.submit(top, {"account": "acme", "note": "clear"})
    assert mia.views == []


def test_a_fourth_modal_is_refused(workspace: Workspace) -> None:
    """Three modals lie on top of each other, no more."""
    mia = opened(workspace)
    for _ in range(2):
        assert mia.submit(mia.views[-1], {"account": "acme", "note": "push"})["ok"]
    assert mia.submit(mia.views[-1], {"account": "acme", "note": "push"})["error"] == "push_limit_reached"


def test_closing_a_modal_is_told_to_the_app(workspace: Workspace) -> None:
    """view_closed arrives for a view that asked for it."""
    mia = opened(workspace)
    closed.clear()
    mia.close(mia.views[-1])
    assert mia.views == []
    assert [(body["type"], body["is_cleared"]) for body in closed] == [("view_closed", False)]


def test_the_home_tab_is_published_when_it_is_opened(workspace: Workspace) -> None:
    """app_home_opened leads to views.publish, and the next visit carries the view."""
    leo = workspace.as_person(LEO)
    first = leo.open_home()
    second = leo.open_home()
    assert first is not None
    assert second is not None
    assert second.blocks[0]["text"]["text"] == "Visit 2"
    assert second.id == first.id
    assert workspace.as_person("U04ANA").home is None


def test_a_button_on_the_home_tab_publishes_again(workspace: Workspace) -> None:
    """A click in the Home tab carries the view and its hash."""
    ana = workspace.as_person("U04ANA")
    home = ana.open_home()
    assert home is not None
    assert ana.click(home, "more") == {"ok": True}
    assert ana.wait_for(lambda: ana.home is not None and ana.home.blocks[0]["text"]["text"] == "More of it")


def test_a_stale_hash_is_a_conflict(workspace: Workspace, client: WebClient) -> None:
    """views.update with an old hash changes nothing."""
    mia = opened(workspace)
    view = mia.views[-1]
    client.views_update(view_id=view.id, hash=view.hash, view=modal("Second"))
    with pytest.raises(SlackApiError, match="hash_conflict"):
        client.views_update(view_id=view.id, hash=view.hash, view=modal("Third"))
    assert mia.views[-1].body["title"]["text"] == "Second"


def test_an_update_keeps_what_was_entered(workspace: Workspace, client: WebClient) -> None:
    """Answers under unchanged ids survive views.update."""
    mia = opened(workspace)
    mia.submit(mia.views[-1], {"account": "acme", "note": "errors"})
    client.views_update(view_id=mia.views[-1].id, view=modal("Again"))
    assert mia.views[-1].values["account"]["account"]["selected_option"]["value"] == "acme"


def test_an_unknown_view_is_not_found(client: WebClient) -> None:
    """views.update names a missing view as Slack does."""
    with pytest.raises(SlackApiError, match="not_found"):
        client.views_update(view_id="V0", view=modal("Lost"))


def test_a_refused_view_comes_back_with_pointers(client: WebClient) -> None:
    """views.publish answers invalid_arguments with what is wrong where."""
    with pytest.raises(SlackApiError) as refused:
        client.views_publish(user_id=MIA, view={"type": "home", "blocks": [{"type": "header", "text": plain("")}]})
    assert refused.value.response["error"] == "invalid_arguments"
    assert refused.value.response["response_metadata"]["messages"] == [
        "[ERROR] must be more than 0 characters [json-pointer:/view/blocks/0/text/text]"
    ]


def test_a_trigger_opens_one_modal_within_its_time() -> None:
    """The second use and the late use are refused by name."""
    patience = Patience(trigger=0.8)
    refusals: list[str] = []

    def attempt(client: WebClient, trigger_id: str) -> None:
        try:
            client.views_open(trigger_id=trigger_id, view=modal("Log"))
        except SlackApiError as error:
            refusals.append(str(error.response["error"]))

    def twice_and_late(ack: Ack, client: WebClient, body: Json) -> None:
        time.sleep(patience.trigger + 0.1 if body["text"] == "late" else 0)
        attempt(client, body["trigger_id"])
        attempt(client, body["trigger_id"])
        ack()

    with office(Transport.SOCKET, lambda app: app.command("/health")(twice_and_late), patience) as workspace:
        mia = workspace.as_person(MIA)
        mia.command("#cs-team", "/health", "twice")
        mia.command("#cs-team", "/health", "late")
        assert refusals == ["exchanged_trigger_id", "expired_trigger_id", "expired_trigger_id"]
